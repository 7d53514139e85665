"""The report of an attempt: one page that carries its pictures, and in which nobody's words become part of the page."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from meshes.tissues import COLOURS
from scenarios import files, words
from scenarios.files import InputError
from scenarios.rubric import measures
from sim.exchange import report
from sim.exchange.album import Album, tip_path, truth_slices
from sim.exchange.paper.sheet import Sheet
from sim.exchange.report import of_recording
from sim.fluoroscopy.exposure import Exposure
from sim.fluoroscopy.imager import Imager
from sim.records.recording import Recording
from sim.records.replay import replay
from sim.scoring.rubric import Score, judge
from sim.session.clock import clock
from sim.session.session import STEP_S, Session
from sim.session.world import World
from tests.sim.played import Played, made

NAME = "interlaminar_l4_l5_careless"
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """Reads a page strictly: what opens must close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.images: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "img":
            self.images.append(dict(attrs)["src"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


class Plain(Imager):
    """Draws grey squares: what is tested here is the page."""

    def greys(self, exposure: Exposure, size: int = 8, *_: object) -> np.ndarray:  # type: ignore[override]
        return np.full((8, 8), exposure.frame % 256, np.uint8)


@pytest.fixture(scope="module")
def attempt(worlds: dict[str, World], played: Played) -> tuple[Recording, World, Score]:
    recording = played[NAME]
    world = worlds[recording.header.scenario]
    return recording, world, judge(recording, files.rubric_of(world.scenario), world.scenario)


def test_the_page_carries_score_remarks_marks_and_pictures(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    recording, world, score = attempt
    path = tmp_path / "new" / "report.html"
    of_recording(str(path), recording, world, score, Imager(world.anatomy))
    page = Page(path.read_text(encoding="utf-8"))
    assert page.open == []
    assert f"{score.total:.1f}" in page.text
    assert "not passed" in page.text
    assert world.scenario.title in page.text
    for remark in score.remarks:
        assert f"{remark.time_s:.1f} s: {remark.text}" in page.text
    for mark in score.marks:
        assert measures()[mark.measure].title in page.text
    assert "not a medical device" in page.text
    assert "verify locally" in page.text
    runs = sum(event.kind == "exposure_ended" for event in recording.events)
    assert len(page.images) == 3 + 2 + runs
    for source in page.images:
        kind, data = source.split(",")
        assert kind == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            assert picture.width == picture.height >= 300
            assert np.asarray(picture).std() > 5


def test_the_page_speaks_the_language_that_is_spoken(
    attempt: tuple[Recording, World, Score], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: the English page: no phrase of the catalogue on it stands on the German one too, unless both languages write it alike."""
    recording, world, _ = attempt
    texts = {}
    for language in ("en", "de"):
        monkeypatch.setattr(words, "_spoken", [language])
        judged = judge(recording, files.rubric_of(world.scenario), world.scenario)
        of_recording(str(tmp_path / "report.html"), recording, world, judged, Plain(world.anatomy))
        texts[language] = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in texts["de"]
    english, german = (words.catalogue(language)["paper"] for language in ("en", "de"))
    plain = [text for code, text in english.items() if code.startswith(("report_", "head_")) and "{" not in text and text != german[code]]
    on_page = [text for text in plain if f">{text}<" in texts["en"]]
    assert len(on_page) > 12
    assert [text for text in on_page if f">{text}<" in texts["de"]] == []
    assert world.scenario.title in texts["en"]
    assert world.scenario.title not in texts["de"]


def test_a_unit_is_written_as_it_is_read(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    """Tables and files of figures keep their own writing."""
    recording, world, score = attempt
    of_recording(str(tmp_path / "report.html"), recording, world, score, Plain(world.anatomy))
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "Gy·cm²" in page.text
    assert "Gycm2" not in page.text
    assert words.unit("mm") == "mm"


def test_the_page_asks_for_nothing_from_elsewhere(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    recording, world, score = attempt
    of_recording(str(tmp_path / "report.html"), recording, world, score, Plain(world.anatomy))
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert not {"script", "link", "iframe", "object", "form"} & set(page.tags)
    assert all(source.startswith("data:") for source in page.images)


def test_on_paper_the_same_is_said_with_the_same_pictures(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    recording, world, score = attempt
    sheets: list[Sheet] = []
    dated = replace(recording, header=replace(recording.header, started="2026-11-20"))
    of_recording(str(tmp_path / "report.html"), dated, world, score, Plain(world.anatomy))
    of_recording(str(tmp_path / "report.pdf"), dated, world, score, Plain(world.anatomy), lambda sheet, _: sheets.append(sheet))
    screen, paper = Page((tmp_path / "report.html").read_text(encoding="utf-8")), Page(sheets[0].html)
    assert paper.open == []
    assert paper.images == screen.images
    assert paper.text.split()[-20:] == screen.text.split()[-20:]
    assert sheets[0].day == date(2026, 11, 20)
    with pytest.raises(InputError, match="which is not installed"):
        of_recording(str(tmp_path / "report.pdf"), dated, world, score, Plain(world.anatomy))


def test_what_an_instructor_said_stands_at_its_moment(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    """On screen and on paper, signed, with the picture that was before the learner then; of who does not sign it is an instructor's."""
    recording, world, score = attempt
    shots = [event.step for event in recording.events if event.kind == "exposure_ended"]
    said = [(shots[1], "Dr K", "Here the bevel faces away."), (recording.steps, "", "<b>Calm.</b>")]
    sheets: list[Sheet] = []
    path = tmp_path / "report.html"
    of_recording(str(path), recording, world, score, Plain(world.anatomy), comments=said)
    of_recording(str(tmp_path / "report.pdf"), recording, world, score, Plain(world.anatomy), lambda sheet, _: sheets.append(sheet), said)
    for page in (Page(path.read_text(encoding="utf-8")), Page(sheets[0].html)):
        told = " ".join(page.text.split())
        assert f"Comments {clock(shots[1] * STEP_S)} Dr K: Here the bevel faces away. image 2 " in told
        assert f"{clock(recording.steps * STEP_S)} Instructor: <b>Calm.</b> image {len(shots)}" in told
    of_recording(str(path), recording, world, score, Plain(world.anatomy))
    assert "Comments" not in Page(path.read_text(encoding="utf-8")).words


def test_words_of_strangers_are_words(attempt: tuple[Recording, World, Score], tmp_path: Path) -> None:
    """Case, patient, operator, remark and what was inferred may come from files of others."""
    recording, world, score = attempt
    evil = "<script>alert(1)</script><b>&\"'"
    case = world.scenario.model_copy(
        update={"title": evil, "patient": world.scenario.patient.model_copy(update={"name": evil, "complaint": evil})}
    )
    other = replace(world, scenario=case, anatomy=replace(world.anatomy, name=evil, inferred=(evil,)))
    told = replace(recording, header=replace(recording.header, operator=evil))
    judged = replace(score, remarks=tuple(replace(remark, text=evil) for remark in score.remarks))
    of_recording(str(tmp_path / "report.html"), told, other, judged, Plain(world.anatomy))
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert not {"script", "b"} & set(page.tags)
    assert page.text.count(evil) >= 6 + len(judged.remarks) - 1


def test_an_attempt_without_a_needle_has_its_page_too(interlaminar: World, tmp_path: Path) -> None:
    recording = made((0, "finished", {"contrast_ml": 0.0, "contrast_outside_ml": 0.0, "contrast_there_ml": 0.0}))
    score = judge(recording, files.rubric_of(interlaminar.scenario), interlaminar.scenario)
    report.write(
        tmp_path / "r.html", interlaminar.scenario, recording, score, Session(interlaminar, 1), Album(), Plain(interlaminar.anatomy)
    )
    assert Page((tmp_path / "r.html").read_text(encoding="utf-8")).open == []


def test_the_album_keeps_the_last_picture_of_every_exposure(attempt: tuple[Recording, World, Score]) -> None:
    recording, world, _ = attempt
    album = Album()
    replay(recording, Session(world, recording.header.seed), album.watch)
    ends = [event for event in recording.events if event.kind == "exposure_ended"]
    assert len(album.exposures) == len(ends)
    for (title, exposure), end in zip(album.exposures, ends, strict=True):
        assert title.startswith(end.data["view"])
        assert 0 <= end.step - exposure.step <= 8


def test_the_tips_way_ends_at_its_deepest() -> None:
    def tip(step: int, depth: float) -> tuple[int, str, dict[str, object]]:
        return step, "tip_at", {"depth_mm": depth, "place": [0.0, depth - 70.0, 0.0]}

    path = tip_path(made(tip(1, 0.0), tip(2, 5.0), tip(3, 20.0), tip(4, 12.0)))
    assert path.tolist() == [[0.0, -65.0, 0.0], [0.0, -50.0, 0.0]]
    assert tip_path(made()).shape == (0, 3)


def test_the_slices_show_what_lay_there(interlaminar: World) -> None:
    """Oracle: the middle pixel has the colour of the tissue that the labels name at that place, unless the needle is drawn there."""
    place = interlaminar.target
    tissue = interlaminar.anatomy.tissue_at(place)[0]
    wanted = (np.array(COLOURS[tissue]) * 255).astype(np.uint8)
    for _, image in truth_slices(interlaminar.anatomy, place, np.zeros((0, 3))):
        middle = len(image) // 2
        assert (image[middle - 1 : middle + 1, middle] == wanted).all(axis=1).any()
    through = np.array([place - [0.0, 20.0, 0.0], place])
    for _, image in truth_slices(interlaminar.anatomy, place, through):
        assert (image == (20, 20, 24)).all(axis=2).sum() > 20
