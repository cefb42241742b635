"""How a text separates and quotes its cells: the dialect in which its records come out most alike."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from courier.reading.cell_kinds import is_regular

_SINGLE = {
    ",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x01": 1.0, "\x1f": 1.0, "\x1e": 0.9, "§": 0.95, "¦": 0.95, "^": 0.95,
    "~": 0.95, ":": 0.75, "#": 0.7, "*": 0.7, "&": 0.7, "!": 0.7, " ": 0.6,
}  # fmt: skip
"""The signs that may separate cells, and how much more likely one is than another that divides the text as well."""
_RUN = re.compile(r"[|,;:~^#*\t§¦ &]{2,4}|~\|~|\|~\|")
_SAMPLE = 200_000
_RECORDS = 300
_OF_ONE_COLUMN = 0.04
_ALIKE_WITH_BLANKS = 0.7
_UNUSED = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4\ue0f5\ue0f6\ue0f7"


@dataclass(frozen=True)
class Dialect:
    """``delimiter`` of one or more characters; ``quote`` None where quotation marks are text; ``escape``: what stands
    before a quotation mark within quotes, None where it is doubled; it also takes a delimiter's meaning."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A dialect, how well it fits (0 to 1), and why: how many of the sampled records have how many cells."""

    dialect: Dialect
    score: float
    records: int
    alike: int
    width: int


def find_dialects(content: str, quote: str | None = None) -> list[Candidate]:
    """The dialects that a text may be written in, the best first; a comma where nothing separates anything.

    ``quote``: the one a person says it is, "" for none.
    """
    sample = content if len(content) <= _SAMPLE else content[:_SAMPLE].rpartition("\n")[0] or content[:_SAMPLE]
    candidates = []
    for delimiter, likely in _delimiters(sample):
        for dialect in _dialects(sample, delimiter, quote):
            candidates.append(_judged(sample, dialect, likely))
    comma = Candidate(Dialect(",", '"' if quote is None else quote or None), _OF_ONE_COLUMN, 0, 0, 1)
    return sorted([comma, *candidates], key=lambda one: -one.score)


def dialect_of(content: str, delimiter: str, quote: str | None = None) -> Dialect:
    """The dialect of a text whose delimiter is known."""
    sample = content[:_SAMPLE]
    tried = [_judged(sample, one, 1.0) for one in _dialects(sample, delimiter, quote)]
    return max(tried, key=lambda one: one.score).dialect


def plain_signs(content: str, dialect: Dialect) -> tuple[str, str, dict[str, str]]:
    """The text with one sign for each delimiter and for each escaped sign, that delimiter, and what each stands for."""
    meant: dict[str, str] = {}
    unused = iter(sign for sign in _UNUSED if sign not in content)
    quote, delimiter = dialect.quote, dialect.delimiter
    if dialect.escape:
        escape = re.escape(dialect.escape)
        stands = {sign: next(unused) for sign in (quote, delimiter) if sign}
        signs = "|".join(map(re.escape, stands))
        content = re.sub(f"({escape * 2})|{escape}({signs})", lambda one: one[1] or stands[one[2]], content)
        meant.update({sign: said for said, sign in stands.items()})
    if len(delimiter) > 1:
        sign = next(unused)
        content = content.replace(delimiter, sign)
        if delimiter.endswith(" "):
            # programs trim the blank after the last delimiter of a line
            content = re.sub(re.escape(delimiter[:-1]) + r"(?=[\r\n]|\Z)", sign, content)
        meant[sign] = delimiter
        delimiter = sign
    return content, delimiter, meant


def _delimiters(sample: str) -> Iterator[tuple[str, float]]:
    lines = sample.count("\n") or sample.count("\r") or 1
    # what stands between quotation marks is no evidence of what separates cells
    bare = re.sub(r'"[^"\r\n]*"', '""', sample)
    longer = Counter(_RUN.findall(bare)).most_common(12)
    for delimiter, likely in _SINGLE.items():
        count = bare.count(delimiter)
        if not count:
            continue
        within = [(run, found) for run, found in longer if _is_whole(run, delimiter, bare, found, lines)]
        if within:
            yield max(within, key=lambda one: len(one[0]))[0], likely
        elif not delimiter.isspace() or delimiter == "\t" or bare.count(" ") >= lines:
            yield delimiter, likely


def _is_whole(run: str, delimiter: str, bare: str, found: int, lines: int) -> bool:
    """Whether the delimiter is this run of signs, because the sign hardly ever stands alone."""
    if delimiter not in run or delimiter == " " or (run.isspace() and "\t" not in run) or found < max(2, lines // 2):
        return False
    alone = bare.count(delimiter) - bare.count(run) * run.count(delimiter)
    if run.endswith(" "):
        alone -= len(re.findall(re.escape(run[:-1]) + r"(?=[\r\n]|\Z)", bare))
    return alone * (50 if " " in run else 6) <= bare.count(delimiter)


def _dialects(sample: str, delimiter: str, quote: str | None) -> Iterator[Dialect]:
    mark = _quote(sample, delimiter) if quote is None else quote or None
    yield Dialect(delimiter, mark)
    if "\\" not in sample:
        return
    sign = re.escape(delimiter)
    if mark:
        escaped = len(re.findall(rf"\\{mark}(?!{sign}|[\r\n]|$)", sample))
        doubled = len(re.findall(rf"(?<![\\{mark}\r\n]){mark}{mark}(?!{mark}|{sign}|[\r\n]|$)", sample))
        # after a delimiter two marks are an empty cell
        doubled -= len(re.findall(rf"(?:{sign}){mark}{mark}(?!{mark}|{sign}|[\r\n]|$)", sample))
        if escaped > max(0, doubled):
            yield Dialect(delimiter, mark, "\\")
            return
    if f"\\{delimiter}" in sample:
        yield Dialect(delimiter, mark, "\\")


def _quote(sample: str, delimiter: str) -> str:
    """The mark that begins and ends cells; apostrophes only where they do so often."""
    sign = re.escape(delimiter)
    counts = {}
    for mark in ('"', "'"):
        begin = len(re.findall(rf"(?:^|{sign}) ?{mark}(?!{mark}(?:{sign}|$))", sample, re.MULTILINE))
        end = len(re.findall(rf"(?<!{mark}){mark} ?(?={sign}|$)", sample.replace("\r", ""), re.MULTILINE))
        counts[mark] = min(begin, end) if 2 * min(begin, end) >= max(begin, end) else 0
    return "'" if counts["'"] >= 3 and counts["'"] > 2 * counts['"'] else '"'


def _judged(sample: str, dialect: Dialect, likely: float) -> Candidate:
    records = _sampled(sample, dialect)
    widths = Counter(len(record) for record in records)
    count = sum(widths.values())
    if not count:
        return Candidate(dialect, 0.0, 0, 0, 1)
    width, alike = max(widths.items(), key=lambda one: (one[1] * (1 - 1 / one[0]), one[0]))
    if (alike < 2 and count > 3) or (dialect.delimiter == " " and alike < _ALIKE_WITH_BLANKS * count):
        return Candidate(dialect, 0.0, count, alike, width)
    pattern = sum((found / count) ** 2 * (1 - 1 / cells) for cells, found in widths.most_common(3))
    cells = [cell for record in records[:100] if len(record) > 1 for cell in record if cell.strip()]
    regular = sum(map(is_regular, cells)) / len(cells) if cells else 0.0
    return Candidate(dialect, pattern * likely * (0.5 + 0.5 * regular), count, alike, width)


def reader_of(lines: Iterable[str], delimiter: str, quote: str | None) -> Iterator[list[str]]:
    """Python's reader of records for a delimiter of one sign."""
    if quote is None:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def _sampled(sample: str, dialect: Dialect) -> list[list[str]]:
    content, delimiter, _ = plain_signs(sample, dialect)
    reader = reader_of(io.StringIO(content, newline=""), delimiter, dialect.quote)
    records: list[list[str]] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) == _RECORDS:
                break
    except csv.Error:
        pass
    return records
