"""Drafts of several programs: when their rows expire, which are clean, and how those get into the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.destinations import Destination
from courier.draft_edits import change_choices, set_aside, type_cells
from courier.drafts.store import DraftStore
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.open_sheet import OpenedSheet, OpenOptions, open_source
from courier.programs import Program
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping_recipe import make_recipe
from courier.shipping.dispatch import Services
from courier.shipping.rest import send_rest
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext
from courier.today.drafts import PendingDrafts, forget_delivered
from courier.today.enqueue import enqueue
from courier.today.program_status import program_statuses
from courier.today.review import DraftBlocked, SavedSetup, SendableDraft, review_drafts
from tests.commands.running import HEADER, row, write
from tests.ledger.batches import NOW, deliver, folder_at, mark

ACME, BOLT = Program("Acme", "1000", destination="Acme"), Program("Bolt", "2000", destination="Bolt")


class _NoPasswords:
    def get(self, _destination: str, /) -> None:
        return None


@pytest.fixture
def drafts(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


@pytest.fixture
def saved_setup(tmp_path: Path, drafts: DraftStore, ledger: Ledger) -> SavedSetup:
    """Two programs, each with a folder to deliver to."""
    places = [folder_at(tmp_path / "inbox"), replace(folder_at(tmp_path / "bolt"), name="Bolt")]
    return SavedSetup(drafts, Services([ACME, BOLT], places, _NoPasswords(), ledger, lambda: NOW, tmp_path / "batches"))


def knowing(setup: SavedSetup, programs: Sequence[Program] = (), places: Sequence[Destination] = ()) -> SavedSetup:
    """The same with other saved programs or destinations."""
    services = setup.services
    return replace(
        setup,
        services=replace(
            services, programs=programs or services.programs, destinations=places or services.destinations
        ),
    )


def keep(
    drafts: DraftStore, folder: Path, name: str, rows: list[dict[str, str]], program: Program | None = ACME
) -> OpenedSheet:
    """A draft of a sheet, edited and closed."""
    opened = open_source(write(folder / name, rows), OpenOptions(program=program), NOW)
    opened.draft.check()
    journal = drafts.begin(opened)
    edit = type_cells(opened.draft, [(0, opened.draft.sheet.columns[HEADER.split(",").index("Category")], "Golf")])
    opened.draft.do(edit)
    journal.did(edit)
    journal.close()
    return opened


def held(setup: SavedSetup, now: datetime = NOW) -> dict[str, str]:
    """Why drafts are held back, by the names of their sources."""
    return {one.kept.name: one.reason for one in review_drafts(setup, now)[1]}


def clean(setup: SavedSetup, now: datetime = NOW) -> list[SendableDraft]:
    return review_drafts(setup, now)[0]


def send_all(setup: SavedSetup, folder: Path, now: datetime = NOW) -> None:
    """What waits is sent, as the queue does it."""
    for one in setup.ledger.waiting():
        place = setup.place(one.destination)
        assert place
        list(send_rest(one, place, setup.ledger, SendContext(lambda: now), folder / "out"))


def inside(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


# ---------------------------------------------------------------------- what a list shows


def test_a_program_tells_its_drafts_and_when_their_oldest_row_expires(
    drafts: DraftStore, ledger: Ledger, tmp_path: Path
) -> None:
    old = f"{NOW - timedelta(days=80):%Y-%m-%dT%H:%M:%SZ}"
    keep(drafts, tmp_path, "acme.csv", [row(1), row(2, EventDate=old)])
    keep(drafts, tmp_path, "bolt.csv", [row(3, CampaignId="2000", EventDate="soon")], BOLT)
    keep(drafts, tmp_path, "nobody.csv", [row(4)], None)
    found = PendingDrafts(drafts)
    acme, bolt = program_statuses(ledger, ["Acme", "Bolt"], found.pending(ledger, NOW))
    assert [one.kept.name for one in acme.drafts] == ["acme.csv"]
    assert acme.expires == NOW.replace(microsecond=0) + timedelta(days=8)
    assert [(one.kept.name, one.expires) for one in bolt.drafts] == [("bolt.csv", None)]
    assert bolt.expires is None
    # what a batch left open is older still
    deliver(tmp_path, [row(9, EventDate=f"{NOW - timedelta(days=85):%Y-%m-%dT%H:%M:%SZ}")], ledger, program=ACME)
    mark(ledger, State.REFUSED)
    (acme,) = program_statuses(ledger, ["Acme"], found.pending(ledger, NOW))
    assert acme.expires == NOW + timedelta(days=3)


def test_rows_left_out_never_expire_and_partners_keep_others_longer(
    drafts: DraftStore, ledger: Ledger, tmp_path: Path
) -> None:
    old = f"{NOW - timedelta(days=80):%Y-%m-%dT%H:%M:%SZ}"
    header = HEADER + ",MediaId"
    rows = [row(1, EventDate=old, MediaId="77"), row(2, EventDate=old, Category="Test"), row(3, Category="Golf")]
    opened = open_source(write(tmp_path / "a.csv", rows, header), OpenOptions(program=ACME), NOW)
    opened.draft.check()
    journal = drafts.begin(opened)
    mapping = replace(opened.draft.choices.mapping, left_out=(exclude_where("c8", "is", "test"),))
    edit = change_choices(opened.draft, "edit-left-out", mapping=mapping)
    opened.draft.do(edit)
    journal.did(edit)
    journal.close()
    (one,) = PendingDrafts(drafts).pending(ledger, NOW)
    assert one.expires == NOW.replace(day=20, hour=10) + timedelta(days=88)


# ---------------------------------------------------------------------- what is clean


def test_clean_drafts_of_all_programs_go_where_their_files_go(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "acme.csv", [row(1), row(2)])
    keep(drafts, tmp_path, "bolt.csv", [row(3, CampaignId="2000", Amount="5.00")], BOLT)
    found = {one.kept.name: one for one in clean(saved_setup)}
    assert [(one.program, one.destination, one.figures.rows) for one in found["acme.csv"].batches] == [
        ("Acme", "Acme", 2)
    ]
    assert [(one.destination, dict(one.figures.totals)) for one in found["bolt.csv"].batches] == [("Bolt", {"USD": 5})]
    for one in found.values():
        (waits,) = enqueue(one, saved_setup, NOW)
        assert waits.draft == one.kept.mark
    assert clean(saved_setup) == []
    assert set(held(saved_setup)) == {"acme.csv", "bolt.csv"}
    assert all("waits already" in reason for reason in held(saved_setup).values())
    assert [one.waits for one in PendingDrafts(drafts).pending(saved_setup.ledger, NOW)] == [NOW, NOW]
    send_all(saved_setup, tmp_path)
    assert "AC-1" in inside(tmp_path / "inbox")
    assert "AC-3" not in inside(tmp_path / "inbox")
    assert "AC-3" in inside(tmp_path / "bolt")
    assert forget_delivered(drafts, saved_setup.ledger) == []
    assert drafts.kept() == []


def test_a_sheet_of_two_programs_becomes_a_batch_for_each(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "both.csv", [row(1), row(2, CampaignId="2000")])
    (one,) = clean(saved_setup)
    assert [(batch.program, batch.destination) for batch in one.batches] == [("Acme", "Acme"), ("Bolt", "Bolt")]
    made = enqueue(one, saved_setup, NOW)
    assert [(each.program, each.campaign, each.rows) for each in made] == [("Acme", "1000", 1), ("Bolt", "2000", 1)]
    place = saved_setup.place("Acme")
    assert place
    list(send_rest(made[0], place, saved_setup.ledger, SendContext(lambda: NOW), tmp_path / "out"))
    # the other one has not arrived yet
    assert [kept.name for kept in forget_delivered(drafts, saved_setup.ledger)] == ["both.csv"]
    send_all(saved_setup, tmp_path)
    assert forget_delivered(drafts, saved_setup.ledger) == []


def test_a_draft_whose_source_is_gone_goes_from_its_copy(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "gone.csv", [row(1)])
    keep(drafts, tmp_path, "changed.csv", [row(2)])
    keep(drafts, tmp_path, "lost.csv", [row(3)])
    (tmp_path / "gone.csv").unlink()
    (tmp_path / "changed.csv").write_text("other")
    (tmp_path / "lost.csv").unlink()
    lost = next(one for one in drafts.kept() if one.name == "lost.csv")
    for copy in ("table.arrow", "source.z"):
        (tmp_path / "drafts" / lost.id / copy).write_bytes(b"rubbish")
    assert [one.kept.name for one in clean(saved_setup)] == ["gone.csv"]
    assert "has changed since you opened it" in held(saved_setup)["changed.csv"]
    assert "damaged" in held(saved_setup)["lost.csv"]


@pytest.mark.parametrize(
    ("rows", "program", "why"),
    [
        ([row(1, Quantity="none")], ACME, "1 error left"),
        ([row(1)], None, "It has no program"),
        ([row(1)], Program("Gone", "1000", destination="Acme"), "“Gone” is not saved any more"),
        ([row(1)], Program("Homeless", "1000"), "Homeless has no destination"),
        ([row(1)], Program("Moved", "1000", destination="Old"), "“Old”, which is not saved"),
        ([row(1)], Program("Writer", "1000", destination="Messages"), "only writes messages"),
        ([row(1, CampaignId="2000")], ACME, "a draft of Acme, but its rows name campaign 2000"),
        ([row(1), row(2, CampaignId="3000")], ACME, "No saved program has campaign 3000"),
        ([row(77)], ACME, "It has 1 row of orders sent before"),
    ],
)
def test_a_draft_that_is_not_clean_is_held_back_with_its_reason(
    saved_setup: SavedSetup,
    drafts: DraftStore,
    ledger: Ledger,
    tmp_path: Path,
    rows: list[dict[str, str]],
    program: Program | None,
    why: str,
) -> None:
    deliver(tmp_path, [row(77), row(78)], ledger)
    keep(drafts, tmp_path, "draft.csv", rows, program)
    others = [Program("Homeless", "1000"), Program("Moved", "1000", destination="Old"),
              Program("Writer", "1000", destination="Messages")]  # fmt: skip
    messages = Destination("Messages", "eml", "", 0, folder=str(tmp_path), to="a@example.org")
    # Acme alone has campaign 1000 where a sheet of several is told apart
    told = knowing(
        saved_setup, [*saved_setup.services.programs, *others], [*saved_setup.services.destinations, messages]
    )
    assert clean(told) == []
    assert why in held(told)["draft.csv"]


def test_an_order_that_grew_too_old_holds_its_draft_back(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "old.csv", [row(1, EventDate=f"{NOW - timedelta(days=87):%Y-%m-%dT%H:%M:%SZ}")])
    assert len(clean(saved_setup)) == 1
    assert "error left" in held(saved_setup, NOW + timedelta(days=2))["old.csv"]
    waits = knowing(saved_setup, places=[replace(next(iter(saved_setup.services.destinations)), wait_hours=48)])
    assert "error left" in held(waits)["old.csv"]


def test_a_draft_in_a_window_is_left_to_it(saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path) -> None:
    keep(drafts, tmp_path, "open.csv", [row(1)])
    resumed = DraftStore(tmp_path / "drafts").resume(drafts.kept()[0].id, NOW)
    assert "open in a window" in held(saved_setup)["open.csv"]
    resumed.journal.close()
    assert held(saved_setup) == {}


# ---------------------------------------------------------------------- into the queue


def test_what_was_changed_since_it_was_looked_at_is_not_queued(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "draft.csv", [row(1)])
    (one,) = clean(saved_setup)
    resumed = drafts.resume(one.kept.id, NOW)
    edit = type_cells(resumed.opened.draft, [(0, "c7", "99.00")])
    resumed.opened.draft.do(edit)
    resumed.journal.did(edit)
    with pytest.raises(UserError, match="another window"):
        enqueue(one, saved_setup, NOW)
    resumed.journal.close()
    with pytest.raises(DraftBlocked, match="changed meanwhile"):
        enqueue(one, saved_setup, NOW)
    assert saved_setup.ledger.waiting() == []
    # the draft can still be continued
    drafts.resume(one.kept.id, NOW).journal.close()


def test_two_drafts_with_one_order_do_not_both_wait(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "once.csv", [row(1), row(2)])
    keep(drafts, tmp_path, "again.csv", [row(2), row(3, CampaignId="2000")])
    first, other = clean(saved_setup)
    enqueue(first, saved_setup, NOW)
    with pytest.raises(SentBefore, match=r"AC-2, waits in another batch"):
        enqueue(other, saved_setup, NOW)
    # nothing of the second one waits, its other batch neither
    assert [one.draft for one in saved_setup.ledger.waiting()] == [first.kept.mark] * len(first.batches)


def test_a_draft_with_orders_set_aside_stays_after_the_others_were_delivered(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "aside.csv", [row(1), row(2)])
    resumed = drafts.resume(drafts.kept()[0].id, NOW)
    resumed.opened.draft.check()
    edit = set_aside(resumed.opened.draft, [1])
    resumed.opened.draft.do(edit)
    resumed.journal.did(edit)
    resumed.journal.close()
    (one,) = clean(saved_setup)
    assert (one.set_aside, one.batches[0].figures.rows) == (1, 1)
    enqueue(one, saved_setup, NOW)
    send_all(saved_setup, tmp_path)
    assert "AC-1" in inside(tmp_path / "inbox")
    assert "AC-2" not in inside(tmp_path / "inbox")
    assert [kept.name for kept in forget_delivered(drafts, saved_setup.ledger)] == ["aside.csv"]
    assert "sent before" in held(saved_setup)["aside.csv"]


def test_a_draft_of_which_a_batch_was_taken_out_of_the_queue_stays(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    keep(drafts, tmp_path, "both.csv", [row(1), row(2, CampaignId="2000")])
    (one,) = clean(saved_setup)
    _, other = enqueue(one, saved_setup, NOW)
    saved_setup.ledger.drop(other.uuid)
    send_all(saved_setup, tmp_path)
    assert "AC-1" in inside(tmp_path / "inbox")
    assert [kept.name for kept in forget_delivered(drafts, saved_setup.ledger)] == ["both.csv"]


def test_a_draft_changed_after_it_was_queued_stays(saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path) -> None:
    keep(drafts, tmp_path, "draft.csv", [row(1)])
    (one,) = clean(saved_setup)
    enqueue(one, saved_setup, NOW)
    resumed = drafts.resume(one.kept.id, NOW)
    edit = type_cells(resumed.opened.draft, [(0, "c7", "99.00")])
    resumed.opened.draft.do(edit)
    resumed.journal.did(edit)
    resumed.journal.close()
    send_all(saved_setup, tmp_path)
    assert [kept.name for kept in forget_delivered(drafts, saved_setup.ledger)] == ["draft.csv"]
    assert "sent before" in held(saved_setup)["draft.csv"]


def test_a_draft_that_was_kept_before_its_program_was_locked_is_looked_at_first(
    saved_setup: SavedSetup, drafts: DraftStore, tmp_path: Path
) -> None:
    opened = keep(drafts, tmp_path, "acme.csv", [row(1)])
    assert [one.kept.name for one in clean(saved_setup)] == ["acme.csv"]
    mapping = opened.draft.choices.mapping.with_feed("Category", None)
    recipe = make_recipe("Shop", opened.table.named_headers, mapping, None, None)
    setup = knowing(saved_setup, [replace(ACME, recipe=recipe), BOLT])
    assert "recipe of Acme" in held(setup)["acme.csv"]
    (sendable,) = clean(saved_setup)
    with pytest.raises(DraftBlocked):
        enqueue(sendable, setup, NOW)
    assert saved_setup.ledger.waiting() == []
