"""Numbers that nobody can have, for drills and demonstrations.

Mobile numbers lie in segment 154, which was never opened; identity numbers begin with 88, where no
province is. Both parse, mask and sort like real ones, so that a demonstration behaves like the real
thing, and neither can reach or name a real person.
"""

from datetime import date
from random import Random

from muster.engines.text.identity import (
    INVENTED_AREA_PREFIX,
    Sex,
    identity_check_digit,
    parse_identity,
)
from muster.engines.text.phones import INVENTED_MOBILE_PREFIX

_SUBSCRIBERS = 10**8
_AREAS = 10**4
_SEQUENCES = 500


def invented_phones(rng: Random, count: int) -> list[str]:
    """`count` different canonical mobile numbers (+86154…), the same for the same `rng`.

    Raises:
        ValueError: more than the hundred million numbers of the segment are asked for.
    """
    chosen = rng.sample(range(_SUBSCRIBERS), count)
    return [f"+86{INVENTED_MOBILE_PREFIX}{number:08d}" for number in chosen]


def invented_phone(rng: Random) -> str:
    """One canonical mobile number; two calls may, rarely, give the same. See `invented_phones`."""
    return invented_phones(rng, 1)[0]


def invented_id(rng: Random, *, birth: date, sex: Sex) -> str:
    """A well-formed 18-digit number with a true check digit and an area that does not exist.

    Five million numbers share a birth date and sex, so two of 200,000 people hardly ever meet; who
    needs them unique asks again.
    """
    sequence = 2 * rng.randrange(_SEQUENCES) + (1 if sex is Sex.MALE else 0)
    area = f"{INVENTED_AREA_PREFIX}{rng.randrange(_AREAS):04d}"
    first_17 = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return first_17 + identity_check_digit(first_17)


def is_invented_id(text: str) -> bool:
    """Whether `text` reads as a number that nobody can have."""
    return parse_identity(text).is_invented
