"""Degrees to one of two sides, read as they are said: left 11°, and no negative number to the right."""

from __future__ import annotations

from sim.qt.panels.fields import Number


class SidedField(Number):
    """A number with a sign to who types one; its word to who reads it.

    plus, minus : to which sides
    axis : along which line, where it is to neither
    most : degrees to either side
    """

    def __init__(self, about: str, plus: str, minus: str, axis: str, most: float) -> None:
        super().__init__(about)
        self._plus, self._minus, self._axis = f"{plus} ", f"{minus} ", f"{axis} "
        self.setRange(-most, most)
        self.setDecimals(0)
        self.setSuffix("\u00b0")
        self.setToolTip(about)

    def textFromValue(self, value: float) -> str:
        bare = super().textFromValue(abs(value))
        return (self._axis if float(bare) == 0.0 else self._plus if value > 0 else self._minus) + bare

    def _bare(self, text: str) -> str:
        """With its sign, as it is typed: a number of its own is to the plus side, one with a minus to the other."""
        bare = super()._bare(text)
        for word, sign in ((self._axis, ""), (self._plus, ""), (self._minus, "-")):
            if bare.startswith(word.strip()):
                rest = bare.removeprefix(word.strip()).strip()
                return rest if rest.startswith("-") else sign + rest
        return bare
