"""Where the C-arm stands, as it is said at the table: to which of the patient's sides the detector is turned, and to the head or the feet.

LAO and RAO say nothing here: what they mean of a patient who lies prone is argued over.
"""

from __future__ import annotations

from sim.fluoroscopy.carm import Pose
from sim.qt.words import phrase


def orbit_words(deg: float) -> str:
    """As ``left 45°``; positive is the patient's right."""
    whole = round(deg)
    return phrase("pose.right" if whole > 0 else "pose.left", deg=abs(whole)) if whole else phrase("pose.no_orbit")


def tilt_words(deg: float) -> str:
    """As ``cranial 10°``; positive is to the head."""
    whole = round(deg)
    return phrase("pose.cranial" if whole > 0 else "pose.caudal", deg=abs(whole)) if whole else phrase("pose.no_tilt")


def pose_words(pose: Pose) -> str:
    """Both."""
    return f"{orbit_words(pose.orbit_deg)}  {tilt_words(pose.tilt_deg)}"
