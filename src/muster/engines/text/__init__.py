"""Chinese text as registers need it: script, pinyin, names, identity numbers, phones.

A leaf library without Django: strings in, strings and frozen dataclasses out, no clock, no files,
no network. It recognises, normalises, compares and masks; it never repairs what a spreadsheet cut
off and never decides what a person is called. Results carry reason codes, not sentences; whoever
shows them translates. What it folds for searching must not be displayed. Addresses are not its
subject.
"""

from muster.engines.text.identity import (
    INVENTED_AREA_PREFIX,
    IdentityNumber,
    IdentityReason,
    Sex,
    identity_check_digit,
    mask_identity,
    parse_identity,
    upgrade_15,
)
from muster.engines.text.identity_forms import IdentityKind
from muster.engines.text.invented import (
    invented_id,
    invented_phone,
    invented_phones,
    is_invented_id,
)
from muster.engines.text.invented_names import (
    InventedName,
    in_traditional,
    invented_given_name,
    invented_name,
    invented_surname,
)
from muster.engines.text.ordering import name_sort_key
from muster.engines.text.personal_names import (
    SORT_KEY_LENGTH,
    NameForm,
    PersonalName,
    mask_name,
    split_name,
)
from muster.engines.text.phones import (
    INVENTED_MOBILE_PREFIX,
    Phone,
    PhoneKind,
    PhoneReason,
    is_invented_phone,
    mask_phone,
    parse_phone,
    parse_phones,
)
from muster.engines.text.romanise import (
    Kind,
    SearchKeys,
    fold_typed_pinyin,
    initials,
    initials_many,
    pinyin,
    pinyin_many,
    search_keys,
    search_keys_many,
)
from muster.engines.text.script import FOLD_VERSION, fold, fold_many

__all__ = [
    "FOLD_VERSION",
    "INVENTED_AREA_PREFIX",
    "INVENTED_MOBILE_PREFIX",
    "SORT_KEY_LENGTH",
    "IdentityKind",
    "IdentityNumber",
    "IdentityReason",
    "InventedName",
    "Kind",
    "NameForm",
    "PersonalName",
    "Phone",
    "PhoneKind",
    "PhoneReason",
    "SearchKeys",
    "Sex",
    "fold",
    "fold_many",
    "fold_typed_pinyin",
    "identity_check_digit",
    "in_traditional",
    "initials",
    "initials_many",
    "invented_given_name",
    "invented_id",
    "invented_name",
    "invented_phone",
    "invented_phones",
    "invented_surname",
    "is_invented_id",
    "is_invented_phone",
    "mask_identity",
    "mask_name",
    "mask_phone",
    "name_sort_key",
    "parse_identity",
    "parse_phone",
    "parse_phones",
    "pinyin",
    "pinyin_many",
    "search_keys",
    "search_keys_many",
    "split_name",
    "upgrade_15",
]
