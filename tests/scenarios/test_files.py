"""Finding cases by name, and the fingerprint that ties a recording to the case it was made on."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import files
from scenarios.files import InputError
from scenarios.schema import Scenario


@pytest.fixture
def case() -> Scenario:
    return files.find_scenario("interlaminar_l4_l5")


def test_a_case_is_found_by_its_name_and_by_its_file(case: Scenario) -> None:
    assert files.find_scenario(str(files.library()["interlaminar_l4_l5"])) == case


def test_a_name_that_is_nearly_right_gets_a_hint() -> None:
    with pytest.raises(InputError, match=r"caudl: no such case; known are .*; did you mean 'caudal'\?"):
        files.find_scenario("caudl")


def test_a_recording_can_name_shipped_cases_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(files.library()["caudal"].read_text(encoding="utf-8"), encoding="utf-8")
    assert files.find_scenario("mine.toml").name == "caudal"
    with pytest.raises(InputError, match="no such case"):
        files.shipped("mine.toml")


def test_what_can_influence_an_attempt_changes_the_fingerprint(case: Scenario) -> None:
    before = files.fingerprint(case)
    changes = (
        {"resistance_noise": 0.09},
        {"target": case.target.model_copy(update={"side": "left"})},
        {"tray": case.tray.model_copy(update={"fluids": case.tray.fluids[:-1]})},
        {"technique": "lumbar_transforaminal"},
    )
    changed = [files.fingerprint(case.model_copy(update=change)) for change in changes]
    assert len({before, *changed}) == 5


def test_what_only_judges_or_explains_does_not(case: Scenario) -> None:
    """An old attempt can be judged again by a new rubric, and a typing error in a note costs nobody an attempt."""
    other = case.model_copy(update={"rubric": files.technique("caudal").rubric, "title": "Another", "learning": "Another."})
    assert files.fingerprint(other) == files.fingerprint(case)


def test_a_techniques_landmarks_are_part_of_the_fingerprint(case: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files.fingerprint(case)
    text = files.TECHNIQUES.joinpath(f"{case.technique}.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(files, "TECHNIQUES", tmp_path)
    copy = tmp_path / f"{case.technique}.toml"
    copy.write_text(text.replace("70.0", "75.0"), encoding="utf-8")
    assert files.fingerprint(case) == before
    copy.write_text(text.replace('reach = "{interspace}/window"', 'reach = "{interspace}/window_{other}"'), encoding="utf-8")
    assert files.fingerprint(case) != before


def test_a_cases_own_rubric_goes_before_its_techniques(case: Scenario) -> None:
    own = files.technique("caudal").rubric
    assert files.rubric_of(case) == files.technique(case.technique).rubric
    assert files.rubric_of(case.model_copy(update={"rubric": own})) == own


def test_an_authors_own_case_lies_beside_his_script(tmp_path: Path) -> None:
    """By its plain name; not elsewhere, and never in place of a shipped one."""
    mine = (files.LIBRARY / "caudal.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(mine, encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.toml: name: is 'caudal', should be 'mine'"):
        files.case_of("mine", tmp_path / "script.toml")
    (tmp_path / "mine.toml").write_text(mine.replace('name = "caudal"', 'name = "mine"'), encoding="utf-8")
    assert files.case_of("mine", tmp_path / "script.toml").name == "mine"
    (tmp_path / "caudal.toml").write_text("nothing", encoding="utf-8")
    assert files.case_of("caudal", tmp_path / "script.toml") == files.shipped("caudal")
    (tmp_path / "sub").mkdir()
    for name in ("mine", "../mine", str(tmp_path / "mine")):
        with pytest.raises(InputError, match="no such case"):
            files.case_of(name, tmp_path / "sub" / "script.toml")
