"""What a PIN looks like: told without loading what works with databases."""

from __future__ import annotations

FEWEST, MOST = 4, 12
"""Digits"""


def is_pin(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and FEWEST <= len(typed) <= MOST
