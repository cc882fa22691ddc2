"""Figures behind invented names: how common surnames are and which characters a decade favoured.

Shares are rounded persons per ten thousand, after the surname counts the public security authority
publishes; the characters of a decade follow the same authority's yearly name reports. Minority
shares are those of a large northern city.
"""

import re
from typing import NamedTuple

_SURNAME_COUNTS = """
    王721 李719 张681 刘515 陈452 杨330 黄241 赵204 吴199 周191 徐144 孙139 马136 朱129 胡126 郭113
    何106 林101 高101 罗100 郑91 梁84 谢71 宋69 唐68 许65 韩65 邓62 冯61 曹60 彭58 曾58 肖57 田54
    董53 潘52 袁51 蔡50 蒋49 余48 于47 杜46 叶45 程45 魏44 苏44 吕43 丁42 任41 卢40 姚40 沈40 钟39
    姜38 崔38 谭37 陆36 范36 汪35 廖35 石34 金34 韦33 贾33 夏32 付32 方31 邹31 熊30 白30 孟29 秦29
    邱28 侯28 江27 尹27 薛26 闫26 段25 雷25 龙24 黎24 史23 陶23 贺22 毛22 郝21 顾21 龚20 邵20 万20
    覃19 武19 钱18 戴18 严17 莫17 孔16 向16 常15 汤15 赖14 邢14 施13 洪13 康13 温12 牛12 樊12 葛11
    邬3 安11 庞10 殷10 颜10 翟10 庄9 聂9 章9 鲁9 倪8 岳8 齐8 焦8 欧阳7 申7 耿7 关7 左6 兰6 管6 柳6
    甘6 祝6 包5 房5 裴5 解4 单4 查2 仇2 区2 盖2 曲4 车3 屈3 尤3 路4 靳4 祁4 阮3 项3 霍3 宁3 冀3
    尉1 司马1 上官2 诸葛1 皇甫1 司徒1 令狐1 夏侯1 慕容1 尉迟1 东方1 呼延1
"""

SURNAMES: dict[str, int] = {
    surname: int(count) for surname, count in re.findall(r"([^\s\d]+)(\d+)", _SURNAME_COUNTS)
}


class DecadePool(NamedTuple):
    """Characters for one sex and decade; `single` is the percentage with one-character names."""

    single: int
    alone: str
    first: str
    second: str


MALE_BY_DECADE: dict[int, DecadePool] = {
    1930: DecadePool(6, "福贵义文德山", "德玉文世振宝国凤长金", "山福贵才林财祥生清海"),
    1940: DecadePool(8, "明义忠军德强", "国志德文建玉永振金长", "华民生明才林祥义成福"),
    1950: DecadePool(10, "军平明强勇刚", "建志国永德文宝新玉福", "国华民明军平生林祥成"),
    1960: DecadePool(16, "军勇伟强涛刚辉斌", "建志国卫文永红海春玉", "军华民国明平东林强生"),
    1970: DecadePool(26, "勇军伟强磊涛斌辉", "志建海文晓国永俊红学", "军华强东明刚伟峰林辉"),
    1980: DecadePool(38, "伟磊超涛鹏杰斌强浩", "志海晓俊文建国宇立永", "伟鹏强峰辉杰明飞龙超"),
    1990: DecadePool(32, "涛鹏浩杰帅旭凯阳超", "志文俊宇子海家嘉晓天", "鹏浩宇杰豪阳龙凯飞伟"),
    2000: DecadePool(14, "浩轩昊睿涛杰", "子浩宇俊天嘉文博家泽", "轩豪宇然涵杰鑫阳瑞昊"),
    2010: DecadePool(6, "睿宸轩昊", "浩子梓宇一奕沐铭俊皓", "宇轩泽宸然涵睿辰航霖"),
    2020: DecadePool(5, "宸睿煜", "奕沐宇景浩知屿一清承", "辰泽宸安宇川言恒舟朗"),
}

FEMALE_BY_DECADE: dict[int, DecadePool] = {
    1930: DecadePool(4, "英珍兰芬", "秀桂玉淑凤素翠金月兰", "英珍兰芳荣华芝云贞琴"),
    1940: DecadePool(5, "英兰珍华", "秀桂玉淑凤素翠春金兰", "英珍兰芳荣华琴云芝梅"),
    1950: DecadePool(8, "英敏平玲华", "秀桂玉淑凤丽春素建翠", "英兰芳珍荣华梅琴玲霞"),
    1960: DecadePool(16, "敏静丽红艳玲霞燕", "丽秀玉桂淑红春晓海爱", "华霞萍红梅芳玲英敏荣"),
    1970: DecadePool(28, "丽静敏艳芳娟燕玲", "丽晓红海春雪秀玉艳小", "丽娟霞梅红燕华玲芳萍"),
    1980: DecadePool(40, "静丽娜婷娟敏艳燕雪", "晓丽海雪小文亚婷春佳", "静娟丽娜婷燕玲梅霞颖"),
    1990: DecadePool(34, "婷雪静悦倩莹颖佳", "雅佳雪梦思欣晓文诗嘉", "婷雯怡琪颖慧瑶敏莹倩"),
    2000: DecadePool(12, "欣悦雨婷", "雨欣思梦佳子雅诗语嘉", "欣怡涵萱婷琪妍彤瑶悦"),
    2010: DecadePool(5, "玥萱妍", "梓欣雨诗可一子思语佳", "萱涵怡彤诺妍琪汐桐玥"),
    2020: DecadePool(4, "玥禾", "若沐书语清一知苡芷予", "汐诺禾初宁月晚柠瑶安"),
}

GROUP_SHARES: dict[str, int] = {
    "han": 9600,
    "hui": 200,
    "manchu": 120,
    "mongol": 30,
    "korean": 18,
    "zhuang": 20,
    "uyghur": 8,
    "tibetan": 4,
}

GROUP_SURNAMES: dict[str, str] = {
    "hui": "马马马马杨李王刘张白丁哈沙穆金回海铁撒",
    "manchu": "关佟那富赵金傅白郎索唐陶",
    "korean": "金金金朴朴李李崔崔郑姜尹张",
    "zhuang": "韦韦覃黄蒙农陆梁卢莫",
}

MANCHU_COMPOUNDS = ("那拉", "富察", "瓜尔佳", "钮祜禄", "爱新觉罗", "完颜")

WHOLE_NAMES: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "uyghur": {
        "male": (
            (
                "艾力",
                "买买提",
                "吐尔逊",
                "阿不都",
                "库尔班",
                "艾尼瓦尔",
                "玉素甫",
                "亚森",
                "木拉提",
            ),
            ("吐尔逊", "买买提", "依明", "肉孜", "卡德尔", "热合曼", "司马义", "尼亚孜", "托合提"),
        ),
        "female": (
            (
                "古丽",
                "阿依古丽",
                "热依汗",
                "帕提古丽",
                "米热古丽",
                "迪丽努尔",
                "玛依拉",
                "阿孜古丽",
            ),
            ("吐尔逊", "买买提", "依明", "肉孜", "卡德尔", "热合曼", "司马义", "尼亚孜", "托合提"),
        ),
    },
    "tibetan": {
        "male": (
            ("扎西", "多吉", "洛桑", "丹增", "次仁", "边巴"),
            ("顿珠", "平措", "旺堆", "次仁"),
        ),
        "female": (("卓玛", "央金", "白玛", "德吉", "仓决"), ("措姆", "曲珍", "拉姆", "卓嘎")),
    },
    "mongol": {
        "male": (
            ("巴特", "苏和", "宝力", "格日勒", "那顺", "阿拉坦"),
            ("尔", "巴根", "朝鲁", "图雅"),
        ),
        "female": (
            ("乌云", "斯琴", "其木", "萨仁", "娜仁", "高娃"),
            ("其其格", "高娃", "花", "塔娜"),
        ),
    },
}
"""First part and second part; Uyghur names join them with a dot."""
