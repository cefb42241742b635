"""Coverage may only rise: what fails, and what a new measurement makes of the floors."""

from build.coverage_ratchet import failures, raised


def test_a_file_below_its_floor_fails() -> None:
    floors = {"courier/a.py": 90, "courier/b.py": 90}
    (sentence,) = failures({"courier/a.py": (89, 100), "courier/b.py": (90, 100)}, floors)
    assert sentence.startswith("courier/a.py: 89.0 %")


def test_a_new_file_has_to_reach_the_minimum() -> None:
    (sentence,) = failures({"courier/new.py": (79, 100), "courier/other.py": (80, 100)}, {"courier/a.py": 10})
    assert sentence.startswith("courier/new.py: 79.0 %, the floor for a new file")


def test_floors_rise_and_never_fall() -> None:
    floors = {"courier/a.py": 50, "courier/b.py": 99}
    assert raised({"courier/a.py": (92, 100), "courier/b.py": (95, 100)}, floors) == {
        "courier/a.py": 90,
        "courier/b.py": 99,
    }


def test_files_that_are_gone_lose_their_floor_and_poor_new_ones_get_none() -> None:
    assert raised({"courier/poor.py": (10, 100), "courier/good.py": (98, 100)}, {"courier/gone.py": 90}) == {
        "courier/good.py": 96
    }


def test_the_first_floors_are_what_is_reached() -> None:
    assert raised({"courier/poor.py": (10, 100), "courier/tiny.py": (1, 1)}, {}) == {
        "courier/poor.py": 8,
        "courier/tiny.py": 0,
    }
