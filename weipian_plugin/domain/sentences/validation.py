"""Sentences of validation (校验, V01–V24): what is wrong with a parcel, or why it could not be checked (未核)."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

VALIDATION: Dict[str, Sentence] = {
    "UNCHECKED_NOT_MEASURED": ("未核：该地块尚未套合。", "Not checked: the parcel has not been measured."),
    "UNCHECKED_NO_LAYER": (
        "未核：没有套合{layers}。", "Not checked: there are no figures of {layers}."),
    "UNCHECKED_STALE": (
        "未核：{layers}在套合之后有变化，原面积不再采用。",
        "Not checked: {layers} changed after the overlay, so its figures are not used."),
    "UNCHECKED_NO_PROFILE": (
        "未核：政策口径没有 {name} 一值（或未选口径）。",
        "Not checked: the policy profile has no value {name} (or none is chosen)."),
    "UNCHECKED_DATE": (
        "未核：缺少可用的{field}。", "Not checked: there is no usable {field}."),
    "V01_EMPTY": ("{field} 为空。", "{field} is empty."),
    "V01_NO_PATCH": ("地块不属于任何图斑。", "The parcel belongs to no patch."),
    "V01_DOUBLED": ("{field} {number} 重复（{count} 处）。", "{field} {number} is there {count} times."),
    "V02_NO_CODE": ("未核：下发表没有行政区代码。", "Not checked: the issued table has no county code."),
    "V02_NO_COUNTY_CODE": (
        "行政区代码“{number}”不是六位县级代码。", "The county code “{number}” is not one of six digits."),
    "V02_NUMBER_OF_OTHER_COUNTY": (
        "监测编号以 {prefix} 开头，行政区代码却是 {number}。",
        "The patch number begins with {prefix}, but the county code is {number}."),
    "V02_NO_LAYER": (
        "未核：没有带县级代码的行政区图层，无从核对中心点所在县。",
        "Not checked: no layer of counties with their codes tells where the centre lies."),
    "V02_OUTSIDE": (
        "地块中心点不在行政区图层的任何一个县内。", "The parcel's centre lies in no county of the layer."),
    "V02_OTHER_COUNTY": (
        "行政区代码是 {number}，中心点却在 {found}。", "The county code is {number}, but the centre lies in {found}."),
    "V03_EMPTY": ("{field} 为空。", "{field} is empty."),
    "V03_NO_DATE": ("{field} “{value}”不是日期。", "{field} “{value}” is no date."),
    "V03_ORDER": ("前时相 {before} 不早于后时相 {after}。", "The before date {before} is not before {after}."),
    "V03_ISSUED_BEFORE": (
        "后时相 {after} 晚于下发时间 {issued}。", "The after date {after} is later than the issue {issued}."),
    "V04_NO_SHAPE": ("未核：该地块没有图形。", "Not checked: the parcel has no shape."),
    "V04_INVALID": ("地块图形无效（{reason}）。", "The parcel's shape is not valid ({reason})."),
    "V04_EMPTY": ("地块图形没有面积。", "The parcel's shape has no area."),
    "V04_OVERLAP": ("与地块 {other} 重叠 {area}。", "It overlaps parcel {other} by {area}."),
    "V04_PATCH_UNSOUND": (
        "未核：图斑 {patch} 的下发图形无效，无法与地块之和比较。",
        "Not checked: the issued shape of {patch} is not valid, so the sum of its parcels cannot be compared."),
    "V04_SUM": (
        "地块面积之和 {parcels}，图斑面积 {patch}，不相等。",
        "The parcels add up to {parcels}, their patch has {patch}."),
    "V05_ISSUED": (
        "下发表：农用地、建设用地、未利用地之和 {parts} 亩，监测面积 {whole} 亩。",
        "Issued table: agricultural, construction and unused land are {parts} mu, the patch {whole} mu."),
    "V05_UNKNOWN_CLASS": (
        "地类编码 {codes} 不在地类表内（{area}），不归入任何地类。",
        "The land-class codes {codes} are in no table ({area}); they count as no class."),
    "V05_UNCOVERED": ("有 {area} 未被地类图层覆盖。", "{area} are covered by no land class."),
    "V05_TOO_MUCH": (
        "各地类之和 {classes} 超过地块面积 {parcel}。", "The land classes are {classes}, more than the parcel's {parcel}."),
    "V06_NO_NUMBER": ("{field} “{value}”不是面积。", "{field} “{value}” is no area."),
    "V06_BELOW_ZERO": ("{field} 为负（{area} 亩）。", "{field} is negative ({area} mu)."),
    "V06_ZERO": (
        "监测面积为 0，占图斑面积比例不可计算。", "The monitored area is 0; shares of it cannot be computed."),
    "V06_EXCEEDS": (
        "{field} {area} 亩，大于{whole} {limit} 亩。", "{field} {area} mu exceeds {whole} {limit} mu."),
    "V07_STALE": (
        "{layers}在套合之后有变化，面积和判定建议已过时。",
        "{layers} changed after the overlay: areas and suggestion are of an older version."),
    "V07_DIFFERS": ("填报与套合不一致：{areas}。", "Filled in and measured differ: {areas}."),
    "V08_OUTCOME": ("判定类型“{value}”不是合法、违法、其他之一。", "The outcome “{value}” is none of legal, illegal, other."),
    "V08_NOT_LISTED": (
        "{field} “{value}”不在代码表内。", "{field} “{value}” is not in its code list."),
    "V08_MISSING": ("未填：{fields}。", "Not filled in: {fields}."),
    "V08_SHORT": ("{fields}写得过短，不少于 {least} 字。", "{fields}: too short, at least {least} characters."),
    "V08_OTHER_BLOCK": (
        "填了不属于本判定情形的内容：{fields}。", "Filled in though it belongs to another outcome: {fields}."),
    "V09_NO_PAPER": (
        "没有合法用地手续：未填文号，套合图层中也没有有效手续。",
        "No paper makes it legal: none is filled in, and the layers have no valid one."),
    "V09_LACKS": ("合法用地手续缺{fields}。", "The legal paper lacks {fields}."),
    "V09_LATE": ("手续日期 {day} 晚于下发时间 {issued}。", "The paper is of {day}, after the issue of {issued}."),
    "V09_NO_RANGE": ("{layer}图层中没有该地块的范围。", "{layer} has no ground of this parcel."),
    "V10_OUTSIDE": (
        "{area} 在{layer}红线以外，超过容差 {tolerance} 亩。",
        "{area} lie outside {layer}, more than the tolerance of {tolerance} mu."),
    "V10_BY_HAND": (
        "未核：这种合法情形没有可套合的范围图层，须人工核对红线。",
        "Not checked: this kind of paper has no layer of ranges; compare the range by hand."),
    "V11_ONE_TYPE": ("违法类型（一级）须且只能选一个。", "Exactly one level-1 violation type is to be chosen."),
    "V11_NO_AREA": ("违法面积须大于 0。", "The illegal area must be above 0."),
    "V11_FLAGS": ("未标识：{fields}。", "Not marked: {fields}."),
    "V12_NO_FILING": (
        "设施农业用地既无备案号，也未标注“未备案”。",
        "The agricultural facility has no filing number and is not marked as unfiled."),
    "V13_BASIC_FARMLAND": (
        "占永久基本农田 {area}，须人工确认。", "{area} lie on permanent basic farmland: a person has to confirm."),
    "V14_NO_DATES": ("临时用地缺{fields}。", "The temporary use lacks {fields}."),
    "V14_EXPIRED": (
        "临时用地已于 {expiry} 到期，早于后时相 {after}，不能判为其他用地。",
        "The temporary use expired on {expiry}, before the after image of {after}: it cannot be “other”."),
    "V14_LAYER_EXPIRED": (
        "图层中的临时用地在后时相前已到期，不能判为其他用地。",
        "The temporary use in the layer expired before the after image: it cannot be “other”."),
    "V15_NO_WIDTH": ("农村道路未填宽度。", "The rural road has no width."),
    "V15_TOO_WIDE": ("道路宽 {width} 米，超过 {limit} 米。", "The road is {width} m wide, more than {limit} m."),
    "V15_TOO_NARROW": ("道路宽 {width} 米，不足 {limit} 米。", "The road is {width} m wide, less than {limit} m."),
    "V16_LACKS": ("实地未变化缺{pieces}。", "“No change on site” lacks {pieces}."),
    "V17_NO_PHOTO": ("拆除复耕没有整改后的现场照片。", "The restoration has no photo taken after it."),
    "V17_PHOTO_UNDATED": (
        "未核：整改时间或照片时间不明，无法确认照片摄于整改之后。",
        "Not checked: without the dates of restoration and photo nobody can tell which came first."),
    "V17_LACKS": ("补办手续缺{fields}。", "The regularisation lacks {fields}."),
    "V18_NO_REASON": ("不予立案没有说明。", "No case was filed, and no reason is given."),
    "V18_LACKS": ("移交缺{fields}。", "The transfer lacks {fields}."),
    "V19_REMAINS": (
        "标为已整改，但剩余未整改面积 {area}。", "Marked as rectified, but {area} remain."),
    "V19_DONE_UNMARKED": (
        "剩余未整改面积为 0，却未标为整改到位。", "Nothing remains to be rectified, but it is not marked as done."),
    "V19_NOT_AUDITED": ("标为已整改，但审核未完成。", "Marked as rectified, but the audit is not finished."),
    "V19_SUM": (
        "{whole} {total} 亩，不等于{parts} {sum} 亩。", "{whole} {total} mu is not {parts} {sum} mu."),
    "V19_EXCEEDS": (
        "违法行为 {act} 的各部分整改面积合计 {sum} 亩，超过涉嫌违法面积 {whole} 亩。",
        "The parts of act {act} come to {sum} mu, more than its suspected area of {whole} mu."),
    "V20_NO_OPINION": (
        "{duty}：缺{fields}。", "{duty}: there is no {fields}."),
    "V20_NO_APPLICATION": (
        "{duty}：缺向市卫片办申请核验的日期。", "{duty}: no application to the city is dated."),
    "V20_OPEN": ("未核：{duty} 是否触发无法判断。", "Not checked: it cannot be told whether {duty} applies."),
    "V21_CLASSIFIED": (
        "该地块标有军用（涉密），却仍在普通表内。请立即“移入隔离”，通过机要渠道处理。",
        "The parcel is marked as classified but still stands in an ordinary table. Quarantine it at once."),
    "V22_PHOTO": (
        "照片 {name} 摄于 {day}，不在下发（{issued}）与今日之间。",
        "The photo {name} is of {day}, not between the issue ({issued}) and today."),
    "V22_IMAGE": (
        "截图 {name} 的时相 {day} 既不是前时相 {before}，也不是后时相 {after}。",
        "The image {name} is of {day}, neither of the before date {before} nor of the after date {after}."),
    "V22_UNDATED": ("未核：附件 {name} 没有时间。", "Not checked: the attachment {name} has no date."),
    "V23_EARLIER_UNJUDGED": (
        "未核：同一位置的往期图斑 {earlier} 没有判定。", "Not checked: the earlier patch {earlier} has no outcome."),
    "V23_OTHERWISE": (
        "同一位置的往期图斑 {earlier}（{batch}）判为{was}，本期判为{now}。",
        "The earlier patch {earlier} ({batch}) was judged {was}, this one {now}."),
    "V24_UNSIGNED": (
        "初判与机器建议一致，尚未由人签署，不进入上报。",
        "The draft agrees with the machine's suggestion and no person has signed: it is not handed in."),
    "V24_NOBODY": ("判定没有{fields}。", "The judgement has no {fields}."),
    "V24_NO_ON_SITE": (
        "违法判定既无实地记录（核查意见或照片），也无书面理由。",
        "A violation is signed without an on-site record (opinion or photo) and without a written reason."),
    "V25_NOT_PUNISHED": (
        "补办于 {approved} 批准，而处罚尚无到位时间。",
        "It was approved on {approved}, but no punishment is dated as carried out."),
    "V25_TOO_EARLY": (
        "补办于 {approved} 批准，早于处罚到位时间 {punished}。",
        "It was approved on {approved}, before the punishment was carried out on {punished}."),
    "V26_TYPE": (
        "图斑类型“{value}”不在当年的代码表 {list} 内（口径 {profile}）。",
        "The change type “{value}” is not in the year's list {list} (profile {profile})."),
    "V26_CLASS": (
        "变化后地类“{value}”不在地类表内，不按未利用地处理。",
        "The land class after the change “{value}” is in no table; it does not count as unused land."),
}
