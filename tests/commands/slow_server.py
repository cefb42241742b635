"""An FTP server that can be slowed and muted while the command sends to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from courier.destinations import from_url
from courier.destinations.encryption import encryption_memory
from tests.commands.processes import until
from tests.delivery.proxy import ProxyGroup, free_ports, proxies_to
from tests.delivery.servers import pyftpd

PASSWORD = "s3cret-of-the-server"


@dataclass(frozen=True)
class SlowServer:
    """``home``: where it stores files; ``url``: its address, behind the proxies."""

    home: Path
    url: str
    proxies: ProxyGroup

    def receives(self) -> None:
        """Wait until a file begins to arrive."""
        until(lambda: any(self.home.iterdir()), "no file arrives")

    @property
    def stored(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.home.iterdir()}


@contextmanager
def slow_server(home: Path) -> Iterator[SlowServer]:
    """It takes 20 kB in a second until it is told otherwise."""
    ports = free_ports(6)
    with pyftpd(home, PASSWORD, passive=ports) as server, proxies_to(server.port, ports) as proxies:
        for proxy in proxies.all[1:]:
            proxy.bytes_per_second = 20_000
        url = f"ftp://courier@127.0.0.2:{proxies.main.port}"
        encryption_memory().allow_open(from_url(url))
        yield SlowServer(home, url, proxies)
