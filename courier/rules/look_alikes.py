"""Identifiers that look alike but are not the same: letters of another alphabet, and order IDs in two spellings."""

from collections.abc import Iterator, Mapping

import polars as pl

from courier.catalogue.fields import IDENTIFIERS
from courier.rules.character_index import FOREIGN
from courier.rules.field_view import FieldView
from courier.rules.frames import cleaned
from courier.rules.rule import Mark, Repair, Rule

_CYRILLIC = dict(zip("АВЕКМНОРСТУХІЈЅҮԌԚԜаеорсухіјѕһԁԛԝ", "ABEKMHOPCTYXIJSYGQWaeopcyxijshdqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν", "ABEZHIKMNOPTYXopv", strict=True))
_LATIN = _CYRILLIC | _GREEK
_LOOK_ALIKE = rf"[{''.join(_LATIN)}]"
_OTHER_ALPHABET = r"[\p{Cyrillic}\p{Greek}]"
_WITHIN_A_WORD = rf"\p{{Latin}}{_OTHER_ALPHABET}|{_OTHER_ALPHABET}\p{{Latin}}"
_UNSEEN = r"[\p{Cf}\u{34f}\u{115f}\u{1160}\u{3164}\u{fe00}-\u{fe0f}]"
_MOST_SPELLINGS = 1_000
"""Other spellings of order IDs that are remembered of a sheet; with more the shop tells its IDs apart by capitals."""


def _look_alikes(view: FieldView) -> Iterator[Mark]:
    for name in view.present(IDENTIFIERS):
        value = view.value(name)
        mixed = value.str.contains(_LOOK_ALIKE) & value.str.contains(r"\p{Latin}")
        latin = value.str.replace_many(_LATIN)
        latin = pl.when(mixed & ~latin.str.contains(_OTHER_ALPHABET)).then(latin)
        usual: pl.Expr = pl.lit(None, dtype=pl.String)
        spellings = view.context.reading(name).spellings
        if spellings:
            usual = value.replace_strict(dict(spellings), default=None, return_dtype=pl.String)
        facts = {
            "kind": pl.when(mixed).then(pl.lit("mixed")).otherwise(pl.lit("spelling")),
            "letters": value.str.extract_all(_LOOK_ALIKE).list.unique(maintain_order=True).list.join(", "),
            "usual": usual,
        }
        # letters that make up a whole word may be meant, and what would become another row's order ID is asked
        typed = mixed & value.str.contains(_WITHIN_A_WORD) & usual.is_null()
        repair = Repair({name: pl.coalesce(latin, usual)}, typed)
        yield Mark(name, mixed | usual.is_not_null(), facts, repair, needs="" if spellings else FOREIGN)


def other_spellings(order_ids: pl.Series) -> Mapping[str, str]:
    """The order IDs that differ from a usual one only by letters that look alike, capitals or invisible characters,
    each with that usual one: the one of most rows, or of plain letters. ``order_ids``: the texts of all rows."""
    name = order_ids.name
    alike = pl.col(name).str.to_lowercase()
    if (order_ids.str.len_bytes() != order_ids.str.len_chars()).any():
        latin = pl.col(name).str.replace_many(_LATIN).str.replace_all(_UNSEEN, "")
        alike = latin.str.strip_chars().str.to_lowercase()
    elif not all(order_ids.str.contains(letters).any() for letters in ("[a-z]", "[A-Z]")):
        # capitals or small letters alone cannot be written in two ways
        return {}
    hashes = order_ids.to_frame().select(pl.col(name).hash().alias("own"), alike.hash().alias("alike"))
    if hashes["own"].n_unique() == hashes["alike"].n_unique():
        return {}
    ids = order_ids.drop_nulls().value_counts().with_columns(alike.alias("alike"))
    ids = ids.filter(pl.col("alike").is_duplicated() & (pl.col("alike") != ""))
    ids = ids.with_columns(
        cleaned(pl.col(name)).alias("id"), pl.col(name).str.contains(r"[^\x00-\x7f]").alias("foreign")
    )
    spelled = ids.group_by("alike", "id").agg(pl.col("count").sum(), pl.col("foreign").any())
    # "id" last, so that the same sheet gives the same answer
    spelled = spelled.sort("alike", "count", "foreign", "id", descending=[False, True, False, False])
    others = spelled.with_columns(pl.col("id").first().over("alike").alias("usual")).filter(
        pl.col("id") != pl.col("usual")
    )
    return dict(others.select("id", "usual").iter_rows()) if others.height <= _MOST_SPELLINGS else {}


RULES = (Rule("ROW-LOOKALIKE", _look_alikes),)
