"""Variant characters the conversion tables leave alone, with the form each is searched by."""

# Each group begins with the canonical simplified form; its variants follow.
_GROUPS = """
    村邨 清淸 青靑 教敎 妆粧 钟锺 着著 值値 污汙汚 丢丟 两両 告吿 国囯囻 户戸 齐斉亝 柏栢 斗鬪闘鬥
    券劵 吴呉 步歩 藤籐 了瞭暸 软輭 棋碁棊 翱翺 凤鳯 俞兪 仙僊仚 昆崐 并竝倂 炮砲 药薬 斤觔 涂凃
    迪廸 宁甯 猿猨 瓮罋 岛嶋 迥逈 移迻 乃廼迺 回囘 遍徧 勋勲 冰氷 岩嵒巗𪨷 寿夀 咩哶 叫呌 叠疉曡
    干亁 耀燿 姊姉 丘坵 燕鷰 焰燄 同仝 零〇 泽沢 边辺 龙竜 桥橋 学斈 德徳悳 惠恵 增増 晓暁 荣栄
    县県 气気 广広 驿駅 樱桜 宝寳 高髙 吉𠮷 奶嬭 你妳 它牠 兹玆 灾烖 秋秌 碗椀盌 笋筍 肴餚 脉衇
    启唘 铺舖 雁鴈 霉黴 麻蔴 鼎鼑 浚濬 丽麗 塔墖 胜勝 魂䰟 阔濶 床牀 梁樑 韵韻 鞍鞌 鹅鵞 裙裠
"""

VARIANT_PAIRS: dict[str, str] = {
    variant: group[0] for group in _GROUPS.split() for variant in group[1:]
}
"""Variant → the character it is searched by.

Spellings that tell two surnames apart (肖 萧, 付 傅, 阎 闫, 邱 丘) are not variants and stay apart.
"""
