"""The columns of a trace: each with its unit in its name.

The axes are the patient's (``meshes.space``): x to the right, y to the front, z to the head; 0 is the middle of S1's upper end-plate.
Distances to tissues are known up to 10 mm: 10 means 10 or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TracedPart = Literal["time", "needle", "tip", "carm", "syringe", "patient"]


@dataclass(frozen=True)
class TraceColumn:
    """One column; what has no unit in its name is a name, a count, a share or a yes and no."""

    name: str
    kind: Literal["number", "whole", "text", "truth"]
    part: TracedPart
    """Of a needle it is empty while none is taken, of a tip while it is not on the patient."""
    about: str


COLUMNS = (
    TraceColumn("step", "whole", "time", "counts the time steps, the first that has passed is 1"),
    TraceColumn("time_s", "number", "time", "a step is 1/32 s"),
    TraceColumn("needle", "text", "needle", "the needle's name"),
    TraceColumn("stylet", "truth", "needle", "whether the stylet is in"),
    TraceColumn("passes", "whole", "needle", "passes begun"),
    TraceColumn("tip_x_mm", "number", "tip", "where the tip is"),
    TraceColumn("tip_y_mm", "number", "tip", "the same"),
    TraceColumn("tip_z_mm", "number", "tip", "the same"),
    TraceColumn("entry_x_mm", "number", "tip", "where the needle enters the skin"),
    TraceColumn("entry_y_mm", "number", "tip", "the same"),
    TraceColumn("entry_z_mm", "number", "tip", "the same"),
    TraceColumn("direction_x", "number", "tip", "the shaft's direction at the tip, a unit vector"),
    TraceColumn("direction_y", "number", "tip", "the same"),
    TraceColumn("direction_z", "number", "tip", "the same"),
    TraceColumn("depth_mm", "number", "tip", "length of shaft below the skin"),
    TraceColumn("hub_lateral_deg", "number", "tip", "how the shaft leans at the skin: the tip to the patient's right"),
    TraceColumn("hub_cephalad_deg", "number", "tip", "and to the head"),
    TraceColumn("bevel_clock_h", "number", "tip", "the hour to which the opening faces, seen from the hub: 12 to the head"),
    TraceColumn("needle_force_n", "number", "tip", "what it takes to push on"),
    TraceColumn("on_bone", "truth", "tip", "whether bone stops the tip"),
    TraceColumn("pushes_tissue", "truth", "tip", "whether the tip pushes something before it that has not given way yet"),
    TraceColumn("opening_tissue", "text", "tip", "the tissue that the opening lies in"),
    TraceColumn("tip_tissue", "text", "tip", "the tissue's label at the tip's place"),
    TraceColumn("dura_mm", "number", "tip", "from the tip to the nearest dura or what lies within it"),
    TraceColumn("vessel_mm", "number", "tip", "to the nearest vessel"),
    TraceColumn("root_mm", "number", "tip", "to the nearest nerve"),
    TraceColumn("bone_mm", "number", "tip", "to the nearest bone"),
    TraceColumn("disc_mm", "number", "tip", "to the nearest disc"),
    TraceColumn("target_mm", "number", "tip", "to the technique's target"),
    TraceColumn("off_level_mm", "number", "tip", "along the canal from the target, positive to the feet"),
    TraceColumn("carm_orbit_deg", "number", "carm", "positive with the detector on the patient's right"),
    TraceColumn("carm_tilt_deg", "number", "carm", "positive with the detector to the head"),
    TraceColumn("carm_centre_x_mm", "number", "carm", "where it looks"),
    TraceColumn("carm_centre_y_mm", "number", "carm", "the same"),
    TraceColumn("carm_centre_z_mm", "number", "carm", "the same"),
    TraceColumn("carm_field", "whole", "carm", "which field of the detector: 0 is the widest"),
    TraceColumn("beam_on", "truth", "carm", "whether the pedal is down"),
    TraceColumn("pulses", "whole", "carm", "so far"),
    TraceColumn("exposure_s", "number", "carm", "so far"),
    TraceColumn("kerma_mgy", "number", "carm", "air kerma at the entrance reference point, so far"),
    TraceColumn("dap_gycm2", "number", "carm", "dose-area product, so far"),
    TraceColumn("plunger_mmhg", "number", "syringe", "pressure under the thumb"),
    TraceColumn("flow_ml_s", "number", "syringe", "of what leaves the syringe now"),
    TraceColumn("contrast_given_ml", "number", "syringe", "so far"),
    TraceColumn("drug_given_ml", "number", "syringe", "so far"),
    TraceColumn("syringe", "text", "syringe", "what is in the syringe on the hub; empty if none is there"),
    TraceColumn("syringe_left_ml", "number", "syringe", "how much of it is left"),
    TraceColumn("pain_of_10", "number", "patient", "now"),
    TraceColumn("breath_held", "truth", "patient", "whether the patient holds the breath"),
)
"""In their order."""
