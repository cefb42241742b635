"""What the app says of itself."""

import re

from courier import about


def test_the_news_are_plain_words() -> None:
    news = about.news()
    assert news
    assert not re.search(r"^#|^\* |`|\]\(", news, re.MULTILINE)
    assert "Permission is hereby granted" in about.own_licence()
