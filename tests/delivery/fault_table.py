"""Writes the table of faults for the documents: ``python -m tests.delivery.fault_table``."""

from pathlib import Path

from tests.delivery.faults import FAULTS
from tests.delivery.stages import STAGES

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "delivery-faults.md"

_WORDS = {
    "receipt-arrived": "arrived",
    "receipt-arrived-after-break": "arrived",
    "receipt-arrived-unseen": "arrived",
    "receipt-renamed": "arrived",
    "receipt-taken": "taken",
    "receipt-mailed": "taken",
    "receipt-half-left": "unconfirmed",
    "receipt-unconfirmed": "unconfirmed",
    "receipt-mail-unconfirmed": "unconfirmed",
    "receipt-unseen": "unconfirmed",
}
"""What the sentence of a receipt means for the part; every other sentence means that it was not sent."""

_HEAD = """# What is said when a delivery goes wrong

Each fault is brought about by the tests with a real server on this computer (OpenSSH, vsftpd, pyftpdlib, aiosmtpd) and
a way to it that can be cut, muted and slowed, or with a server that breaks the rules on purpose. For each the tests
compare what is said with what is at the server, and send the same part again once the fault is over: it is there
exactly once then.

| Word | Means |
|---|---|
| arrived | the server confirms the size or every block of it, or a new look finds the whole part |
| taken | handed over in full and no longer to be seen: moved away, or passed on by a mail server |
| unconfirmed | nobody can tell from here; the next try looks for the earlier copy first |
| not sent | nothing of the part is there, and the batch stays ready |

More than one word means that the moment decides, and the word said is the true one. A dash: that cannot happen there.
This page is made from the table that the tests run: `python -m tests.delivery.fault_table`.

"""


def render() -> str:
    """The whole page."""
    lines = [f"| Fault | {' | '.join(STAGES)} |", "|---" * (len(STAGES) + 1) + "|"]
    for fault in FAULTS.values():
        cells = (" or ".join(words(fault.said.get(protocol, ()))) or "-" for protocol in STAGES)
        lines.append(f"| {fault.title} | {' | '.join(cells)} |")
    return _HEAD + "\n".join(lines) + "\n"


def words(said: tuple[str, ...]) -> list[str]:
    """The words for sentences, without repetition."""
    return list(dict.fromkeys(_WORDS.get(key, "not sent") for key in said))


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
