"""The sentence about a problem fits the value, the field and the repair that is offered."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from courier.catalogue.rules import RULE_FACTS
from courier.messages import has_text, text
from courier.open_sheet import OpenOptions
from courier.programs import program_from_json
from courier.resources import resource
from courier.rules.phrases import phrase
from courier.rules.rule import Problem, Proposal
from tests.rules.one_cell import RIGHT, draft_of, judged
from tests.rules.test_pairs import FROM_FILES, checked, sheet_of

JOINED = re.compile(r"[{}⟦⟧]|“”|  |\. \.|[^.!?]$")
"""What a sentence has that lacks a fact or a part."""


# ---------------------------------------------------------------------- every variant


class _Selects(Visitor):
    """The variants of each fact that decides between sentences, and all facts."""

    def __init__(self, messages: dict[str, ast.Message]) -> None:
        self.messages = messages
        self.variants: dict[str, set[str]] = {}
        self.facts: set[str] = set()

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802 (named by fluent.syntax)
        keys = {getattr(variant.key, "name", getattr(variant.key, "value", "")) for variant in node.variants}
        self.variants.setdefault(node.selector.id.name, set()).update(keys)
        self.generic_visit(node)

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.facts.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802
        self.visit(self.messages[node.id.name].value)


def messages() -> dict[str, ast.Message]:
    body = FluentParser().parse(resource("messages", "en", "rules.ftl").read_text(encoding="utf-8")).body
    assert [entry for entry in body if isinstance(entry, ast.Junk)] == []
    return {entry.id.name: entry for entry in body if isinstance(entry, ast.Message)}


MESSAGES = messages()
SENTENCES = [
    (name, attribute.id.name)
    for name, message in MESSAGES.items()
    for attribute in message.attributes
    if name in RULE_FACTS
]


@pytest.mark.parametrize(("rule", "attribute"), SENTENCES)
def test_every_variant_of_a_sentence_is_whole(rule: str, attribute: str) -> None:
    (pattern,) = [part.value for part in MESSAGES[rule].attributes if part.id.name == attribute]
    selects = _Selects(MESSAGES)
    selects.visit(pattern)
    facts = dict.fromkeys(selects.facts, "fact")
    for choice in product(*(sorted(keys) for keys in selects.variants.values())):
        sentence = text(f"{rule}.{attribute}", **{**facts, **dict(zip(selects.variants, choice, strict=True))})
        assert not JOINED.search(sentence), sentence
        assert sentence.count(". ") <= 4


def test_every_rule_has_a_name_and_a_sentence() -> None:
    assert [rule for rule in RULE_FACTS if not (has_text(rule) and has_text(f"{rule}.message"))] == []


@pytest.mark.parametrize("rule", FROM_FILES)
def test_what_a_rule_finds_has_all_facts_of_its_sentence(rule: str) -> None:
    draft = checked(sheet_of(rule, "fail"), rule)
    found = draft.problems(rules=[rule])
    assert found
    for problem in found:
        for fix in (problem.fix, None, Proposal(True, "x"), Proposal(False, "x"), Proposal(True, "")):
            copy = Problem(**{**vars(problem), "fix": fix})
            assert not JOINED.search(phrase(copy, draft.sheet.header))


# ---------------------------------------------------------------------- what it says of values

WRITES = "The safe fix writes “{}”."
LOOK = "The fix would write “{}”; look at it first."


@pytest.mark.parametrize(
    ("cells", "rule", "said"),
    [
        ({"Amount": "12,50"}, "ROW-AMOUNT-NUM", WRITES.format("12.50")),
        ({"Amount": "12,50"}, "ROW-AMOUNT-NUM", "uses a decimal comma"),
        ({"Amount": "1,234", "CurrencyCode": "JPY"}, "ROW-AMOUNT-NUM", "is not written as impact.com reads amounts"),
        ({"Amount": "$12.50"}, "ROW-AMOUNT-NUM", WRITES.format("12.50")),
        ({"Amount": "1.234"}, "ROW-AMOUNT-NUM", "with decimals or with thousands"),
        ({"Amount": "1,234"}, "ROW-AMOUNT-NUM", "with decimals or with thousands"),
        ({"Amount": "US$ 1,234"}, "ROW-AMOUNT-NUM", "with decimals or with thousands"),
        ({"Amount": "1,234", "CurrencyCode": "JPY"}, "ROW-AMOUNT-NUM", WRITES.format("1234")),
        ({"Amount": "12.3456"}, "ROW-AMOUNT-NUM", "more decimals than USD has"),
        ({"Amount": "12.50", "CurrencyCode": "JPY"}, "ROW-AMOUNT-NUM", "more decimals than JPY has"),
        ({"Amount": "12.3456", "CurrencyCode": ""}, "ROW-AMOUNT-NUM", "more decimals than an amount can have"),
        ({"Amount": "€12.50"}, "ROW-AMOUNT-NUM", "another currency than the row does (USD)"),
        ({"Amount": "12.50 $", "CurrencyCode": "EUR"}, "ROW-AMOUNT-NUM", "another currency than the row does (EUR)"),
        ({"Amount": "€12.50", "CurrencyCode": ""}, "ROW-AMOUNT-NUM", "Fill in the currency first."),
        ({"Amount": "-5.00"}, "ROW-AMOUNT-NUM", "so this is a return"),
        ({"OrderShipping": "-5.00"}, "ROW-AMOUNT-NUM", "if the sign is wrong"),
        ({"ItemDiscount": "-5.00"}, "ROW-AMOUNT-NUM", "is a discount with a minus"),
        ({"OrderTax": "19 %"}, "ROW-AMOUNT-NUM", "is a percentage"),
        ({"Amount": "n/a"}, "ROW-AMOUNT-NUM", "is no amount"),
        ({"Quantity": "2.0"}, "ITEM-QTY", WRITES.format("2")),
        ({"Quantity": "0"}, "ITEM-QTY", "Type how many pieces were sold."),
        ({"CurrencyCode": "usd"}, "ROW-CURRENCY", WRITES.format("USD")),
        ({"CurrencyCode": "XXX"}, "ROW-CURRENCY", "such as USD or EUR"),
        ({"EventDate": "18.11.2026 13:00"}, "ROW-DATE-FMT", WRITES.format("2026-11-18T13:00:00")),
        ({"EventDate": "18.11.2026"}, "ROW-DATE-FMT", "has no time of day"),
        ({"EventDate": "3/4/2026 13:00"}, "ROW-DATE-FMT", "may begin with day or month"),
        ({"EventDate": "20 Nov 26 13:00"}, "ROW-DATE-FMT", "a year of two digits"),
        ({"EventDate": "soon"}, "ROW-DATE-FMT", "cannot be understood"),
        ({"OrderId": "x" * 65}, "ROW-OID", "Use the shop's own order number."),
        ({"OrderId": "1000.0"}, "ROW-TRAILING-ZERO-MAYBE", LOOK.format("1000")),
        ({"Sku": "x" * 300}, "ROW-LENGTH", "a part of it would mean something else"),
        ({"ClickId": "x1" * 40}, "ROW-LENGTH", "The cell holds something else"),
        ({"CustomerCountry": "Germany"}, "ROW-LENGTH", "Type the code of the country"),
        ({"CustomerStatus": "x" * 41}, "ROW-LENGTH", "Type NEW or EXISTING."),
        ({"Name": "x" * 300}, "ROW-LENGTH", "Shorten it."),
        ({"Sku": "x" * 41}, "ROW-LENGTH-SAFE", "if your shop has it"),
        ({"Text1": "x" * 65}, "ROW-LENGTH-SAFE", "Shorten it if you can."),
        ({"ClickId": "n/a"}, "ROW-CLICK-SHAPE", "The safe fix empties the cell"),
        ({"ClickId": "im_ref: QiiWX1"}, "ROW-CLICK-SHAPE", WRITES.format("QiiWX1")),
        ({"CustomerEmail": "jane@example.com"}, "ROW-EMAIL", "The safe fix replaces it by its hash."),
        ({"CustomerEmail": "n/a"}, "ROW-EMAIL", "Empty the cell."),
        ({"CustomerEmail": "0" * 32}, "ROW-EMAIL", "a hash of another kind"),
        ({"CustomerEmail": "a@b.com, c@d.com"}, "ROW-EMAIL", "Leave the address alone in the cell"),
        ({"CustomerId": "jane@example.com"}, "ROW-CUSTID-EMAIL", "let the fix write that"),
        ({"Category": "Caf\ufffd"}, "ROW-MOJIBAKE", "Export the file again as UTF-8."),
        ({"Category": "CafÃ©"}, "ROW-MOJIBAKE", WRITES.format("Café")),
        ({"GiftPurchase": "maybe"}, "ROW-FORMAT", "Type one of the two."),
        ({"GiftPurchase": "yes"}, "ROW-FORMAT", WRITES.format("true")),
    ],
)
def test_the_advice_fits_the_value_and_the_repair(cells: dict[str, str], rule: str, said: str) -> None:
    (field, value), *others = cells.items()
    problem = judged(field, value, **dict(others))[rule]
    sentence = phrase(problem, str)
    assert said in sentence
    assert ("The safe fix" in sentence, "The fix would" in sentence) == _offered(problem)


def _offered(problem: Problem) -> tuple[bool, bool]:
    """Whether there is a safe repair, and whether there is one to look at."""
    if problem.rule == "ROW-CUSTID-EMAIL":
        return False, False
    return problem.fix is not None and problem.fix.safe, problem.fix is not None and not problem.fix.safe


def said_of(
    *rows: dict[str, str], rule: str, options: OpenOptions | None = None, only: list[str] | None = None
) -> list[str]:
    draft = draft_of(*rows, options=options, only=only)
    return [phrase(problem, draft.sheet.header) for problem in draft.problems(rules=[rule])]


def test_the_column_decides_what_a_mark_in_an_amount_is() -> None:
    proof = said_of({"Amount": "1.234"}, {"Amount": "2,50"}, rule="ROW-AMOUNT-NUM")
    assert WRITES.format("1234") in proof[0]
    proof = said_of({"Amount": "1,234"}, {"Amount": "2.50"}, rule="ROW-AMOUNT-NUM")
    assert WRITES.format("1234") in proof[0]
    proof = said_of({"Amount": "1.234"}, {"Amount": "2.50"}, rule="ROW-AMOUNT-NUM")
    assert "more decimals than USD has" in proof[0]


def test_a_change_is_told_what_is_wrong_with_its_amount_too() -> None:
    names = ["OrderId", "ActionTrackerId", "Amount", "CurrencyCode", "Reason"]
    rows = [{"Amount": amount, "Reason": "ORDER_UPDATE"} for amount in ("12,50", "1,23", "n/a", "€3.00")]
    said = said_of(*rows, rule="ROW-AMOUNT-MOD", options=OpenOptions(template="modification"), only=names)
    assert [words in sentence for words, sentence in zip(
        (WRITES.format("12.50"), WRITES.format("1.23"), "is no amount", "another currency"), said, strict=True
    )] == [True] * 4  # fmt: skip


def test_a_row_without_an_order_id_is_told_what_can_be_done() -> None:
    blank = {**dict.fromkeys(("EventDate", "ClickId", "CustomerId", "CurrencyCode"), ""), "OrderId": ""}
    assert WRITES.format("AC-1") in said_of({}, {**blank, "Sku": "B"}, rule="ROW-OID")[0]
    assert LOOK.format("AC-1") in said_of({}, {**RIGHT, "OrderId": "", "CustomerId": "OTHER-1XYZ"}, rule="ROW-OID")[0]
    assert "Type the shop's order number." in said_of({"OrderId": ""}, rule="ROW-OID")[0]
    only = ["CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CurrencyCode", "Amount"]
    orders = said_of({}, {"OrderId": ""}, rule="ROW-OID", options=OpenOptions(template="order"), only=only)
    assert "Type AC-1 if the row belongs to the order above it" in orders[0]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["OrderId"], "Choose its column."),
        (["EventDate"], "Choose its column."),
        (["CurrencyCode"], "or give one value for all rows."),
        (["ClickId", "CustomerId"], "something to credit a partner by"),
        (["Amount"], "Amount, ItemPrice or ItemSubtotal"),
    ],
)
def test_one_value_for_all_rows_is_advised_only_where_all_rows_may_have_it(missing: list[str], said: str) -> None:
    only = [name for name in RIGHT if name not in missing]
    (sentence,) = said_of({}, rule="HDR-MIN-ITEM", options=OpenOptions(template="item"), only=only)
    assert said in sentence
    assert ("one value" in sentence) == ("one value" in said)


def test_a_variant_that_costs_nothing_is_not_added_to_its_product() -> None:
    twice = {"OrderId": "A"}, {"OrderId": "A"}
    assert "add up the quantities" in said_of(*twice, rule="GRP-SKU-ONCE")[0]
    for free in (0, 1):
        rows = [{**row, "Amount": "0.00"} if place == free else row for place, row in enumerate(twice)]
        assert ("Delete this line", "Keep this line")[free == 0] in said_of(*rows, rule="GRP-SKU-ONCE")[0]


def test_an_event_type_beside_another_campaign_is_not_called_unknown() -> None:
    program = program_from_json({"name": "A", "campaign_id": "1000", "event_types": [{"id": "18500", "name": "Sale"}]})
    said = said_of(
        {"CampaignId": "2000"}, {"ActionTrackerId": "9"}, rule="ROW-PAIR", options=OpenOptions(program=program)
    )
    assert ["campaign of this row is 2000" in said[0], "no event type of this program" in said[1]] == [True, True]


def test_what_is_excluded_or_put_on_hold_is_called_so() -> None:
    sentences = resource("messages", "en", "rules.ftl").read_text(encoding="utf-8").lower()
    assert re.findall(r"leave it out|leave (?:the|these) rows? out|set .{0,12}aside", sentences) == []
