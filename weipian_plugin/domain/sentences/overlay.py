"""Sentences of the overlay room: what measuring can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

OVERLAY: Dict[str, Sentence] = {
    "UNKNOWN_ENGINE": (
        "没有名为 {engine} 的计算引擎：可选 {known}。",
        "There is no engine called {engine}: choose one of {known}.",
    ),
    "INSIDE_NOT_LOADED": (
        "--inside 中的 {roles} 没有对应的 --layer：请加上该图层，或去掉此项。",
        "--inside names {roles}, for which there is no --layer: add the layer, or leave it out.",
    ),
    "INSIDE_UNKNOWN_ROLE": (
        "“之内”条件（inside）{inside} 中没有名为“{role}”的图层角色：请改用其中之一：{known}。",
        "{inside}, asked as inside, names “{role}”, which is no layer role: use one of {known}.",
    ),
    "PREPARED_NOT_THERE": (
        "没有存放预处理图层的文件夹 {folder}，不会用到任何预处理副本：请检查路径（网络位置是否已连上），或去掉此项直接读取源数据。",
        "There is no folder of prepared layers {folder}, so no prepared copy is used: check the path (is the network "
        "place connected?), or leave it out to read the sources themselves.",
    ),
    "PREPARED_OUTDATED": (
        "{role}（图层 {layer}）的源数据在预处理之后已有变化：本次直接读取源数据；请重新预处理。",
        "The source of {role} (layer {layer}) has changed since it was prepared: this time the source itself was read; "
        "prepare it again.",
    ),
    "PREPARED_BROKEN": (
        "{role}（图层 {layer}）的预处理副本不完整或已损坏：本次直接读取源数据；请重新预处理。",
        "The prepared copy of {role} (layer {layer}) is cut short or damaged: this time the source itself was read; "
        "prepare it again.",
    ),
    "PREPARED_OTHER_ZONE": (
        "{role}（图层 {layer}）的预处理副本是按另一投影带加密的：本次直接读取源数据。",
        "The prepared copy of {role} (layer {layer}) was densified in another zone: this time the source itself was "
        "read.",
    ),
    "PAIRS_LEFT_TO_GEOS": (
        "{pairs} 对图形中有 {count} 对精确引擎未能自证，已改由 GEOS 计算。",
        "Of {pairs} pairs {count} could not be certified by the exact engine; GEOS measured them.",
    ),
    "SOURCE_MISSING": ("找不到文件 {file}：请检查路径。", "There is no file {file}: check the path."),
    "SOURCE_UNREADABLE": (
        "无法读取 {file}（{detail}）：请确认文件完整（Shapefile 需 .shp、.shx、.dbf 齐全）且未损坏。",
        "{file} cannot be read ({detail}): make sure it is complete (a shapefile: .shp, .shx and .dbf) and intact.",
    ),
    "SOURCE_PART_MISSING": (
        "{file} 缺少 {missing} 文件，无法读取：Shapefile 的 .shp、.shx、.dbf 须放在一起，请补齐后再试。",
        "{file} lacks its {missing}: a shapefile needs .shp, .shx and .dbf side by side; put them together and try again.",
    ),
    "SOURCE_CHANGED_WHILE_READ": (
        "{file} 在读取过程中被改动或移走，本次结果作废：请待其写完后重新运行。",
        "{file} was changed or moved while it was read, so nothing was taken from it: run again when it is written.",
    ),
    "PACKAGE_MISSING_FOR_FORMAT": (
        "读取 {format} 需要 Python 包 {package}：请为工作进程的 Python 安装（离线：pip install --no-index --find-links），或先转成 GeoPackage。",
        "Reading {format} needs the Python package {package}: install it for the worker's Python "
        "(offline: pip install --no-index --find-links), or convert to GeoPackage first.",
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
    "DATABASE_ADDRESS_WRONG": (
        "数据库地址“{file}”写法不对：应为 PG:host=… dbname=… user=…|模式.表 或 postgresql://…|模式.表。",
        "{file} is no database address: write PG:host=… dbname=… user=…|SCHEMA.TABLE or postgresql://…|SCHEMA.TABLE.",
    ),
    "DATABASE_NOT_REACHED": (
        "无法连接数据库 {file}（{detail}）：请检查地址、网络、用户名与口令。",
        "The database {file} cannot be reached ({detail}): check its address, the network, user name and password.",
    ),
    "SURVEY_TEXT_NO_BLOCKS": (
        "{file} 不是勘测定界坐标文件：没有 [地块坐标] 或其中没有地块，请换用正确的 TXT。",
        "{file} is no survey boundary text: it has no [地块坐标] section or no parcel in it, choose the right TXT.",
    ),
    "SURVEY_TEXT_ENCODING": (
        "{file} 第 {line} 行既不是 GBK 也不是 UTF-8 文字：请用记事本另存为 UTF-8 后再试。",
        "Line {line} of {file} is neither GBK nor UTF-8 text: save it as UTF-8 and try again.",
    ),
    "SURVEY_TEXT_CRS": (
        "{file} 的坐标系为“{crs}”，无法确认是 2000国家大地坐标系：请在 [属性描述] 中写明“坐标系=2000国家大地坐标系”，旧坐标系请先转换。",
        "{file} says its coordinate system is “{crs}”, which is not CGCS2000: write 坐标系=2000国家大地坐标系 in [属性描述], or transform legacy coordinates first.",
    ),
    "SURVEY_TEXT_ZONE": (
        "{file} 的带号“{zone}”、几度分带“{width}”确定不了投影带（第 {line} 行坐标不带带号）：请在 [属性描述] 中写明带号（3度带 25–45，6度带 13–23）。",
        "{file} gives zone “{zone}” and width “{width}”, which name no zone (the easting in line {line} has no prefix): write 带号 in [属性描述] (25–45 for 3°, 13–23 for 6°).",
    ),
    "SURVEY_TEXT_ZONE_CONTRADICTED": (
        "{file} 第 {line} 行坐标的带号是 {found}，与带号 {zone} 不符：请改正后再试。",
        "Line {line} of {file} has an easting of zone {found}, not of zone {zone}: correct it and try again.",
    ),
    "SURVEY_TEXT_AXES": (
        "{file} 第 {line} 行（{first}, {second}）分不清哪个是北坐标 X、哪个是东坐标 Y，或与前面各行次序不一致：请核对该行。",
        "In line {line} of {file} ({first}, {second}) it is unclear which number is north (X) and which east (Y), or they are in another order than before: check that line.",
    ),
    "SURVEY_TEXT_LINE": (
        "{file} 第 {line} 行看不懂（{text}）：界址点应为“点号,圈号,X,Y”，地块行应以 @ 结尾。",
        "Line {line} of {file} is not understood ({text}): a point is NUMBER,RING,X,Y and a parcel's line ends with @.",
    ),
    "SURVEY_TEXT_COUNT": (
        "{file} 第 {line} 行的地块写明 {declared} 个点，实有 {found} 个：文件可能被截断，请核对。",
        "The parcel in line {line} of {file} declares {declared} points but has {found}: the file may be cut short, check it.",
    ),
    "SURVEY_TEXT_RING": (
        "{file} 第 {line} 行起的一圈不足三个不同的点：请补全界址点。",
        "The ring from line {line} of {file} has fewer than three different points: complete it.",
    ),
    "SURVEY_TEXT_RINGS_CROSS": (
        "{file} 第 {line} 行的地块有相互交叉或重复的圈（第 {other} 行起的一圈）：分不清内外，请改正。",
        "The parcel in line {line} of {file} has rings that cross or repeat each other (the one from line {other}): inside and outside cannot be told, correct it.",
    ),
    "SURVEY_TEXT_SHAPE": (
        "地块 {name} 不能写成勘测定界坐标文件（{detail}）：请先修正其图形或坐标系。",
        "Parcel {name} cannot be written as a survey boundary text ({detail}): correct its shape or coordinate system first.",
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
        "“{text}” 写法不对：应为 角色=文件[|图层][:分类字段][@日期]，如 dltb=county.gpkg|DLTB:DLBM@2022-12-31。",
        "“{text}” is not ROLE=SOURCE[|LAYER][:CLASSFIELD][@DATE], as in dltb=county.gpkg|DLTB:DLBM@2022-12-31.",
    ),
    "OUTPUT_NOT_WRITTEN": (
        "无法写出 {file}（{detail}）：请检查文件夹、磁盘空间，或该文件是否正被打开。",
        "{file} cannot be written ({detail}): check the folder, the free space, and whether the file is open.",
    ),
    "OUTPUT_FOLDER_MISSING": (
        "无法写出 {file}：没有文件夹 {folder}，尚未开始量算；请先建立该文件夹，或换一个位置。",
        "{file} cannot be written: there is no folder {folder}. Nothing was measured yet; make the folder, or choose "
        "another place.",
    ),
    "ARGUMENTS_MISSING": (
        "缺少参数：{missing}。用法：PATCHES --layer ROLE=SOURCE[|LAYER][:CLASSFIELD] --out CSV（-h 看全部说明）。",
        "Missing: {missing}. Usage: PATCHES --layer ROLE=SOURCE[|LAYER][:CLASSFIELD] --out CSV (-h tells all).",
    ),
    "CLASS_CODES_UNKNOWN": (
        "地类图层 {file}|{layer} 的 {field} 中有地类表以外的编码：{codes}，涉及 {patches} 个图斑，未写出结果。请改正编码或换用地类编码字段（DLBM）。",
        "Field {field} of the land-class layer {file}|{layer} has codes outside the land-class table: {codes}, in "
        "{patches} patches. Nothing was written: correct the codes or choose the field of class codes (DLBM).",
    ),
    "LAYER_EMPTY": (
        "{role} 图层 {layer} 没有要素（图层为空）：请确认选对了文件和图层；确实没有此类要素的，声明该角色为空。",
        "{layer} ({role}) has no features: check that it is the right file and layer; where there is nothing of this "
        "kind, declare the role empty.",
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
    "PATCHES_FLATTENED": (
        "{count} 个图斑带高程或量测值，只取平面坐标。",
        "{count} patches have heights or measures; only their plane coordinates were used.",
    ),
    "PATCHES_CURVED": (
        "{count} 个图斑含圆弧，已按 0.05° 的弦加密为折线后量算。",
        "{count} patches have arcs; these were divided into chords of 0.05 degrees.",
    ),
    "PATCHES_CLOSED": (
        "{count} 个图斑的边界环未闭合，已连接首末点后量算。",
        "{count} patches have rings that were not closed; last and first point were joined.",
    ),
    "PATCHES_REPAIRED": (
        "{count} 个图斑图形有误（如自相交），修复后量算，面积合计变化 {area} 平方米。",
        "{count} patches had invalid geometry and were repaired before measuring; areas changed by {area} m² in all.",
    ),
    "FEATURES_WITHOUT_SHAPE": (
        "{role} 图层 {layer} 有 {count} 个要素没有可用的面，未参与套合。",
        "{count} features of {layer} ({role}) have no usable polygon and were left out.",
    ),
    "FEATURES_NOT_FINITE": (
        "{role} 图层 {layer} 有 {count} 个要素含无效坐标（NaN 或无穷大），未参与套合：请在源数据中修正。",
        "{count} features of {layer} ({role}) have coordinates that are no numbers (NaN, infinite) and were left out: correct them in the source.",
    ),
    "FEATURES_NOT_POLYGONS": (
        "{role} 图层 {layer} 有 {count} 个要素是点或线，未参与套合。",
        "{count} features of {layer} ({role}) are points or lines and were left out.",
    ),
    "FEATURES_UNREADABLE": (
        "{role} 图层 {layer} 有 {count} 个要素的图形数据损坏，未参与套合：请检查源数据。",
        "{count} features of {layer} ({role}) have broken geometry data and were left out: check the source.",
    ),
    "FEATURES_CURVED": (
        "{role} 图层 {layer} 有 {count} 个要素含圆弧，已按 0.05° 的弦加密为折线后套合。",
        "{count} features of {layer} ({role}) have arcs; these were divided into chords of 0.05 degrees.",
    ),
    "FEATURES_FLATTENED": (
        "{role} 图层 {layer} 有 {count} 个要素带高程或量测值，只取平面坐标。",
        "{count} features of {layer} ({role}) have heights or measures; only their plane coordinates were used.",
    ),
    "FEATURES_CLOSED": (
        "{role} 图层 {layer} 有 {count} 个要素的边界环未闭合，已连接首末点后套合。",
        "{count} features of {layer} ({role}) have rings that were not closed; last and first point were joined.",
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
    "PREPARED_LACKS_FIELD": (
        "{file}|{layer} 的预处理副本中没有字段 {field}：请重新预处理该图层。",
        "The prepared copy of {file}|{layer} does not keep {field}: prepare the layer again.",
    ),
    "REPORT_LOST_NAME": ("无可用面", "No usable polygon"),
    "REPORT_LOST": (
        "{count} 个要素没有可用的面（空图形、坐标无效或修复后无面），未参与套合。",
        "{count} features have no usable polygon (empty, invalid coordinates, or nothing left after "
        "repair) and are left out.",
    ),
    "REPORT_REPAIRED_NAME": ("图形有误，已修复", "Invalid geometry, repaired"),
    "REPORT_REPAIRED": (
        "{count} 个要素图形有误（如自相交），已修复，面积合计变化 {area} 平方米：请核对原图。",
        "{count} features had invalid geometry (such as crossing themselves) and were repaired; areas "
        "changed by {area} m² in all: check the originals.",
    ),
    "REPORT_OVERLAP_NAME": ("重叠", "Overlap"),
    "REPORT_OVERLAP": (
        "{count} 对要素互相重叠，重叠地面共 {area} 平方米（同一地面只计一次）。",
        "{count} pairs of features overlap, on {area} m² of ground (each piece of ground counted once).",
    ),
    "REPORT_GAP_NAME": ("缝隙", "Gap"),
    "REPORT_GAP": (
        "图层内有 {count} 处没有要素覆盖的空隙，共 {area} 平方米。",
        "{count} gaps inside the layer are covered by no feature, {area} m² in all.",
    ),
    "REPORT_HAIR_NAME": ("毛细缝隙", "Hair"),
    "REPORT_HAIR": (
        "{count} 处毛细缝隙或重叠（小于 0.0001 平方米或窄于 1 毫米，多因相邻图斑公共边节点不一致），共 {area} 平方米，未逐处列出。",
        "{count} hair gaps or overlaps (below 0.0001 m² or narrower than 1 mm, mostly where neighbours "
        "do not share vertices), {area} m² in all; they are not listed.",
    ),
    "REPORT_NO_FEATURES_NAME": ("图层没有要素", "No features"),
    "REPORT_NO_FEATURES": (
        "图层没有要素（空图层 {count} 个）：请确认选对了文件和图层；确实没有此类要素的，声明该角色为空。",
        "The layer has no features ({count} empty layer): check that it is the right file and layer; where there is nothing of this kind, "
        "declare the role empty.",
    ),
    "REPORT_GAPS_NOT_SOUGHT_NAME": ("未检查缝隙", "Gaps were not sought"),
    "REPORT_GAPS_NOT_SOUGHT": (
        "图层有 {count} 条边与相邻图斑不一致，未检查缝隙：请先做拓扑检查。",
        "{count} edges of the layer do not match a neighbour's, so gaps were not sought: check its topology first.",
    ),
    "REPORT_CLASS_EMPTY_NAME": ("地类编码为空", "Empty class code"),
    "REPORT_CLASS_EMPTY": (
        "{count} 个要素的地类编码为空，共 {area} 平方米。",
        "{count} features have no class code, {area} m² in all.",
    ),
    "REPORT_CLASS_UNKNOWN_NAME": ("地类编码不在分类表内", "Unknown class code"),
    "REPORT_CLASS_UNKNOWN": (
        "{count} 个要素的地类编码不在三调工作分类内，共 {area} 平方米。",
        "{count} features have a class code the Third Survey's classification does not know, {area} m² in all.",
    ),
    "REPORT_KCXS_RANGE_NAME": ("扣除地类系数越界", "KCXS out of range"),
    "REPORT_KCXS_RANGE": (
        "{count} 个要素的扣除地类系数不满足 0≤KCXS<1，共 {area} 平方米。",
        "{count} features have a KCXS that is not 0 ≤ KCXS < 1, {area} m² in all.",
    ),
    "REPORT_KCXS_ELSEWHERE_NAME": ("非耕地有扣除系数", "KCXS on other than farmland"),
    "REPORT_KCXS_ELSEWHERE": (
        "{count} 个非耕地要素的扣除地类系数不为 0，共 {area} 平方米；套合时不扣除。",
        "{count} features that are not farmland have a KCXS other than 0, {area} m² in all; nothing is "
        "deducted for them.",
    ),
    "REPORT_BSM_DOUBLED_NAME": ("标识码重复", "Doubled BSM"),
    "REPORT_BSM_DOUBLED": (
        "{count} 个要素的标识码与前面的要素重复，共 {area} 平方米。",
        "{count} features have a BSM that an earlier feature has, {area} m² in all.",
    ),
    "REPORT_SHAPE_DOUBLED_NAME": ("图形重复", "Doubled polygon"),
    "REPORT_SHAPE_DOUBLED": (
        "{count} 个要素与前面的要素图形相同，共 {area} 平方米。",
        "{count} features lie exactly on an earlier feature, {area} m² in all.",
    ),
    "REPORT_FAR_AWAY_NAME": ("坐标不在我国范围", "Not in China"),
    "REPORT_FAR_AWAY": (
        "{count} 个要素的坐标不在我国范围内，共 {area} 平方米：请检查坐标系和坐标。",
        "{count} features have coordinates that are not in China, {area} m² in all: check the "
        "coordinate system and the coordinates.",
    ),
    "REPORT_OTHER_COUNTY_NAME": ("行政区代码属其他县", "Code of another county"),
    "REPORT_OTHER_COUNTY": (
        "{count} 个要素的坐落单位（行政区）代码不属于图层主要所在县，共 {area} 平方米。",
        "{count} features have a place code of another county than most of the layer, {area} m² in all.",
    ),
    "REPORT_OUTSIDE_COUNTY_NAME": ("超出县界", "Outside the county"),
    "REPORT_OUTSIDE_COUNTY": (
        "{count} 个要素超出县界，界外共 {area} 平方米。",
        "{count} features reach over the county's boundary, with {area} m² outside.",
    ),
}
