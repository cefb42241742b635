"""Which characters there are in a column at all: one search through all its texts spares asking each of them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import polars as pl

Sign = tuple[str, str]
"""A field and the ASCII characters of which one is looked for in its texts."""


class CharacterIndex:
    """The texts of some rows, each column's as one text with a line per cell."""

    def __init__(self, texts: pl.DataFrame) -> None:
        """``texts``: a String column per field, null where a cell is empty."""
        self._names = texts.columns
        self._lines = texts.select_seq([_lines(name) for name in self._names])

    def foreign(self) -> list[str]:
        """The fields that hold anything but ASCII."""
        return self._where(pl.all().str.len_bytes() != pl.all().str.len_chars())

    def matching(self, expression: str) -> list[str]:
        """The fields of which a text may match a regular expression. All that do are among them: no line is empty, and
        what an expression says of a text's ends holds for the ends of its line."""
        return self._where(pl.all().str.contains(f"(?m){expression}"))

    def holding(self, signs: Collection[Sign]) -> set[Sign]:
        """Those of the signs that are there."""
        asked = list(signs)
        answers = self._lines.select_seq([_sign(*sign) for sign in asked]).row(0) if asked else ()
        return {sign for sign, there in zip(asked, answers, strict=True) if there}

    def _where(self, test: pl.Expr) -> list[str]:
        answers = self._lines.select_seq(test).row(0) if self._names else ()
        return [name for name, there in zip(self._names, answers, strict=True) if there]


@cache
def _lines(name: str) -> pl.Expr:
    return pl.col(name).str.join("\n")


@cache
def _sign(name: str, characters: str) -> pl.Expr:
    # a class of up to three bytes is looked for by the processor's own search
    either = "".join(rf"\x{ord(character):02x}" for character in characters)
    return pl.col(name).str.contains(f"[{either}]").alias(f"{name} {characters}")
