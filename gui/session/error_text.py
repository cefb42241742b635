"""The sentence about an error that a job ended with."""

from __future__ import annotations

from courier.messages import UserError, text


def error_text(problem: object, defect: str = "history-defect") -> str:
    """The sentence of a `UserError`; of any other error its type, in the message with the key ``defect`` if given."""
    if isinstance(problem, UserError):
        return str(problem)
    name = type(problem).__name__
    return text(defect, problem=name) if defect else name
