"""The field of a source column, from its header, the other headers and a sample of its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from courier.catalogue.click_ids import LABELLED_CLICK
from courier.catalogue.fields import FIELDS, ITEM_AMOUNTS, LINE_DISCOUNTS
from courier.catalogue.header_words import fields_called, fields_nearly_called
from courier.catalogue.shapes import contradicts, fit, fits
from courier.catalogue.shops import Shop, shop_of
from courier.catalogue.spelling import bare_words, plain, words
from courier.catalogue.zone_headers import without_zone
from courier.messages import Fact

_IN_A_SHOP = 97.0
"""Score of a match by a shop's set of headers: above an alias, below a field's own name."""
_ONLY_IN_MODIFICATIONS = {"Id", "DispositionCode"}
_MODIFICATION_SIGNS = {"reason", "reasoncode", "actionid"}
_WHOLE_ORDER = re.compile(
    r"\b(?:order|grand|tota[lo]|transaction|gesamt|bestell|auftrag|commande|pedido|ordine|encomenda)|totaal|合計|注文|受注"
)
_ONE_LINE = re.compile(
    r"\b(?:line|lineitem|item|product|position|zeile|ligne|linea|riga|regel|linha|artic|artik|produ)|明細|商品|行"
)
_CODE = re.compile(r"(?=.*\d)\S+", re.DOTALL)
_LABELLED_CLICK = re.compile(LABELLED_CLICK)
_ITEM_SIGNS = ("Sku", "Category", "Quantity")
_FIT_WORDS = {
    "datetime": "fit-dates",
    "decimal": "fit-amounts",
    "integer": "fit-whole-numbers",
    "hash": "fit-emails",
    "url": "fit-addresses",
}
"""Message keys by type of field."""


TIME_HEADERS = frozenset(
    map(
        plain,
        (
            "Time", "Order Time", "Time of day", "Purchase Time", "Uhrzeit", "Zeit", "Bestellzeit", "Heure",
            "Heure de commande", "Hora", "Hora del pedido", "Ora", "Ora ordine", "Tijd", "Tijdstip", "Hora do pedido",
            "時刻", "時間", "注文時刻",
        ),
    )
)  # fmt: skip
"""Headers of a time of day that stands beside its date, spelled `plain`."""


@dataclass(frozen=True)
class Match:
    """The field of a column. ``how``: name, alias (also by a shop's headers) or likeness; ``score``: 0 to 100;
    ``duplicate``: an earlier or better column has the same field; ``fit``: the share (0 to 1) of sampled values that
    have the field's form, None without values or if the field takes any text."""

    field: str
    how: str
    score: float
    duplicate: bool = False
    fit: float | None = None


def match_headers(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> list[Match | None]:
    """The field of each column, or None. ``samples``: some filled values of each column.

    Case, blanks and punctuation do not count. In any order of columns a field's name beats a shop's set of headers,
    which beats an alias, which beats a usual header; that also needs values that do not contradict. A second column
    with the same name or alias is reported as a duplicate, because it may be the one that was meant. Only one amount of
    an item is matched, unless several columns have the names of such fields.
    """
    modification = any(plain(header) in _MODIFICATION_SIGNS for header in headers)
    changes = modification and _all_change(headers, samples)
    shop = shop_of(headers)
    of_shop = _by_shop(shop, headers, samples) if shop else {}
    headers = [_without_zone(header) for header in headers]
    certain = [
        of_shop[index] if index in of_shop else _certain(header, samples[index], modification)
        for index, header in enumerate(headers)
    ]
    certain = _names_first(certain, of_shop)
    best: dict[str, int] = {}
    for index, match in enumerate(certain):
        other = certain[best[match.field]] if match and match.field in best else None
        if match and (other is None or match.score > other.score):
            best[match.field] = index
    matches: list[Match | None] = [
        replace(match, duplicate=best[match.field] != index) if match else None for index, match in enumerate(certain)
    ]
    likely = [
        (score, index, field)
        for index, header in enumerate(headers)
        if matches[index] is None and index not in of_shop
        for score, field in _likely(header, samples[index])
        if field not in best and (not changes or "modification" in FIELDS[field].applies_to)
    ]
    likely = _one_amount(likely, headers, best)
    paid = "Amount" in best or any(field == "Amount" for _, _, field in likely)
    for score, index, name in sorted(likely, key=lambda match: (-match[0], match[1])):
        if paid and name in LINE_DISCOUNTS:
            # an amount is what was paid, so that the discount would be taken off twice
            continue
        if matches[index] is None and name not in best:
            best[name] = index
            matches[index] = Match(name, "likeness", score)
    if "ClickId" not in best and not changes:
        _find_click_ids(matches, samples)
    return [
        replace(match, fit=fit(FIELDS[match.field], samples[index])) if match else None
        for index, match in enumerate(matches)
    ]


def fit_words(match: Match, field: str) -> tuple[str, dict[str, Fact]] | None:
    """A message key with its facts about how many values look like the field, such as "98 % look like dates".

    None for a field that takes any text, and if ``field`` is not the matched one.
    """
    if match.fit is None or match.field != field:
        return None
    key = "fit-currencies" if field == "CurrencyCode" else _FIT_WORDS.get(FIELDS[field].type)
    # rounded down, so that 100 % means every value
    return (key, {"share": int(match.fit * 100 + 1e-9)}) if key else None


def known_field(header: str) -> str | None:
    """The field that a header alone names: by its name, an alias or a usual word, without a look at values."""
    spelled = plain(header)
    usual = fields_called(header)
    return _NAMES.get(spelled) or _ALIASES.get(spelled) or (usual[0][1] if usual else None)


def _without_zone(header: str) -> str:
    """The header of a date column without its zone; any other header as it is."""
    bare = without_zone(header)
    name = known_field(bare) if bare != header else None
    return bare if name and FIELDS[name].type == "datetime" else header


def _certain(header: str, values: Sequence[str], modification: bool) -> Match | None:
    spelled = plain(header)
    if not spelled:
        return None
    name = _NAMES.get(spelled)
    if name == "DispositionCode" and modification:
        return Match("Reason", "alias", 95.0)
    if name:
        return Match(name, "name", 100.0)
    for alias, field in _SHORT_ALIASES.get(header.strip(), ()):
        if fits(FIELDS[field], values) and values and (alias != "Id" or modification):
            return Match(field, "alias", 95.0)
    field_name = _ALIASES.get(spelled)
    return Match(field_name, "alias", 95.0) if field_name else None


def _by_shop(shop: Shop, headers: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[int, Match | None]:
    """The matches by a shop's set of headers, per column index; None for columns that feed nothing.

    A column whose values contradict is missing, and is matched without the shop.
    """
    spelled = [plain(header) for header in headers]
    decided: dict[int, Match | None] = {
        index: None for index, header in enumerate(spelled) if header in shop.decided_headers
    }
    no_rows = not any(samples)

    def feed(field: str, wanted: Sequence[str]) -> bool:
        columns = [index for name in wanted for index, header in enumerate(spelled) if header == name]
        wrong = {index for index in columns if contradicts(FIELDS[field], samples[index])}
        free = [index for index in columns if index not in wrong and decided.get(index) is None]
        for index in wrong:
            decided.pop(index, None)
        # an amount that no row has is not an amount; any other field may be empty
        filled = [index for index in free if samples[index]]
        chosen = next(iter(filled or (free if no_rows or field not in ITEM_AMOUNTS else ())), None)
        if chosen is None:
            return False
        for index in free:
            if spelled[index] == spelled[chosen]:
                decided[index] = Match(field, "alias", _IN_A_SHOP)
        return True

    for field, wanted in shop.columns.items():
        if field not in ITEM_AMOUNTS:
            feed(field, wanted)
    amounts = [(field, wanted) for field, wanted in shop.columns.items() if field in ITEM_AMOUNTS]
    for field, wanted in (*amounts, *shop.whole_order.items()):
        # one amount only: that of the whole order would count again for each line
        if feed(field, wanted):
            break
    return decided


def _names_first(certain: Sequence[Match | None], of_shop: dict[int, Match | None]) -> list[Match | None]:
    """Drops a shop's matches for fields whose own names are among the headers: a user added those columns."""
    own = {match.field for index, match in enumerate(certain) if match and index not in of_shop}
    named = {match.field for index, match in enumerate(certain) if match and match.how == "name"}
    taken = named | (set(ITEM_AMOUNTS) if own & set(ITEM_AMOUNTS) else set())
    return [
        None if match and index in of_shop and match.field in taken else match for index, match in enumerate(certain)
    ]


def _likely(header: str, values: Sequence[str]) -> list[tuple[float, str]]:
    if not values or not words(header):
        return []
    called = fields_called(header) or fields_nearly_called(header)
    fields = {field for _, field in called}
    if {"Sku", "Name"} <= fields:
        # "Article" is a number in one shop and a name in another
        codes = sum(bool(_CODE.fullmatch(value.strip())) for value in values) * 2 > len(values)
        fields.remove("Name" if codes else "Sku")
    return [(score, field) for score, field in called if field in fields and not contradicts(FIELDS[field], values)]


def _all_change(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all rows say which conversion they change or why, not only some."""
    signs = [
        len(values) for header, values in zip(headers, samples, strict=True) if plain(header) in _MODIFICATION_SIGNS
    ]
    return max(signs) >= 0.9 * max(map(len, samples))


def _find_click_ids(matches: list[Match | None], samples: Sequence[Sequence[str]]) -> None:
    """Adds the column without a match that holds click IDs behind their label, among the notes of an order or in web
    addresses."""
    counts = {
        index: sum(bool(_LABELLED_CLICK.search(value)) for value in values)
        for index, values in enumerate(samples)
        if matches[index] is None
    }
    index = max(counts, key=lambda column: counts[column], default=None)
    if index is not None and counts[index]:
        matches[index] = Match("ClickId", "likeness", 90.0)


def _one_amount(
    likely: list[tuple[float, int, str]], headers: Sequence[str], taken: Collection[str]
) -> list[tuple[float, int, str]]:
    """The likely matches (score, column index, field) with at most one amount of an item: none beside a certain one;
    the amount of a line before its price; the amount of a whole order only if no line has one."""
    best = {index: (score, index, field) for score, index, field in sorted(likely) if field in ITEM_AMOUNTS}
    if not best:
        return likely
    amounts = list(best.values())
    rest = [match for match in likely if match[2] not in ITEM_AMOUNTS]
    if not set(ITEM_AMOUNTS).isdisjoint(taken):
        return rest
    lines = [match for match in amounts if match[2] != "Amount" or not _is_order_total(headers[match[1]])]
    item_level = any(field in _ITEM_SIGNS for field in (*taken, *(field for _, _, field in rest)))
    if lines and item_level:
        amounts = lines
    present = {field for _, _, field in amounts}
    wanted = next(field for field in ("Amount", "ItemSubtotal", "ItemPrice") if field in present)
    return rest + [match for match in amounts if match[2] == wanted]


def _is_order_total(header: str) -> bool:
    spoken = " ".join(bare_words(header))
    return bool(_WHOLE_ORDER.search(spoken)) and not _ONE_LINE.search(spoken)


def _index_free(alias: str) -> list[str]:
    """An alias with a placeholder for an item's number: without a number, and with the number 1."""
    bare = alias.replace("{i}", "").replace("[i]", "")
    return [bare] if bare == alias else [bare, bare + "1"]


_NAMES = {plain(name): name for name in FIELDS}
_SHORT_ALIASES: dict[str, list[tuple[str, str]]] = {}
_ALIASES: dict[str, str] = {}
for _field in FIELDS.values():
    for _template in _field.aliases:
        for _alias in _index_free(_template):
            if len(_alias) <= 2:
                _SHORT_ALIASES.setdefault(_alias, []).append((_alias, _field.name))
            elif _alias not in _ONLY_IN_MODIFICATIONS:
                _ALIASES.setdefault(plain(_alias), _field.name)
