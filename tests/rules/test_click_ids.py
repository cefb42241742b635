"""Click IDs that are none, or stand behind a label or in an address, become the bare ID or an empty cell."""

import pytest

from courier.draft import Draft
from courier.rules.phrases import phrase
from tests.rules.one_cell import draft_of, judged, repaired

RULE = "ROW-CLICK-SHAPE"


def clicks_after_repair(draft: Draft) -> list[str | None]:
    draft.do(draft.plan().edit)
    return draft.fields(draft.sheet.row_order)["ClickId"].to_list()


@pytest.mark.parametrize(
    "written",
    [
        "n/a", "N/A", "#N/A", "na", "none", "None", "(none)", "null", "NULL", "undefined", "(not set)", "(direct)", "-",
        "--", "—", "0", "unknown", "NaN", "keine", "なし", "{clickid}", "{{im_ref}}", "%irclickid%", "[click_id]",
        "im_ref: null", "irclickid=undefined",
    ],
)  # fmt: skip
def test_a_word_for_nothing_is_emptied(written: str) -> None:
    assert judged("ClickId", written)[RULE].facts["kind"] == "none"
    assert repaired("ClickId", written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "im_ref: QiiW-x1", "im_ref=QiiW-x1", "IM_REF : QiiW-x1", "irclickid=QiiW-x1", "Click ID: QiiW-x1",
        "clickid=QiiW-x1", "Klick-ID: QiiW-x1", "impact click id: QiiW-x1", '{"im_ref":"QiiW-x1"}',
        "[irclickid] => QiiW-x1", "https://acme.example/?utm_source=x&irclickid=QiiW-x1&utm_medium=y", "https://acme.example/p?im_ref=QiiW-x1#top",
        "/landing?a=b&amp;im_ref=QiiW-x1", "gift: yes\nim_ref: QiiW-x1\ncolour: red", "gift: yes im_ref: QiiW-x1",
        "im_ref: QiiW-x1\nirclickid: QiiW-x1", "irclickid: n/a\nim_ref: QiiW-x1", "im_ref:\nirclickid: QiiW-x1",
    ],
)  # fmt: skip
def test_the_bare_id_is_taken_out(written: str) -> None:
    assert judged("ClickId", written)[RULE].facts["kind"] == "wrapped"
    assert repaired("ClickId", written) == "QiiW-x1"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("im_ref: QiiW-x1, irclickid: QiiW-x2", "several"),
        ("https://acme.example/thanks", "address"),
        ("QiiW x1", "blank"),
        ("google click id: EAIaIQ", "blank"),
    ],
)
def test_what_has_no_single_answer_is_left_to_people(written: str, kind: str) -> None:
    assert judged("ClickId", written)[RULE].facts["kind"] == kind
    assert repaired("ClickId", written) is None


@pytest.mark.parametrize(
    "written", ["QiiWXOVnrQ3SQHl24jQjyxBG", "none0c22384eN", "0c22384eN-3765c5f9", "x1.y_z~2", "NA1", "00x1"]
)
def test_a_bare_id_is_right(written: str) -> None:
    assert judged("ClickId", written) == {}


def test_lines_without_a_click_id_hold_none_where_others_have_it_labelled() -> None:
    lines = ["gift: yes\nim_ref: QiiW-x1", "gift: yes\ncolour: red", "https://acme.example/?utm_source=x", "Qii W"]
    assert clicks_after_repair(draft_of(*({"ClickId": text} for text in lines))) == ["QiiW-x1", "", "", "Qii W"]
    alone = draft_of({"ClickId": lines[2]})
    assert clicks_after_repair(alone) == [lines[2]]


def test_an_emptied_click_id_leaves_nothing_to_credit_a_partner_by() -> None:
    draft = draft_of({"ClickId": "n/a", "CustomerId": ""})
    draft.do(draft.plan().edit)
    assert [problem.rule for problem in draft.problems()] == ["ROW-ATTR"]


def rows_of_customers(*customers: str, click: str = "QiiW-x1") -> list[dict[str, str]]:
    return [{"ClickId": click, "CustomerId": f"CUST-{customer}-XYZ"} for customer in customers]


def test_one_click_of_many_customers_is_doubted() -> None:
    draft = draft_of(*rows_of_customers(*"abcdefghij"), *rows_of_customers("k", click="QiiW-x2"))
    problems = [problem for problem in draft.problems() if problem.rule == RULE]
    assert [(problem.value, problem.facts["kind"], problem.fix) for problem in problems] == [
        ("QiiW-x1", "same", None)
    ] * 10
    assert "“QiiW-x1” stands in nearly all rows" in phrase(problems[0], lambda _: "")


@pytest.mark.parametrize(
    "rows",
    [
        rows_of_customers(*"aaaaaaaa"),  # one customer came back
        rows_of_customers(*"abcdef") + rows_of_customers(*"ghij", click="QiiW-x2"),
        [{"ClickId": "QiiW-x1", "CustomerId": ""}] * 8,  # nobody knows who these were
    ],
)
def test_one_click_may_stand_in_many_rows(rows: list[dict[str, str]]) -> None:
    assert [problem.rule for problem in draft_of(*rows).problems()] == []
