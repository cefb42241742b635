"""An account at impact.com's REST API, and which addresses may be told its token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from courier.messages import UserError

API_HOST = "api.impact.com"
API_URL = f"https://{API_HOST}"

_SID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class ApiAccountError(UserError):
    """A program or destination without an account at the API, or with one that cannot be used."""


@dataclass(frozen=True)
class ApiAccount:
    """``sid``: the Account SID; ``url``: the beginning of all addresses, without a path."""

    sid: str
    url: str = API_URL

    @property
    def keychain_name(self) -> str:
        """What its token is kept under, for reading and for sending. It names the server too, so that no token is told
        to another one."""
        return f"api:{self.sid}@{self.url.partition('://')[2]}"


def api_account(sid: str, url: str = "") -> ApiAccount:
    """The account with this Account SID. ``url``: where it is, "" for impact.com. Raises ApiAccountError."""
    if not _SID.fullmatch(sid):
        raise ApiAccountError("api-fault-sid", value=sid)
    return ApiAccount(sid, _checked_url(url) if url else API_URL)


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
