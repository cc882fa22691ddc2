"""Surnames of more than one character, and surnames read otherwise than the character is."""

from muster.engines.text.tables import word_readings, words

COMPOUND_SURNAMES = frozenset(
    words(
        """
    欧阳 上官 司马 司徒 司空 司寇 诸葛 皇甫 尉迟 令狐 慕容 夏侯 东方 西门 南宫 独孤 宇文 长孙 端木
    轩辕 公孙 澹台 淳于 单于 濮阳 申屠 太叔 钟离 鲜于 闾丘 亓官 赫连 呼延 闻人 拓跋 百里 东郭 公冶
    宗政 漆雕 壤驷 公良 夹谷 宰父 谷梁 段干 羊舌 微生 梁丘 左丘 东门 南门 仲孙 叔孙 万俟 巫马 乐正
    颛孙 子车 贺兰 纳兰 完颜 耶律 那拉 富察 钮祜禄 瓜尔佳 爱新觉罗 叶赫那拉 阿鲁特 博尔济吉特
    范姜 侯莫陈 步六孤 哥舒 即墨 第五 公羊 谷利 毌丘 屋庐 石抹 可频
        """
    )
)
"""In simplified characters; compare after folding."""

MAX_SURNAME_LENGTH = max(map(len, COMPOUND_SURNAMES))

SURNAME_READINGS = word_readings(
    """
    单:shan4 仇:qiu2 区:ou1 解:xie4 查:zha1 曾:zeng1 任:ren2 盖:ge3 覃:qin2 朴:piao2 乐:yue4
    翟:zhai2 尉:wei4 员:yun4 贠:yun4 繁:po2 种:chong2 黑:he4 折:she2 秘:bi4 缪:miao4 牟:mu4
    冼:xian3 谌:chen2 隗:wei3 逄:pang2 华:hua4 宁:ning4 葛:ge3 过:guo1 盛:sheng4 石:shi2
    万:wan4 车:che1 召:shao4 燕:yan1 纪:ji3 应:ying1 卜:bu3 柏:bai3 晁:chao2 郇:xun2 郗:xi1
    郝:hao3 贾:jia3 长:zhang3 洗:xian3 祭:zhai4 阚:kan4 费:fei4 宓:fu2 相:xiang4 那:na1
    哈:ha3 占:zhan1 撒:sa3 乜:nie4 么:yao1 瞿:qu2 佴:nai4 能:nai4 句:gou1 幺:yao1 会:gui4
    令:ling2 沈:shen3 冯:feng2 夏:xia4 娄:lou2 匡:kuang1 褚:chu3 臧:zang1 郤:xi4 莘:shen1
    六:lu4 都:du1 訾:zi1 妫:gui1 俞:yu2 余:yu2 佘:she2 厍:she4 啜:chuai4 尹:yin3 夙:su4
    适:kuo4 行:xing2 强:qiang2 红:hong2 干:gan1 钻:zuan1 称:cheng1 于:yu2 朱:zhu1 王:wang2
    欧阳:ou1-yang2 尉迟:yu4-chi2 万俟:mo4-qi2 澹台:tan2-tai2 单于:chan2-yu2 令狐:ling2-hu2
    长孙:zhang3-sun1 乐正:yue4-zheng4 亓官:qi2-guan1 夏侯:xia4-hou2 毌丘:guan4-qiu1
    鲜于:xian1-yu2 拓跋:tuo4-ba2 颛孙:zhuan1-sun1 子车:zi3-ju1 夹谷:jia2-gu3 段干:duan4-gan1
    濮阳:pu2-yang2 皇甫:huang2-fu3 宗政:zong1-zheng4 闾丘:lv2-qiu1 宰父:zai3-fu3
    可频:ke3-pin2 石抹:shi2-mo4 钮祜禄:niu3-hu4-lu4 爱新觉罗:ai4-xin1-jue2-luo2
    叶赫那拉:ye4-he4-na4-la1 博尔济吉特:bo2-er3-ji4-ji2-te4 那拉:na4-la1 哥舒:ge1-shu1
    """
)
"""Surname → its syllables with tone digits (5 is the neutral tone, v stands for ü)."""
