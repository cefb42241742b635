"""Sending over SFTP beside OpenSSH's own ``sftp`` in batch mode, to the same server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.far_line import far_line
from benchmarks.measuring import Figure, side_by_side
from courier.delivery.receipt import PartFile, State
from courier.delivery.send import send
from courier.destinations import Destination
from tests.delivery.servers import Account, openssh, system_account

ROUND_TRIP = 0.05
PARTS = 100
LARGE = 200_000_000


def sending(folder: Path, _rows: int) -> Iterator[Figure]:
    """A hundred small parts over a far line, and a large one over a near one. Nothing where no server can be run."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin"):
        return
    with ExitStack() as stack:
        account = stack.enter_context(system_account())
        # a folder that the server's user may enter
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="courier-bench-server-")))
        place.chmod(0o755)
        key = folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        (place / "authorized_keys").write_text((folder / "key.pub").read_text())
        server = stack.enter_context(openssh(place))
        far = stack.enter_context(far_line(server.port, ROUND_TRIP))
        small = [_part(folder, number, 20_000) for number in range(PARTS)]
        yield _figure("100 parts, 50 ms round trip", small, far, account, key, 0.5, runs=3)
        yield _figure("one part of 200 MB", [_part(folder, 0, LARGE)], server.port, account, key, 1.2, runs=3)


def _figure(
    name: str, parts: Sequence[PartFile], port: int, account: Account, key: Path, bar: float, runs: int
) -> Figure:
    destination = Destination("Bench", "sftp", "127.0.0.1", port, account.name, key_file=str(key))

    accepted = _host_key(port)

    def ours() -> None:
        clear()
        states = {
            one.state
            for one in send(
                parts, destination, None, lambda: datetime.now(UTC), accept_host_key=accepted, in_sequence=False
            )
        }
        assert states == {State.ARRIVED}

    def bare() -> None:
        clear()
        batch = "".join(f"put {part.path} {part.name}\n" for part in parts)
        options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", f"IdentityFile={key}")
        settings = [word for option in options for word in ("-o", option)]
        subprocess.run(
            ["sftp", *settings, "-b", "-", "-P", str(port), f"{account.name}@127.0.0.1"],
            input=batch, text=True, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def clear() -> None:
        for path in account.home.glob("*.csv"):
            path.unlink()

    mine, theirs = side_by_side(ours, bare, runs)
    return Figure(name, 0, mine / theirs, "x", bar, f"{mine:.2f} s against {theirs:.2f} s of OpenSSH's sftp")


def _host_key(port: int) -> str:
    from courier.delivery.dialer import CancellableDialer
    from courier.delivery.host_keys import connect, fingerprint

    transport = connect(Destination("Bench", "sftp", "127.0.0.1", port), CancellableDialer())
    try:
        return fingerprint(transport.get_remote_server_key())
    finally:
        transport.close()


def _part(folder: Path, number: int, size: int) -> PartFile:
    content = (b"%08d\n" % number) * (size // 9 + 1)
    digest = sha256(content[:size]).hexdigest()
    path = folder / f"2026-11-23_ItemConversions_bench_{number:03}_{digest[:8]}.csv"
    path.write_bytes(content[:size])
    return PartFile(path.name, path, size, digest)
