"""Words beside an amount that say whether tax is in it: ``netto``, ``TTC``, ``(ex VAT)``, ``税抜``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAX = (
    r"(?:tax(?:es?)?|vat|gst|mw ?st|ust|mehrwertsteuer|umsatzsteuer|steuern?|tva|iva|impuestos?|impostos?|impost[ae]"
    r"|btw)"
)
_NET = re.compile(
    r"\b(?:net|nett[oaie]|net[oa]s?|liquid[oa]s?|ht|hors taxes?)\b"
    rf"|\b(?:exc|ex|excl|excluding|exclusive|exkl|exklusive|exclusief|escl|without|before|pre|ohne|zzgl|hors|sans|sin"
    rf"|senza|zonder|sem|s) {_TAX}\b"
    rf"|\b{_TAX} (?:exc|excl|excluded|exclusive|esclus[oai]|exclui?d[oa]s?|no inclui?d[oa]s?|nao inclui?d[oa]s?)\b"
    r"|\bnetto(?=\w)|税抜き?|税別"
)
_GROSS = re.compile(
    r"\b(?:gross|brut|brutto|brut[oa]s?|lord[oaie]|ttc|toutes taxes comprises|ivat[oa])\b"
    rf"|\b(?:inc|incl|including|inclusive|inkl|inklusive|inclusief|with|after|mit|avec|con|com|c|met) {_TAX}\b"
    rf"|\b{_TAX} (?:inc|incl|included|inclus[oaei]?s?|inclusive|inclui?d[oa]s?|compris(?:es?)?|compres[oai])\b"
    r"|\bbrutt?o(?=\w)|税込み?"
)


def tax_apart(spoken: Sequence[str]) -> tuple[tuple[str, ...], bool] | None:
    """The words of a header (`bare_words`) without those about tax, and whether the amount is net of it.

    None if no word is about tax, and if no other word is there.
    """
    header = " ".join(spoken)
    for pattern, net in ((_NET, True), (_GROSS, False)):
        rest, found = pattern.subn(" ", header)
        if found and rest.strip():
            return tuple(rest.split()), net
    return None
