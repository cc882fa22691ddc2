"""Facts about a person as written, checked and brought into the form they are kept in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from muster.engines.text import (
    IdentityNumber,
    IdentityReason,
    Phone,
    PhoneKind,
    PhoneReason,
    parse_identity,
    parse_phone,
    split_name,
    upgrade_15,
)
from muster.kernel import clock
from muster.kernel.crypto import blind_index
from muster.kernel.errors import Invalid, Text
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import Position, Sex
from muster.registers.responders.models import Responder
from muster.registers.responders.services.naming import name_person

OLD_IDENTITY_LENGTH = 15
CONTACT = frozenset({"phone", "home_place", "home_area_code", "home_x_km", "home_y_km"})
FACTS = CONTACT | {
    "name",
    "sex",
    "birth_date",
    "identity_number",
    "position",
    "can_lead",
    "licence",
    "night_opt_in",
}
INDEXED = {"phone": "phone_index", "identity_number": "identity_index"}
NAME_COLUMNS = (
    "name_key",
    "name_folded",
    "name_pinyin",
    "name_initials",
    "given_folded",
    "given_pinyin",
)

IDENTITY_FAULTS: dict[str, Text] = {
    IdentityReason.TRUNCATED: _(
        "The spreadsheet cut this number; it cannot be guessed. Enter all 18 characters."
    ),
    IdentityReason.MASKED: _("Part of the number is hidden by asterisks. Enter it in full."),
    IdentityReason.WRONG_LENGTH: _("An identity number has 18 characters. Compare the card."),
    IdentityReason.WRONG_CHARACTER: _(
        "An identity number has 17 digits and a digit or X. Compare the card."
    ),
    IdentityReason.AREA_UNKNOWN: _("The first six digits are no area. Compare the card."),
    IdentityReason.BIRTH_IMPOSSIBLE: _(
        "The birth date inside the number does not exist. Compare the card."
    ),
    IdentityReason.BIRTH_IN_FUTURE: _(
        "The birth date inside the number lies in the future. Compare the card."
    ),
    IdentityReason.CHECK_WRONG: _(
        "The last character does not fit: a digit is mistyped. Compare the card."
    ),
    IdentityReason.FORM_UNKNOWN: _("This is no identity number. Enter the number from the card."),
}
PHONE_FAULTS: dict[str, Text] = {
    PhoneReason.TRUNCATED: _("The spreadsheet cut this number. Enter it again in full."),
    PhoneReason.MASKED: _("Part of the number is hidden by asterisks. Enter it in full."),
    PhoneReason.SEVERAL: _("Enter one number only."),
}
PHONE_UNREADABLE = _("This is no telephone number. Enter 11 digits, or area code and number.")


def read_identity(written: str) -> tuple[str, IdentityNumber]:
    """Return the number as it is kept (18 characters for a resident) and what was found in it."""
    found = parse_identity(written, today=clock.today())
    kept = found.canonical
    if len(kept) == OLD_IDENTITY_LENGTH and kept.isdigit():
        kept = upgrade_15(kept)
    return kept, found


def identity_fault(found: IdentityNumber) -> Text:
    """Return the sentence that says why a number is not taken; "" where it is, or is missing."""
    return "" if found.valid else IDENTITY_FAULTS.get(found.reason, "")


def phone_fault(found: Phone) -> Text:
    """Return the sentence that says why a phone number is not taken; "" where it is, or missing."""
    if found.kind is PhoneKind.SERVICE:
        return _("This is the number of a service. Enter the person's own.")
    if found.valid or found.reason is PhoneReason.EMPTY:
        return ""
    return PHONE_FAULTS.get(found.reason, PHONE_UNREADABLE)


def identity_key(person: Responder, kept: str) -> str:
    """Return the look-up key of an identity number in the person's tenant."""
    return blind_index(person.tenant_id, "identity_number", kept)


def checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts in the form they are kept in.

    Birth date and sex are taken from an identity number where they are not given.

    Raises:
        Invalid: with a sentence for each field that cannot be taken.
    """
    kept = dict(facts)
    errors: dict[str, list[Text]] = {}
    if "name" in kept and not split_name(kept["name"]).full:
        errors["name"] = [_("Enter the person's name.")]
    if "identity_number" in kept and (fault := _keep_identity(kept)):
        errors["identity_number"] = [fault]
    if "phone" in kept:
        phone = parse_phone(kept["phone"])
        if fault := phone_fault(phone):
            errors["phone"] = [fault]
        kept["phone"] = phone.canonical
    errors.update(_check_choices(kept))
    if errors:
        raise Invalid(_("The record cannot be saved as it is."), errors=errors)
    for axis in ("home_x_km", "home_y_km"):
        if kept.get(axis) is not None:
            # A hundred metres serve a commute and never name a house.
            kept[axis] = round(float(kept[axis]), 1)
    return kept


def _keep_identity(kept: dict[str, Any]) -> Text:
    """Bring the identity number into form, fill what it tells, and return what is wrong with it."""
    kept["identity_number"], found = read_identity(kept["identity_number"])
    if found.birth and not kept.get("birth_date"):
        kept["birth_date"] = found.birth
    if found.sex and not kept.get("sex"):
        kept["sex"] = str(found.sex)
    return identity_fault(found)


def apply(person: Responder, kept: Mapping[str, Any]) -> list[str]:
    """Put checked facts on a person and return the columns to save."""
    columns: list[str] = []
    for fact, value in kept.items():
        if fact == "name":
            name_person(person, value)
            columns += NAME_COLUMNS
        else:
            setattr(person, fact, value)
        columns.append(fact)
        if fact in INDEXED:
            columns.append(INDEXED[fact])
    return columns


def fill(person: Responder, draft: PersonDraft) -> str:
    """Put a whole draft on a new person; return the identity number as kept ("" for none).

    Raises:
        Invalid: with a sentence for each field that cannot be taken.
    """
    kept = checked({fact: getattr(draft, fact) for fact in FACTS})
    apply(person, kept)
    person.joined_on = draft.joined_on or clock.today()
    return str(kept["identity_number"])


def _check_choices(kept: Mapping[str, Any]) -> dict[str, list[Text]]:
    errors: dict[str, list[Text]] = {}
    if kept.get("sex") and kept["sex"] not in Sex.values:
        errors["sex"] = [_("Choose from the list.")]
    if "position" in kept and kept["position"] not in Position.values:
        errors["position"] = [_("Choose from the list.")]
    born = kept.get("birth_date")
    if born and born > clock.today():
        errors["birth_date"] = [_("The birth date lies in the future.")]
    if (kept.get("home_x_km") is None) != (kept.get("home_y_km") is None):
        errors["home_x_km"] = [_("Give both coordinates or none.")]
    return errors
