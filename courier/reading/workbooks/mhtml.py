"""Pages that were saved with their parts in one message: each page in it is read like a page of its own."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from courier.reading.encodings import Decoded
from courier.reading.workbooks.html import Html
from courier.reading.workbooks.markup import decode_markup

_NAMED_PART = re.compile(
    r"<x:Name>([^<]*)</x:Name>\s*<x:WorksheetSource\b[^<>]*\bHRef\s*=\s*[\"']?([^\"'>\s/]*/)?([^\"'>\s/]+)",
    re.IGNORECASE,
)
"""How the first page names the sheets that the others hold."""


class Mhtml(Html):
    """A page or a workbook that a browser, a mail program or a spreadsheet program saved as a message."""

    format = "mhtml"

    def __init__(self, data: bytes) -> None:
        parts = [part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        pages = [(str(part.get("Content-Location", "")), _decoded(part)) for part in parts]
        self.notes = [note for _, page in pages for note in page.notes]
        names = {file: name for _, page in pages for name, _, file in _NAMED_PART.findall(page.text)}
        self._take([(page.text, [names[file] for file in names if place.endswith(file)]) for place, page in pages])


def _decoded(part: Message) -> Decoded:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode_markup(data, part.get_content_charset()) if data.strip() else Decoded("", "")
