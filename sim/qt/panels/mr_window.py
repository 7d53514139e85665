"""Window and level of an MRI: which of its brightnesses are spread from black to white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST, MOST = 0.05, 2.0
"""Of the brightest: limits of window and level"""


@dataclass(frozen=True)
class Window:
    """Greys: the brightness that is half grey, and how far black and white lie apart."""

    level: float
    width: float

    def greys(self, picture: NDArray[np.floating]) -> NDArray[np.uint8]:
        low = self.level - self.width / 2
        return np.asarray(np.clip((picture.astype(np.float32) - low) * (255.0 / self.width), 0, 255), np.uint8)

    def moved(self, width: float, level: float) -> Window:
        return Window(min(max(self.level + level, 0.0), MOST), min(max(self.width + width, LEAST), MOST))
