"""Work in a process of its own, which lets the window breathe, and ends when nobody wants what it does any more.

It is told on its standard input what to do. A line of JSON each, it says how far it is, as a list of a stage and a share, and at its end
what came of it, as a table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from meshes.reading.refusal import ImportRefused
from meshes.telling import Progress
from scenarios.files import InputError

NICER = 5
"""So much it gives way to windows, who wait for nobody (guess)"""
LOOK_S = 0.05
"""So often it is asked whether it is still wanted; the work itself may say nothing for seconds"""
Reply = dict[str, Any]
REFUSED, FAILED = "refused", "failed"
"""Answers of their own: a sentence, and what an OSError is made of"""


def done_beside(module: str, told: str, progress: Progress) -> Reply | None:
    """What a module's program answers to what it is told; None if it ended without an answer. What ``progress`` raises ends it at once."""
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # on Windows; elsewhere it sees to that itself
    command = [sys.executable, "-P", "-m", module]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=os.environ | paths, creationflags=lower) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(told)
        worker.stdin.close()
        said: SimpleQueue[str] = SimpleQueue()
        listening = Thread(target=_hear, args=(worker.stdout, said), daemon=True)
        listening.start()
        stage, share = "", 0.0
        answer: Reply | None = None
        try:
            while listening.is_alive() or not said.empty():
                with suppress(Empty):
                    word = json.loads(said.get(timeout=LOOK_S))
                    if isinstance(word, dict):
                        answer = word
                    else:
                        stage, share = word[0], max(share, word[1])  # threads that work together tell theirs in any order
                progress(stage, share)
        finally:
            worker.terminate()
            listening.join()  # else it is closed while it is read
    return answer


def accepted(answer: Reply | None) -> Reply:
    """An answer that says what came of it. Raises ImportRefused where the work was refused or gave none, OSError where it failed so."""
    if answer is None:
        raise ImportRefused("the work broke off without a reason (is there too little memory?)")
    if REFUSED in answer:
        raise ImportRefused(answer[REFUSED])
    if FAILED in answer:
        raise OSError(*answer[FAILED])
    return answer


def _hear(told: IO[str], said: SimpleQueue[str]) -> None:
    for line in told:
        said.put(line)


def at_work(work: Callable[[str, Progress], Reply | None]) -> None:
    """In that process: do what is told, and answer."""
    if sys.platform != "win32":
        os.nice(NICER)
    try:
        answer = work(sys.stdin.read(), lambda stage, share: _say([stage, share]))
    except (InputError, ImportRefused) as error:
        answer = {REFUSED: str(error)}
    except OSError as error:
        answer = {FAILED: [error.errno, error.strerror, None if error.filename is None else str(error.filename)]}
    if answer is not None:
        _say(answer)


def _say(word: Reply | list[Any]) -> None:
    """By one write: threads that work together say so at once."""
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()
