"""Tuohy: without arguments the windows open, with arguments it is a program for scripts and tests.

The only file that knows both.
"""

import sys


def main() -> int:
    if len(sys.argv) > 1:
        from sim.command_line.entry import run

        return run(sys.argv[1:])
    from sim.qt.app import open_windows

    return open_windows()


if __name__ == "__main__":
    sys.exit(main())
