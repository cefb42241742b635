"""Sheets compared with what a stand-in for impact.com has: by the command, with every fault said and none blocking."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.destinations.api_address import api_account
from courier.programs import Program, Programs
from courier.results.action_history import ActionHistory
from courier.results.api_client import ApiClient
from courier.results.api_facts import ApiFacts, keep_facts, kept_facts, read_facts
from courier.results.pre_checks import facts_folder
from courier.rules.history import COLUMNS, Accepted, KnownAccount
from courier.services import LocalServices
from courier.settings import config_folder
from tests.commands.running import NOW as MOMENT
from tests.commands.running import Courier, row, write
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CHANGES = "ActionId,OrderId,ActionTrackerId,Sku,Amount,CurrencyCode,Reason"
WATCHED = ("GRP-SENT-BEFORE", "MOD-LOCKED", "MOD-STATE", "ROW-CAMPAIGN-GONE", "ROW-MEDIA-GONE", "ROW-PROMO-LIST")
pytestmark = pytest.mark.usefixtures("keychain")


def action(order: str, state: str = "PENDING", **more: Any) -> dict[str, Any]:
    return {
        "Id": f"1000.{order}", "CampaignId": "1000", "ActionTrackerId": "18500", "Oid": order, "State": state,
        "Amount": "10.00", "CustomerStatus": "NEW", "LockingDate": "2026-12-20T00:00:00-08:00",
        "EventDate": "2026-11-20T10:00:00Z", **more,
    }  # fmt: skip


@pytest.fixture
def acme(impact: StandIn, keychain: FakeKeychain) -> Program:
    """A saved program with a token, and what the stand-in has of it."""
    impact.lists = {
        "Campaigns": [{"Id": "1000"}],
        "MediaPartners": [{"Id": "4711", "State": "Active"}],
        "PromoCodes": [{"Code": "SPRING"}],
    }
    program = Program("Acme", "1000", account_sid=SID, api_url=impact.url)
    Programs(config_folder()).save(program)
    keep_token(program, None, Secret(TOKEN), LocalServices())
    return program


def rules(run: Any) -> list[tuple[str, str]]:
    found = {(problem["rule"], problem["value"]) for problem in run.json["problems"]}
    return sorted(one for one in found if one[0] in WATCHED)


def check(courier: Courier, path: Path, *more: str) -> Any:
    return courier("check", path, "--program", "Acme", "--ask-impact", "--json", *MOMENT, *more)


def test_what_impact_com_has_is_foreseen(courier: Courier, impact: StandIn, acme: Program, tmp_path: Path) -> None:
    impact.actions = [action("AC-2")]
    sheet = write(tmp_path / "orders.csv", [row(1), row(2)])
    run = check(courier, sheet)
    assert rules(run) == [("GRP-SENT-BEFORE", "AC-2")]
    assert run.err.startswith("Compared with 1 order that impact.com has, read on ")
    # within a day nobody is asked again
    asked = len(impact.asked)
    run = check(courier, sheet)
    assert (rules(run), len(impact.asked)) == ([("GRP-SENT-BEFORE", "AC-2")], asked)
    assert "it is read again after a day" in run.err
    assert all(one.startswith("GET ") for one in impact.asked)


def test_states_and_locks_are_those_of_impact_com(
    courier: Courier, impact: StandIn, acme: Program, tmp_path: Path
) -> None:
    impact.actions = [action("AC-1", "REVERSED"), action("AC-2", LockingDate="2026-11-21T00:00:00Z"), action("AC-3")]
    changes = [
        {"OrderId": f"AC-{number}", "ActionTrackerId": "18500", "Amount": "5.00", "CurrencyCode": "USD",
         "Reason": "RETURNED"}
        for number in (1, 2, 3)
    ]  # fmt: skip
    run = check(courier, write(tmp_path / "changes.csv", changes, CHANGES))
    assert rules(run) == [("MOD-LOCKED", "AC-2"), ("MOD-STATE", "AC-1")]


def test_strangers_are_named(courier: Courier, impact: StandIn, acme: Program, tmp_path: Path) -> None:
    header = (
        "CampaignId,ActionTrackerId,EventDate,OrderId,MediaId,CurrencyCode,Amount,Category,Sku,Quantity,OrderPromoCode"
    )
    rows = [row(1, MediaId="9999", OrderPromoCode="WINTER"), row(2, MediaId="4711", OrderPromoCode="SPRING")]
    run = check(courier, write(tmp_path / "orders.csv", rows, header))
    assert rules(run) == [("ROW-MEDIA-GONE", "9999"), ("ROW-PROMO-LIST", "WINTER")]


def test_a_program_may_ask_always(courier: Courier, impact: StandIn, acme: Program, tmp_path: Path) -> None:
    typed = ("--account-sid", SID, "--token-stdin", "--api-url", impact.url, "--checks")
    assert courier("programs", "api", "Acme", *typed, typed=f"{TOKEN}\n").code == 0
    impact.actions = [action("AC-1")]
    sheet = write(tmp_path / "orders.csv", [row(1)])
    run = courier("export", sheet, "--to", tmp_path / "out", "--program", "Acme", *MOMENT)
    assert "Compared with 1 order" in run.err
    assert run.code == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(500, times=9), "impact.com failed (500)"),
        (Fault(403, where="MediaPartners"), "may not read “Partners”"),
        (Fault(200, b"{}", where="Actions"), "no answer of impact.com's API"),
    ],
)
def test_without_an_answer_the_sheet_is_checked_all_the_same(
    courier: Courier, impact: StandIn, acme: Program, tmp_path: Path, fault: Fault, words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("courier.results.api_client._BACK_OFF", ())
    impact.faults = [fault]
    run = check(courier, write(tmp_path / "orders.csv", [row(1)]))
    assert (run.code, run.json["ready"]) == (0, 1)
    assert words in run.err
    assert "The sheet was checked without what impact.com has." in run.err


def test_what_was_read_before_helps_while_nobody_answers(
    courier: Courier, impact: StandIn, acme: Program, tmp_path: Path
) -> None:
    actions = pl.DataFrame([["1", "AC-1", "18500", "PENDING", "10.00", None, None, "2026-11-20"]], orient="row")
    kept = ApiFacts("1000", NOW - timedelta(days=400), actions, ("1000",), (), ())
    keep_facts(facts_folder(), acme, ApiFacts(**{**vars(kept), "actions": named(actions)}))
    impact.faults = [Fault(401, times=9)]
    run = check(courier, write(tmp_path / "orders.csv", [row(1)]))
    assert rules(run) == [("GRP-SENT-BEFORE", "AC-1")]
    assert "which is more than a day ago" in run.err


def named(actions: pl.DataFrame) -> pl.DataFrame:
    from courier.results.api_facts import ACTIONS

    return actions.rename(dict(zip(actions.columns, ACTIONS, strict=True))).cast(ACTIONS)


def test_without_an_account_that_is_said(courier: Courier, tmp_path: Path) -> None:
    run = courier("check", write(tmp_path / "orders.csv", [row(1)]), "--ask-impact")
    assert (run.code, run.sentence[:29]) == (2, "To compare with impact.com, n")


def test_actions_are_read_in_ranges_and_pages_that_impact_com_allows(impact: StandIn, acme: Program) -> None:
    impact.page_size, impact.actions = 2, [action(f"AC-{number}") for number in range(3)]
    facts = read_facts(ApiClient(api_account(SID, impact.url), Secret(TOKEN)), "1000", NOW)
    ranges = [one for one in impact.asked if "ActionDateStart" in one]
    assert len(ranges) == 3
    assert "CampaignId=1000" in ranges[0]
    assert "ActionDateStart=2026-08-25T00%3A00%3A00Z&ActionDateEnd=2026-10-08T00%3A00%3A00Z&PageSize=5000" in ranges[0]
    assert facts.actions["order"].to_list() == ["AC-0", "AC-1", "AC-2"]
    assert facts.actions["locks_at"][0] == "2026-12-20T08:00:00+00:00"


def kept_file_of(program: Program) -> Path:
    facts = ApiFacts("1000", NOW, named(pl.DataFrame([[None] * 8], orient="row")), ("1000",), ("4711",), ("SPRING",))
    keep_facts(facts_folder(), program, facts)
    (path,) = facts_folder().iterdir()
    return path


@pytest.mark.only_on("linux", "darwin", why="Windows closes a profile to others by other means")
def test_what_is_kept_is_for_its_owner(impact: StandIn, acme: Program) -> None:
    assert kept_file_of(acme).stat().st_mode & 0o077 == 0


def test_what_is_kept_is_known_again_and_damage_is_nothing(impact: StandIn, acme: Program) -> None:
    path = kept_file_of(acme)
    kept = kept_facts(facts_folder(), acme)
    assert kept is not None
    assert (kept.at, kept.partners, kept.actions.height) == (NOW, ("4711",), 1)
    path.write_text("{}")
    assert kept_facts(facts_folder(), acme) is None


def test_facts_of_a_row_come_from_both() -> None:
    class Sent:
        account = KnownAccount()
        rows_at_once = 0

        def accepted(self, campaign: str) -> Accepted:
            return Accepted(promo_codes=frozenset({campaign}))

        def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
            blank = pl.DataFrame(schema=COLUMNS).clear(rows.height)
            known = pl.Series("sent_at", ["2026-11-01", None, None, None])
            return blank.with_columns(known, pl.Series("amount", ["7.00", None, None, None]),
                                      pl.Series("state", ["REVERSED", None, None, None]))  # fmt: skip

    rows = [
        ["A-1", "O-1", "18500", "APPROVED", "10.00", "NEW", "2026-12-20T00:00:00+00:00", "2026-11-20"],
        ["A-2", "O-2", "18500", "APPROVED", "20.00", "NEW", "soon", "2026-11-20"],
        ["A-3", "O-3", "18500", "ODD", "20.00", "NEW", None, "2026-11-20"],
    ]
    facts = ApiFacts("1000", NOW, named(pl.DataFrame(rows, orient="row")), (), (), ())
    asked = pl.DataFrame(
        {
            "campaign": ["1000", None, "2000", None],
            "event": ["18500", None, "18500", "18500"],
            "code": [None, "18500", None, None],
            "order": ["O-1", "O-2", "O-1", None],
            "sku": [None, "SKU-1", None, None],
            "action": [None, None, None, "A-3"],
        },
        schema_overrides={"sku": pl.String},
    )
    answer = ActionHistory(Sent(), facts).look_up(asked)
    assert dict(answer.schema) == COLUMNS
    assert ActionHistory(Sent(), facts).accepted("1000").promo_codes == {"1000"}
    assert ActionHistory(None, facts).accepted("1000") == Accepted()
    assert answer["amount"].to_list() == ["7.00", None, None, "20.00"]
    assert answer["state"].to_list() == ["REVERSED", "APPROVED", None, None]
    assert answer["sent_at"].to_list() == ["2026-11-01", "2026-11-20", None, "2026-11-20"]
    assert [moment and moment.day for moment in answer["locks_at"]] == [20, None, None, None]
    assert ActionHistory(None, facts).look_up(asked)["state"].to_list() == ["APPROVED", "APPROVED", None, None]
