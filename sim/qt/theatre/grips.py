"""How a gloved right hand holds a needle's hub, by thumb and index; and a syringe, its thumb on the plunger, two fingers under the flange.

Fitted once to the lengths of an adult's fingers so that the pads lie where they hold; the lengths are guesses. Each grip has a frame of its
own, mm: x to where the wrist is, z up along what is held; the left hand is the same in a mirror, y turned round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Joint = tuple[float, float, float, float]
"""x, y, z and the radius there"""
Chain = tuple[Joint, ...]


@dataclass(frozen=True, eq=False)
class Grip:
    """A hand that holds something at the origin of its frame."""

    parts: Mapping[str, tuple[Chain, ...]]
    """Palm and fingers, each of chains of bones"""
    wrist: tuple[float, float, float]

    @property
    def thumb(self) -> tuple[Joint, Joint]:
        """Its root and its tip."""
        return self.parts["thumb"][0][0], self.parts["thumb"][0][-1]


HOLDING = Grip(
    {
        "palm": (
            ((115, -29, -35, 17), (70, 14, 14, 12.5)),
            ((117, -24, -38, 18), (75, 31, 7, 12.5)),
            ((118, -19, -43, 18), (81, 42, -6, 12)),
            ((118, -16, -46, 17), (85, 48, -21, 11)),
            ((107, 1, -51, 15), (86, 37, -32, 10)),
            ((70, 14, 14, 11), (85, 48, -21, 10)),
            ((102, -28, -30, 14), (93, -28, -21, 15), (57, -25, -14, 13)),
            ((122, -35, -43, 15), (114, -27, -34, 17)),
            ((125, -24, -52, 15), (117, -15, -44, 17)),
        ),
        "index": (((70, 14, 14, 10.5), (28, 22, 18, 8.0), (8, 15, 7, 7.0), (-5, 9, -5, 6.0)),),
        "middle": (((75, 31, 7, 10.5), (32, 46, 11, 7.7), (11, 38, -4, 6.9), (9, 27, -16, 6.8)),),
        "ring": (((81, 42, -6, 10), (40, 47, -15, 9), (38, 28, -34, 8), (50, 14, -42, 6.4)),),
        "little": (((85, 48, -21, 9), (53, 51, -34, 8), (52, 35, -46, 7.2), (62, 22, -50, 5.8)),),
        "thumb": (((93, -28, -21, 15), (48, -24, -13, 11.5), (16, -17, -5, 9.5), (-7, -10, 2, 7.4)),),
    },
    (123, -30, -47),
)
"""The needle stands at the origin, its hub between thumb and index"""
STEADYING = Grip(
    {
        "palm": (
            ((118, -12, 6, 16), (70, 14, 14, 12.0)),
            ((119, -8, 6, 16), (72, 31, 17, 12.0)),
            ((119, -4, 7, 16), (77, 44, 19, 11.5)),
            ((119, 0, 8, 15), (83, 54, 20, 11)),
            ((108, 12, 8, 14), (84, 47, 19, 10)),
            ((70, 14, 14, 11), (83, 54, 20, 10)),
            ((104, -18, 5, 14), (92, -26, 0, 14), (58, -25, -2, 12)),
            ((124, -18, 5, 15), (116, -14, 6, 16)),
            ((126, -8, 6, 15), (118, -2, 7, 16)),
        ),
        "index": (((70, 14, 14, 10.5), (30, 23, 22, 8.0), (9, 16, 9, 7.0), (-5, 9, -4, 6.0)),),
        "middle": (((72, 31, 17, 10.5), (30, 48, 27, 7.4), (6, 47, 20, 6.6), (-8, 43, 12, 6.2)),),
        "ring": (((77, 44, 19, 10), (39, 65, 33, 8), (17, 66, 27, 7.0), (4, 62, 19, 6.2)),),
        "little": (((83, 54, 20, 9), (56, 74, 32, 7.2), (39, 78, 28, 6.6), (28, 76, 22, 5.8)),),
        "thumb": (((92, -26, 0, 14), (48, -26, 0, 11), (17, -18, 1, 9.2), (-7, -10, 1, 7.2)),),
    },
    (126, -13, 6),
)
"""The same where little of the needle is out: the hand lies flat over the patient, its last fingers off the far side"""
PRESSING = Grip(
    {
        "palm": (
            ((115, 5, 50, 15), (63, 14, 7, 11)),
            ((117, 0, 47, 16), (61, -7, 3, 11)),
            ((117, -7, 45, 16), (64, -25, 6, 10.5)),
            ((118, -12, 45, 15), (69, -39, 13, 9.5)),
            ((105, -26, 41, 14), (76, -40, 23, 9)),
            ((63, 14, 7, 10), (69, -39, 13, 9)),
            ((101, 10, 53, 13), (81, 15, 48, 12.5), (63, 14, 22, 9.5)),
            ((124, 0, 54, 14), (113, 2, 47, 15)),
            ((126, -13, 51, 14), (117, -13, 44, 15)),
        ),
        "index": (((63, 14, 7, 9.5), (19, 20, -9, 7.6), (-5, 16, -7, 7.0), (-18, 9, 4, 5.8)),),
        "middle": (((61, -7, 4, 9.5), (20, -15.5, -6, 7.4), (-6, -15, -5, 6.6), (-19, -8, 7, 5.8)),),
        "ring": (((64, -25, 6, 9), (35, -31, 16, 7.6), (43, -33, 38, 7), (59, -29, 37, 6.4)),),
        "little": (((69, -39, 13, 8), (46, -46, 25, 6.9), (53, -46, 42, 6.2), (65, -41, 38, 5.8)),),
        "thumb": (((94, 12, 50, 13), (62, 14, 67, 10.6), (28, 6, 69, 9.2), (-2, -1, 49.5, 7.4)),),
    },
    (125, -7, 52),
)
"""The syringe's flange is at the origin, its plunger drawn half out: the thumb is arched, its pad on the plunger's end; index and middle
finger are hooked under the flange, one on each side of the barrel, and the others lie curled in the palm"""
