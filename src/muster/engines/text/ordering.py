"""An order for lists of people that SQLite, PostgreSQL and a browser all agree on."""

from muster.engines.text.personal_names import SORT_KEY_LENGTH, split_name
from muster.engines.text.romanise import toned_pairs

_AFTER_READABLE = "zzzz"


def name_sort_key(text: str) -> str:
    """Key of lower-case letters and digits that sorts people by pinyin, tone, then character.

    Character by character, as a Chinese register does, so that one family stands together: 张三 and
    张四 before 章二. Only a–z and 0–9 are used, a digit after every syllable, so that binary and
    locale collations give one order. At most `SORT_KEY_LENGTH` characters; "" for an empty name.
    """
    parts = []
    for run, toned in toned_pairs(split_name(text).full, "person"):
        if toned:
            parts.append(f"{toned}{ord(run[0]):05x}")
        elif run.isalnum():
            parts.append(f"{run}0")
    key = "".join(parts)
    if not key and (rest := text.strip()):
        key = _AFTER_READABLE + "".join(f"{ord(char):05x}" for char in rest)
    return key[:SORT_KEY_LENGTH]
