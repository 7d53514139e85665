"""A patient's folder: written, read, refused; and opened by others."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk

from meshes.anatomy import Anatomy, Density, Labels, Outline, PatientError, load, save
from meshes.tissues import COLOURS, Tissue, title
from sim.session import patients
from tests.meshes.bodies import small

SHIPPED = patients.SHIPPED / "reference"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(small(), tmp_path / "patient")
    return tmp_path / "patient"


# --- there and back -----------------------------------------------------------------------------------------------------


def test_a_patient_comes_back_as_it_was_saved(folder: Path) -> None:
    before, after = small(), load(folder)
    assert (after.name, after.person, after.inferred, after.origin) == (before.name, before.person, before.inferred, before.origin)
    for a, b in zip((before.fine, before.coarse, *before.bone), (after.fine, after.coarse, *after.bone), strict=True):
        assert a.grid.shape == b.grid.shape
        np.testing.assert_allclose((*a.grid.origin, a.grid.spacing), (*b.grid.origin, b.grid.spacing), atol=1e-9)
        np.testing.assert_array_equal(a.values, b.values)
    assert after.landmarks.keys() == before.landmarks.keys()
    for name, point in before.landmarks.items():
        np.testing.assert_allclose(after.landmarks[name], point, atol=5e-4)
    assert after.outlines.keys() == before.outlines.keys()
    for name, outline in before.outlines.items():
        np.testing.assert_allclose(after.outline(name).points, outline.points, atol=5e-4)
        assert after.outline(name).closed == outline.closed
    np.testing.assert_allclose(after.canal, before.canal, atol=5e-4)
    for name, mesh in before.surfaces.items():
        assert after.surfaces[name].volume == pytest.approx(mesh.volume, rel=1e-5)
        np.testing.assert_allclose(after.surfaces[name].bounds, mesh.bounds, atol=1e-5)


def test_the_fingerprint_survives_the_disk(folder: Path) -> None:
    assert load(folder).fingerprint() == small().fingerprint()


def test_saving_what_was_loaded_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """But for the surfaces: of a mesh that came out of a glTF file trimesh writes more than of one that was made."""
    save(load(folder), tmp_path / "again")
    for file in sorted(folder.iterdir()):
        if file.suffix == ".glb":
            continue
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def changed(anatomy: Anatomy, part: str) -> Anatomy:
    labels = anatomy.fine.values.copy()
    labels[0, 0, 0] ^= 1
    bone = anatomy.bone[1].values.copy()
    bone[-1, -1, -1] ^= 1
    moved = {**anatomy.landmarks, "hiatus": anatomy.landmarks["hiatus"] + [0, 0, 0.01]}
    return {
        "labels": replace(anatomy, fine=Labels(anatomy.fine.grid, labels)),
        "place": replace(anatomy, coarse=Labels(replace(anatomy.coarse.grid, spacing=2.1), anatomy.coarse.values)),
        "density": replace(anatomy, bone=(anatomy.bone[0], Density(anatomy.bone[1].grid, bone))),
        "landmark": replace(anatomy, landmarks=moved),
        "outline": replace(anatomy, outlines={name: Outline(line.points + 0.01, line.closed) for name, line in anatomy.outlines.items()}),
        "name": replace(anatomy, name="other", origin="elsewhere", person={}),
    }[part]


@pytest.mark.parametrize("part", ["labels", "place", "density", "landmark"])
def test_the_fingerprint_sees_what_can_change_a_result(part: str) -> None:
    assert changed(small(), part).fingerprint() != small().fingerprint()


def test_the_fingerprint_does_not_see_a_name() -> None:
    assert changed(small(), "name").fingerprint() == small().fingerprint()


def test_the_tissue_at_a_point_is_the_fine_one_where_it_reaches_else_the_coarse() -> None:
    """Oracle: every voxel of both lattices asked by its own centre."""
    anatomy = small()
    for labels, other in ((anatomy.fine, None), (anatomy.coarse, anatomy.fine)):
        index = np.stack(np.meshgrid(*(np.arange(n) for n in labels.grid.shape), indexing="ij"), -1).reshape(-1, 3)
        points = labels.grid.centre(index)
        free = np.ones(len(points), bool) if other is None else ~other.grid.holds(points)
        np.testing.assert_array_equal(anatomy.tissue_at(points)[free], labels.values[tuple(index.T)][free])
    assert anatomy.tissue_at([0.0, 0.0, 900.0]).tolist() == [Tissue.AIR]


def test_a_landmark_that_is_not_there_names_its_likes() -> None:
    with pytest.raises(KeyError, match="L4/pedicle_right"):
        small().landmark("L4/pedicle_rigth")
    np.testing.assert_array_equal(small().landmark("hiatus"), small().landmarks["hiatus"])


# --- the shipped one ----------------------------------------------------------------------------------------------------


def test_the_shipped_patient_loads(reference: Anatomy) -> None:
    assert reference.name == "reference"
    assert reference.person == {"sex": "male", "stature_mm": 1755.0, "bmi": 25.0, "age": 40.0}
    assert reference.inferred == ()
    assert reference.fine.grid.spacing <= 0.8
    assert len(reference.bone) == 3


def test_the_shipped_patient_is_a_folder_of_data_and_nothing_else() -> None:
    assert {p.name for p in SHIPPED.iterdir()} == {
        "patient.json",
        "fine.seg.nrrd",
        "coarse.seg.nrrd",
        "bone0.nrrd",
        "bone1.nrrd",
        "bone2.nrrd",
        "surfaces.glb",
    }


# --- opened by others ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fine", "coarse"])
def test_simpleitk_reads_the_labels_where_they_are(name: str, reference: Anatomy) -> None:
    """Oracle: SimpleITK's own coordinates (left, posterior, superior) of some voxels against ours (right, anterior, superior)."""
    labels = getattr(reference, name)
    image = sitk.ReadImage(str(SHIPPED / f"{name}.seg.nrrd"))
    assert image.GetSize() == labels.grid.shape
    assert image.GetPixelID() == sitk.sitkUInt8
    for index in ((0, 0, 0), (60, 70, 80), tuple(n - 1 for n in labels.grid.shape)):
        x, y, z = image.TransformIndexToPhysicalPoint(index)
        np.testing.assert_allclose((-x, -y, z), labels.grid.centre(index), atol=1e-6)
        assert image[index] == labels.values[index]


@pytest.mark.parametrize("name", ["fine", "coarse"])
def test_the_header_names_every_segment_as_3d_slicer_expects(name: str, reference: Anatomy) -> None:
    """Oracle: Slicer's segmentation file format: SegmentN_ID, _Name, _Color, _LabelValue, _Layer, _Extent, N from 0 without a gap."""
    image = sitk.ReadImage(str(SHIPPED / f"{name}.seg.nrrd"))
    meta = {key: image.GetMetaData(key) for key in image.GetMetaDataKeys()}
    labels = getattr(reference, name)
    present = [Tissue(int(v)) for v in np.unique(labels.values) if v]
    assert "Segmentation_MasterRepresentation" in meta
    for i, tissue in enumerate(present):
        assert meta[f"Segment{i}_ID"] == tissue.name
        assert meta[f"Segment{i}_Name"] == title(tissue)
        assert int(meta[f"Segment{i}_LabelValue"]) == tissue
        assert meta[f"Segment{i}_Layer"] == "0"
        np.testing.assert_allclose([float(c) for c in meta[f"Segment{i}_Color"].split()], COLOURS[tissue], atol=6e-4)
        low, high = [int(v) for v in meta[f"Segment{i}_Extent"].split()][::2], [int(v) for v in meta[f"Segment{i}_Extent"].split()][1::2]
        assert low == [0, 0, 0]
        assert high == [n - 1 for n in labels.grid.shape]
    assert f"Segment{len(present)}_ID" not in meta


# --- refused ------------------------------------------------------------------------------------------------------------


def refusal(folder: Path) -> str:
    with pytest.raises(PatientError) as caught:
        load(folder)
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 400
    assert caught.value.__cause__ is None, "no traceback of something else behind it"
    return said


def test_a_folder_that_is_no_patient_is_refused(tmp_path: Path) -> None:
    assert "no patient.json" in refusal(tmp_path)
    assert "no patient.json" in refusal(tmp_path / "nowhere")


FILES = ("fine.seg.nrrd", "coarse.seg.nrrd", "bone0.nrrd", "bone1.nrrd", "surfaces.glb")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert refusal(folder) == f"{folder / name}: missing"


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.98])
@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named(name: str, share: float, folder: Path) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: int(len(whole) * share)])
    said = refusal(folder)
    assert said.startswith(f"{folder / name}: not readable")


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_something_else_is_named(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"This is a letter to my aunt.\n" * 40)
    assert str(folder / name) in refusal(folder)


def rewritten(folder: Path, edit: Callable[[dict[str, Any]], Any]) -> None:
    file = folder / "patient.json"
    text = json.loads(file.read_text(encoding="utf-8"))
    edit(text)
    file.write_text(json.dumps(text), encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{", "no JSON", "[" * 100_000, '{"format": ' + "9" * 5000 + "}", '{"' + "x" * 100_000])
def test_a_patient_json_that_is_no_json_is_named(text: str, folder: Path) -> None:
    (folder / "patient.json").write_text(text, encoding="utf-8")
    assert refusal(folder).startswith(f"{folder / 'patient.json'}: not readable as JSON")


def test_a_patient_json_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "patient.json").write_bytes("{}".encode("utf-16"))
    assert refusal(folder).startswith(f"{folder / 'patient.json'}: not readable as JSON")


@pytest.mark.parametrize("text", ["[]", "3", '"text"', "{}", '{"format": 99}', '{"resourceType": "Patient"}'])
def test_somebody_else_s_patient_json_is_refused_by_its_format(text: str, folder: Path) -> None:
    (folder / "patient.json").write_text(text, encoding="utf-8")
    said = refusal(folder)
    assert "format is" in said
    assert "this program reads 1" in said


ENTRIES = ("name", "origin", "person", "inferred", "densities", "canal_mm", "landmarks_mm")


def test_a_folder_from_before_there_were_outlines_has_none(folder: Path) -> None:
    rewritten(folder, lambda text: text.pop("outlines_mm"))
    assert load(folder).outlines == {}


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_missing_entry_is_named(entry: str, folder: Path) -> None:
    rewritten(folder, lambda text: text.pop(entry))
    assert refusal(folder).startswith(f"{folder / 'patient.json'}: {entry} is missing, should be ")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("person", 3),
        ("person", "male"),
        ("person", {"age": "forty"}),
        ("person", {"bmi": float("nan")}),
        ("name", 3),
        ("name", None),
        ("origin", ["somewhere"]),
        ("inferred", "sac"),
        ("inferred", ["sac", 3]),
        ("inferred", None),
        ("densities", 0),
        ("densities", "two"),
        ("densities", float("inf")),
        ("densities", 10**9),
        ("canal_mm", []),
        ("canal_mm", [[0, 0, 0]]),
        ("canal_mm", [[0, 0, 0], [0, 0, float("nan")]]),
        ("canal_mm", "a curve"),
        ("canal_mm", [[0, 0, 0], [0, 0, 0]]),
        ("canal_mm", [[0, 0, 0], [0, 0, 1], [0, 0, 0]]),
        ("canal_mm", [[0, 0, 0], [0, 0, 1e30]]),
        ("landmarks_mm", ["hiatus"]),
        ("landmarks_mm", {"hiatus": [1, 2]}),
        ("landmarks_mm", {"hiatus": None}),
        ("landmarks_mm", {"hiatus": [0, 0, 1e300]}),
        ("landmarks_mm", {"hiatus": [0, 0, float("inf")]}),
        ("outlines_mm", [[0, 0, 0]]),
        ("outlines_mm", {"hiatus": [[0, 0, 0], [1, 1, 1]]}),
        ("outlines_mm", {"hiatus": {"closed": True, "points": [[0, 0, 0]]}}),
    ],
)
def test_an_entry_of_the_wrong_kind_is_named_with_what_it_should_be(entry: str, value: object, folder: Path) -> None:
    rewritten(folder, lambda text: text.update({entry: value}))
    assert refusal(folder).startswith(f"{folder / 'patient.json'}: {entry} is of the wrong kind, should be ")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda image: sitk.Cast(image, sitk.sitkFloat32), "float32 in 3 dimensions, should be 8-bit in 3"),
        (lambda image: image[:, :, 2], "uint8 in 2 dimensions, should be 8-bit in 3"),
        (lambda image: sitk.Compose(image, image), "uint8 in 4 dimensions, should be 8-bit in 3"),
        (lambda image: (image.SetSpacing((1.0, 1.0, 2.0)), image)[1], "cubes"),
        (lambda image: (image.SetDirection((1, 0, 0, 0, 1, 0, 0, 0, 1)), image)[1], "along right, anterior and superior"),
    ],
)
def test_a_volume_that_does_not_fit_is_named(wrong: Callable[[sitk.Image], sitk.Image], said: str, folder: Path) -> None:
    file = folder / "coarse.seg.nrrd"
    sitk.WriteImage(wrong(sitk.ReadImage(str(file))), str(file))
    found = refusal(folder)
    assert found.startswith(f"{file}: ")
    assert said in found


def far(image: sitk.Image) -> sitk.Image:
    image.SetOrigin((0.0, 1e30, 0.0))
    return image


@pytest.mark.parametrize(
    ("wrong", "said"), [(lambda image: image * 0 + 60, "holds the label 60, which is no tissue"), (far, "further than 10000 mm")]
)
def test_labels_of_no_body_are_refused(wrong: Callable[[sitk.Image], sitk.Image], said: str, folder: Path) -> None:
    """Before somebody's needle comes to them."""
    file = folder / "fine.seg.nrrd"
    sitk.WriteImage(wrong(sitk.ReadImage(str(file))), str(file))
    assert refusal(folder).startswith(f"{file}: ")
    assert said in refusal(folder)


def as_glb(head: dict[str, Any], rest: bytes) -> bytes:
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(text) + len(rest), len(text), 0x4E4F534A) + text + rest


@pytest.mark.parametrize(
    "wrong",
    [
        lambda head: head.update(nodes=3),
        lambda head: head["nodes"].append(None),
        lambda head: head["meshes"][0].update(primitives=[5]),
        lambda head: head["meshes"][0]["primitives"][0].update(mode=0),
        lambda head: head["accessors"][0].update(type="x" * 100_000),
        lambda head: head.update(scenes=[{"nodes": ["x"]}]),
        lambda head: head["bufferViews"][0].update(byteOffset=-1),
        lambda head: (head["accessors"][0].pop("bufferView"), head["accessors"][0].update(count=10**13)),
    ],
)
def test_surfaces_of_another_kind_are_refused(wrong: Callable[[dict[str, Any]], object], folder: Path) -> None:
    """glTF as far as its JSON goes, and then not."""
    file = folder / "surfaces.glb"
    data = file.read_bytes()
    end = 20 + struct.unpack("<I", data[12:16])[0]
    head = json.loads(data[20:end])
    wrong(head)
    file.write_bytes(as_glb(head, data[end:]))
    assert str(file) in refusal(folder)


def test_a_refused_folder_can_be_put_right(folder: Path, tmp_path: Path) -> None:
    """Reading changes nothing on the disk."""
    spare = tmp_path / "spare"
    shutil.copytree(folder, spare)
    (folder / "bone1.nrrd").unlink()
    refusal(folder)
    shutil.copy(spare / "bone1.nrrd", folder)
    assert load(folder).fingerprint() == small().fingerprint()


def test_the_surfaces_of_our_own_bodies_wait_until_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads them takes a tenth of a start. A damaged file is told by whoever asks; a stranger's is looked at as it is loaded."""
    folder = tmp_path / "she"
    save(small(), folder)
    ours = load(folder, ours=True)
    assert dict(ours.surfaces).keys() == load(folder).surfaces.keys() == {"L4", "sac"}
    (folder / "surfaces.glb").write_bytes(b"Dear aunt")
    later = load(folder, ours=True)
    assert later.fingerprint() == ours.fingerprint()
    with pytest.raises(PatientError, match=r"surfaces\.glb: not readable as glTF"):
        later.surfaces["L4"]
    with pytest.raises(PatientError, match=r"surfaces\.glb: not readable as glTF"):
        load(folder)
