<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Algorithms</name>
    <message>
        <source>Workspace</source>
        <translation>工作库</translation>
    </message>
    <message>
        <source>Made when it does not exist yet.</source>
        <translation>不存在时自动新建。</translation>
    </message>
    <message>
        <source>Export table 2-1</source>
        <translation>导出附表2-1</translation>
    </message>
    <message>
        <source>Writes table 2-1 (附表2-1) as Excel, a file for each batch: every parcel has its row, areas in mu that add up, the judgement only where a person has signed. Patches in quarantine appear in nothing.</source>
        <translation>每个批次写出一个附表2-1（Excel）：每个地块一行，面积以亩计且分项之和等于合计；已签字的才填判定栏。已隔离的图斑不出现在任何成果中。</translation>
    </message>
    <message>
        <source>Folder for the tables</source>
        <translation>附表存放文件夹</translation>
    </message>
    <message>
        <source>Batch (label; empty: all)</source>
        <translation>批次名称（留空为全部）</translation>
    </message>
    <message>
        <source>Files, one a line</source>
        <translation>文件清单（每行一个）</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>地块数</translation>
    </message>
    <message>
        <source>Signed parcels</source>
        <translation>已签字地块数</translation>
    </message>
    <message>
        <source>Import issued package</source>
        <translation>导入下发数据</translation>
    </message>
    <message>
        <source>Brings an issued package (zip, folder, shapefile, gdb, GeoPackage, with its Excel table) into a workspace, which is made when it does not exist. Encoding and coordinate system are recognised. The batch enters in one transaction; the same package again changes nothing. Patches marked military or classified go to the quarantine file and appear nowhere else.</source>
        <translation>把下发数据（zip、文件夹、shp、gdb、GeoPackage，及所附 Excel 表）导入工作库；工作库不存在时自动新建。编码和坐标系自动识别。整批在一个事务中入库；同一数据再次导入不作任何改动。标为军用或涉密的图斑移入隔离文件，不出现在其他任何地方。</translation>
    </message>
    <message>
        <source>Issued package</source>
        <translation>下发数据</translation>
    </message>
    <message>
        <source>Coordinate system of the package, where it cannot be recognised</source>
        <translation>坐标系（仅在无法识别时需要）</translation>
    </message>
    <message>
        <source>Name of the batch (empty: from the package)</source>
        <translation>批次名称（留空则取自下发数据）</translation>
    </message>
    <message>
        <source>Date of issue, YYYY-MM-DD (empty: from the package)</source>
        <translation>下发日期，YYYY-MM-DD（留空则取自下发数据）</translation>
    </message>
    <message>
        <source>Patches issued again unlike before</source>
        <translation>重新下发且与库中不同的图斑</translation>
    </message>
    <message>
        <source>Stop and list the differences</source>
        <translation>停止并列出差异</translation>
    </message>
    <message>
        <source>Keep what is there</source>
        <translation>保留库中的</translation>
    </message>
    <message>
        <source>Replace by what was issued now</source>
        <translation>以新下发的替换</translation>
    </message>
    <message>
        <source>Policy profile (empty: by date and county)</source>
        <translation>政策口径（留空则按日期和县区确定）</translation>
    </message>
    <message>
        <source>For example GX2023, GX_ZY2023 or MNR2024Q; recorded with the batch.</source>
        <translation>如 GX2023、GX_ZY2023、MNR2024Q；随批次记录。</translation>
    </message>
    <message>
        <source>The package&apos;s imagery is unclassified</source>
        <translation>确认所附影像为非涉密影像</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Patches added</source>
        <translation>新增图斑数</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>替换数</translation>
    </message>
    <message>
        <source>Kept as they were</source>
        <translation>保留数</translation>
    </message>
    <message>
        <source>There already</source>
        <translation>库中已有数</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>隔离数</translation>
    </message>
    <message>
        <source>Linked to earlier batches</source>
        <translation>与往期关联数</translation>
    </message>
    <message>
        <source>Id of the batch</source>
        <translation>批次标识</translation>
    </message>
    <message>
        <source>What was found in the package</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>Findings, one a line</source>
        <translation>提示（每行一条）</translation>
    </message>
    <message>
        <source>Overlay with reference layers</source>
        <translation>图斑套合分析</translation>
    </message>
    <message>
        <source>Layers as text, one a line</source>
        <translation>套合图层（文字，每行一个）</translation>
    </message>
    <message>
        <source>Roles declared empty (nothing of this kind exists here)</source>
        <translation>声明为空的角色（本地区没有此类）</translation>
    </message>
    <message>
        <source>Parcels measured</source>
        <translation>已测算地块数</translation>
    </message>
    <message>
        <source>Area by role, mu (JSON)</source>
        <translation>各角色面积，亩（JSON）</translation>
    </message>
    <message>
        <source>Remarks, one a line</source>
        <translation>提示（每行一条）</translation>
    </message>
    <message>
        <source>Weipian land-change patches</source>
        <translation>卫片判读</translation>
    </message>
    <message>
        <source>Suggest classifications</source>
        <translation>给出判定建议</translation>
    </message>
    <message>
        <source>Asks the rules of the policy profile about every parcel and stores the suggestion with its rule, source, facts, missing evidence and missing layers. Suggestions never become judgements by themselves: a person signs. What was not checked is not taken for illegal.</source>
        <translation>按政策口径的规则为每个地块给出判定建议，并记录规则、出处、所用事实、缺少的举证材料和未加载的图层。建议不会自动成为判定，判定须由人签字。未核不等于违法。</translation>
    </message>
    <message>
        <source>Policy profile (empty: the batch&apos;s own)</source>
        <translation>政策口径（留空则用批次所选）</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>建议数</translation>
    </message>
    <message>
        <source>Number by kind (JSON)</source>
        <translation>各类建议数（JSON）</translation>
    </message>
    <message>
        <source>Layer of the patches, where the package has several</source>
        <translation>图斑图层（仅在有多个图层时需要）</translation>
    </message>
    <message>
        <source>Encoding of the package, where it cannot be recognised</source>
        <translation>文字编码（仅在无法识别时需要）</translation>
    </message>
    <message>
        <source>How it was measured (JSON)</source>
        <translation>量算依据（JSON）</translation>
    </message>
    <message>
        <source>Table of areas</source>
        <translation>面积表</translation>
    </message>
    <message>
        <source>Folder of prepared layers (empty: as set in the options)</source>
        <translation>预处理图层文件夹（留空：按插件选项）</translation>
    </message>
    <message>
        <source>Export survey text</source>
        <translation>导出勘测定界 TXT</translation>
    </message>
    <message>
        <source>Writes the parcels of a workspace as survey text (勘测定界 TXT): each parcel with its rings, X (north) before Y (east), in the workspace's coordinate system. Patches in quarantine appear in nothing; parcels without a polygon are named and left out.</source>
        <translation>把工作库中的地块写成勘测定界坐标文件（TXT）：逐地块、逐圈列出界址点，X（北）在前、Y（东）在后，采用工作库的坐标系。隔离图斑不出现在任何文件中；没有图形的地块不写入，并逐一列出。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>文字编码</translation>
    </message>
    <message>
        <source>Survey text</source>
        <translation>勘测定界 TXT</translation>
    </message>
    <message>
        <source>Left out, one a line</source>
        <translation>未写入的地块（每行一个）</translation>
    </message>
    <message>
        <source>{parcel} has no polygon and was left out.</source>
        <translation>{parcel} 没有图形，未写入。</translation>
    </message>
    <message>
        <source>Measures every parcel of the workspace in the reference layers: area by class on the CGCS2000 ellipsoid, net of KCXS beside gross, ground counted once. Layers named here take the place of the workspace&apos;s layers of the same role; with none named, the workspace&apos;s own are used. In text, one layer a line, or set apart by ;: ROLE=SOURCE[|LAYER][:CLASSFIELD][@VERSION DATE], for example dltb=county.gpkg|DLTB:DLBM@2022-12-31; ROLE= alone declares that there is nothing of this role here. Nothing is stored unless all is measured. Only what has changed is measured: parcels, layers or rules; prepared layers are used by themselves. The table has a row for each parcel, role and class, and for the land classes inside zones.</source>
        <translation>在各套合图层中量算工作库的每个地块：CGCS2000 椭球面积，按类别分列，毛面积与扣除 KCXS 后的净面积并列，重叠处只计一次。此处列出的图层替换工作库中同角色的图层；不列则用工作库已登记的图层。也可用文字指定，每行一个或用 ; 分隔：角色=文件[|图层][:分类字段][@版本日期]，如 dltb=county.gpkg|DLTB:DLBM@2022-12-31；只写“角色=”表示声明本地区没有此类。全部量算完成才入库。只重算有变化的地块和图层，已预处理的图层自动采用。面积表按地块、角色、类别各一行，另列管控界线内的地类。</translation>
    </message>
    <message>
        <source>Measure everything again</source>
        <translation>全部重新测算</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>计算引擎</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Exact (boundary integral)</source>
        <translation>精确（边界积分）</translation>
    </message>
    <message>
        <source>GEOS (intersections)</source>
        <translation>GEOS（求交）</translation>
    </message>
    <message>
        <source>Parcels kept as measured before</source>
        <translation>沿用原结果的地块数</translation>
    </message>
    <message>
        <source>Prepare reference layer</source>
        <translation>预处理套合图层</translation>
    </message>
    <message>
        <source>Checks a reference layer once and keeps it ready (projected, made valid, indexed): measuring uses the prepared copy by itself from then on, and says so when the source has changed since. The report lists invalid geometries and what repairing them changed, overlaps, gaps, unknown or empty class codes, KCXS out of range, features outside the county and doubled BSM, as a table and as a layer. Sources: a layer of the project, or as text a file (GeoPackage, Shapefile, file geodatabase, GeoParquet, survey TXT) or PG:… for PostGIS, each with |LAYER where there are several.</source>
        <translation>对套合图层检查一次并备好待用（投影、修复图形、建索引）：此后套合自动采用预处理副本，源数据有变化时会提示。检查报告列出图形错误及修复引起的面积变化、重叠、缝隙、未知或空的地类编码、KCXS 超出范围、县界以外的要素和重复的 BSM，既有表也有图层。数据来源：工程中的图层，或以文字指定的文件（GeoPackage、Shapefile、文件地理数据库、GeoParquet、勘测定界 TXT）或 PG:…（PostGIS）；含多个图层时加 |图层名。</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Layer as text, where it is not in the project</source>
        <translation>以文字指定图层（不在工程中时）</translation>
    </message>
    <message>
        <source>Class field (empty: by the role)</source>
        <translation>分类字段（留空：按角色识别）</translation>
    </message>
    <message>
        <source>State of the layer, YYYY-MM-DD</source>
        <translation>版本日期（YYYY-MM-DD）</translation>
    </message>
    <message>
        <source>Boundary of the county</source>
        <translation>县级行政区界</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>检查报告</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>要素数</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>用时（秒）</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>问题数</translation>
    </message>
    <message>
        <source>Findings by kind, one a line</source>
        <translation>各类问题（每行一类）</translation>
    </message>
</context>
<context>
    <name>AnswerForm</name>
    <message>
        <source>✱ {count} more characters</source>
        <translation>✱ 还差 {count} 字</translation>
    </message>
    <message>
        <source>✱ missing, at least {count} characters</source>
        <translation>✱ 待填，不少于 {count} 字</translation>
    </message>
</context>
<context>
    <name>AreaEditor</name>
    <message>
        <source>measured {area}</source>
        <translation>套合 {area}</translation>
    </message>
    <message>
        <source>Fill in {area}</source>
        <translation>填入 {area}</translation>
    </message>
    <message>
        <source>Fill in the measured area</source>
        <translation>填入套合面积</translation>
    </message>
    <message>
        <source>not an area in {unit}</source>
        <translation>不是以{unit}计的面积</translation>
    </message>
    <message>
        <source>more than the parcel&apos;s {area}</source>
        <translation>大于地块面积 {area}</translation>
    </message>
</context>
<context>
    <name>BooleanEditor</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>CompareDock</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>The main map does not show the image of {date}.</source>
        <translation>主图未显示 {date} 的影像。</translation>
    </message>
    <message>
        <source>Before {date}</source>
        <translation>前时相 {date}</translation>
    </message>
    <message>
        <source>After {date}</source>
        <translation>后时相 {date}</translation>
    </message>
</context>
<context>
    <name>CompareForm</name>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>Part the main map at the mouse: before at the left, after at the right (S)</source>
        <translation>主图随鼠标分为两半：左前时相，右后时相（S）</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Show the image from before over the main map while held (Space)</source>
        <translation>按住时主图显示前时相影像（空格）</translation>
    </message>
    <message>
        <source>Back to the patch</source>
        <translation>回到图斑</translation>
    </message>
    <message>
        <source>Both views onto the patch (Z)</source>
        <translation>两个视图都回到图斑（Z）</translation>
    </message>
    <message>
        <source>Show it on the map</source>
        <translation>在主图显示</translation>
    </message>
    <message>
        <source>Adds the image at the bottom of the layers</source>
        <translation>把影像加在图层最下面</translation>
    </message>
    <message>
        <source>The imagery is unclassified (非涉密): show it</source>
        <translation>影像非涉密，显示</translation>
    </message>
</context>
<context>
    <name>DeadlineLights</name>
    <message>
        <source>past</source>
        <translation>已过</translation>
    </message>
    <message>
        <source>{n} d over</source>
        <translation>逾{n}天</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n}天</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>Not measured yet: press “Measure and suggest” in the toolbar.</source>
        <translation>尚未测算：请按工具栏“测算并建议”。</translation>
    </message>
    <message>
        <source>Land classes not checked: no land-class layer was measured.</source>
        <translation>地类未核：没有套合地类图斑图层。</translation>
    </message>
</context>
<context>
    <name>FactsView</name>
    <message>
        <source>not checked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>none (declared)</source>
        <translation>无（已声明）</translation>
    </message>
    <message>
        <source>{share} % of the farmland</source>
        <translation>占耕地 {share} %</translation>
    </message>
    <message>
        <source>net of field ridges {area} {unit}</source>
        <translation>扣除田坎后 {area} {unit}</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>Finding</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>要素号</translation>
    </message>
    <message>
        <source>Other feature</source>
        <translation>另一要素号</translation>
    </message>
    <message>
        <source>BSM</source>
        <translation>标识码</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>地类编码</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>面积（平方米）</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Front</name>
    <message>
        <source>Workbench</source>
        <translation>判读工作台</translation>
    </message>
    <message>
        <source>Interpretation mode</source>
        <translation>判读模式</translation>
    </message>
    <message>
        <source>New from package…</source>
        <translation>由下发数据新建…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开工作库…</translation>
    </message>
    <message>
        <source>Import issued package…</source>
        <translation>导入下发数据…</translation>
    </message>
    <message>
        <source>Reference layers and imagery…</source>
        <translation>套合图层与影像…</translation>
    </message>
    <message>
        <source>Measure and suggest</source>
        <translation>测算并建议</translation>
    </message>
    <message>
        <source>Export table 2-1…</source>
        <translation>导出附表2-1…</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>选项…</translation>
    </message>
    <message>
        <source>User&apos;s guide</source>
        <translation>使用说明</translation>
    </message>
    <message>
        <source>Previous patch</source>
        <translation>上一图斑</translation>
    </message>
    <message>
        <source>Next patch</source>
        <translation>下一图斑</translation>
    </message>
    <message>
        <source>Previous unfinished</source>
        <translation>上一个未完成</translation>
    </message>
    <message>
        <source>Next unfinished</source>
        <translation>下一个未完成</translation>
    </message>
    <message>
        <source>Blink (hold)</source>
        <translation>闪烁对比（按住）</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>One or two views</source>
        <translation>单窗/双窗</translation>
    </message>
    <message>
        <source>Back to the patch</source>
        <translation>回到图斑</translation>
    </message>
    <message>
        <source>Flag with a reason</source>
        <translation>标记并写明理由</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>复制上一个初判</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>显示按键</translation>
    </message>
    <message>
        <source>Weipian</source>
        <translation>卫片判读</translation>
    </message>
    <message>
        <source>Interpret</source>
        <translation>判读</translation>
    </message>
    <message>
        <source>Measure again, everything</source>
        <translation>全部重新测算</translation>
    </message>
    <message>
        <source>Export survey text…</source>
        <translation>导出勘测定界 TXT…</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Draft answer</source>
        <translation>初判</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>把握程度</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Came in</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Superseded by a new issue</source>
        <translation>被重新下发的图斑替换</translation>
    </message>
    <message>
        <source>Kept when issued again</source>
        <translation>重新下发时保留原图斑</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>signature withdrawn</source>
        <translation>签字撤销</translation>
    </message>
    <message>
        <source>by {name}, upon {basis}</source>
        <translation>{name}，依据{basis}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import an issued package</source>
        <translation>导入下发数据</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>下发数据</translation>
    </message>
    <message>
        <source>zip, folder, shapefile, geodatabase or GeoPackage as it was issued</source>
        <translation>下发的 zip、文件夹、shp、gdb 或 gpkg</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>新工作库</translation>
    </message>
    <message>
        <source>Where…</source>
        <translation>位置…</translation>
    </message>
    <message>
        <source>Coordinate system</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Name of the batch</source>
        <translation>批次名称</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>下发日期</translation>
    </message>
    <message>
        <source>Policy profile</source>
        <translation>政策口径</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概况</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列名对应</translation>
    </message>
    <message>
        <source>As issued</source>
        <translation>下发列名</translation>
    </message>
    <message>
        <source>Recognised as</source>
        <translation>识别为</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Issued again</source>
        <translation>重新下发</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>The imagery of this package is not classified (asked once; without this it is not shown)</source>
        <translation>确认本包影像为非涉密影像（只问一次；未确认则不显示）</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Issued package</source>
        <translation>下发数据</translation>
    </message>
    <message>
        <source>Packages ({patterns});;All files (*)</source>
        <translation>下发包 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Weipian: read the package</source>
        <translation>卫片判读：读取下发数据</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>New: {new}   as before: {same}   different: {differing}   set apart: {apart}</source>
        <translation>新增 {new}   与库中相同 {same}   有差异 {differing}   隔离 {apart}</translation>
    </message>
    <message>
        <source>not recognised; kept as it is</source>
        <translation>未识别，原样保留</translation>
    </message>
    <message>
        <source>Table rows without a shape</source>
        <translation>有表无图</translation>
    </message>
    <message>
        <source>Shapes without a table row</source>
        <translation>有图无表</translation>
    </message>
    <message>
        <source>The package</source>
        <translation>下发数据</translation>
    </message>
    <message>
        <source>another shape</source>
        <translation>图形不同</translation>
    </message>
    <message>
        <source>Decide …</source>
        <translation>请决定…</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>保留库中的</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>以新下发的替换</translation>
    </message>
    <message>
        <source>Layer of the patches</source>
        <translation>图斑图层</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>文字编码</translation>
    </message>
    <message>
        <source>Password of the zip</source>
        <translation>压缩包密码</translation>
    </message>
</context>
<context>
    <name>InterpretationDock</name>
    <message>
        <source>Interpretation</source>
        <translation>判读</translation>
    </message>
    <message>
        <source>Not signed. Still missing: {names}</source>
        <translation>未签字。还缺：{names}</translation>
    </message>
    <message>
        <source>Not signed. Choose upon what you sign: on site or from the desk.</source>
        <translation>未签字。请先选择确认依据：实地或内业。</translation>
    </message>
    <message>
        <source>Not signed. A violation (W1, W3) wants an on-site record, or a written reason.</source>
        <translation>未签字。违法（W1、W3）须有实地核查记录，否则请写明理由。</translation>
    </message>
    <message>
        <source>Saves this answer and stays here; the key {digit} saves it and goes on.</source>
        <translation>保存此初判，停在本图斑；按键 {digit} 则保存并转到下一个。</translation>
    </message>
    <message>
        <source>Change an answer: that withdraws the signature and is kept in the history.</source>
        <translation>请修改答案：改动即撤销签字，并记入历史。</translation>
    </message>
    <message>
        <source>⚠ Findings: {count}</source>
        <translation>⚠ 提示 {count} 条</translation>
    </message>
    <message>
        <source>Your judgement, signed</source>
        <translation>人工判定（已签字）</translation>
    </message>
    <message>
        <source>Your answer (draft)</source>
        <translation>人工初判</translation>
    </message>
    <message>
        <source>Read-only: nothing can be decided here.</source>
        <translation>只读：此处不能作出判定。</translation>
    </message>
    <message>
        <source>No workspace is open.

Open one in the Patches dock, or begin with “Import issued package…”. Then go patch by patch: look, answer with 1…9, sign.</source>
        <translation>尚未打开工作库。

请在“图斑”面板打开工作库，或从“导入下发数据…”开始。然后逐图斑：看影像，按 1…9 初判，签字。</translation>
    </message>
    <message>
        <source>No patch is chosen.

Click one in the Patches dock, or press → .</source>
        <translation>尚未选择图斑。

请在“图斑”面板点选，或按 → 。</translation>
    </message>
    <message>
        <source>{names} … ({count} in all)</source>
        <translation>{names}等 {count} 项</translation>
    </message>
</context>
<context>
    <name>InterpretationForm</name>
    <message>
        <source>What was remarked when this patch came in</source>
        <translation>本图斑导入时的提示</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Who said what of this patch, when and why</source>
        <translation>谁在何时、为何作出了什么判断</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>Keys of interpretation mode</source>
        <translation>判读模式按键</translation>
    </message>
    <message>
        <source>They hold while interpretation mode is on and the focus is in our docks or on the map; QGIS has its own keys back on leaving. Change them in Settings › Keyboard Shortcuts.</source>
        <translation>判读模式下，焦点在面板或地图时有效，离开即交还 QGIS。可在“设置 › 键盘快捷键”修改。</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
</context>
<context>
    <name>LayerReports</name>
    <message>
        <source>Findings: {layer}</source>
        <translation>图层检查：{layer}</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Weipian</source>
        <translation>卫片判读</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Patches as issued</source>
        <translation>图斑（下发）</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Draft answers</source>
        <translation>初判</translation>
    </message>
    <message>
        <source>Judgements</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Areas by class</source>
        <translation>套合面积</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待判</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>初判</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>已替换</translation>
    </message>
</context>
<context>
    <name>LayersDialog</name>
    <message>
        <source>Imagery and layers</source>
        <translation>套合图层与影像</translation>
    </message>
    <message>
        <source>Reference layers</source>
        <translation>套合图层</translation>
    </message>
    <message>
        <source>Recognise by name:</source>
        <translation>按名称自动识别：</translation>
    </message>
    <message>
        <source>a file…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>a folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>the project&apos;s layers</source>
        <translation>工程中的图层</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Class field</source>
        <translation>地类字段</translation>
    </message>
    <message>
        <source>State of</source>
        <translation>版本日期</translation>
    </message>
    <message>
        <source>Declared empty</source>
        <translation>声明为空</translation>
    </message>
    <message>
        <source>Imagery</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>拍摄日期</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Not classified</source>
        <translation>非涉密</translation>
    </message>
    <message>
        <source>Imagery finds its patches by the dates QSX and HSX. It is shown only once somebody has said that it is not classified.</source>
        <translation>影像按前时相（QSX）、后时相（HSX）日期对应图斑；确认为非涉密后才显示。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Land classes</source>
        <translation>地类</translation>
    </message>
    <message>
        <source>Zones and lines</source>
        <translation>管控界线</translation>
    </message>
    <message>
        <source>Approvals, filings, rights</source>
        <translation>审批、备案与权属</translation>
    </message>
    <message>
        <source>Administrative areas</source>
        <translation>行政区划</translation>
    </message>
    <message>
        <source>Polygon layers ({patterns})</source>
        <translation>面图层 ({patterns})</translation>
    </message>
    <message>
        <source>There is no polygon layer in this file.</source>
        <translation>该文件中没有面图层。</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>选择图层</translation>
    </message>
    <message>
        <source>File with reference layers</source>
        <translation>含套合图层的文件</translation>
    </message>
    <message>
        <source>Folder with reference layers</source>
        <translation>含套合图层的文件夹</translation>
    </message>
    <message>
        <source>{n} of {total} layers recognised by their names; check them.</source>
        <translation>按名称识别出 {n} 个（共 {total} 个图层），请核对。</translation>
    </message>
    <message>
        <source>Imagery ({patterns})</source>
        <translation>影像 ({patterns})</translation>
    </message>
    <message>
        <source>not classified</source>
        <translation>非涉密</translation>
    </message>
    <message>
        <source>Imagery {file}: write the day it was taken, like 2018-03-09.</source>
        <translation>影像 {file}：请填写拍摄日期，如 2018-03-09。</translation>
    </message>
    <message>
        <source>Imagery {file} cannot be opened. Choose another file.</source>
        <translation>影像 {file} 打不开，请另选文件。</translation>
    </message>
    <message>
        <source>Prepared</source>
        <translation>预处理</translation>
    </message>
</context>
<context>
    <name>Measured</name>
    <message>
        <source>Nothing has changed: the areas of all {n} patches hold.</source>
        <translation>没有变化：{n} 个图斑的面积均沿用。</translation>
    </message>
    <message>
        <source>{n} patches measured, {kept} unchanged ones kept.</source>
        <translation>已测算 {n} 个图斑，{kept} 个未变化的沿用原结果。</translation>
    </message>
    <message>
        <source>{n} patches measured.</source>
        <translation>已测算 {n} 个图斑。</translation>
    </message>
    <message>
        <source>Engine {engine}: {pairs} pairs of patch and feature, {redone} of them left to GEOS.</source>
        <translation>计算引擎 {engine}：共 {pairs} 对图斑与要素，其中 {redone} 对转由 GEOS 计算。</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Unexpected error: {kind}. Nothing was changed; details are in the log.</source>
        <translation>程序出错：{kind}。未做任何更改，详情见日志。</translation>
    </message>
</context>
<context>
    <name>OperatorForm</name>
    <message>
        <source>Who is working?</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Every decision is recorded with a name, and a judgement is signed by a person. Enter yours; it is asked once.</source>
        <translation>每一步判读都记录操作人，判定须由人签字。请填写姓名，只问一次。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>确定</translation>
    </message>
</context>
<context>
    <name>OptionsFactory</name>
    <message>
        <source>Weipian</source>
        <translation>卫片判读</translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Operator who signs</source>
        <translation>操作人（签字）</translation>
    </message>
    <message>
        <source>Your name, as it appears in the tables</source>
        <translation>姓名，将写入附表</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>测算</translation>
    </message>
    <message>
        <source>Python of the worker</source>
        <translation>测算进程的 Python</translation>
    </message>
    <message>
        <source>Empty: one is found by itself</source>
        <translation>留空则自动查找</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Empty: one is found by itself.</source>
        <translation>留空则自动查找。</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Each date is shown for</source>
        <translation>闪烁间隔</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Military and classified patches</source>
        <translation>军用、涉密图斑</translation>
    </message>
    <message>
        <source>Quarantine folder</source>
        <translation>隔离文件夹</translation>
    </message>
    <message>
        <source>Empty: weipian/quarantine in the QGIS profile. Holds for new workspaces</source>
        <translation>留空则为 QGIS 配置文件夹下的 weipian/quarantine；对新建的工作库有效</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>计算引擎</translation>
    </message>
    <message>
        <source>Both give the same areas. Automatic takes the exact one where it is faster, and leaves to GEOS what it cannot prove</source>
        <translation>两种引擎结果相同。“自动”在精确引擎更快时采用它，不能自证的交给 GEOS</translation>
    </message>
    <message>
        <source>Folder of prepared layers</source>
        <translation>预处理图层文件夹</translation>
    </message>
    <message>
        <source>Empty: weipian/prepared in the QGIS profile</source>
        <translation>留空：QGIS 用户配置中的 weipian/prepared</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Remove every prepared copy in this folder; the layers themselves stay</source>
        <translation>删除该文件夹中的全部预处理副本；图层本身不受影响</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <source>Set for everyone by WEIPIAN_{name}</source>
        <translation>由环境变量 WEIPIAN_{name} 统一设定</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Works: {python}
{versions}</source>
        <translation>可用：{python}
{versions}</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Exact (boundary integral)</source>
        <translation>精确（边界积分）</translation>
    </message>
    <message>
        <source>GEOS (intersections)</source>
        <translation>GEOS（求交）</translation>
    </message>
</context>
<context>
    <name>PatchHeader</name>
    <message>
        <source>issued {date}</source>
        <translation>{date} 下发</translation>
    </message>
    <message>
        <source>✔ Judged and signed</source>
        <translation>✔ 已判定并签字</translation>
    </message>
    <message>
        <source>Draft answer, not signed</source>
        <translation>已初判，未签字</translation>
    </message>
    <message>
        <source>Not answered yet</source>
        <translation>待判</translation>
    </message>
    <message>
        <source>Earlier patch here: {jcbh} (overlap {iou})</source>
        <translation>往期图斑：{jcbh}（重叠 {iou}）</translation>
    </message>
    <message>
        <source>Quarantined: this patch is handled outside this workspace.</source>
        <translation>已隔离：本图斑在本工作库之外处理。</translation>
    </message>
    <message>
        <source>Superseded: this patch was issued again; see the newer one.</source>
        <translation>已替换：本图斑已重新下发，请看新图斑。</translation>
    </message>
    <message>
        <source>⊘ Read-only: {holder} has this workspace open</source>
        <translation>⊘ 只读：{holder} 正在使用此工作库</translation>
    </message>
    <message>
        <source>⊘ Read-only: the file or folder cannot be written</source>
        <translation>⊘ 只读：文件或所在文件夹不可写</translation>
    </message>
</context>
<context>
    <name>PatchesDock</name>
    <message>
        <source>Patches</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>No workspace</source>
        <translation>未打开工作库</translation>
    </message>
    <message>
        <source>{name} (read only)</source>
        <translation>{name}（只读）</translation>
    </message>
    <message>
        <source>All batches</source>
        <translation>全部批次</translation>
    </message>
    <message>
        <source>{answered}/{total} answered, {signed} signed</source>
        <translation>已判 {answered}/{total}，已签 {signed}</translation>
    </message>
    <message>
        <source>{n} s each</source>
        <translation>每块 {n} 秒</translation>
    </message>
    <message>
        <source>{n} min each</source>
        <translation>每块 {n} 分</translation>
    </message>
    <message>
        <source>{h} h {m} min left</source>
        <translation>约剩 {h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min left</source>
        <translation>约剩 {m} 分</translation>
    </message>
    <message>
        <source>Next: import the package that was issued.</source>
        <translation>下一步：导入下发数据。</translation>
    </message>
    <message>
        <source>Next: name the reference layers (land classes, basic farmland, redline …).</source>
        <translation>下一步：指定套合图层（地类图斑、永久基本农田、生态保护红线等）。</translation>
    </message>
    <message>
        <source>Next: measure and suggest.</source>
        <translation>下一步：测算并建议。</translation>
    </message>
    <message>
        <source>New from package…</source>
        <translation>由下发数据新建…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开工作库…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Zoom to the patch</source>
        <translation>缩放到图斑</translation>
    </message>
    <message>
        <source>Flag with a reason…</source>
        <translation>标记并写明理由…</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>历史…</translation>
    </message>
    <message>
        <source>Classified: set apart…</source>
        <translation>标为涉密（隔离）…</translation>
    </message>
    <message>
        <source>Classified: set apart</source>
        <translation>标为涉密（隔离）</translation>
    </message>
    <message>
        <source>Set this patch apart as military or classified?</source>
        <translation>将该图斑标为军用或涉密并隔离？</translation>
    </message>
    <message>
        <source>Its shape, attributes, areas and whole history move to the quarantine file and are wiped from this workspace. It will appear in no table, map or report. This cannot be undone. Handle it through the classified channel.</source>
        <translation>其图形、属性、面积和全部判读历史将移入隔离文件，并从本工作库中清除，不再出现在任何附表、地图和报告中。此操作不可撤销。请通过机要渠道处理。</translation>
    </message>
    <message>
        <source>Set apart for good</source>
        <translation>确认隔离（不可撤销）</translation>
    </message>
    <message>
        <source>Keep it here</source>
        <translation>不隔离</translation>
    </message>
    <message>
        <source>Measure again, everything</source>
        <translation>全部重新测算</translation>
    </message>
</context>
<context>
    <name>PatchesForm</name>
    <message>
        <source>Open another workspace, or begin a new one</source>
        <translation>打开其他工作库或新建</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>打开工作库</translation>
    </message>
    <message>
        <source>Import the package your county received, or open a workspace you have begun.</source>
        <translation>导入县里收到的下发数据，或打开已有的工作库。</translation>
    </message>
    <message>
        <source>New from package…</source>
        <translation>由下发数据新建…</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开工作库…</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Which patches to show</source>
        <translation>显示哪些图斑</translation>
    </message>
    <message>
        <source>Number, township, suggestion…</source>
        <translation>编号、乡镇、建议…</translation>
    </message>
    <message>
        <source>Median time per patch today, and what is left at this pace</source>
        <translation>今日每块用时的中位数，及按此速度的剩余时间</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Reference layers</source>
        <translation>套合图层</translation>
    </message>
    <message>
        <source>Measure and suggest</source>
        <translation>测算并建议</translation>
    </message>
    <message>
        <source>Export table 2-1</source>
        <translation>导出附表2-1</translation>
    </message>
    <message>
        <source>Other ways to measure</source>
        <translation>其他测算方式</translation>
    </message>
    <message>
        <source>Measures what has changed since the last time: parcels and layers</source>
        <translation>只测算上次之后有变化的地块和图层</translation>
    </message>
</context>
<context>
    <name>PictureMessages</name>
    <message>
        <source>No workspace is open.
Begin with “Import issued package…”, or open a workspace in the Patches dock; the image from before then stands here beside the map.</source>
        <translation>尚未打开工作库。
请从“导入下发数据…”开始，或在“图斑”面板打开工作库；前时相影像随后显示在这里。</translation>
    </message>
    <message>
        <source>No patch is chosen.
Click one in the Patches dock, or press → .</source>
        <translation>尚未选择图斑。
请在“图斑”面板点选，或按 → 。</translation>
    </message>
    <message>
        <source>This patch has no date before the change (QSX), so no image can be chosen for it.</source>
        <translation>本图斑没有前时相日期（QSX），无法选择影像。</translation>
    </message>
    <message>
        <source>There is no image of {date} in this workspace.
Add it with “Reference layers and imagery…”.</source>
        <translation>工作库中没有 {date} 的影像。
请在“套合图层与影像…”中添加。</translation>
    </message>
    <message>
        <source>The image of {date} has not been confirmed as unclassified (非涉密) and is not shown.
Press the button below once you know that it is.</source>
        <translation>{date} 的影像尚未确认为非涉密，不予显示。
确认后请按下面的按钮。</translation>
    </message>
    <message>
        <source>The image of {date} is not where it was:
{paths}
Put the file back, or name its new place in “Reference layers and imagery…”.</source>
        <translation>{date} 的影像不在原处：
{paths}
请放回文件，或在“套合图层与影像…”中指明新位置。</translation>
    </message>
    <message>
        <source>The image of {date} does not reach this patch:
{paths}</source>
        <translation>{date} 的影像不覆盖本图斑：
{paths}</translation>
    </message>
    <message>
        <source>The image of {date} cannot be read:
{paths}</source>
        <translation>{date} 的影像无法读取：
{paths}</translation>
    </message>
</context>
<context>
    <name>Preparations</name>
    <message>
        <source>layer reports</source>
        <translation>图层检查报告</translation>
    </message>
    <message>
        <source>Weipian: prepare {layer}</source>
        <translation>卫片判读：预处理 {layer}</translation>
    </message>
    <message>
        <source>{layer} is prepared: {n} features in {seconds} s.</source>
        <translation>{layer} 预处理完成：{n} 个要素，用时 {seconds} 秒。</translation>
    </message>
    <message>
        <source>{layer} changed while it was prepared: prepare it again.</source>
        <translation>{layer} 在预处理过程中被改动：请重新预处理。</translation>
    </message>
</context>
<context>
    <name>PreparedCell</name>
    <message>
        <source>prepared {date}</source>
        <translation>{date} 已预处理</translation>
    </message>
    <message>
        <source>changed since {date}</source>
        <translation>{date} 后有变化</translation>
    </message>
    <message>
        <source>Prepare again</source>
        <translation>重新预处理</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>Check the layer once and keep it ready: measuring is faster, and a report says what is wrong with it</source>
        <translation>检查图层一次并备好待用：测算更快，并给出图层质量报告</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>copy damaged</source>
        <translation>副本损坏</translation>
    </message>
    <message>
        <source>prepared elsewhere</source>
        <translation>属另一投影带</translation>
    </message>
    <message>
        <source>not prepared</source>
        <translation>未预处理</translation>
    </message>
    <message>
        <source>{n} features, {crs}, {driver}</source>
        <translation>{n} 个要素，{crs}，{driver}</translation>
    </message>
    <message>
        <source>The source has changed since it was prepared: it is read directly until it is prepared again.</source>
        <translation>预处理之后源数据有变化：重新预处理之前直接读取源数据。</translation>
    </message>
    <message>
        <source>The prepared copy is not whole: the source is read directly until it is prepared again.</source>
        <translation>预处理副本不完整：重新预处理之前直接读取源数据。</translation>
    </message>
    <message>
        <source>Prepared for another zone: prepare it again for this county.</source>
        <translation>是按另一投影带预处理的：请为本县重新预处理。</translation>
    </message>
    <message>
        <source>{stage} {n} %</source>
        <translation>{stage} {n} %</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>预处理</translation>
    </message>
</context>
<context>
    <name>PreparedFolder</name>
    <message>
        <source>{n} prepared layers, {size}, in {folder}</source>
        <translation>{n} 个预处理图层，共 {size}，位于 {folder}</translation>
    </message>
    <message>
        <source>Nothing is prepared yet.</source>
        <translation>还没有预处理过图层。</translation>
    </message>
    <message>
        <source>Remove every prepared copy in {folder}? The layers themselves stay; they are read directly until they are prepared again.</source>
        <translation>删除 {folder} 中的全部预处理副本？图层本身不受影响，重新预处理之前直接读取源数据。</translation>
    </message>
    <message>
        <source>Prepared layers</source>
        <translation>预处理图层</translation>
    </message>
    <message>
        <source>{n} are in use and are still there: close the workspace, then clear again.</source>
        <translation>有 {n} 个正在使用，未能删除：请关闭工作库后再清空。</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>(getting the engine ready: up to a minute, only after an installation or update)</source>
        <translation>（正在准备计算引擎：仅安装或更新后首次需要，约一分钟）</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取图层</translation>
    </message>
    <message>
        <source>indexing</source>
        <translation>建立索引</translation>
    </message>
    <message>
        <source>borders</source>
        <translation>检查邻边</translation>
    </message>
    <message>
        <source>gaps, overlaps</source>
        <translation>检查缝隙重叠</translation>
    </message>
    <message>
        <source>class codes</source>
        <translation>检查地类编码</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>检查重复</translation>
    </message>
    <message>
        <source>county</source>
        <translation>检查县界</translation>
    </message>
    <message>
        <source>report</source>
        <translation>写出报告</translation>
    </message>
    <message>
        <source>storing</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>To do</source>
        <translation>待判</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>初判</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Set apart</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>已替换</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>mu</source>
        <translation>亩</translation>
    </message>
    <message>
        <source>Farm</source>
        <translation>耕地</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>永农</translation>
    </message>
    <message>
        <source>Redline</source>
        <translation>红线</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Status of the patch</source>
        <translation>图斑状态</translation>
    </message>
    <message>
        <source>Patch number</source>
        <translation>图斑编号</translation>
    </message>
    <message>
        <source>Area in mu</source>
        <translation>面积（亩）</translation>
    </message>
    <message>
        <source>Farmland in mu</source>
        <translation>耕地面积（亩）</translation>
    </message>
    <message>
        <source>Permanent basic farmland in mu</source>
        <translation>永久基本农田面积（亩）</translation>
    </message>
    <message>
        <source>Ecological redline in mu</source>
        <translation>生态保护红线面积（亩）</translation>
    </message>
    <message>
        <source>Days until it is to be reported</source>
        <translation>距上报期限天数</translation>
    </message>
    <message>
        <source>What the rules suggest; never a judgement</source>
        <translation>规则给出的建议，不是判定</translation>
    </message>
    <message>
        <source>Outcome chosen by a person</source>
        <translation>人工判定</translation>
    </message>
    <message>
        <source>Flag: {reason}</source>
        <translation>标记：{reason}</translation>
    </message>
</context>
<context>
    <name>ReferenceCheck</name>
    <message>
        <source>{role}: {file} cannot be opened. Choose another file.</source>
        <translation>{role}：{file} 打不开，请另选文件。</translation>
    </message>
    <message>
        <source>{role}: {file} holds no polygons. Choose a polygon layer.</source>
        <translation>{role}：{file} 不是面图层，请选择面图层。</translation>
    </message>
    <message>
        <source>{role}: {file} does not say in which coordinate system it is. Give it a .prj file.</source>
        <translation>{role}：{file} 没有坐标系信息，请补上 .prj 文件。</translation>
    </message>
    <message>
        <source>{role}: {file} has no field {field}. Choose its class field.</source>
        <translation>{role}：{file} 没有字段 {field}，请选择地类字段。</translation>
    </message>
    <message>
        <source>{role}: choose the field of {file} that holds the land-class code (DLBM).</source>
        <translation>{role}：请选择 {file} 中存放地类编码（DLBM）的字段。</translation>
    </message>
    <message>
        <source>{role}: {date} is not a date; write it like 2022-12-31.</source>
        <translation>{role}：{date} 不是日期，请写成 2022-12-31 的样式。</translation>
    </message>
</context>
<context>
    <name>ReferenceRow</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>none here</source>
        <translation>本地区没有</translation>
    </message>
    <message>
        <source>There is nothing of this kind in this area: declared empty. Only then may a rule conclude from its absence.</source>
        <translation>声明本地区没有此类。只有声明为空，规则才可以据此作出判断。</translation>
    </message>
    <message>
        <source>choose, or paste a path or PG:…</source>
        <translation>选择，或粘贴路径、PG:…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder (file geodatabase .gdb)…</source>
        <translation>文件夹（.gdb 地理数据库）…</translation>
    </message>
</context>
<context>
    <name>RemarksBar</name>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
</context>
<context>
    <name>RemarksForm</name>
    <message>
        <source>Note (N)</source>
        <translation>备注（N）</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>把握程度</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Flag this patch with a reason (F)</source>
        <translation>标记本图斑并写明理由（F）</translation>
    </message>
    <message>
        <source>Why is it flagged? Enter keeps it</source>
        <translation>为何标记？按回车保存</translation>
    </message>
</context>
<context>
    <name>ReportWindow</name>
    <message>
        <source>Report on a layer</source>
        <translation>图层检查报告</translation>
    </message>
    <message>
        <source>A click shows only the findings of this kind</source>
        <translation>单击只列出此类问题</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>面积（平方米）</translation>
    </message>
    <message>
        <source>A click zooms to the place</source>
        <translation>单击定位到该处</translation>
    </message>
    <message>
        <source>Report: {layer} ({role})</source>
        <translation>检查报告：{layer}（{role}）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was found wrong with this layer.</source>
        <translation>该图层没有发现问题。</translation>
    </message>
    <message>
        <source>{n} findings. A click on a kind shows only these; a click on a finding shows its place.</source>
        <translation>共 {n} 处问题。单击类别只列此类，单击一行定位到该处。</translation>
    </message>
    <message>
        <source>All findings</source>
        <translation>全部问题</translation>
    </message>
    <message>
        <source>{n} ({listed} listed)</source>
        <translation>{n}（列出 {listed}）</translation>
    </message>
    <message>
        <source>Report file: {file}</source>
        <translation>报告文件：{file}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>This workspace is being edited by {holder}: you may look, but nothing is saved.</source>
        <translation>{holder} 正在使用此工作库：您可以查看，不能保存。</translation>
    </message>
    <message>
        <source>No further patch in this direction.</source>
        <translation>这个方向没有图斑了。</translation>
    </message>
    <message>
        <source>That was the last patch of this list.</source>
        <translation>这是列表中的最后一个图斑。</translation>
    </message>
    <message>
        <source>There is no earlier answer to copy yet.</source>
        <translation>还没有可复制的初判。</translation>
    </message>
    <message>
        <source>Enter your name first: a judgement is signed by a person.</source>
        <translation>请先填写姓名：判定须由人签字。</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>The file or folder of this workspace cannot be written: you may look, but nothing is saved. Copy it to a folder of your own to work on it.</source>
        <translation>此工作库的文件或所在文件夹只读：您可以查看，不能保存。要在其上工作，请复制到自己的文件夹。</translation>
    </message>
</context>
<context>
    <name>SignBar</name>
    <message>
        <source>✱ Still missing: {names}</source>
        <translation>✱ 还缺：{names}</translation>
    </message>
    <message>
        <source>✔ Complete – may be signed</source>
        <translation>✔ 填写齐全，可以签字</translation>
    </message>
    <message>
        <source>Sign as {name}</source>
        <translation>签字（{name}）</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>✔ Signed by {name} on {when}, upon {basis}</source>
        <translation>✔ {name} 于 {when} 签字，依据{basis}</translation>
    </message>
</context>
<context>
    <name>SignForm</name>
    <message>
        <source>Reason for signing a violation without an on-site record</source>
        <translation>没有实地核查记录而签违法的理由</translation>
    </message>
    <message>
        <source>Upon</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Withdraw the signature</source>
        <translation>撤销签字</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Make this draft a signed judgement (Ctrl+Enter)</source>
        <translation>把初判签为判定（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>1…9: draft and next · ←/→: patches · Space: blink · Ctrl+Enter: sign · ?: all keys</source>
        <translation>1…9 初判 · ←/→ 换图斑 · 空格闪烁 · Ctrl+Enter 签字 · ? 按键</translation>
    </message>
</context>
<context>
    <name>SuggestionCard</name>
    <message>
        <source>Machine's suggestion – not a judgement</source>
        <translation>机器建议 · 不是判定</translation>
    </message>
    <message>
        <source>No suggestion yet</source>
        <translation>尚无建议</translation>
    </message>
    <message>
        <source>Press “Measure and suggest” in the toolbar; your own answer does not depend on it.</source>
        <translation>请按工具栏“测算并建议”；没有建议也可以初判。</translation>
    </message>
    <message>
        <source>Suspected: {outcome}</source>
        <translation>疑似{outcome}</translation>
    </message>
    <message>
        <source> (in doubt)</source>
        <translation>（存疑）</translation>
    </message>
    <message>
        <source>[proposed]</source>
        <translation>[拟]</translation>
    </message>
    <message>
        <source>Missing: </source>
        <translation>缺：</translation>
    </message>
    <message>
        <source>Layers not loaded: </source>
        <translation>未加载图层：</translation>
    </message>
    <message>
        <source>Not known: </source>
        <translation>未查明：</translation>
    </message>
    <message>
        <source>⚑ to be confirmed: </source>
        <translation>⚑ 须人工确认：</translation>
    </message>
    <message>
        <source>◆ On site: {duty}</source>
        <translation>◆ 须实地核查：{duty}</translation>
    </message>
    <message>
        <source>◇ On-site duties that cannot be told yet: {ids}</source>
        <translation>◇ 实地核查尚不能判断：{ids}</translation>
    </message>
    <message>
        <source>Facts used</source>
        <translation>所用事实</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>举证材料</translation>
    </message>
    <message>
        <source>Rules tried before</source>
        <translation>此前各条规则</translation>
    </message>
    <message>
        <source>All deadlines</source>
        <translation>全部期限</translation>
    </message>
    <message>
        <source>On-site duties and marks</source>
        <translation>实地核查与标记</translation>
    </message>
    <message>
        <source>Profile: {title} ({id})</source>
        <translation>政策口径：{title}（{id}）</translation>
    </message>
</context>
<context>
    <name>SuggestionForm</name>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>The whole reasoning: rule, source, facts, evidence, and the rules tried before</source>
        <translation>完整理由：规则、出处、事实、举证材料和此前各条规则</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Answer, save, go on</source>
        <translation>初判（保存并到下一个）</translation>
    </message>
    <message>
        <source>Go and look</source>
        <translation>浏览与对比</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>This patch is signed. Withdraw the signature first, then answer anew.</source>
        <translation>本图斑已签字。要改判，请先撤销签字。</translation>
    </message>
</context>
<context>
    <name>WorkspaceJobs</name>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作库</translation>
    </message>
    <message>
        <source>Nothing changed: all {n} patches were here already.</source>
        <translation>没有变化：{n} 个图斑都已在库中。</translation>
    </message>
    <message>
        <source>{added} patches came in, {replaced} replaced, {identical} were here already, {linked} linked to earlier batches, {quarantined} set apart.</source>
        <translation>新增 {added} 个图斑，替换 {replaced} 个，已在库中 {identical} 个，与往期关联 {linked} 个，隔离 {quarantined} 个。</translation>
    </message>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Weipian: measure and suggest</source>
        <translation>卫片判读：测算并建议</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测算</translation>
    </message>
    <message>
        <source>Applying the rules</source>
        <translation>正在套用规则</translation>
    </message>
    <message>
        <source>Folder for the tables</source>
        <translation>附表存放文件夹</translation>
    </message>
    <message>
        <source>Written: {files}</source>
        <translation>已写出：{files}</translation>
    </message>
    <message>
        <source>{measured} Suggestions: {counts}</source>
        <translation>{measured}建议：{counts}</translation>
    </message>
    <message>
        <source>Export survey text</source>
        <translation>导出勘测定界 TXT</translation>
    </message>
    <message>
        <source>{n} parcels written: {file}</source>
        <translation>已写入 {n} 个地块：{file}</translation>
    </message>
    <message>
        <source>{n} without a polygon were left out.</source>
        <translation>{n} 个没有图形，未写入。</translation>
    </message>
</context>
</TS>
