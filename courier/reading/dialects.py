"""Detects how a text separates and quotes its cells: by the dialect that gives the most regular records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from courier.reading.cell_kinds import is_regular

_SINGLE = {
    ",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x01": 1.0, "\x1f": 1.0, "\x1e": 0.9, "§": 0.95, "¦": 0.95, "^": 0.95,
    "~": 0.95, ":": 0.75, "#": 0.7, "*": 0.7, "&": 0.7, "!": 0.7, " ": 0.6,
}  # fmt: skip
"""Delimiters of one character, and how likely each is compared with others that fit the text equally well."""
_RUN = re.compile(r"[|,;:~^#*\t§¦ &]{2,4}|~\|~|\|~\||%{2}|@{2}|[$]{2}|!{2}|={2}|[+]{2}|<>|=>|->|\\t")
"""Several characters that may together be one delimiter."""
_OFTEN_EMPTY = ",;\t"
"""Between two of these there is probably an empty cell."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r"(?<!\w)\"(?:[^\"]|\"\"){0,2000}+\"(?!\w)")
_SAMPLE = 200_000
_RECORDS = 300
_OF_ONE_COLUMN = 0.04
_OTHER_RUN = 0.7
_WITHIN_NUMBERS = ",:"
_PART_OF_NUMBERS = 0.7
"""A character that stands only between digits may be a part of numbers or of times."""
_IN_LINES = 0.9
_ALIKE_WITH_BLANKS = 0.7
_UNUSED = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4\ue0f5\ue0f6\ue0f7"


@dataclass(frozen=True)
class Dialect:
    """``delimiter`` has one or more characters; ``quote`` is None if quotation marks are text; ``escape`` stands before
    a quotation mark within quotes, None if the mark is doubled instead; it also escapes delimiters."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A dialect and how well it fits (0 to 1): of the sampled ``records``, ``alike`` have ``width`` cells."""

    dialect: Dialect
    score: float
    records: int
    alike: int
    width: int


def find_dialects(content: str, quote: str | None = None) -> list[Candidate]:
    """The dialects in which a text may be written, the best first; a comma if there is no delimiter.

    ``quote``: the mark that a person chose, "" for none.
    """
    sample = content if len(content) <= _SAMPLE else content[:_SAMPLE].rpartition("\n")[0] or content[:_SAMPLE]
    candidates: list[Candidate] = []
    for delimiter, likely in _delimiters(sample):
        candidates += [_judged(sample, dialect, likely) for dialect in _dialects(sample, delimiter, quote)]
    comma = Candidate(Dialect(",", '"' if quote is None else quote or None), _OF_ONE_COLUMN, 0, 0, 1)
    return sorted([comma, *candidates], key=lambda candidate: -candidate.score)


def dialect_of(content: str, delimiter: str, quote: str | None = None) -> Dialect:
    """The dialect of a text whose delimiter is known."""
    sample = content[:_SAMPLE]
    candidates = [_judged(sample, dialect, 1.0) for dialect in _dialects(sample, delimiter, quote)]
    return max(candidates, key=lambda candidate: candidate.score).dialect


def plain_signs(content: str, dialect: Dialect) -> tuple[str, str, dict[str, str]]:
    """The text with one unused character for each delimiter of several and for each escaped character, the delimiter,
    and the original of each of these characters."""
    originals: dict[str, str] = {}
    unused = iter(sign for sign in _UNUSED if sign not in content)
    quote, delimiter = dialect.quote, dialect.delimiter
    if dialect.escape:
        escape = re.escape(dialect.escape)
        replacements = {sign: next(unused) for sign in (quote, delimiter) if sign}
        signs = "|".join(map(re.escape, replacements))
        content = re.sub(f"({escape * 2})|{escape}({signs})", lambda match: match[1] or replacements[match[2]], content)
        originals = {sign: original for original, sign in replacements.items()}
    if len(delimiter) > 1:
        sign = next(unused)
        content = content.replace(delimiter, sign)
        if delimiter.endswith(" "):
            # programs trim the blank after the last delimiter of a line
            content = re.sub(re.escape(delimiter[:-1]) + r"(?=[\r\n]|\Z)", sign, content)
        originals[sign] = delimiter
        delimiter = sign
    return content, delimiter, originals


def _delimiters(sample: str) -> Iterator[tuple[str, float]]:
    """The possible delimiters and how likely each is before its records are judged."""
    # quoted text says nothing about delimiters
    bare = _QUOTED.sub('""', sample)
    lines = [line for line in bare.splitlines() if line.strip()][:_RECORDS]
    counts = Counter(_RUN.findall(bare)).most_common(12)
    runs = sorted((run for run, count in counts if count >= max(2, len(lines) // 2)), key=len, reverse=True)
    for delimiter, likely in _SINGLE.items():
        if delimiter not in bare:
            continue
        longer = next((run for run in runs if delimiter in run and _is_delimiter(run, delimiter, lines)), None)
        if longer is not None:
            yield longer, likely
        elif delimiter in _WITHIN_NUMBERS and not re.search(rf"(?<!\d){delimiter}|{delimiter}(?!\d)", bare):
            yield delimiter, likely * _PART_OF_NUMBERS
        elif delimiter != " " or bare.count(" ") >= len(lines):
            yield delimiter, likely
    others = (run for run in runs if not set(run) & (set(_SINGLE) - {" "}))
    yield from ((run, _OTHER_RUN) for run in others if _is_delimiter(run, run[0], lines))


def _is_delimiter(run: str, sign: str, lines: Sequence[str]) -> bool:
    """Whether a run of characters is one delimiter: nearly every line with ``sign`` has it, the first included, and
    ``sign`` is rare outside it."""
    if sign == " ":
        return False
    # programs trim the blank after the last delimiter of a line
    having = [line + " " if run.endswith(" ") and line.endswith(run[:-1]) else line for line in lines if sign in line]
    counts = [line.count(run) for line in having]
    if not counts or not counts[0] or sum(map(bool, counts)) < _IN_LINES * len(counts):
        return False
    alone = sum(line.replace(run, "").count(sign) for line in having)
    if " " in run:
        return alone * 50 <= sum(counts) * run.count(sign)
    regular = Counter(counts).most_common(1)[0][1] >= _IN_LINES * len(counts) and alone <= sum(counts) * run.count(sign)
    if set(run) == {sign} and sign in _OFTEN_EMPTY:
        return regular and counts[0] > 1 and sign not in having[0].replace(run, "")
    return (regular and set(run) == {sign}) or alone * 6 <= sum(counts) * run.count(sign)


def _dialects(sample: str, delimiter: str, quote: str | None) -> Iterator[Dialect]:
    """The possible dialects with a delimiter, with and without an escape character."""
    mark = _quote(sample, delimiter) if quote is None else quote or None
    if "\\" not in sample:
        yield Dialect(delimiter, mark)
        return
    sign = re.escape(delimiter)
    if mark:
        escaped = len(re.findall(rf"\\{mark}(?!{sign}|[\r\n]|$)", sample))
        doubled = len(re.findall(rf"(?<![\\{mark}\r\n]){mark}{mark}(?!{mark}|{sign}|[\r\n]|$)", sample))
        # after a delimiter two marks are an empty cell
        doubled -= len(re.findall(rf"(?:{sign}){mark}{mark}(?!{mark}|{sign}|[\r\n]|$)", sample))
        if escaped > max(0, doubled):
            yield Dialect(delimiter, mark, "\\")
            yield Dialect(delimiter, mark)
            return
    yield Dialect(delimiter, mark)
    if f"\\{delimiter}" in sample:
        yield Dialect(delimiter, mark, "\\")


def _quote(sample: str, delimiter: str) -> str:
    """The mark around cells; an apostrophe only if it often begins and ends cells, in several lines of a long text."""
    sign = re.escape(delimiter)
    sample = sample.replace("\r", "\n")
    counts = {}
    for mark in ('"', "'"):
        begin = len(re.findall(rf"(?:^|{sign}) ?{mark}(?!{mark}(?:{sign}|$))", sample, re.MULTILINE))
        end = len(re.findall(rf"(?<!{mark}){mark} ?(?={sign}|$)", sample, re.MULTILINE))
        counts[mark] = min(begin, end) if 2 * min(begin, end) >= max(begin, end) else 0
    if counts["'"] < 3 or counts["'"] <= 2 * counts['"']:
        return '"'
    lines = len(re.findall(rf"^(?:.*{sign})? ?'(?!').*$", sample, re.MULTILINE))
    return "'" if lines > 1 or sample.strip().count("\n") < 3 else '"'


def _judged(sample: str, dialect: Dialect, likely: float) -> Candidate:
    """How well a dialect fits: by equal widths, regular cells and quotation marks in place."""
    content, delimiter, _ = plain_signs(sample, dialect)
    records = list(islice(rough_records(content, delimiter, dialect.quote), _RECORDS))
    if not records:
        return Candidate(dialect, 0.0, 0, 0, 1)
    widths, count = Counter(map(len, records)), len(records)
    width, alike = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]), item[0]))
    if (alike < 2 and count > 3) or (dialect.delimiter == " " and alike < _ALIKE_WITH_BLANKS * count):
        return Candidate(dialect, 0.0, count, alike, width)
    pattern = sum((number / count) ** 2 * (1 - 1 / cells) for cells, number in widths.most_common(3))
    cells = [cell for record in records[:100] if len(record) > 1 for cell in record if cell.strip()]
    regular = sum(is_regular(unquoted(cell, dialect.quote or '"', "")) for cell in cells) / len(cells) if cells else 0.0
    in_place = _marks_in_place(cells, dialect.quote or '"')
    score = pattern * likely * (0.5 + 0.5 * regular) * (0.4 + 0.6 * in_place)
    return Candidate(dialect, score, count, alike, width)


def _marks_in_place(cells: Sequence[str], mark: str) -> float:
    """The share of the cells with quotation marks that begin and end with one."""
    marked = [cell.strip(" ") for cell in cells if mark in cell]
    # a few marks may mean inches
    if len(marked) < 3:
        return 1.0
    return sum(len(cell) > 1 and cell[0] == mark == cell[-1] for cell in marked) / len(marked)


class RecordPattern:
    """How a record is written with a delimiter of one character and every quotation mark in its place.

    ``record`` matches it with its line end.
    """

    def __init__(self, delimiter: str, mark: str) -> None:
        self.delimiter, self.mark = delimiter, mark
        quote, sign = re.escape(mark), re.escape(delimiter)
        blank = "" if delimiter in " \t" else " *+"
        quoted = rf"{blank}{quote}(?:[^{quote}]++|{quote}{quote})*+{quote}{blank}(?={sign}|[\r\n]|\Z)"
        cell = rf"(?:{quoted}|(?!{blank}{quote})[^{sign}\r\n]*+)"
        self.record = re.compile(rf"{cell}(?:{sign}{cell})*+(?:\r\n|\r|\n|\Z)")
        self._cell = re.compile(rf"({cell})(?:{sign}|\r\n|\r|\n|\Z)")

    def written_cells(self, record: str) -> list[str]:
        """The cells of a record as they are written, quotation marks included."""
        cells, start = [], 0
        match, delimiter = self._cell.match, self.delimiter
        while cell := match(record, start):
            cells.append(cell[1])
            start = cell.end()
            if record[cell.end(1) : start] != delimiter:
                break
        return cells

    def cells(self, record: str) -> list[str]:
        """The cells of a record without quotation marks."""
        return list(map(self.value, self.written_cells(record)))

    def value(self, cell: str) -> str:
        """A cell without quotation marks."""
        return unquoted(cell, self.mark, self.delimiter)


def line_end(content: str, start: int) -> tuple[int, int]:
    """Where the line from ``start`` ends, and where the next one begins."""
    end = _LINE_END.search(content, start)
    return end.span() if end else (len(content), len(content))


def unquoted(cell: str, mark: str, delimiter: str) -> str:
    """A cell without the marks around it, those inside no longer doubled."""
    bare = cell.strip(" ") if delimiter != " " else cell
    if len(bare) > 1 and bare[0] == mark and bare[-1] == mark:
        return bare[1:-1].replace(mark * 2, mark)
    return cell


def rough_records(content: str, delimiter: str, quote: str | None) -> Iterator[list[str]]:
    """The records that are not empty, their cells as written; a line with a stray mark is split at each delimiter, so
    that it does not affect the following lines."""
    pattern = RecordPattern(delimiter, quote or '"')
    start, end = 0, len(content)
    while start < end:
        record = pattern.record.match(content, start) if quote is not None else None
        if record is None:
            stop, after = line_end(content, start)
            line, start = content[start:stop], after
            cells = line.split(delimiter)
        else:
            line, start = record[0].rstrip("\r\n"), record.end()
            cells = pattern.written_cells(line) if quote and quote in line else line.split(delimiter)
        if line.strip():
            yield cells
