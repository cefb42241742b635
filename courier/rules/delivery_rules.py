"""Rules about what is about to be delivered and where: names of parts, folders, recipients.

Sources: Batch Submit Conversion Data; Configure an FTP/FTPS Connection for Batch Jobs; Create a Data Upload Connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate

from courier.catalogue.rules import RULE_FACTS
from courier.rules.rule import FactValue, Problem, Severity

CLASSIC_HOST = "batch.impact.com"
"""impact.com's own server: it looks into the login folder only."""

_RESERVED = ("receipt_", "result_")
_STYLE = re.compile(r"\d{4}-\d{2}-\d{2}_[A-Za-z]+[A-Za-z0-9_-]*\.\w+")
_LOGIN_FOLDERS = ("", ".", "./", "/")


@dataclass(frozen=True)
class Delivery:
    """A delivery in plain values. ``kind``: sftp, ftp, email or folder; ``pattern``: of a Connection, with * and ?;
    ``names``: of the parts; ``to`` and ``cc``: addresses; ``upload_address``: the one impact.com gave out."""

    kind: str
    host: str = ""
    folder: str = ""
    pattern: str = ""
    names: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    upload_address: str = ""


def name_problems(name: str) -> Iterator[Problem]:
    """What is wrong with the name of a part (FILE-EXT, FILE-NAME, FILE-NAME-STYLE)."""
    if not _is_readable(name):
        yield _problem("FILE-EXT", name=name)
    if name.lower().startswith(_RESERVED):
        yield _problem("FILE-NAME", name=name)
    elif not _STYLE.fullmatch(name):
        yield _problem("FILE-NAME-STYLE", name=name)


def delivery_problems(delivery: Delivery) -> Iterator[Problem]:
    """What would keep impact.com from taking the parts, names included."""
    for name in delivery.names:
        yield from name_problems(name)
        # * and ? as in file names; square brackets are themselves
        if delivery.pattern and not re.fullmatch(translate(delivery.pattern.replace("[", "[[]")), name):
            yield _problem("FILE-PATTERN", name=name, pattern=delivery.pattern)
    classic = delivery.kind in ("sftp", "ftp") and delivery.host.lower() == CLASSIC_HOST
    if classic and delivery.folder not in _LOGIN_FOLDERS:
        yield _problem("DLV-DIR", folder=delivery.folder)
    if delivery.kind == "email":
        if delivery.to != (delivery.upload_address,):
            yield _problem("DLV-EMAIL-TO", address=delivery.upload_address)
        if len(delivery.names) != 1 or not _is_readable(delivery.names[0]):
            yield _problem("DLV-EMAIL-ATT", count=len(delivery.names))


def _is_readable(name: str) -> bool:
    return name.lower().endswith((".csv", ".xml"))


def _problem(rule: str, **facts: FactValue) -> Problem:
    return Problem(rule, Severity(RULE_FACTS[rule].severity), facts=facts)
