"""V01–V24 of the validation table (§2.9), V25 (§2.6), V26 (§3.5): id, severity, words, remedy, basis, what tests it."""

from __future__ import annotations

from typing import Dict, Tuple

from ..profiles import KNOWN, OFFICIAL, PRACTICE, PROPOSED, Basis, Citation
from . import areas, evidence, identity, judged, papers
from .check import ERROR, WARNING, Check

_GX, _GX_TITLE = "gx_ziyuan_2023_29.txt", "资政办发〔2023〕29号"
_PROPOSED = Basis(PROPOSED)


def _official(file: str, document: str, clause: str, sentence: str) -> Basis:
    return Basis(OFFICIAL, Citation(file, document, clause, sentence))


CHECKS: Tuple[Check, ...] = (
    Check("V01", ERROR, "编号齐全且唯一", "Numbers are there, once each",
          "补齐编号；重复的只保留一个。", "Fill in the number; of doubles keep one.",
          _PROPOSED, identity.has_its_numbers, identity.numbers_are_unique),
    Check("V02", WARNING, "行政区代码与位置一致", "County code and place agree",
          "核对行政区代码和图形位置。", "Compare the county code with the place.",
          _PROPOSED, identity.county_is_where_it_lies),
    Check("V03", ERROR, "时相与下发时间先后正确", "Dates are in order",
          "按下发文件改正日期。", "Correct the dates by what was issued.",
          _PROPOSED, identity.dates_are_in_order),
    Check("V04", ERROR, "图形有效，地块不重叠、不遗漏", "Shapes are sound and tile their patch",
          "修复图形，或重新拆分地块。", "Repair the shape, or split the patch again.",
          _PROPOSED, areas.shape_is_sound, areas.parcels_tile_their_patch),
    Check("V05", ERROR, "地类面积之和等于地块面积", "Land classes add up to the parcel",
          "检查地类图层的编码、覆盖和自相重叠，改正后重新套合。",
          "Check codes, coverage and overlaps of the land-class layer, then measure again.",
          Basis(PRACTICE, note="0.01 亩容差，与一省实际填报一致"), areas.areas_add_up),
    Check("V06", ERROR, "面积不为负，部分不大于整体", "No area is negative, no part exceeds its whole",
          "改正面积。", "Correct the area.",
          _PROPOSED, areas.areas_are_possible),
    Check("V07", WARNING, "填报面积与套合一致", "Filled-in and measured areas agree",
          "核对图层版本；图层有变化的重新套合。", "Compare the layers' versions; where they changed, measure again.",
          Basis(PRACTICE, note="0.01 亩容差；图斑级的平台结果不与地块比较"), areas.filled_is_measured),
    Check("V08", ERROR, "判定内容完整且只填一类", "The chosen block is complete, the others empty",
          "补齐所选情形的内容，清除其他情形的。", "Complete the chosen case and clear the others.",
          Basis(PRACTICE, note="省级旧系统：各分项互斥"), judged.its_block_is_complete_and_alone),
    Check("V09", ERROR, "合法：下发前已有手续", "Legal: a paper from before the issue",
          "填写文号、日期、面积并套合批准范围；下发后取得的不能判合法。",
          "Give number, date, area and measure the range; a paper of after the issue makes nothing legal.",
          Basis(KNOWN, note="“卫片图斑下发时已依法……”（65号文解读）"), papers.legal_has_its_paper),
    Check("V10", ERROR, "合法：在批准红线内", "Legal: inside the approved range",
          "先拆分：红线内的判合法，红线外的另行判定。", "Split first: inside is legal, outside is judged by itself.",
          _official(_GX, _GX_TITLE, "二（三）", "判定为合法的图斑，要确保用地、用矿批文合法有效，"
                    "实际用地、采矿范围在建设用地批准红线、采矿证许可范围内"), papers.legal_lies_inside_its_range),
    Check("V11", ERROR, "违法：类型、面积、标识齐全", "Illegal: type, area and marks",
          "选定一个违法类型，填写违法面积和各项标识。", "Choose one type, give the illegal area and the marks.",
          _official(_GX, _GX_TITLE, "二（二）", "对属于“非农化”、新增乱占耕地建房问题要单独标识"),
          judged.violation_is_stated),
    Check("V12", ERROR, "设施农用地：已备案或标注未备案", "Facility: filed, or marked as unfiled",
          "填写备案号，或标注“未备案”并督促备案。", "Give the filing number, or mark it as unfiled and urge filing.",
          _official("mnr_2021_29.txt", "自然资办发〔2021〕29号", "二（三）",
                    "对发现实际用途确属设施农业项目用地但没有进行备案的,要标注“未备案”"),
          papers.facility_is_filed_or_marked),
    Check("V13", ERROR, "占永久基本农田须人工确认", "Basic farmland: a person confirms",
          "核实后说明理由，或改判。", "Verify and give the reason, or judge otherwise.",
          _PROPOSED, papers.basic_farmland_is_confirmed, lifted_by_reason=True),
    Check("V14", ERROR, "临时用地：在批准期限内", "Temporary use: within its term",
          "填写批准和到期时间；已到期的改判。", "Give both dates; judge an expired one otherwise.",
          _PROPOSED, papers.temporary_use_is_valid),
    Check("V15", ERROR, "农村道路：宽度符合要求", "Rural road: width within the limits",
          "量测并填写宽度；超宽的按公路重新判定。", "Measure the width; judge a wider one as a highway.",
          Basis(KNOWN, note="三调 1006 农村道路：不超过 8 米"), papers.road_has_its_width),
    Check("V16", ERROR, "实地未变化：前后影像和照片齐全", "No change: both images and a photo",
          "附上前后时相截图和现场照片。", "Attach both images and a photo.",
          _PROPOSED, evidence.unchanged_is_shown),
    Check("V17", ERROR, "整改有照片或批准手续", "Rectification is proved",
          "上传整改后的照片，或填写批准文号、时间、面积。", "Attach a photo taken afterwards, or give the approval.",
          _official("mnr_2019_plan.txt", "2019年自然资源卫片执法工作方案", "三",
                    "已经通过拆除、复耕、毁闭等方式消除违法状态的，要上传现场照片；"
                    "已经完善审批手续的，要填报审批文件文号、批准时间等相关信息"),
          evidence.rectification_is_proved),
    Check("V18", ERROR, "不予立案有说明，移交有单位和文号", "Disposal is explained",
          "补充说明，或填写接收单位和文号。", "Give the reason, or receiver and document number.",
          _PROPOSED, evidence.disposal_is_explained),
    Check("V19", ERROR, "整改面积平衡，到位有验收", "Rectified areas balance, done is accepted",
          "核对整改、剩余面积和验收时间。", "Compare what was done, what is left, and the acceptance.",
          Basis(PRACTICE, note="省级旧系统：总=已+未，已=拆+补"), evidence.rectification_adds_up),
    Check("V20", ERROR, "须实地核查的有核查意见和负责人", "On-site duties are done",
          "实地核查，填写核查意见和负责人；须申请核验的填写申请时间。",
          "Check on site and give opinion and person; where the city verifies, date the application.",
          _official(_GX, _GX_TITLE, "二（二）", "逐一组织实地核查，出具核查意见，并明确核查负责人"),
          evidence.duties_are_done),
    Check("V21", ERROR, "涉密图斑不在普通表内", "Nothing classified in an ordinary table",
          "立即移入隔离。", "Quarantine it at once.",
          _official(_GX, _GX_TITLE, "六（三）", "以机要件的形式单独上报到市级"), identity.is_not_classified),
    Check("V22", WARNING, "照片和截图的时间相符", "Photos and images are of their time",
          "核对附件的时间。", "Check the dates of the attachments.",
          _PROPOSED, evidence.attachments_are_of_their_time),
    Check("V23", WARNING, "与往期判定一致", "Judged like the earlier patch",
          "复核两期判定，必要时说明。", "Review both judgements, and explain if they stand.",
          _PROPOSED, identity.earlier_was_judged_alike),
    Check("V24", ERROR, "判定由人签署", "A person signs",
          "由人核实后签署。", "A person verifies and signs.",
          _PROPOSED, judged.a_person_has_signed),
    Check("V25", WARNING, "先处罚到位，后补办", "Approval after the punishment",
          "核对处罚到位时间和补办时间。", "Compare the dates of punishment and approval.",
          _official("mnr_2019_plan.txt", "2019年自然资源卫片执法工作方案", "三",
                    "对卫片执法发现的违法行为，未依法处理到位的，不得办理相关审批手续"),
          evidence.approval_came_after_punishment),
    Check("V26", WARNING, "图斑类型和地类在当年的代码表内", "Change type and land class are of the year's lists",
          "核对代码；确属当年代码的，在本单位口径的 tblx 中列出。",
          "Check the code; where it is the year's, list it under tblx in your own profile.",
          Basis(PRACTICE, note="各年代码表不同；现有的一份为某省2026年的"), identity.codes_are_of_the_year),
)

BY_ID: Dict[str, Check] = {check.id: check for check in CHECKS}
CLASSIFIED = "V21"
"""Where this one finds something no other check looks: of such a parcel nothing is said."""
