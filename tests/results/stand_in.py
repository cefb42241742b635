"""A server on loopback that answers like impact.com's REST API, with every fault that a test names."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

SID, TOKEN = "IRabc123", "s3cret-token"


@dataclass
class Submission:
    """A file as impact.com lists it; ``errors``: its rows as `error` makes them."""

    file: str
    batch: str = "F-0001"
    status: str = "Complete"
    submitted: str = "2026-11-23T12:05:00-00:00"
    completed: str = "2026-11-23T12:30:00Z"
    records: int = 5
    errors: list[dict[str, Any]] = field(default_factory=list)
    errors_uri: str | None = None
    """None for the address that is documented."""


def error(order: str, sku: str = "SKU-1", reason: str = "CONV_DUPLICATE", line: int = 2, **more: Any) -> dict[str, Any]:
    """A refused row."""
    return {
        "Line": str(line), "CampaignId": "1000", "ActionTrackerId": "18500", "MediaPartnerId": "", "EventCode": "",
        "OrderId": order, "Category": "Tennis", "Sku": sku, "Status": "Validation Error", "Reason": reason, **more,
    }  # fmt: skip


@dataclass
class Fault:
    """What the next answers are instead, ``times`` of them. ``slowly``: seconds before each of its bytes; ``before``:
    seconds before the first; ``where``: only for paths that hold this."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    slowly: float = 0.0
    before: float = 0.0
    where: str = ""
    cut: bool = False
    """The connection breaks in the middle of the body."""
    dropped: bool = False
    """The connection breaks before the answer."""
    takes: bool = False
    """An order is taken all the same."""


class StandIn:
    """``asked``: the method and target of every request; ``logins``: what was said to log in with each."""

    def __init__(self) -> None:
        self.submissions: list[Submission] = []
        self.actions: list[dict[str, Any]] = []
        self.lists: dict[str, list[dict[str, Any]]] = {}
        """Further lists by their name, such as ``Campaigns``."""
        self.orders: list[dict[str, str]] = []
        """The parameters of the conversions that were taken; the one at place 0 is answered as ``A-0``."""
        self.order_errors: dict[str, tuple[str, str]] = {}
        """Per OrderId the type and the reason of its error."""
        self.order_status = "Complete"
        self.calls: list[str] = []
        """The body of every call that writes."""
        self.faults: list[Fault] = []
        self.page_size = 1000
        self.error_list = "ErrorDetail"
        self.asked: list[str] = []
        self.logins: list[str] = []
        self.url = ""
        self.stopping = threading.Event()
        self.close: Callable[[], None] = lambda: None
        """Nobody can connect any more."""

    @property
    def paths(self) -> list[str]:
        """What was asked for, below the account, without questions."""
        return [urlsplit(one.split(" ", 1)[1]).path.removeprefix(f"/Advertisers/{SID}") for one in self.asked]

    def fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.where in path:
                fault.times -= 1
                return fault
        return None

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        root = f"/Advertisers/{SID}"
        name, _, rest = path.removeprefix(f"{root}/").partition("/")
        if not path.startswith(root):
            return 404, {"Status": "ERROR", "Message": "Not found"}
        if name == "FTPFileSubmissions" and not rest:
            return 200, self._page(name, [self._listed(one) for one in self.submissions], path, query)
        if name == "FTPFileSubmissions" and rest.endswith("/ErrorDetails"):
            found = [one for one in self.submissions if rest == f"{one.batch}/ErrorDetails"]
            if found:
                return 200, self._page(self.error_list, found[0].errors, path, query)
        if name == "APISubmissions" and rest:
            return 200, self._queued(rest)
        if name == "Actions" and not rest:
            return 200, self._page(name, self.actions, path, query)
        if name in self.lists and not rest:
            return 200, self._page(name, self.lists[name], path, query)
        return 404, {"Status": "ERROR", "Message": "Not found"}

    def take(self, body: str) -> dict[str, Any]:
        """Take a conversion into the queue."""
        self.orders.append(dict(parse_qsl(body, strict_parsing=True)))
        return {"Status": "QUEUED", "QueuedUri": f"/Advertisers/{SID}/APISubmissions/A-{len(self.orders) - 1}"}

    def _queued(self, batch: str) -> dict[str, Any]:
        order = self.orders[int(batch.removeprefix("A-"))]["OrderId"]
        kind, reason = self.order_errors.get(order, ("", ""))
        return {
            "BatchId": batch, "SubmissionDate": "2026-11-23T12:00:01Z", "OrderId": order, "Type": "Conversion",
            "Status": self.order_status, "CompletionDate": "2026-11-23T12:01:00Z", "ErrorType": kind,
            "ErrorReason": reason,
        }  # fmt: skip

    def _listed(self, one: Submission) -> dict[str, Any]:
        uri = f"/Advertisers/{SID}/FTPFileSubmissions/{one.batch}"
        return {
            "BatchId": one.batch, "AccountId": SID, "SubmissionDate": one.submitted, "FileName": one.file,
            "Type": "Conversion", "Status": one.status, "TotalRecords": str(one.records),
            "TotalErrors": str(len(one.errors)), "CompletionDate": one.completed if one.status == "Complete" else "",
            "ErrorsUri": f"{uri}/ErrorDetails" if one.errors_uri is None else one.errors_uri, "Uri": uri,
        }  # fmt: skip

    def _page(self, name: str, entries: list[dict[str, Any]], path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        page = int(query.get("Page", ["1"])[0])
        pages = max(-(-len(entries) // self.page_size), 1)
        return {
            "@page": str(page),
            "@numpages": str(pages),
            "@total": str(len(entries)),
            "@nextpageuri": f"{path}?Page={page + 1}" if page < pages else "",
            name: entries[(page - 1) * self.page_size : page * self.page_size],
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in: StandIn

    def do_GET(self) -> None:
        here = self.stand_in
        here.asked.append(f"{self.command} {self.path}")
        login = self.headers.get("Authorization", "")
        here.logins.append(login)
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        writes = self.command == "POST" and parts.path == f"/Advertisers/{SID}/Conversions"
        if writes:
            here.calls.append(body)
        fault = here.fault(parts.path)
        if fault is not None:
            if fault.takes:
                here.take(body)
            self._misbehave(fault)
        elif login != f"Basic {base64.b64encode(f'{SID}:{TOKEN}'.encode()).decode()}":
            self._send(401, b'{"Status":"ERROR","Message":"Unauthorized"}', {})
        elif writes:
            self._send(200, json.dumps(here.take(body)).encode(), {})
        else:
            status, answer = here.answer(parts.path, parse_qs(parts.query))
            self._send(status, json.dumps(answer).encode(), {"X-RateLimit-Remaining": "900"})

    def do_POST(self) -> None:
        """Only conversions are written; who tries anything else is noticed by what was asked."""
        self.do_GET()

    def _misbehave(self, fault: Fault) -> None:
        self.stand_in.stopping.wait(fault.before)
        if fault.dropped:
            self.close_connection = True
            return
        body = fault.body[: len(fault.body) // 2] if fault.cut else fault.body
        if not fault.slowly:
            self._send(fault.status, body, fault.headers, len(fault.body))
        else:
            self._send(fault.status, b"", fault.headers, len(fault.body))
            for byte in body:
                if self.stand_in.stopping.wait(fault.slowly):
                    break
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
        self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Clients that give up are part of the tests."""


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A running server."""
    stand_in = StandIn()
    handler = type("Handler", (_Handler,), {"stand_in": stand_in})
    server = _Server(("127.0.0.1", 0), handler)
    server.daemon_threads = True

    def close() -> None:
        server.shutdown()
        server.server_close()

    stand_in.close = close
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
