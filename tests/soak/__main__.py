"""``make soak``: eight hours of the window in one; a line for each round, exit 1 if memory or pictures did not stay as they were."""

from __future__ import annotations

import argparse
import sys
import time

from PySide6.QtWidgets import QApplication

from sim.qt.app import dress
from sim.qt.sweeping import swept
from sim.studies.bench.memory import resident_mb
from tests.soak.driver import Driver, Hurry
from tests.soak.kept_up import Sample, faults

LONGEST_S = 600.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=8.0)
    options = parser.parse_args()
    application = QApplication([])
    dress(application)
    samples = []
    with Hurry(options.speed) as hurry, swept():
        driver = Driver(application, hurry, LONGEST_S)
        begun = time.monotonic()
        while (share := (time.monotonic() - begun) / (60 * options.minutes)) < 1:
            took_ms, yard_ms = driver.round(len(samples))
            samples.append(Sample(share, resident_mb(), took_ms, yard_ms))
            hours = driver.simulated_s / 3600
            print(
                f"{len(samples):4d}  {share:4.0%}  {hours:5.2f} h  {samples[-1].memory_mb:6.0f} MB  {took_ms:6.1f} ms  {yard_ms:6.1f} ms",
                flush=True,
            )
        driver.close()
    wanted = options.speed * options.minutes / 60
    print(f"{driver.simulated_s / 3600:.2f} h of attempts in {options.minutes:g} min; {wanted:g} h where the machine keeps pace")
    found = faults(samples)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
