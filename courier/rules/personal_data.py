"""Columns that hold what identifies people, known by their values and, where these do not suffice, by their header.

A finding warns about a column and proves nothing, so the forms are narrow: an order number is no phone number, and the
name of a product is no person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from courier.catalogue.fields import FIELDS, IDENTIFIERS
from courier.catalogue.spelling import without_accents
from courier.resources import resource
from courier.rules.emails import CONTAINS_EMAIL

_MOST_VALUES = 300
"""Values of a column that are looked at."""
_LONGEST = 300
"""Characters of a value that are looked at."""
_HALF = 0.5
"""Share of the values that must look alike."""
_KNOWN_NAMES = 0.3
"""Share of the names that must have a common given name: no list has all of them."""
_FEW = 3
_REPEATED = 0.2
"""Share of different values among all below which they are no customers' names but words of a list, such as brands."""

_FREE = re.compile(r"(?:Item)?Text_?\d+|Note")
_NO_PHONES = {"PhoneNumber", "CallerId", "UserAgent", "UniqueUrl", "IpAddress", "CustomerEmail"}
_MAY_HAVE_NAMES = re.compile(r"(?:Item)?Text_?\d+|Note|Name|CustomerId|CustomProfileId|ReferenceId")
_PLACES = {"LocationId", "LocationName", "LocationType"}
"""Fields for the shop's own address."""

_PHONE = re.compile(r"\+?[\d ().\-/]{7,20}")
_PHONE_ABROAD = re.compile(r"(?<![\w+])(?:\+|00(?=\d+[ ./-]))[1-9](?:[ ().\-/]{0,3}\d){7,14}(?!\d)")
_PHONE_AT_HOME = re.compile(
    r"\(?[2-9]\d\d\)?[ .-][2-9]\d\d[ .-]\d{4}|\(?0[1-9]\d{0,4}\)?(?:[ /.-]{1,3}\d{2,8}){1,5}|\(0\d{2,5}\)[ ]?\d{3,8}"
)
_PHONE_HEADER = re.compile(
    r"(?i)phone|telefon|tel[eé]fono|t[eé]l[eé]phone|telefone|telefoon|mobile|portable|m[oó]vil|cellulare|handy"
    r"|\b(?:tel|fax)\b|電話"
)
_NAME_HEADER = re.compile(
    r"(?i)(?:first|last|full|customer|billing|shipping|recipient|buyer)[ _-]*name|surname|vorname|nachname|kundenname"
    r"|pr[eé]nom|nom du client|nombre del cliente|apellidos?|cognome|nome (?:do )?cliente|sobrenome|voornaam|achternaam"
    r"|klantnaam|氏名|お名前|顧客名"
)
_STREET = re.compile(
    r"(?i)\b\d{1,5}[a-z]?,? (?:[\w.'’-]+ ){0,3}(?:st|street|ave|avenue|rd|road|lane|ln|blvd|boulevard|drive|court"
    r"|square|terrace|crescent|parkway|highway)\b"
    r"|(?:stra(?:ß|ss)e|str\.|straat|weg|gasse|platz|allee|laan|plein|gracht|kade)[ ]?\d{1,4}\s?[a-z]?\b"
    r"|\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|chemin|impasse|all[ée]e|place|quai|route)\b"
    r"|\b(?:calle|c/|avenida|avda\.?|plaza|paseo|rua|travessa|pra[çc]a|estrada|via|viale|piazza|corso|vicolo)"
    r" [^\d\n]{2,40}\d{1,5}\b"
    r"|[都道府県市区町村].{1,12}\d{1,4}(?:[-－−]\d|丁目|番)"
)
_CARD = re.compile(r"(?<![\w.,:/-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3[47]\d\d([ -]?)\d{6}\2\d{5})(?![\w-])")
_CARD_FIRST = re.compile(r"4|5[1-5]|2[2-7]|3[4-7]|6011|64|65|62|35")
_TITLE = re.compile(r"(?i)^(?:mr|mrs|ms|miss|dr|prof|herr|frau|m|mme|mlle|sr|sra|srta|sig|sig\.ra|dhr|mevr)\.? ")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_IN_KANJI = re.compile(r"(?P<family>[\u3400-\u9fff々]{2,3}?)[ \u3000]?[\u3040-\u30ff\u3400-\u9fff]{1,4}")


@dataclass(frozen=True)
class PersonalData:
    """What a column holds: ``kind`` is email, phone, name, address or card; ``seen``: how many of the ``values`` that
    were looked at are such."""

    kind: str
    seen: int
    values: int


def find_personal_data(texts: pl.Series, header: str, field: str | None) -> PersonalData | None:
    """The personal data that a column holds although its field does not ask for it. ``texts``: some of its values;
    ``field``: the name of the field that it feeds, None for a column that is sent under its own header."""
    if field is not None and (field not in FIELDS or FIELDS[field].type not in ("string", "url")):
        return None
    filled = texts.str.strip_chars()
    filled = filled.filter(filled != "")
    listed = filled.n_unique() < _REPEATED * filled.len()
    values = filled.gather_every(filled.len() // _MOST_VALUES + 1).str.head(_LONGEST).to_list()
    if not values:
        return None
    free = field is None or bool(_FREE.fullmatch(field))
    for kind, seen in (
        ("email", _emails(values, field)),
        ("card", _cards(values, field)),
        ("phone", _phones(values, header, field, free=free)),
        ("address", _addresses(values, field)),
        ("name", _names(values, header, field, free=free, listed=listed)),
    ):
        if seen:
            return PersonalData(kind, seen, len(values))
    return None


def _most(seen: int, values: Sequence[str], share: float = _HALF) -> int:
    return seen if seen > share * len(values) else 0


def _emails(values: Sequence[str], field: str | None) -> int:
    if field in ("CustomerEmail", "CustomerId"):
        # they have rules of their own
        return 0
    return _most(int(pl.Series(values).str.contains(CONTAINS_EMAIL).sum()), values)


def _phones(values: Sequence[str], header: str, field: str | None, *, free: bool) -> int:
    if field in _NO_PHONES:
        return 0
    abroad = sum(bool(_PHONE_ABROAD.search(value)) for value in values)
    if free and abroad:
        return abroad
    if most := _most(sum(bool(_PHONE_ABROAD.fullmatch(value)) for value in values), values):
        return most
    if _PHONE_HEADER.search(header):
        return _most(sum(bool(_PHONE.fullmatch(value)) for value in values), values)
    if field in IDENTIFIERS or len(set(values)) < _FEW:
        return 0
    at_home = [value for value in values if _PHONE_AT_HOME.fullmatch(value)]
    long = sum(9 <= len(re.sub(r"\D", "", value)) <= 12 for value in at_home)
    return _most(long, values, 0.8)


def _cards(values: Sequence[str], field: str | None) -> int:
    numbers = {match[0] for value in values for match in _CARD.finditer(value)}
    right = sum(_is_card(number) for number in numbers)
    # one long number in ten has the right check digit by chance
    enough = _FEW if field in IDENTIFIERS else 1
    return right if right >= enough and right == len(numbers) else 0


def _is_card(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    plausible = 13 <= len(digits) <= 19 and _CARD_FIRST.match(number) and len(set(digits)) > 1
    return bool(plausible) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _addresses(values: Sequence[str], field: str | None) -> int:
    if field in _PLACES or field in _NO_PHONES:
        return 0
    return _most(sum(bool(_STREET.search(value)) for value in values), values)


def _names(values: Sequence[str], header: str, field: str | None, *, free: bool, listed: bool) -> int:
    if free and _NAME_HEADER.search(header):
        return len(values)
    of_item, different = field == "Name", dict.fromkeys(values)
    if listed or (of_item and len(different) < _FEW) or not (field is None or _MAY_HAVE_NAMES.fullmatch(field)):
        return 0
    people = {value: words for value in different if (words := _words_of_name(value))}
    known = [words for words in people.values() if words[0] in _given_names() or words[-1] in _given_names()]
    # products that are called by given names share the word for what they are
    others = {words[-1] if words[0] in _given_names() else words[0] for words in known}
    many, varied = (_HALF, 0.8) if of_item else (_KNOWN_NAMES, 0.5)
    sure = known and len(known) >= many * len(different) and len(others) >= varied * len(known)
    return sum(value in people for value in values) if sure and len(people) >= 0.8 * len(different) else 0


def _words_of_name(value: str) -> list[str]:
    """The words of a text that may be a person's name, without accents, the given name first or last; else none."""
    if match := _IN_KANJI.fullmatch(value):
        return [match["family"], value]
    family, comma, given = _TITLE.sub("", value).partition(",")
    words = f"{given} {family}".split() if comma else family.split()
    if not 2 <= len(words) <= 4 or not all(_WORD.fullmatch(word) for word in words):
        return []
    return [without_accents(word.casefold()) for word in words]


@cache
def _given_names() -> frozenset[str]:
    names = resource("catalogue", "given_names.txt").read_text(encoding="utf-8")
    return frozenset(without_accents(names.casefold()).split())
