"""When answers are looked for: what waits for one in a real ledger, and the moments of the looks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.destinations import Destination
from courier.ledger.answers import PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.programs import Program
from courier.results.polling import Round, due_rounds, is_of, next_look
from tests.commands.running import row
from tests.ledger.batches import NOW, deliver

SENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACME = Program("Acme", "1000", account_sid="IRabc123")


def minutes(*numbers: float) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


def test_looks_get_rarer_and_end_after_a_day() -> None:
    looks, last = [], None
    while following := next_look(SENT, last):
        looks.append(following - SENT)
        last = following
    assert looks[:7] == minutes(2, 7, 17, 37, 67, 97, 127)
    assert looks[-1] <= timedelta(hours=24)
    assert len(looks) == 50


def test_what_passed_while_nobody_looked_is_one_look() -> None:
    assert next_look(SENT, SENT + timedelta(minutes=3)) == SENT + timedelta(minutes=7)
    assert next_look(SENT, SENT + timedelta(hours=5)) == SENT + timedelta(hours=5, minutes=7)
    assert next_look(SENT, SENT + timedelta(days=3)) is None
    # a clock that was set back
    assert next_look(SENT, SENT - timedelta(hours=1)) == SENT + timedelta(minutes=2)


def answered(ledger: Ledger, progress: Progress, checked_at: datetime) -> None:
    (awaited,) = ledger.answers.awaited(NOW - timedelta(days=2))
    answer = PartAnswer(awaited.part.uuid, "F-1", progress, 1, 0, NOW, None, checked_at, AnswerSource.API)
    ledger.answers.record([answer])


def rounds_at(ledger: Ledger, now: datetime, *programs: Program, **looked: datetime) -> list[Round]:
    return due_rounds(programs or (ACME,), ledger.answers.awaited(now - timedelta(days=90)), looked, now)


def test_a_part_waits_from_the_second_minute_until_it_is_complete(tmp_path: Path, ledger: Ledger) -> None:
    assert ledger.answers.awaited(NOW) == []
    deliver(tmp_path, [row(1)], ledger, program=ACME)
    assert rounds_at(ledger, NOW + timedelta(minutes=1)) == []
    (due,) = rounds_at(ledger, NOW + timedelta(minutes=2))
    assert (due.program, due.since, [one.part.rows for one in due.parts]) == (ACME, NOW, [1])
    answered(ledger, Progress.IN_PROGRESS, NOW + timedelta(minutes=3))
    assert rounds_at(ledger, NOW + timedelta(minutes=5)) == []
    assert len(rounds_at(ledger, NOW + timedelta(minutes=8))) == 1
    uuid = due.parts[0].part.uuid
    assert rounds_at(ledger, NOW + timedelta(minutes=8), **{uuid: NOW + timedelta(minutes=7.5)}) == []
    answered(ledger, Progress.COMPLETE, NOW + timedelta(minutes=9))
    assert ledger.answers.awaited(NOW - timedelta(days=1)) == []


def test_only_programs_with_an_account_are_asked_about_and_for_a_day(tmp_path: Path, ledger: Ledger) -> None:
    deliver(tmp_path, [row(1)], ledger, program=ACME)
    later = NOW + timedelta(hours=1)
    assert rounds_at(ledger, later, Program("Acme", "1000")) == []
    assert rounds_at(ledger, later, Program("Bolt", "1000", account_sid="IRabc123")) == []
    assert len(rounds_at(ledger, later, Program("Bolt", account_sid="IRabc123"), ACME)) == 1
    assert rounds_at(ledger, NOW + timedelta(hours=25)) == []


def test_what_was_sent_without_a_program_belongs_to_that_of_its_campaign(tmp_path: Path, ledger: Ledger) -> None:
    deliver(tmp_path, [row(1)], ledger)
    (awaited,) = ledger.answers.awaited(NOW - timedelta(days=1))
    own = is_of(awaited, ACME), is_of(awaited, Program("Bolt", "2000")), is_of(awaited, Program("Bolt"))
    assert (awaited.program, awaited.campaign, own) == ("", "1000", (True, False, False))


def test_what_a_person_has_to_send_does_not_wait(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "letters").mkdir()
    letters = Destination("Acme", "eml", "", 0, folder=str(tmp_path / "letters"), to="acme@batch.impact.com")
    deliver(tmp_path, [row(1)], ledger, letters)
    assert ledger.answers.awaited(NOW - timedelta(days=1)) == []
