"""Codes that open something at the provider: made here, as people choose ones that are guessed."""

from __future__ import annotations

import secrets
from itertools import pairwise

FEW = 3
"""Digits of a code that may also stand in the own number: more would be a hint."""


def new_code(length: int, *, own: str) -> str:
    """Digits in no order, and none that the `own` number gives away."""
    while True:
        code = f"{secrets.randbelow(10**length):0{length}}"
        if is_strong(code, own=own):
            return code


def is_strong(code: str, *, own: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(code)}
    mixed = len(set(code)) > len(code) // 2 and len(steps) > 2
    return mixed and not any(code[at : at + FEW + 1] in own for at in range(len(code) - FEW))
