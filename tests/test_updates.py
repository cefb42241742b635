"""Looking for a newer version: a signed file on a real server, made by the release's own script."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from build.announce import main, signed, source
from courier.updates import UpdateError, UpdateSource, announced, is_due, update_source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


class Server(ThreadingHTTPServer):
    """``body``: what it answers; ``asked``: the headers of every request."""

    status, body, slowly = 200, b"", 0.0

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/updates.json"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(self.server.status)
        if 300 <= self.server.status < 400:
            self.send_header("Location", self.server.address)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        time.sleep(self.server.slowly)
        self.wfile.write(self.server.body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(running: Server) -> Server:
    running.status, running.body, running.slowly = 200, b"", 0.0
    running.asked.clear()
    return running


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A throw-away key, for the script."""
    assert main(["key"]) == 0
    made = capsys.readouterr().out.strip()
    monkeypatch.setenv("COURIER_UPDATE_KEY", made)
    return made


@pytest.fixture
def build(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UpdateSource:
    """What a build names that was made with the key."""
    named = tmp_path / "updates.json"
    assert main(["source", server.address, "--output", str(named)]) == 0
    monkeypatch.setattr("courier.updates.resource", lambda _: named)
    found = update_source()
    assert found is not None
    return found


Announce = Callable[..., None]


@pytest.fixture
def announce(server: Server) -> Announce:
    """Puts a signed file on the server."""

    def put(version: str = "0.3.0", news: str = "Added\n• Something", page: str = "", days: int = 30) -> None:
        server.body = json.dumps(signed(version, news, page, NOW, days)).encode()

    return put


def refusal(build: UpdateSource, now: datetime = NOW) -> str:
    with pytest.raises(UpdateError) as told:
        announced(build, now, "0.2.0")
    return str(told.value)


def test_a_newer_version_is_told_with_its_news_and_page(
    build: UpdateSource, server: Server, announce: Announce
) -> None:
    page = server.address.replace("updates.json", "download")
    announce(page=page)
    found = announced(build, NOW, "0.2.0")
    assert (found.version, found.newer, found.page) == ("0.3.0", True, page)
    assert (found.news, found.released) == ("Added\n• Something", NOW.date())
    # one request, which tells nothing of the computer
    (asked,) = server.asked
    assert asked["user-agent"] == "conversion-courier"
    assert not {"cookie", "authorization", "referer"} & asked.keys()


@pytest.mark.parametrize(
    ("version", "newer"),
    [("0.2.0", None), ("0.2", None), ("0.1.9", False), ("0.10.0", True), ("0.2.0.1", True), ("1.0", True)],
)
def test_versions_are_compared_by_their_numbers(
    build: UpdateSource, announce: Announce, version: str, newer: bool | None
) -> None:
    announce(version)
    assert announced(build, NOW, "0.2.0").newer is newer


def test_what_was_signed_long_ago_is_refused(build: UpdateSource, announce: Announce) -> None:
    announce(days=7)
    assert refusal(build, NOW + timedelta(days=8)) == "What 127.0.0.1 announces was valid until 2026-12-08 only."


def test_what_others_signed_is_ignored(
    build: UpdateSource, server: Server, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "What 127.0.0.1 announces is not signed by the makers of this app, and was ignored."
    announce()
    whole = json.loads(server.body)
    for changed in (
        {"signed": whole["signed"].replace("0.3.0", "9.9.9")}, {"signature": ""}, {"signature": None},
        {"signature": "no base64"}, {"signature": base64.b64encode(bytes(64)).decode()},
    ):  # fmt: skip
        server.body = json.dumps(whole | changed).encode()
        assert refusal(build) == said
    monkeypatch.setenv("COURIER_UPDATE_KEY", base64.b64encode(bytes(range(32))).decode())
    announce()
    assert refusal(build) == said


def test_garbage_is_refused(build: UpdateSource, server: Server, announce: Announce) -> None:
    said = "What 127.0.0.1 announces cannot be read."
    for body in (b"", b"<html>", b"[]", b"{}", b"\xff\xfe", b"[" * 5000, b" " * 100_001):
        server.body = body
        assert refusal(build) == said
    for odd in ({"version": "newest"}, {"version": "1.2.3-rc1"}, {"version": "9" * 400}):
        announce(**odd)
        assert refusal(build) == said


@pytest.mark.parametrize(
    "page",
    ["https://elsewhere.example/x", "http://127.0.0.1:1/x", "javascript:alert(1)", "file:///etc/passwd", "http://[/"],
)
def test_a_page_elsewhere_is_refused(build: UpdateSource, announce: Announce, page: str) -> None:
    announce(page=page)
    assert refusal(build) == "What 127.0.0.1 announces cannot be read."


@pytest.mark.parametrize("status", [302, 404, 500])
def test_no_redirect_is_followed_and_a_failure_is_said(
    build: UpdateSource, server: Server, announce: Announce, status: int
) -> None:
    announce()
    server.status = status
    assert refusal(build) == "127.0.0.1 did not answer. Try again later."
    assert len(server.asked) == 1


def test_nobody_and_slowness_are_given_up(
    build: UpdateSource, server: Server, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce()
    monkeypatch.setattr("courier.updates._SECONDS", 0.1)
    server.slowly = 0.2
    assert refusal(build) == "127.0.0.1 did not answer. Try again later."
    assert "did not answer" in refusal(UpdateSource("http://127.0.0.1:9/updates.json", build.key))


@pytest.mark.parametrize(
    "named",
    [
        {"address": "http://shop.example/updates.json"},
        {"address": "ftp://127.0.0.1/x"},
        {"address": "https://me:secret@shop.example/x"},
        {"address": 5},
        {"public_key": "AAAA"},
        {"public_key": "no base64"},
    ],
)
def test_a_build_that_names_nothing_usable_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, object]
) -> None:
    path = tmp_path / "updates.json"
    monkeypatch.setattr("courier.updates.resource", lambda _: path)
    right = source("https://shop.example/updates.json")
    path.write_text(json.dumps(right), encoding="utf-8")
    assert update_source() is not None
    path.write_text(json.dumps(right | named), encoding="utf-8")
    assert update_source() is None


def test_the_source_names_no_address() -> None:
    assert update_source() is None


def test_it_is_looked_once_a_week() -> None:
    assert is_due("", NOW)
    assert is_due("nonsense", NOW)
    assert not is_due((NOW - timedelta(days=6)).isoformat(), NOW)
    assert is_due((NOW - timedelta(days=7)).isoformat(), NOW)
    # a clock that was put back
    assert is_due((NOW + timedelta(days=1)).isoformat(), NOW)


@pytest.mark.parametrize(
    ("news", "page", "other_key", "said"),
    [
        ("* Something.", "", True, "is not signed by the makers of this app"),
        ("* Something.", "https://elsewhere.example/x", False, "cannot be read"),
        ("* " + "long " * 25_000, "", False, "cannot be read"),
    ],
)
def test_nothing_is_written_that_the_builds_would_not_believe(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    news: str,
    page: str,
    other_key: bool,
    said: str,
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"## Unreleased\n\n## 1.2.0 - 2026-11-30\n\n{news}\n", encoding="utf-8")
    (tmp_path / "resources").mkdir()
    named, made = tmp_path / "resources" / "updates.json", tmp_path / "announced.json"
    assert main(["source", "https://shop.example/updates.json", "--output", str(named)]) == 0
    if other_key:
        monkeypatch.setenv("COURIER_UPDATE_KEY", base64.b64encode(bytes(range(32))).decode())
    assert main(["sign", "--root", str(tmp_path), "--page", page, "--output", str(made)]) == 1
    assert said in capsys.readouterr().err
    named.write_text("{}", encoding="utf-8")
    assert main(["sign", "--root", str(tmp_path), "--output", str(made)]) == 1
    assert "names no address and key" in capsys.readouterr().err
    assert not made.exists()


def test_the_release_signs_its_version_and_news(
    build: UpdateSource,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-11-30\n\n### Added\n\n* A *line* for\n  people.\n",
        encoding="utf-8",
    )
    made = tmp_path / "announced.json"
    assert main(["sign", "--root", str(tmp_path), "--output", str(made)]) == 0
    server.body = made.read_bytes()
    found = announced(build, datetime.now(UTC), "1.1.0")
    assert (found.version, found.news) == ("1.2.0", "Added\n\n• A line for people.")
    monkeypatch.setenv("COURIER_UPDATE_KEY", "")
    made.unlink()
    assert main(["sign", "--root", str(tmp_path), "--output", str(made)]) == 1
    assert "COURIER_UPDATE_KEY holds no key" in capsys.readouterr().err
    assert not made.exists()
