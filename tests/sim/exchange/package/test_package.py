"""Packages: what goes in comes out elsewhere, the same case makes the same file, and what a stranger made harms nobody."""

from __future__ import annotations

import hashlib
import io
import json
import random
import struct
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scenarios import files
from scenarios.files import InputError
from sim.command_line.entry import run
from sim.exchange.package.installing import install, unpack
from sim.exchange.package.manifest import MANIFEST, MOST_BYTES, MOST_FILES
from sim.exchange.package.opening import opened
from sim.exchange.package.packing import Enclosed, pack
from sim.records.recording import Recorder, read
from sim.scoring.judged import Judging
from sim.session.commands import Finish
from sim.session.own_cases import case_named, own_cases, patient_of_case
from sim.session.patients import SHIPPED, own_patients
from sim.session.session import Session
from sim.session.world import World
from tests.sim.command_line.told import Output, told
from tests.sim.exchange.package.conftest import OWN, own_case


def test_a_case_comes_out_in_another_home_as_it_went_in(package: Path, tmp_path: Path, own_home: Path) -> None:
    done = install(package)
    assert (done.case.name, done.scripts, done.patient) == (OWN, 1, "")
    assert own_cases() == {OWN: own_home / "cases" / OWN / f"{OWN}.toml"}
    assert case_named(OWN) == files.scenario(tmp_path / "author" / f"{OWN}.toml")
    for path in ("scripts/my_caudal_competent.toml", f"{OWN}.toml"):
        assert (done.folder / path).read_bytes() == (tmp_path / "author" / path).read_bytes()
    assert (done.folder / "pictures" / "hiatus.jpg").is_file()
    again = pack(OWN, Enclosed(pictures=[tmp_path / "author" / "hiatus.jpg"]), tmp_path / "again.tuohy").path
    assert again.read_bytes() == package.read_bytes(), "an installed case packs as its author's did, byte by byte"


def test_what_is_taken_is_taken_over_only_where_that_is_meant(package: Path, tmp_path: Path) -> None:
    install(package)
    with pytest.raises(InputError, match="is installed already; say --replace"):
        install(package)
    newer = own_case(tmp_path / "newer", title="A better one")
    install(pack(str(newer), Enclosed(), tmp_path / "newer.tuohy").path, replace=True)
    assert case_named(OWN).title == "A better one"
    with pytest.raises(InputError, match="is one of this program's own"):
        install(pack("caudal", Enclosed(), tmp_path / "caudal.tuohy").path)


def test_a_package_unpacks_into_a_new_folder_and_into_no_other(package: Path, tmp_path: Path) -> None:
    done = unpack(package, tmp_path / "mine")
    assert files.scenario(done.folder / f"{OWN}.toml").name == OWN
    with pytest.raises(InputError, match="is there already"):
        unpack(package, tmp_path / "mine")
    assert own_cases() == {}


def test_a_patient_comes_with_its_case(tmp_path: Path, own_home: Path) -> None:
    case = own_case(tmp_path / "author")
    path = pack(str(case), Enclosed(patient=SHIPPED / "reference"), tmp_path / "with.tuohy").path
    done = install(path)
    assert done.patient == "reference"
    assert own_patients() == {"reference": own_home / "patients" / "reference"}
    assert patient_of_case(case_named(OWN)) == own_home / "patients" / "reference"
    install(path, replace=True)  # the same body again is one
    assert patient_of_case(case_named("caudal")) is None


def test_pictures_beside_a_case_go_with_it_and_are_called_as_a_package_may_call_them(tmp_path: Path) -> None:
    case = own_case(tmp_path / "author")
    (case.parent / "pictures").mkdir()
    (case.parent / "hiatus.jpg").rename(case.parent / "pictures" / "Hiatus (lateral).JPEG")
    made = pack(str(case), Enclosed(), tmp_path / "own.tuohy")
    assert set(opened(made.path).of("picture")) == {"pictures/hiatus_lateral.jpg"}
    again = install(made.path)
    assert [one.path for one in pack(OWN, Enclosed(), tmp_path / "again.tuohy").manifest.files] == [one.path for one in made.manifest.files]
    assert (again.folder / "pictures" / "hiatus_lateral.jpg").is_file()


def test_what_is_no_picture_is_refused_where_it_is_packed(tmp_path: Path) -> None:
    case = own_case(tmp_path / "author")
    (tmp_path / "a.svg").write_bytes(b"<svg>")
    with pytest.raises(InputError, match=r"a\.svg: is no picture, should be a JPEG"):
        pack(str(case), Enclosed(pictures=[tmp_path / "a.svg"]), tmp_path / "x.tuohy")
    hiatus = case.parent / "hiatus.jpg"
    (tmp_path / "HIATUS.jpg").write_bytes(hiatus.read_bytes())
    with pytest.raises(InputError, match="two pictures have one name"):
        pack(str(case), Enclosed(pictures=[hiatus, tmp_path / "HIATUS.jpg"]), tmp_path / "x.tuohy")
    assert not (tmp_path / "x.tuohy").exists()


def test_somebody_else_s_script_does_not_go_in(tmp_path: Path) -> None:
    case = own_case(tmp_path / "author")
    with pytest.raises(InputError, match="scenario: is 'caudal', should be 'my_caudal'"):
        pack(str(case), Enclosed(scripts=[files.scripts()["caudal_competent"]]), tmp_path / "x.tuohy")
    assert not (tmp_path / "x.tuohy").exists()


# --- strangers ------------------------------------------------------------------------------------------------------------


def forged(path: Path, change: dict[str, bytes] | None = None, rows: list[dict[str, Any]] | None = None, **fields: Any) -> Path:
    """A package with other contents, other rows in its manifest, other fields of it; hashes are right unless rows say otherwise."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(contents.pop(MANIFEST))
    contents |= change or {}
    manifest["files"] = [
        {"path": name, "bytes": len(found), "sha256": hashlib.sha256(found).hexdigest()} for name, found in contents.items()
    ]
    manifest |= fields | ({"files": rows} if rows is not None else {})
    target = path.with_name("forged.tuohy")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        for name, found in contents.items():
            archive.writestr(name, found)
    return target


def refused(path: Path, own_home: Path, match: str) -> None:
    """In one sentence, and nothing of it is left anywhere."""
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(InputError, match=match) as said:
        install(path)
    assert "\n" not in str(said.value)
    assert len(str(said.value)) < 600
    assert not (own_home / "cases").exists() or not list((own_home / "cases").iterdir())
    assert [one for one in sorted(path.parent.rglob("*")) if own_home not in (one, *one.parents)] == [
        one for one in before if own_home not in (one, *one.parents)
    ]


@pytest.mark.parametrize(
    "name",
    ["../outside.toml", "/etc/passwd", "scripts/../../x.toml", "C:\\x.toml", "scripts\\x.toml", "run.py", "scripts/x.py", "patient/..",
     "patient/sub/x", "pictures/x.svg", "scripts/con.toml", "patient/nul.nrrd", "Scripts/x.toml", "patient/.hidden", "x" * 5000],
)  # fmt: skip
def test_no_path_leads_out_and_no_code_comes_in(name: str, package: Path, own_home: Path) -> None:
    refused(forged(package, {name: b"x"}), own_home, "is no place in a package|should have at most")


def test_what_the_manifest_does_not_name_is_not_let_in(package: Path, own_home: Path) -> None:
    rows = json.loads(zipfile.ZipFile(package).read(MANIFEST))["files"]
    refused(forged(package, {"scripts/more.toml": b"x"}, rows=rows), own_home, "of which its manifest does not know")
    refused(forged(package, rows=[row for row in rows if row["path"] != f"{OWN}.toml"]), own_home, "should hold one case")


def test_a_bomb_is_refused_by_what_it_declares(package: Path, own_home: Path) -> None:
    refused(forged(package, {"patient/zeros.nrrd": bytes(60 * 2**20)}, patient="zeros"), own_home, "that is no case")


def test_a_file_that_is_larger_than_it_says_is_read_no_further(package: Path, own_home: Path) -> None:
    """The zip's own list lies as well: both sizes are small, what comes out is not."""
    path = forged(package, {"patient/zeros.nrrd": bytes(40 * 2**20)}, patient="zeros")
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 40 * 2**20)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    refused(path, own_home, r"zeros\.nrrd|no package that can be read|bytes")


def test_absurd_sizes_and_counts_are_refused(package: Path, own_home: Path) -> None:
    rows = json.loads(zipfile.ZipFile(package).read(MANIFEST))["files"]
    refused(forged(package, rows=[rows[0] | {"bytes": 10**15}, *rows[1:]]), own_home, "bytes")
    many = forged(package, {f"scripts/s{n}.toml": b"" for n in range(MOST_FILES + 50)})
    refused(many, own_home, "declares .* files in a list|at the most")
    huge = package.with_name("huge.tuohy")
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    refused(huge, own_home, "larger than 128 MB")


def test_a_changed_byte_is_seen(package: Path, own_home: Path) -> None:
    rows = json.loads(zipfile.ZipFile(package).read(MANIFEST))["files"]
    case = zipfile.ZipFile(package).read(f"{OWN}.toml")
    refused(forged(package, {f"{OWN}.toml": case.replace(b"hiatus", b"HIATUS", 1)}, rows=rows), own_home, "is not as its manifest says")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({f"{OWN}.toml": b"import os"}, "not TOML"),
        ({"scripts/my_caudal_competent.toml": b"format = 1"}, "missing"),
        ({"pictures/hiatus.jpg": b"<script>"}, "is no such picture"),
    ],
)
def test_what_the_program_could_not_use_is_not_installed(change: dict[str, bytes], said: str, package: Path, own_home: Path) -> None:
    refused(forged(package, change), own_home, said)


def test_any_damage_is_one_sentence_or_a_package_as_it_was(package: Path) -> None:
    """Some thousand files: bytes changed, cut, doubled and put in; every one is refused in one line, or is whole."""
    whole, chance = package.read_bytes(), random.Random(7)
    right = opened(package)
    path = package.with_name("fuzzed.tuohy")
    kept, said = 0, []
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at, way = chance.randrange(len(data)), chance.randrange(4)
            if way == 0:
                data[at] = chance.randrange(256)
            elif way == 1:
                del data[at : at + chance.randint(1, 400)]
            elif way == 2:
                data[at:at] = data[at : at + chance.randint(1, 100)]
            else:
                data[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\x05\x06", b"PK\x01\x02", chance.randbytes(4)])
            data = data or bytearray(b"\0")
        path.write_bytes(data)
        try:
            assert opened(path).contents == right.contents
            kept += 1
        except InputError as error:
            said.append(str(error))
    assert [one for one in said if "\n" in one or not one.startswith(str(path))] == []
    assert kept < 300 < len(said)


def test_a_zip_of_something_else_and_no_zip_are_said(tmp_path: Path, own_home: Path) -> None:
    other = tmp_path / "other.tuohy"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    refused(other, own_home, "manifest.json is missing")
    other.write_bytes(b"")
    refused(other, own_home, "it has no list of files")
    refused(tmp_path / "none.tuohy", own_home, "no such file")


def test_every_shipped_case_packs_and_opens(tmp_path: Path) -> None:
    for name in ("caudal", "l4_l5_disc", "wet_tap"):
        made = pack(name, Enclosed(), tmp_path / f"{name}.tuohy")
        found = opened(made.path)
        assert tomllib.load(io.BytesIO(found.contents[f"{name}.toml"]))["name"] == name
        assert len(found.of("script")) == 2


def test_packages_are_made_and_taken_by_commands(tmp_path: Path, own_home: Path, capsys: Output) -> None:
    case = own_case(tmp_path / "author")
    target = tmp_path / "own.tuohy"
    made = told(capsys, "pack", case, "--picture", tmp_path / "author" / "hiatus.jpg", "--to", target)
    assert made == {
        "file": str(target),
        "case": OWN,
        "files": [f"{OWN}.toml", "pictures/hiatus.jpg", f"scripts/{OWN}_competent.toml"],
    }
    there = {"case": OWN, "scripts": 1, "patient": ""}
    assert told(capsys, "unpack", target, tmp_path / "out") == {**there, "folder": str(tmp_path / "out")}
    assert told(capsys, "install", target) == {**there, "folder": str(own_home / "cases" / OWN)}
    assert run(["install", str(target)]) == 2
    assert "is installed already" in capsys.readouterr().err
    assert run(["install", str(target), "--replace"]) == 0
    assert "A hiatus of my own (my_caudal)" in capsys.readouterr().out


def test_an_attempt_at_an_installed_case_is_judged_by_it(package: Path, tmp_path: Path) -> None:
    """Its recording lies elsewhere, as those of every user do."""
    install(package)
    path = tmp_path / "attempt.jsonl"
    session = Session(World.of(case_named(OWN)), 1)
    recorder = Recorder(session, "user", path)
    recorder.do(Finish())
    session.step()
    recorder.after_step()
    recorder.close()
    judged = Judging().judged(path, read(path))
    assert (judged.case.name, judged.basis) == (OWN, "replayed")
