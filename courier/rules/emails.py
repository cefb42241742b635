"""E-mail addresses: how to see them, and the hashes impact.com asks for."""

from hashlib import sha1, sha256

import polars as pl

_CHARACTER = r"[\p{L}\p{N}_%+&=^~!#$-]"
_LOCAL = rf"{_CHARACTER}(?:['.]?{_CHARACTER})*"
_DOMAIN = r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})"

EMAIL = rf"^{_LOCAL}@{_DOMAIN}$"
"""A cell that is one address, with no apostrophe of a spreadsheet and no ``mailto:`` before it."""

CONTAINS_EMAIL = rf"{_LOCAL}@{_DOMAIN}"
"""An address anywhere in a text."""


EMAIL_HASHES = {"sha1": sha1, "sha256": sha256}
"""The hashes impact.com takes for an address; SHA-1 is the usual one."""


def email_digest(address: str, method: str = "sha1") -> str:
    """The hash of an address without outer white space and in lower case, in lower-case hex digits, unsalted."""
    return EMAIL_HASHES[method](address.strip().lower().encode(), usedforsecurity=False).hexdigest()


def hash_of_email(address: pl.Expr, method: str) -> pl.Expr:
    """`email_digest` of a column; each distinct address is hashed once."""

    def digest(series: pl.Series) -> pl.Series:
        known = {one: email_digest(one, method) for one in series.unique() if one is not None}
        return pl.Series([known.get(one) for one in series], dtype=pl.String)

    return address.map_batches(digest, return_dtype=pl.String)
