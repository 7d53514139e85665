"""An attempt as one page that carries its pictures with it, HTML or PDF: score, remarks, X-rays in order, and what they hid."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PIL import Image

from meshes.writing import write_whole
from scenarios.rubric import measures
from scenarios.schema import Scenario
from scenarios.words import lasting, paper, spoken, told, told_first, told_later, unit
from sim.exchange.afterword import afterword
from sim.exchange.album import Album, contrast_alone, tip_path, truth_slices
from sim.exchange.paper.sheet import Printer, Sheet, heading, is_paper, paragraph, printed, table
from sim.fluoroscopy.imager import Imager
from sim.procedure.course import Trouble, course
from sim.procedure.diary import diary
from sim.records.recording import Recording
from sim.records.replay import replay
from sim.scoring.rubric import Score
from sim.session.clock import clock
from sim.session.session import STEP_S, Session
from sim.session.stations.carm import contrast_in
from sim.session.world import World

BESIDE, WIDE = 3, 216
"""Pictures beside one another on paper, and the pixels of each; a browser makes them as wide as its column"""
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


Gallery = Callable[[Sequence[str]], str]
"""Sets pictures side by side."""
CommentRow = tuple[int, str, str]
"""What an instructor said of the attempt: the step, how they sign (empty where they do not), and the words"""


def write(
    path: Path,
    case: Scenario,
    recording: Recording,
    score: Score,
    session: Session,
    album: Album,
    imager: Imager,
    printer: Printer | None = None,
    comments: Sequence[CommentRow] = (),
) -> None:
    """The page: for paper where the file's name ends so, else for a browser. Raises InputError where nothing here can print."""
    header = recording.header
    if is_paper(path):
        day = date.fromisoformat(header.started) if header.started else None
        printed(Sheet(told(case.title), _body(case, recording, score, session, album, imager, _on_paper, comments), day), path, printer)
        return
    body = _body(case, recording, score, session, album, imager, _on_screen, comments)
    page = f"""<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8"><title>{html.escape(told(case.title))}</title>
<style>{STYLE}</style></head><body>
{body}
</body></html>"""
    write_whole(path, page)


def _body(
    case: Scenario,
    recording: Recording,
    score: Score,
    session: Session,
    album: Album,
    imager: Imager,
    gallery: Gallery,
    comments: Sequence[CommentRow],
) -> str:
    world, header = session.world, recording.header
    remarks = [
        f"<li class='{'critical' if r.critical else ''}'>{r.time_s:.1f} s: {html.escape(r.text)}{_pictured(r.step, album)}</li>"
        for r in score.remarks
    ]
    shots = enumerate(album.shots(imager), 1)
    figures = [f"<div id='picture{number}'>{_figure(shot.title, Image.fromarray(shot.greys))}</div>" for number, shot in shots]
    contrast = album.fullest() or contrast_in(session.truth())
    spread = [_figure(shot.title, Image.fromarray(shot.greys)) for shot in contrast_alone(world, contrast, imager)]
    path_of_tip = tip_path(recording)
    middle = path_of_tip[-1] if len(path_of_tip) else world.target
    truth = [_figure(title, Image.fromarray(rgb)) for title, rgb in truth_slices(world.anatomy, middle, path_of_tip)]
    guessed = world.anatomy.inferred
    told_of = {"operator": header.operator, "patient": world.anatomy.name, "seed": header.seed}
    themes = ", ".join(f"{told(theme)} {100 * grade:.0f} %" for theme, grade in score.themes.items())
    verdict = paper("report_passed" if score.passed else "report_not_passed")
    return f"""<h1>{html.escape(told(case.title))}</h1>
<div class="note">{html.escape(told(case.patient.name))}: {html.escape(told(case.patient.complaint))}</div>
{_note("report_who", **told_of, length=lasting(recording.steps * STEP_S))}{_note("report_inferred", tissues=guessed) if guessed else ""}
<p class="score {"pass" if score.passed else "fail"}">{score.total:.1f} &ndash; {html.escape(verdict)}</p>
<p>{html.escape(f"{paper('report_rating', rating=score.rating)} {themes}")}</p>
{heading("report_remarks")}<ul>{"".join(remarks) or _point("report_no_remark")}</ul>{_commented(comments, album)}
{heading("report_follow_up")}{_follow_up(case, recording)}
<h2 style='page-break-before:always'>{html.escape(paper("report_epidurogram"))}</h2>{gallery(spread)}
{heading("report_hidden")}{gallery(truth)}
{heading("report_pictures")}{gallery(figures)}
{heading("report_marks")}{table(("measure", "value", "unit", "grade", "weight"), _marks(score))}
{_note("report_foot")}"""


def _note(code: str, **said: object) -> str:
    return f'<p class="note">{html.escape(paper(code, **said))}</p>'


def _point(code: str) -> str:
    return f"<li>{html.escape(paper(code))}</li>"


def _commented(comments: Sequence[CommentRow], album: Album) -> str:
    """At their moments, as the debriefing shows them."""
    said = [
        f"<li>{clock(step * STEP_S)} {html.escape(author or paper('report_instructor'))}: {html.escape(text)}{_pictured(step, album)}</li>"
        for step, author, text in comments
    ]
    return f"{heading('report_comments')}<ul>{''.join(said)}</ul>" if said else ""


def _marks(score: Score) -> list[tuple[str, ...]]:
    """Each measure with its number, its unit, what was reached of it and what it weighs."""
    found: list[tuple[str, ...]] = [
        (_title(m.measure), "" if m.value is None else f"{m.value:.4g}", unit(m.unit), f"{100 * m.grade:.0f} %", f"{m.weight:g}")
        for m in score.marks
    ]
    return found + [
        (_title(one.measure), f"{one.value:.4g}", unit(one.unit), told(kind), paper("report_lost", points=f"{one.points:.3g}"))
        for kind, lost in (("safety", score.losses), ("economy", score.economy))
        for one in lost
    ]


def _title(measure: str) -> str:
    return told(measures()[measure].title)


def _on_screen(figures: Sequence[str]) -> str:
    return f"""<div class="pictures">{"".join(figures)}</div>"""


def _on_paper(figures: Sequence[str]) -> str:
    """In rows of a table: paper knows no grid."""
    rows = ("".join(f"<td>{figure}</td>" for figure in figures[n : n + BESIDE]) for n in range(0, len(figures), BESIDE))
    return "<table cellpadding='3'>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _follow_up(case: Scenario, recording: Recording) -> str:
    """Pain over the weeks, and what happened with what to do about it."""
    found = course(recording.events, case, recording.header.seed)
    pain = "".join(f"<td>{html.escape(paper('report_day', days=f'{hours / 24:.3g}'))}<br>{value:.0f}</td>" for hours, value in found.pain)
    lines = [
        f"<li>{html.escape(paper('hours', hours=f'{t.after_h:.1f}'))}: {html.escape(_trouble(t))} "
        f"<span class='note'>({html.escape(t.source)})</span></li>"
        for t in found.troubles
    ] or [_point("report_no_trouble")]
    for entry in diary(found, recording.events):
        says, do = told_later(entry.contact, entry.code, entry.pain, entry.before)
        lines.append(f"<li>{html.escape(paper('report_day', days=f'{entry.after_h / 24:.0f}'))}: {html.escape(f'{says} {do}')}</li>")
    said = afterword(case, recording.events)
    why = f"<p>{html.escape(paper('report_right'))} {html.escape(said)}</p>" if said else ""
    return f"{why}{paragraph('report_pain')}<table cellpadding='4'><tr>{pain}</tr></table><ul>{''.join(lines)}</ul>"


def _trouble(one: Trouble) -> str:
    return f"{told_first(one.name)}: {told(one.says)} {paper('report_call', who=one.call)} {told(one.do)}"


def of_recording(
    name: str,
    recording: Recording,
    world: World,
    score: Score,
    imager: Imager,
    printer: Printer | None = None,
    comments: Sequence[CommentRow] = (),
) -> None:
    """The page of a recording, which is played again for its pictures."""
    session, album = Session(world, recording.header.seed), Album()
    replay(recording, session, album.watch)
    write(Path(name), world.scenario, recording, score, session, album, imager, printer, comments)


def _pictured(step: int, album: Album) -> str:
    """A link to the picture that the operator had before him at this moment, if there was any: under the beam the one that comes of it."""
    # what is done within a step is seen at its end: a look that begins now is first seen a step later
    before = [number for number, begun in enumerate(album.begun, 1) if begun <= step + 1]
    return f" <a href='#picture{before[-1]}'>{html.escape(paper('report_picture', number=before[-1]))}</a>" if before else ""


def _figure(title: str, image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    said = html.escape(title)
    return (
        f"<figure><img alt='{said}' width='{WIDE}' src='data:image/png;base64,{data}'><figcaption><div>{said}</div></figcaption></figure>"
    )
