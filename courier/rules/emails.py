"""E-mail addresses: patterns that match them, and the hashes that impact.com accepts."""

from hashlib import sha1, sha256

import polars as pl

_CHARACTER = r"[\p{L}\p{N}_%+&=^~!#$-]"
_LOCAL = rf"{_CHARACTER}(?:['.]?{_CHARACTER})*"
_DOMAIN = r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})"

EMAIL = rf"^{_LOCAL}@{_DOMAIN}$"
"""A text that is one address, without a spreadsheet's apostrophe or ``mailto:`` before it."""

CONTAINS_EMAIL = rf"{_LOCAL}@{_DOMAIN}"
"""An address anywhere in a text."""

EMAIL_HASHES = {"sha1": sha1, "sha256": sha256}
"""The hashes that impact.com accepts for an address; SHA-1 is the usual one."""


def email_digest(address: str, method: str = "sha1") -> str:
    """The hash of an address without outer white space and in lower case, in lower-case hex digits, unsalted."""
    return EMAIL_HASHES[method](address.strip().lower().encode(), usedforsecurity=False).hexdigest()


def hash_of_email(address: pl.Expr, method: str) -> pl.Expr:
    """`email_digest` of a column; each distinct address is hashed once."""

    def digest(series: pl.Series) -> pl.Series:
        digests = {text: email_digest(text, method) for text in series.unique() if text is not None}
        return pl.Series([digests.get(text) for text in series], dtype=pl.String)

    return address.map_batches(digest, return_dtype=pl.String)
