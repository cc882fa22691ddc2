"""How characters and words are read where the dictionary's first reading is not the right one.

Chinese place names and given names use a narrow set of readings; these tables hold the exceptions.
Tones are digits, 5 is neutral, v stands for ü. Words are simplified.
"""

from muster.engines.text.tables import char_readings, word_readings

COMMON_CHARS = char_readings(
    """
    长chang2 都du1 佛fo2 似si4 了liao3 没mo4 卜bu3 勒le4 脉mai4 得de2 的di4 种zhong3 曾zeng1 厦sha4
    咀zui3 翟zhai2 牟mu4 什shi2 还huan2 着zhuo2 畜xu4 塞sai4 么yao1 区qu1 仇qiu2 石shi2 重chong2
    朝chao2 乐le4 行xing2 会hui4 大da4 单dan1 解jie3 车che1 弹dan4 调diao4 泊bo2 堡bao3 宿su4
    盛sheng4 乾qian2 薄bo2 藏zang4 降jiang4 将jiang1 率lv4 缪miao4 贾jia3 强qiang2 娜na4
    莞guan3 呷xia2 蔓man4 校xiao4 屏ping2 峒dong4 峙zhi4 参can1 厂chang3 查cha2 圩wei2 六liu4 阿a1
    番fan1 埔pu3 色se4
    """
)
"""Readings for places and the rest of a name, before any word below is looked at."""

PLACE_WORDS = word_readings(
    """
    厦门:xia4-men2 噶厦:ga2-xia4 乐亭:lao4-ting2 乐陵:lao4-ling2 乐清:yue4-qing1 南乐:nan2-yue4
    音乐:yin1-yue4 乐器:yue4-qi4 乐团:yue4-tuan2 乐府:yue4-fu3 六安:lu4-an1 六合区:lu4-he2-qu1
    六枝特:lu4-zhi1-te4 东阿:dong1-e1 阿弥陀:e1-mi2-tuo2 阿胶:e1-jiao1 单县:shan4-xian4
    单城:shan4-cheng2 单集:shan4-ji2 单桥:shan4-qiao2 长子县:zhang3-zi3-xian4 长老:zhang3-lao3
    成长:cheng2-zhang3 增长:zeng1-zhang3 首长:shou3-zhang3 会计:kuai4-ji4 会稽:kuai4-ji1
    大城县:dai4-cheng2-xian4 大夫:dai4-fu1 大埔:da4-bu4 番禺:pan1-yu2 蔚县:yu4-xian4
    蔚州:yu4-zhou1 尉犁:yu4-li2 尉迟:yu4-chi2 铅山:yan2-shan1 涡阳:guo1-yang2 涡河:guo1-he2
    枞阳:zong1-yang2 浚县:xun4-xian4 荥经:ying2-jing1 犍为:qian2-wei2 筠连:jun1-lian2
    泌阳:bi4-yang2 渑池:mian3-chi2 繁峙:fan2-shi4 洪洞:hong2-tong2 莘庄:xin1-zhuang1
    浒墅:xu3-shu4 浒关:xu3-guan1 吴堡:wu2-bu3 瓦窑堡:wa3-yao2-bu3 柴沟堡:chai2-gou1-bu3
    里堡:li3-pu4 泊头:bo2-tou2 梁山泊:liang2-shan1-po1 水泊:shui3-po1 湖泊:hu2-po1
    罗布泊:luo2-bu4-po1 镜泊:jing4-po1 血泊:xue4-po1 黄陂:huang2-pi2 柞水:zha4-shui3
    吐鲁番:tu3-lu3-fan1 龟兹:qiu1-ci2 婼羌:ruo4-qiang1 茌平:chi2-ping2 芝罘:zhi1-fu2
    井陉:jing3-xing2 解州:xie4-zhou1 淖尔:nao4-er3 讷河:ne4-he2 汨罗:mi4-luo2 万俟:mo4-qi2
    宕昌:tan4-chang1 崆峒:kong1-tong2 猇亭:xiao1-ting2 筻口:gang4-kou3 中牟:zhong1-mu4
    牟定:mou2-ding4 身毒:yuan2-du2 可汗:ke4-han2 台州:tai1-zhou1 天台:tian1-tai1
    银行:yin2-hang2 商行:shang1-hang2 行业:hang2-ye4 太行:tai4-hang2 洋行:yang2-hang2
    粮行:liang2-hang2 米行:mi3-hang2 鱼行:yu2-hang2 花行:hua1-hang2 牛行:niu2-hang2 猪行:zhu1-hang2
    油行:you2-hang2 柴行:chai2-hang2 竹行:zhu2-hang2 重工:zhong4-gong1 重型:zhong4-xing2
    重机:zhong4-ji1 重汽:zhong4-qi4 重点:zhong4-dian3 起重:qi3-zhong4 载重:zai4-zhong4
    厚重:hou4-zhong4 敬重:jing4-zhong4 尊重:zun1-zhong4 藏龙:cang2-long2 收藏:shou1-cang2
    珍藏:zhen1-cang2 藏珠:cang2-zhu1 羊圈:yang2-juan4 马圈:ma3-juan4 牛圈:niu2-juan4
    猪圈:zhu1-juan4 人参:ren2-shen1 参园:shen1-yuan2 海参:hai3-shen1 麻涌:ma2-chong1
    葵涌:kui2-chong1 东涌:dong1-chong1 沙涌:sha1-chong1 大涌:da4-chong1 西涌:xi1-chong1
    河涌:he2-chong1 角直:lu4-zhi2 甪直:lu4-zhi2 调解:tiao2-jie3 调和:tiao2-he2 空调:kong1-tiao2
    行唐:xing2-tang2 柏林:bo2-lin2 曲阜:qu1-fu4 蚌埠:beng4-bu4 丽水:li2-shui3 济南:ji3-nan2
    济宁:ji3-ning2 句容:ju4-rong2 高句:gao1-gou1 沈阳:shen3-yang2 歙县:she4-xian4 黟县:yi1-xian4
    费县:fei4-xian4 任县:ren2-xian4 任丘:ren2-qiu1 任城:ren2-cheng2 任泽:ren2-ze2
    圩场:xu1-chang3 圩镇:xu1-zhen4 老圩:lao3-wei2 阏氏:yan1-zhi1 剑阁:jian4-ge2 弄堂:long4-tang2
    里弄:li3-long4 华山:hua4-shan1 华阴:hua4-yin1 华县:hua4-xian4 华州:hua4-zhou1
    """
)
"""Words of place names, longest first where two overlap."""

FAMILY_PLACE_SURNAMES = "单解查盖覃翟缪逄种晁褚仇曾任隗谌"
"""Surnames that begin a village's name (解家庄, 查村) and are then read as surnames."""

FAMILY_PLACE_ENDINGS = "家庄村楼湾集店寨营屯桥冲老大小前后东西"

GIVEN_CHARS = char_readings(
    """
    娜na4 莎sha1 晟sheng4 茜xi1 柏bai3 隽jun4 曾zeng1 盛sheng4 行xing2 传chuan2 朝chao2 重chong2
    长chang2 乐le4 单dan1 解jie3 仇chou2 区qu1 宁ning2 华hua2 佳jia1 藏zang4 适shi4 尧yao2 珏jue2
    珩heng2 颉jie2 歆xin1 参shen1 大da4 石shi2 圳zhen4 俟si4 奇qi2 扎zha1 会hui4 都du1 厦xia4
    红hong2 阿a1 应ying4 更geng1 少shao4 好hao3
    中zhong1 为wei2 兴xing1 相xiang1 觉jue2 校xiao4 将jiang4
    强qiang2 奔ben1
    """
)

GIVEN_WORDS = word_readings(
    """
    朝霞:zhao1-xia2 朝晖:zhao1-hui1 朝辉:zhao1-hui1 朝阳:zhao1-yang2 朝旭:zhao1-xu4 今朝:jin1-zhao1
    音乐:yin1-yue4 厦门:xia4-men2 扎西:zha1-xi1 兴华:xing1-hua2 长大:zhang3-da4
    """
)
"""Words of given names, among them 朝 read as "morning"."""
