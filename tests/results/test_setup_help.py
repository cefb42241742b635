"""What a person is told to type into impact.com: the values of the saved destination, and no secret."""

import pytest

from courier.destinations import Destination
from courier.programs import EventType, Program
from courier.results.setup_help import setup_help

ACME = Program("Acme", "1000", (EventType("18500", "Sale"), EventType("18501")), destination="Acme inbox")
CASES = {
    "sftp": (
        Destination("Acme inbox", user="me"),
        ["Open the event type Sale (18500).", "Open the event type 18501.", "Choose SFTP", "Server: batch.impact.com",
         "Port: 22", "ask whoever created the account", "folder of the login"],
    ),
    "pulled": (
        Destination("Acme inbox", host="files.acme.example", port=2222, user="up", folder="/out", route="pulled"),
        ["Choose SFTP from your own server", "Server: files.acme.example", "Port: 2222", "Directory: /out", "User: up",
         "every 24 hours"],
    ),
    "connection": (
        Destination("Acme inbox", "ftp", "import.impact.com", 21, "up", "/acme", route="connection", pattern="C_*.csv"),
        ["Connections", "Method: FTP", "Push to impact.com", "File pattern: C_*.csv", "Directory: /acme", "once"],
    ),
    "email": (
        Destination("Acme inbox", "email", "mail.example", 587, "me", to="abc@batch.impact.com"),
        ["Choose e-mail", "To: abc@batch.impact.com", "stands alone in “To”"],
    ),
    "folder": (Destination("Acme inbox", "folder", "", 0, folder="/home/files"), ["Files are put into /home/files"]),
    "none": (None, ["Save a destination"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_way_has_its_values(case: str) -> None:
    destination, wanted = CASES[case]
    words = setup_help(ACME, destination)
    assert [line for line in wanted if line not in words] == []
    assert words.startswith("What to type into impact.com for Acme\n")
    assert "Account SID" in words


def test_what_is_not_known_is_said() -> None:
    words = setup_help(Program("Acme"), Destination("Acme inbox", host="files.example", route="pulled"))
    assert "Open each event type" in words
    assert "User: (not known here yet)" in words
