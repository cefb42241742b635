"""In which encoding a text is written: by its mark, by proof, or by likeness to what languages look like in it."""

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
"""With fewer bytes outside ASCII than this, likeness proves little, and common encodings are preferred."""

_COMMON = {
    "windows-1252": 2.0, "windows-1250": 1.0, "windows-1251": 1.0, "windows-1253": 1.0, "windows-1254": 1.0,
    "windows-1255": 1.0, "windows-1256": 1.0, "windows-1257": 1.0, "iso-8859-1": 1.0, "iso-8859-2": 0.9,
    "iso-8859-5": 0.5, "iso-8859-7": 0.9, "iso-8859-9": 0.9, "iso8859-15": 0.9, "macroman": 1.0, "cp850": 0.9,
    "cp437": 0.8, "cp852": 0.9, "ibm866": 0.9, "koi8-r": 1.0, "cp932": 1.0, "shift_jis": 1.0, "euc-jp": 1.0,
    "gb18030": 1.0, "gbk": 1.0, "big5": 1.0, "cp949": 1.0, "maccyrillic": 0.5, "euc-kr": 1.0, "cp874": 0.7,
}  # fmt: skip
"""How much more or less than others these are to be expected in files of shops; all others hardly at all."""
_RARE = 0.02
_SIGNS = frozenset("€£¥´`¨¸¯¬¦¤¶†‡‰‹›ˆ˜§°©®™«»„“”‚‘’–—…•·¿¡ªº²³½¼¾±×\u00a0")
_NEVER_ALONE = ("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI")
_SERBIAN = frozenset("ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІ")
_RUSSIAN = frozenset("йцкнгшщзхфывпролджчсмитбюъэя")
_ICELANDIC = frozenset("ÞþÐðÝý")
_ALSO_ICELANDIC = frozenset("áíúæÁÍÚÆ")
_ASCII = bytes(range(32, 127))
_UNHEARD = 0.002
"""The likeness of a common encoding in which nothing alike was found."""
_BAD_CONTROL = re.compile(rb"[\x00\x03-\x08\x0b\x0e-\x19]")


@dataclass(frozen=True)
class Decoded:
    """A text, the name of its encoding as a person knows it, and what was assumed."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, wanted: str | None = None) -> Decoded:
    """The text in some bytes; ``wanted``: the encoding that a person says it is.

    Raises ReadingError if it is not what its mark or the person says, or no text at all.
    """
    if wanted is not None:
        return Decoded(_strictly(data, _codec(wanted)), wanted)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding), encoding_name(encoding))
    wide = _wide(data)
    if wide:
        return _assumed(data.decode(wide), wide)
    if shifted := _shifted(data):
        return _assumed(_strictly(data, shifted), shifted)
    # the room that was kept for a file may be filled up
    _refuse_binary(data[:_SAMPLE].rstrip(b"\0") or data)
    try:
        return Decoded(data.decode(), "UTF-8")
    except UnicodeDecodeError as problem:
        start = problem.start
    if mended := _mostly_utf_8(data):
        return mended
    for encoding in likely_encodings(data, start):
        try:
            return _assumed(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ReadingError("reading-undecodable", encoding="UTF-8")


def speaks_for_utf_8(data: bytes) -> bool:
    """Whether nothing in some bytes speaks for another encoding than UTF-8 without a mark; whether all are valid
    is not looked at. Raises ReadingError if they are no text at all."""
    if any(data.startswith(mark) for mark, _ in _MARKS) or _wide(data) or _may_be_shifted(data):
        return False
    _refuse_binary(data[:_SAMPLE].rstrip(b"\0") or data)
    return True


def _may_be_shifted(data: bytes) -> bool:
    # a single byte is found a hundred times quicker than two of them
    return (b"\x1b" in data and b"\x1b$" in data) or (b"~" in data and b"~{" in data)


def _shifted(data: bytes) -> str | None:
    """The encoding that changes its alphabet by escape sequences, if the bytes are in one."""
    found = chardet.detect(data[:_SAMPLE])["encoding"] if _may_be_shifted(data) else None
    return found if found and found.lower().startswith(("iso-2022", "iso2022", "hz")) else None


def encoding_name(codec: str) -> str:
    """A codec as a person knows it."""
    known = _NAMES.get(codec.lower())
    if known:
        return known
    name = re.sub(r"^ISO(?=8859)", "ISO-", codec.upper().replace("_", "-"))
    return "Windows-" + name[-4:] if re.fullmatch(r"(?:WINDOWS-|CP)125\d", name) else name


def likely_encodings(data: bytes, start: int = 0) -> list[str]:
    """The encodings of one byte or of varying length that the bytes may be written in, the likeliest first.

    ``start``: where the first byte outside ASCII is.
    """
    begin = 0 if start < _SAMPLE else data.rfind(b"\n", 0, start) + 1
    sample = data[begin : begin + _SAMPLE]
    # ASCII speaks for any language; only the cells with something else are evidence
    cells = b"\n".join(one for one in re.split(rb"[,;\t\r\n]+", sample) if not one.isascii())
    outside = len(cells) - len(cells.translate(None, bytes(range(128, 256))))
    thin = outside < _THIN
    found = chardet.detect_all(cells if thin else sample)
    cells = cells[:_JUDGED].rpartition(b"\n")[0] or cells[:_JUDGED]
    likeness = dict.fromkeys(_COMMON, _UNHEARD)
    likeness.update({one["encoding"].lower(): one["confidence"] for one in found[:_CANDIDATES] if one["encoding"]})
    ranked = {name: score * _expected(name, cells, thin) for name, score in likeness.items() if _keeps_ascii(name)}
    names = sorted(ranked, key=lambda name: -ranked[name])
    if names and _says(cells, names[0]) == _says(cells, "cp1252"):
        # where both say the same, the one that people know
        names.insert(0, "cp1252")
    return [*names, "cp1252", "latin-1"]


def _keeps_ascii(encoding: str) -> bool:
    return _says(_ASCII, encoding) == _ASCII.decode()


def _says(cells: bytes, encoding: str) -> str | None:
    try:
        return cells.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _expected(name: str, cells: bytes, thin: bool) -> float:
    """By how much likeness to a language counts, given what the cells would say."""
    said = _says(cells, name)
    if said is None:
        return 0.0 if thin else 1.0
    wrong = _wrong_places(said)
    signs = set(said)
    likely = 0.5 if _ICELANDIC & signs and (thin or not _ALSO_ICELANDIC & signs) else 1.0
    if sum("\uff61" <= sign <= "\uff9f" for sign in signs) * 2 > sum(sign > "\x7f" for sign in signs):
        # the narrow letters of Japanese stand for nearly any byte
        likely = 0.2
    if not thin:
        outside = sum(sign > "\x7f" for sign in said)
        common = math.pow(min(1.0, _COMMON.get(name, _RARE)), 0.1)
        return max(0.005, 1 - 5 * wrong / max(1, outside)) * likely * common
    return _COMMON.get(name, _RARE) * (0.15**wrong if wrong else likely)


def _wrong_places(said: str) -> int:
    """How often the text has what nobody writes: two alphabets or a sign within a word, a capital within small letters,
    a lone letter of another alphabet."""
    wrong = 0
    for before, sign, after in zip(" " + said, said, said[1:] + " ", strict=False):
        if sign < "\x80":
            continue
        if not sign.isalpha() or sign in "ªº":
            inside = before.isalpha() and (sign in "²³¼½¾±×‚„" or (after.isalpha() and sign not in "’·–—…"))
            wrong += inside or (sign not in _SIGNS and sign not in "ªº")
        elif _is_misplaced(before, sign, after):
            wrong += 1
    return wrong


def _is_misplaced(before: str, sign: str, after: str) -> bool:
    if (sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))) or (
        sign.islower() and after.isupper()
    ):
        return True
    if sign in _SERBIAN and (before in _RUSSIAN or after in _RUSSIAN):
        return True
    alphabet = _alphabet(sign)
    if alphabet != "LATIN" and any(one.isalpha() and _alphabet(one) == "LATIN" for one in (before, after)):
        return True
    return alphabet in _NEVER_ALONE and not before.isalpha() and not after.isalpha()


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, known by its zeros and by what it would say."""
    head = data[: 4096 - 4096 % 4]
    if b"\0" not in head or len(data) < 4:
        return None
    best, most = None, 0.0
    for encoding in _WIDE:
        step = 4 if "32" in encoding else 2
        if len(data) % step:
            continue
        try:
            said = head[: len(head) // step * step].decode(encoding)
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # line ends, delimiters and digits are in every table; private or unassigned signs and NUL are in none
        plain = sum(sign in "\n\r\t,;| .0123456789" for sign in said)
        wrong = sum(unicodedata.category(sign) in ("Cn", "Co", "Cc") and sign not in "\n\r\t" for sign in said)
        score = (plain + 0.2 * sum(map(str.isalpha, said)) - 5 * wrong) / len(said)
        if score > most and plain * 20 >= len(said):
            best, most = encoding, score
    return best


def _refuse_binary(data: bytes) -> None:
    """A text may hold a stray control character; a picture or a program holds many."""
    head = data[:65536]
    if len(_BAD_CONTROL.findall(head)) > max(40, len(head) // 50):
        raise ReadingError("reading-not-a-table")


def _mostly_utf_8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes of Windows-1252 in it, as files have that were put together."""
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
    said = data.decode("utf-8", "courier-as-windows")
    return Decoded(said, "UTF-8", (Note("note-mixed-encoding", {"bytes": wrong}),))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as problem:
        raise ReadingError("reading-undecodable", encoding=encoding_name(encoding)) from problem


def _codec(wanted: str) -> str:
    try:
        return codecs.lookup(wanted).name
    except LookupError:
        raise ReadingError("reading-no-such-encoding", encoding=wanted) from None


def _assumed(said: str, encoding: str) -> Decoded:
    name = encoding_name(encoding)
    return Decoded(said, name, (Note("note-encoding", {"encoding": name}),))
