"""Sets of numbers as PortaBilling writes them: `%` stands for any digits."""

from __future__ import annotations

import re


def means(pattern: str, number: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("%"))), number) is not None
