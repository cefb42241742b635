"""Languages: what is not translated stays English, and what is foreign keeps its own direction."""

from collections.abc import Iterator

import pytest

from courier.messages import language, right_to_left, text, use_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def test_what_has_no_translation_is_english(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "messages" / "de"
    folder.mkdir(parents=True)
    (folder / "window.ftl").write_text("grid-row-sent = Gesendet; geht nicht noch einmal.\n", encoding="utf-8")
    from courier import messages

    shipped = messages.resource
    monkeypatch.setattr(messages, "resource", lambda *names: folder if names == ("messages", "de") else shipped(*names))
    use_language("de")
    assert text("grid-row-sent") == "Gesendet; geht nicht noch einmal."
    assert text("grid-row-excluded") == "Excluded."
    # figures are those of the language all the same
    assert text("status-ready", rows=12345).startswith("12.345")


def test_foreign_words_keep_their_direction_among_others() -> None:
    assert not right_to_left()
    assert text("grid-row-spoken", row="7") == "Row 7."
    use_language("ar")
    assert right_to_left()
    assert language() == "ar"
    assert text("grid-row-spoken", row="7") == "Row \u20687\u2069."
