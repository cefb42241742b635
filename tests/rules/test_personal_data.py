"""Columns with data about people are pointed out by their values; order numbers, products and places are not."""

import polars as pl
import pytest

from courier.draft import Draft
from courier.open_sheet import OpenOptions
from courier.rules.personal_data import find_personal_data
from courier.rules.phrases import phrase
from tests.rules.one_cell import draft_of

PEOPLE = ["Ada Lovelace", "Dr. Grace Hopper", "Jörg Müller", "María del Carmen García", "Byron, Anna", "Emma van Dijk"]
PHONES = ["+49 30 1234567", "+1 (415) 555-0132", "+33 6 12 34 56 78"]
STREETS = [
    "12 Main Street",
    "221B Baker St",
    "Hauptstraße 5",
    "Kerkstraat 12a",
    "5 bis rue de la Paix",
    "Calle Mayor 7",
]


def kind_of(values: list[str], field: str | None = "Text1", header: str = "Info") -> str | None:
    found = find_personal_data(pl.Series(values, dtype=pl.String), header, field)
    return found.kind if found else None


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (PEOPLE, "name"),
        (["LOVELACE ADA", "hopper grace"], "name"),
        (["佐藤 花子", "鈴木一郎", "田中 太郎"], "name"),
        (PHONES, "phone"),
        (["0049 30 1234567", "0044 20 7946 0958"], "phone"),
        (["(030) 123 45 67", "0171/1234567", "06 12 34 56 78"], "phone"),
        (["415-555-0132", "(212) 555-0147", "646.555.0199"], "phone"),
        (["gift", "please call +49 30 1234567 first", "none"], "phone"),
        (STREETS, "address"),
        (["Via Roma 12, Milano", "Rua Augusta, 77", "東京都港区芝公園4丁目2番8号"], "address"),
        (["4111 1111 1111 1111", "visa"], "card"),
        (["5555555555554444", "378282246310005"], "card"),
        (["paid with 4012-8888-8888-1881"], "card"),
        (["ada@example.org", "bob@example.org"], "email"),
    ],
)
def test_personal_data_is_known_by_its_values(values: list[str], kind: str) -> None:
    assert kind_of(values) == kind


@pytest.mark.parametrize("field", [None, "Note", "CustomerId", "Name"])
def test_names_of_people_are_seen_wherever_they_are_likely(field: str | None) -> None:
    assert kind_of(PEOPLE, field) == "name"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("OrderId", ["302-1234567-1234567", "302-7654321-7654321", "305-1111111-2222222"]),
        ("OrderId", ["0171-123456", "0171-123457", "0171-123458"]),
        ("OrderId", ["415-555-0132", "415-555-0133", "415-555-0134"]),
        ("OrderId", ["4111111111111111", "4111111111111112"]),
        ("OrderId", ["4012888888881881", "4012888888881882", "4012888888881899"]),
        ("Text1", ["4006381333931", "4006381333948", "5901234123457"]),  # EAN
        ("Text1", ["00123456789012", "00123456789013"]),
        ("Text1", ["01.02.2026", "03.04.2026", "05.06.2026"]),
        ("Text1", ["2026-11-20T10:00:00+01:00", "2026-11-21 11:00 +0100"]),
        ("Text1", ["+12.50", "+3"]),
        ("CustomerPostCode", ["01067", "SW1A 1AA", "94105-1234"]),
        ("CustomerCity", ["San Francisco", "Santa Maria", "New York", "Bad Homburg"]),
        ("Name", ["Linen Shirt", "Wool Scarf", "Red Mug", "Large Plate"]),
        ("Name", ["Emma Dress", "Anna Dress", "Sofia Top", "Julia Top", "Lena Dress"]),
        ("Name", ["TV 42", "Ring 52", "Playstation 5", "Abbey Road"]),
        ("Text1", ["Ralph Lauren", "Paul Smith", "Hugo Boss"] * 20),
        ("Category", ["Anna Blum", "Emma Stein", "Max Weber"]),
        ("LocationName", ["12 Main Street", "Hauptstraße 5"]),
        ("PhoneNumber", PHONES),
        ("UserAgent", ["Mozilla/5.0 (X11; Linux x86_64) +4930123456"]),
        ("Amount", ["4111111111111111"]),
        ("Note", ["leave it at the door", "gift for Anna", "ring twice"]),
        ("Text1", ["", " "]),
    ],
)
def test_what_only_looks_personal_is_left_alone(field: str, values: list[str]) -> None:
    assert kind_of(values, field) is None


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Telefon", ["0301234567", "0401234567"], "phone"),
        ("Móvil", ["612345678", "698765432"], "phone"),
        ("Kundenname", ["Xqz", "Yvw"], "name"),
        ("氏名", ["Xqz"], "name"),
    ],
)
def test_a_header_says_what_values_alone_do_not(header: str, values: list[str], kind: str) -> None:
    assert kind_of(values, "Text1", header) == kind
    assert kind_of(values, "Text1") is None


def personal(draft: Draft) -> list[str]:
    return [phrase(problem, draft.sheet.header) for problem in draft.problems() if problem.rule == "HDR-PERSONAL"]


def test_the_sentence_says_what_was_seen_in_which_column() -> None:
    draft = draft_of(*({"Text1": phone} for phone in [*PHONES, "none"]))
    (sentence,) = personal(draft)
    assert sentence.startswith("“Text1” seems to hold phone numbers (3 of 4 values)")


def test_a_column_that_is_not_sent_may_hold_what_it_likes() -> None:
    assert personal(draft_of(*({"Whatever": phone} for phone in PHONES))) == []


def test_joined_columns_are_looked_at_too() -> None:
    rows = [{"One": name.split()[0], "Two": name.split()[-1]} for name in PEOPLE]
    draft = draft_of(*rows, options=OpenOptions(columns=(("One + Two", "Text1"),)))
    (sentence,) = personal(draft)
    assert sentence.startswith("“Text1” seems to hold people's names")
