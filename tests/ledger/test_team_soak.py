"""Four people of a team who send for a long time, while their processes are killed, their connections cut and the
database begun anew: what is at the destinations is what the ledger says, and no order is there twice."""

import os
import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.shipping.sent_before import SentBefore
from tests.commands.running import row
from tests.delivery.proxy import Proxy
from tests.ledger.batches import deliver, folder_at
from tests.ledger.team_sender import Answer, Request, Sender, team_ledger
from tests.postgres import PostgresServer
from tests.tries import tries

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

PEOPLE = ("ann", "ann", "bob", "bob")
SENDS = tries(24, 1300)
SENDERS, SECONDS = tries((6, 5.0), (20, 60.0))
PLACES = 4


class Work:
    """What there is to send, chosen by chance. Half of it somebody may have sent already, or be sending."""

    def __init__(self, seed: int, count: int, folders: list[Path]) -> None:
        self._chance = random.Random(seed)
        self._left, self._folders = count, folders
        self._next = 0
        self._guard = threading.Lock()
        self.answers: Counter[str] = Counter()

    def draw(self, address: str, own: int) -> tuple[Request, float | None] | None:
        """A request, and after how many seconds its sender is killed; None when there is no more."""
        with self._guard:
            if not self._left:
                return None
            self._left -= 1
            chance, size = self._chance, self._chance.choice((1, 1, 2, 3, 5))
            if chance.random() < 0.5:
                first, self._next = self._next, self._next + size
            else:
                first = max(0, self._next - chance.randrange(1, 9))
            sku = chance.choice(("SKU-1", f"SKU-{own}"))
            most = chance.choice((1, 2, 9999))
            request = Request(address, str(chance.choice(self._folders)), [*range(first, first + size)], sku, most)
            return request, chance.uniform(0, 0.6) if chance.random() < 0.2 else None

    def count(self, answer: Answer | None) -> None:
        with self._guard:
            self.answers["killed" if answer is None else answer.problem or "sent"] += 1


class Person(threading.Thread):
    """One who sends until there is no more to send; a process that was killed is begun anew."""

    def __init__(self, number: int, home: Path, address: str, work: Work) -> None:
        super().__init__(name=f"person {number}")
        self._number, self._home, self._address, self._work = number, home, address, work
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self._send_all()
        except BaseException as problem:
            self.problem = problem
            raise

    def _send_all(self) -> None:
        sender = Sender(self._home)
        while drawn := self._work.draw(self._address, self._number):
            request, killed_after = drawn
            sender.prepare(request)
            sender.go()
            killer = threading.Timer(killed_after or 0, sender.stab)
            if killed_after is not None:
                killer.start()
            try:
                self._work.count(sender.answer())
            except EOFError:
                self._work.count(None)
            if killed_after is not None:
                killer.join()
                sender.kill()
                sender = Sender(self._home)
        sender.kill()


@contextmanager
def faults(server: PostgresServer, proxies: list[Proxy], seed: int) -> Iterator[Counter[str]]:
    """Connections are cut and the server is begun anew, again and again."""
    over, chance, done = threading.Event(), random.Random(seed), Counter[str]()

    def go_on() -> None:
        while not over.wait(chance.uniform(0.2, 2.5)):
            if chance.random() < 0.85:
                chance.choice(proxies).cut()
                done["cuts"] += 1
            else:
                server.stop("immediate")
                over.wait(chance.uniform(0, 1))
                server.start()
                done["restarts"] += 1

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def orders_in(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """The name of each file and its orders."""
    for path in folder.glob("*.csv"):
        header, *lines = path.read_text().splitlines()
        place = header.split(",").index("OrderId")
        yield path.name, {line.split(",")[place] for line in lines}


def disagreements(ledger: Ledger, folders: list[Path]) -> list[str]:
    """Where what is at the destinations is not what the ledger says, and what is there twice."""
    states: dict[tuple[str, str], set[State]] = {}
    for submission in ledger.submissions():
        for part in submission.parts:
            states.setdefault((submission.url, part.name), set()).add(part.state)
    there = {(folder_at(folder).url, name): orders for folder in folders for name, orders in orders_in(folder)}
    times = Counter(order for orders in there.values() for order in orders)
    wrong = [f"{order} is there {count} times" for order, count in times.items() if count > 1]
    for place, known in states.items():
        if State.SENDING in known:
            wrong.append(f"{place} is on its way for ever")
        if any(state.delivered for state in known) and place not in there:
            wrong.append(f"{place} is delivered but not there")
    known_there = (State.UNCONFIRMED, State.TAKEN, State.ARRIVED)
    wrong += [
        f"{place} is there but {states.get(place)}" for place in there if not states.get(place, set()) & {*known_there}
    ]
    return wrong


def show(words: str) -> None:
    """Say it to whoever reads the output of the test."""
    sys.stdout.write(f"\n{words}\n")


def test_whatever_happens_the_team_knows_what_it_sent_and_sent_it_once(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    seed = int(os.environ.get("COURIER_SEED") or tries(8, secrets.randbelow(10**9)))
    show(f"COURIER_SEED={seed}")
    database = postgres.fresh()
    folders = [tmp_path / f"inbox-{number}" for number in range(PLACES)]
    homes = [tmp_path / f"person-{number}" for number in range(len(PEOPLE))]
    for folder in (*folders, *homes):
        folder.mkdir()
    proxies = [Proxy(postgres.port) for _ in PEOPLE]
    work = Work(seed, SENDS, folders)
    people = [
        Person(number, homes[number], f"postgresql://{user}@127.0.0.2:{proxies[number].port}/{database}", work)
        for number, user in enumerate(PEOPLE)
    ]
    with faults(postgres, proxies, seed) as done:
        for person in people:
            person.start()
        for person in people:
            person.join()
    assert [person.problem for person in people if person.problem] == []
    # everybody comes by once more
    for home in homes:
        with closing(team_ledger(home, str(postgres.address(database)))) as ledger:
            ledger.recover(datetime.now(UTC))
    with closing(team_ledger(tmp_path, str(postgres.address(database, "lea")))) as ledger:
        parts = Counter(str(part.state) for submission in ledger.submissions() for part in submission.parts)
        there = sum(1 for folder in folders for _ in orders_in(folder))
        show(f"{SENDS} sends: {dict(work.answers)}; {dict(done)}; parts {dict(parts)}; {there} files")
        assert disagreements(ledger, folders) == []
    assert there >= SENDS // 10
    for proxy in proxies:
        proxy.close()


def test_twenty_who_send_at_once_see_no_deadlock_and_lose_nothing(postgres: PostgresServer, tmp_path: Path) -> None:
    """Each has a folder of its own, and they share the orders."""
    database = postgres.fresh()
    address = str(postgres.address(database))
    folders = [tmp_path / f"inbox-{number}" for number in range(SENDERS)]
    until = time.monotonic() + SECONDS
    numbers = count()
    said: Counter[str] = Counter()

    def send(number: int) -> None:
        home = tmp_path / f"person-{number}"
        home.mkdir()
        with closing(team_ledger(home, address)) as ledger:
            while time.monotonic() < until:
                # a number that is drawn by one is sent by two
                first = next(numbers) // 2 * 3
                rows = [row(order, Sku=f"SKU-{number}") for order in range(first, first + 3)]
                try:
                    states = {
                        receipt.state for receipt in deliver(home, rows, ledger, folder_at(folders[number]), most=2)
                    }
                    said["sent"] += states == {State.ARRIVED}
                except SentBefore:
                    said["sent before"] += 1

    with ThreadPoolExecutor(SENDERS) as pool:
        # whatever is raised is shown
        list(pool.map(send, range(SENDERS)))
    show(f"{SENDERS} senders in {SECONDS:.0f} s: {dict(said)}")
    with closing(team_ledger(tmp_path, str(postgres.address(database, "lea")))) as ledger:
        assert disagreements(ledger, folders) == []
        assert len(ledger.submissions()) == said["sent"]
        assert all(submission.state is State.ARRIVED for submission in ledger.submissions())
    orders = Counter(order for folder in folders for _, found in orders_in(folder) for order in found)
    assert set(orders.values()) == {1}
    assert len(orders) == 3 * said["sent"]
