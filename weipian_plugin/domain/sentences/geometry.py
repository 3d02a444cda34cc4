"""Sentences of splitting, merging and reshaping: what cannot be done with a parcel's shape, and what to do instead."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

GEOMETRY: Dict[str, Sentence] = {
    "PARCEL_SIGNED": (
        "地块 {parcel} 已签字，图形不能改动：请先撤销签字，再修改图形。",
        "Parcel {parcel} is signed and its shape stays: withdraw the signature first, then change it.",
    ),
    "PARCEL_WITHOUT_SHAPE": (
        "地块 {parcel} 没有图形（只有表格行）：请先导入它的图形。",
        "Parcel {parcel} has no shape, only a row of a table: import its shape first.",
    ),
    "SHAPE_UNUSABLE": (
        "画出的图形不是有效的面（{detail}），未保存：边线不能自相交，请重画。",
        "What was drawn is no valid polygon ({detail}) and nothing was saved: edges must not cross, draw it again.",
    ),
    "SHAPE_CROSSES_ITSELF": (
        "画出的边线自相交，未改动：请按 Backspace 退回几步，或重画。",
        "The outline crosses itself and nothing was changed: step back with Backspace, or draw it again.",
    ),
    "SHAPE_TOO_SHORT": (
        "点数不够（{points} 个，至少 {needed} 个），未改动：请继续画。",
        "Too few points ({points}, at least {needed}) and nothing was changed: go on drawing.",
    ),
    "LINE_DOES_NOT_CROSS": (
        "分割线没有穿过地块，未拆分：起点和终点须在地块之外（或在边界上），线须横穿地块。",
        "The line does not cross the parcel and nothing was split: begin and end outside (or on the boundary) and cross it.",
    ),
    "LINE_CROSSES_ITSELF": (
        "分割线自相交，未拆分：请重画一条不自相交的线。",
        "The line crosses itself and nothing was split: draw one that does not.",
    ),
    "LINE_ONLY_TOUCHES": (
        "分割线只碰到边界或顶点，未拆分：请让线横穿地块内部。",
        "The line only touches the boundary or a vertex and nothing was split: lead it through the inside.",
    ),
    "PART_TOO_SMALL": (
        "会留下 {area} m² 的碎块（小于 {smallest} m²，即 0.01 亩），未改动：请把线移开一些，或吸附到顶点上。",
        "A sliver of {area} m² would be left (less than {smallest} m², 0.01 mu) and nothing was changed: move the line, "
        "or snap it to the vertex.",
    ),
    "PARTS_DO_NOT_TILE": (
        "各部分拼起来与原地块相差 {area} m²（V04：各地块面积之和须等于图斑面积），未改动：请重画。",
        "The parts differ from the parcel by {area} m² (V04: parcels add up to their patch) and nothing was changed: "
        "draw again.",
    ),
    "NOTHING_TO_SPLIT": (
        "没有可拆分的部分，未改动：请画一条横穿地块的线。", "There is nothing to split: draw a line across the parcel."),
    "CUT_OUT_MISSES": (
        "画出的范围与地块不重叠，未切出：请画在地块之内。",
        "The outline does not meet the parcel and nothing was cut out: draw it inside.",
    ),
    "CUT_OUT_IS_ALL": (
        "画出的范围盖住了整个地块，没有可切出的部分：请画小一些。",
        "The outline covers the whole parcel and nothing was cut out: draw a smaller one.",
    ),
    "NOTHING_TO_MERGE": (
        "合并至少需要同一图斑的两个地块：请再选一个相邻的地块。",
        "Merging takes two parcels of the same patch at least: choose a neighbour too.",
    ),
    "PATCH_NOT_SPLIT": (
        "该图斑只有一个地块：没有可以合并的地块，也没有地块之间的边界；不同图斑的地块不能合并。实地范围不同请画为实际地块。",
        "This patch is one parcel: there is none to merge it with, and no boundary between parcels; parcels of different "
        "patches are never merged. Where the ground differs draw the actual parcel.",
    ),
    "NOT_ADJACENT": (
        "所选地块没有公共边，不能合并：请选择相邻的地块；要恢复整个图斑，请选中它的全部地块。",
        "The parcels share no edge and cannot be merged: choose neighbours; to restore the patch choose all of its parcels.",
    ),
    "TOWNSHIP_ISSUED": (
        "图斑 {jcbh} 是下发的图斑，乡镇以下发属性为准，不能改填：只有自主图斑的乡镇由本级填写。",
        "Patch {jcbh} was issued, and its township with it: only that of a patch drawn here is entered here.",
    ),
    "DATES_ISSUED": (
        "图斑 {jcbh} 是下发的图斑，前后时相以下发属性为准，不能改填：只有自主图斑的前后时相由本级填写。",
        "Patch {jcbh} was issued, and its image dates with it: only those of a patch drawn here are entered here.",
    ),
    "DATES_OF_IMAGES": (
        "“{text}”不是前后时相：请写两个日期，前时相在前、后时相在后，如 2023-03-15 2023-08-20。",
        "“{text}” is not a pair of image dates: write two dates, the earlier one first, as 2023-03-15 2023-08-20.",
    ),
    "OTHER_PATCH": (
        "所选地块属于不同的图斑，不能一起改动：合并和移动边界只在同一图斑之内；超出图斑的实地范围请画为实际地块。",
        "The parcels belong to different patches: boundaries move inside one patch only. What reaches beyond it on the "
        "ground is drawn as the actual parcel.",
    ),
    "BOUNDARY_NOT_SHARED": (
        "该处是图斑的外边界，不能移动（V04）：只能移动同一图斑各地块之间的边界；实地范围不同请画为实际地块。",
        "This is the outer boundary of the patch and stays (V04): only boundaries between its parcels move. Where the "
        "ground differs draw the actual parcel.",
    ),
    "SPLIT_TOLD": (
        "已拆分为 {count} 个地块（{numbers}）。",
        "Split into {count} parcels ({numbers}).",
    ),
    "SPLIT_ANSWERS": (
        "各部分沿用原初判，其中的面积须重填。",
        "Each has the draft answers, without the areas stated in them.",
    ),
    "SPLIT_SHARED": (
        "{kinds}属于全部各部分。",
        "These concern all parts: {kinds_en}.",
    ),
    "SPLIT_COPIED": (
        "{kinds}复制到各部分。",
        "These are copied to each part: {kinds_en}.",
    ),
    "SPLIT_STAYING": (
        "{kinds}留在第一部分。",
        "These stay with the first part: {kinds_en}.",
    ),
    "MERGED_TOLD": (
        "已合并为地块 {number}：初判以当前地块为准（其中的面积须重填），备注、标记和各项记录一并归入。",
        "Merged into parcel {number}: the answers are those of the current parcel, without the areas stated in them; "
        "notes, flags and records have come along.",
    ),
    "AREA_OWN_ONLY": (
        "图形已保存，面积为地块自身椭球面积；套合面积尚未重算：请稍后点“量算并给出建议”。",
        "The shape is saved with its own area; areas in layers are not measured yet: measure later.",
    ),
    "SKETCH_EMPTY": ("没有画出图形，标绘未保存：请先在图上画点、线或面。", "Nothing was drawn: draw a point, a line or an area first."),
}
