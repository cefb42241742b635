"""Why something was not done, in words."""

from __future__ import annotations

from courier.messages import UserError, text


def error_text(problem: object, defect: str = "history-defect") -> str:
    """The sentence of an error for users; of any other, a defect, its type in the message with the key ``defect``."""
    return str(problem) if isinstance(problem, UserError) else text(defect, problem=type(problem).__name__)
