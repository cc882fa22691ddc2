"""Feed any text to the text engine: nothing raises, one form stays one form, masks keep masking.

`python tests/fuzz/fuzz_text.py --seconds 20` exits 0 when no input broke a promise, hung for more
than ten seconds or took more than 512 MB. The first byte of an input chooses what is asked.
"""

import sys

import _harness
import atheris

SEEDS = (
    "11010519491231002X", "110105491231002", "1.20101E+17", "370000200001010000.0", "A123456(3)",
    "１１０１０５１９４９１２３１００２ｘ", "110105********002X", "H12345678", "E12345678",
    "A123456789", "13812345678、022-27123456 转 801", "+86 138 1234 5678", "(022)27123456",
    "400-810-1234", "+1 (650) 253-0000", "138****5678", "张三13800006021；李四 13900001234",
    "8613800006021", "靜園 社區", "欧阳娜娜", "买买提·吐尔逊", "John Smith", "李　芳", "单田芳",
    "吕梁", "ＡＢ－1", "邨", "二〇二二年三月十一日", "2022.3.1", "220301", "44621",
    "民国一〇九年2月18日", "Feb 18, 2020", "18/2/2020 08:05", "2020-02-18T08:05:00+08:00",
    "３月１日（周二）", "正月初五",
)  # fmt: skip
WORDS = (
    *"0123456789XxEe.+-()/、,;| *#年月日号转〇十廿民国·单覃乐靜臺①ßﬁ",
    "\u200b", "\u3000", "×", "—", "８８", "1.2E+17", "00000000", "+86", "0086", "分机", "ext", "或",
    "19491231", "2020-02-29", "13800006021", "110105", "11010519491231002X", "lyu", "u:", "lve",
)  # fmt: skip
QUESTIONS = 5


def set_up(options: list[str]) -> None:
    """Prepare atheris, with the dictionaries read before the first input."""
    with atheris.instrument_imports(include=["muster.engines"]):
        from _promises_of_text import ASKED

    for asked in ASKED:
        asked("靜園 11010519491231002X")

    def ask(content: bytes) -> None:
        if content:
            text = content[1:].decode("utf-8", "replace")
            ASKED[content[0] % QUESTIONS](text)

    atheris.Setup([*options, "-max_len=600"], ask)


def seeds() -> list[bytes]:
    """Every example for every question."""
    return [bytes([at]) + seed.encode() for at in range(QUESTIONS) for seed in SEEDS]


if __name__ == "__main__":
    sys.exit(_harness.main(set_up, seeds(), words=WORDS))
