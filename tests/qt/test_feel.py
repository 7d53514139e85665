"""Resistance at the window: a gauge, a tone, and a needle that resists the wheel."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sim.qt.beeps import RATE_HZ, Beeps, pitch_of
from sim.qt.panels.force_trace import ForceTrace
from sim.qt.room_sounds import heard
from sim.qt.tone import HUM_HZ, LOW_HZ, Tone, Voice
from sim.session import commands as c
from sim.session.feel import Feel
from tests.qt.conftest import User
from tests.sim.ways import clear_way


def pitch(samples: np.ndarray) -> float:
    """The loudest frequency, Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE_HZ / len(samples))


# --- the tone ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mmhg", [8.0, 220.0, 440.0])
def test_the_pitch_is_the_pressure(mmhg: float) -> None:
    """Oracle: Fourier: an octave for every 220 mmHg above 160 Hz; to a bin of 1 Hz."""
    tone = Tone()
    tone.feel(Feel(plunger_mmhg=mmhg, pressing=True))
    tone.voice.samples(RATE_HZ)
    assert pitch(tone.voice.samples(RATE_HZ)) == pytest.approx(LOW_HZ * 2 ** (mmhg / 220.0), abs=1.5)


def test_a_loss_of_resistance_is_a_drop_that_does_not_click() -> None:
    """Oracle: the wave: no two samples are further apart than the highest pitch at full loudness makes them; the end is low."""
    voice = Voice()
    voice.sound(640.0, 0.25)
    parts = [voice.samples(441) for _ in range(20)]
    voice.sound(164.0, 0.25)
    parts += [voice.samples(n) for n in (1, 7, 441, 2048, 8820, 22050)]
    wave = np.concatenate(parts).astype(float)
    assert np.abs(np.diff(wave)).max() <= 0.25 * 32767 * 2 * np.pi * 640.0 / RATE_HZ * 1.05 + 2
    assert pitch(parts[-1]) == pytest.approx(164.0, abs=2.5)


def test_bone_knocks_and_a_needle_at_rest_is_quiet() -> None:
    """Oracle: loudness: a knock at once, gone in a third of a second; a hum while force changes, none after a quarter."""
    tone = Tone()
    tone.feel(Feel(struck=True))
    knock = tone.voice.samples(RATE_HZ // 2).astype(float)
    assert np.abs(knock[:2000]).max() > 0.3 * 32767
    assert np.abs(knock[-4000:]).max() < 0.01 * 32767
    tone.feel(Feel(needle_n=10.0))
    tone.voice.samples(RATE_HZ // 2)
    assert pitch(tone.voice.samples(RATE_HZ)) == pytest.approx(2 * HUM_HZ, abs=1.5)
    for _ in range(9):
        tone.feel(Feel(needle_n=10.0))
    tone.voice.samples(RATE_HZ)
    assert np.abs(tone.voice.samples(1000)).max() < 3


def fake_sound(monkeypatch: pytest.MonkeyPatch, broken: bool) -> list[str]:
    """A sound library without or with a device that plays into nowhere."""
    told: list[str] = []

    class Refused(Exception):
        pass

    class Device:
        def __init__(self, *_: object, **__: object) -> None:
            if broken:
                raise Refused("failed to init device")

        def start(self, stream: object) -> None:
            told.append("started")
            played = stream.send(441)  # type: ignore[attr-defined]
            told.append(f"{len(played)} bytes")

        def close(self) -> None:
            told.append("closed")

    module = ModuleType("miniaudio")
    module.__dict__.update(PlaybackDevice=Device, MiniaudioError=Refused, SampleFormat=type("SampleFormat", (), {"SIGNED16": 2}))
    monkeypatch.setitem(sys.modules, "miniaudio", module)
    return told


def test_sound_goes_to_a_device_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: what the device is asked for: 441 samples of 16 bits."""
    told = fake_sound(monkeypatch, broken=False)
    tone = Tone()
    tone.switch(True)
    assert tone.silent == ""
    tone.switch(False)
    assert told == ["started", "882 bytes", "closed"]
    assert tone.silent == "off"


@pytest.mark.parametrize("why", ["device", "library"])
def test_without_a_device_it_is_silent_and_says_why(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: nothing raises, a reason is kept, and feeling goes on."""
    if why == "device":
        fake_sound(monkeypatch, broken=True)
    else:
        monkeypatch.setitem(sys.modules, "miniaudio", None)
    tone = Tone()
    tone.switch(True)
    assert why in tone.silent
    tone.feel(Feel(plunger_mmhg=400.0, pressing=True))
    tone.close()


# --- the window ----------------------------------------------------------------------------------------------------------------


@pytest.mark.display
def test_hands_at_the_window_feel(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the observation: gauges show it, a device plugged in is handed it, hard tissue lets less through for a notch of the wheel.

    Then the keys: spun while the full stop is held, a drop by Ctrl+Y, the tone by Ctrl+T; without a sound device the message says so.
    """
    fake_sound(monkeypatch, broken=True)
    user.begin()
    room = user.room

    class Device:
        felt: Feel = Feel()

        def feel(self, feel: Feel) -> None:
            self.felt = feel

    device = Device()
    room.senses.append(device)
    right_mm, superior_mm = clear_way(room.controller.session.world.anatomy, "L4-L5", 1.0)
    sent: list[c.Command] = []
    send = room.controller.send
    monkeypatch.setattr(room.controller, "send", lambda command: (sent.append(command), send(command)))
    for command in (
        c.TakeNeedle(needle="18G Tuohy"),
        c.PlaceNeedle(right_mm=right_mm, superior_mm=superior_mm),
        c.AdvanceNeedle(mm=10.0),
    ):
        room.send(command)
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm >= 10)
    assert 0 < device.felt.needle_n < 3
    assert room.needle.force.value == pytest.approx(device.felt.needle_n, abs=0.05)
    user.wheel(room.live, 1)
    loose = sent[-1]
    for _ in range(4):
        room.send(c.AdvanceNeedle(mm=6.0))
    user.wait(lambda: user.seen.needle and user.seen.needle.depth_mm >= 34)
    assert device.felt.needle_n > 6
    user.wheel(room.live, 1)
    stiff = sent[-1]
    assert isinstance(loose, c.AdvanceNeedle)
    assert isinstance(stiff, c.AdvanceNeedle)
    assert stiff.mm < 0.75 * loose.mm

    user.down(Qt.Key.Key_Period)
    user.wheel(room.live, 1)
    user.up(Qt.Key.Key_Period)
    assert isinstance(sent[-1], c.AdvanceNeedle)
    assert sent[-1].spin_deg_mm == 90.0
    user.wait(lambda: not room.needle.spin.isChecked())  # a release is one only when no press follows it at once
    user.wheel(room.live, 1)
    assert isinstance(sent[-1], c.AdvanceNeedle)
    assert sent[-1].spin_deg_mm == 0.0
    user.key(Qt.Key.Key_Y)
    user.wait(lambda: user.seen.needle and not user.seen.needle.stylet)
    user.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    user.wait(lambda: "drop" in room.message.text())
    user.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert room.syringe.sound.isChecked()
    assert "Nothing will be heard: no sound device" in room.message.text()


# --- the sounds of the room -----------------------------------------------------------------------------------------------------


def beats_of(wave: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where beeps begin."""
    loud = np.convolve(np.abs(wave) > 300, np.ones(441), "same") > 0
    return np.flatnonzero(loud[1:] & ~loud[:-1])


@pytest.mark.parametrize(("rate", "percent"), [(60, 100), (120, 94), (45, 76)])
def test_the_monitor_beeps_with_the_heart_and_lower_with_saturation(rate: int, percent: int) -> None:
    """Oracle: beats counted in ten seconds that are made in uneven pieces, and the pitch of one beep by its zero crossings."""
    beeps = Beeps()
    assert not beeps.samples(RATE_HZ).any(), "nobody wears one"
    beeps.per_min, beeps.hz = rate, pitch_of(percent)
    pieces = [441, 10_000, 7, 33_333] * 20
    wave = np.concatenate([beeps.samples(n) for n in pieces]).astype(float)[: 10 * RATE_HZ]
    assert abs(len(beats_of(wave)) - rate / 6) <= 1
    assert np.diff(beats_of(wave)) == pytest.approx(60 * RATE_HZ / rate, abs=30)
    start = int(beats_of(wave)[1])
    beep = wave[start + 1000 : start + 3400]
    crossings = np.count_nonzero(np.diff(np.signbit(beep))) / 2 / (2400 / RATE_HZ)
    assert crossings == pytest.approx(880 * 2 ** ((percent - 100) / 24), rel=0.03)


def test_the_pedal_clicks_down_and_up(user: User) -> None:
    user.begin()
    beeps = user.room.tone.room
    assert user.seen.care.monitored == (beeps.per_min is not None)
    beeps.per_min = None
    beeps.samples(RATE_HZ)
    assert not beeps.samples(RATE_HZ).any()
    seen = user.seen
    for on in (True, False):
        beeps.observe(replace(seen, carm=replace(seen.carm, beam_on=on), care=replace(seen.care, monitored=False)))
        click = np.abs(beeps.samples(RATE_HZ).astype(int))
        assert click[:400].max() > 2000
        assert click[RATE_HZ // 2 :].max() == 0


def test_the_sounds_of_the_room_are_chosen_in_the_menu_and_remembered(user: User, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fake_sound(monkeypatch, broken=False)
    user.begin()
    assert told == [], "silent until they are wanted"
    menu = user.window.view_menu
    menu.aboutToShow.emit()
    assert not menu.acts["room_sounds"].isChecked()
    menu.acts["room_sounds"].trigger()
    assert told == ["started", "882 bytes"]
    assert "hear the monitor" in user.room.message.text()
    user.begin()
    assert told[-2:] == ["started", "882 bytes"], "in the next attempt too"
    menu.aboutToShow.emit()
    assert menu.acts["room_sounds"].isChecked()
    user.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert told[-1] == "closed"
    assert not heard()
    (own_home / "room_sounds.json").write_text("{", encoding="utf-8")
    assert not heard()


def test_resistance_and_room_share_one_device(monkeypatch: pytest.MonkeyPatch) -> None:
    told = fake_sound(monkeypatch, broken=False)
    tone = Tone()
    tone.hear_room(True)
    tone.switch(True)
    tone.hear_room(False)
    assert tone.silent == "", "the other is still heard"
    tone.switch(False)
    assert tone.silent == "off"
    assert told.count("started") == told.count("closed") == 3


def test_force_is_seen_over_the_last_way_as_the_hand_felt_it(qtbot: QtBot) -> None:
    """Oracle: by hand: a rise and a fall over 10 mm; what is drawn back over, or farther behind than it shows, is gone."""
    trace = ForceTrace("Force", "N", full=20.0, warm=9.0)
    qtbot.addWidget(trace)
    trace.resize(400, 40)
    empty = trace.grab().toImage()
    for step in range(11):
        trace.follow(30.0 + step, 10.0 if step == 5 else 2.0)
    line = trace.line()
    highest = min(range(len(line)), key=lambda i: line[i].y())
    assert trace.way[highest] == (35.0, 10.0)
    assert [line[i].x() for i in range(len(line))] == sorted(line[i].x() for i in range(len(line)))
    assert trace.grab().toImage() != empty
    trace.follow(34.0, 0.0)
    assert max(force for _, force in trace.way) == 2.0
    trace.follow(60.0, 1.0)
    assert trace.way == ((60.0, 1.0),)
    trace.follow(None, 0.0)
    assert trace.grab().toImage() == empty


def test_where_there_is_room_the_line_of_the_force_stands_over_depths_and_no_word_on_it(qtbot: QtBot) -> None:
    """Fault: "40 mm" lay on the line. Oracle: geometry: it uses what is left under the title, and 5 mm are a quarter of the way shown."""
    trace = ForceTrace("Force", "N", full=20.0, warm=9.0)
    qtbot.addWidget(trace)
    trace.resize(400, trace.sizeHint().height())
    for step in range(11):
        trace.follow(30.0 + step, 2.0 * (step % 2))
    assert trace._area().contains(trace.line().boundingRect())
    low = trace.grab().toImage()
    trace.resize(400, trace.sizeHint().height() + 80)
    area = trace._area()
    assert area.height() > 80
    assert area.contains(trace.line().boundingRect())
    assert area.top() > trace.fontMetrics().ascent(), "under the title"
    assert area.bottom() + trace._named_high() < trace.height(), "over the depths"
    assert trace.line()[10].x() - trace.line()[5].x() == pytest.approx(area.width() / 4, abs=1.0)
    assert trace.grab().toImage().height() == low.height() + 80


def test_a_few_newtons_are_seen_on_the_line_and_the_bar_has_its_scale(qtbot: QtBot) -> None:
    """Fault: five newtons of twenty on twenty pixels fell by four. Oracle: shares of the height, by hand."""
    trace = ForceTrace("Force", "N", full=20.0, warm=9.0)
    qtbot.addWidget(trace)
    trace.resize(400, trace.sizeHint().height() + 80)
    trace.follow(30.0, 0.0)
    trace.follow(31.0, 5.0)
    assert trace.line()[0].y() - trace.line()[1].y() == pytest.approx(trace._area().height() / 2)
    trace.follow(32.0, 15.0)
    assert trace.most == 20.0
    assert trace.line()[0].y() - trace.line()[2].y() == pytest.approx(trace._area().height() * 3 / 4)
