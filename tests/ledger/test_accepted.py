"""What impact.com accepted is evidence: rules that know only a list do not warn of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.programs import Program, program_from_json
from courier.rules.history import Accepted
from tests.commands.running import HEADER, row
from tests.ledger.batches import NOW, deliver, draft_of
from tests.results.test_batch_result import answered

WITH_CODE = f"{HEADER},OrderPromoCode"
ROWS = [row(1, OrderPromoCode="spring"), row(2, ActionTrackerId="18501", OrderPromoCode="WINTER"), row(3)]


@pytest.fixture
def acme() -> Program:
    """A program that knows one event type and one promo code."""
    known = {"event_types": [{"id": "18500", "name": "Sale"}], "promo_codes": ["AUTUMN"]}
    return program_from_json({"name": "Acme", "campaign_id": "1000", **known})


def warned(ledger: Ledger, folder: Path, program: Program, **more: str) -> list[str]:
    """The rules that mark a new row of the program."""
    draft = draft_of(folder, [row(9, **more)], ledger, header=WITH_CODE, program=program)
    return sorted({problem.rule for problem in draft.problems()} & {"ROW-PAIR", "ROW-PROMO-LIST"})


def test_without_answers_only_the_list_counts(ledger: Ledger, tmp_path: Path, acme: Program) -> None:
    new = {"ActionTrackerId": "18501", "OrderPromoCode": "Spring"}
    assert warned(ledger, tmp_path, acme, **new) == ["ROW-PAIR", "ROW-PROMO-LIST"]
    deliver(tmp_path, ROWS, ledger, header=WITH_CODE)
    assert warned(ledger, tmp_path, acme, **new) == ["ROW-PAIR", "ROW-PROMO-LIST"]


def test_what_was_accepted_is_not_warned_of(ledger: Ledger, tmp_path: Path, acme: Program) -> None:
    deliver(tmp_path, ROWS, ledger, header=WITH_CODE)
    # the second row is refused, so that its values prove nothing
    answered(ledger, {"row": 2})
    assert ledger.history.accepted("1000") == Accepted(frozenset({"18500"}), frozenset({"SPRING"}))
    assert warned(ledger, tmp_path, acme, OrderPromoCode="Spring") == []
    assert warned(ledger, tmp_path, acme, ActionTrackerId="18501", OrderPromoCode="winter") == [
        "ROW-PAIR", "ROW-PROMO-LIST",
    ]  # fmt: skip
    later = [row(4, ActionTrackerId="18501", OrderPromoCode="WINTER")]
    deliver(tmp_path, later, ledger, header=WITH_CODE, at=NOW + timedelta(days=1))
    answered(ledger, batch="F-2")
    assert warned(ledger, tmp_path, acme, ActionTrackerId="18501", OrderPromoCode="winter") == []
    # another program's rows prove nothing for this one
    assert warned(ledger, tmp_path, acme, CampaignId="2000") == ["ROW-PAIR"]
    assert ledger.history.accepted("2000") == ledger.history.accepted("") == Accepted()


@pytest.mark.parametrize("more", [{"errors": 2}, {"records": 0}])
def test_an_answer_that_leaves_rows_open_proves_nothing(
    ledger: Ledger, tmp_path: Path, more: dict[str, object]
) -> None:
    deliver(tmp_path, ROWS, ledger, header=WITH_CODE)
    answered(ledger, **more)
    assert ledger.history.accepted("1000") == Accepted()


def test_bytes_that_are_not_kept_prove_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, ROWS, ledger, header=WITH_CODE)
    answered(ledger)
    ledger.archive.forget(ledger.submissions()[0].parts[0].sha256)
    assert ledger.history.accepted("1000") == Accepted()
