"""What the app says of itself."""

import re
from importlib import metadata

from courier import about


def needed(name: str, seen: set[str]) -> set[str]:
    """The libraries that one needs here, itself included."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    if plain not in seen:
        try:
            wanted = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            # it is needed on other systems
            return seen
        seen.add(plain)
        for line in wanted:
            if "extra ==" not in line:
                needed(re.split(r"[^\w.-]", line, maxsplit=1)[0], seen)
    return seen


def test_every_library_is_named_with_its_licence() -> None:
    named = {part.name: part for part in about.parts()}
    assert sorted(needed("conversion-courier", set()) - {"conversion-courier"} - named.keys()) == []
    assert all(part.licence for part in named.values())
    assert named["paramiko"].version == metadata.version("paramiko")


def test_the_news_are_plain_words() -> None:
    news = about.news()
    assert news
    assert not re.search(r"^#|^\* |`|\]\(", news, re.MULTILINE)
    assert "Permission is hereby granted" in about.own_licence()
