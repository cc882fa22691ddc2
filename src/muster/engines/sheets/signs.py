"""What people write into a cell for yes, no, nothing, a sex or a ticked box."""

import re


def _signs(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: For "nothing to say" in cells that want a value of a kind.
EMPTY_SIGNS = _signs("- -- --- — —— / \\ 、 无 無 n/a na none null nil 暂无 不详 未知 不明 空 #n/a")
TRUE_SIGNS = _signs(
    "√ ✓ ✔ ☑ ☒ ■ ● 是 有 对 对的 愿意 同意 可以 能 需要 可 已 y yes true t 1 o ok v on"
)
FALSE_SIGNS = _signs(
    "× ✗ ✘ ╳ х x 否 无 没有 没 不 不是 不愿意 不同意 不可以 不能 不需要 不可 未 "
    "□ ☐ ○ n no false f 0 off"
)
SEXES = {
    **dict.fromkeys(_signs("男 男性 先生 m male man 1"), "male"),
    **dict.fromkeys(_signs("女 女性 女士 f female woman 2"), "female"),
}
#: Units behind a whole number.
UNITS = re.compile(
    r"(周?岁|歲|周歲|个?人|個人|口人?|户|戶|名|位|天|日|个|個|次|号"
    r"|years?( old)?|yrs?|persons?|people|days?)$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$")
TEMPERATURE = re.compile(
    r"(体温|體溫)?[:：]?\s*(\d{1,3})\s*(?:[.。．·,，度]\s*(\d{0,2}))?"
    r"\s*(度|℃|°\s*c|º\s*c|c|摄氏度)?$",
    re.IGNORECASE,
)
_BOX_ON, _BOX_OFF = "☑☒■√✓✔●◉", "□☐○◯"
_BOX = re.compile(f"([{_BOX_ON}{_BOX_OFF}])")


def ticked(text: str) -> list[str] | None:
    """The options whose box is ticked in “☑男 □女”; None where there are no boxes with words."""
    parts = _BOX.split(text)
    if len(parts) < 3 or not any(part.strip() for part in parts[2::2] + parts[:1]):  # noqa: PLR2004
        return None
    leading = bool(parts[0].strip())
    options = parts[0::2][:-1] if leading else parts[2::2]
    return [
        option.strip(" ,，、;；/")
        for box, option in zip(parts[1::2], options, strict=False)
        if box in _BOX_ON and option.strip()
    ]
