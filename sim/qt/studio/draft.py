"""What stands in the studio, kept after every change: a program that dies loses nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

from meshes.writing import write_whole
from sim.qt.studio.manuscript import Manuscript
from sim.session.home import home


def draft_file() -> Path:
    """Raises InputError for a user without a home."""
    return home() / "studio" / "draft.json"


def keep(manuscript: Manuscript) -> None:
    """Raises OSError and InputError where nothing can be kept."""
    path = str(manuscript.path) if manuscript.path is not None else None
    write_whole(draft_file(), json.dumps({"path": path, "saved": manuscript.saved, "text": manuscript.text}, indent=1))


def kept_draft() -> Manuscript | None:
    """What was written and not saved, one step after what was saved; None if there is nothing of the kind that can be read."""
    try:
        found = json.loads(draft_file().read_text(encoding="utf-8"))
        path, saved, text = (found[name] for name in ("path", "saved", "text"))
        manuscript = Manuscript(saved, Path(path) if path is not None else None)
        manuscript.rewrite(text)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):  # InputError is a ValueError
        return None
    return manuscript if manuscript.dirty else None
