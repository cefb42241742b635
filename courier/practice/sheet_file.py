"""Where the practice sheet stands, for what need not load more."""

from pathlib import Path

from courier.resources import resource

PRACTICE_NAME = "practice-orders.csv"


def practice_file() -> Path:
    """The file of the practice sheet as it ships. Whoever opens it practises."""
    return resource("practice", PRACTICE_NAME)
