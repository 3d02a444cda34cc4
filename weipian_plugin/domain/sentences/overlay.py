"""Sentences of the overlay room: what measuring can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

OVERLAY: Dict[str, Sentence] = {
    "SOURCE_MISSING": ("找不到文件 {file}：请检查路径。", "There is no file {file}: check the path."),
    "SOURCE_UNREADABLE": (
        "无法读取 {file}（{detail}）：请确认文件完整（Shapefile 需 .shp、.shx、.dbf 齐全）且未损坏。",
        "{file} cannot be read ({detail}): make sure it is complete (a shapefile: .shp, .shx and .dbf) and intact.",
    ),
    "LAYER_MISSING": (
        "{file} 中没有图层 {layer}：现有图层 {layers}，请改选其一。",
        "{file} has no layer {layer}: it has {layers}, choose one of them.",
    ),
    "LAYER_NOT_NAMED": (
        "{file} 中有多个图层（{layers}）或没有空间图层：请用“文件|图层名”指明一个。",
        "{file} has several layers ({layers}) or none with geometry: name one as FILE|LAYER.",
    ),
    "LAYER_NOT_POLYGONS": (
        "{file} 不是面图层（{kind}）：套合需要面，请换用面图层。",
        "{file} is not a polygon layer ({kind}): an overlay needs polygons, use a polygon layer.",
    ),
    "LAYER_CRS_MISSING": (
        "{file} 没有坐标系信息：请补上 .prj 或在图层属性中定义坐标系后再试。",
        "{file} has no coordinate system: add its .prj, or define it in the layer's properties, and try again.",
    ),
    "LAYER_CRS_LEGACY": (
        "{file} 采用旧坐标系（{crs}）：没有公开的转换参数，请先用本地参数转换到 CGCS2000。",
        "{file} is in a legacy system ({crs}): there are no public parameters, "
        "transform it to CGCS2000 with your local ones first.",
    ),
    "LAYER_CRS_OTHER": (
        "{file} 的坐标系（{crs}）不是 CGCS2000 经纬度或 3度/6度带：请先重投影到 CGCS2000（EPSG:4490 或所在分带）。",
        "{file} is in {crs}, which is neither CGCS2000 degrees nor one of its 3- or 6-degree zones: "
        "reproject it to CGCS2000 (EPSG:4490 or its zone) first.",
    ),
    "LAYER_OUTSIDE_CHINA": (
        "图斑中心经度 {longitude} 不在我国分带范围内：请检查坐标系。",
        "The patches' centre longitude {longitude} is in no zone of China: check the coordinate system.",
    ),
    "CLASS_FIELD_MISSING": (
        "{role} 图层 {file}|{layer} 没有分类字段 {field}：现有字段 {fields}，请改选其一。",
        "Layer {file}|{layer} ({role}) has no class field {field}: it has {fields}, choose one of them.",
    ),
    "ATTRIBUTE_MISSING": (
        "{role} 图层 {file}|{layer} 没有字段 {field}：现有字段 {fields}，请改选其一。",
        "Layer {file}|{layer} ({role}) has no field {field}: it has {fields}, choose one of them.",
    ),
    "NO_PATCHES": (
        "没有可量算的图斑：所给图斑都没有可用的面，请检查图斑图层。",
        "There is no patch to measure: none given has a usable polygon, check the patch layer.",
    ),
    "ID_FIELD_MISSING": (
        "{file} 没有编号字段 {field}：现有字段 {fields}，请用 --id 另行指定。",
        "{file} has no id field {field}: it has {fields}, name another with --id.",
    ),
    "ID_EMPTY": (
        "{file} 的编号字段 {field} 有 {count} 行为空（第 {rows} 行）：请补全后再试。",
        "Id field {field} of {file} is empty in {count} rows (row {rows}): fill them in and try again.",
    ),
    "ID_DOUBLED": (
        "{file} 的编号字段 {field} 有 {count} 个编号重复（{ids}）：请改正后再试。",
        "Id field {field} of {file} has {count} ids more than once ({ids}): correct them and try again.",
    ),
    "LAYER_ARGUMENT": (
        "“{text}” 写法不对：应为 角色=文件[|图层][:分类字段]，如 dltb=county.gpkg|DLTB:DLBM。",
        "“{text}” is not ROLE=SOURCE[|LAYER][:CLASSFIELD], as in dltb=county.gpkg|DLTB:DLBM.",
    ),
    "OUTPUT_NOT_WRITTEN": (
        "无法写出 {file}（{detail}）：请检查文件夹、磁盘空间，或该文件是否正被打开。",
        "{file} cannot be written ({detail}): check the folder, the free space, and whether the file is open.",
    ),
    "OVERLAY_DONE": (
        "已量算 {patches} 个图斑（编号取自 {field}），{rows} 行写入 {file}，用时 {seconds} 秒。",
        "{patches} patches measured (id from {field}), {rows} rows written to {file} in {seconds} s.",
    ),
    "WORKER_PACKAGE_MISSING": (
        "{python} 缺少 Python 包 {package}：请为它安装（离线：pip install --no-index --find-links）后重试；其余功能照常。",
        "{python} lacks the Python package {package}: install it there (offline: pip install --no-index --find-links) "
        "and try again; everything else works.",
    ),
    "WORKER_FAILED": (
        "套合进程出错（{detail}）：本次量算未完成，工作库未改动；请重试，仍不行请把日志交给开发者。",
        "The overlay worker failed ({detail}): this measurement is not complete and nothing was changed; "
        "try again, and if it happens again pass on the log.",
    ),
    "PATCHES_WITHOUT_GROUND": (
        "{count} 个图斑没有可用的面（空图形或坐标无效），未量算。",
        "{count} patches have no usable polygon (empty, or invalid coordinates) and were not measured.",
    ),
    "PATCHES_REPAIRED": (
        "{count} 个图斑图形有误（如自相交），修复后量算，面积合计变化 {area} 平方米。",
        "{count} patches had invalid geometry and were repaired before measuring; areas changed by {area} m² in all.",
    ),
    "FEATURES_WITHOUT_SHAPE": (
        "{role} 图层 {layer} 有 {count} 个要素没有可用的面，未参与套合。",
        "{count} features of {layer} ({role}) have no usable polygon and were left out.",
    ),
    "FEATURES_REPAIRED": (
        "{role} 图层 {layer} 有 {count} 个要素图形有误，修复后套合，面积合计变化 {area} 平方米。",
        "{count} features of {layer} ({role}) had invalid geometry and were repaired; areas changed by {area} m².",
    ),
    "TAKEN_AS_CGCS2000": (
        "{role}{layer} 标为 WGS84 经纬度，按 CGCS2000 经纬度使用（相差不到一米，请核实）。",
        "{role} {layer} is marked WGS84 degrees and was taken as CGCS2000 degrees (less than a metre apart; check).",
    ),
    "LAYER_COVERS_NOTHING": (
        "{role} 图层 {layer} 与所有图斑都不相交：请确认图层范围与坐标系。",
        "{layer} ({role}) meets none of the patches: check its extent and coordinate system.",
    ),
    "LAYER_OVERLAPS_ITSELF": (
        "{role} 图层在 {count} 个图斑内自相重叠，重叠处只计一次。",
        "The {role} layer overlaps itself in {count} patches; ground was counted once.",
    ),
    "KCXS_NOT_A_SHARE": (
        "{role} 图层 {layer} 有 {count} 个耕地要素的扣除系数不在 0 到 1 之间，净面积按毛面积计。",
        "{count} cultivated features of {layer} ({role}) have a KCXS outside 0 to 1; their net area is the gross one.",
    ),
    "METHOD_EQUAL_AREA": (
        "CGCS2000 椭球面积；长于 {edge} 米的边在高斯投影面内加密；套合与求积在中央经线 {meridian}° 的圆柱等积投影面内进行"
        "（图形修复 {validity}，GEOS {geos}）",
        "CGCS2000 ellipsoid; edges over {edge} m divided in the Gauss-Kruger plane; overlay and area in "
        "the cylindrical equal-area plane of {meridian}E (validity: {validity}; GEOS {geos})",
    ),
}
