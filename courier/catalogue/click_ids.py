"""How click IDs stand in exports: bare, behind a label, within a web address, or as a word for none.

The expressions are read alike by Python and by Polars.
"""

import re

_NONE = (
    "n/a", "n / a", "na", "n.a.", "#n/a", "none", "null", "nil", "nan", "undefined", "unknown", "unavailable",
    "not set", "not provided", "not available", "not found", "not applicable", "no", "no click", "no click id", "false",
    "empty", "blank", "missing", "direct", "tbd", "unbekannt", "nicht gesetzt", "kein", "keine", "leer", "k.a.", "geen",
    "onbekend", "n.v.t.", "aucun", "inconnu", "ninguno", "desconocido", "nessuno", "sconosciuto", "nenhum",
    "desconhecido", "なし", "不明",
)  # fmt: skip
_PLACEHOLDER = r"[\[{<$%]+[a-z_ -]*(?:click|ref)[a-z_ -]*[\]}>%]+"
"""What a tag manager or a shop should have replaced."""

NO_CLICK = rf"(?i)^(?:[(\[<]?(?:{'|'.join(map(re.escape, _NONE))})[)\]>]?|[-–—_.?*/\\x]+|\\n|0+|-1|{_PLACEHOLDER})$"
"""A text that stands for no click ID."""

LABELLED_CLICK = (
    r"""(?i)(?:(?:^|[\s?&#;,|{"'(\[])(?:im[_-]?ref|ir[_-]?click[_-]?id)"""
    # after a plain blank this may be the click ID of somebody else, as in "Google click ID: "
    r"""|(?:^|[\r\n?&#;,|{"'(\[][^\S\r\n]*)(?:impact(?:\.com|radius)?[ _-]?)?[ck]lick[ _-]?id)"""
    r"""["'\]]?[ \t]*(?:=>|[:=])[ \t]*["']?([^\s?&#;,|"'{}()\[\]<>]+)"""
)
"""A click ID behind its label (``im_ref: X``, ``irclickid=X``), also in a web address or among other lines. The group
is the bare ID."""
