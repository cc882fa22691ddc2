"""A unit's list of names as a clerk has it: 34 rows, three of them wrong as sheets really are."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

from muster.engines.text import Sex, invented_id, invented_name, invented_phones

ROWS = 34
FIRST_ROW = 3
"""Row 1 holds the title and row 2 the heads."""
UNIT = "市统计局"
MISSPELLED_UNIT = "市统汁局"
IMPOSSIBLE_BIRTH = "889709199002301234"
"""The thirtieth of February; its area code was never issued."""
CUT_NUMBER = "1.20101E+17"
WRONG_ROWS = {FIRST_ROW + 6: "birth", FIRST_ROW + 11: "cut", FIRST_ROW + 22: "unit"}


def good_number(seed: int) -> str:
    """Return an identity number that stands up to every check and belongs to nobody."""
    return invented_id(Random(seed), birth=date(1985, 5, 17), sex=Sex.FEMALE)


def write_sheet(path: Path, *, seed: int) -> list[str]:
    """Write the sheet and return the names in it, in order; another seed gives other people."""
    rng = Random(seed)
    phones = invented_phones(rng, ROWS)
    book = Workbook()
    page = book.active
    page.title = "名单"
    page.append([f"{UNIT}下沉社区人员名单（{ROWS} 人）"])
    page.append(["序号", "姓名", "性别", "身份证号码", "手机号码", "派出单位", "是否夜班"])
    names = []
    for at in range(ROWS):
        sex = rng.choice((Sex.MALE, Sex.FEMALE))
        born = date(1970, 1, 1) + timedelta(days=rng.randrange(9_000))
        name = invented_name(rng, sex=sex, birth_year=born.year).hans
        number, unit = invented_id(rng, birth=born, sex=sex), UNIT
        match WRONG_ROWS.get(FIRST_ROW + at):
            case "birth":
                number = IMPOSSIBLE_BIRTH
            case "cut":
                number = CUT_NUMBER
            case "unit":
                unit = MISSPELLED_UNIT
        names.append(name)
        sex_word = "男" if sex is Sex.MALE else "女"
        nights = "愿意" if at % 5 == 0 else ""
        page.append([at + 1, name, sex_word, number, phones[at], unit, nights])
    book.save(path)
    return names
