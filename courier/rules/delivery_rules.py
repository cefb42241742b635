"""Rules about a delivery: names of parts, folders, recipients.

Sources: Batch Submit Conversion Data; Configure an FTP/FTPS Connection for Batch Jobs; Create a Data Upload Connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate

from courier.rules.rule import Problem, catalogue_problem

CLASSIC_HOST = "batch.impact.com"
"""impact.com's own server, which reads only the login folder."""

_RESERVED = ("receipt_", "result_")
_STYLE = re.compile(r"\d{4}-\d{2}-\d{2}_[A-Za-z]+[A-Za-z0-9_-]*\.\w+")
_LOGIN_FOLDERS = ("", ".", "./", "/")


@dataclass(frozen=True)
class Delivery:
    """A delivery in plain values. ``kind``: sftp, ftp, email or folder; ``pattern``: of a Connection, with * and ?;
    ``names``: of the parts; ``to`` and ``cc``: addresses; ``upload_address``: the address impact.com assigned."""

    kind: str
    host: str = ""
    folder: str = ""
    pattern: str = ""
    names: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    upload_address: str = ""


def name_problems(name: str) -> Iterator[Problem]:
    """The problems of the name of a part (FILE-EXT, FILE-NAME, FILE-NAME-STYLE)."""
    if not _is_readable(name):
        yield catalogue_problem("FILE-EXT", name=name)
    if name.lower().startswith(_RESERVED):
        yield catalogue_problem("FILE-NAME", name=name)
    elif not _STYLE.fullmatch(name):
        yield catalogue_problem("FILE-NAME-STYLE", name=name)


def matches_pattern(name: str, pattern: str) -> bool:
    """Whether a Connection takes a file of this name. ``pattern``: "" for one that takes all."""
    # * and ? are wildcards; square brackets are literal
    return not pattern or re.fullmatch(translate(pattern.replace("[", "[[]")), name) is not None


def delivery_problems(delivery: Delivery) -> Iterator[Problem]:
    """What would make impact.com refuse the parts, their names included."""
    for name in delivery.names:
        yield from name_problems(name)
        if not matches_pattern(name, delivery.pattern):
            yield catalogue_problem("FILE-PATTERN", name=name, pattern=delivery.pattern)
    classic = delivery.kind in ("sftp", "ftp") and delivery.host.lower() == CLASSIC_HOST
    if classic and delivery.folder not in _LOGIN_FOLDERS:
        yield catalogue_problem("DLV-DIR", folder=delivery.folder)
    if delivery.kind == "email":
        if delivery.to != (delivery.upload_address,):
            yield catalogue_problem("DLV-EMAIL-TO", address=delivery.upload_address)
        if len(delivery.names) != 1 or not _is_readable(delivery.names[0]):
            yield catalogue_problem("DLV-EMAIL-ATT", count=len(delivery.names))


def _is_readable(name: str) -> bool:
    return name.lower().endswith((".csv", ".xml"))
