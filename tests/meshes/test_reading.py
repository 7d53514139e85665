"""Somebody's surfaces: what is recognised, what is refused and how, and one real man."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv
import trimesh

from meshes import building
from meshes.anatomy import Anatomy, load, save
from meshes.morphometry import INTERSPACES, LUMBAR
from meshes.plausibility import faults_of_anatomy
from meshes.reading import surface_files
from meshes.reading.lending import fitted, sampled, their_bone
from meshes.reading.levels import SUFFIXES, label_of, labelled
from meshes.reading.posture import UNITS_MM, Stated, axes, unit_mm
from meshes.reading.refusal import ImportRefused
from meshes.reading.surface_files import import_surfaces, read_surface
from meshes.shapes import Points, ellipsoid
from meshes.skeleton import Skeleton
from meshes.space import AXES_BY_NAME, Grid
from meshes.surfaces import as_polydata, closed_surface
from meshes.tissues import EPIDURAL, Tissue
from meshes.voxels import sample
from scenarios import files
from tests.meshes.looking import canal_size, is_of

NAMES = (*LUMBAR, "sacrum")
OURS = Stated("+y", "+z", "mm")


@pytest.fixture(scope="module")
def bones(tmp_path_factory: pytest.TempPathFactory, reference: Anatomy) -> Path:
    """Our own bones as files, closed, in mm, axes as ours. Shared: copy before changing."""
    folder = tmp_path_factory.mktemp("bones")
    for name in NAMES:
        reference.surfaces[name].export(folder / f"{name}.stl")
    return folder


@pytest.fixture
def source(bones: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(bones, tmp_path / "source")
    return tmp_path / "source"


def refusal(source: Path, stated: Stated = OURS) -> str:
    with pytest.raises(ImportRefused) as caught:
        import_surfaces(labelled([source]), stated, "somebody")
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 400
    assert caught.value.__cause__ is None
    return said


def changed(file: Path, change: Callable[[trimesh.Trimesh], trimesh.Trimesh | None]) -> None:
    mesh = trimesh.load(file, force="mesh")
    (change(mesh) or mesh).export(file)


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("L3.obj", "L3"),
        ("l5_smooth.STL", "L5"),
        ("vertebra-L1-left.ply", "L1"),
        ("L4_Schrumpfverpacken.obj", "L4"),
        ("S1_Schrumpfverpacken.obj", "sacrum"),
        ("Sacrum.stl", "sacrum"),
        ("Os sacrum.ply", "sacrum"),
        ("Pelvis.obj", "hips"),
        ("hips.glb", "hips"),
        ("L6.obj", None),
        ("L12.obj", None),
        ("XL3.obj", None),
        ("T12.obj", None),
        ("femur.stl", None),
        (".obj", None),
    ],
)
def test_a_bone_is_known_by_its_file_s_name(name: str, label: str | None) -> None:
    assert label_of(name) == label


def test_labels_toml_names_what_the_files_do_not(source: Path) -> None:
    (source / "L3.stl").rename(source / "third.stl")
    assert "L3 is missing" in refusal(source)
    (source / "labels.toml").write_text('[labels]\n"third.stl" = "L3"\n', encoding="utf-8")
    assert labelled([source])["L3"] == source / "third.stl"


def test_files_may_be_given_one_by_one(source: Path) -> None:
    paths = [source / f"{name}.stl" for name in reversed(NAMES)]
    assert labelled(paths) == {name: source / f"{name}.stl" for name in NAMES}


# --- how they lie -------------------------------------------------------------------------------------------------------


def orientations() -> Iterator[np.ndarray]:
    """The 24 ways in which a file's axes can lie, right-handed."""
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = signs
            if np.linalg.det(matrix) > 0:
                yield matrix


def test_all_right_handed_axes_are_recognised_without_a_word(reference: Anatomy) -> None:
    """Oracle: the turn that was made. All 24."""
    whole = {name: reference.surfaces[name] for name in NAMES}
    found = 0
    for turn in orientations():
        turned = {name: trimesh.Trimesh(mesh.vertices @ turn.T, mesh.faces, process=False) for name, mesh in whole.items()}
        np.testing.assert_allclose(axes(turned, Stated()) @ turn, np.eye(3), atol=1e-12)
        found += 1
    assert found == 24


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1.0), ("cm", 0.1), ("m", 0.001)])
def test_the_unit_is_recognised_or_taken_at_its_word(unit: str, factor: float, reference: Anatomy) -> None:
    meshes = {name: reference.surfaces[name].copy() for name in NAMES}
    for mesh in meshes.values():
        mesh.apply_scale(factor)
    assert unit_mm(meshes, None) * factor == pytest.approx(1.0)
    assert unit_mm(meshes, unit) * factor == pytest.approx(1.0)


def test_a_closed_surface_becomes_a_field_again() -> None:
    """Oracle: the ball that the surface was made of: signed distance within a tenth of a millimetre near the surface."""
    ball, grid = ellipsoid((3.0, -2.0, 5.0), [12.0] * 3), Grid.covering([-12, -17, -10], [18, 13, 20], 0.5)
    field = sampled(closed_surface(sample(ball, grid, 3.0), grid), 0.6)
    p = np.random.default_rng(0).uniform([-12, -17, -10], [18, 13, 20], (20_000, 3))
    true, found = ball(Points.of(p)), field(Points.of(p))
    near = np.abs(true) < 3.0
    assert np.abs(found - true)[near].mean() < 0.15
    sure = np.abs(true) > 0.2
    np.testing.assert_array_equal((found < 0)[sure], (true < 0)[sure])


@pytest.mark.parametrize("level", ["L2", "L4", "L5"])
def test_landmarks_are_carried_onto_another_bone(level: str, reference: Anatomy, skeleton: Skeleton) -> None:
    """Oracle: our own bone, stretched to the person's measures, knows its landmarks; the import sees only its surface.

    Borders and the ends of processes are looked for on the bone itself (1 and 3 mm), the rest is where one affine map of the whole bone
    puts it (4.5 mm).
    """
    mesh = reference.surfaces[level].copy()
    bone = their_bone(level, mesh, fitted(level, mesh, Path("bone.stl")), np.zeros(3), 0.6)
    for name, point in skeleton[level].landmarks.items():
        away = float(np.linalg.norm(bone.landmarks[name] - point))
        assert away < (3.0 if "_tip_" in name or name == "spinous_tip" else 4.5), name
    probed = pv.PolyData(np.array([bone.landmarks[f"pedicle_{b}_{s}"] for b in ("top", "bottom", "medial") for s in ("left", "right")]))
    gaps = probed.compute_implicit_distance(as_polydata(mesh))["implicit_distance"]
    assert np.abs(gaps).max() < 0.5
    np.testing.assert_allclose(bone.landmarks["posterior_wall"], skeleton[level].landmarks["posterior_wall"], atol=1.5)


# --- refused ------------------------------------------------------------------------------------------------------------


def test_nothing_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == f"{tmp_path / 'nowhere'}: no such file or folder"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(empty) == f"{empty}: no surfaces there (.obj, .ply, .stl, .off, .glb)"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_bone_is_named_and_what_there_is(name: str, source: Path) -> None:
    (source / f"{name}.stl").unlink()
    said = refusal(source)
    assert said.startswith(f"{name} is missing: no file is named for it among ")
    assert said.endswith("(or name it in labels.toml)")


def test_two_files_for_one_level_are_both_named(source: Path) -> None:
    shutil.copy(source / "L3.stl", source / "copy_of_L3.stl")
    assert refusal(source) == "copy_of_L3.stl and L3.stl are both taken for L3: say which is which in labels.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("this is no table", "not TOML"),
        ("labels = 3", "labels is 3, should be a table"),
        ("labels = ['L3']", "should be a table"),
        ('[labels]\n"L3.stl" = "L9"', "labels.L3.stl: is 'L9', should be one of L1, L2, L3, L4, L5, sacrum, hips"),
        ('[labels]\n"L3.stl" = 3', "labels.L3.stl: is 3, should be one of"),
        ("labels = " + "9" * 5000, "not TOML that can be read"),
        ("labels = " + "[" * 50_000, "not TOML that can be read"),
        (f"{'x' * 100_000} = 1\n{'x' * 100_000} = 2", "not TOML: "),
        (f"labels = {{ {'x' * 100_000} = 1, {'x' * 100_000} = 2 }}", "not TOML: "),
        (f'[labels]\n"{"x" * 100_000}" = "L3"', "no such file beside it"),
        ('[labels]\n"L3.stl\\n\\u0000" = "L3"', "no such file beside it"),
        (f'[labels]\n"L3.stl" = "{"x" * 100_000}"', "should be one of"),
    ],
)
def test_a_label_file_that_does_not_say_it_is_refused(text: str, said: str, source: Path) -> None:
    (source / "labels.toml").write_text(text, encoding="utf-8")
    found = refusal(source)
    assert found.startswith(f"{source / 'labels.toml'}: ")
    assert said in found


JUNK = {
    "empty": b"",
    "a letter": b"Dear aunt,\nthe weather is fine.\n",
    "zeros": bytes(2000),
    "any bytes": bytes(range(256)) * 20,
    "an ascii STL cut short": b"solid bone\nfacet normal 0 0 0\n outer loop\n  vertex a b c\n",
    "an OBJ that points nowhere": b"v 0 0\nf 1 2 3\n",
    "a PLY with half a vertex": b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n1\n",
    "a GLB of nothing": b"glTF\x02\x00\x00\x00\x20\x00\x00\x00\x0c\x00\x00\x00JSON{}          ",
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_surface_is_refused_by_name(junk: str, suffix: str, source: Path) -> None:
    (source / "L3.stl").unlink()
    (source / f"L3{suffix}").write_bytes(JUNK[junk])
    assert re.match(rf"L3\{suffix}: (holds no triangles|cannot be read as a surface)", refusal(source))


def test_an_open_surface_is_refused_with_what_to_do(source: Path) -> None:
    changed(source / "L2.stl", lambda mesh: trimesh.Trimesh(mesh.vertices, mesh.faces[:-40]))
    assert refusal(source) == "L2.stl: the surface is not closed: repair it first"


def test_a_file_too_large_to_be_one_bone_is_refused_unread(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surface_files, "LARGEST_BYTES", 1_000_000)
    (source / "L1.stl").write_bytes(bytes(1_000_001))
    assert refusal(source) == "L1.stl: larger than 1 MB"


def test_an_unknown_unit_is_refused_with_the_known_ones(source: Path) -> None:
    assert refusal(source, Stated("+y", "+z", "inch")) == "--unit is 'inch', should be one of mm, cm, m"


def test_a_unit_that_cannot_be_is_refused_with_what_would_come_of_it(source: Path) -> None:
    said = refusal(source, Stated("+y", "+z", "m"))
    assert said.startswith("in m the vertebrae would be 9")
    assert said.endswith("mm across, they should be 35-150: is --unit right?")


def test_a_size_that_fits_no_unit_is_refused(source: Path) -> None:
    for file in source.iterdir():
        changed(file, lambda mesh: mesh.apply_scale(2.5))
    assert re.fullmatch(r"the vertebrae are 2\d\d units across, which fits no unit: say --unit mm, cm or m", refusal(source, Stated()))


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (Stated("y", "+z", "mm"), "--anterior is 'y', should be one of +x, -x, +y, -y, +z, -z"),
        (Stated("+y", "up", "mm"), "--superior is 'up', should be one of +x, -x, +y, -y, +z, -z"),
        (Stated("+z", "+z", "mm"), "--anterior and --superior are the same axis"),
        (Stated("-y", "+z", "mm"), "the vertebral bodies do not lie to the -y side of their arches: is --anterior right?"),
        (Stated("+x", "+z", "mm"), "the vertebral bodies do not lie to the +x side of their arches: is --anterior right?"),
        (Stated("-x", "+z", "mm"), "the vertebral bodies do not lie to the -x side of their arches: is --anterior right?"),
        (Stated("+z", "+y", "mm"), "L1 does not lie above the sacrum along +y: is --superior right?"),
        (Stated("+y", "-z", "mm"), "L1 does not lie above the sacrum along -z: is --superior right?"),
    ],
)
def test_axes_that_cannot_be_are_refused(stated: Stated, said: str, source: Path) -> None:
    assert refusal(source, stated) == said


@pytest.mark.parametrize(("axis", "said"), [(1, "is --anterior right?"), (2, "is --superior right?")])
def test_a_spine_mirrored_front_to_back_or_top_to_bottom_is_refused(axis: int, said: str, source: Path) -> None:
    """A file in left-handed axes. (Left and right of a symmetric spine cannot be told apart.)"""
    for file in source.iterdir():
        changed(file, lambda mesh: trimesh.Trimesh(mesh.vertices * np.where(np.arange(3) == axis, -1, 1), mesh.faces[:, ::-1]))
    assert refusal(source).endswith(said)


def test_one_vertebra_mirrored_is_refused_by_its_looks(source: Path) -> None:
    def back_to_front(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        return trimesh.Trimesh(2 * mesh.centroid * [0, 1, 0] + mesh.vertices * [1, -1, 1], mesh.faces[:, ::-1])

    changed(source / "L2.stl", back_to_front)
    assert re.match(r"L2\.stl: does not look like L2 \(our own lies \d+\.\d mm off on average after fitting\)", refusal(source))


def test_what_is_no_vertebra_is_refused_by_its_looks(source: Path) -> None:
    def box(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
        return trimesh.creation.box(mesh.extents, transform=trimesh.transformations.translation_matrix(mesh.bounds.mean(0)))

    changed(source / "L1.stl", box)
    assert refusal(source).startswith("L1.stl: does not look like L1")


def test_levels_in_the_wrong_order_are_refused(source: Path) -> None:
    (source / "L2.stl").rename(source / "spare")
    (source / "L3.stl").rename(source / "L2.stl")
    (source / "spare").rename(source / "L3.stl")
    assert re.fullmatch(r"these bones do not make a lumbar spine: L1 is 7\d mm from L2, should be 20-55", refusal(source))


def test_an_import_can_be_stopped(source: Path) -> None:
    class Cancelled(Exception):
        pass

    heard = []

    def watch(stage: str, share: float) -> None:
        heard.append(stage)
        if stage == "recognising L2":
            raise Cancelled

    with pytest.raises(Cancelled):
        import_surfaces(labelled([source]), OURS, "somebody", watch)
    assert heard == ["reading surfaces", "recognising L1", "recognising L2"]


# --- a real man ---------------------------------------------------------------------------------------------------------

REAL_AXES = Stated("+x", "+z", "m")


@pytest.fixture
def man(once: Callable[..., Path], real: Path) -> Anatomy:
    """The Visible Human's lumbar spine and pelvis, imported once for all workers. Shared: not to be changed."""

    def make(folder: Path) -> None:
        save(import_surfaces(labelled([real / "visible_human_remus"]), REAL_AXES, "visible human"), folder)

    return load(once("visible_human", make))


@pytest.mark.realdata
def test_a_real_man_has_no_fault(man: Anatomy) -> None:
    assert faults_of_anatomy(man) == []


@pytest.mark.realdata
def test_what_his_surfaces_did_not_show_is_marked_as_inferred(man: Anatomy) -> None:
    assert set(man.inferred) == set(building.SOFT)
    assert {"sac", "nerves", "epidural fat", "ligaments", "skin"} <= set(man.inferred)
    assert not {"bone", "bones", "L4", "sacrum"} & set(man.inferred)
    assert "L4 from L4_Schrumpfverpacken.obj" in man.origin
    assert "inferred" in man.origin


@pytest.mark.realdata
def test_he_has_every_landmark_that_a_technique_needs(man: Anatomy, reference: Anatomy) -> None:
    """Oracle: the techniques' own files; and whatever the reference man has."""
    for technique in map(files.technique, ("lumbar_interlaminar", "lumbar_transforaminal", "caudal")):
        for template in (technique.entry, technique.target, technique.reach, *technique.sights, *technique.palpable):
            for space in INTERSPACES:
                for side in ("left", "right"):
                    name = template.replace("{interspace}", space).replace("{level}", space.split("-")[0]).replace("{side}", side)
                    assert name in man.landmarks
    above = ("T11", "T12")  # his files begin at L1
    assert set(man.landmarks) == {name for name in reference.landmarks if not name.startswith(above)}
    assert set(man.outlines) == {name for name in reference.outlines if not name.startswith(above)}


@pytest.mark.realdata
def test_his_bones_lie_where_the_files_put_them(man: Anatomy, real: Path) -> None:
    """Oracle: the files themselves, metres, +x anterior and +y left, moved so that the S1 end-plate is the origin: within a voxel,
    but for what the gap of a facet joint takes of a tip."""
    shift = None
    for level in LUMBAR:
        mesh = trimesh.load(real / "visible_human_remus" / f"{level}_Schrumpfverpacken.obj", force="mesh", skip_materials=True)
        x, y, z = 1000.0 * np.asarray(mesh.vertices).T
        source = np.column_stack([-y, x, z])
        middle = (man.surfaces[level].bounds.sum(0) - source.min(0) - source.max(0)) / 2
        shift = middle if shift is None else shift
        np.testing.assert_allclose(middle, shift, atol=0.6)
        np.testing.assert_allclose(man.surfaces[level].extents, np.ptp(source, axis=0), atol=1.2)
        surface = pv.PolyData(source[::11] + shift).compute_implicit_distance(as_polydata(man.surfaces[level]))
        assert np.abs(surface["implicit_distance"]).mean() < 0.3


@pytest.mark.realdata
@pytest.mark.parametrize(("level", "width", "depth"), [("L1", 18.0, 14.0), ("L3", 19.0, 12.5), ("L5", 31.5, 16.0)])
def test_his_canal_measures_what_others_measured_on_him(level: str, width: float, depth: float, man: Anatomy) -> None:
    """Oracle: the hole in each vertebra's ring, measured on the files at 0.5 mm by a tool of its own (``realdata/README.md``)."""
    found = canal_size(man, level)
    assert found[0] == pytest.approx(width, abs=1.0)
    assert found[1] == pytest.approx(depth, abs=1.0)


@pytest.mark.realdata
def test_his_canal_is_within_the_range_of_living_people(man: Anatomy) -> None:
    """Oracle: Clouthier 2023, CT, n = 87, mean over L2-L5: width 21.5-31.8, depth 13.0-20.4."""
    width, depth = np.mean([canal_size(man, level) for level in LUMBAR[1:]], axis=0)
    assert 21.5 < width < 31.8
    assert 13.0 < depth < 20.4


@pytest.mark.realdata
def test_his_targets_are_open_to_a_needle(man: Anatomy) -> None:
    """Windows in dorsal fat or in its midline band, the caudal target in the sacral canal, no foramen's point deeper in bone than a voxel's
    width and epidural fat within 1.5 mm of it."""
    for space in INTERSPACES:
        for suffix in ("", "_left", "_right"):
            assert man.tissue_at(man.landmark(f"{space}/window{suffix}"))[0] in (Tissue.DORSAL_FAT, Tissue.PLICA)
            assert man.tissue_at(man.landmark(f"{space}/flavum{suffix}"))[0] == Tissue.FLAVUM
    assert man.tissue_at(man.landmark("sacral_canal/target"))[0] == Tissue.SACRAL_FAT
    for level in LUMBAR:
        for side in ("left", "right"):
            target = man.landmark(f"{level}/foramen_{side}")
            ball = np.stack(np.meshgrid(*[np.arange(-1.5, 1.6, 0.3)] * 3, indexing="ij"), -1).reshape(-1, 3)
            around = man.tissue_at(target + ball[np.linalg.norm(ball, axis=1) <= 1.5])
            assert is_of(around, EPIDURAL).any(), (level, side)
            probed = pv.PolyData(target[None]).compute_implicit_distance(as_polydata(man.surfaces[level]))
            assert probed["implicit_distance"][0] > -0.6, (level, side)


@pytest.mark.realdata
def test_his_left_is_left(man: Anatomy) -> None:
    """Oracle: his files have +y on the left; ours has it at -x. His spine is symmetric: only names can tell."""
    for name, point in man.landmarks.items():
        if name.endswith("_left"):
            assert point[0] < 0, name
        if name.endswith("_right"):
            assert point[0] > 0, name
    heights = [man.landmark(f"{level}/pedicle_left")[2] for level in LUMBAR]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.realdata
def test_the_stated_axes_are_those_that_are_recognised(real: Path) -> None:
    files_of = labelled([real / "visible_human_remus"])
    assert set(files_of) == {*NAMES, "hips"}
    meshes = {name: read_surface(files_of[name]) for name in NAMES}
    assert unit_mm(meshes, None) == UNITS_MM["m"]
    np.testing.assert_array_equal(axes(meshes, Stated()), axes(meshes, REAL_AXES))
    for wrong in set(AXES_BY_NAME) - {"+x", "+z", "-z"}:
        with pytest.raises(ImportRefused, match=r"is --anterior right\?"):
            axes(meshes, Stated(wrong, "+z", "m"))
