"""Files from strangers are data: none makes anything run, and none makes a file be read that it should not name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from meshes.anatomy import Anatomy
from scenarios import files
from scenarios.schema import Target
from sim.command_line.entry import run
from tests.conftest import PROJECT
from tests.scenarios.refusal import CASE, SCRIPT, changed, refused

ELSEWHERE = ("../library/caudal", "..", "/etc/passwd", "caudal.toml", "~/case", "caudal\\n", "C:\\\\case", "")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_script_names_no_place_on_the_disk(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "script.toml"
    path.write_text(changed(SCRIPT, '"interlaminar_l4_l5"', f'"{name}"'), encoding="utf-8")
    assert f"{path}: scenario: " in refused(capsys, "replay", path)


@pytest.mark.parametrize("field", ["technique = ", "anatomy = ", "name = "])
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_case_names_no_place_on_the_disk(name: str, field: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = next(line for line in CASE.splitlines() if line.startswith(field))
    path = tmp_path / "case.toml"
    path.write_text(changed(CASE, before, f'{field}"{name}"'), encoding="utf-8")
    assert field.removesuffix(" = ") + ": is " in refused(capsys, "check", path)


def test_a_script_is_not_answered_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that happens to lie where the program is started is not the case that a script means."""
    (tmp_path / "trap").write_text(CASE, encoding="utf-8")
    path = tmp_path / "script.toml"
    path.write_text(changed(SCRIPT, '"interlaminar_l4_l5"', '"trap"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "trap: no such case" in refused(capsys, "replay", path)


@pytest.mark.parametrize(
    "words", ["!!python/object/apply:os.system ['touch pwned']", "__import__('os').system('touch pwned')", "${HOME} $(touch pwned) `id`"]
)
def test_code_in_a_text_is_a_text(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "case.toml"
    path.write_text(changed(CASE, '"Mr Hollis"', f'"{words}"'), encoding="utf-8")
    assert files.scenario(path).patient.name == words
    assert list(tmp_path.iterdir()) == [path]


def test_code_outside_a_text_is_no_toml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.toml"
    path.write_text(changed(CASE, '"Mr Hollis"', "!python/object:os.system"), encoding="utf-8")
    assert f"{path}: not TOML" in refused(capsys, "check", path)


@pytest.mark.parametrize("template", ["{level.__class__}", "{level:>999999999}", "{0}", "{level!r}", "{", "{}", "%s {other"])
def test_a_landmarks_template_reaches_nothing_but_its_four_blanks(template: str) -> None:
    """What ``str.format`` would do with it is an attribute, a gigabyte of blanks or a crash."""
    assert Target(level="L4", side="right").landmark(template) == template


def test_the_four_blanks() -> None:
    target = Target(level="L4", side="right")
    assert target.landmark("{level}|{interspace}|{side}|{other}") == "L4|L4-L5|right|left"
    assert Target(level="S1", side="left").landmark("{interspace}/{other}") == "S1-S2/right"


@pytest.mark.usefixtures("loaded_once")
def test_marks_of_a_terminal_in_a_title_are_printed_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reference: Anatomy
) -> None:
    """The case's title goes through a printer that knows marks such as [red]; an unmatched one would end the program."""
    path = tmp_path / "interlaminar_l4_l5.toml"
    path.write_text(changed(CASE, 'title = "', 'title = "[/red][link=file:///x]'), encoding="utf-8")
    monkeypatch.setattr(files, "LIBRARY", tmp_path)
    script = tmp_path / "script" / "one.toml"
    script.parent.mkdir()
    script.write_text(SCRIPT[: SCRIPT.index("steps =")] + 'steps = [{ do = "expose" }]', encoding="utf-8")
    assert run(["replay", str(script)]) == 0
    assert "[/red][link=file:///x]Right L4-L5" in capsys.readouterr().out


def test_nothing_that_reads_files_can_run_them() -> None:
    """No module calls eval or exec, and none imports a format that carries code.

    The command line loads the program's own files, each only when it is asked for, by the names that stand in its table.
    """
    risky = {"pickle", "marshal", "shelve", "yaml", "dill", "cloudpickle", "importlib", "runpy"}
    found, by_table = [], PROJECT / "sim" / "command_line" / "entry.py"
    for path in [*PROJECT.glob("scenarios/**/*.py"), *PROJECT.glob("sim/**/*.py"), *PROJECT.glob("meshes/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name.split(".")[0] for alias in node.names if alias.name.split(".")[0] in risky]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module] if node.module.split(".")[0] in risky and path != by_table else []
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "__import__"):
                names = [node.func.id]
            found += [f"{path.name}:{node.lineno} {name}" for name in names]
    assert found == []
