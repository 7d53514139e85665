"""Loops that numba turns into machine code, kept on disk; typed, as numba's own decorator is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar, overload

import numpy as np
from numba import njit, vectorize

F = TypeVar("F", bound=Callable[..., Any])


@overload
def compiled(function: F) -> F: ...
@overload
def compiled(*, error_model: Literal["python", "numpy"] = ..., inline: Literal["never", "always"] = ...) -> Callable[[F], F]: ...
def compiled(
    function: F | None = None, *, error_model: Literal["python", "numpy"] = "python", inline: Literal["never", "always"] = "never"
) -> F | Callable[[F], F]:
    """Compile a function when it is first called, so that it runs beside other threads.

    ``error_model`` "numpy" divides by zero as arrays do, without a check in the loop; ``inline`` "always" writes the function into its
    callers.
    """
    made: Callable[[F], F] = njit(cache=True, nogil=True, error_model=error_model, inline=inline)
    return made if function is None else made(function)


def element_by_element(signature: str) -> Callable[[Callable[..., Any]], np.ufunc]:
    """Compile a function of single numbers, ``float32(float32, float32)``, to one of whole arrays."""
    made: Callable[[Callable[..., Any]], np.ufunc] = vectorize([signature], cache=True)
    return made
