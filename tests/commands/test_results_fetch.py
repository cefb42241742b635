"""``courier results fetch`` against a stand-in for impact.com, about what really was sent."""

import json
from pathlib import Path

import pytest

from tests.commands.running import PATIENCE, Courier, in_its_own_process, row, write
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, Submission, error

ACCOUNT = ("--account-sid", SID, "--token-stdin")


@pytest.fixture
def part(courier: Courier, tmp_path: Path, inbox: Path, keychain: FakeKeychain) -> str:
    """The name of a file that was sent for a program; of today, as impact.com's answers have to be."""
    from datetime import UTC, datetime, timedelta

    path = tmp_path / "Acme.json"
    path.write_text(json.dumps({"name": "Acme", "campaign_id": "1000"}))
    assert courier("programs", "import", path).code == 0
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    sheet = write(tmp_path / "orders.csv", [row(number, EventDate=yesterday) for number in range(1, 6)])
    run = courier("send", sheet, "--to", inbox, "--program", "Acme", "--json")
    assert run.code == 0, run.err
    return str(run.json["parts"][0]["name"])


def answered(impact: StandIn, part: str) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat()
    impact.submissions = [Submission(part, submitted=now, completed=now, errors=[error("AC-2"), error("AC-9")])]


def test_a_kept_account_is_asked(courier: Courier, impact: StandIn, part: str) -> None:
    answered(impact, part)
    assert courier("programs", "api", "Acme", *ACCOUNT, "--api-url", impact.url, typed=f"{TOKEN}\n").code == 0
    run = courier("results", "fetch", "--json")
    assert run.code == 1
    (result,) = run.json["results"]
    assert (result["part"], result["status"], result["records"], result["errors"]) == (part, "complete", 5, 2)
    assert result["source"] == "api"
    assert {refused["code"] for refused in result["rows"]} == {"CONV_DUPLICATE"}
    assert [lost["order"] for lost in run.json["unmatched"]] == ["AC-9"]
    # nothing waits any more, so nothing is asked
    asked = len(impact.asked)
    run = courier("results", "fetch")
    assert (run.code, run.out, len(impact.asked)) == (0, "", asked)
    assert run.sentence.startswith("Nothing sent in the last 90 days waits")
    assert all(one.startswith("GET ") for one in impact.asked)


def test_a_schedule_may_give_the_token_itself(courier: Courier, impact: StandIn, part: str) -> None:
    answered(impact, part)
    run = courier("results", "fetch", *ACCOUNT, "--api-url", impact.url, typed=f"{TOKEN}\n")
    assert run.code == 1
    assert part in run.out
    assert TOKEN not in run.out + run.err


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(401, times=9), "knows no such Account SID with this token"),
        (Fault(403, times=9), "may not read “Submissions”"),
        (Fault(404, times=9), "does not have this"),
        (Fault(429, headers={"X-RateLimit-Reset": "1800"}), "ask again in 30 minutes"),
        (Fault(200, b"<html>"), "no answer of impact.com's API"),
        (Fault(302, headers={"Location": "http://127.0.0.1:1/"}), "leads elsewhere"),
    ],
)
def test_each_fault_is_one_sentence_and_leaves_the_part_waiting(
    courier: Courier, impact: StandIn, part: str, fault: Fault, words: str
) -> None:
    answered(impact, part)
    impact.faults = [fault]
    options = (*ACCOUNT, "--api-url", impact.url)
    run = courier("results", "fetch", *options, typed=f"{TOKEN}\n")
    assert (run.code, run.out) == (2, "")
    assert words in run.sentence
    impact.faults = []
    assert courier("results", "fetch", *options, "--json", typed=f"{TOKEN}\n").json["results"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "No program has an Account SID"),
        (("--program", "Acme"), "Acme has no Account SID"),
        (("--account-sid", SID), "Give the token with --token-stdin."),
        ((*ACCOUNT, "--api-url", "http://api.impact.com"), "is not encrypted"),
    ],
)
def test_what_is_missing_is_said(courier: Courier, part: str, options: tuple[str, ...], words: str) -> None:
    run = courier("results", "fetch", *options, typed=f"{TOKEN}\n")
    assert (run.code, run.out) == (2, "")
    assert words in run.sentence


def test_a_token_that_is_not_kept_is_said(courier: Courier, impact: StandIn, part: str, keychain: FakeKeychain) -> None:
    assert courier("programs", "api", "Acme", *ACCOUNT, "--api-url", impact.url, typed=f"{TOKEN}\n").code == 0
    # another server gets no token that was kept for this one
    run = courier("results", "fetch", "--api-url", "http://127.0.0.1:1")
    assert run.sentence.startswith("No token is kept for Acme")
    keychain.entries.clear()
    assert courier("results", "fetch").sentence.startswith("No token is kept for Acme")
    assert impact.asked == []


def test_one_account_that_fails_keeps_no_other_from_its_answers(
    courier: Courier, impact: StandIn, part: str, tmp_path: Path
) -> None:
    answered(impact, part)
    path = tmp_path / "Bolt.json"
    path.write_text(json.dumps({"name": "Bolt", "campaign_id": "2000"}))
    assert courier("programs", "import", path).code == 0
    for name in ("Acme", "Bolt"):
        assert courier("programs", "api", name, *ACCOUNT, "--api-url", impact.url, typed=f"{TOKEN}\n").code == 0
    run = courier("results", "fetch", "--token-stdin", typed=f"{TOKEN}\n")
    assert "Several programs have an account" in run.sentence
    assert len(courier("results", "fetch", "--json").json["results"]) == 1


def test_what_speaks_http_is_loaded_only_to_ask() -> None:
    import subprocess
    import sys

    code = "import sys, courier.commands, gui.history.history_page; print({'httpx', 'anyio'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout == "set()\n"
    assert in_its_own_process("results", "fetch").code == 2
