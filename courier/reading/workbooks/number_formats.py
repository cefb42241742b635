"""Number formats of spreadsheets: what a person saw of a number, where seeing it loses nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from courier.catalogue.currencies import MINOR_UNITS

_SHOWN_BY_GENERAL = 11
"""Signs of a number that *General* shows at most."""
EXACT = 10**15
"""From here on a workbook's number no longer holds all its digits."""

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0", 6: "$#,##0", 7: "$#,##0.00", 8: "$#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "$#,##0", 43: "#,##0.00",
    44: "$#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), *range(57, 59)), "yyyy/m/d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}  # fmt: skip
"""The codes of formats that workbooks only number, those of East Asia among them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<filling>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<weekday>a{3,4})|(?P<science>[eE][+-])|(?P<digit>[0#?])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_MONEY = re.compile(r"[$€£¥₹₽₺₩¢₪₫₴฿]|\b(?:[Kk]r|zł|Kč|Ft|Fr|лв|lei|руб|р)\b")
_THREE_LETTERS = re.compile(r"\b[A-Z]{3}\b")
_THOUSANDS = " \u00a0\u202f'’"
"""Signs that part thousands where a format has them between its placeholders."""
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\s*")


@dataclass(frozen=True)
class _Section:
    """One section of a code: what stands around and between the digits, and which kind of number it shows.

    ``before`` stands before each placeholder of the whole part, ``places`` are the placeholders, ``between`` and
    ``after`` stand behind the whole part and behind everything.
    """

    places: str
    before: tuple[str, ...]
    fraction: str
    between: str
    after: str
    by_value: bool
    exactly: bool
    dated: bool
    elapsed: bool
    condition: tuple[str, float] | None
    general: bool


def exact(value: float) -> str:
    """A number with all digits it holds; one that has lost digits looks like it, as in ``1.23456789012346E+16``."""
    if abs(value) >= EXACT:
        digits, _, power = f"{value:.14E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    if value == int(value):
        return str(int(value))
    shown = f"{value:.15g}"
    return f"{Decimal(shown):f}" if "e" in shown else shown


def shown(value: float, code: str) -> str:
    """What a person saw of a number that is no date, or its exact value where the format hides or changes something.

    Percentages, currencies, thousands, fractions and powers of ten are given by value; decimals that the format adds
    stay. Zeros before a number and text around it stay if all digits can be seen.
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
    """A number as it stands by itself, with the text around it if that is what a person saw."""
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
    """Whether a code shows how long something took, such as ``[h]:mm``."""
    return any(section.elapsed for section in _sections(code)[:1])


def changes_digits(code: str) -> bool:
    """Whether numbers may look otherwise than by value."""
    return any(section.places.strip("#?") or section.fraction or "".join(section.before) or section.after.strip()
               for section in _sections(code)[:3] if not section.dated)  # fmt: skip


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[_Section, ...]:
    parts = re.findall(r'((?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^;])*)(?:;|$)', code, re.DOTALL)
    return tuple(_parsed(part) for part in (parts[:-1] if len(parts) > 1 and not parts[-1] else parts)[:4])


def _parsed(part: str) -> _Section:
    parser = _Parser()
    for found in _TOKEN.finditer(part):
        parser.take(found.lastgroup, found[found.lastgroup or 0])
    return parser.section()


class _Parser:
    """Takes one section of a code apart, token by token."""

    def __init__(self) -> None:
        self._places, self._fraction, self._between, self._text, self._money = "", "", "", "", ""
        self._before: list[str] = []
        self._by_value = self._exactly = self._scaled = self._dated = self._elapsed = self._general = False
        self._in_fraction = False
        self._condition: tuple[str, float] | None = None

    def take(self, kind: str | None, said: str) -> None:
        match kind:
            case "quoted" | "escaped":
                self._text += said
                self._money += said
            case "bracket":
                self._bracket(said)
            case "general":
                self._general = True
                self._before.append(self._text)
                self._text = ""
            case "half" | "weekday":
                self._dated = True
            case "science":
                self._exactly = True
            case "digit":
                self._digit(said)
            case "sign":
                self._sign(said)

    def _bracket(self, said: str) -> None:
        if test := _CONDITION.fullmatch(said):
            self._condition = (test[1], float(test[2]))
        elif re.fullmatch(r"[hms]+|[HMS]+", said):
            self._dated = self._elapsed = True
        elif (said.startswith("$") and said.split("-")[0] != "$") or said.upper().startswith("DBNUM"):
            self._by_value = True

    def _digit(self, said: str) -> None:
        self._scaled = False
        if self._in_fraction:
            self._by_value = self._by_value or bool(self._text)
            self._fraction += said
        else:
            self._before.append(self._text)
            self._places += said
            self._text = ""

    def _sign(self, said: str) -> None:
        if said == "." and not self._in_fraction:
            self._in_fraction, self._between, self._text = True, self._text, ""
        elif said == ",":
            self._by_value = self._scaled = True
        elif said in "%/":
            self._exactly = True
        elif said == "@":
            self._general = True
        elif said.casefold() in "ymdhsebg":
            self._dated = True
        else:
            self._text += said
            self._money += said

    def section(self) -> _Section:
        by_value = self._by_value or bool(self._between) or names_money(self._money)
        return _Section(
            self._places, tuple(self._before), self._fraction, self._between, self._text,
            by_value or _parts_thousands(self._places, self._before), self._exactly or self._scaled,
            self._dated, self._elapsed, self._condition, self._general,
        )  # fmt: skip


def _parts_thousands(places: str, before: Sequence[str]) -> bool:
    """Whether all that stands between placeholders parts groups of three, as in ``# ##0``."""
    inner = [(len(places) - index, text) for index, text in enumerate(before) if index and text]
    return "#" in places and bool(inner) and all(left % 3 == 0 and text in _THOUSANDS for left, text in inner)


def names_money(said: str) -> bool:
    return bool(_MONEY.search(said)) or any(code in MINOR_UNITS for code in _THREE_LETTERS.findall(said))


def _section(value: float, code: str) -> tuple[_Section | None, bool]:
    """The section that shows a value, and whether its minus sign is left to the section."""
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
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound,
        "=": value == bound, "<>": value != bound,
    }[sign]  # fmt: skip


def _rendered(value: float, section: _Section, negative: bool) -> str | None:
    """The digits with what stands around them; None where something would be lost."""
    most, least = len(section.fraction), len(section.fraction.rstrip("#?"))
    digits = f"{abs(value):.{most}f}"
    if float(digits) != abs(value):
        return None
    whole, _, rest = digits.partition(".")
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    whole = whole.lstrip("0").rjust(section.places.count("0"), "0")
    around = "".join((*section.before, section.after)).strip()
    signed = not negative or any(sign in around for sign in "-−(")
    if section.by_value or (negative and around in ("-", "−", "()", "", "-()")):
        minus = "-" if value < 0 else ""
        return minus + (whole or "0") + ("." + rest if rest else "")
    if not signed:
        return None
    minus = "-" if value < 0 and not negative else ""
    text = minus + _laid(whole, section) + ("." + rest if most and rest else "") + section.after
    return text.strip() if any(map(str.isdigit, text)) else None


def _laid(whole: str, section: _Section) -> str:
    """The digits of the whole part, each behind what stands before its placeholder."""
    extra = max(0, len(whole) - len(section.places))
    out = ""
    left = len(section.places) - (len(whole) - extra)
    for index, text in enumerate(section.before):
        digit = ""
        if index >= left:
            place = index - left
            digit = whole[: extra + 1] if place == 0 else whole[place + extra]
        # what stands between placeholders without digits is shown all the same
        out += text + digit
    return out
