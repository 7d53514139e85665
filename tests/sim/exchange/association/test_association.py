"""A desktop told of packages, and told to forget them.

Oracles: the desktop's own tools, where they are installed (``xdg-mime``, ``desktop-file-validate``); shell quoting for the entry's command;
``plistlib``. Windows' registry is a table here: the calls to the real one are proved by their types alone.
"""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.command_line.common import DONE
from sim.command_line.entry import run
from sim.exchange.association import MAIN, bundle, freedesktop, opener, registry
from sim.exchange.package.packing import Enclosed, pack

linux = pytest.mark.skipif(sys.platform != "linux", reason="the desktop of another system")
TYPE = "application/x-tuohy-case+zip"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder; nothing else is to be written."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    return tmp_path / "data"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The places that the command names."""
    assert run(["associate", "--json", *arguments]) == DONE
    found = json.loads(capsys.readouterr().out)
    places = found["removed" if arguments else "written"]
    assert isinstance(places, list)
    return places


@linux
def test_what_is_written_is_what_is_said_and_is_all_taken_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = told(capsys)
    assert {Path(one).relative_to(data).as_posix() for one in written} == set(freedesktop.PLACES.values())
    assert all(Path(one).is_file() for one in written)
    assert not (tmp_path / "nobody").exists()
    assert told(capsys, "--remove") == written
    assert not any(Path(one).exists() for one in written)
    assert told(capsys, "--remove") == []


@linux
@pytest.mark.skipif(not (shutil.which("xdg-mime") and shutil.which("update-mime-database")), reason="no tools of a desktop here")
def test_the_desktop_s_own_tools_find_this_program(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*words: str) -> str:
        done = subprocess.run(
            ["xdg-mime", "query", *words], capture_output=True, text=True, check=False, env={**os.environ, "DE": "generic"}
        )
        return done.stdout.strip()

    package = pack("caudal", Enclosed(), tmp_path / "caudal.tuohy").path
    before = asked("filetype", str(package))
    told(capsys)
    assert before != TYPE == asked("filetype", str(package))
    assert asked("default", TYPE) == "tuohy.desktop"
    told(capsys, "--remove")
    assert asked("filetype", str(package)) == before
    assert asked("default", TYPE) == ""


@linux
@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="not installed here")
@pytest.mark.parametrize("folder", ["plain", 'a "b" $c `d` \\e %f'])
def test_the_entry_is_valid_as_it_is_shipped_and_with_any_path(folder: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freedesktop.write([f"/{folder}/python", f"/{folder}/main.py"])
    for entry in (freedesktop.SHIPPED / "tuohy.desktop", data / freedesktop.PLACES["tuohy.desktop"]):
        done = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to ask")
@pytest.mark.parametrize("folder", ["plain", "with space", 'a "b" $c `d` \\e %f'])
def test_its_command_is_read_as_it_was_meant(folder: str) -> None:
    """A desktop undoes the string, then the quotation marks as a shell does, then fills in the codes that begin with a percent sign."""
    meant = [f"/{folder}/python", f"/{folder}/main.py"]
    line = freedesktop.exec_line(meant)
    done = subprocess.run(["sh", "-c", "printf '%s\\n' " + line.replace("\\\\", "\\")], capture_output=True, text=True, check=True)
    *read, file = done.stdout.splitlines()
    assert [one.replace("%%", "%") for one in read] == meant
    assert file == "%f"
    assert ('"' in line) == (folder != "plain")


def test_a_data_folder_that_is_not_absolute_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for said in ("", "here"):
        monkeypatch.setenv("XDG_DATA_HOME", said)
        assert freedesktop.data_folder() == tmp_path / ".local" / "share"


def test_what_opens_a_package_is_this_very_program() -> None:
    python, main = opener()
    assert MAIN.is_file()
    assert main == str(MAIN)
    done = subprocess.run([python, main, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tuohy ")


class Table(dict[str, str]):
    """A registry: a key stands in its parent, and none with another inside it can be deleted."""

    def value(self, key: str) -> str | None:
        return self.get(key)

    def set_value(self, key: str, value: str) -> None:
        parts = key.split("\\")
        for i in range(1, len(parts)):
            self.setdefault("\\".join(parts[:i]), "")
        self[key] = value

    def delete(self, key: str) -> None:
        assert not any(other.startswith(f"{key}\\") for other in self)
        self.pop(key, None)


def test_windows_finds_the_command_by_the_suffix_and_forgets_it() -> None:
    table = Table({".txt": "text"})
    written = registry.write(table, [r"C:\Program Files\py\pythonw.exe", r"C:\t\main.py"])
    assert table[rf"{table['.tuohy']}\shell\open\command"] == r'"C:\Program Files\py\pythonw.exe" C:\t\main.py "%1"'
    assert set(written) <= set(registry.remove(table))
    assert table == {".txt": "text"}
    assert registry.remove(table) == ()


def test_a_suffix_that_another_program_has_taken_stays_with_it() -> None:
    table = Table()
    registry.write(table, ["python", "main.py"])
    table[".tuohy"] = "Other.Case"
    registry.remove(table)
    assert table == {".tuohy": "Other.Case"}


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts are not run there")
def test_a_mac_has_an_application_that_says_what_it_opens_and_hands_on_what_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "a home"))
    bundle.write([sys.executable, "-c", "import sys; print(sys.argv[1:])"])
    contents = bundle.application() / "Contents"
    said = plistlib.loads((contents / "Info.plist").read_bytes())
    (kind,), (declared,) = said["CFBundleDocumentTypes"], said["UTExportedTypeDeclarations"]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"] == {"public.filename-extension": ["tuohy"]}
    done = subprocess.run([str(contents / "MacOS" / said["CFBundleExecutable"]), "a b"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['a b']"
    assert bundle.remove() == (str(bundle.application()),)
    assert bundle.remove() == ()
    assert not bundle.application().exists()
