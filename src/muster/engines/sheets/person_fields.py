"""Fields of a person that every list has, with what people call them in column heads."""

from muster.engines.sheets.schema import FieldSpec, Kind


def words(text: str) -> tuple[str, ...]:
    """Names parted by 、."""
    return tuple(text.split("、"))


#: Column names with these words speak of somebody other than the row's own person.
OTHERS = words(
    "责任人、网格员、网格长、负责人、紧急、填报、填表、审核、包保、包联、"
    "联络员、家属、监护、户主、配偶、父亲、母亲、经办、随访、医生、楼长、"
    "组长、队长、书记、社区电话、单位电话、同住、陪同、推荐人、介绍人、"
    "房东、emergency、guardian、contactperson、responsible"
)
#: What “name” is also said of.
THINGS = words(
    "小区、社区、单位、街道、公司、企业、学校、村名、项目、商铺、物品、unit、company、file、user"
)
NAME = FieldSpec(
    "name",
    Kind.NAME,
    words(
        "姓名、名字、人员姓名、居民姓名、中文姓名、被隔离人员、人员、name、"
        "full name、person、chinese name"
    ),
    weak=words("户主、户主姓名、联系人、联系人姓名、业主、业主姓名、head of household"),
    excludes=OTHERS + THINGS,
    max_length=100,
)
ID_NUMBER = FieldSpec(
    "id_number",
    Kind.ID_NUMBER,
    words(
        "身份证、身份证号、身份证号码、证件号、证件号码、公民身份号码、"
        "居民身份证号、有效证件号码、身份证件号码、身份证明编号、id number、"
        "id no、id card、identity number、identity card number、id"
    ),
    excludes=(*OTHERS, "类型", "种类", "type"),
    max_length=40,
)
PHONE = FieldSpec(
    "phone",
    Kind.PHONES,
    words(
        "电话、手机、手机号、手机号码、电话号码、联系电话、联系方式、移动电话、"
        "固定电话、座机、本人电话、本人联系电话、备用电话、联系号码、phone、"
        "phone number、mobile、mobile phone、tel、telephone、contact number、"
        "cell、contact"
    ),
    weak=words("户主电话、户主联系电话、联系人电话、业主电话"),
    excludes=OTHERS,
)
SEX = FieldSpec("sex", Kind.SEX, words("性别、sex、gender、男女"), excludes=OTHERS)
BIRTH_DATE = FieldSpec(
    "birth_date",
    Kind.BIRTH_DATE,
    words(
        "出生日期、出生年月日、出生年月、生日、出生时间、birth date、"
        "date of birth、birthday、dob、born"
    ),
    excludes=OTHERS,
)
REMARKS = FieldSpec(
    "remarks",
    Kind.TEXT,
    words(
        "备注、备注说明、说明、其他、其他说明、其他情况、附注、remarks、"
        "remark、note、notes、comment、comments"
    ),
    max_length=4000,
)
