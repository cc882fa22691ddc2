"""Which column is which field: names first, values as evidence, one column a field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muster.engines.sheets.grid import Cell, Grid, is_blank, letter, text_of
from muster.engines.sheets.header import Block
from muster.engines.sheets.labels import ACCEPT, SERIALS, Vocabulary, folded, is_total, path_label
from muster.engines.sheets.schema import FieldSpec, Kind
from muster.engines.sheets.values import parse_cell

_SAMPLE = 60
_TELLING = 0.8
#: Kinds whose values can speak against a name.
_INFORMATIVE = frozenset(Kind) - {Kind.TEXT, Kind.WORDS}
#: Kinds whose values alone can name a column, and how sure they make it.
_BY_VALUES: Mapping[Kind, float] = {Kind.ID_NUMBER: 0.8, Kind.PHONES: 0.75, Kind.SEX: 0.7}
_UNMISTAKABLE: Mapping[Kind, re.Pattern[str]] = {
    Kind.ID_NUMBER: re.compile(r"\d{17}[\dXx]$|\d(\.\d+)?E\+17$"),
    Kind.PHONES: re.compile(r"(\+?86)?1[3-9]\d{9}"),
    Kind.SEX: re.compile(r"[男女☑☐□√]"),
}
_BY_NAME_VALUES = 0.55
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}$")
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬"
    "羅鄭謝許韓馮鄧蕭蔣葉蘇呂盧鍾譚陸賈鄒閻龍賀顧龔萬錢嚴湯"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its letter, its header path as written, and the field it means.

    `field` is None for a column that fits none; `confidence` (0 to 1) is that of the field.
    """

    column: str
    header: str
    field: str | None
    confidence: float
    serial: bool = False


def propose_columns(
    grid: Grid,
    block: Block,
    vocabulary: Vocabulary,
    chosen: Mapping[str, str | None] | None = None,
) -> list[Column]:
    """A proposal for each column of a table; `chosen` (letter → field or None) overrules it."""
    chosen = chosen or {}
    samples = [_sample(grid, block, column) for column in range(grid.width)]
    options: list[tuple[float, int, str]] = []
    for column, path in enumerate(block.paths):
        if letter(column) not in chosen:
            options += [
                (sure, -column, field)
                for field, sure in _field_scores(path, samples[column], vocabulary).items()
                if sure >= ACCEPT
            ]
    fields: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for column in range(grid.width):
        field = chosen.get(letter(column))
        if field is not None:
            fields[column] = (field, 1.0)
            taken.add(field)
    for sure, minus, field in sorted(options, reverse=True):
        if -minus in fields or (field in taken and not _may_repeat(vocabulary.spec(field))):
            continue
        fields[-minus] = (field, sure)
        taken.add(field)
    return [
        Column(
            letter(column),
            path_label(path),
            fields.get(column, (None, 0.0))[0],
            fields.get(column, (None, 0.0))[1],
            serial=folded(path[-1] if path else "") in SERIALS and column not in fields,
        )
        for column, path in enumerate(block.paths)
        if path or samples[column]
    ]


def _may_repeat(spec: FieldSpec) -> bool:
    return spec.kind in {Kind.PHONES, Kind.WORDS}


def _sample(grid: Grid, block: Block, column: int) -> list[Cell]:
    found: list[Cell] = []
    for index in block.body:
        row = grid.rows[index]
        if any(isinstance(cell, str) and is_total(cell) for cell in row[:3]):
            continue
        if column < len(row) and not is_blank(row[column]):
            found.append(row[column])
            if len(found) == _SAMPLE:
                break
    return found


def _field_scores(
    path: Sequence[str], sample: Sequence[Cell], vocabulary: Vocabulary
) -> dict[str, float]:
    scores = vocabulary.scores(path)
    if scores:
        return {
            field: _weighed(sure, vocabulary.spec(field), sample) for field, sure in scores.items()
        }
    if path and (vocabulary.is_label(path[-1]) or _speaks_of_others(path, vocabulary)):
        return {}
    by_values: dict[str, float] = {}
    for spec in vocabulary.schema.fields:
        base = _BY_VALUES.get(spec.kind)
        if base and sample and (fit := _evidence(spec, sample)) >= _TELLING:
            by_values[spec.name] = round(base * fit, 2)
        elif spec.kind is Kind.NAME and not path and _names(sample) >= _TELLING:
            by_values[spec.name] = _BY_NAME_VALUES
    return by_values


def _speaks_of_others(path: Sequence[str], vocabulary: Vocabulary) -> bool:
    """A known word said of somebody else (责任人电话) must not be won back by its values."""
    names = [folded(part) for part in path]
    return any(
        folded(word) in name
        for spec in vocabulary.schema.fields
        if spec.kind in _BY_VALUES
        for word in spec.excludes
        for name in names
    )


def _weighed(sure: float, spec: FieldSpec, sample: Sequence[Cell]) -> float:
    if spec.kind not in _INFORMATIVE:
        return round(sure, 2)
    if not sample:
        return round(sure * 0.95, 2)
    fit = _fit(spec, sample)
    if fit == 1.0:
        return round(min(0.99, sure + 0.01), 2)
    return round(sure * (0.6 + 0.4 * fit), 2)


def _fit(spec: FieldSpec, sample: Sequence[Cell]) -> float:
    """The share of values that the kind can read; a truncated identity number is one."""
    good = 0
    for cell in sample:
        parsed = parse_cell(cell, spec)
        code = parsed.problem.code if parsed.problem else ""
        if (
            (
                spec.kind is Kind.ID_NUMBER
                and code in {"truncated_number", "id_checksum", "id_area", "id_date", "masked"}
            )
            or (spec.kind is Kind.PHONES and code == "masked")
            or parsed.value is not None
            or not code
            or (code.startswith("date_") and code != "date_unreadable")
        ):
            good += 1
    return good / len(sample)


def _evidence(spec: FieldSpec, sample: Sequence[Cell]) -> float:
    """The share of values that can be nothing else: 男, a whole mobile or identity number."""
    form = _UNMISTAKABLE[spec.kind]
    shown = [cell for cell in sample if form.match(text_of(cell))]
    return _fit(spec, shown) * len(shown) / len(sample) if shown else 0.0


def _names(sample: Sequence[Cell]) -> float:
    good = sum(
        1
        for cell in sample
        if isinstance(cell, str)
        and _PERSON.match(text := text_of(cell).replace(" ", ""))
        and text[0] in _COMMON_SURNAMES
    )
    return good / len(sample) if sample else 0.0
