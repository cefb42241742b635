"""One table with every defect that exports have, each time with the records that a person would see in it."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

HEADER = ["Order date", "Time", "Pieces", "Item", "Price", "Kind", "Description", "Link", "Remarks"]
_KINDS = ("Men's Walking Shoes", "Lamp, Two-Pack", 'Round Table 48"', "Girls' Rain Coat", "Fly Rod", "Wool Socks")
_WORDS = (
    "light",
    "quiet",
    "strong",
    "enough",
    "for",
    "long",
    "days",
    "outside",
    "and",
    "yet",
    "soft",
    "so",
    "that",
    "nobody",
    "will",
    "ever",
    "want",
    "to",
    "take",
    "it",
    "off",
    "made",
    "of",
    "wool,",
    "linen",
    "or",
    "cotton:",
    "washed",
    "twice,",
    "dried",
    "once;",
    "it's",
    "ours",
)


def table(rows: int = 83) -> list[list[str]]:
    """The clean table: a header and rows with quoted commas, quotation marks and, here and there, a line break."""
    chance = random.Random(7)
    body = []
    for number in range(rows):
        words = [chance.choice(_WORDS) for _ in range(chance.randint(8, 24))]
        if number % 17 == 5:
            words.insert(4, '5" wide')
        body.append(
            [
                f"{number % 28 + 1:02}/{number // 28 + 1:02}/2026",
                f"{number % 24:02}:{number * 7 % 60:02}",
                str(chance.randint(0, 30)),
                f"{chance.choice(('MG', 'RI', 'YY'))}-{chance.randint(1000, 9999)}",
                f"${chance.randint(1, 90)}.{chance.randint(0, 99):02}",
                _KINDS[number % len(_KINDS)],
                " ".join(words).capitalize() + ".",
                f"https://shop.example/item/{number}.html",
                "",
            ]
        )
    return [HEADER, *body]


@dataclass(frozen=True)
class Style:
    """How records are written; descriptions and links are always in quotes, as in the exports that this imitates."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    """What precedes a quotation mark within quotes; None: the mark itself; "" nothing."""
    end: str = "\r\n"

    def cell(self, value: str, always: bool) -> str:
        """A cell as it is written."""
        special = (self.delimiter, self.quote, "\n", "\r")
        if not always and not any(sign in value for sign in special):
            return value
        escape = self.quote if self.escape is None else self.escape
        return self.quote + value.replace(self.quote, escape + self.quote) + self.quote

    def cells(self, record: list[str]) -> list[str]:
        """All cells of a record as they are written."""
        return [self.cell(value, index in (6, 7)) for index, value in enumerate(record)]

    def record(self, record: list[str]) -> str:
        """A record as it is written, with its line end."""
        return self.delimiter.join(self.cells(record)) + self.end

    def text(self, records: list[list[str]]) -> str:
        """All records as they are written."""
        return "".join(map(self.record, records))


@dataclass(frozen=True)
class PollutedFile:
    """A file and the records in it; ``header`` says whether the first one is a header."""

    name: str
    content: bytes
    records: list[list[str]]
    header: bool = True


def _surrounded(clean: list[list[str]]) -> Iterator[PollutedFile]:
    """Titles above, footnotes and other tables below."""
    plain = Style()
    blanks = [""] * (len(HEADER) - 1)
    for named, above in (("delimited", ["EXPORT OF MARCH", *blanks]), ("bare", ["EXPORT OF MARCH"])):
        empties: tuple[list[list[str]], ...] = ([], [[""] * len(HEADER)], [[]])
        for empty in empties:
            for count in (1, 3):
                extra = [*[above] * count, *empty]
                yield PollutedFile(
                    f"{count} lines above, {named}, {empty}", plain.text([*extra, *clean]).encode(), clean
                )
                below = [*empty, *[[f"FOOTNOTE: {above[0]}", *above[1:]]] * count]
                yield PollutedFile(
                    f"{count} lines below, {named}, {empty}", plain.text([*clean, *below]).encode(), clean
                )
    second = [["Campaign", "Clicks", "Views", "Cost", "Since"]] + [
        [f"C{n}", str(n), "9", "1.5", "2026-01-01"] for n in range(20)
    ]
    more_empties: tuple[list[list[str]], ...] = ([], [[]], [[], []])
    for empty in more_empties:
        yield PollutedFile(f"another table below, {empty}", plain.text([*clean, *empty, *second]).encode(), clean)
        wider = [[*record, "more", "still more"] for record in clean[:30]]
        yield PollutedFile(f"a wider table below, {empty}", plain.text([*clean, *empty, *wider]).encode(), clean)
        narrower = [record[:8] for record in clean[:30]]
        yield PollutedFile(f"a narrower table below, {empty}", plain.text([*clean, *empty, *narrower]).encode(), clean)


def whole_files(rows: int = 83) -> Iterator[PollutedFile]:
    """The table in every way in which a file may be written."""
    clean, plain = table(rows), Style()
    text = plain.text(clean)

    def polluted(name: str, content: str, records: list[list[str]] | None = None, header: bool = True) -> PollutedFile:
        return PollutedFile(name, content.encode(), clean if records is None else records, header)

    yield polluted("as it is", text)
    yield polluted("no line end", text.removesuffix("\r\n"))
    yield polluted("two line ends", text + "\r\n")
    yield polluted("no header", plain.text(clean[1:]), clean[1:], header=False)
    yield polluted("header only", plain.text(clean[:1]), clean[:1])
    yield polluted("one row", plain.text(clean[:2]), clean[:2])
    for lines in (2, 3):
        parts = [[f"{name} {line}" for name in HEADER] for line in range(lines)]
        joined = [" ".join(names) for names in zip(*parts, strict=True)]
        yield polluted(f"{lines} header lines", plain.text([*parts, *clean[1:]]), [joined, *clean[1:]])
    yield from _surrounded(clean)
    yield polluted("the header again", plain.text([*clean[:30], HEADER, *clean[30:60], HEADER, *clean[60:]]))
    for end in ("\n", "\r"):
        yield polluted(f"line ends {end!r}", replace(plain, end=end).text(clean))
    for delimiter in (";", "\t", "|", ":", ", ", "; ", " | ", "||", "::", "\t\t", "~|~", "^", "~", "\x01", "§", "¦"):
        yield polluted(f"delimiter {delimiter!r}", replace(plain, delimiter=delimiter).text(clean))
    one_word = [
        [value.replace(" ", "-") if index not in (6, 7) else value for index, value in enumerate(record)]
        for record in clean
    ]
    yield polluted("delimiter ' '", replace(plain, delimiter=" ").text(one_word), one_word)
    yield polluted("quote '", replace(plain, quote="'").text(clean))
    yield polluted("escape \\", replace(plain, escape="\\").text(clean))
    yield polluted("no escape", replace(plain, escape="").text(clean))
    yield polluted("sep= line", "sep=;\r\n" + replace(plain, delimiter=";").text(clean))
    broken = [clean[0], *[[*record[:6], record[6].replace(" ", "\n", 1), *record[7:]] for record in clean[1:]]]
    yield polluted("line breaks in cells", plain.text(broken), broken)


def single_places(rows: int = 83, step: int = 1) -> Iterator[PollutedFile]:
    """Every defect of one cell or row, at every ``step``-th cell."""
    clean, plain = table(rows), Style()
    places = [(row, column) for row in range(len(clean)) for column in range(len(HEADER))]
    for row, column in places[::step]:
        before, after = plain.text(clean[:row]), plain.text(clean[row + 1 :])
        cells = plain.cells(clean[row])

        def polluted(
            name: str,
            line: str,
            records: list[list[str]] | None = None,
            place: tuple[int, int] = (row, column),
            around: tuple[str, str] = (before, after),
        ) -> PollutedFile:
            content = (around[0] + line + plain.end + around[1]).encode()
            return PollutedFile(f"{name} {place}", content, clean if records is None else records)

        yield polluted("one more delimiter", ",".join([*cells[:column], "", *cells[column:]]))
        if column:
            yield polluted("one delimiter less", ",".join(cells[:column]) + ",".join(cells[column:]))
        spoilt = [list(record) for record in clean]
        spoilt[row][column] = '"' + spoilt[row][column]
        quoted = cells[column]
        extra = '""' + quoted[1:] if quoted.startswith('"') else '"' + quoted
        yield polluted("an extra quote", ",".join([*cells[:column], extra, *cells[column + 1 :]]), spoilt)
        if column == 0:
            yield polluted("blanks between", " ".join(cells))
            yield polluted("semicolons between", ";".join(cells))
            yield polluted("one cell only", cells[0], [*clean[:row], clean[row][:1], *clean[row + 1 :]])
            yield polluted(
                "cells too many",
                ",".join([*cells, "x", "y"]),
                [*clean[:row], [*clean[row], "x", "y"], *clean[row + 1 :]],
            )


def scores(expected: list[list[str]], actual: list[list[str]], header: bool) -> tuple[float, float]:
    """F1 of records (their cells concatenated) and of cells, in any order."""
    skip = 1 if header else 0
    records = [Counter("".join(record) for record in side[skip:]) for side in (expected, actual)]
    cells = [Counter(cell for record in side for cell in record) for side in (expected, actual)]
    return _f1(*records), _f1(*cells)


def _f1(expected: Counter[str], actual: Counter[str]) -> float:
    if not expected and not actual:
        return 1.0
    same = (expected & actual).total()
    return 2 * same / (expected.total() + actual.total())


def records_of(content: str) -> list[list[str]]:
    """Plain CSV as Python reads it."""
    return list(csv.reader(io.StringIO(content, newline="")))
