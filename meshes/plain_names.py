"""Files whose name is no text, for libraries that take nothing else: such a name ends the program there, or is called unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def plain_name(path: Path) -> Iterator[Path]:
    """The same file by a name that is text: through a link, where its own or its folder's is none."""
    if _is_text(str(path)):
        yield path
        return
    with TemporaryDirectory() as folder:
        if _is_text(path.name):  # a file that is yet to be written is found so too
            link = Path(folder) / "folder"
            link.symlink_to(path.parent.absolute(), target_is_directory=True)
            yield link / path.name
        else:
            link = Path(folder) / f"file{path.suffix if _is_text(path.suffix) else ''}"
            link.symlink_to(path.absolute())
            yield link


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
