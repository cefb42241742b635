"""The client of impact.com's REST API against a stand-in that answers with every fault there is a sentence for."""

import ast
import gzip
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from courier.credentials import Secret
from courier.destinations.api_address import ApiAccount, ApiAccountError, api_account
from courier.results.api_client import ApiCancelled, ApiClient, ApiError, ApiLimited, ApiMissing, ApiUnreachable
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, standing_in

ROOT = Path(__file__).resolve().parent.parent.parent
ERROR = b'{"Status":"ERROR","Message":"Wrong","Errors":[{"Field":"Page","Message":"Page is too large"}]}'


def client_of(impact: StandIn, **options: Any) -> ApiClient:
    token = options.pop("token", TOKEN)
    return ApiClient(api_account(SID, impact.url), Secret(token), **options)


def ask(impact: StandIn, **options: Any) -> dict[str, Any]:
    return client_of(impact, **options).get("/Campaigns", scope="Programs")


def test_an_object_is_read_with_the_login_of_the_account(impact: StandIn) -> None:
    impact.lists["Campaigns"] = [{"Id": "1000"}]
    assert ask(impact)["Campaigns"] == [{"Id": "1000"}]
    assert impact.asked == [f"GET /Advertisers/{SID}/Campaigns"]


def test_all_pages_are_read(impact: StandIn) -> None:
    impact.page_size, impact.lists["Campaigns"] = 2, [{"Id": str(number)} for number in range(5)]
    pages = client_of(impact).pages("/Campaigns", {"State": "a b"}, scope="Programs")
    assert [entry["Id"] for page in pages for entry in page["Campaigns"]] == ["0", "1", "2", "3", "4"]
    assert [one.split("?")[1] for one in impact.asked] == ["State=a+b", "Page=2", "Page=3"]


@pytest.mark.parametrize("further", ["http://127.0.0.2:1/x", "//elsewhere.example/x", "ftp://[", 7, "?Page=1"])
def test_a_next_page_elsewhere_or_once_more_is_not_followed(impact: StandIn, further: Any) -> None:
    page = json.dumps({"@nextpageuri": further, "Campaigns": []}).encode()
    impact.faults = [Fault(body=page, times=9)]
    with pytest.raises(ApiError, match="no answer of impact"):
        list(client_of(impact).pages("/Campaigns?Page=1" if further == "?Page=1" else "/Campaigns", scope="Programs"))
    assert len(impact.asked) == 1


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault(401, ERROR), ApiError, "knows no such Account SID with this token"),
        (Fault(403, ERROR), ApiError, "may not read “Programs”"),
        (Fault(404, ERROR), ApiMissing, "does not have this"),
        (Fault(400, ERROR), ApiError, "refused the question (400): Wrong; Page is too large"),
        (Fault(418, b"short and stout"), ApiError, "refused the question (418)."),
        (Fault(500), ApiUnreachable, "failed (500)"),
        (Fault(503, b"<html>"), ApiUnreachable, "failed (503)"),
        (Fault(429, headers={"X-RateLimit-Reset": "1800"}), ApiLimited, "ask again in 30 minutes"),
        (Fault(429), ApiLimited, "ask again in 1 minute."),
        (Fault(429, headers={"X-RateLimit-Reset": "soon"}), ApiLimited, "ask again in 1 minute."),
        (Fault(200, b"<html>Log in to the guest network</html>"), ApiError, "no answer of impact.com's API"),
        (Fault(200, b'["a list"]'), ApiError, "no answer of impact.com's API"),
        (Fault(200, b"\xff\xfe\x00"), ApiError, "no answer of impact.com's API"),
        (Fault(200, b'{"a":' * 40 + b"1" + b"}" * 40), ApiError, "no answer of impact.com's API"),
        (Fault(200, gzip.compress(b"{}"), {"Content-Encoding": "gzip"}), ApiError, "no answer of impact.com's API"),
        (Fault(200, b"{}" * 500, cut=True), ApiUnreachable, "broke during its answer"),
    ],
)
def test_each_fault_has_its_sentence(impact: StandIn, fault: Fault, kind: type[ApiError], words: str) -> None:
    impact.faults = [fault]
    with pytest.raises(kind) as caught:
        ask(impact)
    assert words in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_a_wrong_token_is_refused_and_in_no_word(impact: StandIn, heard: list[str]) -> None:
    with pytest.raises(ApiError, match="knows no such Account SID") as caught:
        ask(impact, token="wrong-token")
    assert "wrong-token" not in f"{caught.value!r} {caught.value.__context__!r} {heard}"


def test_a_redirect_is_not_followed_and_nobody_else_learns_the_token(impact: StandIn) -> None:
    with standing_in() as other:
        impact.faults = [Fault(302, headers={"Location": f"{other.url}/Advertisers/{SID}/Campaigns"})]
        with pytest.raises(ApiError, match="leads elsewhere"):
            ask(impact)
        assert other.asked == []


def test_what_never_ends_is_given_up_in_time(impact: StandIn) -> None:
    for fault in (Fault(body=b"{}" * 1000, slowly=0.05), Fault(before=20)):
        impact.faults = [fault]
        began = time.monotonic()
        with pytest.raises(ApiUnreachable, match="within 1 second"):
            ask(impact, seconds=1.0)
        assert time.monotonic() - began < 8


def test_what_is_huge_is_not_read_to_its_end(impact: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courier.results.api_client._MOST_BYTES", 100_000)
    impact.faults = [Fault(body=b" " * 10_000_000)]
    with pytest.raises(ApiError, match="larger than"):
        ask(impact)


def test_a_limit_is_waited_for_within_reason(impact: StandIn) -> None:
    impact.lists["Campaigns"] = []
    impact.faults = [Fault(429, headers={"X-RateLimit-Reset": "1"})]
    began = time.monotonic()
    assert ask(impact, patience=5)["Campaigns"] == []
    assert time.monotonic() - began >= 1
    impact.faults = [Fault(429, headers={"X-RateLimit-Reset": "1"}, times=9)]
    with pytest.raises(ApiLimited):
        ask(impact, patience=2.5)
    assert len(impact.asked) == 5


def test_what_fails_at_impact_com_is_read_again(impact: StandIn) -> None:
    impact.lists["Campaigns"] = []
    impact.faults = [Fault(502)]
    assert ask(impact, patience=5)["Campaigns"] == []
    assert len(impact.asked) == 2


def test_waiting_ends_when_somebody_gives_up(impact: StandIn) -> None:
    gave_up = threading.Event()
    for fault in (Fault(429, headers={"X-RateLimit-Reset": "60"}), Fault(before=20)):
        gave_up.clear()
        impact.faults = [fault]
        threading.Timer(0.3, gave_up.set).start()
        with pytest.raises(ApiCancelled):
            ask(impact, patience=90, cancelled=gave_up.is_set)


def test_nobody_there_is_said() -> None:
    with standing_in() as gone:
        url = gone.url
    with pytest.raises(ApiUnreachable, match="cannot be reached"):
        ApiClient(api_account(SID, url), Secret(TOKEN)).get("/Campaigns", scope="Programs")


def test_a_server_without_a_known_certificate_gets_no_token(impact: StandIn) -> None:
    # speaks no TLS at all, and so proves nothing
    with pytest.raises(ApiUnreachable):
        ApiClient(ApiAccount(SID, impact.url.replace("http:", "https:")), Secret(TOKEN)).get("/x", scope="Programs")
    assert impact.logins == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://api.impact.com", "not encrypted"),
        ("http://127.0.0.1.example", "not encrypted"),
        ("ftp://api.impact.com", "no address"),
        ("https://user:word@api.impact.com", "no address"),
        ("https://api.impact.com/path", "no address"),
        ("https://api.impact.com:99999", "no address"),
        ("https://", "no address"),
        ("api.impact.com", "no address"),
    ],
)
def test_an_address_is_encrypted_or_this_computer(url: str, words: str) -> None:
    with pytest.raises(ApiAccountError, match=words):
        api_account(SID, url)


@pytest.mark.parametrize("url", ["https://api.impact.com/", "http://localhost:8000", "http://[::1]:80", "https://h:1"])
def test_other_addresses_are_taken(url: str) -> None:
    assert api_account(SID, url).url == url.rstrip("/")


@pytest.mark.parametrize("sid", ["", "a/b", "a:b", "ä", "a b", "../x"])
def test_what_is_no_account_sid_never_becomes_an_address(sid: str) -> None:
    with pytest.raises(ApiAccountError, match="no Account SID"):
        api_account(sid)


def test_only_reading_can_be_expressed() -> None:
    tree = ast.parse((ROOT / "courier/results/api_client.py").read_text("utf-8"))
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "client"]
    assert [use.attr for use in uses] == ["stream"]
    (call,) = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func in uses)
    assert ast.literal_eval(call.args[0]) == "GET"
    public = {name for name in vars(ApiClient) if not name.startswith("_")}
    assert public == {"get", "pages", "pages_at", "same_server"}
