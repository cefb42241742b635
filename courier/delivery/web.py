"""Requests to servers of the web: what they learn of us, whom they are believed, and how long they are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from courier.delivery.tls import web_context
from courier.destinations.api_address import is_loopback

if TYPE_CHECKING:
    import httpx

_LONGEST_SILENCE = 300.0
_STEP = 0.05
"""Seconds between two looks whether the time is over."""
_T = TypeVar("_T")


def web_client(address: str, login: tuple[str, str] | None = None) -> httpx.AsyncClient:
    """A client for the server of an address. ``login``: name and password, told with each request. Redirects are not
    followed, so that no other server learns them."""
    import httpx

    return httpx.AsyncClient(
        auth=httpx.BasicAuth(*login) if login else None,
        # nothing is packed, so that little cannot become much; and nothing tells who asks
        headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "conversion-courier"},
        follow_redirects=False,
        # the time for the whole is kept by `in_time`; this ends only what nobody waits for any more
        timeout=_LONGEST_SILENCE,
        verify=web_context(),
        # a proxy of the system is no way to this computer
        trust_env=not is_loopback(urlsplit(address).hostname or ""),
    )


async def in_time(request: Awaitable[_T], seconds: float, look: Callable[[], None] = lambda: None) -> _T:
    """What the request answers, or TimeoutError: what is slow is dropped wherever it is, also while names are looked
    up. ``look``: called while it is waited; an exception from it drops the request too."""
    loop = asyncio.get_running_loop()
    asking = asyncio.ensure_future(request)
    end = loop.time() + seconds
    try:
        while not asking.done():
            await asyncio.wait({asking}, timeout=_STEP)
            if not asking.done():
                look()
                if loop.time() > end:
                    raise TimeoutError
    finally:
        if not asking.done():
            asking.cancel()
            await asyncio.wait({asking})
    return asking.result()
