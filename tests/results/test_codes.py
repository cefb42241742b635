"""The codes with which impact.com refuses rows."""

import pytest

from courier.catalogue.rules import RULE_FACTS
from courier.results.codes import code_of, search_codes

DOCUMENTED = [
    "OID_DUPLICATE", "NO_CHANGE", "ALREADY_LOCKED", "ACTION_NOT_FOUND", "ALREADY_REVERSED", "ALREADY_APPROVED",
    "MALFORMED", "CONV_MALFORMED", "OID_MISSING", "NO_ITEM", "CONV_DUPLICATE", "CAMPAIGN_NOT_FOUND",
    "ACTIONTRACKER_NOT_FOUND", "ACTIONTRACKER_CAMPAIGN_MISMATCH", "ACTIONTRACKER_NOT_ACTIVE", "ACTIONTERMS_NOT_FOUND",
    "CONTRACT_NOT_FOUND", "PARTNER_NOT_ACTIVE", "ACTION_REF_NOT_FOUND", "NO_VALID_ACTION_REF", "REFTYPE_NOT_ACCEPTED",
    "OUTSIDE_ASSOCIATION_WINDOW", "CREDITING_RULE_MISMATCH", "OTHER_REF_PRIORITIZED", "MAX_RECURRENCES_REACHED",
    "RESTRICTED_PROMOCODE", "BLOCKED_BY_PROMOCODE", "BLACKLISTED_SOURCE_IP", "UNCLAIMED", "CALL_DUPLICATE",
    "CALL_DURATION_TOO_SHORT", "CALL_FOR_CALL_PER_CONV_AT", "CALL_INCOMPLETE", "CALL_OUTSIDE_DAILY_RANGE",
    "BAD_DISPOSITION",
]  # fmt: skip


@pytest.mark.parametrize("code", DOCUMENTED)
def test_every_documented_code_is_explained(code: str) -> None:
    found = code_of(code)
    assert (found.code, found.known, set(found.rules) <= RULE_FACTS.keys()) == (code, True, True)
    words = (found.title, found.meaning, found.next_step)
    assert len(set(words)) == 3
    # the name is words, and what is explained is a sentence
    assert "_" not in found.title
    assert found.meaning.endswith(".")
    assert found.next_step.endswith(".")


def test_the_words_hold_every_documented_code_once() -> None:
    codes = [code.code for code in search_codes() if not code.field]
    assert sorted(codes) == sorted(DOCUMENTED)


@pytest.mark.parametrize(
    "reason",
    [
        "ActionTrackerId:ActionTrackerId value is invalid",
        # as impact.com's own page prints it, with a small L
        "ActionTrackerld:ActionTrackerld value is invalid",
        " actiontrackerid : ActionTrackerld  value is invalid. ",
    ],
)
def test_a_field_that_is_invalid_is_named_whatever_its_last_letters_look_like(reason: str) -> None:
    found = code_of(reason)
    assert (found.field, found.repair, found.title) == ("ActionTrackerId", "again", "ActionTrackerId is not valid")
    assert "ROW-EVENT-ID" in found.rules


def test_fields_of_our_catalogue_and_others_are_named_as_they_are_written() -> None:
    assert code_of("currencycode:CurrencyCode value is invalid").field == "CurrencyCode"
    assert code_of("Shade:Shade value is invalid").title == "Shade is not valid"
    assert not code_of("Amount:Currency value is invalid").known


@pytest.mark.parametrize("reason", ["oid_duplicate", " OID_DUPLICATE ", "OID_DUPLICATE: AC-1", "OID_DUPLICATE (2)"])
def test_a_code_is_recognised_in_its_sentence(reason: str) -> None:
    assert code_of(reason).code == "OID_DUPLICATE"


def test_the_other_name_of_a_code_means_the_same() -> None:
    assert code_of("NO_VALID_REFERRAL").code == "NO_VALID_ACTION_REF"


@pytest.mark.parametrize("reason", ["BRAND_NEW_CODE", "Something went wrong", "", "{ $code }"])
def test_an_unknown_code_is_shown_as_it_is(reason: str) -> None:
    found = code_of(reason)
    assert (found.code, found.known, found.repair) == (reason, False, "none")
    assert found.title.strip("\u2068\u2069") == reason


def test_codes_are_found_by_any_word_of_their_explanation() -> None:
    assert [code.code for code in search_codes("oid missing")] == ["OID_MISSING"]
    assert {"RESTRICTED_PROMOCODE", "BLOCKED_BY_PROMOCODE"} <= {code.code for code in search_codes("Promo code")}
    assert [code.field for code in search_codes("CampaignId:Campaignld value is invalid")] == ["CampaignId"]
    assert "NO_CHANGE" in {code.code for code in search_codes("MOD-NOOP")}
    assert search_codes("no such thing at all") == ()
