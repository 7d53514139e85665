"""The attempt as a film: played, dragged, moved by keys, always the moment that was asked for last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scenarios import files, words
from sim.fluoroscopy.imager import Imager
from sim.operators.hands import Stuck
from sim.qt.panels.band_chart import GAP, LOWEST, BandChart, foot
from sim.qt.panels.lane import Alarm, highest, lanes_of, told, values
from sim.qt.panels.near_lane import NEAR_ROWS, SAMPLE, STROKES, NearLane, ends
from sim.qt.panels.picture_scale import SCALE_MM, scale_px
from sim.qt.panels.ruler import Ruler
from sim.qt.panels.time_axis import TimeAxis
from sim.qt.windows.film import AT_TABLE, Film
from sim.qt.windows.player import SECOND
from sim.records.reel import reel_of
from sim.scoring.rubric import judge
from sim.session.session import STEP_S
from sim.session.world import World
from sim.studies import exemplar
from tests.sim.played import Played

SCRIPT = "interlaminar_l4_l5_careless"


@pytest.fixture
def film(request: pytest.FixtureRequest, qtbot: QtBot, played: Played, worlds: dict[str, World]) -> Iterator[Film]:
    world, recording = worlds["interlaminar_l4_l5"], played[getattr(request, "param", SCRIPT)]
    made = Film(world, recording, Imager(world.anatomy), judge(recording, files.rubric_of(world.scenario), world.scenario))
    qtbot.addWidget(made)
    made.resize(840, 640)
    made.show()
    qtbot.waitUntil(lambda: made.reel is not None, timeout=60_000)
    yield made
    made.closing()


def step_after(qtbot: QtBot, film: Film, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> int:
    qtbot.keyClick(film.bands, key, modifiers)
    return film.step


@pytest.mark.display
def test_keys_go_a_step_a_second_and_to_the_ends(qtbot: QtBot, film: Film) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    film.scrub(100)
    assert step_after(qtbot, film, Qt.Key.Key_Right) == 101
    assert step_after(qtbot, film, Qt.Key.Key_Left) == 100
    assert step_after(qtbot, film, Qt.Key.Key_Right, shift) == 100 + SECOND
    assert step_after(qtbot, film, Qt.Key.Key_Home) == 0
    assert step_after(qtbot, film, Qt.Key.Key_Left, shift) == 0
    assert film.reel is not None
    assert step_after(qtbot, film, Qt.Key.Key_End) == film.reel.last


@pytest.mark.display
def test_it_plays_to_its_end_and_stops_there(qtbot: QtBot, film: Film) -> None:
    assert film.reel is not None
    film.bar.speed.setCurrentIndex(3)
    film.scrub(film.reel.last - 2 * SECOND)
    qtbot.keyClick(film.bands, Qt.Key.Key_Space)
    assert film.playing
    qtbot.waitUntil(lambda: not film.playing, timeout=60_000)
    assert film.step == film.reel.last
    qtbot.keyClick(film.bands, Qt.Key.Key_Space)  # again: from the start
    assert film.playing
    assert film.step < film.reel.last
    qtbot.mouseClick(film.bar.play, Qt.MouseButton.LeftButton)
    assert not film.playing


@pytest.mark.display
def test_a_drag_draws_the_last_moment_and_not_each_on_its_way(qtbot: QtBot, film: Film) -> None:
    """However many moments a hand passes before anything is drawn, one is."""
    qtbot.waitUntil(lambda: not film.player.waiting)
    drawn: list[int] = []
    film.shown.connect(drawn.append)
    axis, y = film.bands.axis, film.bands.height() - 30
    QTest.mousePress(film.bands, Qt.MouseButton.LeftButton, pos=QPoint(round(axis.x(10)), y))
    for step in range(20, 600, 5):
        film.bands.moved.emit(step)
    film.bands.moved.emit(604)
    qtbot.waitUntil(lambda: 604 in drawn, timeout=60_000)
    assert drawn[-1] == 604
    assert len(drawn) <= 2
    assert film.caption.text().startswith(f"0:{int(604 * STEP_S):02d} ")


@pytest.mark.display
def test_a_picture_that_comes_late_is_not_shown(qtbot: QtBot, film: Film) -> None:
    film.scrub(film.recording.steps)
    qtbot.waitUntil(lambda: film.monitor.shown is not None, timeout=60_000)
    late = film.monitor.shown
    assert late is not None
    film.scrub(0)
    qtbot.waitUntil(lambda: film.monitor.shown is None, timeout=60_000)
    film.darkroom.made.emit("moment", late)
    assert film.monitor.shown is None


@pytest.mark.display
def test_pointing_at_a_remark_goes_to_its_moment_and_tells_it(qtbot: QtBot, film: Film) -> None:
    remark = film.bands.remarks[0]
    x = film.bands.axis.x(remark.step)
    QTest.mouseClick(film.bands, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + 2, 5))
    assert film.step == remark.step
    assert remark.text in film.bands.said_at(x, 5.0)
    assert remark.text not in film.bands.said_at(x, 60.0)


@pytest.mark.display
def test_the_bands_say_in_words_what_they_draw(film: Film) -> None:
    """Oracle: the recording's own events; the tip is in the sac from the puncture on."""
    puncture = next(event for event in film.recording.events if event.kind == "dural_puncture")
    film.scrub(puncture.step)
    assert "dura: inside it" in film.bands.accessibleDescription()
    film.scrub(0)
    assert "dura" not in film.bands.accessibleDescription()


def test_danger_is_told_by_the_lines_of_the_score(played: Played, worlds: dict[str, World]) -> None:
    """Inside at 0 mm, near up to the millimetre of a near miss; a graze of one step is seen however narrow the chart is."""
    reel = reel_of(played[SCRIPT], worlds["interlaminar_l4_l5"])
    dura = NearLane(reel.figures).lines[0]
    mm = reel.figures["dura_mm"]
    assert set(dura.alarms[mm <= 0]) == {Alarm.INSIDE}
    assert set(dura.alarms[(mm > 0) & (mm <= 1.0)]) == {Alarm.NEAR}
    assert set(dura.alarms[~(mm <= 1.0)]) == {Alarm.NONE}
    grazed = np.zeros(1000, np.int8)
    grazed[501] = Alarm.INSIDE
    assert highest(grazed, np.arange(0, 1000, 250)).tolist() == [0, 0, Alarm.INSIDE, 0]


def test_figures_beyond_what_is_known_are_not_made_up() -> None:
    base = {"plunger_mmhg": 3.0, "heart_rate": 80.0, "systolic": 120.0, "diastolic": 80.0, "spo2": 97.0}
    none = told({**base, "dura_mm": np.nan, "root_mm": np.nan, "vessel_mm": np.nan, "force_n": np.nan})
    assert none == "plunger 3 mmHg; pulse 80, 120/80, SpO2 97 %"
    some = told({**base, "dura_mm": 10.0, "root_mm": 0.0, "vessel_mm": 2.34, "force_n": 130.0})
    assert some.startswith("dura 10 mm or more; root: inside it; vessel 2.3 mm; plunger 3 mmHg; push: bone under the tip")


def test_the_moment_that_is_shown_has_its_figure_beside_each_lane() -> None:
    """One for each lane, with its unit; what is not known is a dash, and never the end of a scale."""
    signs = {"heart_rate": 80.4, "systolic": 120.0, "diastolic": 80.0, "spo2": 97.0}
    some = {**signs, "dura_mm": 2.34, "root_mm": 0.0, "vessel_mm": 10.0, "plunger_mmhg": 278.4, "force_n": 3.26}
    every = ("dura", "root", "vessel")
    assert values(some, every) == ["2.3 mm", "inside", "> 10 mm", "278 mmHg", "3.3 N", "80 /min"]
    none = {**some, **dict.fromkeys(("dura_mm", "root_mm", "vessel_mm", "force_n"), float("nan"))}
    assert values(none, every) == ["\u2013"] * 3 + ["278 mmHg", "\u2013", "80 /min"]
    assert values({**some, "force_n": 130.0}, ("dura",))[2] == "bone"


def test_a_lane_says_where_it_begins_to_matter(played: Played, worlds: dict[str, World]) -> None:
    pulse = lanes_of(reel_of(played[SCRIPT], worlds["interlaminar_l4_l5"]).figures)[-1]
    assert len(pulse.limits) == 2
    assert all(0 < limit <= 1 for limit in pulse.limits)
    assert pulse.limits == pytest.approx((0.1, 0.8))
    assert not pulse.filled, "what carries least does not weigh most"


@pytest.mark.display
def test_the_scale_on_the_picture_is_as_long_as_the_ruler_says(qtbot: QtBot, film: Film) -> None:
    """Oracle: the ruler, laid along it."""
    film.scrub(film.recording.steps)
    qtbot.waitUntil(lambda: film.monitor.shown is not None, timeout=60_000)
    assert film.monitor.shown is not None
    view, left = film.monitor.shown.picture.view, film.monitor.square().topLeft()
    long = scale_px(film.monitor.place)
    ends = [film.monitor.to_detector(left.x() + x, left.y()) for x in (0.0, long)]
    assert Ruler(*ends, view).mm == pytest.approx(SCALE_MM)


@pytest.mark.display
def test_both_pictures_end_at_one_height_and_lanes_take_what_is_left(qtbot: QtBot, film: Film) -> None:
    """Fault: in a tall window the patient stood 38 pixels above and below the X-ray. Oracle: geometry."""
    low = film.bands.high
    for size in ((1000, 1100), (1600, 1350), (1000, 1100)):
        film.resize(*size)
    qtbot.waitUntil(lambda: film.bands.high > low)
    square = film.monitor.square()
    assert abs(square.top() - film.body.y()) <= 3
    assert abs(square.bottom() - (film.body.y() + film.body.height())) <= 3


@pytest.mark.display
def test_what_is_told_of_a_lane_does_not_cover_it(film: Film) -> None:
    """Scale and figure stand before the start and behind the end of time, on the line of events as on the lanes."""
    axis = film.bands.axis
    assert film.timeline.axis == TimeAxis(axis.gutter, film.timeline.width(), axis.seconds, axis.right)
    metrics = film.bands.fontMetrics()
    assert film.bands.near is not None
    for line in film.bands.near.lines:
        assert SAMPLE + metrics.horizontalAdvance(line.title + words.film("touching")) < axis.gutter
    for lane in film.bands.lanes:
        assert metrics.horizontalAdvance(lane.title + lane.full) < axis.gutter
    assert metrics.horizontalAdvance("1000 mmHg") < axis.right


@pytest.mark.parametrize("seconds", [0.0, 3.0, 3600.0])
def test_a_place_on_the_axis_is_found_again(seconds: float) -> None:
    axis = TimeAxis(64.0, 700.0, seconds)
    last = round(seconds / STEP_S)
    assert axis.x(0) == 64.0
    assert axis.x(last) <= 692.0 + 1e-9
    for step in (0, last // 3, last):
        assert abs(axis.step(axis.x(step)) - step) <= 1
    assert axis.step(0.0) == 0


@pytest.mark.display
def test_an_empty_chart_takes_no_drag(qtbot: QtBot) -> None:
    chart = BandChart((), 30.0)
    qtbot.addWidget(chart)
    moved: list[int] = []
    chart.moved.connect(moved.append)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(80, 40).toPoint())
    assert moved == []
    assert chart.said_at(80, 40) == ""


@pytest.mark.display
def test_the_competent_way_lies_beside_ones_own_and_goes_again(qtbot: QtBot, film: Film) -> None:
    """Oracle: competent hands have the drug in dorsal fat, where the tip is near the target of the case."""
    qtbot.mouseClick(film.bar.best, Qt.MouseButton.LeftButton, pos=QPoint(8, film.bar.best.height() // 2))
    qtbot.waitUntil(lambda: film.best is not None, timeout=60_000)
    assert film.monitor.way is not None
    assert np.linalg.norm(film.monitor.way[-1] - film.world.target) < 15.0
    film.bar.best.setChecked(False)
    assert film.monitor.way is None


@pytest.mark.display
def test_where_competent_hands_get_stuck_one_sentence_says_so(qtbot: QtBot, film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object) -> None:
        raise Stuck("steps.3: bone")

    qtbot.waitUntil(lambda: not film.player.waiting)
    monkeypatch.setattr(exemplar, "perform", stuck)
    film.bar.best.setChecked(True)
    qtbot.waitUntil(lambda: "does not get through" in film.caption.text(), timeout=60_000)
    assert not film.bar.best.isEnabled()
    assert film.monitor.way is None


@pytest.mark.parametrize("seconds", [21.0, 60.0, 100.0, 358.0, 421.0, 900.0, 2400.0, 7000.0])
def test_times_stand_along_the_axis_in_even_round_steps(seconds: float) -> None:
    """Fault: on the axis of a film stood two, and on that at the table none."""
    axis = TimeAxis(148.0, 720.0, seconds, 86.0)
    found = axis.ticks(30.0)
    assert 3 <= len(found) <= 8, found
    assert found[0] == 0
    assert len({b - a for a, b in pairwise(found)}) == 1
    assert axis.x((found[1] - found[0]) / STEP_S) - axis.x(0) >= 30.0, "no label lies over another"
    assert found[-1] <= seconds


def test_distances_share_one_lane_and_one_that_was_never_near_is_told_in_words(played: Played, worlds: dict[str, World]) -> None:
    """Fault: three lanes of 20 pixels, two of them blank, with a scale that ran downwards. Oracle: the figures of the reel."""
    figures = reel_of(played[SCRIPT], worlds["interlaminar_l4_l5"]).figures
    lane = NearLane(figures)
    near = [what for what in ("dura", "root", "vessel") if np.nanmin(figures[f"{what}_mm"], initial=99.0) < 10.0]
    assert [line.structure for line in lane.lines] == near
    far = NearLane({**figures, **dict.fromkeys(("root_mm", "vessel_mm"), np.full_like(figures["dura_mm"], 10.0))})
    assert [line.structure for line in far.lines] == ["dura"]
    assert far.never == "Root, vessel: never nearer than 10 mm"
    assert NearLane(dict.fromkeys(("dura_mm", "root_mm", "vessel_mm"), figures["dura_mm"])).never == ""
    assert len({STROKES[what][1] for what in STROKES}) == 3, "told apart by dashes as well as by colour"


@pytest.mark.parametrize("within", [(0, 40), (10, 100), (60, 100), (150, 200), (0, 200)])
def test_no_line_of_the_lane_runs_through_its_sentence(within: tuple[int, int], qtbot: QtBot) -> None:
    """Fault: the dura's went through "10 mm". Where a line is nearer than that all along, the sentence stands at the start."""
    dura = np.full(200, 10.0, np.float32)
    dura[slice(*within)] = 2.0
    lane = NearLane({"dura_mm": dura, **dict.fromkeys(("root_mm", "vessel_mm"), np.full(200, 10.0, np.float32))})
    axis, image = TimeAxis(150.0, 900.0, 200 * STEP_S, 90.0), QImage(900, 120, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    lettered = QFont()
    lettered.setPixelSize(13)
    painter.setFont(lettered)
    lane.draw(painter, QRectF(0, 10, 900, 90), axis)
    painter.end()
    sentence = lane.written[-1]
    if within == (0, 200):
        assert sentence.left() == pytest.approx(154, abs=1)
    else:
        assert sentence.right() < axis.x(within[0]) or sentence.left() > axis.x(within[1] - 1)
    assert 150 <= sentence.left() < sentence.right() <= 810


def test_each_end_of_the_lane_of_distances_is_named_at_its_line() -> None:
    """Fault: "touching" stood at the line of 1 mm, nine pixels over the ground that means it."""
    far, touching = ends(QRectF(2, 40, 120, 90), 16.0)
    assert (far.center().y(), touching.center().y()) == (40, 130)
    assert (far.right(), touching.right()) == (122, 122)


@pytest.mark.display
def test_a_line_lies_low_where_the_tip_is_near(film: Film) -> None:
    """Oracle: the pixels of the lane: at the puncture the lowest are those of the alarm, and none are where no needle was."""
    bands = film.bands
    assert bands.near is not None
    puncture = next(event.step for event in film.recording.events if event.kind == "dural_puncture")
    assert bands.near.lines[0].mm[puncture + 1] == 0.0
    shown = bands.grab().toImage()
    ground = round(bands._top(NEAR_ROWS) - 2 * GAP) - 4

    def reds(step: int) -> int:
        columns = range(round(bands.axis.x(step)) + 2, round(bands.axis.x(step)) + 8)
        colours = [shown.pixelColor(x, ground + down) for x in columns for down in range(-3, 4)]
        return sum(one.red() > one.blue() + 60 for one in colours)

    assert reds(puncture + 4) > 3
    assert reds(20) == 0


def test_the_events_key_is_of_events_alone(film: Film) -> None:
    """Fault: eleven signs, of which three belonged to the lanes below."""
    assert "tip" not in film.key.toolTip()


@pytest.mark.display
@pytest.mark.parametrize("film", ["interlaminar_l4_l5_competent"], indirect=True)
def test_crosses_make_way_for_contrast_in_the_film_too(qtbot: QtBot, film: Film) -> None:
    """Fault: five of them lay on the contrast. Pointed at, a landmark is still named."""
    film.scrub(0)
    qtbot.waitUntil(lambda: film.layers is not None, timeout=60_000)
    assert not film.monitor.faint
    assert film.layers is not None
    film.scrub(next(step for step in range(film.recording.steps) if film.layers.at(step)))
    qtbot.waitUntil(lambda: film.monitor.faint, timeout=10_000)
    film.scrub(0)
    qtbot.waitUntil(lambda: not film.monitor.faint, timeout=10_000)


@pytest.mark.display
def test_the_axis_begins_at_the_table_where_that_is_wanted(qtbot: QtBot, film: Film) -> None:
    """Fault: three quarters of it were the time of chart and forms. Oracle: places on the axes, after a switch, a click and a moment of
    chart and forms that somebody goes to."""
    begun = min(event.step for event in film.recording.events if event.kind in AT_TABLE)
    assert begun > 0
    assert film.bar.table.isVisible()
    for wanted in (False, True):
        film.bar.table.setChecked(wanted)
        for axis in (film.bands.axis, film.timeline.axis):
            assert axis.x(begun if wanted else 0) == axis.gutter
            assert abs(axis.step(axis.x(begun + 40)) - begun - 40) <= 1
    assert film.step >= begun
    assert all(place.x() >= film.timeline.axis.gutter for place in film.timeline._places())
    assert all(one.step >= begun for one in film.bands._marks)
    qtbot.keyClick(film.bands, Qt.Key.Key_Home)
    assert film.step == 0
    assert not film.bar.table.isChecked()
    assert film.bands.axis.x(0) == film.bands.axis.gutter


@pytest.mark.display
def test_plunger_push_and_pulse_are_high_before_what_is_near_takes_more(qtbot: QtBot) -> None:
    """Fault: they were 30 pixels high on a large screen."""
    chart = BandChart((), 60.0)
    qtbot.addWidget(chart)
    for high in (chart.minimumHeight(), 265, chart.maximumHeight()):
        chart.resize(1334, high)
        assert chart.high >= (40 if high > chart.minimumHeight() else LOWEST)
        assert chart._top(1) - chart._top(0) >= LOWEST
        assert abs(chart._top(5) + chart.high + GAP + foot() - chart.height()) < 1


def test_times_that_begin_late_are_round_too() -> None:
    axis = TimeAxis(148.0, 720.0, 236.0, 86.0, from_s=151.3)
    found = axis.ticks(30.0)
    assert 3 <= len(found) <= 8
    assert axis.gutter <= axis.x(found[0] / STEP_S)
    assert len({b - a for a, b in pairwise(found)}) == 1
