"""A stand-in for impact.com's REST API."""

from collections.abc import Iterator

import pytest

from tests.results.stand_in import StandIn, standing_in


@pytest.fixture
def impact() -> Iterator[StandIn]:
    """A server on loopback that answers like impact.com."""
    with standing_in() as stand_in:
        yield stand_in
