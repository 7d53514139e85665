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
            ((115, -29, -35, 17), (70, 14, 24, 12.5)),
            ((117, -24, -38, 18), (75, 32, 14, 12.5)),
            ((118, -19, -43, 18), (81, 42, -2, 12)),
            ((118, -16, -46, 17), (85, 48, -21, 11)),
            ((107, 1, -51, 15), (86, 37, -32, 10)),
            ((70, 14, 24, 11), (85, 48, -21, 10)),
            ((102, -28, -30, 14), (93, -28, -21, 15), (57, -25, -14, 13)),
            ((122, -35, -43, 15), (114, -27, -34, 17)),
            ((125, -24, -52, 15), (117, -15, -44, 17)),
        ),
        "index": (((70, 14, 24, 10.5), (28, 22, 24, 9.3), (8, 15, 8, 8.3), (-5, 9, -5, 6.6)),),
        "middle": (((75, 32, 14, 10.5), (31, 48, 18, 9.5), (11, 39, 0, 8.5), (9, 27, -16, 6.8)),),
        "ring": (((81, 42, -2, 10), (40, 47, -15, 9), (38, 28, -34, 8), (50, 14, -42, 6.4)),),
        "little": (((85, 48, -21, 9), (53, 51, -34, 8), (52, 35, -46, 7.2), (62, 22, -50, 5.8)),),
        "thumb": (((93, -28, -21, 15), (48, -24, -13, 12.5), (16, -17, -5, 10.5), (-7, -10, 2, 7.8)),),
    },
    (123, -30, -47),
)
"""The needle stands at the origin, its hub between thumb and index"""
PRESSING = Grip(
    {
        "palm": (
            ((117, 2, 44, 17), (53, 19, -10, 12.5)),
            ((119, -3, 41, 18), (57, 0, -20, 12.5)),
            ((119, -10, 40, 18), (63, -19, -19, 12)),
            ((120, -15, 40, 17), (69, -37, -13, 11)),
            ((107, -30, 33, 15), (75, -39, 1, 10)),
            ((53, 19, -10, 11), (69, -37, -13, 10)),
            ((104, 4, 44, 14), (93, 12, 41, 15), (57, 9, 47, 13)),
            ((127, 0, 51, 15), (116, 1, 42, 17)),
            ((129, -14, 48, 15), (119, -14, 38, 17)),
        ),
        "index": (((53, 19, -10, 10.5), (11, 19, -19, 9.3), (-9, 12, -4, 8.3), (-18, 6, 12, 6.6)),),
        "middle": (((57, 0, -20, 10.5), (11, -11, -21, 9.5), (-9, -21, -2, 8.5), (-16, -26, 16, 6.8)),),
        "ring": (((63, -19, -19, 10), (25, -33, -6, 9), (30, -36, 20, 8), (46, -33, 32, 6.4)),),
        "little": (((69, -37, -13, 9), (41, -50, -1, 8), (45, -50, 18, 7.2), (58, -45, 28, 5.8)),),
        "thumb": (((93, 12, 41, 15), (48, 8, 48, 12.5), (14, 4, 52, 10.5), (-10, -2, 48, 7.8)),),
    },
    (128, -7, 49),
)
"""The syringe's flange is at the origin, its plunger drawn half out"""
