"""Pages that were saved with their parts in one message: each page in it is read like a page of its own."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from courier.reading.workbooks.html import Html
from courier.reading.workbooks.markup import markup_text

_NAMED_PART = re.compile(
    r"<x:Name>([^<]*)</x:Name>\s*<x:WorksheetSource\b[^>]*\bHRef\s*=\s*[\"']?([^\"'>\s/]*/)?([^\"'>\s/]+)",
    re.IGNORECASE,
)
"""How the first page names the sheets that the others hold."""


class Mhtml(Html):
    """A page or a workbook that a browser, a mail program or a spreadsheet program saved as a message."""

    format = "mhtml"

    def __init__(self, data: bytes) -> None:
        parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        pages = [(str(part.get("Content-Location", "")), _text(part)) for part in parts]
        names = {file: name for _, text in pages for name, _, file in _NAMED_PART.findall(text)}
        self._take([(text, [name for file, name in names.items() if place.endswith(file)]) for place, text in pages])


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return markup_text(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""
