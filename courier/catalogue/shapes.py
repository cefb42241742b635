"""The forms of a field's values, and how many values of a column have them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from courier.catalogue.fields import Field

_MONTH = (
    r"(?:jan|ene|gen|feb|f[eé]v|mar|m[aä]r|mrt|maa|apr|abr|avr|may|mai|mei|mag|jun|juin|giu|jul|juil|lug|aug|ago|ao[uû]"
    r"|sep|set|o[ck]t|out|ott|nov|de[cz]|d[eé]c|dic)"
)
_JUDGED = 120
"""Characters of a value by which its form is judged; whatever is longer has its form by its beginning."""
_AMOUNT_SIGN = r"(?:[^\W\d_]{0,3}\.?[^\w\s#/:.,-]{0,2})"

_OF_TYPE = {
    "integer": r"\s*\d{1,10}(?:[.,]0+)?\s*|.*[eE]\+.*",
    # blanks and digits are taken whole (`*+`): blanks that neighbours could share take time to the fifth power
    "decimal": rf"\s*+{_AMOUNT_SIGN}\s*+(?:(?<![^\W\d_])[+−-])?\s*+{_AMOUNT_SIGN}\s*+"
    r"\d[\d.,' \u00a0\u202f’]*+-?\s*+[^\w#/:.,-]{0,3}(?:[^\W\d_]{1,4}\.?)?[^\w#/:-]{0,2}\s*",
    # a weekday may come first; a bare number counts days or seconds from the epoch of a spreadsheet or a log
    "datetime": r"(?i)\s*(?:now|\d{5}(?:[.,]\d+)?|\d{8}|\d{10}(?:\.\d+)?|\d{13,14}|\d{16}"
    r"|(?:[^\W\d_]{2,10}\.?,?\s+)?\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}(?!\d).*"
    rf"|.*\b{_MONTH}[^\W\d_]*\.?[ ,/-].*\d.*|.*\d{_MONTH}[^\W\d_]*\d.*)",
    "hash": r"\s*[0-9A-Fa-f]{40}\s*|\s*[0-9A-Fa-f]{64}\s*|.*@.*",
    "boolean": r"(?i)\s*(?:true|false|yes|no|y|n|0|1)\s*",
    "url": r"(?i)\s*https?://.*",
    "ip": r"\s*[0-9a-fA-F.:]+\s*",
}
_OF_FIELD = {
    "CurrencyCode": r"\s*[A-Za-z]{3}\s*|.*[$€£¥].*|(?i:.*(?:euro|dollar|pound|yen).*)",
    "CustomerCountry": r"\s*[A-Za-z]{2,3}\s*|(?:[^\W\d_]|[ .,'’()&-])+",
    "Reason": r"\s*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\s*",
    "ActionId": r"\s*\d[\d.]*\s*",
}

_DATE = r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d).*"
_ADDRESS = r"\s*(?:[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S.*)"
_MONEY = r"\s*[^\w\s]?\s*\d+[.,]\d{2}\s*[^\w\s]?\s*"
_YES_OR_NO = r"\s*(?:true|false|yes|no|ja|nein)\s*"
_PERSON = r"\s*[^\W\d_]{2,}\.?(?:[ ,'’-]+[^\W\d_]+\.?)+\s*"
_STATUS = (
    r"\s*(?:(?:partially[ _-]?|un)?(?:paid|refunded|fulfilled)|pending|approved|reversed|locked|completed?|processing"
    r"|shipped|delivered|cancell?ed|returned|rejected|open|new|on[ _-]?hold|authorized|voided|expired|failed|active"
    r"|bezahlt|offen|storniert|versandt|versendet|geliefert|abgeschlossen|in bearbeitung|pay[ée]e?|annul[ée]e?"
    r"|livr[ée]e?|exp[ée]di[ée]e?|en attente|pagad[oa]|pendiente|enviad[oa]|entregad[oa]|cancelad[oa]|pagato|annullato"
    r"|spedito|in attesa|betaald|geannuleerd|verzonden|pago|pendente|conclu[íi]d[oa])\s*"
)


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.DOTALL | re.IGNORECASE)


_NOT_IN_TEXT = _any(_DATE, _ADDRESS, _MONEY, _YES_OR_NO)
_NOT_IN = {
    # a person's name must never be sent as an ID
    "CustomerId": _any(_DATE, _ADDRESS, _MONEY, _YES_OR_NO, _PERSON),
    "CustomerRegion": _any(_DATE, _ADDRESS, _MONEY, _YES_OR_NO, _STATUS),
    "CustomerStatus": _any(_DATE, _ADDRESS, _MONEY),
    "Note": _any(_DATE, _MONEY),
}


def fit(field: Field, values: Sequence[str]) -> float | None:
    """The share (0 to 1) of values that have the field's form; None without values or if the field takes any text."""
    shape = _shape(field)
    if shape is None or not values:
        return None
    return sum(bool(shape.fullmatch(value[:_JUDGED])) for value in values) / len(values)


def fits(field: Field, values: Sequence[str]) -> bool:
    """Whether most values have the field's form, or it takes any text. False without values if it has a form."""
    return _shape(field) is None or (fit(field, values) or 0.0) > 0.5


def contradicts(field: Field, values: Sequence[str]) -> bool:
    """Whether the values cannot belong to the field: most have another form, or, if the field takes any text, most are
    dates, addresses, amounts or yes and no. False without values."""
    if not values:
        return False
    if _shape(field) is not None:
        return not fits(field, values)
    foreign = _NOT_IN.get(field.name, _NOT_IN_TEXT)
    return sum(bool(foreign.fullmatch(value[:_JUDGED])) for value in values) * 2 > len(values)


def _shape(field: Field) -> re.Pattern[str] | None:
    pattern = _OF_FIELD.get(field.name) or _OF_TYPE.get(field.type)
    return re.compile(pattern, re.DOTALL) if pattern else None
