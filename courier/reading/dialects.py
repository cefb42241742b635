"""How a text separates and quotes its cells: the dialect in which its records come out most alike."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from courier.reading.cell_kinds import is_regular

_SINGLE = {
    ",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x01": 1.0, "\x1f": 1.0, "\x1e": 0.9, "§": 0.95, "¦": 0.95, "^": 0.95,
    "~": 0.95, ":": 0.75, "#": 0.7, "*": 0.7, "&": 0.7, "!": 0.7, " ": 0.6,
}  # fmt: skip
"""The signs that may separate cells, and how much more likely one is than another that divides the text as well."""
_RUN = re.compile(r"[|,;:~^#*\t§¦ &]{2,4}|~\|~|\|~\||%{2}|@{2}|[$]{2}|!{2}|={2}|[+]{2}|<>|=>|->|\\t")
"""Several signs that may together be one delimiter."""
_OFTEN_EMPTY = ",;\t"
"""Between two of these there is rather an empty cell than nothing."""
LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r"(?<!\w)\"(?:[^\"]|\"\"){0,2000}+\"(?!\w)")
_SAMPLE = 200_000
_RECORDS = 300
_OF_ONE_COLUMN = 0.04
_OTHER_RUN = 0.7
_WITHIN_NUMBERS = ",:"
_PART_OF_NUMBERS = 0.7
"""What stands only between digits may as well be a part of numbers or of times."""
_IN_LINES = 0.9
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
    candidates: list[Candidate] = []
    for delimiter, likely in _delimiters(sample):
        candidates += [_judged(sample, dialect, likely) for dialect in _dialects(sample, delimiter, quote)]
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
    # what stands between quotation marks is no evidence of what separates cells
    bare = _QUOTED.sub('""', sample)
    lines = [line for line in bare.splitlines() if line.strip()][:_RECORDS]
    runs = [run for run, found in Counter(_RUN.findall(bare)).most_common(12) if found >= max(2, len(lines) // 2)]
    runs.sort(key=len, reverse=True)
    for delimiter, likely in _SINGLE.items():
        if delimiter not in bare:
            continue
        whole = next((run for run in runs if delimiter in run and _is_whole(run, delimiter, lines)), None)
        if whole is not None:
            yield whole, likely
        elif delimiter in _WITHIN_NUMBERS and not re.search(rf"(?<!\d){delimiter}|{delimiter}(?!\d)", bare):
            yield delimiter, likely * _PART_OF_NUMBERS
        elif delimiter != " " or bare.count(" ") >= len(lines):
            yield delimiter, likely
    others = (run for run in runs if not set(run) & (set(_SINGLE) - {" "}))
    yield from ((run, _OTHER_RUN) for run in others if _is_whole(run, run[0], lines))


def _is_whole(run: str, sign: str, lines: Sequence[str]) -> bool:
    """Whether a run of signs is one delimiter: it stands in nearly every line that has its sign, from the first on, and
    the sign hardly ever stands without it."""
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
    """The mark that begins and ends cells; apostrophes only where they do so often, and not in one line alone."""
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
    regular = sum(is_regular(unquoted(cell, dialect.quote or '"', "")) for cell in cells) / len(cells) if cells else 0.0
    placed = _marks_in_place(cells, dialect.quote or '"')
    score = pattern * likely * (0.5 + 0.5 * regular) * (0.4 + 0.6 * placed)
    return Candidate(dialect, score, count, alike, width)


def _marks_in_place(cells: Sequence[str], mark: str) -> float:
    """Which part of the cells with quotation marks begins and ends with one."""
    marked = [cell.strip(" ") for cell in cells if mark in cell]
    # inches and the like stand in any text
    if len(marked) < 3:
        return 1.0
    return sum(len(cell) > 1 and cell[0] == mark == cell[-1] for cell in marked) / len(marked)


def reader_of(lines: Iterable[str], delimiter: str, quote: str | None) -> Iterator[list[str]]:
    """Python's reader of records for a delimiter of one sign."""
    if quote is None:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def patterns(delimiter: str, quote: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a record with every quotation mark in its place looks like, and a cell of it with what follows it, for a
    delimiter of one sign."""
    mark, sign = re.escape(quote), re.escape(delimiter)
    blank = "" if delimiter in " \t" else " *+"
    quoted = rf"{blank}{mark}(?:[^{mark}]++|{mark}{mark})*+{mark}{blank}(?={sign}|[\r\n]|\Z)"
    cell = rf"(?:{quoted}|(?!{blank}{mark})[^{sign}\r\n]*+)"
    return (
        re.compile(rf"{cell}(?:{sign}{cell})*+(?:\r\n|\r|\n|\Z)"),
        re.compile(rf"({cell})(?:{sign}|\r\n|\r|\n|\Z)"),
    )


def written_cells(record: str, delimiter: str, cell: re.Pattern[str]) -> list[str]:
    """The cells of a record as they are written; ``cell`` as `patterns` gives it."""
    cells, place = [], 0
    while found := cell.match(record, place):
        cells.append(found[1])
        place = found.end()
        if record[found.end(1) : place] != delimiter:
            break
    return cells


def unquoted(cell: str, mark: str, delimiter: str) -> str:
    """A cell as it is meant: without the marks around it, those inside no longer doubled."""
    bare = cell.strip(" ") if delimiter != " " else cell
    if len(bare) > 1 and bare[0] == mark and bare[-1] == mark:
        return bare[1:-1].replace(mark * 2, mark)
    return cell


def rough_records(content: str, delimiter: str, quote: str | None) -> Iterator[list[str]]:
    """The records that are not empty, the cells as they are written; a line with a stray mark is cut at each delimiter,
    so that it says nothing of those that follow."""
    record, cell = patterns(delimiter, quote or '"')
    place, end = 0, len(content)
    while place < end:
        found = record.match(content, place) if quote is not None else None
        if found is None:
            stop = LINE_END.search(content, place)
            line, place = content[place : stop.start() if stop else end], stop.end() if stop else end
            cells = line.split(delimiter)
        else:
            line, place = found[0].rstrip("\r\n"), found.end()
            cells = written_cells(line, delimiter, cell) if quote and quote in line else line.split(delimiter)
        if line.strip():
            yield cells


def _sampled(sample: str, dialect: Dialect) -> list[list[str]]:
    content, delimiter, _ = plain_signs(sample, dialect)
    return list(islice(rough_records(content, delimiter, dialect.quote), _RECORDS))
