"""E-mail addresses: how to see them, and the hashes impact.com asks for."""

from hashlib import sha1

import polars as pl

_CHARACTER = r"[\p{L}\p{N}_%+&=^~!#$-]"
_LOCAL = rf"{_CHARACTER}(?:['.]?{_CHARACTER})*"
_DOMAIN = r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})"

EMAIL = rf"^{_LOCAL}@{_DOMAIN}$"
"""A cell that is one address, with no apostrophe of a spreadsheet and no ``mailto:`` before it."""

CONTAINS_EMAIL = rf"{_LOCAL}@{_DOMAIN}"
"""An address anywhere in a text."""


def email_digest(address: str) -> str:
    """SHA-1 of an address without outer white space and in lower case, as 40 lower-case hex digits, unsalted."""
    return sha1(address.strip().lower().encode(), usedforsecurity=False).hexdigest()


def sha1_of_email(address: pl.Expr) -> pl.Expr:
    """`email_digest` of a column; each distinct address is hashed once."""

    def digest(series: pl.Series) -> pl.Series:
        known = {one: email_digest(one) for one in series.unique() if one is not None}
        return pl.Series([known.get(one) for one in series], dtype=pl.String)

    return address.map_batches(digest, return_dtype=pl.String)
