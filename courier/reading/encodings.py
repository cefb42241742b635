"""Detects the encoding of a text: by its byte order mark, by valid UTF-8, or by likeness to languages."""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from dataclasses import dataclass

import chardet

from courier.reading.table import Note, ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_NAMES = {
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "latin-1": "ISO-8859-1",
    "macroman": "Mac-Roman",
    "shift_jis": "Shift-JIS",
}
_SAMPLE = 400_000
_JUDGED = 20_000
_CANDIDATES = 60
_THIN = 80
"""With fewer bytes outside ASCII, likeness proves little, and common encodings are preferred."""

_COMMON = {
    "windows-1252": 2.0, "windows-1250": 1.0, "windows-1251": 1.0, "windows-1253": 1.0, "windows-1254": 1.0,
    "windows-1255": 1.0, "windows-1256": 1.0, "windows-1257": 1.0, "iso-8859-1": 1.0, "iso-8859-2": 0.9,
    "iso-8859-5": 0.5, "iso-8859-7": 0.9, "iso-8859-9": 0.9, "iso8859-15": 0.9, "macroman": 1.0, "cp850": 0.9,
    "cp437": 0.8, "cp852": 0.9, "ibm866": 0.9, "koi8-r": 1.0, "cp932": 1.0, "shift_jis": 1.0, "euc-jp": 1.0,
    "gb18030": 1.0, "gbk": 1.0, "big5": 1.0, "cp949": 1.0, "maccyrillic": 0.5, "euc-kr": 1.0, "cp874": 0.7,
}  # fmt: skip
"""How probable these encodings are in files of shops; all others are `_RARE`."""
_RARE = 0.02
_SIGNS = frozenset("€£¥´`¨¸¯¬¦¤¶†‡‰‹›ˆ˜§°©®™«»„“”‚‘’–—…•·¿¡ªº²³½¼¾±×\u00a0")
_NEVER_ALONE = ("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI")
_SERBIAN = frozenset("ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІ")
_RUSSIAN = frozenset("йцкнгшщзхфывпролджчсмитбюъэя")
_ICELANDIC = frozenset("ÞþÐðÝý")
_ALSO_ICELANDIC = frozenset("áíúæÁÍÚÆ")
_ASCII = bytes(range(32, 127))
_LEAST_LIKENESS = 0.002
"""The likeness of a common encoding that chardet does not name."""
_BAD_CONTROL = re.compile(rb"[\x00\x03-\x08\x0b\x0e-\x19]")


@dataclass(frozen=True)
class Decoded:
    """A text, the name of its encoding as people know it, and what was assumed."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, wanted: str | None = None) -> Decoded:
    """The text in some bytes; ``wanted``: the encoding that a person chose.

    Raises ReadingError if the bytes do not match it or their byte order mark, or are no text at all.
    """
    if wanted is not None:
        return Decoded(_strictly(data, _codec(wanted)), wanted)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding), encoding_name(encoding))
    if wide := _wide(data):
        return _assumed(data.decode(wide), wide)
    if shifted := _shifted(data):
        return _assumed(_strictly(data, shifted), shifted)
    # preallocated files are padded with zeros
    _refuse_binary(data[:_SAMPLE].rstrip(b"\0") or data)
    try:
        return Decoded(data.decode(), "UTF-8")
    except UnicodeDecodeError as problem:
        start = problem.start
    if mixed := _mostly_utf_8(data):
        return mixed
    for encoding in likely_encodings(data, start):
        try:
            return _assumed(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ReadingError("reading-undecodable", encoding="UTF-8")


def is_probably_utf_8(data: bytes) -> bool:
    """Whether nothing indicates another encoding than UTF-8 without a byte order mark; the bytes are not validated.

    Raises ReadingError if they are no text at all.
    """
    if any(data.startswith(mark) for mark, _ in _MARKS) or _wide(data) or _may_be_shifted(data):
        return False
    _refuse_binary(data[:_SAMPLE].rstrip(b"\0") or data)
    return True


def _may_be_shifted(data: bytes) -> bool:
    # searching a single byte is a hundred times quicker than searching two
    return (b"\x1b" in data and b"\x1b$" in data) or (b"~" in data and b"~{" in data)


def _shifted(data: bytes) -> str | None:
    """The encoding with escape sequences (ISO-2022 or HZ) that the bytes are in, if any."""
    encoding = chardet.detect(data[:_SAMPLE])["encoding"] if _may_be_shifted(data) else None
    return encoding if encoding and encoding.lower().startswith(("iso-2022", "iso2022", "hz")) else None


def encoding_name(codec: str) -> str:
    """A codec's name as people know it."""
    if name := _NAMES.get(codec.lower()):
        return name
    name = re.sub(r"^ISO(?=8859)", "ISO-", codec.upper().replace("_", "-"))
    return "Windows-" + name[-4:] if re.fullmatch(r"(?:WINDOWS-|CP)125\d", name) else name


def likely_encodings(data: bytes, start: int = 0) -> list[str]:
    """The single-byte and multi-byte encodings in which the bytes may be written, the likeliest first.

    ``start``: the offset of the first byte outside ASCII.
    """
    begin = 0 if start < _SAMPLE else data.rfind(b"\n", 0, start) + 1
    sample = data[begin : begin + _SAMPLE]
    # only cells with bytes outside ASCII are evidence
    cells = b"\n".join(cell for cell in re.split(rb"[,;\t\r\n]+", sample) if not cell.isascii())
    outside = len(cells) - len(cells.translate(None, bytes(range(128, 256))))
    thin = outside < _THIN
    guesses = chardet.detect_all(cells if thin else sample)[:_CANDIDATES]
    cells = cells[:_JUDGED].rpartition(b"\n")[0] or cells[:_JUDGED]
    likeness = dict.fromkeys(_COMMON, _LEAST_LIKENESS)
    likeness.update({guess["encoding"].lower(): guess["confidence"] for guess in guesses if guess["encoding"]})
    ranked = {name: score * _expected(name, cells, thin) for name, score in likeness.items() if _keeps_ascii(name)}
    names = sorted(ranked, key=lambda name: -ranked[name])
    if names and _decoded(cells, names[0]) == _decoded(cells, "cp1252"):
        # if both give the same text, the one that people know
        names.insert(0, "cp1252")
    return [*names, "cp1252", "latin-1"]


def _keeps_ascii(encoding: str) -> bool:
    return _decoded(_ASCII, encoding) == _ASCII.decode()


def _decoded(cells: bytes, encoding: str) -> str | None:
    try:
        return cells.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _expected(name: str, cells: bytes, thin: bool) -> float:
    """How much likeness to a language counts, given the text that the cells would be."""
    text = _decoded(cells, name)
    if text is None:
        return 0.0 if thin else 1.0
    wrong = _wrong_places(text)
    signs = set(text)
    likely = 0.5 if _ICELANDIC & signs and (thin or not _ALSO_ICELANDIC & signs) else 1.0
    if sum("\uff61" <= sign <= "\uff9f" for sign in signs) * 2 > sum(sign > "\x7f" for sign in signs):
        # nearly any byte is a halfwidth katakana
        likely = 0.2
    if not thin:
        outside = sum(sign > "\x7f" for sign in text)
        common = math.pow(min(1.0, _COMMON.get(name, _RARE)), 0.1)
        return max(0.005, 1 - 5 * wrong / max(1, outside)) * likely * common
    return _COMMON.get(name, _RARE) * (0.15**wrong if wrong else likely)


def _wrong_places(text: str) -> int:
    """How often the text has what is not written: two alphabets or a symbol within a word, a capital within small
    letters, a single letter of another alphabet."""
    wrong = 0
    for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if sign < "\x80":
            continue
        if not sign.isalpha() or sign in "ªº":
            inside = before.isalpha() and (sign in "²³¼½¾±×‚„" or (after.isalpha() and sign not in "’·–—…"))
            wrong += inside or (sign not in _SIGNS and sign not in "ªº")
        elif _is_misplaced(before, sign, after):
            wrong += 1
    return wrong


def _is_misplaced(before: str, letter: str, after: str) -> bool:
    if letter.isupper() and (before.islower() or (before.isalpha() and after.islower())):
        return True
    if letter.islower() and after.isupper():
        return True
    if letter in _SERBIAN and (before in _RUSSIAN or after in _RUSSIAN):
        return True
    alphabet = _alphabet(letter)
    if alphabet != "LATIN" and any(other.isalpha() and _alphabet(other) == "LATIN" for other in (before, after)):
        return True
    return alphabet in _NEVER_ALONE and not before.isalpha() and not after.isalpha()


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, detected by its zeros and by the text it would be."""
    head = data[: 4096 - 4096 % 4]
    if b"\0" not in head or len(data) < 4:
        return None
    best, most = None, 0.0
    for encoding in _WIDE:
        step = 4 if "32" in encoding else 2
        if len(data) % step:
            continue
        try:
            text = head[: len(head) // step * step].decode(encoding)
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # every table has line ends, delimiters and digits, none has private or unassigned characters or NUL
        plain = sum(sign in "\n\r\t,;| .0123456789" for sign in text)
        wrong = sum(unicodedata.category(sign) in ("Cn", "Co", "Cc") and sign not in "\n\r\t" for sign in text)
        score = (plain + 0.2 * sum(map(str.isalpha, text)) - 5 * wrong) / len(text)
        if score > most and plain * 20 >= len(text):
            best, most = encoding, score
    return best


def _refuse_binary(data: bytes) -> None:
    """Raises ReadingError if there are many control characters; a text may have a few."""
    head = data[:65536]
    if len(_BAD_CONTROL.findall(head)) > max(40, len(head) // 50):
        raise ReadingError("reading-not-a-table")


def _mostly_utf_8(data: bytes) -> Decoded | None:
    """The text in UTF-8 that has a few bytes of Windows-1252, as files joined from several do; None for other texts."""
    wrong = 0

    def as_windows(problem: UnicodeError) -> tuple[str, int]:
        nonlocal wrong
        assert isinstance(problem, UnicodeDecodeError)
        wrong += problem.end - problem.start
        return problem.object[problem.start : problem.end].decode("cp1252", "replace"), problem.end

    codecs.register_error("courier-as-windows", as_windows)
    sample = data if len(data) < 50_000_000 else data[:1_000_000]
    right = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", sample))
    if right < 3:
        return None
    sample.decode("utf-8", "courier-as-windows")
    if wrong * 8 > right:
        return None
    wrong = 0
    text = data.decode("utf-8", "courier-as-windows")
    return Decoded(text, "UTF-8", (Note("note-mixed-encoding", {"bytes": wrong}),))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as problem:
        raise ReadingError("reading-undecodable", encoding=encoding_name(encoding)) from problem


def _codec(wanted: str) -> str:
    try:
        return codecs.lookup(wanted).name
    except LookupError:
        raise ReadingError("reading-no-such-encoding", encoding=wanted) from None


def _assumed(text: str, encoding: str) -> Decoded:
    name = encoding_name(encoding)
    return Decoded(text, name, (Note("note-encoding", {"encoding": name}),))
