"""The account of a program at impact.com's REST API: whose it is, where it is asked, and its token in the keychain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from courier.credentials import Credentials, Secret
from courier.messages import UserError
from courier.programs import Program

API_URL = "https://api.impact.com"

_SID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class ApiAccountError(UserError):
    """A program without an account at the API, or with one that cannot be used."""


class TokenStores(Protocol):
    """Where tokens are kept, and the programs that have them."""

    @property
    def credentials(self) -> Credentials:
        """The tokens, by `ApiAccount.keychain_name`."""

    @property
    def programs(self) -> Iterable[Program]:
        """The saved programs."""


@dataclass(frozen=True)
class ApiAccount:
    """``sid``: the Account SID; ``url``: the beginning of all addresses that are read, without a path."""

    sid: str
    url: str = API_URL

    @property
    def keychain_name(self) -> str:
        """What its token is kept under. It names the server too, so that no token is told to another one."""
        return f"api:{self.sid}@{self.url.partition('://')[2]}"


def account_of(program: Program) -> ApiAccount | None:
    """The account that a program reads answers with; None if it has none. Raises ApiAccountError for one that cannot
    be used, which a program from a file may have."""
    if not program.account_sid:
        return None
    return api_account(program.account_sid, program.api_url)


def api_account(sid: str, url: str = "") -> ApiAccount:
    """The account with this Account SID. ``url``: where it is asked, "" for impact.com. Raises ApiAccountError."""
    if not _SID.fullmatch(sid):
        raise ApiAccountError("api-fault-sid", value=sid)
    return ApiAccount(sid, _checked_url(url) if url else API_URL)


def account_faults(program: Program) -> dict[str, ApiAccountError]:
    """Per attribute of a program what the user has to correct before its account can be used."""
    try:
        account_of(program)
    except ApiAccountError as problem:
        return {"account_sid" if problem.key == "api-fault-sid" else "api_url": problem}
    return {}


def keep_token(program: Program, before: Program | None, token: Secret, services: TokenStores) -> bool:
    """Keep the token of a program, and forget that of another account which it had ``before``. False if there is no
    keychain and it is kept until the app ends. Raises ApiAccountError, CredentialError and ProgramError."""
    account = account_of(program)
    if account is None:
        raise ApiAccountError("api-no-account", program=program.name)
    kept = services.credentials.set(account.keychain_name, token)
    if before is not None and keychain_name(before) != account.keychain_name:
        forget_token(before, services)
    return kept


def forget_token(program: Program, services: TokenStores) -> None:
    """Forget the token of a program, if it has one and no other program reads with the same account. Raises
    CredentialError and ProgramError."""
    name = keychain_name(program)
    shared = any(other.name != program.name and keychain_name(other) == name for other in services.programs)
    if name and not shared:
        services.credentials.delete(name)


def keychain_name(program: Program) -> str:
    """What a program's token is kept under, "" for a program without an account that can be used."""
    try:
        account = account_of(program)
    except ApiAccountError:
        return ""
    return account.keychain_name if account else ""


def _checked_url(url: str) -> str:
    """An address without a path. Raises ApiAccountError for one that is not encrypted and leads elsewhere than to this
    computer, or holds more than a host and a port."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ApiAccountError("api-fault-url", value=url) from None
    plain = not (parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"))
    if not host or not plain or not host.isascii() or parts.scheme not in ("https", "http"):
        raise ApiAccountError("api-fault-url", value=url)
    if parts.scheme == "http" and not is_loopback(host):
        raise ApiAccountError("api-fault-open", value=url)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
