"""Where each batch of a sheet goes."""

from pathlib import Path

from courier.destinations import Destination
from courier.draft import Draft
from courier.programs import Program
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.routing import RoutedBatch, route
from tests.commands.running import row
from tests.ledger.batches import draft_of

ACME, BOLT = Program("Acme", "1000", destination="Acme SFTP"), Program("Bolt", "2000", destination="Bolt SFTP")
ACME_SFTP, BOLT_SFTP = Destination("Acme SFTP"), Destination("Bolt SFTP")
MAIL = Destination("Sales", "email", "mail.example.com", 587, to="1@batch.impact.com")


def sent(draft: Draft, batches: list[RoutedBatch]) -> list[tuple[str, str | None, list[str | None]]]:
    """Per batch whose it is, where it goes, and its orders."""
    return [
        (
            batch.program,
            batch.destination and batch.destination.name,
            draft.fields(batch.group.ready)["OrderId"].to_list(),
        )
        for batch in batches
    ]


def both(folder: Path) -> Draft:
    rows = [row(1), row(2, CampaignId="2000"), row(3)]
    return draft_of(folder, rows, program=ACME)


def test_rows_of_another_program_go_where_its_files_go(tmp_path: Path) -> None:
    draft = both(tmp_path)
    batches = route(draft, "Acme", ACME_SFTP, [ACME, BOLT], [ACME_SFTP, BOLT_SFTP])
    assert sent(draft, batches) == [("Acme", "Acme SFTP", ["AC-1", "AC-3"]), ("Bolt", "Bolt SFTP", ["AC-2"])]
    sheet_origin = origin_of(draft, "orders.csv")
    assert [(batch.origin(sheet_origin).program, batch.origin(sheet_origin).campaign) for batch in batches] == [
        ("Acme", "1000"),
        ("Bolt", "2000"),
    ]


def test_a_campaign_that_no_program_has_is_a_batch_of_its_own(tmp_path: Path) -> None:
    draft = both(tmp_path)
    batches = route(draft, "Acme", ACME_SFTP, [ACME], [ACME_SFTP])
    assert sent(draft, batches) == [("Acme", "Acme SFTP", ["AC-1", "AC-3"]), ("", "Acme SFTP", ["AC-2"])]
    assert [batch.label for batch in batches] == ["Acme", "Acme 2000"]
    # two programs have this campaign
    twins = [ACME, BOLT, Program("Bolt 2", "2000", destination="Acme SFTP")]
    assert sent(draft, route(draft, "Acme", ACME_SFTP, twins, [ACME_SFTP, BOLT_SFTP]))[1][0] == ""


def test_a_home_that_is_gone_is_told(tmp_path: Path) -> None:
    batches = route(both(tmp_path), "Acme", ACME_SFTP, [ACME, BOLT], [ACME_SFTP])
    assert [batch.destination for batch in batches] == [ACME_SFTP, None]
    assert "Bolt SFTP" in batches[1].held
    assert batches[0].held == ""


def test_one_campaign_stays_as_it_is(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, [row(1), row(2, ActionTrackerId="18501")], program=ACME)
    assert len(route(draft, "Acme", ACME_SFTP, [ACME, BOLT], [ACME_SFTP])) == 1


def test_by_mail_each_event_type_is_a_message_to_its_own_address(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, [row(1), row(2, ActionTrackerId="18501"), row(3)], program=ACME)
    leads = Destination("Leads", "email", "mail.example.com", 587, to="2@batch.impact.com", event_type="18501")
    sales = Destination("Sales", "email", "mail.example.com", 587, to="1@batch.impact.com", event_type="18500")
    batches = route(draft, "Acme", sales, [ACME], [leads, sales])
    assert sent(draft, batches) == [("Acme", "Sales", ["AC-1", "AC-3"]), ("Acme", "Leads", ["AC-2"])]
    assert [batch.label for batch in batches] == ["Acme 18500", "Acme 18501"]
    # the address has no event type
    assert [batch.destination for batch in route(draft, "Acme", MAIL, [ACME], [MAIL])] == [MAIL, MAIL]
    first, other = route(draft, "Acme", sales, [ACME], [sales])
    assert (first.destination, other.destination) == (sales, None)
    assert "18501" in other.held


def test_a_single_event_type_does_not_go_to_the_address_of_another(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, [row(1)], program=ACME)
    leads = Destination("Leads", "eml", "", 0, folder=str(tmp_path), to="2@batch.impact.com", event_type="18501")
    (only,) = route(draft, "Acme", leads, [ACME], [leads])
    assert only.destination is None
    assert "18500" in only.held
