"""What people call a place: its name without the office, and the part that tells it apart."""

import re

_COMMITTEE = re.compile(
    r"(?P<kept>社区|村|嘎查|新区|小区|)"
    r"(?:居民居委会|村民村委会|村民居委会|居民委员会|村民委员会|居委会|村委会|牧委会)$"
)
_ENDING = re.compile(
    r"(?:"
    r"(?:虚拟|类似)?(?:社区|村|嘎查)?"
    r"(?:居民居委会|村民村委会|村民居委会|居民委员会|村民委员会|社区委员会|居委会|村委会|牧委会)"
    r"|虚拟社区|类似社区|类似村|生活区|社区|嘎查|村"
    r"|街道办事处|街道|地区办事处|民族乡|苏木|镇|乡"
    r"|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区"
    r"|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|区|县|盟|旗"
    r")$"
)
_SHORTEST_STEM = 2
_CITY_LENGTH = 4
_FILLERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def split_name(name: str) -> tuple[str, str]:
    """Split an official name into what tells it apart and the kind of place it names.

    静园社区居委会 → (静园, 社区居委会); 和平区 → (和平, 区); 易县 stays whole, because one
    character alone names nothing: ("易县", "").
    """
    found = _ENDING.search(name)
    if found is None or found.start() < _SHORTEST_STEM:
        return name, ""
    return name[: found.start()], name[found.start() :]


def spoken_name(name: str) -> str:
    """Return the name without the committee that runs the place.

    静园社区居委会 → 静园社区, 南高村委会 → 南高村, 永丰居委会 → 永丰社区. Others stay as they are.
    """
    found = _COMMITTEE.search(name)
    if found is None or found.start() == 0:
        return name
    kept = found["kept"]
    if not kept:
        kept = "社区" if "居" in found[0] else "村"
    return name[: found.start()] + kept


def is_filler(code: str, name: str) -> bool:
    """True for a city level that is an office of the statistics, not a place (市辖区)."""
    return len(code) == _CITY_LENGTH and name in _FILLERS
