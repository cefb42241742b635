"""JSON that may come from others: no larger, deeper or odder than what the app writes itself.

What passes can be written again, shown and compared; nothing in it makes reading it a defect.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

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
