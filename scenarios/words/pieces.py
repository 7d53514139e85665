"""What a judge put together of names, numbers and a few words, in the language that is spoken, piece by piece.

Until each of these is a code of its own, as a Clause is: what has no translation stays in English within the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

JOINTS = re.compile(
    r"(: |; |\. |, and (?:took|gave|said|the needle lay where one goes by) |, and (?=\0|the page )|, | and | or | with |(?<!figures) for "
    r"| came before |without |(?<=[LS]\d) (?=left|right))"
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
    found: list[str] = []
    for sentence, said in translations.items():
        bare = sentence.removesuffix(".")
        if len(bare) >= LONG and bare in text:
            text = text.replace(bare, f"\0{len(found)}\0")
            found.append(said.removesuffix("."))
    said = "".join(_piece(one, told) for one in JOINTS.split(text))
    return HELD.sub(lambda at: found[int(at.group(1))], said)


def _piece(text: str, told: Callable[[str], str]) -> str:
    """A name, or a few words with numbers, for each of which # stands; the spaces and marks at its ends stay."""
    core = text.strip(" ,;:.")
    if not core or HELD.search(core):
        return text
    numbers = iter(NUMBER.findall(core))
    said = told(core) if told(core) != core else re.sub("#", lambda _: next(numbers, ""), told(NUMBER.sub("#", core)))
    return text.replace(core, said, 1)
