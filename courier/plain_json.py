"""JSON that may come from others: no larger, deeper or odder than what the app writes itself.

What passes can be written again, shown and compared; nothing in it makes reading it a defect.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, NoReturn

from courier.whole_files import atomic_file

_DEEPEST = 30
_MOST = 50_000_000
"""Bytes of a file."""


def parse(content: bytes) -> Any:
    """The value of a file. Raises ValueError if it is none, is too large or too deep, or holds numbers without an end
    or halves of letters, which no file can hold."""
    if len(content) > _MOST:
        raise ValueError
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    except RecursionError as problem:
        raise ValueError from problem
    _refuse_depth(value)
    json.dumps(value, ensure_ascii=False).encode()
    return value


def read_json(path: Path, most: int = _MOST) -> Any:
    """The value in a file of ``most`` bytes at the most. Raises OSError, and ValueError as `parse` does."""
    with path.open("rb") as source:
        content = source.read(most + 1)
    if len(content) > most:
        raise ValueError
    return parse(content)


def write_json(path: Path, value: Any, *, private: bool = False) -> None:
    """Write a value atomically, for `read_json`. ``private``: see `atomic_file`. Raises OSError, and UnicodeEncodeError
    for halves of letters."""
    content = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    with atomic_file(path, private=private) as beside:
        beside.write_text(content, encoding="utf-8")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        _refuse(written)
    return number


def _refuse(written: str) -> NoReturn:
    raise ValueError(written)


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise ValueError


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
