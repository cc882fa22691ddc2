"""The standard fields of ledgers and pushed lists, and the schemas by name."""

import dataclasses

from muster.engines.sheets.person_fields import (
    BIRTH_DATE,
    ID_NUMBER,
    NAME,
    OTHERS,
    PHONE,
    REMARKS,
    SEX,
    words,
)
from muster.engines.sheets.responder_fields import RESPONDERS
from muster.engines.sheets.schema import FieldSpec, Kind, Schema


def _kept(spec: FieldSpec) -> FieldSpec:
    """The same field, where an unreadable cell costs only the value and not the row."""
    return dataclasses.replace(spec, strict=False)


LEDGER = Schema(
    "ledger",
    tuple(
        _kept(spec)
        for spec in (
            NAME,
            ID_NUMBER,
            PHONE,
            SEX,
            BIRTH_DATE,
            FieldSpec(
                "age",
                Kind.INTEGER,
                words("年龄、周岁、岁数、age"),
                minimum=0,
                maximum=130,
                excludes=OTHERS,
            ),
            FieldSpec(
                "address",
                Kind.TEXT,
                words(
                    "地址、住址、家庭住址、家庭地址、现住址、现住地址、现居住地、居住地址、"
                    "详细地址、居住地、详细住址、住所、现住地、现居住地址、门牌号、门牌、"
                    "房号、楼栋房号、居家隔离地址、隔离地址、address、home address、"
                    "residence、address in city"
                ),
                weak=words("户籍地址、户籍地、户籍所在地、小区、居住小区、隔离地点、隔离点"),
                excludes=words("单位、工作、来源、出发、邮箱、email、e-mail、work"),
            ),
            FieldSpec(
                "community",
                Kind.TEXT,
                words(
                    "社区、所属社区、所在社区、村社区、村居、社区村、居委会、社区名称、"
                    "所属村居、现住社区、community、neighbourhood"
                ),
                excludes=words("电话、意见、负责、责任、医生、是否、code、编码、代码、人员"),
            ),
            FieldSpec(
                "community_code",
                Kind.TEXT,
                words("社区编码、社区代码、community code、community_code"),
            ),
            FieldSpec(
                "household_size",
                Kind.INTEGER,
                words(
                    "家庭人口、家庭人口数、家庭人数、户内人数、同住人数、同住人员数、"
                    "共同居住人数、家庭成员数、人口数、在户人数、household size、"
                    "family size、persons in household"
                ),
                minimum=0,
                maximum=200,
            ),
            FieldSpec(
                "household",
                Kind.TEXT,
                words("户号、户序号、户编号、家庭编号、household、household number、household no"),
            ),
            FieldSpec("household_id", Kind.TEXT, ("户籍编号", "household id", "household_id")),
            FieldSpec("person_id", Kind.TEXT, words("人员编号、人员编码、person id、person_id")),
            FieldSpec(
                "relation",
                Kind.TEXT,
                words(
                    "与户主关系、关系、家庭关系、与户主的关系、relation、relationship、"
                    "relation to head"
                ),
            ),
            FieldSpec(
                "arrival_date",
                Kind.DATE,
                words(
                    "到达日期、抵达日期、来津日期、返津日期、来津时间、返津时间、抵津日期、"
                    "抵津时间、来返日期、来返时间、返回日期、返回时间、返乡日期、返乡时间、"
                    "返家日期、到达时间、抵达时间、来返津时间、来返津日期、返程时间、"
                    "返程日期、入境日期、来本地时间、到本地日期、返沧日期、返淮日期、"
                    "返回本地日期、抵本地日期、来返本地日期、arrival date、arrived、"
                    "date of arrival、return date、arrival"
                ),
            ),
            FieldSpec(
                "origin",
                Kind.TEXT,
                words(
                    "来源地、来自何地、来自、出发地、从何地返回、从哪里来、始发地、来源、"
                    "返津前所在地、返回前所在地、旅居地、来返地、何地返回、来自地区、"
                    "来返出发地、旅居史、origin、from、came from、place of departure、"
                    "departure"
                ),
                excludes=("数据来源", "信息来源"),
            ),
            FieldSpec(
                "health_status",
                Kind.TEXT,
                words(
                    "健康状况、身体状况、健康情况、健康状态、身体情况、有无症状、症状、"
                    "目前状况、目前健康状况、health、health status、symptoms、condition"
                ),
            ),
            FieldSpec(
                "temperature",
                Kind.TEMPERATURE,
                words(
                    "体温、今日体温、体温测量、当日体温、晨检体温、早体温、temperature、"
                    "temp、body temperature"
                ),
                minimum=30,
                maximum=45,
            ),
            FieldSpec(
                "test_date",
                Kind.DATE,
                words(
                    "检测日期、检测时间、核酸检测日期、核酸检测时间、采样日期、采样时间、"
                    "核酸日期、核酸时间、最近一次核酸时间、最近核酸时间、核酸采样时间、"
                    "test date、date of test、tested on、sampling date"
                ),
            ),
            FieldSpec(
                "test_result",
                Kind.TEXT,
                words(
                    "检测结果、核酸检测结果、核酸结果、检测结论、化验结果、核酸检测情况、"
                    "test result、result、pcr result"
                ),
            ),
            FieldSpec(
                "quarantine_start",
                Kind.DATE,
                words(
                    "隔离开始日期、隔离开始时间、开始隔离日期、开始隔离时间、隔离起始日期、"
                    "隔离起始时间、隔离起、隔离开始、观察开始日期、观察开始时间、隔离日期、"
                    "管控开始日期、管控开始时间、开始日期、起始日期、隔离起始、隔离起日期、"
                    "隔离自、quarantine start、quarantine from、start of quarantine、"
                    "isolation start"
                ),
            ),
            FieldSpec(
                "quarantine_end",
                Kind.DATE,
                words(
                    "隔离结束日期、隔离结束时间、解除隔离日期、解除隔离时间、解除日期、"
                    "解除时间、隔离截止日期、隔离止、隔离结束、隔离期满日期、期满日期、"
                    "观察结束日期、管控结束日期、结束日期、截止日期、拟解除日期、隔离解除、"
                    "隔离至、quarantine end、quarantine until、end of quarantine、"
                    "isolation end、release date"
                ),
            ),
            FieldSpec(
                "responsible_person",
                Kind.TEXT,
                words(
                    "责任人、负责人、包保责任人、网格员、包联人、包保人、责任人姓名、"
                    "社区责任人、包保干部、包联干部、管控责任人、网格员姓名、负责人姓名、"
                    "包户人员、楼长、responsible person、responsible、in charge、"
                    "person in charge、grid worker"
                ),
                excludes=words("电话、手机、联系方式、phone、mobile、tel"),
            ),
            REMARKS,
        )
    ),
    any_of=words("name、id_number、phone、address"),
)

SCHEMAS = {schema.name: schema for schema in (LEDGER, RESPONDERS)}
