"""What a round brings into a real ledger, read from the stand-in."""

from datetime import timedelta
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.receipt import Receipt
from courier.destinations.api_address import api_account
from courier.ledger.answers import PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.results.api_client import ApiClient, ApiError
from courier.results.fetching import Fetched, fetch
from tests.commands.running import row
from tests.ledger.batches import NOW, deliver
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, Submission, error

LATER = NOW + timedelta(minutes=40)


@pytest.fixture
def sent(tmp_path: Path, ledger: Ledger) -> Receipt:
    (receipt,) = deliver(tmp_path, [row(number) for number in range(1, 6)], ledger)
    return receipt


def round_of(impact: StandIn, ledger: Ledger) -> Fetched:
    parts = ledger.answers.awaited(NOW - timedelta(days=90))
    return fetch(ApiClient(api_account(SID, impact.url), Secret(TOKEN)), ledger, parts, LATER)


def known(ledger: Ledger) -> PartAnswer:
    ((answer,),) = ledger.answers.of_parts([ledger.submissions()[0].parts[0].uuid]).values()
    return answer


def test_an_answer_is_recorded_with_its_rows(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    impact.submissions = [
        Submission(sent.part, errors=[error("AC-2"), error("AC-9", reason="NEW_CODE", Status="Contract Error")]),
        Submission("somebody-elses.csv", batch="F-0002"),
    ]
    fetched = round_of(impact, ledger)
    answer = known(ledger)
    assert (answer.batch, answer.complete, answer.records, answer.errors) == ("F-0001", True, 5, 2)
    assert answer.source is AnswerSource.API
    rows = answer.refused.select("order_id", "row", "reason", "kind", "line").rows()
    assert ("AC-2", 2, "CONV_DUPLICATE", "validation", 2) in rows
    assert ("AC-9", None, "NEW_CODE", "contract", 2) in rows
    assert [one.file for one in fetched.matched.unmatched_submissions] == ["somebody-elses.csv"]
    assert fetched.matched.unmatched_rows["order_id"].to_list() == ["AC-9"]
    assert [one.part for one in fetched.answers] == [answer.part]


def test_one_list_a_round_since_the_oldest_part_and_no_details_twice(
    impact: StandIn, ledger: Ledger, sent: Receipt
) -> None:
    impact.submissions = [Submission(sent.part, status="In Progress", errors=[error("AC-2")])]
    round_of(impact, ledger)
    round_of(impact, ledger)
    assert impact.paths == ["/FTPFileSubmissions", "/FTPFileSubmissions/F-0001/ErrorDetails", "/FTPFileSubmissions"]
    assert impact.asked[0].endswith("?SubmissionDateStart=2026-11-23T11%3A00%3A00Z")
    assert (known(ledger).progress, known(ledger).refused["order_id"].to_list()) == (Progress.IN_PROGRESS, ["AC-2"])
    # what goes on being refused is read again
    impact.submissions = [Submission(sent.part, errors=[error("AC-2"), error("AC-3")])]
    round_of(impact, ledger)
    assert (known(ledger).complete, known(ledger).refused["order_id"].to_list()) == (True, ["AC-2", "AC-3"])
    assert ledger.answers.awaited(NOW - timedelta(days=90)) == []


def test_without_errors_nothing_more_is_asked(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    impact.submissions = [Submission(sent.part)]
    round_of(impact, ledger)
    assert impact.paths == ["/FTPFileSubmissions"]
    assert (known(ledger).complete, known(ledger).errors, known(ledger).refused.height) == (True, 0, 0)


def test_the_returned_address_comes_first_then_the_documented_one(
    impact: StandIn, ledger: Ledger, sent: Receipt
) -> None:
    old = f"/Advertisers/{SID}/FTPSubmissions/F-0001/Errors"
    impact.submissions = [Submission(sent.part, errors=[error("AC-2")], errors_uri=old)]
    impact.error_list = "FTPFileSubmissionErrors"
    round_of(impact, ledger)
    errors = "/FTPFileSubmissions/F-0001/ErrorDetails"
    assert impact.paths == ["/FTPFileSubmissions", "/FTPSubmissions/F-0001/Errors", errors]
    assert known(ledger).refused["order_id"].to_list() == ["AC-2"]


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/Errors", "//127.0.0.2/Errors", ""])
def test_an_address_on_another_server_is_not_asked(
    impact: StandIn, ledger: Ledger, sent: Receipt, elsewhere: str
) -> None:
    impact.submissions = [Submission(sent.part, errors=[error("AC-2")], errors_uri=elsewhere)]
    round_of(impact, ledger)
    assert impact.paths == ["/FTPFileSubmissions", "/FTPFileSubmissions/F-0001/ErrorDetails"]
    assert known(ledger).refused["order_id"].to_list() == ["AC-2"]


def test_errors_come_in_pages(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    impact.page_size = 2
    impact.submissions = [Submission(sent.part, errors=[error(f"AC-{number}") for number in range(1, 6)])]
    round_of(impact, ledger)
    assert known(ledger).refused["row"].to_list() == [1, 2, 3, 4, 5]


def test_errors_that_are_gone_leave_their_number(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    impact.submissions = [Submission(sent.part, errors=[error("AC-2")])]
    impact.faults = [Fault(404, where="ErrorDetails", times=9)]
    round_of(impact, ledger)
    assert (known(ledger).complete, known(ledger).errors, known(ledger).unnamed) == (True, 1, 1)


@pytest.mark.parametrize(
    "listed",
    [
        b'{"Status":"ERROR"}',
        b'{"FTPFileSubmissions":7}',
        b'{"FTPFileSubmissions":["F-1"]}',
    ],
)
def test_what_is_no_list_is_refused_and_nothing_recorded(
    impact: StandIn, ledger: Ledger, sent: Receipt, listed: bytes
) -> None:
    impact.faults = [Fault(body=listed)]
    with pytest.raises(ApiError, match="no answer of impact"):
        round_of(impact, ledger)
    assert len(ledger.answers.awaited(NOW - timedelta(days=90))) == 1


def test_odd_values_are_no_facts(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    odd = f"""{{"FTPFileSubmissions":{{"BatchId":"../Actions","FileName":"{sent.part}","Status":"Sleeping",
        "TotalRecords":"-5","TotalErrors":null,"SubmissionDate":"yesterday","CompletionDate":7,
        "ErrorsUri":{{}}}}}}"""
    impact.faults = [Fault(body=odd.encode())]
    round_of(impact, ledger)
    answer = known(ledger)
    assert (answer.progress, answer.records, answer.errors) == (Progress.UNKNOWN, None, None)
    assert (answer.submitted_at, answer.completed_at) == (None, None)


def test_an_id_never_becomes_another_address(impact: StandIn, ledger: Ledger, sent: Receipt) -> None:
    impact.submissions = [Submission(sent.part, batch="../Actions?x=", errors=[error("AC-2")], errors_uri="")]
    with pytest.raises(ApiError, match="no answer of impact"):
        round_of(impact, ledger)
    assert impact.paths == ["/FTPFileSubmissions"]
