"""Facts the text engine rests on: readings, surnames, variants, what invented names are made of."""


def words(listed: str) -> list[str]:
    """The entries of a table written as words between spaces."""
    return listed.split()


def word_readings(listed: str) -> dict[str, tuple[str, ...]]:
    """Word → syllables, of a table of entries such as `厦门:xia4-men2`."""
    entries = (entry.split(":") for entry in words(listed))
    return {word: tuple(syllables.split("-")) for word, syllables in entries}


def char_readings(listed: str) -> dict[str, str]:
    """Character → syllable, of a table of entries such as `长chang2`."""
    return {entry[0]: entry[1:] for entry in words(listed)}
