"""SECURITY.md: each promise names tests that keep it, and these exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")

# what speaks to others; stop_signals and system_quit only wake their own process through a pair of sockets
_NETWORK = {
    "ftplib", "smtplib", "poplib", "imaplib", "socketserver", "http", "requests", "urllib.request", "asyncio", "xmlrpc",
    "httpx", "paramiko", "psycopg", "socket", "ssl", "webbrowser", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets",
}  # fmt: skip
_MAY = (
    "courier/delivery/", "courier/results/api_client.py", "courier/updates.py",
    "courier/practice/server.py", "courier/stop_signals.py", "courier/ledger/postgres_", "courier/ledger/team_",
    "gui/window/system_quit.py",
)  # fmt: skip
_LOCAL = {
    "gui/start_socket.py": {"PySide6.QtNetwork", "PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}
}
"""Sockets within the computer, which reach no network."""


def promises() -> list[str]:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    promised = text.partition("## What is promised")[2].partition("\n\nA way around")[0]
    return [" ".join(promise.split()) for promise in promised.split("\n* ")[1:]]


def test_every_promise_is_kept_by_tests_that_exist() -> None:
    assert len(promises()) > 10
    wrong = []
    for promise in promises():
        named = _TEST.findall(promise)
        if not named:
            wrong.append(f"no test: {promise}")
        for file, test in named:
            path = ROOT / file
            if not path.is_file() or (test and not re.search(rf"^def {test}\(", path.read_text("utf-8"), re.MULTILINE)):
                wrong.append(f"{file}::{test}")
    assert wrong == []


def test_no_address_is_invented() -> None:
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+|https?://\S+", (ROOT / "SECURITY.md").read_text("utf-8")) == []


def test_only_deliveries_and_answers_reach_the_network() -> None:
    strangers = []
    for path in (*(ROOT / "courier").rglob("*.py"), *(ROOT / "gui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(_MAY):
            reaching = {imported for imported in _imports(path) if _reaches_out(imported)}
            strangers += [f"{name}: {imported}" for imported in sorted(reaching - _LOCAL.get(name, set()))]
    assert strangers == []
    server = (ROOT / "courier/practice/server.py").read_text("utf-8")
    assert re.findall(r"\.bind\(.*", server) == ['.bind(("127.0.0.1", 0))']


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found


def _reaches_out(imported: str) -> bool:
    return any(imported == name or imported.startswith(f"{name}.") for name in _NETWORK)
