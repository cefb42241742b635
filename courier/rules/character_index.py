"""The characters that occur in a column: one search through all its texts replaces a test of each."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, cached_property

import polars as pl

Sign = tuple[str, str]
"""A field and ASCII characters, or `FOREIGN`; its texts are searched for any of them."""

_BETWEEN = "|"
START, END = r"(?:^|\|)", r"(?:$|\|)"
"""Where a cell's text begins and ends in an expression for `CharacterIndex.matching`. A text may hold that character
too; it is then only tested in vain."""

FOREIGN = "\u0080-\U0010ffff"
"""Stands for all characters other than ASCII."""


class CharacterIndex:
    """The texts of some rows, each column joined to one text."""

    def __init__(self, texts: pl.DataFrame) -> None:
        """``texts``: a String column per field, null where a cell is empty."""
        self._names = texts.columns
        self._joined = texts.select_seq([_joined(name) for name in self._names])

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The fields with characters other than ASCII."""
        return frozenset(self._where(pl.all().str.len_bytes() != pl.all().str.len_chars()))

    def matching(self, expression: str) -> list[str]:
        """The fields that may have a text that matches a regular expression, which has `START` and `END` in place of
        anchors. None that does is missing, as no text is empty."""
        return self._where(pl.all().str.contains(expression))

    def holding(self, signs: Collection[Sign]) -> set[Sign]:
        """Those of the signs that occur."""
        searched = [sign for sign in signs if sign[1] != FOREIGN]
        answers = self._joined.select_seq([_sign(*sign) for sign in searched]).row(0) if searched else ()
        found = {sign for sign, occurs in zip(searched, answers, strict=True) if occurs}
        return found | {
            (name, characters) for name, characters in signs if characters == FOREIGN and name in self.foreign
        }

    def _where(self, test: pl.Expr) -> list[str]:
        answers = self._joined.select_seq(test).row(0) if self._names else ()
        return [name for name, passes in zip(self._names, answers, strict=True) if passes]


@cache
def _joined(name: str) -> pl.Expr:
    return pl.col(name).str.join(_BETWEEN)


@cache
def _sign(name: str, characters: str) -> pl.Expr:
    # the regex engine has a vectorised search for a class of up to three bytes
    any_of = "".join(rf"\x{ord(character):02x}" for character in characters)
    return pl.col(name).str.contains(f"[{any_of}]").alias(f"{name} {characters}")
