"""``python -m tests.alike``: a hundred pictures read by their greys and by the line integrals of iodine; at least 95 must be alike."""

from __future__ import annotations

import sys

from sim.session.patients import shipped_patient
from tests.alike.compared import pairs

ENOUGH = 95


def main() -> int:
    found = []
    for one in pairs(shipped_patient("reference")):
        found.append(one)
        print(f"{one.name}: greys {one.greys}, lines {one.lines}{'' if one.greys == one.lines else '  NOT ALIKE'}", flush=True)
    alike = sum(one.greys == one.lines for one in found)
    print(f"{alike} of {len(found)} read alike (shows, gone, pooled)")
    return 0 if alike * 100 >= ENOUGH * len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
