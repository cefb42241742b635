"""Tells a table of answers from a sheet that is to be sent: a file of changes has orders and reasons too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from courier.messages import UserError
from courier.results.answer_tables import pasted_answers, read_answers
from courier.results.codes import code_of
from courier.results.submissions import FoundSubmission

Likeness = Literal["sure", "likely", "no"]
_LARGEST = 4_000_000
"""Bytes of a file, or characters of a text, beyond which it is a sheet: nobody copies so many errors by hand."""
_MOSTLY = 0.5


@dataclass(frozen=True)
class Recognised:
    """``found``: what a table says of submissions, nothing where it is ``likeness`` "no"."""

    likeness: Likeness
    found: tuple[FoundSubmission, ...] = ()


_NONE = Recognised("no")


def recognise_file(path: Path, zone: str, now: datetime) -> Recognised:
    """Whether a file is a table of answers. What cannot be read is none: opening it says why."""
    try:
        return _NONE if path.stat().st_size > _LARGEST else _judged(read_answers(path, zone, now))
    except (UserError, OSError):
        return _NONE


def recognise_text(content: str, zone: str, now: datetime) -> Recognised:
    """Whether a text from the clipboard is a table of answers."""
    try:
        return _NONE if len(content) > _LARGEST else _judged(pasted_answers(content, zone, now))
    except UserError:
        return _NONE


def _judged(found: Sequence[FoundSubmission]) -> Recognised:
    reasons = [reason for one in found for reason in one.refused["reason"].to_list()]
    if not reasons:
        # a list of submissions: no sheet names files and what became of them
        return Recognised("sure" if found else "no", tuple(found))
    known = sum(code_of(reason).known for reason in reasons) / len(reasons)
    likeness: Likeness = "sure" if known >= _MOSTLY else "likely" if known else "no"
    return Recognised(likeness, tuple(found) if known else ())
