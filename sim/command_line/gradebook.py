"""``records``: what learners did. What works with databases takes a quarter of a second to load, and is loaded when it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sim.command_line.common import Subcommand, day, moment, positive
from sim.records.header import MODES
from sim.session.session import STEP_S

ACTS = (
    "import, list, learners, curve, next, class, take, export, comment, comments, change-comment, "
    "delete-comment, logbook, certificate, exams, set-exam, withdraw-exam, release-exam, forget-pin, lock-class, erase"
)


def register(command: Subcommand) -> None:
    """Add these commands to the command line."""
    records = command(
        "records",
        _does("list_records"),
        f"what learners did: {ACTS}",
    )
    what = records.add_subparsers(required=True, metavar="WHAT")

    def one(name: str, does: str, about: str) -> argparse.ArgumentParser:
        sub = what.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        sub.add_argument(
            "--database", metavar="URL", help="instead of the settings' or $TUOHY_DATABASE: sqlite:///FILE, postgresql+psycopg://..."
        )
        sub.set_defaults(command=_does(does))
        return sub

    sub = one("import", "import_records", "file recordings; the same attempt twice is one")
    sub.add_argument("places", type=Path, nargs="+", metavar="PATH", help="a recording, or a folder of them")
    sub.add_argument("--learner", default="", metavar="NAME", help="whose they are, where they do not say it")
    sub.add_argument("--as-recorded", action="store_true", help="believe their events, unproved, without playing them again")
    sub = one("list", "list_records", "attempts in the order in which they were filed")
    _picks(sub)
    one("learners", "list_learners", "who is in it, with how many attempts")
    sub = one("curve", "curve_learner", "attempts in a row, judged by CUSUM; of one learner also what is weak")
    _picks(sub)
    sub = one("next", "next_case", "what a learner does next, and how far they are in a curriculum")
    sub.add_argument("learner", metavar="NAME")
    sub.add_argument("--curriculum", metavar="NAME", help="a shipped one or a file (default: the one in which they are now)")
    one(
        "class", "show_class", "who has done what, which measure the class fails, how hard each case is and whether it tells learners apart"
    )
    sub = one("take", "take_recording", "write an attempt's recording to a file, to be replayed or scored")
    sub.add_argument("number", type=positive, metavar="NUMBER", help="as list gives it")
    sub.add_argument("file", type=Path, metavar="FILE")
    _export(one)
    _comments(one)
    _papers(one)
    _exams(one)
    sub = one("forget-pin", "forget_pins", "take a learner's PIN away, who then chooses another in the window")
    sub.add_argument("learner", metavar="NAME")
    sub = one(
        "lock-class",
        "lock_class_page",
        "lock the window's class page by a PIN, which is asked for here, after the one before; an empty one opens it",
    )
    sub = one("erase", "erase_learner", "take a learner and all attempts of theirs away, for good")
    sub.add_argument("learner", metavar="NAME")
    sub.add_argument("--yes", action="store_true", help="without this, only what would go is said (exit 1)")


Adder = Callable[[str, str, str], argparse.ArgumentParser]
"""Adds one of them: its name, what does it, and what help says of it"""


def _export(one: Adder) -> None:
    sub = one(
        "export",
        "export_records",
        "write attempts to a file (.csv, .parquet, or .json for a learning record store), or send them to such a store (xAPI)",
    )
    where = sub.add_mutually_exclusive_group(required=True)
    where.add_argument("file", type=Path, nargs="?", metavar="FILE")
    where.add_argument(
        "--lrs",
        metavar="URL",
        help="send statements to the learning record store there, as https://HOST/xapi; $TUOHY_LRS_KEY is USER:PASSWORD",
    )
    _picks(sub)


def _comments(one: Adder) -> None:
    sub = one("comment", "comment_acts.add_comment", "say something of a moment of an attempt (asks for the class page's PIN)")
    sub.add_argument("number", type=positive, metavar="NUMBER", help="as list gives it")
    sub.add_argument("text", metavar="TEXT", help="what its learner sees there in the debriefing")
    sub.add_argument("--at", type=moment, required=True, metavar="STEP|m:ss", help=f"the moment: {round(1 / STEP_S)} steps are a second")
    sub.add_argument("--by", default="", metavar="WORD", help="how you sign")
    sub = one("comments", "comment_acts.list_comments", "what was said of an attempt, each with its number")
    sub.add_argument("number", type=positive, metavar="NUMBER", help="as list gives it")
    sub = one(
        "change-comment", "comment_acts.change_comment", "say it otherwise, and its learner is told anew (asks for the class page's PIN)"
    )
    sub.add_argument("comment", type=positive, metavar="COMMENT", help="as comments gives it")
    sub.add_argument("text", metavar="TEXT", help="what its learner sees instead")
    sub.add_argument("--by", default="", metavar="WORD", help="how you signed it")
    sub = one("delete-comment", "comment_acts.delete_comment", "as if it had never been said (asks for the class page's PIN)")
    sub.add_argument("comment", type=positive, metavar="COMMENT", help="as comments gives it")
    sub.add_argument("--by", default="", metavar="WORD", help="how you signed it")
    sub.add_argument("--yes", action="store_true", help="without this, only whether it may be is said (exit 1)")


def _papers(one: Adder) -> None:
    sub = one(
        "logbook",
        "print_log_book",
        "print a learner's log book: cases by approach and level, dose, what went wrong, what followed, who proved it",
    )
    sub.add_argument("learner", metavar="NAME")
    sub.add_argument("file", type=Path, metavar="FILE.pdf")
    sub.add_argument("--from", dest="first", type=day, metavar="DAY", help="only attempts from this day on, as 2026-07-01")
    sub.add_argument("--to", dest="last", type=day, metavar="DAY", help="only attempts up to this day")
    sub = one("certificate", "print_certificate", "print a certificate of a course that a learner has finished")
    sub.add_argument("learner", metavar="NAME")
    sub.add_argument("course", metavar="COURSE", help="a shipped one, or a file")
    sub.add_argument("file", type=Path, metavar="FILE.pdf")


def _exams(one: Adder) -> None:
    one("exams", "exam_acts.list_exams", "exams that are set, who has handed in what, and what came of those that are released")
    sub = one(
        "set-exam", "exam_acts.set_exam_of", "fix an exam's cases, seeds and mode; its results are sealed (asks for the class page's PIN)"
    )
    sub.add_argument("file", type=Path, metavar="FILE.toml", help="as scenarios/exams/example.toml")
    sub = one("withdraw-exam", "exam_acts.withdraw_exam", "take an exam back that nobody has begun (asks for the class page's PIN)")
    sub.add_argument("name", metavar="NAME")
    sub.add_argument("--yes", action="store_true", help="without this, only whether it may be is said (exit 1)")
    sub = one("release-exam", "exam_acts.release_exam", "tell what came of an exam, and shut it (asks for the class page's PIN)")
    sub.add_argument("name", metavar="NAME")


def _picks(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--learner", metavar="NAME", help="only this one's")
    sub.add_argument("--case", metavar="NAME", help="only of this case")
    sub.add_argument("--mode", choices=MODES, help="only those made in this mode, or with its help")


def _does(act: str) -> Callable[[argparse.Namespace], int]:
    def does(options: argparse.Namespace) -> int:
        from sim.command_line import comment_acts, exam_acts, gradebook_acts

        acts = {"": gradebook_acts, "comment_acts": comment_acts, "exam_acts": exam_acts}
        module, _, name = act.rpartition(".")
        code: int = getattr(acts[module], name)(options)
        return code

    return does
