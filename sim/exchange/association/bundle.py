"""macOS: a small application in the user's own folder that runs this program, and says in its Info.plist that packages are its files.

A Mac hands a file to the running application as an event and not as an argument: ``sim/qt/application.py`` hears it.
"""

from __future__ import annotations

import plistlib
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from meshes.writing import write_whole
from sim.exchange.package.manifest import SUFFIX
from sim.session.home import folder_of_user

IDENTIFIER, TYPE = "org.tuohy.simulator", "org.tuohy.case"
NAME = "tuohy"


def application() -> Path:
    return folder_of_user() / "Applications" / "Tuohy.app"


def write(opener: Sequence[str]) -> tuple[str, ...]:
    """Raises OSError."""
    contents = application() / "Contents"
    runs = contents / "MacOS" / NAME
    write_whole(contents / "Info.plist", plistlib.dumps(information()).decode("utf-8"))
    write_whole(runs, f'#!/bin/sh\nexec {shlex.join(opener)} "$@"\n')
    runs.chmod(0o755)
    return (str(application()),)


def remove() -> tuple[str, ...]:
    """Raises OSError."""
    if not application().exists():
        return ()
    shutil.rmtree(application())
    return (str(application()),)


def information() -> dict[str, Any]:
    """What Apple calls an information property list."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Tuohy",
        "CFBundleExecutable": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleDocumentTypes": [
            {"CFBundleTypeName": "Tuohy case", "CFBundleTypeRole": "Viewer", "LSHandlerRank": "Owner", "LSItemContentTypes": [TYPE]}
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": TYPE,
                "UTTypeDescription": "Tuohy case",
                "UTTypeConformsTo": ["public.data", "public.archive"],
                "UTTypeTagSpecification": {"public.filename-extension": [SUFFIX.removeprefix(".")]},
            }
        ],
    }
