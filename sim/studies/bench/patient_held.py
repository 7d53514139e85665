"""A program: the most MB that are held while a patient is read; what the program itself takes is there before."""

from __future__ import annotations

import tracemalloc

from sim.session.patients import shipped_patient


def main() -> None:
    shipped_patient("reference")
    tracemalloc.start()
    patient = shipped_patient("reference")
    print(tracemalloc.get_traced_memory()[1] / 1e6)
    del patient


if __name__ == "__main__":
    main()
