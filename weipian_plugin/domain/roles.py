"""The roles a reference layer (套合图层) can play, and how a layer's name tells its role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Collection, Dict, List, Mapping, Optional, Tuple

from .errors import WeipianError

LANDCLASS = "landclass"
ZONE = "zone"
EVIDENCE = "evidence"
ADMIN = "admin"

# Where a layer with land classes says which share of a farmland feature its field ridges take.
DEDUCTION_FIELDS = ("KCXS", "TKXS", "扣除地类系数")

_LEADING_PLACE = re.compile(r"^[0-9_\-.\s]+")


@dataclass(frozen=True)
class Role:
    """What a reference layer is to a judgement.

    ``layer_names`` recognise it (upper case, or Chinese words found anywhere in the name); ``class_fields`` are
    the candidate fields of its classes; the other candidates name the paper an evidence polygon stands for, and the
    minerals of a right.
    """

    key: str
    zh: str
    en: str
    kind: str
    layer_names: Tuple[str, ...]
    class_fields: Tuple[str, ...] = ()
    number_fields: Tuple[str, ...] = ()
    date_fields: Tuple[str, ...] = ()
    expiry_fields: Tuple[str, ...] = ()
    name_fields: Tuple[str, ...] = ()
    mineral_fields: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """What one evidence polygon says of itself, as its layer wrote it; an absent field is ``None``."""

    number: Optional[object]
    date: Optional[object]
    expiry: Optional[object]
    name: Optional[object]


_APPROVAL_NUMBER = ("PZWH", "批准文号", "批文号", "批文", "PWH", "WH")
_APPROVAL_DATE = ("PZRQ", "PZSJ", "批准日期", "批准时间")
_EXPIRY = ("DQRQ", "DQSJ", "到期日期", "到期时间", "YXQZ", "有效期止")
_PROJECT = ("XMMC", "项目名称", "MC", "名称")
_FILING_NUMBER = ("BAH", "备案号", "RKH", "入库号", "上图入库号", "BABH", "备案编号", *_APPROVAL_NUMBER)
_SUPPLY_NUMBER = ("DZJGH", "电子监管号", "HTBH", "HTH", "合同号", "合同编号", "GDPWH", "供地批文")
_SUPPLY_DATE = ("GDSJ", "GDRQ", "供地时间", "供地日期", "QDRQ", "签订日期", *_APPROVAL_DATE)
_REGISTER_NUMBER = ("BDCQZH", "不动产权证号", "不动产权证书号", "ZSH", "ZH", "证号")
_LICENCE_NUMBER = ("XKZH", "许可证号", "CKXKZH", "TKXKZH")
_LICENCE_NAME = ("KSMC", "矿山名称", *_PROJECT)
_LICENSED_MINERAL = ("SQKZ", "KCZKZ", "KCKZ", "开采矿种", "授权矿种", "许可矿种", "KZ", "矿种")


def _zone(key: str, zh: str, en: str, *layer_names: str, class_fields: Tuple[str, ...] = ()) -> Role:
    return Role(key, zh, en, ZONE, layer_names, class_fields=class_fields, name_fields=("MC", "名称", "HXMC"))


_ROLES: Tuple[Role, ...] = (
    Role(
        "dltb", "地类图斑", "Land-class parcels", LANDCLASS, ("DLTB", "地类图斑"),
        class_fields=("DLBM", "地类编码"),
    ),
    _zone("yjjbnt", "永久基本农田", "Permanent basic farmland",
          "YJJBNTBHTB", "YJJBNTTB", "YJJBNT", "JBNTBHTB", "JBNTTB", "永久基本农田", "基本农田"),
    _zone("stbhhx", "生态保护红线", "Ecological protection redline", "STBHHX", "STHX", "生态保护红线", "生态红线"),
    _zone("czkfbj", "城镇开发边界", "Urban development boundary", "CZKFBJ", "城镇开发边界"),
    Role(
        "pzyd", "批准用地", "Approved construction land", EVIDENCE,
        ("PZYD", "JSYDPZ", "JSYDSP", "SPHX", "批准用地", "建设用地审批", "建设用地批准", "审批红线", "批准红线"),
        number_fields=_APPROVAL_NUMBER, date_fields=_APPROVAL_DATE, name_fields=_PROJECT,
    ),
    # No bare "GD" alias: in county data GD is 耕地, and a wrong guess here would make farmland look supplied.
    Role(
        "gd", "供地", "Supplied land", EVIDENCE,
        ("TDGY", "GYTD", "GDHX", "GONGDI", "供地", "土地供应", "供应土地"),
        number_fields=_SUPPLY_NUMBER, date_fields=_SUPPLY_DATE, name_fields=_PROJECT,
    ),
    Role(
        "bdc", "不动产登记", "Registered property", EVIDENCE, ("BDC", "BDCDJ", "ZDJBXX", "SYQZD", "不动产"),
        number_fields=_REGISTER_NUMBER, date_fields=("DJSJ", "DJRQ", "登记时间", "登记日期"), name_fields=_PROJECT,
    ),
    Role(
        "pzwjs", "批准未建设土地", "Approved, not yet built", EVIDENCE, ("PZWJSTD", "PZWJS", "批准未建设"),
        number_fields=_APPROVAL_NUMBER, date_fields=_APPROVAL_DATE, name_fields=_PROJECT,
    ),
    Role(
        "lsyd", "临时用地", "Temporary land use", EVIDENCE, ("LSYD", "临时用地"),
        number_fields=_APPROVAL_NUMBER, date_fields=_APPROVAL_DATE, expiry_fields=_EXPIRY,
        name_fields=("PZWJMC", *_PROJECT),
    ),
    Role(
        "ssnyd", "设施农用地备案", "Filed agricultural facilities", EVIDENCE,
        ("SSNYD", "SSNY", "设施农用地", "设施农业"),
        number_fields=_FILING_NUMBER, date_fields=("BARQ", "BASJ", "备案日期", "备案时间", *_APPROVAL_DATE),
        expiry_fields=_EXPIRY, name_fields=_PROJECT,
    ),
    Role(
        "zjgg", "增减挂钩、工矿废弃地建新", "Linked-quota new-build blocks", EVIDENCE,
        ("ZJGG", "ZJGGXMJXQ", "GKFQDJX", "JXQ", "增减挂钩", "工矿废弃地", "建新区"),
        number_fields=("XMBH", "项目编号"), date_fields=_APPROVAL_DATE, name_fields=_PROJECT,
    ),
    Role(
        "ckq", "采矿权", "Mining rights", EVIDENCE, ("CKQ", "采矿权"),
        number_fields=_LICENCE_NUMBER, date_fields=("YXQQ", "有效期起"), expiry_fields=_EXPIRY,
        name_fields=_LICENCE_NAME, mineral_fields=_LICENSED_MINERAL,
    ),
    Role(
        "tkq", "探矿权", "Exploration rights", EVIDENCE, ("TKQ", "探矿权"),
        number_fields=_LICENCE_NUMBER, date_fields=("YXQQ", "有效期起"), expiry_fields=_EXPIRY,
        name_fields=_LICENCE_NAME, mineral_fields=_LICENSED_MINERAL,
    ),
    _zone("zrbhd", "自然保护地", "Protected natural areas", "ZRBHD", "ZRBHQ", "自然保护地", "自然保护区"),
    Role("xzq", "行政区", "Administrative areas", ADMIN, ("XZQ", "行政区"), name_fields=("XZQMC", "行政区名称")),
    Role("cjdcq", "村级调查区", "Village survey areas", ADMIN, ("CJDCQ", "村级调查区"), name_fields=("ZLDWMC",)),
    _zone("czcdyd", "城镇村等用地", "Towns and villages", "CZCDYD", "城镇村等用地", class_fields=("CZCLX",)),
    _zone("glw", "公路网", "Road network", "GLW", "公路网", "路网"),
    _zone("ghgz", "规划管制分区", "Planning control zones",
          "GHGZ", "JSYDGZQ", "TDYTQ", "建设用地管制", "管制分区", class_fields=("GZQLXDM", "GZQLX", "管制区类型")),
    _zone("zdqy", "重点区域", "Key areas", "ZDQY", "重点区域"),
)

ROLES: Dict[str, Role] = {role.key: role for role in _ROLES}

Zones = Tuple[str, ...]

# Which areas inside areas are asked beside every zone and every kind of paper by itself (§5.6.3). A pair stands here
# because somebody decides by it:
NESTED_PAIRS: Tuple[Zones, ...] = (
    # The control lines and the protected areas: where two of them lie on one another, ground must not be counted
    # twice among what is protected, and between the three lines, which exclude each other, an overlap is an error of
    # a layer that has to be seen.
    ("yjjbnt", "stbhhx"), ("yjjbnt", "czkfbj"), ("stbhhx", "czkfbj"),
    ("yjjbnt", "zrbhd"), ("stbhhx", "zrbhd"), ("czkfbj", "zrbhd"),
    # How much of what is protected was approved for building; inside the development boundary: what was approved of
    # it, the rest being built there without approval.
    ("yjjbnt", "pzyd"), ("stbhhx", "pzyd"), ("zrbhd", "pzyd"), ("czkfbj", "pzyd"),
    # Papers that do not go with the ground they lie on, or only under conditions.
    ("yjjbnt", "lsyd"), ("stbhhx", "lsyd"), ("yjjbnt", "ssnyd"), ("stbhhx", "ssnyd"),
    ("yjjbnt", "ckq"), ("stbhhx", "ckq"), ("zrbhd", "ckq"),
)


def nested_zones(loaded: Collection[str]) -> List[Zones]:
    """The zones inside which areas are asked where layers of the roles ``loaded`` are there, each by land class too.

    One zone by itself only where a land-class layer is loaded: without it nothing is known but the zone's own area.
    """
    classes = any(role.key in loaded for role in _ROLES if role.kind == LANDCLASS)
    single = [(role.key,) for role in _ROLES if classes and role.kind in (ZONE, EVIDENCE) and role.key in loaded]
    return [*single, *(pair for pair in NESTED_PAIRS if all(key in loaded for key in pair))]


def role_of(key: str) -> Role:
    """The role with this short key; raises ``UNKNOWN_ROLE`` and names the keys there are."""
    try:
        return ROLES[key.strip().lower()]
    except KeyError:
        raise WeipianError("UNKNOWN_ROLE", role=key, known=", ".join(ROLES)) from None


def recognise_role(layer_name: str) -> Optional[Role]:
    """The role a layer's name tells, or ``None``: ``DLTB``, ``450512DLTB_2020``, ``yjjbnt_pseudo``, ``北海市地类图斑``.

    A code matches at the beginning (after a leading place or year number) when no further letter follows it;
    a Chinese word matches anywhere. The longest match wins.
    """
    name = _LEADING_PLACE.sub("", layer_name.strip().upper())
    matches = [(len(alias), role) for role in _ROLES for alias in role.layer_names if _name_matches(name, alias)]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _name_matches(name: str, alias: str) -> bool:
    if not alias.isascii():
        return alias in name
    following = name[len(alias):len(alias) + 1]
    return name.startswith(alias) and not (following.isascii() and following.isalpha())


def paper_of(role: Role, attributes: Mapping[str, object]) -> Paper:
    """Number, date, expiry and name found in ``attributes`` under the role's candidate field names (any case)."""
    by_name = {name.upper(): value for name, value in attributes.items()}

    def first(candidates: Tuple[str, ...]) -> Optional[object]:
        found = (by_name.get(candidate) for candidate in candidates)
        return next((value for value in found if value is not None and str(value).strip() != ""), None)

    return Paper(first(role.number_fields), first(role.date_fields), first(role.expiry_fields),
                 first(role.name_fields))
