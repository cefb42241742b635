"""`make audit` tells a known weakness, none, and an advisory service that could not be asked from each other."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from build import audit

Answer = Callable[[dict], tuple[int, bytes]]


@pytest.fixture
def service() -> Iterator[Callable[[Answer], str]]:
    """Starts an advisory service that gives these answers; its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = answer(question)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/v1/query"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def weak(name: str) -> Answer:
    """Answers of a service that knows a weakness of one package, in all its versions."""
    advisory = {
        "id": "GHSA-xxxx-yyyy-zzzz",
        "aliases": ["CVE-2026-0001"],
        "published": "2026-01-01T00:00:00Z",
        "summary": "Reads a byte too many",
        "affected": [
            {
                "package": {"name": name, "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
            }
        ],
    }
    return lambda question: (
        200,
        json.dumps({"vulns": [advisory]} if question["package"]["name"] == name else {}).encode(),
    )


def test_every_locked_package_is_asked_about_once(
    service: Callable[[Answer], str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def nothing(question: dict) -> tuple[int, bytes]:
        asked.append((question["package"]["name"], question["version"]))
        return 200, b"{}"

    assert audit.main(["--service", service(nothing)]) == 0
    assert sorted(asked) == [(package.name, package.version) for package in audit.locked()]
    # those of other systems too
    assert {"pip", "uv", "polars", "pytest", "pywin32-ctypes"} <= {name for name, _ in asked}
    assert capsys.readouterr().out == f"None of the {len(asked)} locked packages has a known weakness.\n"


@pytest.mark.parametrize(("name", "use"), [("paramiko", "in the app"), ("pytest", "in development")])
def test_a_known_weakness_is_named_with_its_remedy(
    service: Callable[[Answer], str], capsys: pytest.CaptureFixture[str], name: str, use: str
) -> None:
    assert audit.main(["--service", service(weak(name))]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{name} ")
    assert f"({use}): CVE-2026-0001, GHSA-xxxx-yyyy-zzzz; mended in 99.1." in first
    assert second == "  Reads a byte too many"


@pytest.mark.parametrize("answer", [(500, b""), (200, b"<html>Sign in</html>")], ids=["failing", "no service"])
def test_a_service_that_does_not_answer_is_no_good_news(
    service: Callable[[Answer], str], capsys: pytest.CaptureFixture[str], answer: tuple[int, bytes]
) -> None:
    assert audit.main(["--service", service(lambda _: answer)]) == audit.UNKNOWN
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Nothing is known: no answer from 127.0.0.1 (")
    assert len(said.err.splitlines()) == 1


def test_a_service_that_is_not_there_is_no_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["--service", "http://127.0.0.1:9/v1/query"]) == audit.UNKNOWN
    assert len(capsys.readouterr().err.splitlines()) == 1
