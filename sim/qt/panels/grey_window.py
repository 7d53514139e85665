"""Window and level: which of a picture's greys are spread from black to white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QImage

WHOLE, NARROWEST, WIDEST = 255.0, 8.0, 1020.0
"""Greys of a window: as the picture comes, and its limits"""


@dataclass(frozen=True)
class Greys:
    """Which of a picture's greys are spread from black to white."""

    width: float = WHOLE
    level: float = WHOLE / 2

    def dragged(self, across: float, up: float) -> Greys:
        """By so much of the picture's side."""
        width = min(max(self.width * 4.0**across, NARROWEST), WIDEST)
        return Greys(width, min(max(self.level - up * WHOLE, 0.0), WHOLE))

    def applied(self, image: QImage) -> QImage:
        """The 8-bit picture under this window; the same one where that changes nothing."""
        if self == Greys():
            return image
        spread = (np.arange(256) - (self.level - self.width / 2)) / self.width
        shades = np.clip(np.rint(WHOLE * spread), 0, 255).astype(int).tolist()
        made = image.convertToFormat(QImage.Format.Format_Grayscale8)
        made.reinterpretAsFormat(QImage.Format.Format_Indexed8)
        made.setColorTable([QColor(grey, grey, grey).rgb() for grey in shades])
        return made
