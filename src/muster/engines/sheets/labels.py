"""Column names: which field a name may mean, by its words alone."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from muster.engines.sheets.grid import Cell
from muster.engines.sheets.schema import FieldSpec, Schema
from muster.engines.text.script import fold


def _labels(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


#: Names of columns that no schema wants, yet which mark a header line.
COMMON = _labels(
    "序号 编号 序 no. no s/n # 姓名 性别 年龄 电话 联系电话 身份证号 地址 备注 日期 时间 单位 职务 "
    "部门 民族 学历 政治面貌 籍贯 户主 关系 数量 金额 状态 类型 类别 名称 规格 楼栋 楼号 单元 房号 "
    "室号 小区 街道 社区 网格 车牌号 车次 航班号 交通工具 是否发热 签名 签字 职业 邮箱 身高 体重 "
    "血型 疫苗 status type date time unit quantity position department email serial"
)
SERIALS = _labels("序号 编号 序 no. no s/n # serial 行号 项次") | {""}
_TOTAL = re.compile(
    r"([合总總小共累][计計]|总[人]?数|總[人]?數|subtotal|grandtotal|total|sum)(人数|人數|数|數)?\d*人?$"
)
_TOTAL_HINT = re.compile(r"[计計数數]|total|sum", re.IGNORECASE)
_LONGEST_TOTAL = 20
#: 隔离情况/起 means 隔离起.
_GROUP_TAIL = re.compile(r"(情况|情況|信息|資訊|时间|時間|日期|期间|期間|期限)$")
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
MAX_LABEL = 60

EXACT = 0.98
BARE = 0.96
WEAK = 0.72
ACCEPT = 0.5
_PART = 0.55


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """`fold`, remembered: headers and short values repeat."""
    return fold(text)


class Vocabulary:
    """The names of a schema's fields, ready to be compared with column names."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._exact: dict[str, list[tuple[str, float]]] = {}
        for spec in schema.fields:
            for name in (spec.name, spec.name.replace("_", " "), *spec.synonyms):
                self._add(fold(name), spec.name, EXACT)
            for name in spec.weak:
                self._add(fold(name), spec.name, WEAK)
        self._excludes = {s.name: tuple(map(fold, s.excludes)) for s in schema.fields}
        self._parts = sorted(
            {
                (name, field, score)
                for name, meanings in self._exact.items()
                for field, score in meanings
                if len(name) >= (4 if name.isascii() else 2)
            },
            key=lambda part: (-len(part[0]), part),
        )

    def _add(self, name: str, field: str, score: float) -> None:
        meanings = self._exact.setdefault(name, [])
        if name and all(known != field for known, _ in meanings):
            meanings.append((field, score))

    def spec(self, field: str) -> FieldSpec:
        """The field's specification."""
        return self.schema.field(field)

    def is_label(self, cell: Cell) -> bool:
        """Whether a cell is, as a whole, a known column name."""
        if not isinstance(cell, str) or len(cell) > MAX_LABEL:
            return False
        return any(name in self._exact or name in COMMON for name in _variants(cell))

    def scores(self, path: Sequence[str]) -> dict[str, float]:
        """Field → how sure the names alone make it (0 to 1), for a column's header path."""
        if not path:
            return {}
        leaf, best = path[-1], dict[str, float]()
        attempts = [(name, 1.0) for name in _variants(leaf)]
        if len(path) > 1:
            group = _GROUP_TAIL.sub("", path[-2])
            attempts += [(folded("".join(path)), 1.0), (folded(path[-2] + leaf), 1.0)]
            attempts += [(folded(group + leaf), 1.0)]
            attempts += [(folded(p), 0.75) for p in path[:-1]]
        for rank, (name, trust) in enumerate(attempts):
            for field, score in self._exact.get(name, ()):
                _raise(best, field, min(score, EXACT if rank == 0 else BARE) * trust)
        for field in [f for f in best if self._belongs_elsewhere(f, path, exact=True)]:
            del best[field]
        if len(path) > 1:
            self._prefer_joined(best, path)
        if not best:
            for name, trust in ((folded("".join(path)), 1.0), (folded(leaf), 1.0)):
                self._contained(best, name, trust, path)
        return best

    def _prefer_joined(self, best: dict[str, float], path: Sequence[str]) -> None:
        """隔离/开始日期 says more than 开始日期: the joined name wins over the leaf alone."""
        joined = {field for field, _ in self._exact.get(folded(path[-2] + path[-1]), ())}
        for field in best:
            if joined and field not in joined:
                best[field] *= 0.7

    def _contained(
        self, best: dict[str, float], name: str, trust: float, path: Sequence[str]
    ) -> None:
        for part, field, score in self._parts:
            at = name.rfind(part)
            if at < 0 or self._belongs_elsewhere(field, path, exact=False):
                continue
            share = len(part) / len(name)
            at_end = at + len(part) == len(name)
            sure = _PART + 0.4 * share + (0.03 if at_end else -0.1)
            _raise(best, field, min(sure, 0.93) * trust * (0.85 if score == WEAK else 1.0))

    def _belongs_elsewhere(self, field: str, path: Sequence[str], *, exact: bool) -> bool:
        """Whether the column names somebody else, unless its own name is a synonym as it stands."""
        leaf = folded(path[-1])
        if exact and any(known == field for known, _ in self._exact.get(leaf, ())):
            names = [folded(p) for p in path[:-1]]
        else:
            names = [folded(p) for p in path]
        return any(word in name for word in self._excludes[field] for name in names)


def _raise(best: dict[str, float], field: str, score: float) -> None:
    if score > best.get(field, 0.0):
        best[field] = score


@lru_cache(maxsize=50_000)
def _variants(label: str) -> tuple[str, ...]:
    """The whole label; without its brackets and last number; each half of 姓名/Name."""
    bare = _BRACKETS.sub("", label)
    pieces = [label, bare, re.sub(r"[\d一二三四①②③]+$", "", bare.strip())]
    halves = re.split(r"[/\n|]", bare)
    if len(halves) > 1:
        pieces += halves
    if match := re.fullmatch(r"\s*([\u3400-\u9fff\s]+)([A-Za-z .]+)\s*", bare):
        pieces += match.groups()
    return tuple(dict.fromkeys(name for name in map(folded, pieces) if name))


def path_label(path: Iterable[str]) -> str:
    """The header path as it is written: group/label, line ends and double spaces removed."""
    return "/".join(path)


def is_total(text: str) -> bool:
    """Whether a cell says 合计, 小计, Total or the like, which marks a row of sums."""
    if len(text) > _LONGEST_TOTAL or not _TOTAL_HINT.search(text):
        return False
    return _TOTAL.match(re.sub(r"[\s：:]", "", text).lower()) is not None
