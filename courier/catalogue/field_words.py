"""The words for a field: its label, a note and an example."""

from courier.catalogue.fields import FIELDS
from courier.messages import has_text, text


def label(name: str) -> str:
    """The name of a field as people say it, such as "Order ID"."""
    return text(_key(name), n=_number(name))


def note(name: str) -> str:
    """What to enter in a field, in one or two sentences."""
    return text(f"{_key(name)}.note", n=_number(name))


def example(name: str) -> str:
    """A valid value for a field; "" if there is no example."""
    key = f"{_key(name)}.example"
    return text(key) if has_text(key) else ""


def _key(name: str) -> str:
    number = _number(name)
    return f"field-{name.removesuffix(number)}N" if number else f"field-{name}"


def _number(name: str) -> str:
    number = FIELDS[name].number
    return "" if number is None else str(number)
