"""Texts whose UTF-8 was decoded with another encoding, and how to restore them."""

from __future__ import annotations

import polars as pl

# UTF-8 read as Windows-1252 or Latin-1: a lead byte's letter followed by a letter that stands for a later byte
_LATER = r"[\u{80}-\u{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_PERHAPS = rf"[Â-ô]{_LATER}|\u{{fffd}}|ï»¿"
# sequences that no word of any language contains
_SURE = r"\u{fffd}|ï»¿|â€[™œ\u{9d}¦“”˜]|Ã[©¨¤¶¼±§¡£¢³µ¹½¾¿¥]"


def wrongly_decoded(texts: pl.Series) -> pl.Series | None:
    """Which texts show signs of a wrong encoding (Boolean, null where empty); None if none does."""
    suspects = texts.str.contains(_PERHAPS)
    if not suspects.any():
        return None
    rows = suspects.fill_null(False).arg_true()
    some = texts.gather(rows)
    bad = decoded_again(some).is_not_null() | some.str.contains(_SURE)
    return (suspects & False).scatter(rows, bad)


def decoded_again(texts: pl.Series) -> pl.Series:
    """The original texts where they can be restored; null elsewhere."""
    originals = {text: _restored(text) for text in texts.unique() if text is not None}
    return pl.Series([originals.get(text) for text in texts], dtype=pl.String)


def _restored(text: str) -> str | None:
    """The text whose UTF-8 bytes were decoded as Windows-1252. The five bytes which that encoding does not define
    appear as control characters."""
    if text.isascii():
        return None
    try:
        return b"".join(_byte_of(character) for character in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte_of(character: str) -> bytes:
    return character.encode("latin-1" if ord(character) < 0x100 else "cp1252")
