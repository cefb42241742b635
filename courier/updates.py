"""Looks for a newer version where a person wants that: one signed file, at the one address that this build names.

Nothing is downloaded but that file. It is JSON: ``signed`` is a text, ``signature`` the Ed25519 signature of its UTF-8
bytes in base64. The text is JSON too: ``version``, ``released`` (a day), ``expires`` (a moment), ``news`` (plain text)
and ``page`` (an address on the same server, or ""). ``build/announce.py`` writes both this and the build's own file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from courier import version
from courier.messages import UserError
from courier.plain_json import parse, read_json
from courier.resources import resource

_MOST_BYTES = 100_000
_SECONDS = 20.0
"""The time for all of it, from the connection to the last byte."""
_VERSION = re.compile(r"\d{1,5}(?:\.\d{1,5}){1,3}", re.ASCII)
WEEK = timedelta(days=7)
"""How often it is looked where a person wants it by itself."""


class UpdateError(UserError):
    """Nothing is known of newer versions, and why."""


@dataclass(frozen=True)
class UpdateSource:
    """``address``: of the signed file, encrypted or on this computer; ``key``: the public key, of 32 bytes."""

    address: str
    key: bytes

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class Announcement:
    """The version that is announced. ``news``: plain text; ``page``: where it is to be had, "" if that is not said;
    ``newer``: whether it is newer than this one, None where it is this one."""

    version: str
    released: date
    news: str
    page: str
    newer: bool | None


def update_source(named_in: Path | None = None) -> UpdateSource | None:
    """What this build names, or another one in its file; None if that is nothing that can be used, as in the source."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        named = read_json(named_in or resource("updates.json"), _MOST_BYTES)
        source = UpdateSource(named["address"], base64.b64decode(named["public_key"], validate=True))
        if _server(source.address) is not None and len(source.key) == 32:
            return source
    return None


def is_due(looked: str, now: datetime) -> bool:
    """Whether it is time to look again. ``looked``: the moment of the last look, "" or anything odd for never."""
    with suppress(ValueError, TypeError):
        return not timedelta() <= now - datetime.fromisoformat(looked) < WEEK
    return True


def announced(source: UpdateSource, now: datetime, own: str = "") -> Announcement:
    """What is announced there. ``own``: the version of this app, "" for the true one. Takes up to 20 seconds. Raises
    UpdateError."""
    return understood(_read(source), source, now, own)


def understood(body: bytes, source: UpdateSource, now: datetime, own: str = "") -> Announcement:
    """What a file announces, as an app takes it that reads it at its source's address. Raises UpdateError."""
    if len(body) > _MOST_BYTES:
        raise UpdateError("update-garbled", host=source.host)
    # each start asks only where it would be looked
    from courier.formats import day_text

    facts = _facts(_signed_text(body, source), source)
    try:
        told, released, news, page = (str(facts[name]) for name in ("version", "released", "news", "page"))
        expires, day = datetime.fromisoformat(str(facts["expires"])), date.fromisoformat(released)
        numbers, over = _numbers(told), expires < now
        if page and _server(page) != _server(source.address):
            raise ValueError(page)
    except (KeyError, ValueError, TypeError):
        raise UpdateError("update-garbled", host=source.host) from None
    if over:
        raise UpdateError("update-expired", host=source.host, day=day_text(expires))
    mine = _numbers(own or version())
    return Announcement(told, day, news, page, None if numbers == mine else numbers > mine)


def _numbers(written: str) -> tuple[int, ...]:
    if not _VERSION.fullmatch(written):
        raise ValueError(written)
    numbers = [int(number) for number in written.split(".")]
    return (*numbers, 0, 0, 0)[:4]


def _server(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None if what is read there could be changed on the way."""
    from courier.destinations.api_address import is_loopback

    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or parts.username or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return None
    return parts.scheme, host, parts.port or {"https": 443, "http": 80}[parts.scheme]


def _signed_text(body: bytes, source: UpdateSource) -> bytes:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    outer = _facts(body, source)
    try:
        text = str(outer["signed"]).encode()
    except KeyError:
        raise UpdateError("update-garbled", host=source.host) from None
    try:
        signature = base64.b64decode(str(outer.get("signature")), validate=True)
        Ed25519PublicKey.from_public_bytes(source.key).verify(signature, text)
    except (ValueError, InvalidSignature):
        raise UpdateError("update-unsigned", host=source.host) from None
    return text


def _facts(content: bytes, source: UpdateSource) -> Mapping[str, Any]:
    with suppress(ValueError):
        facts = parse(content)
        if isinstance(facts, dict):
            return facts
    raise UpdateError("update-garbled", host=source.host)


def _read(source: UpdateSource) -> bytes:
    import asyncio

    import httpx

    from courier.delivery.web import in_time

    try:
        return asyncio.run(in_time(_body(source), _SECONDS))
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL):
        raise UpdateError("update-unreachable", host=source.host) from None


async def _body(source: UpdateSource) -> bytes:
    from courier.delivery.web import web_client

    body = bytearray()
    async with web_client(source.address) as client, client.stream("GET", source.address) as answer:
        if answer.status_code != 200:
            raise UpdateError("update-unreachable", host=source.host)
        async for piece in answer.aiter_raw():
            body += piece
            if len(body) > _MOST_BYTES:
                raise UpdateError("update-garbled", host=source.host)
    return bytes(body)
