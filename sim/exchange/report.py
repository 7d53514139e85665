"""An attempt as one page that carries its pictures with it, HTML or PDF: score, remarks, X-rays in order, and what they hid."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from meshes.anatomy import Anatomy
from meshes.tissues import COLOURS
from meshes.writing import write_whole
from scenarios.rubric import measures
from scenarios.schema import Scenario
from scenarios.views import VIEWS
from scenarios.words import told_later
from sim.exchange.afterword import afterword
from sim.exchange.paper.sheet import Printer, Sheet, is_paper, printed
from sim.fluoroscopy.carm import View
from sim.fluoroscopy.collimator import OPEN
from sim.fluoroscopy.dose import automatic, thickness
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager, oriented
from sim.fluoroscopy.picture import opened
from sim.fluoroscopy.shadows import Iodine
from sim.fluoroscopy.views import named_pose
from sim.procedure.course import course
from sim.procedure.diary import diary
from sim.records.recording import Recording
from sim.records.replay import replay
from sim.scoring.rubric import Score
from sim.session.observation import Observation
from sim.session.session import STEP_S, Session
from sim.session.stations.carm import contrast_in
from sim.session.world import World

PICTURE = 512
BESIDE, WIDE = 3, 216
"""Pictures beside one another on paper, and the pixels of each; a browser makes them as wide as its column"""
SLICE_HALF_MM = 45.0
NEARLY_ALL = 0.98
STYLE = """
:root { color-scheme: dark; }
body { background:#14171a; color:#dfe4e8; font:15px/1.5 system-ui,sans-serif; margin:0 auto; max-width:1180px; padding:24px; }
h1 { font-weight:600; font-size:24px; margin:0 0 4px; } h2 { font-size:17px; margin:28px 0 8px; color:#9fb3c1; }
.score { font-size:40px; font-weight:700; } .pass { color:#7bd88f; } .fail { color:#ff7b72; }
table { border-collapse:collapse; width:100%; } td,th { text-align:left; padding:3px 10px 3px 0; border-bottom:1px solid #2a3036; }
.pictures { display:grid; grid-template-columns:repeat(auto-fill,minmax(270px,1fr)); gap:12px; } figure { margin:0; }
img { width:100%; border-radius:4px; background:#000; } figcaption { color:#9fb3c1; font-size:13px; }
li.critical { color:#ff7b72; } a { color:#4a94c6; } .note { color:#9fb3c1; }
"""


@dataclass(frozen=True)
class ReportPicture:
    """A picture to show."""

    title: str
    greys: NDArray[np.uint8]


class Album:
    """Collects the last picture of every exposure while a session runs."""

    def __init__(self) -> None:
        self.exposures: list[tuple[str, Exposure]] = []

    def watch(self, seen: Observation) -> None:
        if any(event.kind == "exposure_ended" for event in seen.notices) and seen.live is not None:
            self.exposures.append((f"{seen.live.title}, {seen.time_s:.1f} s", opened(seen.live)))

    def fullest(self) -> Iodine | None:
        """The contrast as the first picture showed (nearly) all of it: before the drug drove it on."""
        shown = [exposure.contrast for _, exposure in self.exposures if exposure.contrast is not None]
        most = max((float(contrast.mg.sum()) for contrast in shown), default=0.0)
        return next((contrast for contrast in shown if float(contrast.mg.sum()) >= NEARLY_ALL * most), None)

    def shots(self, imager: Imager, size: int = PICTURE) -> list[ReportPicture]:
        return [ReportPicture(title, oriented(imager.greys(exposure, size), exposure.orientation)) for title, exposure in self.exposures]


def epidurogram(world: World, contrast: Iodine | None, imager: Imager, size: int = PICTURE) -> list[ReportPicture]:
    """The contrast alone, in the views that show an epidurogram."""
    target = world.scenario.target
    centre = target.landmark(world.technique.target)
    shots = []
    for name in ("AP", "lateral", "clo"):
        view = View(named_pose(world.anatomy, name, world.squared_level(), target.side, centre))
        technique = automatic(thickness(world.anatomy, view))
        exposure = Exposure(0, 0, view, technique, OPEN, None, contrast)
        shots.append(ReportPicture(f"Contrast, {VIEWS[name].title}", imager.greys(exposure, size)))
    return shots


def truth_slices(anatomy: Anatomy, place: NDArray[np.float64], path: NDArray[np.float64]) -> list[tuple[str, NDArray[np.uint8]]]:
    """(title, RGB) of the labels through a place: axial and sagittal, the needle's path drawn in."""
    palette = np.full((256, 3), 40, np.uint8)
    palette[0] = 0
    for tissue, colour in COLOURS.items():
        palette[tissue] = np.array(colour) * 255
    t = np.arange(-SLICE_HALF_MM, SLICE_HALF_MM, 0.3)
    made = []
    for title, u, v in (("axial", (1.0, 0, 0), (0, 1.0, 0)), ("sagittal", (0, 1.0, 0), (0, 0, 1.0))):
        a, b = np.array(u), np.array(v)
        points = place + t[None, :, None] * a + t[::-1][:, None, None] * b
        image = palette[anatomy.tissue_at(points.reshape(-1, 3)).reshape(len(t), len(t))].copy()
        for node in _dense(path):
            x, y = (node - place) @ a, (node - place) @ b
            i, j = int(len(t) / 2 - y / 0.3), int(len(t) / 2 + x / 0.3)
            if 1 <= i < len(t) - 1 and 1 <= j < len(t) - 1:
                image[i - 1 : i + 1, j - 1 : j + 1] = (20, 20, 24)
        made.append((f"The needle's way, {title}", image))
    return made


def _dense(path: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(path) < 2:
        return path
    pieces = [a + (b - a) * np.linspace(0, 1, 60)[:, None] for a, b in pairwise(path)]
    return np.vstack(pieces)


def tip_path(recording: Recording) -> NDArray[np.float64]:
    """Where the tip went, in order, until the drug or the end; (n, 3) mm."""
    places = [event.data["place"] for event in recording.events if event.kind == "tip_at" and event.data["depth_mm"] > 0]
    deepest = int(np.argmax([np.linalg.norm(np.array(p) - np.array(places[0])) for p in places])) + 1 if places else 0
    return np.array(places[:deepest], float).reshape(-1, 3)


Gallery = Callable[[Sequence[str]], str]
"""Sets pictures side by side."""


def write(
    path: Path,
    case: Scenario,
    recording: Recording,
    score: Score,
    session: Session,
    album: Album,
    imager: Imager,
    printer: Printer | None = None,
) -> None:
    """The page: for paper where the file's name ends so, else for a browser. Raises InputError where nothing here can print."""
    header = recording.header
    if is_paper(path):
        day = date.fromisoformat(header.started) if header.started else None
        printed(Sheet(case.title, _body(case, recording, score, session, album, imager, _on_paper), day), path, printer)
        return
    body = _body(case, recording, score, session, album, imager, _on_screen)
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(case.title)}</title>
<style>{STYLE}</style></head><body>
{body}
</body></html>"""
    write_whole(path, page)


def _body(case: Scenario, recording: Recording, score: Score, session: Session, album: Album, imager: Imager, gallery: Gallery) -> str:
    world = session.world
    remarks = [
        f"<li class='{'critical' if r.critical else ''}'>{r.time_s:.1f} s: {html.escape(r.text)}{_pictured(r.step, album)}</li>"
        for r in score.remarks
    ]
    shots = enumerate(album.shots(imager), 1)
    figures = [f"<div id='picture{number}'>{_figure(shot.title, Image.fromarray(shot.greys))}</div>" for number, shot in shots]
    contrast = album.fullest() or contrast_in(session.truth())
    spread = [_figure(shot.title, Image.fromarray(shot.greys)) for shot in epidurogram(world, contrast, imager)]
    path_of_tip = tip_path(recording)
    middle = path_of_tip[-1] if len(path_of_tip) else world.target
    truth = [_figure(title, Image.fromarray(rgb)) for title, rgb in truth_slices(world.anatomy, middle, path_of_tip)]
    guessed = html.escape(", ".join(world.anatomy.inferred))
    inferred = f"<p class='note'>Inferred, not seen in the source: {guessed}.</p>" if guessed else ""
    return f"""<h1>{html.escape(case.title)}</h1>
<div class="note">{html.escape(case.patient.name)}: {html.escape(case.patient.complaint)}</div>
<div class="note">Operator: {html.escape(recording.header.operator)}. Patient: {html.escape(world.anatomy.name)}.
Seed {recording.header.seed}. Length {recording.steps * STEP_S:.1f} s.</div>{inferred}
<p class="score {"pass" if score.passed else "fail"}">{score.total:.1f} &ndash; {"passed" if score.passed else "not passed"}</p>
<p>Global rating {score.rating} of 5. {html.escape(", ".join(f"{t} {100 * g:.0f} %" for t, g in score.themes.items()))}</p>
<h2>Remarks</h2><ul>{"".join(remarks) or "<li>Nothing to remark.</li>"}</ul>
<h2>Afterwards</h2>{_afterwards(case, recording)}
<h2 style='page-break-before:always'>Epidurogram</h2>{gallery(spread)}
<h2>What the X-ray hid</h2>{gallery(truth)}
<h2>Pictures taken</h2>{gallery(figures)}
<h2>Marks</h2><table width="100%"><thead><tr><th>Measure</th><th>Value</th><th>Unit</th><th>Grade</th><th>Weight</th></tr></thead>
{_marks(score)}</table>
<p class="note">Tuohy is for teaching and is not a medical device. Clinical rules in it are for teaching; verify locally.</p>"""


def _marks(score: Score) -> str:
    catalogue = measures()
    rows = [
        f"<tr><td>{html.escape(catalogue[m.measure].title)}</td><td>{'' if m.value is None else f'{m.value:.4g}'}</td>"
        f"<td>{m.unit}</td><td>{100 * m.grade:.0f} %</td><td>{m.weight:g}</td></tr>"
        for m in score.marks
    ]
    rows += [
        f"<tr><td>{html.escape(catalogue[one.measure].title)}</td><td>{one.value:.4g}</td><td>{one.unit}</td>"
        f"<td>{kind}</td><td>&minus;{one.points:.3g} of 100</td></tr>"
        for kind, lost in (("safety", score.losses), ("economy", score.economy))
        for one in lost
    ]
    return "".join(rows)


def _on_screen(figures: Sequence[str]) -> str:
    return f"""<div class="pictures">{"".join(figures)}</div>"""


def _on_paper(figures: Sequence[str]) -> str:
    """In rows of a table: paper knows no grid."""
    rows = ("".join(f"<td>{figure}</td>" for figure in figures[n : n + BESIDE]) for n in range(0, len(figures), BESIDE))
    return "<table cellpadding='3'>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _afterwards(case: Scenario, recording: Recording) -> str:
    """Pain over the weeks, and what happened with what to do about it."""
    found = course(recording.events, case, recording.header.seed)
    pain = "".join(f"<td>{hours / 24:.3g} d<br>{value:.0f}</td>" for hours, value in found.pain)
    told = [f"<li>{t.after_h:.1f} h: {html.escape(f'{t.name}: {t.says} Call {t.call}. {t.do}')} "
            f"<span class='note'>({html.escape(t.source)})</span></li>" for t in found.troubles]  # fmt: skip
    told = told or ["<li>No complication.</li>"]
    for entry in diary(found, case.chart):
        said, do = told_later(entry.contact, entry.code, entry.root, entry.side, entry.pain, entry.before)
        told.append(f"<li>{entry.after_h / 24:.0f} d: {html.escape(f'{said} {do}')}</li>")
    why = f"<p>What was right here: {html.escape(said)}</p>" if (said := afterword(case, recording.events)) else ""
    return f"{why}<p>Pain of ten:</p><table cellpadding='4'><tr>{pain}</tr></table><ul>{''.join(told)}</ul>"


def of_recording(name: str, recording: Recording, world: World, score: Score, imager: Imager, printer: Printer | None = None) -> None:
    """The page of a recording, which is played again for its pictures."""
    session, album = Session(world, recording.header.seed), Album()
    replay(recording, session, album.watch)
    write(Path(name), world.scenario, recording, score, session, album, imager, printer)


def _pictured(step: int, album: Album) -> str:
    """A link to the picture that the operator had before him at this moment, if there was any."""
    before = [number for number, (_, exposure) in enumerate(album.exposures, 1) if exposure.step <= step]
    return f" <a href='#picture{before[-1]}'>picture {before[-1]}</a>" if before else ""


def _figure(title: str, image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    said = html.escape(title)
    return (
        f"<figure><img alt='{said}' width='{WIDE}' src='data:image/png;base64,{data}'><figcaption><div>{said}</div></figcaption></figure>"
    )
