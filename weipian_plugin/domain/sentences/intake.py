"""Sentences of the intake room: what an issued package can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

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
        "{file} 中没有图形文件（内有：{found}）：需要 .shp、.gdb 或 .gpkg（只有附表1-2 矿产图斑可以只有表）；若图形在内层压缩包中，请先解压。",
        "{file} holds no geometry (it has: {found}): a .shp, .gdb or .gpkg is needed (only the mineral patches of 附表1-2 "
        "may come as a table alone); unpack inner archives first.",
    ),
    "MINERAL_COLUMNS_MISSING": (
        "{file} 没有图形，工作表“{table}”看来是附表1-2，但缺少它的栏目，未导入：须有图斑编号（JCBH），并至少有以下栏目中的 {least} 个（现有 {found}）：{columns}；或有监测类别（JCLB）且每行为 K。",
        "{file} has no shapes; sheet “{table}” seems to be 附表1-2 but lacks its columns and was not imported: it needs "
        "图斑编号 (JCBH) and at least {least} of these (it has {found}): {columns}; or 监测类别 (JCLB) with K in every row.",
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
    "MINERAL_TABLE": (
        "按附表1-2（矿产图斑）读取：共 {count} 个图斑，其中 {filled} 个未写监测类别，按矿产图斑（K）登记；如不对，请在导入选项中指定监测类别。",
        "Read as 附表1-2 (mineral patches): {count} patches, {filled} without a class enter as class K; name another class "
        "in the options if that is wrong.",
    ),
    "MINERAL_WITHOUT_SHAPES": (
        "{file} 是附表1-2，没有随附图形：{count} 个图斑按表登记，面积为下发数，未经套合；取得图形后以同一编号再次导入即可套合。",
        "{file} is 附表1-2 without shapes: {count} patches enter by the table; their areas are the issued ones, nothing is "
        "measured. Import the shapes under the same ids once you have them.",
    ),
    "MINERAL_NO_SHAPE": (
        "附表1-2 第 {row} 行：图斑没有图形，面积为下发数，未经套合；取得图形后以同一编号再次导入即可套合。",
        "附表1-2, row {row}: the patch has no shape; its areas are the issued ones, not measured. Import its shape under "
        "the same id once you have it.",
    ),
    "TABLE_NOT_READ": (
        "{file} 未读取：没有图形时一次只读一张附表1-2，请在导入选项中指定该工作表后再导入一次。",
        "{file} was not read: without shapes one 附表1-2 enters at a time; name this sheet in the options and import again.",
    ),
    "TABLE_PLACE_UNKNOWN": (
        "{file} 没有图形，也没有可用的中心点经纬度，无法确定坐标系：请先打开本县的工作库再导入，或在导入选项中指定坐标系。",
        "{file} has neither shapes nor usable centre points, so its coordinate system is unknown: open the county's "
        "workspace first, or name the system in the options.",
    ),
    "MINERAL_SUM": (
        "界内面积 {inside} 亩与界外面积 {outside} 亩之和不等于图斑面积 {whole} 亩：请与下发单位核对。",
        "Inside {inside} and outside {outside} do not add up to the patch's {whole} mu: ask the issuing office.",
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
    "SECRET_WORDS": (
        "有 {count} 个未标涉密的图斑，文字中出现“军用”“军事”“涉军”“涉密”或“国防”，内容不在此列出：请按保密规定逐个核对，"
        "确属军用、涉密的先隔离（或请报送单位隔离后重报），核对清楚再继续。",
        "{count} patches that are not marked as classified have a text with 军用, 军事, 涉军, 涉密 or 国防; what it says "
        "is not shown here. Look at each by the rules of secrecy; set apart what is classified, or ask the office to do "
        "so and send again, before you go on.",
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
    "TABLE_NOT_XLSX": (
        "{file} 虽以 .xlsx 命名，内容却不是 Excel 工作簿：请用 Excel 或 WPS 打开核对，另存为 .xlsx 再导入。",
        "{file} is named .xlsx but is no Excel workbook: look at it in Excel or WPS, save it as .xlsx and import again.",
    ),
    "TABLE_TOO_LARGE": (
        "{file} 解压后超过 {limit} MB，未读取：请只保留附表1-1 一个工作表，另存为 .xlsx 再导入。",
        "{file} is more than {limit} MB unpacked and was not read: keep only the sheet of 附表1-1, save it and import "
        "again.",
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
        "{file} 的编码不能肯定，已按 {used} 读取（如“{sample}”）：若文字不对，请用导入选项或 .cpg 文件指定编码后重试。",
        "The encoding of {file} is unsure, read as {used} (such as “{sample}”): if wrong, name it in the options or a .cpg file.",
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
    "ISSUED_UNREADABLE": (
        "下发时间“{value}”不是日期：请按 2023-08-15 的样子填写。",
        "The issue date “{value}” is no date: write it like 2023-08-15.",
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
    "TILE_ADDRESS": (
        "无法识别瓦片地址 {address}：请填写含 {{x}}、{{y}}、{{z}} 的 XYZ 地址，或含 LAYERS 的 WMS 地址；WMTS 请先在 QGIS 中"
        "添加，再从工程图层中选取。",
        "{address} is not understood as an address of map tiles: write an XYZ address with {{x}}, {{y}} and {{z}}, or a "
        "WMS address with its LAYERS; a WMTS is added in QGIS first and then chosen from the project's layers.",
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
    "GEOMETRY_OUT_OF_RANGE": (
        "图斑的坐标超出投影所能表示的范围，不能量算：请向下发单位索取正确的图形。",
        "The patch has coordinates that no projection reaches and cannot be measured: ask the issuing office for its shape.",
    ),
    "GEOMETRY_NOT_POLYGON": (
        "图斑的图形不是面，不能量算：请向下发单位索取正确的图形。",
        "The patch's geometry is no polygon and cannot be measured: ask the issuing office for its shape.",
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
    "PHOTO_FOLDER_UNREADABLE": (
        "{file} 不是能打开的文件夹或举证包：请检查路径和权限后重选。",
        "{file} is no folder or evidence package that can be opened: check path and permissions and choose again.",
    ),
    "PHOTO_NONE_FOUND": (
        "“{file}”中没有照片（jpg、png、tif、heic 等）或视频：请检查选的是不是照片所在的文件夹。",
        "There is no photo (jpg, png, tif, heic …) or video in “{file}”: see whether it is the folder of the photos.",
    ),
    "PHOTO_FOLDER_SKIPPED": (
        "文件夹 {file} 无法打开，其中的照片未读取：请检查权限后再导入一次。",
        "The folder {file} cannot be opened and its photos were not read: see about permissions and import again.",
    ),
    "PHOTO_INDEX_UNREADABLE": (
        "索引 {file} 读不了，未采用：请另存为 UTF-8 编码的 CSV 后再导入。",
        "The index {file} cannot be read and was not used: save it as CSV in UTF-8 and import again.",
    ),
    "PHOTO_EMPTY": ("文件是空的，未关联：请重新拷贝原始照片。", "The file is empty: copy the original photo again."),
    "PHOTO_UNREADABLE": (
        "文件无法读取（{detail}），未关联：请检查权限和是否被占用后再导入。",
        "The file cannot be read ({detail}): see whether it is free, then import again.",
    ),
    "PHOTO_NOT_A_PICTURE": (
        "内容不是照片（扩展名与内容不符或已损坏），未关联：请重新拷贝原始照片。",
        "What is in it is no photo (damaged, or of another kind): copy the original again.",
    ),
    "PHOTO_CUT_OFF": (
        "照片不完整（拷贝中断），仍按原字节保留：请重新拷贝原始照片。",
        "The photo is cut off; its bytes are kept as they are: copy the original again.",
    ),
    "PHOTO_IS_VIDEO": (
        "视频不读取时间和位置：按名称或手工关联。", "Time and place are not read from videos: attach it by name or by hand.",
    ),
    "PHOTO_HEIC": (
        "HEIC 照片原样保留，本机可能不能显示：上报前请另存一份 JPEG。",
        "A HEIC photo is kept as it is and may not show here: make a JPEG beside it before handing in.",
    ),
    "PHOTO_NO_EXIF": (
        "照片没有 EXIF 信息（可能经微信等转发），时间和位置不明：请改用原始照片，或用索引表补充。",
        "The photo carries no EXIF (sent through a messenger?): use the original, or an index.",
    ),
    "PHOTO_PLACE_ZERO": (
        "照片中的经纬度是 0，即当时没有定位，未采用：请用索引表或手工关联。",
        "Its position is 0/0, which means there was no fix; not used: attach it by an index or by hand.",
    ),
    "PHOTO_PLACE_WRONG": (
        "照片中的经纬度 {longitude}, {latitude} 不可能，未采用：请用索引表或手工关联。",
        "Its position {longitude}, {latitude} cannot be and was not used: attach it by an index or by hand.",
    ),
    "PHOTO_TIME_UNREADABLE": (
        "拍摄时间“{text}”读不出来，未采用：请核实。", "Its time “{text}” cannot be read and was not used: find out.",
    ),
    "PHOTO_TIME_TOO_EARLY": (
        "拍摄时间 {moment} 不可信（设备时钟未设置），未采用：请核实后说明。",
        "Its time {moment} is not believed (the clock was not set) and was not used: find out and say so.",
    ),
    "PHOTO_TIME_FUTURE": (
        "拍摄时间 {moment} 晚于今天，未采用：请核实设备时钟。",
        "Its time {moment} lies after today and was not used: look at the device's clock.",
    ),
    "EVIDENCE_FOREIGN": (
        "{file} 不是“互联网+举证”包：缺少 {missing}（其中有：{found}）。请核对文件，或把照片导出到文件夹后按文件夹导入。",
        "{file} is no 互联网+举证 package: it lacks {missing} (it has: {found}). Check it, or import its photos from a folder.",
    ),
    "EVIDENCE_DAMAGED": (
        "举证包 {file} 已损坏（读到 {read} 条，应有 {of} 条），未导入：请重新拷贝该文件。",
        "The package {file} is damaged ({read} of {of} rows could be read); not imported: copy it again.",
    ),
    "EVIDENCE_PIECE_BROKEN": (
        "举证包中“{name}”（第 {row} 行）没有内容或已损坏，未关联，其余不受影响：请向提供单位索取该照片。",
        "In the package “{name}” (row {row}) is empty or damaged and was left out: ask for that photo.",
    ),
}
