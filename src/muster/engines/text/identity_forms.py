"""Documents other than the resident number: their forms and their check characters."""

import re
from enum import StrEnum


class IdentityKind(StrEnum):
    """Which document a number belongs to, as far as its form tells."""

    NONE = "none"
    RESIDENT_18 = "resident_18"
    RESIDENT_15 = "resident_15"
    RESIDENCE_PERMIT = "residence_permit"
    FOREIGN_RESIDENT = "foreign_resident"
    HK_MO_TRAVEL_PERMIT = "hk_mo_travel_permit"
    TW_TRAVEL_PERMIT = "tw_travel_permit"
    HK_CARD = "hk_card"
    TW_CARD = "tw_card"
    CN_PASSPORT = "cn_passport"
    EXIT_PERMIT = "exit_permit"
    OTHER_PASSPORT = "other_passport"
    UNKNOWN = "unknown"


DOCUMENT_FORMS: tuple[tuple[IdentityKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        # 回乡证: H or M with eight digits, older ones with two digits for the issue.
        (IdentityKind.HK_MO_TRAVEL_PERMIT, r"[HM][0-9]{8}(?:[0-9]{2})?"),
        # 台胞证: eight digits; the old booklet ten with a letter in brackets.
        (IdentityKind.TW_TRAVEL_PERMIT, r"[0-9]{8}|[0-9]{10}[A-Z]"),
        (IdentityKind.FOREIGN_RESIDENT, r"[A-Z]{3}[0-9]{12}"),
        (IdentityKind.TW_CARD, r"[A-Z][1289][0-9]{8}"),
        # 护照 ordinary (E, EA–EZ, G), diplomatic, service and public affairs.
        (IdentityKind.CN_PASSPORT, r"E[0-9A-HJ-NP-Z][0-9]{7}|[GDS][0-9]{8}|(?:SE|DE|PE)[0-9]{7}"),
        # 往来港澳通行证 and 往来台湾通行证.
        (IdentityKind.EXIT_PERMIT, r"[CWLT][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}"),
        (IdentityKind.HK_CARD, r"[A-Z]{1,2}[0-9]{6}[0-9A]"),
        (IdentityKind.OTHER_PASSPORT, r"(?=.*[0-9].*[0-9].*[0-9])[A-Z]{1,3}[0-9]{5,9}[A-Z]?"),
        (IdentityKind.OTHER_PASSPORT, r"[0-9]{9}"),
    )
)
"""Tried in order. Eight bare digits are taken for a Taiwan permit, the only one usual in a register
of a mainland community; a Macau card has the same form and is told only by a human."""

_TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_HK_SPACE = 36
_HK_CHECKS = "0123456789A"


def document_check_fails(kind: IdentityKind, text: str) -> bool:
    """Whether a document that carries a check character contradicts it."""
    if kind is IdentityKind.HK_CARD:
        return hk_check(text[:-1]) != text[-1]
    if kind is IdentityKind.TW_CARD:
        return not _tw_check_holds(text)
    return False


def hk_check(body: str) -> str:
    """Check character of a Hong Kong card: eight values weighted 9 to 2, mod 11."""
    values = [] if body[1].isalpha() else [_HK_SPACE]
    values += [ord(char) - ord("A") + 10 if char.isalpha() else int(char) for char in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return _HK_CHECKS[-total % 11]


def _tw_check_holds(text: str) -> bool:
    """Check of a Taiwan card: letter as two digits, weights 1 9 8 7 6 5 4 3 2 1 1, mod 10."""
    letter = _TW_LETTERS.index(text[0]) + 10
    digits = [letter // 10, letter % 10, *(int(char) for char in text[1:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0
