"""The units of the Heping drill, sized as reported in February 2020: facts and figures only.

720 people of city units, 1,775 of district units, and the subdistricts' own staff up to the 3,224
who assembled. 40 city units, 60 district units and 6 subdistricts make 106.
"""

DISTRICT = "120101"
STAFF_OF_SUBDISTRICTS = 729
"""3,224 announced, less 720 and 1,775; the 749 once named hold 20 people named twice."""

CITY_TOTAL = 720
CITY_UNITS = (
    "市财政局", "市统计局", "市商务局", "市民政局", "市教育委员会", "市科学技术局",
    "市科学技术信息研究所", "市工业和信息化局", "市人力资源和社会保障局", "市规划和自然资源局",
    "市生态环境局", "市住房和城乡建设委员会", "市城市管理委员会", "市交通运输委员会",
    "市水务局", "市农业农村委员会", "市文化和旅游局", "市退役军人事务局", "市应急管理局",
    "市审计局", "市市场监督管理局", "市体育局", "市信访办公室", "市国有资产监督管理委员会",
    "市地方金融监督管理局", "市机关事务管理局", "市总工会", "市妇女联合会", "市青年联合会",
    "市工商业联合会", "市科学技术协会", "市残疾人联合会", "市红十字会", "市档案馆", "市图书馆",
    "市气象局", "市地质勘查局", "市供销合作总社", "市社会科学院", "市新闻出版局",
)  # fmt: skip

DISTRICT_TOTAL = 1775
DISTRICT_UNITS = (
    "区财政局", "区统计局", "区商务局", "区民政局", "区教育局", "区科学技术局",
    "区工业和信息化局", "区人力资源和社会保障局", "区规划和自然资源分局", "区生态环境局",
    "区住房和建设委员会", "区城市管理委员会", "区文化和旅游局", "区退役军人事务局",
    "区应急管理局", "区审计局", "区市场监督管理局", "区体育局", "区信访办公室",
    "区国有资产监督管理委员会", "区金融服务局", "区机关事务管理局", "区总工会", "区妇女联合会",
    "区青年联合会", "区工商业联合会", "区科学技术协会", "区残疾人联合会", "区红十字会",
    "区档案馆", "区图书馆", "区文化宫", "区少年宫", "区卫生健康委员会", "区医疗保障局",
    "区司法局", "区人民法院", "区人民检察院", "区税务局", "区投资促进局", "区政务服务办公室",
    "区人民防空办公室", "区合作交流办公室", "区房屋管理局", "区公路管理站", "区园林绿化中心",
    "区环境卫生中心", "区市政工程中心", "区劳动监察大队", "区社会保险中心", "区不动产登记中心",
    "区老干部活动中心", "区融媒体中心", "区教师发展中心", "区职业中等学校", "区妇幼保健中心",
    "区疾病预防控制中心", "区社会福利院", "区养老服务中心", "区大数据管理中心",
)  # fmt: skip

SUBDISTRICT_OFFICE = "{name}办事处"
EMERGENCY_UNIT, MAINTAINERS_UNIT = "区应急管理局", "区大数据管理中心"
CLERKS_UNIT, LEADS_COMMUNITY = "市统计局", "静园"

COMMUNITY_STAFF, PROPERTY_GUARDS = (4, 7), (3, 6)
"""People each community has of its own, from and to: too few for its gates, hence the call-up."""
AGES_OF_STAFF, AGES_OF_GUARDS = (24, 60, 41), (40, 69, 61)
STAFF_OF_COMMUNITY, PROPERTY_OF_COMMUNITY = "{community}居委会", "{community}物业服务处"

COMPOUND, GRID = "静园小区", "第一网格"
SHOP_SHEET = "静园社区商铺.csv"
SHOP_COLUMNS = ("所在编码", "类型", "名称")
SHOPS = ("便民菜店", "街角粮油店", "社区药店")
SMS_CHANNEL, MAIL_CHANNEL = "演练短信渠道", "演练邮件渠道"
INVITED = "新来的督查"
EXPORT_COLUMNS = (("单位", 30), ("层级", 12), ("在册人数", 12))

_DISTRICTS = {
    "和平": ("120101", "天津市和平区"),
    "河东": ("120102", "天津市河东区"),
    "河西": ("120103", "天津市河西区"),
    "南开": ("120104", "天津市南开区"),
    "河北": ("120105", "天津市河北区"),
    "红桥": ("120106", "天津市红桥区"),
    "东丽": ("120110", "天津市东丽区"),
    "西青": ("120111", "天津市西青区"),
    "津南": ("120112", "天津市津南区"),
    "北辰": ("120113", "天津市北辰区"),
    "武清": ("120114", "天津市武清区"),
    "宝坻": ("120115", "天津市宝坻区"),
    "滨海": ("120116", "天津市滨海新区"),
    "宁河": ("120117", "天津市宁河区"),
    "静海": ("120118", "天津市静海区"),
}


def _ring(names: str) -> tuple[tuple[str, str], ...]:
    return tuple(_DISTRICTS[name] for name in names.split())


HOMES = (
    (1.5, _ring("和平")),
    (6.0, _ring("河东 河北 河北 红桥 南开 南开 河西 河西")),
    (20.0, _ring("东丽 东丽 北辰 北辰 西青 西青 津南 津南")),
    (60.5, _ring("滨海 宁河 宝坻 武清 武清 静海 滨海 滨海")),
)
"""Where people live: (up to km from the middle of the district, districts from east by north)."""

OLDER_NIGHT_VOLUNTEERS = ("区科学技术局", 9)
"""Nine people over 50 of one unit who volunteered for nights."""


def shares(total: int, parts: int, *, spread: float) -> list[int]:
    """Split `total` into `parts` whole numbers that fall off; `spread` is first to last."""
    weights = [spread ** (-at / max(parts - 1, 1)) for at in range(parts)]
    scale = total / sum(weights)
    sizes = [int(weight * scale) for weight in weights]
    for at in range(total - sum(sizes)):
        sizes[at % parts] += 1
    return sizes
