"""The catalogue of what can go wrong: code → (中文, English); each says what, where and what to do."""

from __future__ import annotations

from typing import Dict, Tuple

Sentence = Tuple[str, str]

DOMAIN: Dict[str, Sentence] = {
    "UNKNOWN_ROLE": (
        "没有名为“{role}”的图层角色。请改用其中之一：{known}。",
        "There is no layer role “{role}”. Use one of: {known}.",
    ),
    "NOT_A_NUMBER": (
        "“{value}”不是数。请检查该值后重试。",
        "“{value}” is not a number. Check the value and try again.",
    ),
    "UNKNOWN_THRESHOLD_MODE": (
        "不识的阈值比较方式“{mode}”。口径中 threshold_compare 只能是 round2 或 exact。",
        "Unknown threshold mode “{mode}”. In the profile, threshold_compare is round2 or exact.",
    ),
    "AREAS_DO_NOT_ADD_UP": (
        "面积不能平衡：合计 {total} 亩，分项 {parts} 亩。请检查套合图层是否自相重叠。",
        "Areas do not add up: total {total} mu, parts {parts} mu. Check the reference layer for overlaps with itself.",
    ),
    "UNKNOWN_LAND_CLASS": (
        "不识的地类编码“{value}”，未归入任何一类。请检查地类字段，或改用相应的地类编码表。",
        "Unknown land-class code “{value}”, put in no group. Check the class field or choose the right code table.",
    ),
    "UNKNOWN_CODE_LIST": (
        "没有名为“{name}”的代码表。请检查字段定义。",
        "There is no code list “{name}”. Check the field definition.",
    ),
    "UNKNOWN_FACT": (
        "没有名为“{fact}”的事实。请按事实表改正名称。",
        "There is no fact “{fact}”. Correct the name after the table of facts.",
    ),
    "NO_HOLIDAY_TABLE": (
        "口径中没有 {year} 年的节假日安排，工作日无法推算。请在口径文件的 holidays 中补充。",
        "The profile has no holidays for {year}, so working days cannot be counted. Add them under holidays.",
    ),
    "NO_ISSUE_DATE": (
        "下发时间“{value}”不是日期，期限无法推算。请补正下发时间。",
        "The date of issue “{value}” is no date, so no deadline follows. Correct the date of issue.",
    ),
    "PROFILE_INVALID": (
        "政策口径 {profile} 的 {path} 有误：{reason}。请改正该口径文件后重新加载。",
        "Policy profile {profile} is wrong at {path}: {reason}. Correct the profile's file and load it again.",
    ),
    "PROFILE_HAS_NO_VALUE": (
        "政策口径 {profile} 没有 {name} 一值。请在该口径文件的 values 中补充，或另选口径。",
        "Policy profile {profile} has no value {name}. Add it under values, or choose another profile.",
    ),
    "SUGGESTION_UNREADABLE": (
        "已存的判定建议无法读取（{reason}）。请重新运行“判定建议”。",
        "The stored suggestion cannot be read ({reason}). Run the suggestions again.",
    ),
    "CLASSIFIED_NO_SUGGESTION": (
        "该图斑按机要程序处理，不作机器建议。请由有权限人员在涉密环境处理。",
        "This patch is handled by the confidential procedure; no suggestion is made. Leave it to authorised staff.",
    ),
    "JOB_CANCELLED": ("已取消，未作改动。", "Cancelled; nothing was changed."),
}

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
}

WORKSPACE: Dict[str, Sentence] = {
    "WORKSPACE_EXISTS": (
        "{file} 已存在：请另选文件名，或直接打开它。", "{file} exists already: choose another name, or open it."),
    "WORKSPACE_MISSING": (
        "找不到工作库 {file}：请检查路径，或新建一个。", "There is no workspace {file}: check the path, or create one."),
    "NOT_A_WORKSPACE": (
        "{file} 不是卫片判读的工作库，或文件已损坏（{detail}）：请选择由本插件建立的 .gpkg 文件，或恢复备份。",
        "{file} is no workspace of this plugin, or is damaged ({detail}): choose a .gpkg made by it, or a backup.",
    ),
    "WORKSPACE_NEWER": (
        "工作库 {file} 由更新版本的插件建立（结构版本 {found}，本插件只认识到 {known}）：请升级插件后再打开。",
        "{file} was made by a newer plugin (schema {found}, this one knows up to {known}): update the plugin.",
    ),
    "WORKSPACE_OLDER_HELD": (
        "工作库 {file} 需要先升级结构，但目前不能写入（{holder}）：请关闭占用它的窗口后重新打开。",
        "{file} has to be brought up to date but cannot be written ({holder}): close the other window and open again.",
    ),
    "WORKSPACE_READ_ONLY": (
        "工作库 {file} 正由 {holder} 编辑，本窗口只能查看：请在那个窗口继续，或关闭它后重新打开。",
        "{holder} is writing {file}, this window may only look: go on there, or close it and open again.",
    ),
    "WORKSPACE_NOT_WRITABLE": (
        "{file} 不能写入：请检查文件和文件夹是否只读、是否有写权限，或换一个文件夹。",
        "{file} cannot be written: see whether file or folder are read-only, or take another folder.",
    ),
    "WORKSPACE_DISK_FULL": (
        "磁盘已满，{file} 未作改动：请腾出空间后重试。",
        "The disk is full and {file} unchanged: make room and try again.",
    ),
    "WORKSPACE_BUSY": (
        "{file} 正被其他程序占用，未作改动：请关闭其他打开它的程序后重试。",
        "{file} is in use by another program and unchanged: close that program and try again.",
    ),
    "WORKSPACE_IO": (
        "读写 {file} 失败（{detail}），未作改动：请检查磁盘或网络位置后重试。",
        "{file} could not be read or written ({detail}) and is unchanged: check the disk or network and try again.",
    ),
    "WORKSPACE_CLOSED": ("工作库 {file} 已关闭：请重新打开。", "{file} is closed: open it again."),
    "WORKSPACE_CRS": (
        "不认识坐标系 {crs}：请选择 CGCS2000 的投影坐标系，例如 EPSG:4525。",
        "The coordinate system {crs} is unknown: choose one of CGCS2000, such as EPSG:4525.",
    ),
    "WORKSPACE_GEOMETRY": (
        "图斑 {jcbh} 的图形不是可用的面（{detail}）：请检查下发数据后重新导入。",
        "The shape of patch {jcbh} is no usable polygon ({detail}): check what was issued and import again.",
    ),
    "DUPLICATE_ID": (
        "有 {count} 个监测编号重复（{jcbh}）：请与下发单位核对后重新导入。",
        "{count} patch ids occur twice ({jcbh}): ask the issuer and import again.",
    ),
    "REISSUE_UNDECIDED": (
        "有 {count} 个图斑再次下发且内容不同（{jcbh}）：请先逐个选择保留原有还是替换，再导入。",
        "{count} patches were issued again and differ ({jcbh}): decide for each to keep or to replace, then import.",
    ),
    "IMPORT_CHANGED_NOTHING": (
        "此前已导入同样的内容（{count} 个图斑相同），工作库未作改动。",
        "The same was imported before ({count} identical patches); nothing was changed.",
    ),
    "UNKNOWN_BATCH": ("工作库中没有批次 {batch}：请刷新后重试。", "There is no batch {batch}: refresh and try again."),
    "UNKNOWN_PARCEL": ("工作库中没有地块 {parcel}：请刷新后重试。", "There is no parcel {parcel}: refresh and try again."),
    "PARCEL_CLOSED": (
        "地块 {parcel} 已被新下发的图斑取代或已隔离，不能再判定：请选择其他地块。",
        "Parcel {parcel} was replaced by a newer patch or quarantined and is not judged here: choose another.",
    ),
    "UNKNOWN_FIELD": (
        "没有名为 {field} 的判定字段：请核对字段代码。", "There is no answer named {field}: check the field's code."),
    "NOT_COMPLETE": (
        "初判尚不完整，不能签：还缺 {missing}。", "The draft is not complete and cannot be signed: {missing_en} missing."),
    "SIGNER_MISSING": (
        "没有确认人，不能签：请先在设置中填写姓名。", "Nobody signs: enter the operator's name in the settings."),
    "BASIS_UNKNOWN": (
        "确认依据“{basis}”不在代码表中：请选择 {known}。", "“{basis}” is no known basis: choose one of {known}."),
    "ON_SITE_NEEDED": (
        "新增建设用地违法或农业项目破坏耕地须有实地核查：请以“实地”为依据，或写明理由。",
        "New illegal construction and damaged farmland need a visit: sign upon 实地, or give a reason.",
    ),
    "ANSWER_IS_CLASSIFIED": (
        "军用、涉密图斑不作判定，未保存：请用“隔离”把它移入隔离库，按机要程序处理。",
        "Military and classified patches are not judged here and nothing was saved: move it to quarantine.",
    ),
    "UNDO_OVERTAKEN": (
        "不能撤销：{actor} 的上一步之后，该地块已被他人改动，请直接修改。",
        "Cannot undo: someone has changed the parcel since {actor}'s last step; change it directly.",
    ),
    "QUARANTINE_UNREACHABLE": (
        "隔离库 {file} 不能写入（{detail}），未作改动：请检查该位置后重试。",
        "The quarantine file {file} cannot be written ({detail}), nothing was changed: check the place and try again.",
    ),
    "QUARANTINE_WIPE_PENDING": (
        "图斑已移入隔离库，但 {file} 的残留尚未清除（{detail}）：请关闭其他打开它的程序，再重新打开工作库即自动完成。",
        "The patch has moved to quarantine, but {file} is not wiped yet ({detail}): close other programs that have it "
        "open and open the workspace again.",
    ),
}

INTAKE: Dict[str, Sentence] = {
    "PACKAGE_NOT_FOUND": ("找不到 {file}：请检查路径。", "There is no {file}: check the path."),
    "FILE_NOT_READABLE": (
        "无法读取 {file}（{detail}）：请检查文件权限和是否被占用后重试。",
        "{file} cannot be read ({detail}): check its permissions and whether another program holds it, then try again.",
    ),
    "DISK_FULL": (
        "读取 {file} 时磁盘空间不足（{detail}）：请清理系统临时文件夹所在的磁盘后重试。",
        "The disk is full while reading {file} ({detail}): make room where the temporary folder is, then try again.",
    ),
    "ARCHIVE_KIND": (
        "{file} 是未解开的压缩包，这里读不了它的内容：请先解压，再导入解压后的文件夹（或另存为普通 zip）。",
        "{file} is an archive that is not read from here: unpack it and import its folder (or a plain zip of it).",
    ),
    "ZIP_DAMAGED": (
        "压缩包 {file} 已损坏或不是 zip：请重新下载或向下发单位索取。",
        "The archive {file} is damaged or no zip: download it again or ask the issuing office.",
    ),
    "ZIP_CLIMBS": (
        "压缩包 {file} 中的“{entry}”指向包外的位置，整包未导入：请核实来源，并向下发单位索取正常的压缩包。",
        "In {file} the entry “{entry}” climbs out of its folder; nothing was imported: check where it came from.",
    ),
    "ZIP_TOO_LARGE": (
        "压缩包 {file}（{entries} 个条目）解压后过大，未导入：请只保留图斑和附表后重新打包，影像另放文件夹。",
        "{file} ({entries} entries) is too large unpacked; not imported: keep patches and table, imagery apart.",
    ),
    "ZIP_PASSWORD": (
        "压缩包 {file} 有密码或密码不对：请填写密码，或解压后导入文件夹。",
        "The archive {file} needs a password, or another one: give it, or unpack it and import the folder.",
    ),
    "ZIP_DOUBLE_ENTRY": (
        "压缩包 {file} 中“{entry}”出现两次，无法确定以哪个为准：请解压核对后导入文件夹。",
        "In {file} the entry “{entry}” is there twice: unpack it, see which one counts, and import the folder.",
    ),
    "NO_GEOMETRY_FILE": (
        "{file} 中没有图形文件（内有：{found}）：需要 .shp、.gdb 或 .gpkg；若图形在内层压缩包中，请先解压。",
        "{file} holds no geometry (it has: {found}): a .shp, .gdb or .gpkg is needed; unpack inner archives first.",
    ),
    "SHAPEFILE_PART_MISSING": (
        "{file} 缺少 {missing} 文件，无法读取：Shapefile 的 .shp、.shx、.dbf 须齐全，请向下发单位索取完整数据。",
        "{file} lacks its {missing}: a shapefile needs .shp, .shx and .dbf; ask the issuing office for all of them.",
    ),
    "SHAPEFILE_PARTS_DIFFER": (
        "{file} 的图形 {shapes} 个与属性 {records} 条不一致，文件不是同一套：请向下发单位索取完整数据。",
        "{file} has {shapes} shapes but {records} records: its files do not belong together; ask for a complete set.",
    ),
    "FILE_TRUNCATED": (
        "{file} 不完整（比文件头记载的短），未导入：请重新拷贝或下载。",
        "{file} is shorter than its header says; not imported: copy or download it again.",
    ),
    "FILE_DAMAGED": (
        "{file} 已损坏或格式不对，未导入：请重新拷贝，或在 QGIS 中打开核对。",
        "{file} is damaged or of another format; not imported: copy it again, or look at it in QGIS.",
    ),
    "ENCODING_UNKNOWN": (
        "{file} 的文字编码无法识别（已试 {tried}）：请在导入选项中指定编码（常见为 GBK 或 UTF-8）。",
        "The encoding of {file} is not recognised (tried {tried}): name it in the options (often GBK or UTF-8).",
    ),
    "NOT_POLYGONS": (
        "{file} 不是面图层（{kind}）：图斑须为面，请检查是否选错了文件。",
        "{file} is no polygon layer ({kind}): patches are polygons, check whether this is the right file.",
    ),
    "LAYER_UNKNOWN": (
        "没有名为 {layer} 的图层：现有 {layers}，请改选其一。",
        "There is no layer {layer}: there are {layers}, choose one of them.",
    ),
    "SEVERAL_LAYERS": (
        "包内有多个可能的图斑图层（{layers}）：请在导入选项中指定一个。",
        "Several layers could be the patches ({layers}): name one in the options.",
    ),
    "EMPTY_LAYER": ("{file} 中没有图斑：请检查是否选错了文件。", "{file} holds no patches: is it the right file?"),
    "NO_USABLE_GEOMETRY": (
        "{file} 中没有一个可用的图形：请向下发单位核实数据。",
        "{file} has not one usable polygon: ask the issuing office about it.",
    ),
    "JCBH_MISSING": (
        "{file} 没有监测编号（JCBH）列，现有列：{headings}。请补上或改列名为 JCBH 后重新导入。",
        "{file} has no patch id (JCBH) column, it has: {headings}. Add one, or name it JCBH, and import again.",
    ),
    "JCBH_EMPTY": (
        "{file} 有 {count} 条监测编号（JCBH）为空（第 {rows} 条/行），整批未导入：请补齐后重新导入。",
        "{file} has {count} empty patch ids (JCBH; records or rows {rows}); nothing was imported: fill them in.",
    ),
    "JCBH_DOUBLED": (
        "{file} 有 {count} 个监测编号（JCBH）重复，如 {first}（第 {rows} 条/行），整批未导入：请核实后重新导入。",
        "{file} has {count} doubled patch ids (JCBH), such as {first} (records or rows {rows}); nothing was imported: "
        "settle them and import again.",
    ),
    "JCBH_CELL": (
        "{file} 单元格 {cell} 的监测编号（JCBH）是“{text}”，没有值，整批未导入：请在 Excel 中改成实际编号后保存。",
        "In {file} the patch id in cell {cell} is “{text}”, not a value; nothing was imported: put the id there.",
    ),
    "JCBH_DIGITS_LOST": (
        "{file} 有 {count} 行的监测编号被 Excel 当作数字，15 位以后的数字已丢失（第 {rows} 行），这些行未并入："
        "请将该列设为“文本”后重新提供。",
        "{file} has {count} ids that Excel turned into numbers, digits after the 15th are lost (rows {rows}); these "
        "rows were left out: ask for the column as text.",
    ),
    "CLASSIFIED_WITHOUT_ID": (
        "{file} 中有标记为军用（涉密）而编号读不出的行，为避免其图形误入，整批未导入：请按机要程序核实后处理。",
        "{file} has a row marked as classified whose id cannot be read; nothing was imported, so that its shape "
        "cannot slip in: settle it by the classified procedure.",
    ),
    "CRS_LEGACY": (
        "{file} 采用旧坐标系（{crs}），没有公开的转换参数，未导入：请用本地参数转换为 CGCS2000 后重新导入。",
        "{file} is in a legacy system ({crs}) with no public parameters; not imported: transform it to CGCS2000 first.",
    ),
    "CRS_UNKNOWN": (
        "{file} 的坐标系无法确定（注明：{crs}）：请在导入选项中指定坐标系（按坐标数值推测：{proposed}）。",
        "The coordinate system of {file} cannot be told (it says: {crs}): name it in the options (by its numbers it "
        "could be: {proposed}).",
    ),
    "CRS_MISMATCH": (
        "{file} 注明的坐标系是 {said}，但坐标数值是 {used}，已按后者导入，请核对位置。",
        "{file} says {said}, but its numbers are {used}; imported as the latter, check the place.",
    ),
    "CRS_WGS84": (
        "{file} 注明为 WGS84 经纬度，已按 CGCS2000 使用（两者相差在分米级以内），请核对来源。",
        "{file} says WGS84 degrees and was used as CGCS2000 (they differ by decimetres at most): check its source.",
    ),
    "COORDINATES_SWAPPED": (
        "{file} 的坐标（如 {x}, {y}）南北与东西颠倒，未导入：请对调 X、Y 后重新导入。",
        "The coordinates of {file} (such as {x}, {y}) have north and east swapped; not imported: swap them.",
    ),
    "COORDINATES_OUTSIDE": (
        "{file} 的坐标（如 {x}, {y}）不在我国范围内，与注明的坐标系不符，未导入：请核对坐标系和数据。",
        "The coordinates of {file} (such as {x}, {y}) are not in China as its system would have them; not imported.",
    ),
    "XLSX_PASSWORD": (
        "{file} 有打开密码（或是旧格式改了扩展名）：请在 Excel 中取消密码、另存为 .xlsx 后重新导入。",
        "{file} is protected by a password (or an old file renamed): save it as .xlsx without one and import again.",
    ),
    "OLD_EXCEL": (
        "{file} 是旧版 Excel（.xls），未读取：请在 Excel 或 WPS 中另存为 .xlsx 后重新导入。",
        "{file} is an old Excel file (.xls) and was not read: save it as .xlsx and import again.",
    ),
    "TABLE_UNREADABLE": (
        "{file} 无法按 Excel 表读取（{detail}）：请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
        "{file} cannot be read as a workbook ({detail}): open it in Excel or WPS, save it as .xlsx and import again.",
    ),
    "SHEET_UNKNOWN": (
        "{file} 没有名为 {sheet} 的工作表：现有 {sheets}，请改选其一。",
        "{file} has no sheet {sheet}: it has {sheets}, choose one of them.",
    ),
    "ENCODING_DECLARED_WRONG": (
        "{file} 的 .cpg 注明编码 {declared}，但内容不是，已按 {used} 读取，请核对文字。",
        "The .cpg of {file} says {declared}, its bytes do not; read as {used}, check the texts.",
    ),
    "ENCODING_UNSURE": (
        "{file} 的编码不能肯定，已按 {used} 读取（如“{sample}”）：若文字不对，请在导入选项中指定编码后重新导入。",
        "The encoding of {file} is unsure, read as {used} (such as “{sample}”): if wrong, name it in the options.",
    ),
    "TEXT_CUT": (
        "{file} 有 {count} 处文字被字段宽度截断，末尾半个字已略去（首处 记录:列 {first}），请核对原文。",
        "{file} has {count} texts cut by their field's width; the last half character was dropped (first at {first}).",
    ),
    "FOOTER_ROWS": (
        "{file} 第 {rows} 行没有监测编号，是合计或签注，未作图斑导入。",
        "{file}: rows {rows} have no patch id, they are sums or signatures and were not imported as patches.",
    ),
    "TABLE_WITHOUT_ID": (
        "{file} 中没有含监测编号（JCBH）的表，未并入：若它是附表1-1，请检查表头后重新导入。",
        "{file} has no sheet with patch ids (JCBH) and was left out: if it is 附表1-1, check its heading.",
    ),
    "TABLE_LEFT": (
        "{file} 未并入（与图形共有编号 {common} 个，已用更吻合的表或无表可并）：请核对是否属于本批次。",
        "{file} was left out ({common} ids in common with the shapes): check whether it belongs to this batch.",
    ),
    "UNIT_ASSUMED": (
        "{file} 的 {field} 无法与图形比对，也未注明单位，已按 {unit} 读取，请核对。",
        "{file}: {field} names no unit and cannot be held against the geometry; read as {unit}, check it.",
    ),
    "UNIT_HEADING_WRONG": (
        "{file} 的 {field} 表头注明单位 {said}，但数值与图形面积相比是 {used}，已按后者读取，请核对。",
        "{file}: {field} is headed {said}, but against the geometry its numbers are {used}; read as the latter.",
    ),
    "FILLED_FROM_OPTIONS": (
        "{count} 个图斑没有{name}，已按导入时填写的“{value}”补上。",
        "{count} patches name no {name}; the “{value}” given at import was filled in.",
    ),
    "ISSUED_UNKNOWN": (
        "{file} 没有下发时间，无法推算期限：请在导入选项中填写下发时间。",
        "{file} names no issue date, so no deadline follows: give it in the options.",
    ),
    "IMAGERY_NO_DATE": (
        "影像 {file} 的文件名和标签中没有日期：请在文件名中写上年月日（如 20180309）。",
        "The image {file} has no date in its name or tags: put one into its name (such as 20180309).",
    ),
    "IMAGERY_UNMATCHED": (
        "影像 {file}（{date}）与任何图斑的前、后时相都不对应，请核对日期。",
        "The image {file} ({date}) is neither before nor after image of any patch: check its date.",
    ),
    "IMAGERY_MISSING": (
        "缺少 {dates} 的影像：请补充，或在影像清单中指定。",
        "There is no imagery of {dates}: add it, or name it in the list of imagery.",
    ),
    "IMAGERY_IN_ZIP": (
        "{file} 中有 {count} 幅影像，压缩包内的影像不能直接使用：请解压到固定文件夹后加入。",
        "{file} holds {count} images, which cannot be used from inside a zip: unpack them to a folder that stays.",
    ),
    "DIGITS_LOST": (
        "{file} 第 {row} 行 {field} 的“{value}”被当作数字，15 位以后的数字已丢失：请将该列设为“文本”后重新提供。",
        "{file} row {row}: {field} “{value}” became a number, digits after the 15th are lost: ask for it as text.",
    ),
    "VALUE_UNREADABLE": (
        "{file} 第 {row} 行 {field} 的“{value}”不是该列应有的内容，已留空并原样另存：请核实。",
        "{file} row {row}: “{value}” is no value for {field}; left empty and kept as it stood: check it.",
    ),
    "CODE_UNKNOWN": (
        "{file} 第 {row} 行 {field} 的“{value}”不在代码表中，已原样保留：请核实，或补充代码表。",
        "{file} row {row}: “{value}” is not in the code list of {field}; kept as it stands: check it.",
    ),
    "CELL_ERROR": (
        "{file} 单元格 {cell}（{field}）是公式错误“{value}”，已留空：请在 Excel 中改正后重新导入。",
        "{file} cell {cell} ({field}) shows the formula error “{value}”; left empty: correct it and import again.",
    ),
    "CELL_NO_VALUE": (
        "{file} 单元格 {cell}（{field}）是没有结果值的公式，已留空：请在 Excel 中打开、重算并保存后重新导入。",
        "{file} cell {cell} ({field}) is a formula without a stored result; left empty: open it in Excel, save it, "
        "and import again.",
    ),
    "VALUES_DIFFER": (
        "{name}（{field}）图形为“{shape}”、表为“{table}”，已以表为准，请核实。",
        "{name} ({field}) is “{shape}” in the shape and “{table}” in the table; the table's was taken: check it.",
    ),
    "NO_SHAPE": (
        "附表第 {row} 行有此图斑，但图形文件中没有它的图形：请向下发单位索取图形。",
        "Row {row} of the table names this patch, but it has no shape: ask the issuing office for it.",
    ),
    "NO_ROW": (
        "图形文件中有此图斑，但 {file} 中没有它的行：请向下发单位核实。",
        "The patch has a shape, but no row in {file}: ask the issuing office.",
    ),
    "GEOMETRY_EMPTY": (
        "图斑没有图形（空几何），无法量算：请向下发单位索取图形。",
        "The patch has an empty geometry and cannot be measured: ask the issuing office for its shape.",
    ),
    "GEOMETRY_UNUSABLE": (
        "图斑图形无法使用（{reason}），不能量算：请向下发单位索取正确的图形。",
        "The patch's geometry cannot be used ({reason}) nor measured: ask the issuing office for a correct one.",
    ),
    "V04_GEOMETRY": (
        "图形有误（{reason}，位于 {x}, {y}），已修复后用于量算：面积 {before} ㎡ → {after} ㎡，原图形保留，请核对。",
        "Invalid geometry ({reason}, at {x}, {y}), repaired for measuring: {before} m² → {after} m²; the issued one "
        "is kept: check it.",
    ),
    "V02_COUNTY_CODE": (
        "行政区代码“{value}”不是 6 位县级代码，请核实。", "The county code “{value}” has not six digits: check it.",
    ),
    "V02_PREFIX": (
        "监测编号 {jcbh} 的前 6 位与行政区代码 {county} 不一致，请核实。",
        "The first six digits of patch {jcbh} are not its county {county}: check them.",
    ),
    "CENTRE_OUTSIDE": (
        "中心点坐标（经度 {longitude}，纬度 {latitude}）超出我国范围，可能经纬度颠倒，请核实。",
        "The centre (longitude {longitude}, latitude {latitude}) is not in China, swapped perhaps: check it.",
    ),
    "CENTRE_FAR": (
        "中心点坐标（经度 {longitude}，纬度 {latitude}）距图形 {metres} 米，请核实图形与表是否对应。",
        "The centre (longitude {longitude}, latitude {latitude}) is {metres} m off the shape: do they belong together?",
    ),
    "V03_DATES": (
        "时间先后有误：前时相 {qsx}、后时相 {hsx}、下发时间 {xfsj}，应为前时相＜后时相≤下发时间，请核实。",
        "The dates are out of order: before {qsx}, after {hsx}, issued {xfsj}; before < after ≤ issued is asked for.",
    ),
    "V05_SUM": (
        "农用地、建设用地、未利用地之和 {sum} 亩不等于监测面积 {whole} 亩，请核实。",
        "Agricultural, construction and unused land sum to {sum} mu, the patch has {whole} mu: check them.",
    ),
    "V06_NEGATIVE": (
        "面积 {field} 的值 {value} 不合理（须大于 0 或不小于 0），请核实。",
        "The area {field} is {value}: no area is negative, and a patch's is not 0.",
    ),
    "V06_LARGER": (
        "{inner}（{part} 亩）大于 {outer}（{whole} 亩），请核实。",
        "{inner} ({part} mu) is larger than {outer} ({whole} mu): check them.",
    ),
    "AREA_DIFFERS": (
        "监测面积 {issued} 亩与图形面积 {shape} 亩相差超过 5%，请核实图形或单位。",
        "The issued area of {issued} mu is more than 5 % off the shape's {shape} mu: check shape and unit.",
    ),
}

DELIVERY: Dict[str, Sentence] = {
    "TEMPLATE_UNREADABLE": (
        "模板“{file}”打不开（{detail}）。请用 Excel 另存为 .xlsx 后重试，或删去自备模板改用插件自带的。",
        "The template “{file}” cannot be opened ({detail}). Save it as .xlsx in Excel, or remove it to use ours.",
    ),
    "TEMPLATE_WITHOUT_CODES": (
        "模板“{file}”中找不到字段代码行（应有一行写着 JCBH、DKBH 等代码）。请对照自带模板补上这一行。",
        "The template “{file}” has no row of field codes (JCBH, DKBH, …). Add that row as in the template we ship.",
    ),
    "TEMPLATE_LACKS_FIELDS": (
        "模板“{file}”缺少必需的列：{fields}。请在代码行补上这些代码。",
        "The template “{file}” lacks required columns: {fields}. Add their codes to the code row.",
    ),
    "OUTPUT_NOT_WRITABLE": (
        "写不了“{file}”（{detail}）。请检查文件夹是否只读、磁盘是否已满、文件是否正在 Excel 中打开，然后重试；原有文件未动。",
        "“{file}” cannot be written ({detail}). Check that the folder is writable, the disk not full and the file not "
        "open in Excel, then try again; what was there is untouched.",
    ),
}

JOBS: Dict[str, Sentence] = {
    "PYTHON_NOT_FOUND": (
        "找不到可运行套合进程的 Python：请在插件设置中指定（或设环境变量 WEIPIAN_PYTHON），其余功能不受影响。",
        "No Python was found to run the overlay worker: name one in the plugin's settings (or in WEIPIAN_PYTHON); "
        "everything else works.",
    ),
    "PYTHON_NOT_USABLE": (
        "用 {python} 启动套合进程未成功（{detail}）：请在插件设置中换一个 Python，其余功能不受影响。",
        "The overlay worker could not be started with {python} ({detail}): choose another Python in the plugin's "
        "settings; everything else works.",
    ),
    "PACKAGES_MISSING": (
        "套合需要的 Python 包 {packages} 在 {python} 中没有。离线安装：在能上网的同类电脑上运行 "
        "python -m pip download -d 包目录 {packages}，把目录拷来后运行 {python} -m pip install --no-index "
        "--find-links 包目录 {packages}。其余功能不受影响。",
        "The overlay needs {packages}, which {python} lacks. Offline: on a like machine with a network run "
        "python -m pip download -d FOLDER {packages}, bring the folder here and run {python} -m pip install "
        "--no-index --find-links FOLDER {packages}. Everything else works.",
    ),
    "PACKAGE_MISSING": (
        "QGIS 的 Python 中没有 {package}，这一步做不了：请安装该包（离线可用 pip install --no-index --find-links），其余功能不受影响。",
        "QGIS's Python lacks {package}, which this step needs: install it (offline: pip install --no-index "
        "--find-links); everything else works.",
    ),
    "WORKER_DIED": (
        "套合进程中途退出（{detail}）：本次量算未完成，工作库未改动。请再试一次，会启动新的进程。",
        "The overlay worker ended in the middle ({detail}): this measurement is not complete and the workspace is "
        "unchanged. Try again: a new one will be started.",
    ),
    "NOTHING_TO_MEASURE": (
        "没有可套合的地块：请先导入图斑。",
        "There is no parcel to measure: import patches first.",
    ),
    "NO_REFERENCE_LAYERS": (
        "还没有可套合的图层：请先登记图层（至少地类图斑）并注明其角色。",
        "There is no layer to measure in: name the reference layers and their roles first (land classes at least).",
    ),
    "LAYER_NOT_READABLE": (
        "{role} 图层打不开：{file}。请检查文件是否还在、图层名是否正确。",
        "The layer for {role} cannot be opened: {file}. Check that the file is there and the layer's name is right.",
    ),
    "UNKNOWN_LAND_CLASSES": (
        "地类图层 {file}|{layer} 的 {field} 中有地类表以外的编码：{codes}，涉及 {patches} 个图斑。请改正编码或换用正确字段，"
        "工作库未改动。",
        "Field {field} of the land-class layer {file}|{layer} has codes outside the land-class table: {codes}, in "
        "{patches} patches. Correct the codes or choose the right field; the workspace is unchanged.",
    ),
    "LAND_CLASSES_ELSEWHERE": (
        "地类图层 {layer} 与所有图斑都不相交，工作库未改动：请确认选对了县和年份，坐标系是否正确。",
        "The land-class layer {layer} meets none of the patches; the workspace is unchanged. Check that it is the "
        "right county and year, and its coordinate system.",
    ),
    "LAND_CLASSES_INCOMPLETE": (
        "地类图层没有完全覆盖图斑：{count} 个图斑共有 {area} 平方米没有地类，列为“未套合”。",
        "The land classes do not cover all ground: {count} patches have {area} m² without a class, shown as uncovered.",
    ),
    "UNKNOWN_PROFILE": (
        "没有政策口径 {profile}：现有 {known}，请改选其一。",
        "There is no policy profile {profile}: there are {known}, choose one of them.",
    ),
    "PROFILE_UNREADABLE": (
        "政策口径文件 {file} 读不了（{detail}）：请检查其 YAML 写法，或移走该文件。",
        "The policy profile {file} cannot be read ({detail}): check its YAML, or take the file away.",
    ),
    "PROFILE_UNDECIDED": (
        "下发时间（{issued}）和县代码（{county}）定不了用哪个政策口径：请从 {candidates} 中选定一个。",
        "The date of issue ({issued}) and county ({county}) do not decide the profile: choose one of {candidates}.",
    ),
    "NO_SUCH_BATCH": (
        "工作库中没有唯一对应“{batch}”的批次：现有 {known}。",
        "The workspace has no one batch “{batch}”: it has {known}.",
    ),
    "NOTHING_TO_EXPORT": (
        "工作库中没有可导出的图斑：请先导入。",
        "The workspace has no patch to export: import a package first.",
    ),
    "DECISION_OF_UNKNOWN_PATCH": (
        "演示判读文件 {file} 提到的图斑 {jcbh} 不在工作库中。",
        "The demonstration decisions {file} name patch {jcbh}, which the workspace does not have.",
    ),
}

SENTENCES: Dict[str, Sentence] = {**DOMAIN, **OVERLAY, **WORKSPACE, **INTAKE, **DELIVERY, **JOBS}
