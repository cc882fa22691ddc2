"""How many examples a property is tried with: those written, or ten times as many at length."""

from hypothesis import settings

TIMES = {"fast": 1, "long": 10}


def register() -> None:
    """Make both profiles and use the fast one, whose examples are the same in every run.

    `make test-long` names the other one: examples by chance, and how to have a failing one again.
    """
    settings.register_profile("fast", deadline=None, derandomize=True)
    settings.register_profile(
        "long", deadline=None, max_examples=100 * TIMES["long"], print_blob=True
    )
    settings.load_profile("fast")


def examples(number: int) -> int:
    """Return how many to try where `make test` is to try `number`."""
    return number * TIMES.get(settings.get_current_profile_name(), 1)
