"""Number formats of spreadsheets: shows a number as its format does, unless that would lose information."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from courier.catalogue.currencies import MINOR_UNITS

_SHOWN_BY_GENERAL = 11
"""Characters of a number that *General* shows at most."""
EXACT = 10**15
"""From this value on a workbook's number no longer holds all its digits."""

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0", 6: "$#,##0", 7: "$#,##0.00", 8: "$#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "$#,##0", 43: "#,##0.00",
    44: "$#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), *range(57, 59)), "yyyy/m/d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}  # fmt: skip
"""The codes of built-in formats by their numbers, those of East Asia included."""

_LONGEST_CODE = 255
"""Characters up to which a format is understood; spreadsheet programs write no more."""
MOST_CODES = 5_000
"""Formats of its own that a workbook may have; Excel allows 250."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<filling>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<weekday>a{3,4})|(?P<science>[eE][+-])|(?P<digit>[0#?])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_MONEY = re.compile(r"[$€£¥₹₽₺₩¢₪₫₴฿]|\b(?:[Kk]r|zł|Kč|Ft|Fr|лв|lei|руб|р)\b")
_THREE_LETTERS = re.compile(r"\b[A-Z]{3}\b")
_THOUSANDS = " \u00a0\u202f'’"
"""Characters that separate thousands if a format has them between its placeholders."""
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\s*")


@dataclass
class _Section:
    """One section of a format code: its placeholders, the text around them, and which kind of number it shows.

    ``places`` are the placeholders of the integer part, ``before`` the text before each of them, ``fraction`` the
    placeholders after the decimal point, ``after`` the text at the end.
    """

    places: str = ""
    before: list[str] = field(default_factory=list)
    fraction: str = ""
    after: str = ""
    by_value: bool = False
    exactly: bool = False
    dated: bool = False
    elapsed: bool = False
    condition: tuple[str, float] | None = None
    general: bool = False


def exact(value: float) -> str:
    """A number with all digits it holds; in scientific notation if it has lost digits: ``1.23456789012346E+16``."""
    if abs(value) >= EXACT:
        digits, _, power = f"{value:.14E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    if value == int(value):
        return str(int(value))
    shown = f"{value:.15g}"
    return f"{Decimal(shown):f}" if "e" in shown else shown


def shown(value: float, code: str) -> str:
    """A number that is no date as its format shows it, or its exact value if the format hides or changes something.

    Percentages, currencies, thousands, fractions and powers of ten are shown by value; decimals that the format adds
    stay. Leading zeros and text around a number stay if all its digits are shown.
    """
    plain = exact(value)
    if abs(value) >= EXACT or "E" in plain:
        return plain
    section, negative = _section(value, code)
    if section is None or section.dated or section.exactly:
        return plain
    if section.general:
        return _around_general(plain, value, section, negative)
    if not (section.places + section.fraction):
        return plain
    return _rendered(value, section, negative) or plain


def _around_general(plain: str, value: float, section: _Section, negative: bool) -> str:
    """The plain number with the text around it, or without if the format shows it otherwise."""
    before, after = "".join(section.before), section.after
    if section.by_value or not (before + after).strip() or len(plain.lstrip("-")) > _SHOWN_BY_GENERAL:
        return plain
    if negative and not before.strip().startswith(("-", "−")):
        return plain
    minus = "-" if value < 0 and not negative else ""
    return f"{minus}{before}{plain.lstrip('-')}{after}".strip()


def is_dated(code: str) -> bool:
    """Whether a code shows a date or a time."""
    return any(section.dated for section in _sections(code)[:1])


def is_elapsed(code: str) -> bool:
    """Whether a code shows a duration, such as ``[h]:mm``."""
    return any(section.elapsed for section in _sections(code)[:1])


def changes_digits(code: str) -> bool:
    """Whether numbers may look different from their plain value."""
    return any(section.places.strip("#?") or section.fraction or "".join(section.before) or section.after.strip()
               for section in _sections(code)[:3] if not section.dated)  # fmt: skip


@lru_cache(maxsize=MOST_CODES)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > _LONGEST_CODE:
        return ()
    parts = re.findall(r'((?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^;])*)(?:;|$)', code, re.DOTALL)
    return tuple(_parsed(part) for part in (parts[:-1] if len(parts) > 1 and not parts[-1] else parts)[:4])


def _parsed(part: str) -> _Section:
    parser = _Parser()
    for token in _TOKEN.finditer(part):
        parser.take(token.lastgroup, token[token.lastgroup or 0])
    return parser.finish()


class _Parser:
    """Parses one section of a format code, token by token."""

    def __init__(self) -> None:
        self._section = _Section()
        self._currency_text = ""
        self._in_fraction = self._scaled = False

    def take(self, kind: str | None, token: str) -> None:
        match kind:
            case "quoted" | "escaped":
                self._text(token)
            case "bracket":
                self._bracket(token)
            case "general":
                self._section.general = True
                self._end_text_before()
            case "half" | "weekday":
                self._section.dated = True
            case "science":
                self._section.exactly = True
            case "digit":
                self._digit(token)
            case "sign":
                self._sign(token)

    def _text(self, text: str) -> None:
        self._section.after += text
        self._currency_text += text

    def _end_text_before(self) -> None:
        """The text so far does not stand at the end but before a placeholder."""
        self._section.before.append(self._section.after)
        self._section.after = ""

    def _bracket(self, content: str) -> None:
        if condition := _CONDITION.fullmatch(content):
            self._section.condition = (condition[1], float(condition[2]))
        elif re.fullmatch(r"[hms]+|[HMS]+", content):
            self._section.dated = self._section.elapsed = True
        elif (content.startswith("$") and content.split("-")[0] != "$") or content.upper().startswith("DBNUM"):
            self._section.by_value = True

    def _digit(self, placeholder: str) -> None:
        self._scaled = False
        if self._in_fraction:
            self._section.by_value |= bool(self._section.after)
            self._section.fraction += placeholder
        else:
            self._end_text_before()
            self._section.places += placeholder

    def _sign(self, sign: str) -> None:
        section = self._section
        if sign == "." and not self._in_fraction:
            self._in_fraction = True
            section.by_value |= bool(section.after)
            section.after = ""
        elif sign == ",":
            section.by_value = self._scaled = True
        elif sign in "%/":
            section.exactly = True
        elif sign == "@":
            section.general = True
        elif sign.casefold() in "ymdhsebg":
            section.dated = True
        else:
            self._text(sign)

    def finish(self) -> _Section:
        """The section, after its last token."""
        section = self._section
        section.by_value |= names_money(self._currency_text) or _groups_thousands(section)
        section.exactly |= self._scaled
        return section


def _groups_thousands(section: _Section) -> bool:
    """Whether the text between placeholders only separates groups of three, as in ``# ##0``."""
    places = section.places
    inner = [(len(places) - index, text) for index, text in enumerate(section.before) if index and text]
    return "#" in places and bool(inner) and all(left % 3 == 0 and text in _THOUSANDS for left, text in inner)


def names_money(text: str) -> bool:
    """Whether a text has a currency's symbol or code."""
    return bool(_MONEY.search(text)) or any(code in MINOR_UNITS for code in _THREE_LETTERS.findall(text))


def _section(value: float, code: str) -> tuple[_Section | None, bool]:
    """The section that applies to a value, and whether the section itself shows the minus sign."""
    sections = _sections(code)
    if not sections:
        return None, False
    if any(section.condition for section in sections):
        for section in sections[:2]:
            if section.condition and _holds(value, section.condition):
                return section, False
        last = sections[-1] if len(sections) < 4 else sections[2]
        return (last, False) if not last.condition else (None, False)
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, bound = condition
    return _COMPARISONS[sign](value, bound)


def _rendered(value: float, section: _Section, negative: bool) -> str | None:
    """The digits with the text around them; None if something would be lost."""
    most, least = len(section.fraction), len(section.fraction.rstrip("#?"))
    digits = f"{abs(value):.{most}f}"
    if float(digits) != abs(value):
        return None
    integer, _, rest = digits.partition(".")
    rest = rest[:least] + rest[least:].rstrip("0")
    integer = integer.lstrip("0").rjust(section.places.count("0"), "0")
    around = "".join((*section.before, section.after)).strip()
    signed = not negative or any(sign in around for sign in "-−(")
    if section.by_value or (negative and around in ("-", "−", "()", "", "-()")):
        minus = "-" if value < 0 else ""
        return minus + (integer or "0") + ("." + rest if rest else "")
    if not signed:
        return None
    minus = "-" if value < 0 and not negative else ""
    text = minus + _with_text_before(integer, section) + ("." + rest if most and rest else "") + section.after
    return text.strip() if any(map(str.isdigit, text)) else None


def _with_text_before(integer: str, section: _Section) -> str:
    """The digits of the integer part, each after the text before its placeholder."""
    extra = max(0, len(integer) - len(section.places))
    empty = len(section.places) - len(integer) + extra
    digits = [*[""] * empty, integer[: extra + 1], *integer[extra + 1 :]]
    # text between placeholders is shown even where they have no digit
    return "".join([text + digit for text, digit in zip(section.before, digits, strict=False)])
