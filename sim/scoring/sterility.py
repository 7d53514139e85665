"""Breaks of sterility that a patient could come to harm by, and what broke it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scoring.measures.story import Story
from sim.session.events import Event

NEEDLED = ("needle_unprepared", "needle_in_soiled_gloves")
"""Breaks by the needle itself."""
BROKEN_BY = {
    "page_turned": "a page of the chart was turned in sterile gloves",
    "patient_moved": "the patient was moved in sterile gloves",
    "handled": "something unsterile was handled in sterile gloves",
    "needle_in_soiled_gloves": "in gloves that were sterile no more",
}


def breaks(story: Story) -> list[Event]:
    """Those with a needle at the patient, and those before one that no new gloves made good. Once the last is out none harms.

    A needle set in gloves that were soiled before is the same break going on.
    """
    found: list[Event] = []
    waiting: list[Event] = []
    needle = False
    for event in story.all("sterility_broken", "prepared", "needle_placed", "pass_begun", "needle_removed"):
        match event.kind:
            case "sterility_broken" if event.data["by"] != "needle_in_soiled_gloves":
                (found if needle else waiting).append(event)
            case "prepared" if event.data["item"] == "gloves":
                waiting = []
            case "needle_placed" | "pass_begun":
                found, waiting, needle = found + waiting, [], True
            case "needle_removed":
                needle = False
    return found


def by_needle(story: Story) -> list[Event]:
    """Those by a needle that was set so, or went into the skin so: what broke it stands between it and the last pair of gloves."""
    return [e for e in story.all("sterility_broken") if e.data["by"] in NEEDLED or _went_in_after(story, e)]


def _went_in_after(story: Story, broken: Event) -> bool:
    """Whether a needle that had been set clean went through the skin in the gloves that this had soiled."""
    gloves = [e.step for e in story.all("prepared") if e.data["item"] == "gloves" and e.step > broken.step]
    set_anew = [e.step for e in story.all("needle_placed") if e.step > broken.step]
    until = min([*gloves, *set_anew, story.steps + 1])
    return any(broken.step < e.step < until for e in story.all("skin_entered"))


def causes(found: Sequence[Event]) -> str:
    """What broke it, each cause once, after a colon; empty if nothing did."""
    said = [f"without {' and '.join(e.data['missing'])}" if e.data.get("missing") else _cause(str(e.data["by"])) for e in found]
    return f": {'; '.join(dict.fromkeys(said))}" if found else ""


def _cause(by: str) -> str:
    return BROKEN_BY.get(by, by.replace("_", " "))
