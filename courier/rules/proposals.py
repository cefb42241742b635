"""The texts that repairs propose for the rows of a frame of fields."""

from __future__ import annotations

import polars as pl

from courier.rules.rule import Repair


def new_texts(frame: pl.DataFrame, repair: Repair, marked: pl.Series, safe_only: bool) -> dict[str, pl.DataFrame]:
    """Per field the rows (``@row``, ``new``) whose text a repair changes."""
    allowed = pl.col("@row").is_in(marked.implode())
    if safe_only:
        allowed = allowed & repair.safe.fill_null(False)
    texts = {}
    for name, text in repair.texts.items():
        answers = frame.select_seq(
            [pl.col("@row"), text.alias("new"), pl.col(f"{name}@raw").alias("old"), allowed.alias("allowed")]
        ).filter(pl.col("allowed") & pl.col("new").is_not_null() & pl.col("new").ne_missing(pl.col("old")))
        texts[name] = answers.select_seq("@row", "new")
    return texts


def proposals(frame: pl.DataFrame, repair: Repair) -> pl.DataFrame:
    """Per row of a frame ``@new``, the first text of a repair that differs from the cell's, and ``@safe``."""
    # texts first: comparing them in the same step would compute each of them twice
    texts = frame.select_seq([pl.col("@row"), *(text.alias(name) for name, text in repair.texts.items())])
    texts = pl.DataFrame([*texts.get_columns(), *(frame[f"{name}@raw"] for name in repair.texts)])
    changes = [pl.when(pl.col(name).ne_missing(pl.col(f"{name}@raw"))).then(pl.col(name)) for name in repair.texts]
    new = texts.select_seq([pl.col("@row"), pl.coalesce(changes).alias("@new")])
    safe = frame.select_seq([pl.col("@row"), repair.safe.fill_null(False).alias("@safe")])
    return pl.DataFrame([new["@new"], safe["@safe"]])
