"""Loops that numba turns into machine code, kept on disk where that is possible; typed, as numba's own decorator is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

import numpy as np
from numba import config, njit, vectorize
from numba.core import caching, event

F = TypeVar("F", bound=Callable[..., Any])
TORN = (EOFError, caching.pickle.UnpicklingError)
"""What numba's own reader ends in where a file of its cache was cut short."""
KEEPS = bool(config.CACHE_DIR) or os.path.expanduser("~") != "~" or os.access(Path(__file__).parent, os.W_OK)
"""Whether there is a place for what is compiled. Of a user without a home numba would make a folder called ~ wherever he stands."""


class KeptCode(caching.FunctionCache):  # type: ignore[misc]
    """What was compiled, on disk. A file torn by a crash, or a disk that is full, costs the time to compile and nothing else."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled function of this signature; None if it is not there, or cannot be read."""
        try:
            return super().load_overload(sig, target_context)
        except TORN:
            self._begin_anew()
        except OSError:
            self.disable()
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep it, if it can be kept."""
        try:
            super().save_overload(sig, data)
        except OSError:
            self.disable()

    def _begin_anew(self) -> None:
        try:
            self.flush()
        except OSError:
            self.disable()


@overload
def compiled(function: F) -> F: ...
@overload
def compiled(*, error_model: Literal["python", "numpy"] = ..., inline: Literal["never", "always"] = ...) -> Callable[[F], F]: ...
def compiled(
    function: F | None = None, *, error_model: Literal["python", "numpy"] = "python", inline: Literal["never", "always"] = "never"
) -> F | Callable[[F], F]:
    """Compile a function when it is first called, so that it runs beside other threads.

    ``error_model`` "numpy" divides by zero as arrays do, without a check in the loop; ``inline`` "always" writes the function into its
    callers. Where nothing can be kept on disk it is compiled in memory, anew by each process.
    """

    def made(of: F) -> F:
        dispatcher = njit(nogil=True, error_model=error_model, inline=inline)(of)
        if KEEPS:
            with suppress(RuntimeError):  # so numba says that it found no folder that it could write into
                dispatcher._cache = KeptCode(of)
        return dispatcher  # type: ignore[no-any-return]

    return made if function is None else made(function)


class Compiling(event.Listener):  # type: ignore[misc]
    """Hears of each function that is compiled because no code of it is kept."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told

    def on_start(self, _: Any) -> None:
        self._told()

    def on_end(self, _: Any) -> None:
        """What begins is told, so that a long one does not look like a standstill."""


def hearing(told: Callable[[], None]) -> AbstractContextManager[None]:
    """While this lasts ``told`` is called whenever a function begins to be compiled, in whichever thread; what it raises ends that."""
    return event.install_listener("numba:compile", Compiling(told))  # type: ignore[no-any-return]


def element_by_element(signature: str) -> Callable[[Callable[..., Any]], np.ufunc]:
    """Compile a function of single numbers, ``float32(float32, float32)``, to one of whole arrays."""

    def made(of: Callable[..., Any]) -> np.ufunc:
        try:
            return vectorize([signature], cache=KEEPS)(of)  # type: ignore[no-any-return]
        except (RuntimeError, OSError, *TORN):  # no folder for it, a full disk, a torn file
            return vectorize([signature])(of)  # type: ignore[no-any-return]

    return made
