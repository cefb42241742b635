"""A part as an e-mail: the upload address from impact.com in To, all others in Cc, one attachment."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from courier.delivery.receipt import PartFile
from courier.delivery.transport import open_part
from courier.destinations import Destination


def sender_of(destination: Destination) -> str:
    """The person's own address."""
    return destination.sender or (destination.user if "@" in destination.user else "")


def recipients(destination: Destination) -> tuple[str, ...]:
    """All recipients of the message."""
    return (destination.to, *destination.cc)


def message_with(part: PartFile, destination: Destination, now: datetime) -> EmailMessage:
    """The complete message. Raises DeliveryError if the part on disk has changed since it was written."""
    message = EmailMessage(policy=SMTP)
    if sender := sender_of(destination):
        message["From"] = sender
        # the same part sent again has the same ID, so that duplicates can be recognised
        message["Message-ID"] = f"<{part.sha256[:40]}@{sender.rpartition('@')[2]}>"
    message["To"] = destination.to
    if destination.cc:
        message["Cc"] = ", ".join(destination.cc)
    if destination.subject:
        message["Subject"] = destination.subject
    message["Date"] = format_datetime(now)
    message.set_content("")
    with open_part(part) as source:
        message.add_attachment(source.read(), maintype="text", subtype="csv", filename=part.name)
    return message
