"""What hands do at the C-arm's console: the commands that a script's step stands for."""

from __future__ import annotations

from scenarios.script import Console
from sim.session import commands as c
from sim.session.observation import ImagesSeen


def settings(step: Console, images: ImagesSeen) -> list[c.Command]:
    """The commands that set what the step names."""
    commands: list[c.Command] = []
    if step.receptor is not None:
        commands.append(c.SetReceptor(receptor=step.receptor))
    if step.beam is not None or step.dose is not None:
        commands.append(c.SetBeam(beam=step.beam, dose=step.dose))
    if step.rate is not None:
        commands.append(c.SetPulseRate(rate=step.rate))
    if step.table_up_mm is not None:
        commands.append(c.MoveTable(up_mm=step.table_up_mm))
    if step.table_head_mm is not None:
        commands.append(c.MoveTable(head_mm=step.table_head_mm))
    if step.laser is not None:
        commands.append(c.SetLaser(on=step.laser))
    if step.hold_breath is not None:
        commands.append(c.HoldBreath(holding=step.hold_breath))
    if step.turn_deg is not None or step.mirrored is not None:
        turn = (images.orientation.turn_deg + 180.0) % 360.0 - 180.0 if step.turn_deg is None else step.turn_deg
        mirrored = images.orientation.mirrored if step.mirrored is None else step.mirrored
        commands.append(c.OrientPicture(turn_deg=turn, mirrored=mirrored))
    if step.subtraction is not None:
        commands.append(c.SetSubtraction(mode=step.subtraction))
    if step.mask is not None:
        commands.append(c.TakeMask())
    if step.mask_right_mm is not None or step.mask_up_mm is not None:
        commands.append(c.ShiftMask(right_mm=step.mask_right_mm or 0.0, up_mm=step.mask_up_mm or 0.0))
    if step.store is not None:
        commands.append(c.StoreImage(loop=step.store == "loop"))
    if step.recall is not None:
        commands.append(c.ShowStored(number=step.recall))
    if step.play is not None:
        commands.append(c.PlayLoop(playing=step.play))
    if step.swap is not None:
        commands.append(c.SwapMonitors())
    return commands
