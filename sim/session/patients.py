"""Where patients come from: the assets, a folder, or the tables, for a person who is asked for.

What builds is loaded by who builds: most read a body that is there, and a program begins twice as quickly without it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakValueDictionary

from filelock import FileLock, Timeout

import meshes
from meshes.anatomy import Anatomy, PatientError, load, save
from meshes.morphometry import Lying
from meshes.person import Person
from meshes.quoting import quoted
from meshes.telling import Progress, silent
from meshes.writing import HALF, naming
from scenarios.base import PATIENTS_NAME, patients_name
from scenarios.faults import instead
from scenarios.files import InputError
from scenarios.schema import Patient
from sim.session.home import bodies, home

SHIPPED = Path(__file__).parent.parent.parent / "assets" / "patients"
LOOK_S = 0.5
"""So often who waits for another says so."""
FileStates = tuple[tuple[str, int, int, int, int], ...]
_held: WeakValueDictionary[FileStates, Anatomy] = WeakValueDictionary()
"""Bodies that somebody holds, by the state of their files when they were read: a window goes from case to case in one body."""


def shipped_patient(name: str) -> Anatomy:
    """A patient of the assets, by name."""
    return patient_from(SHIPPED / name)


def patient_named(name: str) -> Anatomy:
    """Whom a case names. Raises InputError that says the field, for one whom nobody knows or who cannot be read."""
    folder = folder_of(name)
    try:
        return patient_from(folder)
    except InputError as error:
        raise InputError(f"patient.anatomy: {error}") from None


def folder_of(name: str) -> Path:
    """Where that one lies whom a case names. Raises InputError that says the field, if nobody is called so."""
    known = patients_by_name()
    if name not in known:
        said = f"is {quoted(name)}, should be a shipped patient or one of your own; {instead(name, known)}"
        raise InputError(f"patient.anatomy: {said}")
    return known[name]


def patients_by_name() -> dict[str, Path]:
    """The folders of all whom a case may name.

    A shipped patient's name means that body alone: else a shipped case would be another one beside a folder that happens to be called so.
    """
    own = {name: folder for name, folder in own_patients().items() if PATIENTS_NAME.fullmatch(name)}
    return own | {name: SHIPPED / name for name in shipped_patients()}


def shipped_patients() -> tuple[str, ...]:
    """Their names."""
    return tuple(sorted(path.name for path in SHIPPED.glob("*/")))


def own_name(patient: Patient) -> str | None:
    """Of whom a case names, if that is nobody shipped."""
    return None if patient.body is not None or patient.anatomy in shipped_patients() else patient.anatomy


def patient_from(folder: Path) -> Anatomy:
    """A patient's folder, its faults as an InputError."""
    try:
        return _read(folder)
    except PatientError as error:
        raise InputError(str(error)) from None


def _read(folder: Path) -> Anatomy:
    """The body that lies in a folder: the same as before while somebody holds it and no file of it was touched.

    Raises PatientError.
    """
    state = _state(folder)
    known = _held.get(state) if state else None
    if known is None:
        known = load(folder, ours=folder.parent == SHIPPED)
        if state:
            _held[state] = known
    return known


def _state(folder: Path) -> FileStates:
    """Of each file in a folder its name, number, size and times; nothing of a folder that cannot be looked into."""
    try:
        about = sorted((str(path.absolute()), path.stat()) for path in folder.iterdir())
    except OSError:
        return ()
    return tuple((name, one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for name, one in about)


def reference_built(progress: Progress = silent, lying: Lying = "pillow") -> Anatomy:
    """The shipped patient, made anew."""
    from meshes.building import build
    from meshes.morphometry import reference
    from meshes.stacking import from_tables

    who = reference(lying=lying)
    said = "The reference man, built from the sourced tables in meshes/tables."
    return _usable(build(from_tables(who), who, "reference", said, progress=progress))


def built(person: Person, name: str, progress: Progress = silent, lying: Lying = "pillow") -> Anatomy:
    """The body of a person, from the tables.

    Raises InputError if what was asked for makes a body that cannot be.
    """
    from meshes.building import build
    from meshes.population import dimensions
    from meshes.stacking import from_tables

    who = dimensions(person, lying)
    said = f"Drawn from the tables in meshes/tables: {person.model_dump_json()}"
    return _usable(build(from_tables(who), who, name, said, progress=progress))


def _usable(anatomy: Anatomy) -> Anatomy:
    from meshes.plausibility import faults_of_anatomy

    faults = faults_of_anatomy(anatomy)
    if faults:
        raise InputError(f"the patient would not be usable: {faults[0]}")
    return anatomy


def is_made(person: Person | None, lying: Lying = "pillow") -> bool:
    """Whether the body of somebody, or without one of the reference man, was kept, and need not be built."""
    try:
        return (bodies() / _key(person, lying)).is_dir()
    except InputError:
        return False


def patient_of(person: Person | None, progress: Progress = silent, lying: Lying = "pillow") -> Anatomy:
    """The body of a person, or without one the reference man's: built the first time, read again afterwards. Where nothing can be kept it
    is built for this once."""
    with suppress(InputError, PatientError, OSError):
        return _read(bodies() / _key(person, lying))
    try:
        folder = bodies() / _key(person, lying)
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.with_name(f".{folder.name}.lock"), thread_local=False)
        _wait_for(lock, progress)
    except (InputError, OSError):
        with TemporaryDirectory() as once:
            return _put_down(person, Path(once) / "body", progress, lying)
    try:
        with suppress(PatientError):  # somebody may have made it meanwhile
            return _read(folder)
        shutil.rmtree(folder, ignore_errors=True)  # cut short or damaged
        return _put_down(person, folder, progress, lying)
    finally:
        lock.release()


def _wait_for(lock: FileLock, progress: Progress) -> None:
    """Take the lock of a body; while another process makes it, say so, and hear whether it is still wanted."""
    while True:
        try:
            lock.acquire(timeout=LOOK_S)
            return
        except Timeout:
            progress("another window makes this patient", 0.0)


def _put_down(person: Person | None, folder: Path, progress: Progress, lying: Lying) -> Anatomy:
    """Build a body, put it there, and read it as everybody else will: the file rounds landmarks."""
    _put(built(person, "drawn", progress, lying) if person else reference_built(progress, lying), folder)
    return load(folder)


def without_pillow(anatomy: Anatomy, person: Person | None, progress: Progress = silent) -> Anatomy | None:
    """Who lies on a pillow, laid flat; None for whoever has but the one body: an import, one of the user's own, a study's sketch.

    person : whose body it is, if it was drawn
    """
    if person is None and not is_shipped(anatomy):
        return None
    try:
        return patient_of(person, progress, "flat")
    except InputError:
        return None  # a back that cannot be so hollow lies flat as it lies on a pillow


def is_shipped(anatomy: Anatomy) -> bool:
    """Whether this is the reference man as he comes with the program."""
    return anatomy.name in shipped_patients() and anatomy.fingerprint() == shipped_patient(anatomy.name).fingerprint()


def own_patients() -> dict[str, Path]:
    """The user's own patients by name; none for a user whose folder is not there or shut."""
    try:
        return {path.parent.name: path.parent for path in sorted((home() / "patients").glob("*/patient.json"))}
    except (InputError, OSError):
        return {}


def known_patient(name: str, fingerprint: str) -> Anatomy | None:
    """The patient of that name, the user's own or a shipped one, as long as it is still that body.

    Raises InputError if there is one that cannot be read.
    """
    folder = own_patients().get(name) or next((p for p in SHIPPED.glob("*/") if p.name == name), None)
    anatomy = patient_from(folder) if folder else None
    return anatomy if anatomy is not None and anatomy.fingerprint() == fingerprint else None


def keep(person: Person, name: str, progress: Progress = silent) -> Path:
    """Make one more patient of the user's own; the folder it lies in. Raises InputError as ``new_folder`` does."""
    folder = new_folder(name)
    _put(built(person, name, progress), folder)
    return folder


def new_folder(name: str, replace: bool = False) -> Path:
    """For one more patient of the user's own. Raises InputError if the name cannot be a folder's, or is taken: a shipped one's too, since a
    case that names it means that one.

    replace : it may be taken by another of the user's own
    """
    try:
        patients_name(name)
    except ValueError as error:
        raise InputError(f"name: {error}") from None
    folder = home() / "patients" / name
    if name in shipped_patients():
        raise InputError(f"name: {quoted(name)} is a shipped patient's, should be a new one")
    if folder.exists() and not replace:
        raise InputError(f"name: {quoted(name)} is taken by another patient of yours, should be a new one")
    return folder


@contextmanager
def coming_to(folder: Path, replace: bool = False) -> Iterator[Path]:
    """Where to write a patient who lies in ``folder`` once all is written, and is not there at all otherwise: two that take one name at
    once do not mix. Raises OSError.

    replace : who lay there before gives way, and stays if the new one does not come
    """
    with naming(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=HALF, dir=folder.parent) as place:
            half, before = Path(place) / folder.name, Path(place) / ".before"
            yield half
            if replace and folder.exists():
                folder.rename(before)
            try:
                half.rename(folder)
            except OSError:
                if before.exists():
                    before.rename(folder)
                raise


def _put(anatomy: Anatomy, folder: Path) -> None:
    with coming_to(folder) as half:
        save(anatomy, half)


def _key(person: Person | None, lying: Lying = "pillow") -> str:
    """Names a person, how he lies, and the program that builds the body."""
    who = ("reference" if person is None else person.model_dump_json()) + ("" if lying == "pillow" else lying)
    return hashlib.sha256((who + _builder()).encode()).hexdigest()[:20]


@cache
def _builder() -> str:
    """A hash of all that shapes a body: the code and the tables."""
    found = hashlib.sha256()
    root = Path(meshes.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".csv"):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
