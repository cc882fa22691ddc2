"""The fields of responders, as a sending unit's clerk lists them."""

from muster.engines.sheets.person_fields import (
    BIRTH_DATE,
    ID_NUMBER,
    NAME,
    PHONE,
    REMARKS,
    SEX,
    words,
)
from muster.engines.sheets.schema import FieldSpec, Kind, Schema

RESPONDERS = Schema(
    "responders",
    (
        FieldSpec(
            NAME.name,
            NAME.kind,
            (*NAME.synonyms, "下沉干部", "志愿者姓名", "干部姓名", "responder"),
            NAME.weak,
            NAME.excludes,
            required=True,
            max_length=100,
        ),
        FieldSpec(
            "id_number",
            Kind.ID_NUMBER,
            ID_NUMBER.synonyms,
            excludes=ID_NUMBER.excludes,
            unique=True,
        ),
        FieldSpec("phone", Kind.PHONES, PHONE.synonyms, excludes=PHONE.excludes, required=True),
        SEX,
        BIRTH_DATE,
        FieldSpec(
            "unit",
            Kind.TEXT,
            words(
                "单位、工作单位、所在单位、派出单位、单位名称、所属单位、选派单位、"
                "部门单位、unit、sending unit、organisation、organization、employer"
            ),
            excludes=words("电话、负责、级别、编码"),
            max_length=200,
        ),
        FieldSpec(
            "level",
            Kind.CHOICE,
            words("级别、单位级别、层级、单位层级、单位类别、单位性质、level、unit level"),
            choices={
                "city": words("市级、市、市直、市级机关、municipal"),
                "district": words("区级、区、区直、区级机关、县级、county"),
                "subdistrict": words("街道、街道级、街镇、乡镇、镇、街级、street、township"),
                "enterprise": words("企业、公司、国企、非公企业、company"),
                "charity": words("社会组织、慈善组织、公益组织、慈善、ngo"),
                "volunteer": words("志愿者、志愿、群众、居民志愿者、volunteers"),
            },
        ),
        FieldSpec(
            "team",
            Kind.TEXT,
            words("队伍、小组、组别、班组、分组、所在小组、所属队伍、工作组、team、group、crew"),
            excludes=("组长", "队长"),
            max_length=200,
        ),
        FieldSpec(
            "skills",
            Kind.WORDS,
            words("技能、特长、专长、专业、专业技能、技能特长、资质、skills、skill、expertise"),
        ),
        FieldSpec(
            "languages",
            Kind.WORDS,
            words("语言、语种、掌握语言、会说语言、方言、外语、languages、language"),
        ),
        FieldSpec(
            "licence",
            Kind.TEXT,
            words(
                "驾照、驾驶证、驾照类型、准驾车型、驾驶证类型、机动车驾驶证、licence、"
                "license、driving licence、driver license"
            ),
            max_length=40,
        ),
        FieldSpec(
            "home_place",
            Kind.TEXT,
            words(
                "住址、家庭住址、家庭地址、现住址、居住地、居住地址、现居住地、地址、"
                "居住社区、常住地、home place、home、address、home address、residence"
            ),
            excludes=words("单位、户籍、email、e-mail"),
            max_length=300,
        ),
        FieldSpec(
            "no_nights",
            Kind.TICK,
            words(
                "不上夜班、不能上夜班、不宜夜班、免夜班、不值夜班、不适合夜班、"
                "no nights、no night duty"
            ),
        ),
        FieldSpec(
            "seated_work",
            Kind.TICK,
            words("需坐岗、坐岗、坐姿工作、只能坐岗、适合坐岗、不能久站、seated work、seated only"),
        ),
        FieldSpec(
            "night_opt_in",
            Kind.TICK,
            words(
                "可否值夜班、能否值夜班、"
                "是否值夜班、自愿夜班、愿意上夜班、愿上夜班、自愿值夜班、可值夜班、是否愿意夜班、"
                "接受夜班、可上夜班、night opt in、volunteers for nights、nights ok"
            ),
        ),
        FieldSpec(
            "availability",
            Kind.TEXT,
            words(
                "可服务时间、空闲时间、可上岗时间、可用时间、服务时间、可参加时间、"
                "有空时间、availability、available、available times"
            ),
        ),
        REMARKS,
    ),
    any_of=("name",),
)
