"""What a judge put together of names, numbers and a few words, in the language that is spoken, piece by piece.

Until each of these is a code of its own, as a Clause is: what has no translation stays in English within the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

JOINTS = re.compile(
    r"(: |; |\. |, and (?:took|gave|said|the needle lay where one goes by) |, and (?=the page|the question|\0)|, | and | or | with "
    r"|(?<!figures) for | came before | must be stopped | was stopped(?=,)|without "
    r"|(?<=[LS]\d) (?=left|right))"
)
"""Between pieces. What joins them is looked up as they are, without its punctuation."""
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
HELD = re.compile("\0(\\d+)\0")
LONG = 25
"""Characters: so long a text is a sentence of a table, and is looked for whole before anything is taken apart."""


def pieced(text: str, translations: Mapping[str, str], told: Callable[[str], str]) -> str:
    """As it is where nothing is translated."""
    if not translations:
        return text
    there = {bare: said for known, said in translations.items() if _is_whole(bare := known.removesuffix(".")) and bare in text}
    found: list[str] = []
    for bare in sorted(there, key=len, reverse=True):
        text = text.replace(bare, f"\0{len(found)}\0")
        found.append(there[bare].removesuffix("."))
    said = "".join(_piece(one, told) for one in JOINTS.split(text))
    return HELD.sub(lambda at: found[int(at.group(1))], said)


def numbered(text: str, translations: Mapping[str, str]) -> str:
    """What is the same text for all numbers, for each of which # stands; empty for what is known neither so."""
    numbers = iter(NUMBER.findall(text))
    return re.sub("#", lambda _: next(numbers, ""), translations.get(NUMBER.sub("#", text), ""))


def _is_whole(known: str) -> bool:
    """Whether a text is looked for before anything is taken apart: a sentence, or a name within which it would be."""
    return len(known) >= LONG or JOINTS.search(known) is not None


def _piece(text: str, told: Callable[[str], str]) -> str:
    """A name, or a few words with numbers, for each of which # stands; the spaces and marks at its ends stay."""
    core = text.strip(" ,;:.")
    if not core or HELD.search(core):
        return text
    return text.replace(core, told(core), 1)
