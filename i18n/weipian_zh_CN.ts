<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Accountabilities</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Weipian: read for the accountability ratio</source>
        <translation>卫片判读：读取问责测算数据</translation>
    </message>
    <message>
        <source>Weipian: which parcels matter most</source>
        <translation>卫片判读：哪些地块影响最大</translation>
    </message>
    <message>
        <source>Export the calculation</source>
        <translation>导出测算</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写出：{file}</translation>
    </message>
</context>
<context>
    <name>AccountabilityWindow</name>
    <message>
        <source>Accountability</source>
        <translation>问责测算</translation>
    </message>
    <message>
        <source>&amp;Batches</source>
        <translation>批次(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>政策口径(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>层级(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Township</source>
        <translation>乡镇(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Read again</source>
        <translation>重新读取(&amp;R)</translation>
    </message>
    <message>
        <source>Accountability ratio</source>
        <translation>问责比例</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假设测算</translation>
    </message>
    <message>
        <source>Every line</source>
        <translation>逐项计算</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>State the &amp;denominator (mu)</source>
        <translation>手填分母（亩）(&amp;D)</translation>
    </message>
    <message>
        <source>Newly taken farmland before deductions, from the year&apos;s statistics, in the place of the sum of the parcels</source>
        <translation>扣减前的新增建设占用耕地总面积，取自年度统计，代替地块合计</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Other calculations</source>
        <translation>其他测算</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未说明来源</translation>
    </message>
    <message>
        <source>Reading the workspace …</source>
        <translation>正在读取工作库……</translation>
    </message>
    <message>
        <source>Decisions were made since: read again.</source>
        <translation>此后又有新的判定或登记：请点“重新读取”。</translation>
    </message>
    <message>
        <source>{signed} of {all} parcels are signed and count; drafts do not. Values of the profile: {marks}.</source>
        <translation>共 {all} 个地块，已签署 {signed} 个，计入测算；初判不计入。口径取值：{marks}。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All batches</source>
        <translation>全部批次</translation>
    </message>
    <message>
        <source>All of {year}</source>
        <translation>{year} 年全部批次</translation>
    </message>
    <message>
        <source>{n} of {all} batches</source>
        <translation>{n}/{all} 个批次</translation>
    </message>
    <message>
        <source>All {n} batches</source>
        <translation>全部 {n} 个批次</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>合并计算</translation>
    </message>
    <message>
        <source>Ratio R = N ÷ D</source>
        <translation>问责比例 R = N ÷ D</translation>
    </message>
    <message>
        <source>Illegal farmland N</source>
        <translation>违法占用耕地 N（分子）</translation>
    </message>
    <message>
        <source>Newly taken farmland D</source>
        <translation>新增建设占用耕地 D（分母）</translation>
    </message>
    <message>
        <source>As it is: {text}</source>
        <translation>现状：{text}</translation>
    </message>
    <message>
        <source>As assumed: {text}</source>
        <translation>假设后：{text}</translation>
    </message>
    <message>
        <source>Other reading: {text}</source>
        <translation>另一种理解：{text}</translation>
    </message>
    <message>
        <source>As assumed</source>
        <translation>假设后</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>The batches that are counted together</source>
        <translation>一起计算的批次</translation>
    </message>
    <message>
        <source>The policy profile whose limits and deductions hold</source>
        <translation>采用哪个政策口径的界限和扣减</translation>
    </message>
    <message>
        <source>County or township: each has its own limits</source>
        <translation>按县区还是按乡镇计算：界限各不相同</translation>
    </message>
    <message>
        <source>Of which township, where that level is chosen</source>
        <translation>按乡镇计算时，选哪个乡镇</translation>
    </message>
    <message>
        <source>Read the workspace again: judgements, acts and rectification as they are now</source>
        <translation>重新读取工作库：按现在的判定、查处和整改计算</translation>
    </message>
    <message>
        <source>The ratio, and the other calculations</source>
        <translation>问责比例，以及其他测算</translation>
    </message>
    <message>
        <source>What would change by rectification, and every line of the calculation</source>
        <translation>整改后会怎样，以及计算的每一行</translation>
    </message>
    <message>
        <source>Show all parcels or only some of them</source>
        <translation>显示全部地块，或只显示一部分</translation>
    </message>
    <message>
        <source>New construction land in mu as stated elsewhere; it stands beside what the workspace says</source>
        <translation>另有来源的新增建设用地面积（亩），与工作库中的数并列</translation>
    </message>
    <message>
        <source>Where the stated figure comes from; it is printed with it</source>
        <translation>该数字的来源，随数字一起输出</translation>
    </message>
    <message>
        <source>Export the calculation, or close the window</source>
        <translation>导出计算过程，或关闭窗口</translation>
    </message>
    <message>
        <source>Weipian: accountability figures</source>
        <translation>卫片判读：问责测算</translation>
    </message>
    <message>
        <source>Computing …</source>
        <translation>计算中…</translation>
    </message>
</context>
<context>
    <name>ActPage</name>
    <message>
        <source>New act from the current parcel</source>
        <translation>由当前地块新建违法行为</translation>
    </message>
    <message>
        <source>The act</source>
        <translation>违法行为</translation>
    </message>
    <message>
        <source>Rectification</source>
        <translation>整改</translation>
    </message>
    <message>
        <source>Hand over to another authority…</source>
        <translation>移交其他部门…</translation>
    </message>
    <message>
        <source>Rectification ({n})</source>
        <translation>整改（{n}）</translation>
    </message>
    <message>
        <source>What is left cannot be told: the suspected area is not entered.</source>
        <translation>涉嫌违法面积未填，剩余面积无法计算。</translation>
    </message>
    <message>
        <source>Suspected {whole} {unit}; in {n} parts {planned}; rectified {done}; left {left} {unit}</source>
        <translation>涉嫌违法 {whole} {unit}；分 {n} 部分整改共 {planned}；已到位 {done}；剩余未整改 {left} {unit}</translation>
    </message>
    <message>
        <source>✖ The parts are {area} {unit} more than the suspected area: correct one of them.</source>
        <translation>✖ 各部分整改面积之和超出涉嫌违法面积 {area} {unit}：请更正。</translation>
    </message>
    <message>
        <source>{area} {unit} lie in no part yet.</source>
        <translation>尚有 {area} {unit} 未划入任何整改部分。</translation>
    </message>
    <message>
        <source>⚠ In doubt, a correction is open: {parcels}</source>
        <translation>⚠ 存疑—容错中：{parcels}</translation>
    </message>
    <message>
        <source>The act, and its rectification</source>
        <translation>违法行为及其整改</translation>
    </message>
    <message>
        <source>A new letter of transfer for this act</source>
        <translation>为该违法行为新建移交函</translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Agenda and minutes</source>
        <translation>会审议程与记录</translation>
    </message>
    <message>
        <source>List of survey flags</source>
        <translation>变更调查标识清单</translation>
    </message>
    <message>
        <source>Written: {files}</source>
        <translation>已写出：{files}</translation>
    </message>
</context>
<context>
    <name>ActsWindow</name>
    <message>
        <source>Acts and rectification</source>
        <translation>查处整改</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Every change is saved at once.</source>
        <translation>每次修改即时保存。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>⊘ Read-only: {holder} has this workspace open. Nothing can be changed here.</source>
        <translation>⊘ 只读：{holder} 正打开此工作库，这里不能修改。</translation>
    </message>
    <message>
        <source>⊘ Read-only: the file or folder cannot be written. Nothing can be changed here.</source>
        <translation>⊘ 只读：文件或文件夹不能写入，这里不能修改。</translation>
    </message>
    <message>
        <source>A training workspace: nothing of it is handed in.</source>
        <translation>培训用工作库：内容不得上报。</translation>
    </message>
    <message>
        <source>Acts, rectification, transfers, reviews, corrections and extensions</source>
        <translation>违法行为、整改、移送、会审、容错纠错、延期</translation>
    </message>
    <message>
        <source>Take back the last decision of yours in this workspace</source>
        <translation>撤销您在本工作库中的上一步</translation>
    </message>
    <message>
        <source>Close the window; everything is saved already</source>
        <translation>关闭窗口；填过的都已保存</translation>
    </message>
</context>
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
        <source>Folder for the tables</source>
        <translation>附表存放文件夹</translation>
    </message>
    <message>
        <source>Batch (label; empty: all)</source>
        <translation>批次（名称；空为全部）</translation>
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
    <message>
        <source>Accountability ratio</source>
        <translation>问责比例</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>County</source>
        <translation>县</translation>
    </message>
    <message>
        <source>City</source>
        <translation>市</translation>
    </message>
    <message>
        <source>Province</source>
        <translation>省</translation>
    </message>
    <message>
        <source>Township (name; empty: all)</source>
        <translation>乡镇（名称；空为全部）</translation>
    </message>
    <message>
        <source>Denominator before deductions, mu (empty: from the parcels)</source>
        <translation>扣减前的分母，亩（空为由地块合计）</translation>
    </message>
    <message>
        <source>Where that denominator comes from</source>
        <translation>该分母的来源</translation>
    </message>
    <message>
        <source>What if: parcel id and kind (JSON)</source>
        <translation>假设：地块编号与改成什么（JSON）</translation>
    </message>
    <message>
        <source>Table of lines</source>
        <translation>逐项计算表</translation>
    </message>
    <message>
        <source>Page of lines</source>
        <translation>逐项计算网页</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>问责比例</translation>
    </message>
    <message>
        <source>Numerator, mu</source>
        <translation>分子，亩</translation>
    </message>
    <message>
        <source>Denominator, mu</source>
        <translation>分母，亩</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>All lines (JSON)</source>
        <translation>全部计算项（JSON）</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>所属</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>计算项</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Export calendar of deadlines</source>
        <translation>导出期限日历</translation>
    </message>
    <message>
        <source>Writes a calendar file (.ics) with one event for each task and date of a batch and the number of patches it is for, the sentence of the rule, and an alarm by the lead days. Patches that are signed have no reporting dates any more; patches in quarantine appear in nothing.</source>
        <translation>写出日历文件（.ics）：每个批次的每项任务、每个日期为一个事件，注明图斑个数、文件原文，并按提前天数提醒。已签字的图斑不再有上报期限；隔离的图斑不写入。</translation>
    </message>
    <message>
        <source>Calendar file</source>
        <translation>日历文件</translation>
    </message>
    <message>
        <source>Lead days (empty: the profile&apos;s)</source>
        <translation>提前天数（空为口径所定）</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Export survey flags</source>
        <translation>导出变更调查标识清单</translation>
    </message>
    <message>
        <source>Writes the parcels that carry a survey flag (BGDCBS: marked apart as illegal, not to become construction land, restore the class next year) as an Excel or CSV list for the survey team. Patches in quarantine appear in nothing.</source>
        <translation>把登记了变更调查标识 BGDCBS（单独标识为违法用地、不得变更为新增建设用地、下一年度恢复原地类）的地块写成 Excel 或 CSV 清单，供变更调查使用。已隔离的图斑不出现在任何成果中。</translation>
    </message>
    <message>
        <source>List of survey flags</source>
        <translation>变更调查标识清单</translation>
    </message>
    <message>
        <source>Print field sheets</source>
        <translation>打印外业核查表</translation>
    </message>
    <message>
        <source>Writes a PDF with a page for each patch: a map on the newer image with the neighbours&apos; outlines, both images small, the issued attributes, the measured areas in mu, what to look for and to bring back, and lines to write on. Patches in quarantine or marked classified appear in nothing.</source>
        <translation>每个图斑一页，写成一份 PDF：后时相影像上的位置图（含相邻图斑边界）、前后时相小图、下发属性、套合面积（亩）、核查要点和待取证材料，以及供手写的空栏。已隔离或标为军用、涉密的图斑一律不出现。</translation>
    </message>
    <message>
        <source>Field sheets</source>
        <translation>外业核查表</translation>
    </message>
    <message>
        <source>Patches (numbers; empty: all)</source>
        <translation>图斑（编号；空为全部）</translation>
    </message>
    <message>
        <source>Parcel or monitoring ids, apart by commas, spaces or lines.</source>
        <translation>地块编号或监测编号，用逗号、空格或换行分开。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未写出</translation>
    </message>
    <message>
        <source>Code table of the land classes</source>
        <translation>地类编码表</translation>
    </message>
    <message>
        <source>As the workspace and the profile say</source>
        <translation>按工作库和政策口径</translation>
    </message>
    <message>
        <source>Check a workspace</source>
        <translation>校验工作库</translation>
    </message>
    <message>
        <source>Runs the checks V01–V26 over the parcels of a workspace and lists what does not hold, what a person has explained, what is resolved since, and what could not be checked because something is missing. Nothing is changed. Errors on signed parcels hold back the tables that are handed in.</source>
        <translation>对工作库的地块逐项校验（V01—V26），列出不成立的、已说明的、已解决的，以及因缺图层或数据而未核的。不改动任何内容。已签字地块上的错误会拦下附表。</translation>
    </message>
    <message>
        <source>List what could not be checked, too</source>
        <translation>未核的也列出</translation>
    </message>
    <message>
        <source>Open errors</source>
        <translation>未处理的错误</translation>
    </message>
    <message>
        <source>Open warnings</source>
        <translation>未处理的提醒</translation>
    </message>
    <message>
        <source>Could not be checked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>Number by check and state (JSON)</source>
        <translation>各检查项、各状态的数目（JSON）</translation>
    </message>
    <message>
        <source>Works out the share of illegally taken farmland as the policy profile says: numerator, denominator, every deduction with its sentence, and whether accountability follows. Signed judgements count; drafts are named apart. Where a document leaves a reading open, the others are shown too. With assumptions such as {&quot;450329WP2300001&quot;: &quot;拆除复耕&quot;} it shows what would be.</source>
        <translation>按政策口径计算违法占用耕地的问责比例：分子、分母、每一项扣减及其原文，以及是否纳入问责。只计入已签字的判定，初判另行列出。文件可作两种理解的，另一种的结果并列。给出假设（如 {&quot;450329WP2300001&quot;: &quot;拆除复耕&quot;}）时，显示假设后的结果。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>unchecked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>Build dossiers</source>
        <translation>生成一图斑一卷宗</translation>
    </message>
    <message>
        <source>Builds a folder for each patch (一图斑一卷宗): statement, images of both dates at one scale, overlay map and table, judgement sheet, photos with a map of where they were taken, papers, case and rectification; bound into one PDF with page numbers and an index that says what is missing, and a list of all files with SHA-256. Only what changed is built again; a run that was cancelled goes on where it was. Patches with errors, or without a signature, are marked as drafts (草稿); patches in quarantine appear in nothing, and dossiers built before they were set apart are removed. Page templates (.qpt) of your own in the folder weipian/templates/dossier of the profile win over ours; the template check says what they lack, and builds nothing.</source>
        <translation>为每个图斑生成一个文件夹（一图斑一卷宗）：情况说明，同范围同比例尺的前后时相影像，套合图和面积表，核查登记与判定，现场照片及拍摄位置图，举证材料，违法案件处理和整改；并装订为一个带页码和目录的 PDF，目录写明尚缺材料，文件清单列出每个文件的 SHA-256。只重做有变化的卷宗；取消后再次运行从中断处继续。有校验错误或未签署判定的图斑标为草稿；机要隔离的图斑不出现在任何成果中，隔离前生成的卷宗会被移除。配置文件夹 weipian/templates/dossier 中自备的页面模板（.qpt）优先；“只检查模板”会说明缺什么，不生成卷宗。</translation>
    </message>
    <message>
        <source>Folder for the dossiers</source>
        <translation>卷宗文件夹</translation>
    </message>
    <message>
        <source>Period (2023Q3, 2023H1 or 2023; empty: all)</source>
        <translation>期间（2023Q3、2023H1 或 2023；空为全部）</translation>
    </message>
    <message>
        <source>Monitoring ids, apart by commas, spaces or lines.</source>
        <translation>监测编号，用逗号、空格或换行分隔。</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Only check the templates</source>
        <translation>只检查模板</translation>
    </message>
    <message>
        <source>List of the dossiers</source>
        <translation>卷宗清单</translation>
    </message>
    <message>
        <source>What was found in the templates</source>
        <translation>模板检查结果</translation>
    </message>
    <message>
        <source>Built</source>
        <translation>新生成</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未变化</translation>
    </message>
    <message>
        <source>Not built</source>
        <translation>未生成</translation>
    </message>
    <message>
        <source>With something missing</source>
        <translation>有缺项</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件数</translation>
    </message>
    <message>
        <source>Build the summary report (table 3)</source>
        <translation>编制汇总分析报告（附表3）</translation>
    </message>
    <message>
        <source>Writes the summary report of a batch, quarter, half or year: what was issued and verified, how it was judged, violations, rectification, the ratio before and after deductions, minerals, the comparison with the period before and a year ago, findings of the checks, and an annex that says what every figure counts. As docx (from a template you may replace), PDF and a list of all figures (CSV). While the checks hold something back it is marked 草稿, with the reasons. Patches in quarantine appear in nothing.</source>
        <translation>编制批次、季度、半年或年度的汇总分析报告：下发与核查、判定结构、违法用地、查处整改、扣减前后的比例、矿产、与上期和上年同期比较、校验发现，并附指标口径。写成 docx（模板可替换）、PDF 和指标清单（CSV）。校验未放行时标“草稿”并附原因。隔离的图斑不出现在任何内容中。</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>报告存放的文件夹</translation>
    </message>
    <message>
        <source>Formats (docx, pdf, csv; empty: all)</source>
        <translation>格式（docx、pdf、csv；空为全部）</translation>
    </message>
    <message>
        <source>Tell how many patches are handled as classified</source>
        <translation>说明另有多少条按机要程序处理</translation>
    </message>
    <message>
        <source>Report ({format})</source>
        <translation>报告（{format}）</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标数</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Export the tables</source>
        <translation>导出附表</translation>
    </message>
    <message>
        <source>Writes tables 2-1, 2-2, 4 and 5 (附表) of a batch, of a period or of everything, or the lists that are named (issues, 非农违法, overlay review, ledger, townships): areas in mu that add up, judgements only where a person has signed, what is unknown left empty. Patches in quarantine appear in nothing. Open errors on signed parcels hold the tables back; as a draft (草稿) they go out marked in title, page header and file name, with the list of errors and your reason. Templates of your own in the folder weipian/templates of the profile win over ours; the template check says what of them cannot be placed, and writes nothing.</source>
        <translation>写出一个批次、一个期间或全部批次的附表2-1、2-2、4、5，或所列清单（问题清单、非农违法图斑清单、套合核查表、整改台账、乡镇清单）：面积单位亩、加得拢，判定只填已签字的，不知道的留空；隔离的图斑不出现在任何成果中。已签字地块有未处理的错误时不予导出；可作为草稿导出，标题、页眉、文件名都标明，附错误清单和您填写的理由。配置文件夹 weipian/templates 中的自有模板优先；“检查模板”只列出模板中放不进去的内容，不写文件。</translation>
    </message>
    <message>
        <source>Tables and lists (empty: 2-1, 2-2, 4, 5)</source>
        <translation>附表和清单（空为 2-1、2-2、4、5）</translation>
    </message>
    <message>
        <source>Folder of the previous delivery (its differences stand out)</source>
        <translation>上次成果的文件夹（与之不同的单元格突出显示）</translation>
    </message>
    <message>
        <source>Formats (empty: xlsx)</source>
        <translation>格式（空为 xlsx）</translation>
    </message>
    <message>
        <source>Reason to export a draft (stands in it)</source>
        <translation>导出草稿的理由（写入草稿）</translation>
    </message>
    <message>
        <source>Is it a draft?</source>
        <translation>是否草稿</translation>
    </message>
    <message>
        <source>Import photos and evidence</source>
        <translation>导入照片与举证</translation>
    </message>
    <message>
        <source>Attaches the photos of a folder, or of an evidence package of 互联网+举证 (.db), to the patches of a workspace: by number in their names, by a CSV index beside them, or by where they were taken. What tells no patch is left, and told. Originals are copied byte for byte; nothing in folder or package is changed. Begun again it goes on where it was.</source>
        <translation>把文件夹中的照片，或“互联网+举证”包（.db）中的照片，关联到工作库的图斑：按名称中的编号、旁边的 CSV 索引，或拍摄位置。看不出图斑的不关联并写明。原片逐字节复制；文件夹和包都不改动。再运行一次接着做。</translation>
    </message>
    <message>
        <source>Folder of photos</source>
        <translation>照片文件夹</translation>
    </message>
    <message>
        <source>or evidence package</source>
        <translation>或举证包</translation>
    </message>
    <message>
        <source>By place, too</source>
        <translation>也按位置关联</translation>
    </message>
    <message>
        <source>Farthest from its patch (m)</source>
        <translation>距图斑最远（米）</translation>
    </message>
    <message>
        <source>Positions are GCJ-02 (not used then)</source>
        <translation>位置是 GCJ-02（则不采用）</translation>
    </message>
    <message>
        <source>Operator (empty: your login)</source>
        <translation>操作人（空：登录名）</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>已关联</translation>
    </message>
    <message>
        <source>Were there already</source>
        <translation>原已关联</translation>
    </message>
    <message>
        <source>Left for a person</source>
        <translation>待人工关联</translation>
    </message>
    <message>
        <source>Of no use</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>All counts (JSON)</source>
        <translation>全部数目（JSON）</translation>
    </message>
    <message>
        <source>Wall maps and lists of townships</source>
        <translation>乡镇挂图与清单</translation>
    </message>
    <message>
        <source>Writes for each township a wall map as a PDF – its patches numbered, with colour, pattern and mark by outcome, upon the newer image, and their table beside it – and its list as Excel: outcome, areas, what is missing and until when. Deadlines are told as of the workspace's last change. Patches in quarantine or marked classified appear in nothing. Open errors on signed parcels hold it back, unless as a draft.</source>
        <translation>为每个乡镇绘制一份挂图（PDF）：图斑编号，按判定结果以颜色、填充和符号区分，以后时相影像为底图，旁附图斑一览表；并写出该乡镇的图斑清单（Excel）：判定结果、面积、尚缺内容、期限。到期提示以工作库最近一次变动的日期计。已隔离或标为涉密的图斑不出现在任何成果中。已签署的地块有未解决的错误时不导出，除非作为草稿。</translation>
    </message>
    <message>
        <source>Folder for maps and lists</source>
        <translation>挂图和清单的文件夹</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Upon the newer image</source>
        <translation>以后时相影像为底图</translation>
    </message>
    <message>
        <source>Also the list of each township</source>
        <translation>同时写出各乡镇图斑清单</translation>
    </message>
    <message>
        <source>Reason to make a draft (stands in it)</source>
        <translation>生成草稿的理由（写在其中）</translation>
    </message>
    <message>
        <source>Platform tables (ids of column mappings, with commas)</source>
        <translation>平台对照表（编号，用逗号分开）</translation>
    </message>
    <message>
        <source>With attachments</source>
        <translation>含附件</translation>
    </message>
    <message>
        <source>Smaller copies of pictures over 10 MB</source>
        <translation>超过 10 MB 的图片放缩小的副本</translation>
    </message>
    <message>
        <source>Names in GBK (for old systems)</source>
        <translation>文件名用 GBK（供旧系统）</translation>
    </message>
    <message>
        <source>What was made</source>
        <translation>做成的文件或文件夹</translation>
    </message>
    <message>
        <source>Files in it</source>
        <translation>其中文件数</translation>
    </message>
    <message>
        <source>Points that hold it back</source>
        <translation>阻止上报的项数</translation>
    </message>
    <message>
        <source>Warnings of the self-check</source>
        <translation>自检提醒数</translation>
    </message>
    <message>
        <source>Build the upload package</source>
        <translation>生成上报包</translation>
    </message>
    <message>
        <source>Builds one zip for the platforms (file exchange only): tables 2-1, 2-2, 4 and 5 as Excel and CSV, vectors as GeoPackage and GBK shapefile, attachments, the report, tables under the platforms&apos; own headers, the self-check, and a list with counts, sums, software, profile, layer versions, size and SHA-256 of each file. The same state gives the same bytes. Errors on signed parcels hold it back but for a draft; nothing of what is set apart is in it.</source>
        <translation>生成一个供平台使用的 zip（只作文件交换）：附表2-1、2-2、4、5（Excel、CSV），矢量（GeoPackage、GBK shapefile），附件、报告、按平台列名整理的表、自检报告，以及写明数量、合计、软件、口径、图层版本和每个文件大小、SHA-256 的清单。工作库同一状态生成的逐字节相同。已签署地块上有错误时只能生成草稿；已隔离的图斑不在其中。</translation>
    </message>
    <message>
        <source>Folder for the package</source>
        <translation>成果包目录</translation>
    </message>
    <message>
        <source>SHA-256 of the package</source>
        <translation>上报包的 SHA-256</translation>
    </message>
    <message>
        <source>Hand in: make the whole set</source>
        <translation>上报：生成整套成果</translation>
    </message>
    <message>
        <source>Makes everything that is handed in of a batch or a period in one folder: tables, lists, summary report, dossiers, wall maps and the upload package, with one mark, the self-check and a list with the SHA-256 of each file. What was delivered before stays whole until the new set takes its place; begun again it goes on where it was.</source>
        <translation>把一个批次或期间上报的全部成果做进一个文件夹：附表、清单、汇总报告、卷宗、挂图和上报包，同一标记，附自检报告和逐个文件 SHA-256 的清单。新的整套换上之前，原有成果保持完整；中断后再次运行接着做。</translation>
    </message>
    <message>
        <source>Folder for the set</source>
        <translation>整套成果的文件夹</translation>
    </message>
    <message>
        <source>Dossiers of these patches only (JCBH, with commas)</source>
        <translation>只做这些图斑的卷宗（JCBH，用逗号分开）</translation>
    </message>
    <message>
        <source>Say how many records are set apart</source>
        <translation>注明另有多少条按机要程序处理</translation>
    </message>
    <message>
        <source>Verify an upload package</source>
        <translation>核对上报包</translation>
    </message>
    <message>
        <source>Compares each file of an upload package (the zip, or the folder it was unpacked to, or a whole set) with size and SHA-256 in its list, and tells what is missing, changed, damaged or not listed. Nothing is written.</source>
        <translation>把上报包（zip、其解开的文件夹，或整套成果）中的每个文件与清单的大小、SHA-256 核对，指出缺失、改动、损坏和清单外的文件。不写任何文件。</translation>
    </message>
    <message>
        <source>Package (zip)</source>
        <translation>上报包（zip）</translation>
    </message>
    <message>
        <source>or folder of a package or set</source>
        <translation>或上报包、整套成果的文件夹</translation>
    </message>
    <message>
        <source>Is everything as listed?</source>
        <translation>是否与清单一致？</translation>
    </message>
    <message>
        <source>Files as listed</source>
        <translation>与清单一致的文件数</translation>
    </message>
    <message>
        <source>What is not, one a line</source>
        <translation>不一致的，每行一个</translation>
    </message>
    <message>
        <source>Take back a table or a reviewers&apos; list</source>
        <translation>导回表格或审核清单</translation>
    </message>
    <message>
        <source>Reads a table of ours that was edited in Excel, WPS or LibreOffice (附表2-1, 2-2, 4, and the lists of parcels), or a reviewers' list of whatever layout, and holds it against the workspace. MODE preview: nothing is changed. MODE apply: what is open is taken over, each parcel as one event; never what concerns a violation, what was changed in both, or what was refused before – a person decides that in the window. The same file a second time changes nothing.</source>
        <translation>读取在 Excel、WPS 或 LibreOffice 中改过的本系统表格（附表2-1、2-2、4 和图斑清单），或任意版式的审核清单（退回清单），与工作库逐格比较。MODE 为 preview：只比较，不改动。MODE 为 apply：采用待定的修改，每个地块记为一个事件；涉及违法判定的、两边都改过的、以前不采用的不自动采用，由人在窗口中决定。同一文件再次导回不会有变化。</translation>
    </message>
    <message>
        <source>File that came back</source>
        <translation>返回的文件</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Level of the audit, where the list does not say it</source>
        <translation>审核层级（清单未写明时）</translation>
    </message>
    <message>
        <source>Date of the audit (YYYY-MM-DD), where the list does not say it</source>
        <translation>审核日期（YYYY-MM-DD，清单未写明时）</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Changes to decide</source>
        <translation>待定的修改</translation>
    </message>
    <message>
        <source>Changed in both</source>
        <translation>两边都改过</translation>
    </message>
    <message>
        <source>Refused before</source>
        <translation>以前不采用的</translation>
    </message>
    <message>
        <source>Cannot be taken</source>
        <translation>不能采用的</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>已采用</translation>
    </message>
    <message>
        <source>Recognised as</source>
        <translation>识别为</translation>
    </message>
    <message>
        <source>Make a draft, whether errors hold it back or not</source>
        <translation>做成草稿（不论有无校验错误）</translation>
    </message>
    <message>
        <source>Products (empty: all)</source>
        <translation>成果（空：全部）</translation>
    </message>
    <message>
        <source>Write a draft, whether errors hold the tables back or not</source>
        <translation>写成草稿（不论有无校验错误）</translation>
    </message>
    <message>
        <source>Rows (of 2-1 where it is written)</source>
        <translation>行数（写出附表2-1时为其行数）</translation>
    </message>
    <message>
        <source>Write a draft, whether errors hold them back or not</source>
        <translation>写成草稿（不论有无校验错误）</translation>
    </message>
    <message>
        <source>Review files for blind reading</source>
        <translation>制作复判文件（盲判）</translation>
    </message>
    <message>
        <source>Sample (its name or uuid)</source>
        <translation>抽样（名称或 UUID）</translation>
    </message>
    <message>
        <source>Reviewers, one a line</source>
        <translation>复判人，每行一个</translation>
    </message>
    <message>
        <source>Shapes: as issued, or the county&apos;s parcels</source>
        <translation>图形：下发图斑（issued）或县级地块（county）</translation>
    </message>
    <message>
        <source>Hide the suggestions of the rules</source>
        <translation>不显示判定建议</translation>
    </message>
    <message>
        <source>Hand everything out anew</source>
        <translation>全部重新发出</translation>
    </message>
    <message>
        <source>Folder for the review files</source>
        <translation>复判文件存放的文件夹</translation>
    </message>
    <message>
        <source>Files (JSON)</source>
        <translation>文件（JSON）</translation>
    </message>
    <message>
        <source>Collect review files</source>
        <translation>收回复判文件</translation>
    </message>
    <message>
        <source>Takes what reviewers have read back into the workspace that their files were made from: one reading for each parcel and reviewer. The same file a second time changes nothing, a newer one takes the place of the older, one that is not finished can be collected again. A file of another workspace or sample is not taken, and told.</source>
        <translation>把复判人的结果收回到发出文件的工作库：每个地块、每名复判人一条。同一文件再收一次不变；较新的替换较旧的；没判完的可以再收。其他工作库或其他抽样的文件不收，并说明原因。</translation>
    </message>
    <message>
        <source>Review files</source>
        <translation>复判文件</translation>
    </message>
    <message>
        <source>Only of this sample (its name or uuid)</source>
        <translation>只收此抽样（名称或 UUID）</translation>
    </message>
    <message>
        <source>Patches read</source>
        <translation>已判图斑</translation>
    </message>
    <message>
        <source>Patches in the files</source>
        <translation>文件中的图斑</translation>
    </message>
    <message>
        <source>New readings</source>
        <translation>新增复判</translation>
    </message>
    <message>
        <source>Changed readings</source>
        <translation>更新复判</translation>
    </message>
    <message>
        <source>Withdrawn readings</source>
        <translation>撤回复判</translation>
    </message>
    <message>
        <source>Unchanged readings</source>
        <translation>未变复判</translation>
    </message>
    <message>
        <source>Files that were not taken</source>
        <translation>未收回的文件</translation>
    </message>
    <message>
        <source>Compare second readings with what was filed</source>
        <translation>复判与县级成果比对</translation>
    </message>
    <message>
        <source>Holds the second readings (or the rulings) of a sample against what was filed: confusion matrices of outcomes, cases and classes of farmland, observed agreement, Cohen&apos;s kappa, Fleiss&apos; kappa and Krippendorff&apos;s alpha between readers, area differences, overlap of changed shapes; by interpreter, township, outcome and patch class, each with n and interval. Nothing in the workspace changes.</source>
        <translation>将样本的复判（或裁定）与县级成果比对：判定类型、具体情形、耕地面积分级的混淆矩阵，一致率，Cohen’s κ，复判人之间的 Fleiss’ κ 和 Krippendorff’s α，面积差，改过图形的重叠度；按判读人、乡镇、判定类型、监测类型分组，各带 n 和区间。不改动工作库。</translation>
    </message>
    <message>
        <source>Name of the sample</source>
        <translation>样本名称</translation>
    </message>
    <message>
        <source>As of (YYYY-MM-DD; empty: today)</source>
        <translation>截至日期（YYYY-MM-DD；空：今天）</translation>
    </message>
    <message>
        <source>Workbook</source>
        <translation>工作簿</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比对数</translation>
    </message>
    <message>
        <source>Observed agreement</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>Cohen’s κ</translation>
    </message>
    <message>
        <source>All figures (JSON)</source>
        <translation>全部指标（JSON）</translation>
    </message>
    <message>
        <source>Draw a sample</source>
        <translation>抽样</translation>
    </message>
    <message>
        <source>Seed (a document&apos;s number, a date)</source>
        <translation>种子（文号、日期）</translation>
    </message>
    <message>
        <source>Draw by</source>
        <translation>抽取方法</translation>
    </message>
    <message>
        <source>Unit, where drawn by unit</source>
        <translation>单位（按单位抽样时）</translation>
    </message>
    <message>
        <source>Number of each unit, in place of a share</source>
        <translation>每个单位数量（代替比例）</translation>
    </message>
    <message>
        <source>At least so many of each</source>
        <translation>每层至少</translation>
    </message>
    <message>
        <source>All mineral patches</source>
        <translation>矿产图斑全部</translation>
    </message>
    <message>
        <source>All that reach an area, mu (JSON: {&quot;GDMJ&quot;: 25})</source>
        <translation>达到面积的全部，亩（JSON：{&quot;GDMJ&quot;: 25}）</translation>
    </message>
    <message>
        <source>Parcels to take by hand (numbers, one a line)</source>
        <translation>指定地块（编号，每行一个）</translation>
    </message>
    <message>
        <source>Policy profile whose share is taken (empty: as said above)</source>
        <translation>按哪个政策口径的比例（空：按上面所填）</translation>
    </message>
    <message>
        <source>County (name; empty: all)</source>
        <translation>县（名称；空：全部）</translation>
    </message>
    <message>
        <source>Signed since (YYYY-MM-DD; empty: always)</source>
        <translation>签字起于（YYYY-MM-DD；空：不限）</translation>
    </message>
    <message>
        <source>Drawn from</source>
        <translation>抽样总体</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取</translation>
    </message>
    <message>
        <source>New in this round</source>
        <translation>本轮新增</translation>
    </message>
    <message>
        <source>Strata (JSON)</source>
        <translation>各层（JSON）</translation>
    </message>
    <message>
        <source>Drawn parcels (JSON)</source>
        <translation>抽中地块（JSON）</translation>
    </message>
    <message>
        <source>Import daily discoveries</source>
        <translation>导入日常发现</translation>
    </message>
    <message>
        <source>Table of leads</source>
        <translation>线索表</translation>
    </message>
    <message>
        <source>CRS of the coordinates, where the table does not say it</source>
        <translation>坐标系（表中未写明时）</translation>
    </message>
    <message>
        <source>Source, where the table has no such column</source>
        <translation>来源（表中没有该列时）</translation>
    </message>
    <message>
        <source>Distance within which a lead meets a patch (m)</source>
        <translation>线索与图斑对应的最大距离（m）</translation>
    </message>
    <message>
        <source>Days between lead and issue at most (0: any)</source>
        <translation>发现与下发最多相差天数（0：不限）</translation>
    </message>
    <message>
        <source>Leads brought in</source>
        <translation>导入线索数</translation>
    </message>
    <message>
        <source>Of these with a patch</source>
        <translation>其中有对应图斑的</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>未导入的行</translation>
    </message>
    <message>
        <source>Make a package for another office</source>
        <translation>制作成果包（报送上级或退回县级）</translation>
    </message>
    <message>
        <source>Writes the state of the workspace as one file (.wpk) that the city or the province merges into theirs: patches, answers, judgements, records, the whole history, the attachments&apos; check sums and, where wished, their files. With a key it is signed, so that a change on its way is seen. COUNTY takes the patches of one county only: so remarks go back to it. Nothing of what is set apart is in it.</source>
        <translation>把工作库写成一个文件（.wpk），供市、省合并：图斑、填报、判定、各类记录、全部历史、附件校验值，按需附带附件文件。选用密钥则签名，途中改动即可发现。COUNTY 只取一个县的图斑，用于把意见退回该县。已隔离的内容一概不在包内。</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>County (code or its first digits; empty: all)</source>
        <translation>县区（行政区代码或前几位；空为全部）</translation>
    </message>
    <message>
        <source>Key to sign with (empty: not signed)</source>
        <translation>签名密钥（空为不签名）</translation>
    </message>
    <message>
        <source>With the files of attachments</source>
        <translation>附带附件文件</translation>
    </message>
    <message>
        <source>Signed off by (empty: not signed off)</source>
        <translation>签发人（空为不签发）</translation>
    </message>
    <message>
        <source>Signed off on (YYYY-MM-DD)</source>
        <translation>签发日期（YYYY-MM-DD）</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Entries of the history</source>
        <translation>历史记录数</translation>
    </message>
    <message>
        <source>Parcels that are not signed</source>
        <translation>未签地块数</translation>
    </message>
    <message>
        <source>Merge packages of other offices</source>
        <translation>合并其他单位的成果包</translation>
    </message>
    <message>
        <source>Packages (.wpk)</source>
        <translation>成果包（.wpk）</translation>
    </message>
    <message>
        <source>or all packages in a folder</source>
        <translation>或文件夹中的全部成果包</translation>
    </message>
    <message>
        <source>Folder of the keys that are known here</source>
        <translation>已知密钥所在文件夹</translation>
    </message>
    <message>
        <source>Only packages signed with a known key</source>
        <translation>只合并用已知密钥签名的包</translation>
    </message>
    <message>
        <source>Patches of other counties</source>
        <translation>其他县区的图斑</translation>
    </message>
    <message>
        <source>Packages merged</source>
        <translation>已合并包数</translation>
    </message>
    <message>
        <source>Packages refused</source>
        <translation>拒收包数</translation>
    </message>
    <message>
        <source>New patches</source>
        <translation>新增图斑</translation>
    </message>
    <message>
        <source>New entries</source>
        <translation>新增记录</translation>
    </message>
    <message>
        <source>Conflicts to decide</source>
        <translation>待裁定冲突</translation>
    </message>
    <message>
        <source>What became of each (JSON)</source>
        <translation>各包结果（JSON）</translation>
    </message>
    <message>
        <source>Figures of the review</source>
        <translation>复核指标</translation>
    </message>
    <message>
        <source>Truthfulness with its line of 90 %, the rate of concealment with both conditions, the ranking with its method, the six rates of 附表5, and daily discoveries beside what the imagery found: of everything, of each city, county and township, as of a day. What was recorded later does not count. Without anything below the line a rate is 不可计算, never 0 %. The workbook has a sheet for each figure with the patches behind it; JSON has the same, exact.</source>
        <translation>判定真实性及 90 % 下限、瞒报率及两项条件、综合排名及其方法、附表5 六项指标、日常发现与卫片图斑的比对：全部及各市、县、乡镇，截至某日。此后记录的不计。分母为零时为“不可计算”，不写 0 %。工作簿中每项指标一张表，附其图斑；JSON 内容相同，数值为精确值。</translation>
    </message>
    <message>
        <source>Profile (empty: that of the newest batch)</source>
        <translation>政策口径（空：最新批次的口径）</translation>
    </message>
    <message>
        <source>Grounds of an interview that a person states</source>
        <translation>由人认定的约谈情形</translation>
    </message>
    <message>
        <source>All units of the province are in this workspace (ranks count)</source>
        <translation>全省各单位都在本工作库（名次计入约谈）</translation>
    </message>
    <message>
        <source>JSON file</source>
        <translation>JSON 文件</translation>
    </message>
    <message>
        <source>Finally judged</source>
        <translation>已有最终判定的抽查图斑</translation>
    </message>
    <message>
        <source>Concealed</source>
        <translation>瞒报图斑</translation>
    </message>
    <message>
        <source>Truthfulness (exact; empty: 不可计算)</source>
        <translation>判定真实性（精确值；空：不可计算）</translation>
    </message>
    <message>
        <source>Rate of concealment (exact; empty: 不可计算)</source>
        <translation>瞒报率（精确值；空：不可计算）</translation>
    </message>
    <message>
        <source>Agendas and minutes of collective reviews</source>
        <translation>集体会审议程与记录</translation>
    </message>
    <message>
        <source>Writes for each registered collective review (集体会审) about a patch of the batch or period its agenda – or, once a conclusion is entered, its minutes – as Excel (from a template you may replace) and PDF: each patch with maps of both dates and the overlay, areas, suggestion, evidence, and room for the conclusion. Patches in quarantine appear in none.</source>
        <translation>对批次或期间内图斑登记的每次集体会审，写出议程；已填结论的写出会审记录。Excel（模板可替换）和 PDF 各一份：每个图斑列前后时相图和套合图、面积、机器建议、举证材料和会审意见栏。已隔离的图斑不出现。</translation>
    </message>
    <message>
        <source>Folder for agendas and minutes</source>
        <translation>议程和记录的文件夹</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>会审次数</translation>
    </message>
    <message>
        <source>No collective review about these patches is registered.</source>
        <translation>这些图斑没有登记集体会审。</translation>
    </message>
    <message>
        <source>Share in % (30 means 30 %, not 0.3)</source>
        <translation>抽样比例（%；30 表示 30 %，不要填 0.3）</translation>
    </message>
    <message>
        <source>Verifies each package (.wpk), and merges those that are in order into the workspace: a union of what was said, each package whole or not at all. No answer is overwritten: where offices say different things, both stand in a list until a person decides in the window. Merging again changes nothing, and the order does not matter. MODE preview: only what would change. A package that is refused keeps no other out. A workspace that does not exist yet is made, in the CRS of the first package.</source>
        <translation>逐个核验成果包（.wpk），把完好的合并进工作库：合并是各方记载的并集，每个包要么整体合并，要么不动。谁的判定也不会被覆盖：各方说法不同的列在一起，由人在窗口中裁定。重复合并没有变化，顺序不论。MODE 为 preview 时只看会有什么变化。一个包被拒不影响其他包。工作库不存在时新建，坐标系随第一个包。</translation>
    </message>
    <message>
        <source>Take unsigned packages too of offices whose key is known here</source>
        <translation>本机已有其密钥的单位，未签名的包也合并</translation>
    </message>
    <message>
        <source>Figures of everything (JSON; units and patches: in the JSON file)</source>
        <translation>合计的各项指标（JSON；各单位和图斑见 JSON 文件）</translation>
    </message>
    <message>
        <source>Makes a workspace for each reviewer of a sample: the drawn patches as they were issued, their measured areas, imagery and layers – and no answers, drafts, signatures, records, notes, flags, history or names. Who reads what is dealt by a lot that follows from the sample alone; DOUBLES percent are read by READERS, the others by one. Of a sample that was topped up only what is new is handed out, unless AGAIN.</source>
        <translation>为抽样的每名复判人各制作一个工作库：内有抽中的下发图斑、套合面积、影像和图层，没有判定、初判、签认、台账、备注、标记、历史和姓名。谁判哪些由抽样决定、可重现；DOUBLES 为多人复判的百分比，READERS 为几人，其余一人判。补抽以后只发新增部分，选 AGAIN 则全部重发。</translation>
    </message>
    <message>
        <source>Read by several reviewers (percent)</source>
        <translation>多人复判比例（%）</translation>
    </message>
    <message>
        <source>By how many reviewers (1 to 3)</source>
        <translation>由几人复判（1～3）</translation>
    </message>
    <message>
        <source>Issued in (2023Q3, 2023H1, 2023; empty: always)</source>
        <translation>下发期间（2023Q3、2023H1、2023；空：不限）</translation>
    </message>
    <message>
        <source>Level of the office (县级, 市级, 省级; empty: as it was said before)</source>
        <translation>本单位层级（县级、市级、省级；空为以前选定的）</translation>
    </message>
    <message>
        <source>Expected county (code or its first digits; empty: as imported here; *: any)</source>
        <translation>应属县区（代码或其前几位；空为本库导入图斑所在的县、市；* 为不限）</translation>
    </message>
    <message>
        <source>Draws from the signed patches of a workspace: all that reach an area, all minerals, those named, and of the rest a share of each outcome (30 % unless said otherwise) or a share or number of each county, township, interpreter (who answered) or signer. The same seed draws the same again. MODE preview keeps nothing; topup adds to the sample of that name, and what was drawn stays; what is not said then is as that sample was drawn.</source>
        <translation>从工作库中已签字的图斑抽取：面积达到标准的全部、矿产全部、指定的图斑；其余按判定类型各抽一个比例（不写为 30 %），或按县、乡镇、判读人（作出结论的人）、签字人各抽一个比例或数量。种子相同，抽到的就相同。MODE 为 preview 时不保存；为 topup 时在同名样本上追加，已抽的保留，没有写的与原样本相同。</translation>
    </message>
    <message>
        <source>Batch (label: all that have it; label and county, or uuid: one; empty: all)</source>
        <translation>批次（名称：所有同名批次；名称加县名，或 uuid：其中一个；空为全部）</translation>
    </message>
    <message>
        <source>Reads leads of daily work (巡查, 12336, 微信) from CSV or Excel: longitude and latitude or X and Y, a date, a source. Each is matched with the patch it lies in, else with the nearest within METRES on the ellipsoid. A lead that is there already is left out, and a row that is doubled in the table is taken once unless BOTH is set; each is told. Shifted coordinates (GCJ-02, BD-09) are refused and never guessed at; name the CRS where the table does not.</source>
        <translation>从 CSV 或 Excel 读取日常执法线索（巡查、12336、微信）：经纬度或 X、Y，日期，来源。每条线索对应其所在的图斑，否则对应 METRES（椭球面距离）内最近的图斑。已有的线索不重复导入；表中重复的行只导入一次（勾选 BOTH 则都导入），逐行列出。加偏坐标（GCJ-02、BD-09）拒收，不作猜测；表中未写明坐标系时请指定。</translation>
    </message>
    <message>
        <source>Take doubled rows too (same source and number, or same source, day and place)</source>
        <translation>重复的行也导入（来源和编号相同，或来源、时间和位置相同）</translation>
    </message>
</context>
<context>
    <name>AnalystFacts</name>
    <message>
        <source>◇ rules wait for: {names}</source>
        <translation>◇ 规则待说明：{names}</translation>
    </message>
</context>
<context>
    <name>AnalystFactsForm</name>
    <message>
        <source>All facts that rules ask about</source>
        <translation>显示规则用到的全部事实</translation>
    </message>
    <message>
        <source>Else only the facts on which the suggestion for this patch hangs</source>
        <translation>否则只列本图斑的建议所依据的事实</translation>
    </message>
</context>
<context>
    <name>AnswerButtons</name>
    <message>
        <source>Saves this answer and stays here; the key {digit} saves it and goes on.</source>
        <translation>保存此判定并停在本图斑；按键 {digit} 保存并转到下一个。</translation>
    </message>
</context>
<context>
    <name>AnswerForm</name>
    <message>
        <source>Evidence: {block}</source>
        <translation>证据：{block}</translation>
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
    <name>AttachedPapers</name>
    <message>
        <source>Attach photos or papers…</source>
        <translation>添加照片或材料…</translation>
    </message>
    <message>
        <source>Photos and papers</source>
        <translation>照片和材料</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Attach photos or papers</source>
        <translation>添加照片或材料</translation>
    </message>
    <message>
        <source>They belong to this record, and are copied beside the workspace</source>
        <translation>属于这条记录，会复制到工作库旁边</translation>
    </message>
    <message>
        <source>of the parcel</source>
        <translation>地块的附件</translation>
    </message>
</context>
<context>
    <name>AttachmentsView</name>
    <message>
        <source>Drop photos and papers here, or</source>
        <translation>把照片、材料拖到这里，或</translation>
    </message>
    <message>
        <source>Attach…</source>
        <translation>添加附件…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take this file away from the patch; Ctrl+Z brings it back</source>
        <translation>从本图斑移除此文件；Ctrl+Z 可恢复</translation>
    </message>
    <message>
        <source>proves</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>Photos and papers of this patch</source>
        <translation>本图斑的照片和材料</translation>
    </message>
    <message>
        <source>The file is not there any more: {path}</source>
        <translation>文件已不在原处：{path}</translation>
    </message>
    <message>
        <source>Photos and papers of the patch; drop files here, Delete takes one away</source>
        <translation>图斑的照片和材料；可把文件拖到这里，Delete 键移除</translation>
    </message>
    <message>
        <source>Choose photos and papers; they are copied beside the workspace</source>
        <translation>选择照片和材料；会复制到工作库旁边</translation>
    </message>
    <message>
        <source>Look at the file with the program this computer has for it</source>
        <translation>用本机的程序打开这个文件</translation>
    </message>
    <message>
        <source>What kind of file it is</source>
        <translation>文件的类型</translation>
    </message>
    <message>
        <source>Which piece of evidence it is</source>
        <translation>作为哪一项举证材料</translation>
    </message>
    <message>
        <source>The act, or the part of its rectification, that this file belongs to</source>
        <translation>此文件所属的违法行为，或其整改的某一部分</translation>
    </message>
    <message>
        <source>belongs to</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>the parcel</source>
        <translation>本地块</translation>
    </message>
    <message>
        <source>something of another parcel</source>
        <translation>其他地块的记录</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>↩ Returned: the county has not answered yet.</source>
        <translation>↩ 已退回：县级尚未答复。</translation>
    </message>
    <message>
        <source>Nothing is waiting for the county&apos;s answer.</source>
        <translation>没有待县级答复的退回。</translation>
    </message>
</context>
<context>
    <name>BlindPage</name>
    <message>
        <source>Sa&amp;mple</source>
        <translation>抽样(&amp;M)</translation>
    </message>
    <message>
        <source>The sample that is read blind; it is drawn on the page “Sample”</source>
        <translation>要盲判的抽样；抽样在“抽样”页进行</translation>
    </message>
    <message>
        <source>&amp;Cases too</source>
        <translation>情形也比(&amp;C)</translation>
    </message>
    <message>
        <source>Another case of the same outcome is a disagreement, too</source>
        <translation>结论相同而情形不同，也算不一致</translation>
    </message>
    <message>
        <source>&amp;Reviewers, one a line</source>
        <translation>复判人，每行一个(&amp;R)</translation>
    </message>
    <message>
        <source>Names or signs; readings are kept by them</source>
        <translation>姓名或代号；复判结果按此归集</translation>
    </message>
    <message>
        <source>S&amp;hapes</source>
        <translation>图形(&amp;H)</translation>
    </message>
    <message>
        <source>Patches as they were issued, or the parcels into which the county cut them (their shapes only)</source>
        <translation>下发时的图斑，或县级分割后的地块（只给图形）</translation>
    </message>
    <message>
        <source>H&amp;ide suggestions</source>
        <translation>不显示判定建议(&amp;I)</translation>
    </message>
    <message>
        <source>Reviewers see what was measured, but not what the rules suggest</source>
        <translation>复判人能看到套合面积，看不到规则给出的判定建议</translation>
    </message>
    <message>
        <source>All &amp;anew</source>
        <translation>全部重新发出(&amp;A)</translation>
    </message>
    <message>
        <source>What was handed out before is handed out once more; otherwise only what was drawn since</source>
        <translation>已发出的也重新发出；否则只发补抽的部分</translation>
    </message>
    <message>
        <source>Make &amp;files…</source>
        <translation>制作复判文件(&amp;F)…</translation>
    </message>
    <message>
        <source>A review file for each reviewer into a folder; it holds nobody&apos;s answers, notes or names</source>
        <translation>在文件夹中为每名复判人各制作一个复判文件；其中没有任何人的判定、备注和姓名</translation>
    </message>
    <message>
        <source>C&amp;ollect files…</source>
        <translation>收回复判文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Take back what the reviewers have read, several files at once; a file can be collected again when it is finished</source>
        <translation>收回复判人交回的文件，可一次选多个；没判完的可先收，判完再收一次</translation>
    </message>
    <message>
        <source>How far each reviewer is, as far as it was collected</source>
        <translation>各复判人的进度，以已收回的为准</translation>
    </message>
    <message>
        <source>&amp;Disagreements</source>
        <translation>不一致(&amp;D)</translation>
    </message>
    <message>
        <source>Which disagreements are listed</source>
        <translation>列出哪些不一致</translation>
    </message>
    <message>
        <source>List in the &amp;queue</source>
        <translation>列入图斑列表(&amp;Q)</translation>
    </message>
    <message>
        <source>The patches of this list in the queue, for the map beside it</source>
        <translation>把这些图斑列入图斑列表，便于对照地图</translation>
    </message>
    <message>
        <source>Patches of which two sides say different things; a double click opens the patch on the map</source>
        <translation>两方说法不同的图斑；双击在地图上打开</translation>
    </message>
    <message>
        <source>What each side says, in words, with its remarks</source>
        <translation>各方的判定与说明并列</translation>
    </message>
    <message>
        <source>R&amp;uling</source>
        <translation>裁定(&amp;U)</translation>
    </message>
    <message>
        <source>What holds of this patch</source>
        <translation>以什么为准</translation>
    </message>
    <message>
        <source>Its case, where that is ruled upon, too</source>
        <translation>同时裁定情形时选择</translation>
    </message>
    <message>
        <source>Open on the ma&amp;p</source>
        <translation>在地图上打开(&amp;P)</translation>
    </message>
    <message>
        <source>The patch on the table, with both dates</source>
        <translation>打开该图斑，前后影像对照</translation>
    </message>
    <message>
        <source>&amp;Why</source>
        <translation>理由(&amp;W)</translation>
    </message>
    <message>
        <source>The reason is kept with the ruling: four characters at least</source>
        <translation>裁定理由，至少 4 个字，随裁定留存</translation>
    </message>
    <message>
        <source>Ru&amp;le</source>
        <translation>裁定(&amp;L)</translation>
    </message>
    <message>
        <source>Keep the ruling and go to the next disagreement; undo takes it back</source>
        <translation>保存裁定并转到下一个；可撤销</translation>
    </message>
    <message>
        <source>Blind reading</source>
        <translation>盲判</translation>
    </message>
    <message>
        <source>As issued</source>
        <translation>下发图斑</translation>
    </message>
    <message>
        <source>The county&apos;s parcels</source>
        <translation>县级地块</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待裁定</translation>
    </message>
    <message>
        <source>Ruled upon</source>
        <translation>已裁定</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Weipian: blind readings</source>
        <translation>卫片：盲判情况</translation>
    </message>
    <message>
        <source>{name} ({n} parcels)</source>
        <translation>{name}（{n} 个地块）</translation>
    </message>
    <message>
        <source>No sample has been drawn yet: draw one on the page “Sample” first.</source>
        <translation>还没有抽样：请先在“抽样”页抽取。</translation>
    </message>
    <message>
        <source>Nothing of this sample has been handed out yet.</source>
        <translation>本次抽样尚未发出复判文件。</translation>
    </message>
    <message>
        <source>{read} of {handed} readings are collected.</source>
        <translation>已收回 {read} 份，共发出 {handed} 份（双人复判的图斑计两份）。</translation>
    </message>
    <message>
        <source>{open} open, {all} in all</source>
        <translation>待裁定 {open}，共 {all}</translation>
    </message>
    <message>
        <source>Outcome only</source>
        <translation>只裁定结论</translation>
    </message>
    <message>
        <source>Folder for the review files</source>
        <translation>复判文件存放的文件夹</translation>
    </message>
    <message>
        <source>Weipian: review files</source>
        <translation>卫片：制作复判文件</translation>
    </message>
    <message>
        <source>{n} review files were made ({told}): {folder}</source>
        <translation>已制作 {n} 个复判文件（{told}）：{folder}</translation>
    </message>
    <message>
        <source>{n} parcels were left out: they are set apart, or stand no more.</source>
        <translation>{n} 个地块未列入：已隔离或已不存在。</translation>
    </message>
    <message>
        <source>Files that reviewers gave back</source>
        <translation>复判人交回的文件</translation>
    </message>
    <message>
        <source>Weipian: collect readings</source>
        <translation>卫片：收回复判结果</translation>
    </message>
    <message>
        <source>{name}: {read} of {total} read; new {new}, changed {changed}, withdrawn {gone}.</source>
        <translation>{name}：已判 {read}/{total}；新增 {new}，更新 {changed}，撤回 {gone}。</translation>
    </message>
    <message>
        <source>{n} files were collected.</source>
        <translation>已收回 {n} 个文件。</translation>
    </message>
    <message>
        <source>{n} files were collected, {failed} were not.</source>
        <translation>已收回 {n} 个文件，{failed} 个未收回。</translation>
    </message>
    <message>
        <source>Disagreements of the review</source>
        <translation>复判不一致</translation>
    </message>
    <message>
        <source>Read &amp;by</source>
        <translation>每图斑人数(&amp;B)</translation>
    </message>
    <message>
        <source>How many reviewers read the same patch, each without knowing of the others</source>
        <translation>同一图斑由几人各自独立复判，互不知情</translation>
    </message>
    <message>
        <source>&amp;share</source>
        <translation>占比(&amp;S)</translation>
    </message>
    <message>
        <source>The share of the patches that so many reviewers read; one reads each of the others</source>
        <translation>由这么多人复判的图斑比例；其余每个图斑一人判</translation>
    </message>
    <message>
        <source>Review files without images</source>
        <translation>复判文件没有影像</translation>
    </message>
    <message>
        <source>No image is registered in this workspace, so none would be in the review files: reviewers would open their patches on white.</source>
        <translation>本工作库没有登记影像，复判文件里也就没有：复判人打开后是空白底图。</translation>
    </message>
    <message>
        <source>Nothing has been made yet. Name the images first, then make the files; or make them without, and each reviewer names the images in their own file.</source>
        <translation>还没有制作。请先登记影像，再制作复判文件；也可以不带影像制作，由复判人在各自的文件中登记。</translation>
    </message>
    <message>
        <source>Name the images first…</source>
        <translation>先登记影像…</translation>
    </message>
    <message>
        <source>Make them without images</source>
        <translation>不带影像制作</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>BlindRows</name>
    <message>
        <source>Reviewer</source>
        <translation>复判人</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已判</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Not mine</source>
        <translation>非本人任务</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>复判人之间</translation>
    </message>
    <message>
        <source>Reviewers and county</source>
        <translation>复判与县级</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图斑编号</translation>
    </message>
    <message>
        <source>Who disagrees</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>复判</translation>
    </message>
    <message>
        <source>County</source>
        <translation>县级</translation>
    </message>
    <message>
        <source>Ruling</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Ruled by {who} on {day}: {outcome}. {why}</source>
        <translation>裁定（{who}，{day}）：{outcome}。{why}</translation>
    </message>
    <message>
        <source>{area} mu, farmland {farmland} mu</source>
        <translation>{area} 亩，其中耕地 {farmland} 亩</translation>
    </message>
    <message>
        <source>in another shape</source>
        <translation>图形与县级地块不同</translation>
    </message>
    <message>
        <source>No remark</source>
        <translation>无说明</translation>
    </message>
    <message>
        <source>Nobody any more</source>
        <translation>已无不同</translation>
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
    <message>
        <source>Take the answer back: not known</source>
        <translation>清除此项：未查明</translation>
    </message>
</context>
<context>
    <name>BrightnessPanel</name>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>复原</translation>
    </message>
</context>
<context>
    <name>CalculationRows</name>
    <message>
        <source>Line</source>
        <translation>计算项</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>所属</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source> · {n} parcels</source>
        <translation> · {n} 个地块</translation>
    </message>
    <message>
        <source>Figures in mu are rounded so that they add up to the sum shown; exact ones lie beneath.</source>
        <translation>亩数按合计配平取整，所示各项相加等于所示合计；计算用未取整的原值。</translation>
    </message>
</context>
<context>
    <name>CalculationView</name>
    <message>
        <source>A double click on a parcel shows it on the map</source>
        <translation>双击地块可在地图上定位</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>复制为文本(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Every line with its parcels, sentences and marks as .xlsx, .csv or .html</source>
        <translation>逐项连同地块、依据原文与标记导出为 .xlsx、.csv 或 .html</translation>
    </message>
    <message>
        <source>What the chosen line is made of, with its source</source>
        <translation>所选一行由什么构成、依据是什么</translation>
    </message>
    <message>
        <source>All lines as text, for a report</source>
        <translation>全部各行复制为文本，用于报告</translation>
    </message>
</context>
<context>
    <name>CalculatorInputs</name>
    <message>
        <source>Interview: concealment rate</source>
        <translation>警示约谈：瞒报率</translation>
    </message>
    <message>
        <source>Rate and count together, or a circumstance, or the place in the ranking.</source>
        <translation>瞒报率与瞒报图斑数同时达到，或有另行规定的情形，或综合排名靠前。</translation>
    </message>
    <message>
        <source>Size of the sample</source>
        <translation>抽查数量</translation>
    </message>
    <message>
        <source>Of each outcome a share is drawn; the same seed draws the same patches again.</source>
        <translation>合法、违法、其他分别按比例抽取；同一种子抽出的图斑相同，可以复核。</translation>
    </message>
    <message>
        <source>Truthfulness</source>
        <translation>判定真实性</translation>
    </message>
    <message>
        <source>Sampled patches judged truly, over all that were sampled.</source>
        <translation>判定真实的抽查图斑数 ÷ 抽查图斑数。</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>综合排名</translation>
    </message>
    <message>
        <source>One unit a line: name, illegal land (mu), ratio (%), illegal farmland (mu), divided by tabs or commas. Filled with the townships of the workspace.</source>
        <translation>每行一个单位：名称、违法用地总量（亩）、违法占用耕地比例（%）、违法占用耕地（亩），用制表符或逗号分开。已填入本工作库的各乡镇。</translation>
    </message>
    <message>
        <source>Plan quota withheld (2019)</source>
        <translation>增违挂钩：暂扣计划指标（2019）</translation>
    </message>
    <message>
        <source>A share of the land that is still illegal, up to a cap; and what is returned of it.</source>
        <translation>按仍处于违法状态的违法用地总量的比例暂扣，不超过上限；整改后按比例退还。</translation>
    </message>
    <message>
        <source>Farmland deducted, quota frozen (2021)</source>
        <translation>增违挂钩：扣除与冻结（2021）</translation>
    </message>
    <message>
        <source>Farmland is deducted in equal amount, basic farmland restored or replenished, and for other land quota is frozen and released in batches.</source>
        <translation>耕地等量扣除，永久基本农田限期拆除复耕或补划，非耕地冻结计划指标并分批解冻。</translation>
    </message>
    <message>
        <source>Reserve farmland frozen</source>
        <translation>冻结补充耕地指标</translation>
    </message>
    <message>
        <source>Of the signed violations and their records.</source>
        <translation>按已签署的违法地块及其整改登记计算。</translation>
    </message>
    <message>
        <source>Illegal farmland for the assessment</source>
        <translation>违法占用耕地数量（考核）</translation>
    </message>
    <message>
        <source>What was restored within the year does not count.</source>
        <translation>年度内自行纠正、消除违法状态的不计入。</translation>
    </message>
    <message>
        <source>Evaluation of daily enforcement</source>
        <translation>日常执法情况评价</translation>
    </message>
    <message>
        <source>Six rates; counts of the unit and the quarter.</source>
        <translation>六项比率；填本单位本季度的数量。</translation>
    </message>
    <message>
        <source>Immediate interview (2019)</source>
        <translation>即时约谈或问责（2019）</translation>
    </message>
    <message>
        <source>Falsified, concealed or not handled, and severe.</source>
        <translation>弄虚作假、瞒案不报或压案不查，且问题严重。</translation>
    </message>
    <message>
        <source>Concealed patches</source>
        <translation>瞒报图斑数</translation>
    </message>
    <message>
        <source>Patches audited</source>
        <translation>省级抽查审核图斑数</translation>
    </message>
    <message>
        <source>Circumstances</source>
        <translation>另行成立的情形</translation>
    </message>
    <message>
        <source>Place in the ranking</source>
        <translation>综合排名名次</translation>
    </message>
    <message>
        <source>Legal</source>
        <translation>合法</translation>
    </message>
    <message>
        <source>Illegal</source>
        <translation>违法</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Mineral patches</source>
        <translation>矿产图斑</translation>
    </message>
    <message>
        <source>Seed (draws the patches)</source>
        <translation>种子（抽出图斑）</translation>
    </message>
    <message>
        <source>With a seed the patches themselves are drawn from the signed ones.</source>
        <translation>填写种子后，从已签署的地块中抽出具体图斑。</translation>
    </message>
    <message>
        <source>Judged truly</source>
        <translation>判定真实的图斑数</translation>
    </message>
    <message>
        <source>Sampled</source>
        <translation>抽查图斑数</translation>
    </message>
    <message>
        <source>False rectifications</source>
        <translation>虚假整改数</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>各单位</translation>
    </message>
    <message>
        <source>Land still illegal (mu)</source>
        <translation>仍处于违法状态的总量（亩）</translation>
    </message>
    <message>
        <source>Province&apos;s plan quota (mu)</source>
        <translation>部下达该省计划指标（亩）</translation>
    </message>
    <message>
        <source>Reason to exceed the cap</source>
        <translation>突破上限的理由</translation>
    </message>
    <message>
        <source>Rectified since (mu)</source>
        <translation>此后整改到位（亩）</translation>
    </message>
    <message>
        <source>Falsified</source>
        <translation>弄虚作假</translation>
    </message>
    <message>
        <source>Accepted by {day} (mu)</source>
        <translation>{day} 批验收（亩）</translation>
    </message>
    <message>
        <source>Farmland still illegal (mu)</source>
        <translation>未消除违法状态的耕地（亩）</translation>
    </message>
    <message>
        <source>Basic farmland still illegal (mu)</source>
        <translation>其中永久基本农田（亩）</translation>
    </message>
    <message>
        <source>Other land still illegal (mu)</source>
        <translation>未整改的非耕地（亩）</translation>
    </message>
    <message>
        <source>As of (date)</source>
        <translation>截至日期</translation>
    </message>
    <message>
        <source>Patches to verify</source>
        <translation>应核实图斑</translation>
    </message>
    <message>
        <source>Verified (signed)</source>
        <translation>已核实图斑（已签署）</translation>
    </message>
    <message>
        <source>Confirmed in time</source>
        <translation>在期限内确认</translation>
    </message>
    <message>
        <source>Overturned</source>
        <translation>抽查改判</translation>
    </message>
    <message>
        <source>Violations</source>
        <translation>违法行为</translation>
    </message>
    <message>
        <source>Case opened</source>
        <translation>立案</translation>
    </message>
    <message>
        <source>Handled without a case</source>
        <translation>非立案处理</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Illegal area (mu)</source>
        <translation>违法面积（亩）</translation>
    </message>
    <message>
        <source>No longer illegal (mu)</source>
        <translation>已消除违法状态（亩）</translation>
    </message>
    <message>
        <source>Illegal patches</source>
        <translation>违法图斑</translation>
    </message>
    <message>
        <source>Found before issue</source>
        <translation>下发前已由日常发现</translation>
    </message>
    <message>
        <source>by the areas</source>
        <translation>按面积判断</translation>
    </message>
    <message>
        <source>yes, by hand</source>
        <translation>是（人工认定）</translation>
    </message>
    <message>
        <source>no, by hand</source>
        <translation>否（人工认定）</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>查实的情形</translation>
    </message>
    <message>
        <source>Basic farmland (mu)</source>
        <translation>永久基本农田（亩）</translation>
    </message>
    <message>
        <source>Nature reserve (mu)</source>
        <translation>自然保护区（亩）</translation>
    </message>
    <message>
        <source>Other farmland (mu)</source>
        <translation>一般耕地（亩）</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>问题严重</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>CalculatorsPage</name>
    <message>
        <source>The profile has no such rule: cannot be computed.</source>
        <translation>本口径没有这项规定：不可计算。</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>The calculations; choose one to see what it asks for</source>
        <translation>各项测算；选中后显示需要填什么</translation>
    </message>
    <message>
        <source>Weipian: calculation</source>
        <translation>卫片判读：测算</translation>
    </message>
</context>
<context>
    <name>ChangeRows</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>原为</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中位置</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>Changed in both</source>
        <translation>两边都改过</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不采用</translation>
    </message>
    <message>
        <source>Cannot be taken</source>
        <translation>不能采用</translation>
    </message>
    <message>
        <source>row {n}</source>
        <translation>第 {n} 行</translation>
    </message>
</context>
<context>
    <name>ChangedLayers</name>
    <message>
        <source>Weipian: look at the layers</source>
        <translation>卫片判读：查看套合图层</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Each bar opens its patches in the queue. The menu saves the picture as PNG or SVG.</source>
        <translation>点任一柱，可在图斑列表中打开其图斑；右键可把图存为 PNG 或 SVG。</translation>
    </message>
    <message>
        <source>Save the picture (PNG, SVG)…</source>
        <translation>保存图片（PNG、SVG）…</translation>
    </message>
</context>
<context>
    <name>ClaimPictures</name>
    <message>
        <source>This patch has no shape.</source>
        <translation>这个图斑没有图形。</translation>
    </message>
    <message>
        <source>No image later than the issue. Load a newer one.</source>
        <translation>没有覆盖本图斑的有日期影像，请载入更新的影像。</translation>
    </message>
    <message>
        <source>The patch names no such date.</source>
        <translation>图斑没有这个时相的日期。</translation>
    </message>
    <message>
        <source>no image</source>
        <translation>无影像</translation>
    </message>
    <message>
        <source>Before {date}</source>
        <translation>前时相 {date}</translation>
    </message>
    <message>
        <source>After {date}</source>
        <translation>后时相 {date}</translation>
    </message>
    <message>
        <source>Newest {date}</source>
        <translation>最新影像 {date}</translation>
    </message>
</context>
<context>
    <name>ClaimRows</name>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇街道</translation>
    </message>
    <message>
        <source>Demolished on (claimed)</source>
        <translation>申报拆除复耕日期</translation>
    </message>
    <message>
        <source>Restored, mu</source>
        <translation>恢复原貌（亩）</translation>
    </message>
    <message>
        <source>Recultivated, mu</source>
        <translation>复耕到位（亩）</translation>
    </message>
    <message>
        <source>On-site duty</source>
        <translation>实地核查职责</translation>
    </message>
    <message>
        <source>Newest image</source>
        <translation>最新影像</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>复核结果</translation>
    </message>
    <message>
        <source>In the image of</source>
        <translation>依据影像</translation>
    </message>
    <message>
        <source>false rectification</source>
        <translation>虚假整改</translation>
    </message>
    <message>
        <source>no day</source>
        <translation>未填日期</translation>
    </message>
    <message>
        <source>no image</source>
        <translation>无影像</translation>
    </message>
    <message>
        <source>Looked at on site</source>
        <translation>实地核查情况</translation>
    </message>
    <message>
        <source>✔ recorded</source>
        <translation>✔ 已核查</translation>
    </message>
    <message>
        <source>✔ recorded without its day</source>
        <translation>✔ 已核查（未填日期）</translation>
    </message>
    <message>
        <source>✖ only before the demolition</source>
        <translation>✖ 核查早于拆除复耕</translation>
    </message>
    <message>
        <source>✖ nothing recorded</source>
        <translation>✖ 未见核查记录</translation>
    </message>
    <message>
        <source>? cannot be told yet</source>
        <translation>？尚不能判定</translation>
    </message>
</context>
<context>
    <name>ClearedLine</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Brings the cleared answers back, as Ctrl+Z does</source>
        <translation>恢复被清空的内容，同 Ctrl+Z</translation>
    </message>
    <message>
        <source>{names} … ({count} in all)</source>
        <translation>{names}……（共 {count} 项）</translation>
    </message>
    <message>
        <source>Cleared with the case ({parcel}): {names}</source>
        <translation>随情形改变已清空（{parcel}）：{names}</translation>
    </message>
</context>
<context>
    <name>ColumnsDialog</name>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Number of the patch</source>
        <translation>图斑编号</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>审核结果</translation>
    </message>
    <message>
        <source>Opinion</source>
        <translation>审核意见</translation>
    </message>
    <message>
        <source>Returned because</source>
        <translation>退回原因</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>审核层级</translation>
    </message>
    <message>
        <source>Audited by</source>
        <translation>审核人</translation>
    </message>
    <message>
        <source>Audited on</source>
        <translation>审核时间</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>The column of the list that says this</source>
        <translation>清单中写明此项的栏</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>（无）</translation>
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
        <translation>主图没有显示 {date} 的影像。</translation>
    </message>
    <message>
        <source>There is no further date in this direction.</source>
        <translation>这个方向没有更多时相了。</translation>
    </message>
    <message>
        <source>The imagery is unclassified (非涉密): show it</source>
        <translation>影像非涉密，予以显示</translation>
    </message>
    <message>
        <source>The server may be asked: show it</source>
        <translation>同意向该服务器请求，予以显示</translation>
    </message>
</context>
<context>
    <name>CompareForm</name>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
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
        <source>The imagery is unclassified (非涉密): show it</source>
        <translation>影像非涉密，显示</translation>
    </message>
    <message>
        <source>Part the main map: before at the left or above, after at the right or below. Drag the line; the first pixels say which way it parts (S)</source>
        <translation>主图卷帘：左或上为前时相，右或下为后时相。拖动分界线，最先几个像素决定竖分还是横分（S）</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>自动闪烁</translation>
    </message>
    <message>
        <source>Change the dates on the main map by themselves (B)</source>
        <translation>在主图上自动轮换两期影像（B）</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>透镜</translation>
    </message>
    <message>
        <source>A circle at the mouse shows the other date; Shift and the wheel make it larger or smaller (L)</source>
        <translation>鼠标处的圆圈显示另一期影像；Shift＋滚轮改变大小（L）</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>匹配亮度</translation>
    </message>
    <message>
        <source>Match the brightness of both dates on the surroundings of the patch; by hand in the menu</source>
        <translation>按图斑周边匹配两期亮度；在菜单中可手动调整</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>上一期</translation>
    </message>
    <message>
        <source>The view shows the date before ([)</source>
        <translation>本窗改看上一期影像（[）</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>下一期</translation>
    </message>
    <message>
        <source>The view shows the date after (])</source>
        <translation>本窗改看下一期影像（]）</translation>
    </message>
    <message>
        <source>Adds the image at the bottom of the layers of the project</source>
        <translation>把影像加到工程图层的最下面</translation>
    </message>
    <message>
        <source>You state that this imagery may be shown here; asked once for each</source>
        <translation>由您确认该影像可以在此显示；每份只问一次</translation>
    </message>
</context>
<context>
    <name>CompareText</name>
    <message>
        <source>The same outcome on both sides: {outcome}</source>
        <translation>两侧结果相同：{outcome}</translation>
    </message>
    <message>
        <source>The outcome differs: {a} → {b}</source>
        <translation>结果不同：{a} → {b}</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>成立的条件</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>举证材料</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>实地核查</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>{different} differs · {same} the same · {only} only on this side</source>
        <translation>{different} 不同 · {same} 相同 · {only} 仅此侧有</translation>
    </message>
    <message>
        <source>Decides</source>
        <translation>决定取值</translation>
    </message>
    <message>
        <source>Facts that differ</source>
        <translation>不同的事实</translation>
    </message>
    <message>
        <source>Where the paths part: {rule}</source>
        <translation>两条路径在此分开：{rule}</translation>
    </message>
    <message>
        <source>This profile has no such rule.</source>
        <translation>该口径没有这条规则。</translation>
    </message>
    <message>
        <source>{n} further values of the two profiles differ and do not bear on this.</source>
        <translation>两个口径另有 {n} 项取值不同，与此路径无关。</translation>
    </message>
    <message>
        <source>Sentences that differ</source>
        <translation>不同的原文</translation>
    </message>
    <message>
        <source> (in doubt)</source>
        <translation>（存疑）</translation>
    </message>
    <message>
        <source>[to be confirmed] </source>
        <translation>【须人工确认】</translation>
    </message>
    <message>
        <source> (cannot be told yet)</source>
        <translation>（未核）</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Nothing is changed; A and B have the same facts.</source>
        <translation>未作改变，A、B 两侧事实相同。</translation>
    </message>
    <message>
        <source>Changed in B: {changes}</source>
        <translation>B 侧的改变：{changes}</translation>
    </message>
</context>
<context>
    <name>ComparisonPage</name>
    <message>
        <source>&amp;Sample</source>
        <translation>样本(&amp;S)</translation>
    </message>
    <message>
        <source>Whose second readings are held against what was filed</source>
        <translation>用哪个样本的复判与县级成果比对</translation>
    </message>
    <message>
        <source>As o&amp;f</source>
        <translation>截至(&amp;F)</translation>
    </message>
    <message>
        <source>What was read or ruled after the end of this day does not count</source>
        <translation>这一天以后的复判和裁定不计</translation>
    </message>
    <message>
        <source>Different ones in the &amp;queue</source>
        <translation>列出不一致图斑(&amp;Q)</translation>
    </message>
    <message>
        <source>List the patches of which the second reading says another outcome</source>
        <translation>在图斑列表中列出复判结论不同的图斑</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>All figures, matrices and patches as .xlsx</source>
        <translation>全部指标、矩阵和逐图斑比对，写入 .xlsx</translation>
    </message>
    <message>
        <source>A click lists the patches behind a figure</source>
        <translation>单击列出指标背后的图斑</translation>
    </message>
    <message>
        <source>&amp;Matrix</source>
        <translation>矩阵(&amp;M)</translation>
    </message>
    <message>
        <source>Lines: what was filed; columns: what the second reading or the ruling says. A click on a cell lists its patches</source>
        <translation>行：县级成果；列：复判或裁定。单击单元格列出其图斑</translation>
    </message>
    <message>
        <source>&amp;By</source>
        <translation>分组(&amp;B)</translation>
    </message>
    <message>
        <source>A click on a number lists its patches</source>
        <translation>单击数字列出其图斑</translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation>判定类型</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>具体情形</translation>
    </message>
    <message>
        <source>Classes of farmland</source>
        <translation>耕地面积分级</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比对</translation>
    </message>
    <message>
        <source>Weipian: samples</source>
        <translation>卫片判读：读取样本</translation>
    </message>
    <message>
        <source>No sample is there yet: draw one on the page before.</source>
        <translation>还没有样本：请先在“抽样”页抽取。</translation>
    </message>
    <message>
        <source>Weipian: compare second readings</source>
        <translation>卫片判读：复判比对</translation>
    </message>
    <message>
        <source>{count} patches compared, {different} judged otherwise; as of {day}. The way of comparing is proposed.</source>
        <translation>截至 {day}，比对 {count} 个图斑，结论不同 {different} 个。比对办法为插件拟定（拟）。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>Filed ＼ read</source>
        <translation>县级＼复判</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>查准率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>查全率</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>有面积</translation>
    </message>
    <message>
        <source>Mean difference, mu</source>
        <translation>面积差均值（亩）</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>净差</translation>
    </message>
    <message>
        <source>{name}: judged otherwise</source>
        <translation>{name}：结论不同</translation>
    </message>
    <message>
        <source>Export the comparison</source>
        <translation>导出比对</translation>
    </message>
    <message>
        <source>Weipian: write the comparison</source>
        <translation>卫片判读：写出比对</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写出：{file}</translation>
    </message>
    <message>
        <source>Which of the three tables is shown: outcomes, cases or classes of farmland</source>
        <translation>显示哪一张混淆矩阵：判定类型、具体情形或耕地面积分级</translation>
    </message>
    <message>
        <source>By what the parcels are grouped below</source>
        <translation>下表按什么分组</translation>
    </message>
</context>
<context>
    <name>ConflictWords</name>
    <message>
        <source>Judgement</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Note or flag</source>
        <translation>备注或标记</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Issued differently</source>
        <translation>下发内容不同</translation>
    </message>
    <message>
        <source>This office</source>
        <translation>本单位</translation>
    </message>
    <message>
        <source>the same, decided apart</source>
        <translation>说法相同，分别作出</translation>
    </message>
    <message>
        <source>Alike: {things}</source>
        <translation>相同：{things}</translation>
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
        <source>Signed</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Mining signed</source>
        <translation>采矿签字</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>图形</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>未签</translation>
    </message>
    <message>
        <source>does not stand</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>{area} {unit} (outline {mark})</source>
        <translation>{area} {unit}（图形 {mark}）</translation>
    </message>
    <message>
        <source>taken away</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>stands until decided</source>
        <translation>裁定前以此为准</translation>
    </message>
    <message>
        <source>In whose name</source>
        <translation>以谁的名义</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>{n} audits or image checks as {level}; the office&apos;s level: {theirs}</source>
        <translation>{n} 项审核或影像复核以{level}名义作出；该单位层级：{theirs}</translation>
    </message>
    <message>
        <source>do not count until decided</source>
        <translation>裁定前不生效</translation>
    </message>
    <message>
        <source>They do not count here until you say so: whoever works at that level says it itself, and what a lower office says in its name may be a slip. The decision is about these alone; it can be undone.</source>
        <translation>认可之前不生效：该层级的意见应由该层级自己作出，下级以其名义录入的可能是误选。裁定只对列出的这几项有效，可撤销。</translation>
    </message>
    <message>
        <source>They do not count</source>
        <translation>不认可</translation>
    </message>
    <message>
        <source>They count</source>
        <translation>认可</translation>
    </message>
    <message>
        <source>an office whose package has not come yet</source>
        <translation>尚未收到其成果包的单位</translation>
    </message>
    <message>
        <source>Merge that office&apos;s own package first: where it says that the office works at this level, its words count by themselves.</source>
        <translation>请先合并该单位自己的成果包：包里写明本单位是这一层级的，这些审核自动生效，不必裁定。</translation>
    </message>
    <message>
        <source>Two patches, one number</source>
        <translation>两个图斑同一编号</translation>
    </message>
    <message>
        <source>drawn by hand in two places, with the same number</source>
        <translation>两地各自画的图斑，编号相同</translation>
    </message>
    <message>
        <source>These are two patches, and only one can have the number. Whichever is chosen is judged here; the other stays out with all that was said of it. Where both are real, choose none: ask one office to take its patch back and to draw it again with the number left empty, and merge its new package. Then both are here, and this line goes.</source>
        <translation>这是两个不同的图斑，一个编号只能由一个使用。采用哪一个，本库就判读哪一个；另一个连同它的判定都不进入。两个都属实的，不要裁定：请其中一方撤销后不填编号重新画，再合并它新报的成果包，两个就都在，这一条自动消去。</translation>
    </message>
    <message>
        <source>at {place}</source>
        <translation>位于 {place}</translation>
    </message>
</context>
<context>
    <name>CorrectionPage</name>
    <message>
        <source>⚠ Open: the parcels are in doubt and cannot be signed; time limits run on. It ends with the conclusion of the office.</source>
        <translation>⚠ 容错中：所列地块存疑，不能签字，期限照常计算；登记业务机构的核实结论后了结。</translation>
    </message>
    <message>
        <source>✔ Concluded: judge by the new attributes.</source>
        <translation>✔ 已有核实结论：按新属性处置。</translation>
    </message>
</context>
<context>
    <name>DashboardDock</name>
    <message>
        <source>Dashboard</source>
        <translation>看板</translation>
    </message>
    <message>
        <source>Which patches the figures are of</source>
        <translation>统计哪些图斑</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>重新统计</translation>
    </message>
    <message>
        <source>Save all charts as pictures…</source>
        <translation>把全部图表存为图片…</translation>
    </message>
    <message>
        <source>What if … (accountability)</source>
        <translation>问责测算与假设…</translation>
    </message>
    <message>
        <source>{day} · {n} records · a click on a figure or a bar opens its patches</source>
        <translation>数据截至 {day}，{n} 条记录；点数字或图中的柱，可在图斑列表中打开其图斑</translation>
    </message>
    <message>
        <source>No policy profile is chosen: no ratio.</source>
        <translation>未选定政策口径，不计算比例。</translation>
    </message>
    <message>
        <source>Illegal share of newly taken farmland: {raw} before, {net} after deductions. {conclusion}</source>
        <translation>违法占用耕地比例：扣减前 {raw}，扣减后 {net}。{conclusion}</translation>
    </message>
    <message>
        <source>The ratio counts {counted} of new construction; {illegal} is of all patches judged illegal.</source>
        <translation>比例的分子只计新增建设用地违法占用耕地 {counted}；全部违法地块占用耕地 {illegal}。</translation>
    </message>
    <message>
        <source>Counting …</source>
        <translation>正在统计……</translation>
    </message>
    <message>
        <source>Decisions were made since; counted again in a moment.</source>
        <translation>此后又有判定，稍后重新统计。</translation>
    </message>
</context>
<context>
    <name>Dashboards</name>
    <message>
        <source>Weipian: dashboard</source>
        <translation>卫片判读：看板</translation>
    </message>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>A test is going on: no figures until it is over.</source>
        <translation>测试进行中：结束前不显示数字。</translation>
    </message>
    <message>
        <source>All batches</source>
        <translation>全部批次</translation>
    </message>
    <message>
        <source>Next: import the package that was issued.</source>
        <translation>下一步：导入下发的图斑包。</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Folder for the pictures</source>
        <translation>图片存放的文件夹</translation>
    </message>
    <message>
        <source>{n} pictures written: {folder}</source>
        <translation>已写出 {n} 张图：{folder}</translation>
    </message>
    <message>
        <source>This is a review file: figures are counted where it is collected.</source>
        <translation>这是复判文件：指标在收回后的工作库中统计。</translation>
    </message>
</context>
<context>
    <name>DateEditor</name>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>not a date</source>
        <translation>不是日期</translation>
    </message>
</context>
<context>
    <name>DatesLine</name>
    <message>
        <source>Dates before and after, as 2023-03-15 2023-08-20 – Enter keeps them, Esc leaves them</source>
        <translation>前后时相日期，如 2023-03-15 2023-08-20；回车保存，Esc 放弃</translation>
    </message>
    <message>
        <source>Of which days the images are upon which the patch you drew is judged (QSX, HSX): the two views show them. Dates of issued patches are as they were issued.</source>
        <translation>所画图斑判读所依据的前、后时相影像日期（QSX、HSX），两个视图按此显示。下发图斑的时相以下发属性为准。</translation>
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
    <message>
        <source>Put off from {day}; basis: {basis}</source>
        <translation>由 {day} 延期；依据：{basis}</translation>
    </message>
    <message>
        <source>Internal date, {n} days before: {day}</source>
        <translation>内部日期，提前 {n} 天：{day}</translation>
    </message>
    <message>
        <source>Sent back: {why}</source>
        <translation>退回：{why}</translation>
    </message>
</context>
<context>
    <name>Deliveries</name>
    <message>
        <source>Weipian: check the hand-in</source>
        <translation>卫片判读：上报自检</translation>
    </message>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>There is nothing to hand in yet: import an issued package first.</source>
        <translation>还没有可上报的：请先导入下发数据。</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在自检…</translation>
    </message>
    <message>
        <source>Weipian: hand in</source>
        <translation>卫片判读：生成上报成果</translation>
    </message>
    <message>
        <source>Made: {n} files in {folder}</source>
        <translation>已生成：{folder}，{n} 个文件</translation>
    </message>
    <message>
        <source>Stopped. What was delivered before is as it was; making it again goes on from here.</source>
        <translation>已停止。原有成果没有动；再次生成从这里接着做。</translation>
    </message>
</context>
<context>
    <name>DeliveryWindow</name>
    <message>
        <source>Hand in</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>&amp;What is handed in</source>
        <translation>上报范围(&amp;W)</translation>
    </message>
    <message>
        <source>One batch, or all batches issued in a quarter, half or year</source>
        <translation>一个批次，或一个季度、半年、年度内下发的全部批次</translation>
    </message>
    <message>
        <source>Which batch or period</source>
        <translation>哪个批次或期间</translation>
    </message>
    <message>
        <source>C&amp;heck again</source>
        <translation>重新自检(&amp;H)</translation>
    </message>
    <message>
        <source>Check anew what would be handed in; nothing is written</source>
        <translation>重新自检要上报的内容，不写任何文件</translation>
    </message>
    <message>
        <source>What is made; what lies below a product are its options</source>
        <translation>要做的成果；成果下面是它的选项</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>成果</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Self-check</source>
        <translation>自检</translation>
    </message>
    <message>
        <source>What holds the hand-in back, what warns, what is to be known; a double click opens the patch or the checks</source>
        <translation>阻止上报的、提醒的和说明；双击打开图斑或校验窗口</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What was made; a double click opens the file</source>
        <translation>做成的文件；双击打开</translation>
    </message>
    <message>
        <source>&amp;Open the file</source>
        <translation>打开文件(&amp;O)</translation>
    </message>
    <message>
        <source>Open the chosen file with its own program</source>
        <translation>用相应程序打开选中的文件</translation>
    </message>
    <message>
        <source>Open the fol&amp;der</source>
        <translation>打开文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>Show the folder of the set</source>
        <translation>显示整套成果的文件夹</translation>
    </message>
    <message>
        <source>&amp;Into the folder</source>
        <translation>存到文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>Below it a folder for the county and one for the period or batch are made</source>
        <translation>其下按县、按期间或批次各建一层文件夹</translation>
    </message>
    <message>
        <source>&amp;Folder…</source>
        <translation>文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>&amp;Reason for a draft</source>
        <translation>生成草稿的理由(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop; what was delivered before stays, and the next run goes on from here</source>
        <translation>停止；原有成果不动，下次从这里接着做</translation>
    </message>
    <message>
        <source>Table &amp;2-1 only…</source>
        <translation>仅附表2-1(&amp;2)…</translation>
    </message>
    <message>
        <source>Write nothing but table 2-1 into a folder</source>
        <translation>只把附表2-1写到文件夹</translation>
    </message>
    <message>
        <source>&amp;Make</source>
        <translation>生成(&amp;M)</translation>
    </message>
    <message>
        <source>Make all that is ticked</source>
        <translation>生成勾选的全部成果</translation>
    </message>
    <message>
        <source>Make a &amp;draft</source>
        <translation>生成草稿(&amp;D)</translation>
    </message>
    <message>
        <source>Marked 草稿 in titles, page headers and file names, with the list of what is open and your reason</source>
        <translation>标题、页眉、文件名标“草稿”，附未解决问题清单和您的理由</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What is being made goes on</source>
        <translation>正在做的继续进行</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>季度</translation>
    </message>
    <message>
        <source>Half-year</source>
        <translation>半年</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年度</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Folder for what is handed in</source>
        <translation>上报成果的文件夹</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在自检…</translation>
    </message>
    <message>
        <source>{signed} of {parcels} parcels are signed.</source>
        <translation>{parcels} 个地块中已签署 {signed} 个。</translation>
    </message>
    <message>
        <source>{n} points hold it back; {w} warnings.</source>
        <translation>{n} 项阻止上报，{w} 项提醒。</translation>
    </message>
    <message>
        <source>Nothing holds it back; {w} warnings.</source>
        <translation>没有阻止上报的，{w} 项提醒。</translation>
    </message>
    <message>
        <source>Nothing holds it back.</source>
        <translation>没有阻止上报的。</translation>
    </message>
    <message>
        <source>Holds it back</source>
        <translation>阻止上报</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>To be known</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>沿用</translation>
    </message>
    <message>
        <source>made</source>
        <translation>新做</translation>
    </message>
    <message>
        <source>{n} files in {folder}</source>
        <translation>{folder} 中共 {n} 个文件</translation>
    </message>
    <message>
        <source>Why it goes out as a draft; needed where errors are open. It stands in the draft, with your name</source>
        <translation>为什么以草稿导出；有未处理的错误时必填。写在草稿里，并署您的姓名</translation>
    </message>
</context>
<context>
    <name>DiscoveriesDialog</name>
    <message>
        <source>Daily discoveries</source>
        <translation>日常发现</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>C&amp;RS</source>
        <translation>坐标系(&amp;R)</translation>
    </message>
    <message>
        <source>Of the coordinates, where the table does not say it; shifted coordinates (GCJ-02) are neither guessed at nor taken</source>
        <translation>表中没有写明坐标系时在此选定；加偏坐标（GCJ-02）不猜测、不接受</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>来源(&amp;S)</translation>
    </message>
    <message>
        <source>Of all rows, where the table has no such column</source>
        <translation>表中没有来源列时，所有行都按此计</translation>
    </message>
    <message>
        <source>&amp;Within</source>
        <translation>距离(&amp;W)</translation>
    </message>
    <message>
        <source>A lead meets the patch it lies in, else the nearest within this distance on the ellipsoid</source>
        <translation>线索落在图斑内即对应该图斑，否则对应此距离（椭球面）内最近的图斑</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>天数(&amp;D)</translation>
    </message>
    <message>
        <source>At most so many days between lead and issue</source>
        <translation>发现时间与下发时间最多相差的天数</translation>
    </message>
    <message>
        <source>Match the leads again</source>
        <translation>重新匹配线索</translation>
    </message>
    <message>
        <source>Import daily discoveries</source>
        <translation>导入日常发现</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>As the table says</source>
        <translation>以表中写明的为准</translation>
    </message>
    <message>
        <source>CGCS2000, longitude and latitude</source>
        <translation>CGCS2000 经纬度</translation>
    </message>
    <message>
        <source>WGS 84, longitude and latitude</source>
        <translation>WGS 84 经纬度</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Table of leads</source>
        <translation>线索表</translation>
    </message>
    <message>
        <source>Weipian: reading the leads</source>
        <translation>卫片：读取线索</translation>
    </message>
    <message>
        <source>{n} leads, coordinates in {crs}.</source>
        <translation>{n} 条线索，坐标系 {crs}。</translation>
    </message>
    <message>
        <source>… and {n} more remarks</source>
        <translation>……另有 {n} 条提示</translation>
    </message>
    <message>
        <source>A table of leads, CSV or Excel: longitude and latitude or X and Y, a date and a source in each row</source>
        <translation>线索表（CSV 或 Excel）：每行有经纬度或 X、Y 坐标，以及日期和来源</translation>
    </message>
    <message>
        <source>What the table holds: how many leads, in which CRS, and rows that are left out</source>
        <translation>表中内容：线索条数、坐标系，以及未采用的行</translation>
    </message>
    <message>
        <source>Take the leads in with the patches they meet, or nothing</source>
        <translation>将线索连同其对应的图斑一并写入，或不作任何更改</translation>
    </message>
    <message>
        <source>Take dou&amp;bled rows too</source>
        <translation>重复的行也导入(&amp;B)</translation>
    </message>
    <message>
        <source>Rows of the same source and number, or of the same source, day and place, are one lead unless this is ticked</source>
        <translation>来源和编号相同，或来源、时间和位置相同的行，不勾选时只算一条线索</translation>
    </message>
</context>
<context>
    <name>EarlierEvidenceOffer</name>
    <message>
        <source>Take over</source>
        <translation>复用</translation>
    </message>
    <message>
        <source>Takes its attachments and the papers that the chosen case asks for; outcome and case stay for you to judge</source>
        <translation>复用其附件和本情形所需的批件内容；判定类型和情形仍由您判定</translation>
    </message>
    <message>
        <source>Earlier patch {jcbh} ({iou} % alike{judged}): {papers} attachments, {answers} answers of its papers</source>
        <translation>往期图斑 {jcbh}（重合 {iou} %{judged}）：附件 {papers} 份，批件内容 {answers} 项</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>◇ Fill in “{value}”</source>
        <translation>◇ 填入“{value}”</translation>
    </message>
    <message>
        <source>Stated among the facts; only a click puts it in</source>
        <translation>来自“事实”一节；点击才填入</translation>
    </message>
</context>
<context>
    <name>EvidenceRows</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>关联方式</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>{metres} m away</source>
        <translation>距图斑 {metres} 米</translation>
    </message>
    <message>
        <source>in the patch</source>
        <translation>图斑内</translation>
    </message>
    <message>
        <source>of no use</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>left for you</source>
        <translation>待您关联</translation>
    </message>
</context>
<context>
    <name>EvidenceWindow</name>
    <message>
        <source>Import photos and evidence</source>
        <translation>导入照片与举证</translation>
    </message>
    <message>
        <source>Photos of</source>
        <translation>照片来源</translation>
    </message>
    <message>
        <source>A folder of photos, with all below it, or an evidence package (.db); nothing there is changed</source>
        <translation>照片文件夹（连同其下各级），或举证包（.db）；只读，不改动</translation>
    </message>
    <message>
        <source>&amp;Folder…</source>
        <translation>文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a folder of photos; a CSV index beside them is read too</source>
        <translation>选择照片文件夹；旁边的 CSV 索引一并读取</translation>
    </message>
    <message>
        <source>&amp;Package…</source>
        <translation>举证包(&amp;P)…</translation>
    </message>
    <message>
        <source>Choose an evidence package of 互联网+举证 (.db)</source>
        <translation>选择“互联网+举证”的举证包（.db）</translation>
    </message>
    <message>
        <source>&amp;By place, within</source>
        <translation>按位置关联(&amp;B)，不超过</translation>
    </message>
    <message>
        <source>A photo whose name tells no patch goes to the patch it was taken in, else to the one it looks at, else to the nearest</source>
        <translation>名称看不出图斑的照片，关联到拍摄点所在的图斑，其次方位角朝向的，再次最近的</translation>
    </message>
    <message>
        <source> m</source>
        <translation> 米</translation>
    </message>
    <message>
        <source>How far from its patch a camera may stand (200 m is proposed)</source>
        <translation>拍摄点距图斑最远多少米（200 米为拟）</translation>
    </message>
    <message>
        <source>Positions are GC&amp;J-02</source>
        <translation>位置是 GCJ-02(&amp;J)</translation>
    </message>
    <message>
        <source>Positions shifted by a phone&apos;s map: they are not computed back, decide nothing and are not kept</source>
        <translation>手机地图偏移过的位置：不反算，不据以关联，也不保存</translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation>读取(&amp;R)</translation>
    </message>
    <message>
        <source>Look through it; nothing is attached yet</source>
        <translation>先看一遍，还不入库</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>Which photos are listed</source>
        <translation>列出哪些照片</translation>
    </message>
    <message>
        <source>The photos that were found; a double click goes to the patch</source>
        <translation>找到的照片；双击转到图斑</translation>
    </message>
    <message>
        <source>Patch of the s&amp;elected</source>
        <translation>选中照片的图斑(&amp;E)</translation>
    </message>
    <message>
        <source>Write a part of the patch&apos;s number and choose; Enter gives the selected photos to it</source>
        <translation>写图斑编号的一部分并选定；回车即关联选中的照片</translation>
    </message>
    <message>
        <source>&amp;Give</source>
        <translation>关联(&amp;G)</translation>
    </message>
    <message>
        <source>The selected photos belong to this patch</source>
        <translation>选中的照片属于这个图斑</translation>
    </message>
    <message>
        <source>To the &amp;current patch</source>
        <translation>关联到当前图斑(&amp;C)</translation>
    </message>
    <message>
        <source>The selected photos belong to the patch that is open</source>
        <translation>选中的照片属于当前打开的图斑</translation>
    </message>
    <message>
        <source>&amp;Leave out</source>
        <translation>不导入(&amp;L)</translation>
    </message>
    <message>
        <source>The selected photos are not imported</source>
        <translation>选中的照片不导入</translation>
    </message>
    <message>
        <source>&amp;As found</source>
        <translation>恢复自动(&amp;A)</translation>
    </message>
    <message>
        <source>What was said of the selected photos by hand holds no more</source>
        <translation>取消对选中照片的手工指定</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop; what was attached stays, and importing again goes on from there</source>
        <translation>停止；已关联的都在，再导入一次接着做</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Smaller copies…</source>
        <translation>缩小的副本…</translation>
    </message>
    <message>
        <source>Attachments over 10 MB, which the platform does not take: make smaller JPEG copies of them in a folder, with an index; the originals stay</source>
        <translation>超过 10 MB、平台不收的附件：在文件夹中生成缩小的 JPEG 副本并附索引，原件不动</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>With a patch</source>
        <translation>已找到图斑</translation>
    </message>
    <message>
        <source>Left for you</source>
        <translation>待您关联</translation>
    </message>
    <message>
        <source>With remarks</source>
        <translation>有提示</translation>
    </message>
    <message>
        <source>Of no use</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>{count} attached; {already} were there already, {elsewhere} belong to another patch, {left} are left, {broken} are of no use.</source>
        <translation>已关联 {count} 张；原已关联 {already} 张，属于其他图斑 {elsewhere} 张，未关联 {left} 张，不可用 {broken} 张。</translation>
    </message>
    <message>
        <source>Stopped before the end: Import goes on from there.</source>
        <translation>中途停止：再按“导入”接着做。</translation>
    </message>
    <message>
        <source>Folder of photos</source>
        <translation>照片文件夹</translation>
    </message>
    <message>
        <source>Evidence package</source>
        <translation>举证包</translation>
    </message>
    <message>
        <source>Evidence packages ({patterns});;All files (*)</source>
        <translation>举证包 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Smaller copies of {count}…</source>
        <translation>{count} 个附件的缩小副本…</translation>
    </message>
    <message>
        <source>Folder for the smaller copies</source>
        <translation>存放缩小副本的文件夹</translation>
    </message>
    <message>
        <source>{all} photos: {found} have a patch, {left} are left for you, {broken} are of no use.</source>
        <translation>共 {all} 张：已找到图斑 {found} 张，待您关联 {left} 张，不可用 {broken} 张。</translation>
    </message>
    <message>
        <source>{count} of patches that were set apart are not listed.</source>
        <translation>另有 {count} 张属于已隔离图斑，未列出。</translation>
    </message>
    <message>
        <source>{count} photos are selected</source>
        <translation>已选 {count} 张</translation>
    </message>
</context>
<context>
    <name>Evidences</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Weipian: look through photos</source>
        <translation>卫片判读：读取照片</translation>
    </message>
    <message>
        <source>Weipian: import photos</source>
        <translation>卫片判读：导入照片</translation>
    </message>
    <message>
        <source>Weipian: make smaller copies</source>
        <translation>卫片判读：生成缩小副本</translation>
    </message>
    <message>
        <source>{count} smaller copies were made, with an index; the originals stay.</source>
        <translation>已生成 {count} 个缩小的副本和索引，原件不动。</translation>
    </message>
    <message>
        <source>None could be made of: {names}</source>
        <translation>未能生成：{names}</translation>
    </message>
    <message>
        <source>{count} photos of {patches} patches were attached.</source>
        <translation>已关联 {patches} 个图斑的 {count} 张照片。</translation>
    </message>
    <message>
        <source>Stopped. What was attached stays; importing again goes on from there.</source>
        <translation>已停止。已关联的都在，再导入一次接着做。</translation>
    </message>
    <message>
        <source>This patch has no photos.</source>
        <translation>本图斑没有照片。</translation>
    </message>
</context>
<context>
    <name>ExamPanel</name>
    <message>
        <source>Question {n} of {all}</source>
        <translation>第 {n} 题，共 {all} 题</translation>
    </message>
    <message>
        <source>{n} of {all} answered</source>
        <translation>已答 {n}／{all}</translation>
    </message>
    <message>
        <source>Look at both images and at the areas in the Interpretation dock. The suggestion is hidden.</source>
        <translation>请查看前后时相影像和“判读”面板中的面积；判定建议已隐藏。</translation>
    </message>
    <message>
        <source>Your outcome for this case; it may be changed until the test is handed in</source>
        <translation>您对这道题的结论；交卷前可以改</translation>
    </message>
</context>
<context>
    <name>ExamResult</name>
    <message>
        <source>Confusion matrix: outcome</source>
        <translation>混淆矩阵：判定类型</translation>
    </message>
    <message>
        <source>Confusion matrix: case</source>
        <translation>混淆矩阵：具体情形</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>及格</translation>
    </message>
    <message>
        <source>Not passed</source>
        <translation>不及格</translation>
    </message>
    <message>
        <source>the outcome counts</source>
        <translation>按判定类型计分</translation>
    </message>
    <message>
        <source>outcome and case count</source>
        <translation>按判定类型和具体情形计分</translation>
    </message>
    <message>
        <source>{right} of {all} right = {share} · pass mark {mark} (proposed) · {counted}</source>
        <translation>{all} 题答对 {right} 题 = {share} · 及格线 {mark}（拟） · {counted}</translation>
    </message>
    <message>
        <source>Outcome right: {outcomes} · outcome and case right: {cases} · time: {time}</source>
        <translation>判定类型答对 {outcomes} 题 · 判定类型和具体情形均答对 {cases} 题 · 用时 {time}</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>题数</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>认出率</translation>
    </message>
    <message>
        <source>Answered so</source>
        <translation>答为此类</translation>
    </message>
    <message>
        <source>Of these right</source>
        <translation>其中答对率</translation>
    </message>
    <message>
        <source>Score by class</source>
        <translation>分类成绩</translation>
    </message>
    <message>
        <source>Key ＼ answer</source>
        <translation>标准答案 ＼ 作答</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>标准答案</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>作答</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>对错</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Every question</source>
        <translation>逐题</translation>
    </message>
    <message>
        <source>Nothing was missed.</source>
        <translation>全部答对。</translation>
    </message>
    <message>
        <source>What was missed, and why</source>
        <translation>答错的题及说明</translation>
    </message>
    <message>
        <source>show the whole reasoning</source>
        <translation>查看完整判定过程</translation>
    </message>
    <message>
        <source>{patch}: answered {answer}, key {key}</source>
        <translation>{patch}：作答 {answer}，标准答案 {key}</translation>
    </message>
</context>
<context>
    <name>Expressions</name>
    <message>
        <source>Status of the patch as the queue writes it: to do, draft, signed …</source>
        <translation>图斑状态，与列表一致：待判、初判、已签……</translation>
    </message>
    <message>
        <source>The sign of the status (○ ◐ ● ⚑): told by its shape, not only by a colour</source>
        <translation>状态的符号（○ ◐ ● ⚑）：以形状区分，不只靠颜色</translation>
    </message>
    <message>
        <source>The outcome a person chose; NULL before that</source>
        <translation>人选定的判定类型；之前为 NULL</translation>
    </message>
    <message>
        <source>What the rules suggest, never a judgement; NULL while a test runs</source>
        <translation>按规则的建议，不是判定；测验进行中为 NULL</translation>
    </message>
    <message>
        <source>Why the patch was flagged; NULL where it is not</source>
        <translation>标记的理由；没有标记则为 NULL</translation>
    </message>
    <message>
        <source>Area in mu, as measured on the ellipsoid</source>
        <translation>面积（亩），椭球面积</translation>
    </message>
    <message>
        <source>Farmland in mu, as panel and tables show it</source>
        <translation>耕地面积（亩），与面板和附表一致</translation>
    </message>
    <message>
        <source>Permanent basic farmland in mu</source>
        <translation>永久基本农田面积（亩）</translation>
    </message>
    <message>
        <source>Ecological redline in mu</source>
        <translation>生态保护红线内面积（亩）</translation>
    </message>
    <message>
        <source>Days until it is to be reported, negative when over; NULL where nothing is due</source>
        <translation>距上报期限的天数，已过为负；没有期限则为 NULL</translation>
    </message>
    <message>
        <source>number: patch or parcel number; left out: that of the feature (columns uuid, DKBH, JCBH)</source>
        <translation>number：监测编号或地块编号；不写则取要素自己的（uuid、DKBH、JCBH 列）</translation>
    </message>
    <message>
        <source>Of the workspace that is open in the workbench; NULL where none is.</source>
        <translation>取工作台中打开的工作库；没有打开时为 NULL。</translation>
    </message>
</context>
<context>
    <name>FactEditor</name>
    <message>
        <source>not known</source>
        <translation>未查明</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>The value of the fact as it is assumed here; nothing is saved</source>
        <translation>假设的事实取值；不保存</translation>
    </message>
    <message>
        <source>As if nobody knew it: rules that ask for it cannot decide</source>
        <translation>当作不知道：要用到它的规则就无法判断</translation>
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
    <message>
        <source>Measuring…</source>
        <translation>正在量算…</translation>
    </message>
    <message>
        <source>Actual parcel {area} {unit}</source>
        <translation>实际地块 {area} {unit}</translation>
    </message>
    <message>
        <source>This patch has no shape and cannot be measured; its areas are the issued figures.</source>
        <translation>本图斑没有图形，不能测算；面积为下发数。</translation>
    </message>
    <message>
        <source>Issued area: {area} mu.</source>
        <translation>下发面积 {area} 亩。</translation>
    </message>
    <message>
        <source>The measuring engine is made ready for the first time, about a minute; go on judging.</source>
        <translation>首次准备量算引擎，约一分钟，可继续判读</translation>
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
    <message>
        <source>{reason}: {names}</source>
        <translation>{reason}：{names}</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>✱ {count} more characters</source>
        <translation>✱ 还差 {count} 个字</translation>
    </message>
    <message>
        <source>✱ missing, at least {count} characters</source>
        <translation>✱ 待填，至少 {count} 个字</translation>
    </message>
    <message>
        <source>proposed (拟): no official form is known for it</source>
        <translation>拟：未见正式表式</translation>
    </message>
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
    <name>FieldHelp</name>
    <message>
        <source>Unit: {unit}</source>
        <translation>单位：{unit}</translation>
    </message>
    <message>
        <source>Required before it is signed</source>
        <translation>签字前必填</translation>
    </message>
    <message>
        <source>Proposed (拟): no official form asks for it</source>
        <translation>拟：没有见到正式表样要求</translation>
    </message>
    <message>
        <source>From: {source}</source>
        <translation>出处：{source}</translation>
    </message>
</context>
<context>
    <name>FieldSheetPrinter</name>
    <message>
        <source>Print field sheets</source>
        <translation>打印外业核查表</translation>
    </message>
    <message>
        <source>Field sheet {number}</source>
        <translation>外业核查表 {number}</translation>
    </message>
    <message>
        <source>{n} field sheets written: {file}</source>
        <translation>已打印外业核查表 {n} 份：{file}</translation>
    </message>
    <message>
        <source>{n} were left out.</source>
        <translation>另有 {n} 个图斑未打印。</translation>
    </message>
</context>
<context>
    <name>FigureCard</name>
    <message>
        <source>Computing …</source>
        <translation>计算中…</translation>
    </message>
</context>
<context>
    <name>FigureRows</name>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Conclusion</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Above the line</source>
        <translation>分子</translation>
    </message>
    <message>
        <source>Below the line</source>
        <translation>分母</translation>
    </message>
    <message>
        <source>How many patches are counted; a click lists them in the queue</source>
        <translation>计入的图斑数；单击在图斑列表中列出</translation>
    </message>
    <message>
        <source>How many it is counted over; a click lists them in the queue</source>
        <translation>作分母的图斑数；单击在图斑列表中列出</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>{amount} ({n} patches)</source>
        <translation>{amount}（{n} 个图斑）</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>As o&amp;f</source>
        <translation>截至(&amp;F)</translation>
    </message>
    <message>
        <source>What was recorded after the end of this day does not count</source>
        <translation>该日结束之后记录的一概不计</translation>
    </message>
    <message>
        <source>&amp;Period</source>
        <translation>期间(&amp;P)</translation>
    </message>
    <message>
        <source>Patches issued in this year or quarter, or in this batch</source>
        <translation>该年度、季度内下发的图斑，或该批次的图斑</translation>
    </message>
    <message>
        <source>&amp;Unit</source>
        <translation>单位(&amp;U)</translation>
    </message>
    <message>
        <source>P&amp;rofile</source>
        <translation>口径(&amp;R)</translation>
    </message>
    <message>
        <source>Whose limits and definitions count; otherwise those of the newest batch</source>
        <translation>按哪个口径的标准和定义计算；不选则按最新批次的口径</translation>
    </message>
    <message>
        <source>A click on a number of patches lists them in the queue</source>
        <translation>单击图斑数，即在图斑列表中列出这些图斑</translation>
    </message>
    <message>
        <source>The chosen figure of every unit; a click on a number of patches lists them in the queue, a double click on a unit chooses it</source>
        <translation>所选指标在各单位的值；单击图斑数在图斑列表中列出，双击单位即选中该单位</translation>
    </message>
    <message>
        <source>&amp;Import daily discoveries…</source>
        <translation>导入日常发现(&amp;I)…</translation>
    </message>
    <message>
        <source>Leads of 巡查, 12336 and 微信 with their places, from CSV or Excel</source>
        <translation>巡查、12336、微信的线索及其位置，来自 CSV 或 Excel</translation>
    </message>
    <message>
        <source>&amp;Match again…</source>
        <translation>重新匹配(&amp;M)…</translation>
    </message>
    <message>
        <source>Match the leads that are there anew: after another batch, or with another distance</source>
        <translation>对已有线索重新匹配图斑：新批次导入之后，或换一个距离</translation>
    </message>
    <message>
        <source>&amp;Grounds of an interview</source>
        <translation>约谈的其他情形(&amp;G)</translation>
    </message>
    <message>
        <source>What of the chosen city or county holds besides, as a person knows it</source>
        <translation>所选市、县另有哪些情形成立，由人认定</translation>
    </message>
    <message>
        <source>The &amp;whole province is here</source>
        <translation>全省都在本库(&amp;W)</translation>
    </message>
    <message>
        <source>Only then a place in the ranking is a ground of an interview</source>
        <translation>只有这样，综合排名的名次才作为约谈情形</translation>
    </message>
    <message>
        <source>Patches in the &amp;queue</source>
        <translation>在图斑列表中列出(&amp;Q)</translation>
    </message>
    <message>
        <source>List the patches of the chosen figure: those above the line, else those below it</source>
        <translation>列出所选指标的图斑：分子图斑，没有则列分母图斑</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>All figures of all units with the patches behind each, as .xlsx or .json</source>
        <translation>全部单位的全部指标及其图斑，写成 .xlsx 或 .json</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Weipian: figures of the review</source>
        <translation>卫片：复核指标</translation>
    </message>
    <message>
        <source>{scope}, as of {day}, by {profile}. {remarks}</source>
        <translation>{scope}，截至 {day}，口径：{profile}。{remarks}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Batch {label}</source>
        <translation>批次 {label}</translation>
    </message>
    <message>
        <source>As the newest batch</source>
        <translation>按最新批次</translation>
    </message>
    <message>
        <source>above the line</source>
        <translation>分子</translation>
    </message>
    <message>
        <source>below the line</source>
        <translation>分母</translation>
    </message>
    <message>
        <source>{unit}: {figure} ({side})</source>
        <translation>{unit}：{figure}（{side}）</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>导出指标</translation>
    </message>
    <message>
        <source>Weipian: export of the figures</source>
        <translation>卫片：导出指标</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写出：{file}</translation>
    </message>
    <message>
        <source>Weipian: match the leads again</source>
        <translation>卫片：重新匹配线索</translation>
    </message>
    <message>
        <source>Weipian: import of daily discoveries</source>
        <translation>卫片：导入日常发现</translation>
    </message>
    <message>
        <source>{n} leads were brought in, {m} of them meet a patch, {left} remarks.</source>
        <translation>导入 {n} 条线索，其中 {m} 条有对应图斑，{left} 条提示。</translation>
    </message>
    <message>
        <source>Whose figures are shown: all together, or one unit&apos;s</source>
        <translation>显示谁的数据：合计或某一单位</translation>
    </message>
    <message>
        <source>Weipian: ground of an interview</source>
        <translation>卫片：约谈情形</translation>
    </message>
    <message>
        <source>{n} leads were changed: other patches, another distance or county.</source>
        <translation>{n} 条线索有变化：遇到的图斑、距离或所属县区。</translation>
    </message>
</context>
<context>
    <name>FiledRows</name>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇街道</translation>
    </message>
    <message>
        <source>mu</source>
        <translation>面积（亩）</translation>
    </message>
    <message>
        <source>Filed as</source>
        <translation>填报结论</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Answer due</source>
        <translation>答复期限</translation>
    </message>
    <message>
        <source>Second reading</source>
        <translation>复判/裁定</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>退回原因</translation>
    </message>
    <message>
        <source>Last words</source>
        <translation>最近意见</translation>
    </message>
    <message>
        <source>The county&apos;s answer</source>
        <translation>县级答复</translation>
    </message>
    <message>
        <source>signed again since</source>
        <translation>审核后又签字</translation>
    </message>
    <message>
        <source>ruled: {outcome}</source>
        <translation>裁定：{outcome}</translation>
    </message>
    <message>
        <source>{said}  to be ruled</source>
        <translation>{said}  待裁定</translation>
    </message>
    <message>
        <source>{level}, round {round}</source>
        <translation>{level}第 {round} 轮</translation>
    </message>
    <message>
        <source>Readers disagree, or read something else than what was filed, and nobody has ruled: that is done on the page “Blind reading”.</source>
        <translation>复判人之间或与填报不一致，尚无裁定：到“盲判”页裁定。</translation>
    </message>
    <message>
        <source>Each audit of a level is a round: one that is sent back in round 1 and passed after the answer is passed in round 2.</source>
        <translation>本级每审一次为一轮：第 1 轮退回、答复后通过的，是第 2 轮通过。</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Clear all conditions</source>
        <translation>清除全部条件</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>图斑类型</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>监测类别</translation>
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
        <source>Assigned to</source>
        <translation>分派给</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>压占</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>Incomplete drafts</source>
        <translation>初判有缺项</translation>
    </message>
    <message>
        <source>Only these</source>
        <translation>只看这些</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Farmland</source>
        <translation>耕地</translation>
    </message>
    <message>
        <source>Basic farmland</source>
        <translation>永农</translation>
    </message>
    <message>
        <source>Redline</source>
        <translation>红线</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>No township</source>
        <translation>未填乡镇</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>未分派</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已逾期</translation>
    </message>
    <message>
        <source>Within 3 days</source>
        <translation>3 天内</translation>
    </message>
    <message>
        <source>Within 10 days</source>
        <translation>10 天内</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Chosen: {what}</source>
        <translation>选定：{what}</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Past before the plan was issued</source>
        <translation>已过（方案印发前）</translation>
    </message>
    <message>
        <source>Due, no light</source>
        <translation>有期限，不亮灯</translation>
    </message>
    <message>
        <source>No deadline</source>
        <translation>无期限</translation>
    </message>
    <message>
        <source>Further off</source>
        <translation>更远</translation>
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
    <name>FirstKeys</name>
    <message>
        <source>The keys one begins with; shown until you have seen them</source>
        <translation>最初要用的几个键；看过之后就不再显示</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Do not show this again; the menu's “The first keys” brings it back</source>
        <translation>不再显示；菜单“最初的几个键”可以再看</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Every key of interpretation mode, as it is set now</source>
        <translation>判读模式的全部按键，按现在的设置</translation>
    </message>
    <message>
        <source>answer: saved at once, and on to the next patch</source>
        <translation>作答：当即保存，转到下一个图斑</translation>
    </message>
    <message>
        <source>previous and next patch</source>
        <translation>上一个、下一个图斑</translation>
    </message>
    <message>
        <source>hold it: before instead of after</source>
        <translation>按住：看前时相</translation>
    </message>
    <message>
        <source>takes the last decision back, also after a restart</source>
        <translation>撤销上一步，重启以后也行</translation>
    </message>
    <message>
        <source>signs what is complete; nothing is signed by itself</source>
        <translation>签填写完整的；从不自动签字</translation>
    </message>
    <message>
        <source>Five keys to begin with</source>
        <translation>先记住五个键</translation>
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
    <message>
        <source>Print field sheet…</source>
        <translation>打印外业核查表…</translation>
    </message>
    <message>
        <source>Print field sheets of the list…</source>
        <translation>打印列表中图斑的外业核查表…</translation>
    </message>
    <message>
        <source>Export calendar…</source>
        <translation>导出日历…</translation>
    </message>
    <message>
        <source>Check the workspace…</source>
        <translation>校验工作库…</translation>
    </message>
    <message>
        <source>Training…</source>
        <translation>培训…</translation>
    </message>
    <message>
        <source>Reasoning of the patch…</source>
        <translation>图斑的判定过程…</translation>
    </message>
    <message>
        <source>Acts and rectification…</source>
        <translation>查处整改…</translation>
    </message>
    <message>
        <source>New act from the current parcel</source>
        <translation>由当前地块新建违法行为</translation>
    </message>
    <message>
        <source>Accountability…</source>
        <translation>问责测算…</translation>
    </message>
    <message>
        <source>Map themes before and after</source>
        <translation>前后时相地图主题</translation>
    </message>
    <message>
        <source>The first keys</source>
        <translation>最初的几个键</translation>
    </message>
    <message>
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message>
        <source>Blink by itself</source>
        <translation>自动闪烁</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>透镜</translation>
    </message>
    <message>
        <source>Do again what was undone</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Sign a reviewed list…</source>
        <translation>按清单签字…</translation>
    </message>
    <message>
        <source>History of the patch</source>
        <translation>本图斑的历史</translation>
    </message>
    <message>
        <source>The guide at this place</source>
        <translation>此处的手册</translation>
    </message>
    <message>
        <source>Split the parcel by a line</source>
        <translation>按线拆分地块</translation>
    </message>
    <message>
        <source>Cut an area out</source>
        <translation>切出一块</translation>
    </message>
    <message>
        <source>Merge with a neighbour</source>
        <translation>与相邻地块合并</translation>
    </message>
    <message>
        <source>Move a boundary between parcels</source>
        <translation>移动地块间的边界</translation>
    </message>
    <message>
        <source>Draw the boundary anew</source>
        <translation>重画边界</translation>
    </message>
    <message>
        <source>Draw the actual parcel</source>
        <translation>画实际地块</translation>
    </message>
    <message>
        <source>Take the actual parcel away</source>
        <translation>删除实际地块</translation>
    </message>
    <message>
        <source>Draw a patch of one&apos;s own</source>
        <translation>画自主图斑</translation>
    </message>
    <message>
        <source>Sketch with a remark</source>
        <translation>标绘并注明</translation>
    </message>
    <message>
        <source>Measure on the map</source>
        <translation>图上量测</translation>
    </message>
    <message>
        <source>Open a signed patch to change / withdraw the signature</source>
        <translation>解锁修改 / 撤销签字</translation>
    </message>
    <message>
        <source>Import photos and evidence…</source>
        <translation>导入照片与举证…</translation>
    </message>
    <message>
        <source>Dashboard…</source>
        <translation>看板…</translation>
    </message>
    <message>
        <source>Photos of the patch</source>
        <translation>本图斑的照片</translation>
    </message>
    <message>
        <source>Township of a patch of one&apos;s own</source>
        <translation>自主图斑的乡镇</translation>
    </message>
    <message>
        <source>Remove a sketch</source>
        <translation>删除标绘</translation>
    </message>
    <message>
        <source>Hand in…</source>
        <translation>上报…</translation>
    </message>
    <message>
        <source>Take back tables and reviews…</source>
        <translation>导回表格与审核清单…</translation>
    </message>
    <message>
        <source>Review…</source>
        <translation>复核…</translation>
    </message>
    <message>
        <source>Review: cannot be told</source>
        <translation>复判：无法判断</translation>
    </message>
    <message>
        <source>Review: not mine</source>
        <translation>复判：非本人任务</translation>
    </message>
    <message>
        <source>Put the images into the project</source>
        <translation>将影像加入工程</translation>
    </message>
    <message>
        <source>Earlier date on the main map</source>
        <translation>主图换上一期影像</translation>
    </message>
    <message>
        <source>Later date on the main map</source>
        <translation>主图换下一期影像</translation>
    </message>
    <message>
        <source>Confidence: high</source>
        <translation>把握程度：高</translation>
    </message>
    <message>
        <source>Confidence: middle</source>
        <translation>把握程度：中</translation>
    </message>
    <message>
        <source>Confidence: low</source>
        <translation>把握程度：低</translation>
    </message>
    <message>
        <source>Earlier date in the before view</source>
        <translation>前时相窗换上一期影像</translation>
    </message>
    <message>
        <source>Later date in the before view</source>
        <translation>前时相窗换下一期影像</translation>
    </message>
</context>
<context>
    <name>Geometries</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Choose a patch first.</source>
        <translation>请先选择一个图斑。</translation>
    </message>
    <message>
        <source>Merge with {number}</source>
        <translation>与 {number} 合并</translation>
    </message>
    <message>
        <source>This patch has no sketch.</source>
        <translation>本图斑没有标绘。</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>F1: the guide at this place. Shift+F1: what is this?</source>
        <translation>F1：使用手册的相应章节。Shift+F1：这是什么？</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>User&apos;s guide</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>The guide; links lead to other chapters</source>
        <translation>手册；点链接到别的章节</translation>
    </message>
    <message>
        <source>Find in the guide; Enter for the next place</source>
        <translation>在手册中查找，回车到下一处</translation>
    </message>
    <message>
        <source>Enter goes to the next place where this is written</source>
        <translation>回车到下一处有这些文字的地方</translation>
    </message>
    <message>
        <source>In the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Open the guide in the web browser, to print it or to enlarge it</source>
        <translation>在浏览器中打开，便于打印或放大</translation>
    </message>
</context>
<context>
    <name>HeldBackDialog</name>
    <message>
        <source>Errors hold the table back</source>
        <translation>有错误，附表未写出</translation>
    </message>
    <message>
        <source>Show the findings</source>
        <translation>查看错误</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Look at what is open, before exporting</source>
        <translation>导出前先看尚未处理的问题</translation>
    </message>
    <message>
        <source>Export nothing</source>
        <translation>不导出</translation>
    </message>
    <message>
        <source>&amp;Reason to export it as a draft (optional; stands in it with your name):</source>
        <translation>以草稿导出的理由(&amp;R)（可不填；与姓名一起写入草稿）：</translation>
    </message>
    <message>
        <source>Why it is handed out although findings are open; it stands in the draft, with your name</source>
        <translation>为什么问题未解决就给出去；与姓名一起写入草稿</translation>
    </message>
    <message>
        <source>A draft is marked 草稿 in title, page header and file name, and lists what is open</source>
        <translation>草稿在标题、页眉、文件名标“草稿”，并列出未解决的问题</translation>
    </message>
    <message>
        <source>Export as a draft</source>
        <translation>导出草稿</translation>
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
    <message>
        <source>Who said what of this patch, when and why; nothing is ever taken out</source>
        <translation>谁、何时、为何、作了什么；历史从不删除</translation>
    </message>
    <message>
        <source>although {checks} did not pass</source>
        <translation>当时校验未通过：{checks}</translation>
    </message>
    <message>
        <source>Done again</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Boundary moved</source>
        <translation>移动边界</translation>
    </message>
    <message>
        <source>Actual parcel</source>
        <translation>实际地块</translation>
    </message>
    <message>
        <source>Drawn here</source>
        <translation>自主图斑</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>分派</translation>
    </message>
    <message>
        <source>{what} ({count} patches at once)</source>
        <translation>{what}（一次 {count} 个图斑）</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>Image dates</source>
        <translation>前后时相</translation>
    </message>
    <message>
        <source>Not taken from a table</source>
        <translation>表中修改未采用</translation>
    </message>
    <message>
        <source>returned table {file}, row {row}</source>
        <translation>来自返回表 {file} 第 {row} 行</translation>
    </message>
    <message>
        <source>Decided between offices</source>
        <translation>裁定不同单位的说法</translation>
    </message>
</context>
<context>
    <name>HowTo</name>
    <message>
        <source>Click a line right across the parcel · Enter: done · Esc: cancel</source>
        <translation>点击画线穿过地块 · Enter 结束 · Esc 取消</translation>
    </message>
    <message>
        <source>Click the outline of what is to be cut out · Enter: done · Esc: cancel</source>
        <translation>点击圈出要切出的范围 · Enter 结束 · Esc 取消</translation>
    </message>
    <message>
        <source>Click the neighbouring parcel to take it in · Esc: cancel</source>
        <translation>点相邻地块并入 · Esc 取消</translation>
    </message>
    <message>
        <source>Drag a place of the boundary between parcels · Esc: end</source>
        <translation>拖动地块之间的界线 · Esc 结束</translation>
    </message>
    <message>
        <source>Click where the boundary is to run · Enter: done · Esc: cancel</source>
        <translation>点击画出新的界线 · Enter 结束 · Esc 取消</translation>
    </message>
    <message>
        <source>Click the outline of the actual parcel · Enter: done · Esc: cancel</source>
        <translation>点击圈出实际地块 · Enter 结束 · Esc 取消</translation>
    </message>
    <message>
        <source>Click the outline of the new patch · Enter: done · Esc: cancel</source>
        <translation>点击圈出新图斑 · Enter 结束 · Esc 取消</translation>
    </message>
    <message>
        <source>Click a point, a line or an outline · Enter: write the remark · Esc: cancel</source>
        <translation>点击画点、线或范围 · Enter 写备注 · Esc 取消</translation>
    </message>
    <message>
        <source>Click places to measure · Enter: done · Esc: end</source>
        <translation>点击量距离和面积 · Enter 停下 · Esc 结束</translation>
    </message>
    <message>
        <source>Write the township of this patch of your own · Enter: keep · Esc: leave it open</source>
        <translation>填写自主图斑所在乡镇 · 回车：保存 · Esc：暂不填</translation>
    </message>
    <message>
        <source>Write the image dates before and after · Enter: keep · Esc: leave them as they are</source>
        <translation>填写前、后时相日期 · 回车：保存 · Esc：不改</translation>
    </message>
    <message>
        <source>For the return: click a point, a line or an outline · Enter: write the remark · Esc: back to the review</source>
        <translation>随退回送出的标绘：点一个点、一条线或一圈 · 回车：画完写说明 · Esc：回到复核</translation>
    </message>
</context>
<context>
    <name>ImageCheckPage</name>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>All claims, those nobody has looked at, those with a result</source>
        <translation>全部申报、未复核的、各复核结果</translation>
    </message>
    <message>
        <source>List in the &amp;queue</source>
        <translation>在图斑列表中列出(&amp;Q)</translation>
    </message>
    <message>
        <source>What is claimed as demolished and recultivated: 1 demolished, 2 still standing, 3 not certain, each goes on to the next; Enter opens the patch</source>
        <translation>申报拆除复耕的图斑：1 已拆除，2 未拆除，3 不确定，随后到下一个；回车打开图斑</translation>
    </message>
    <message>
        <source>&amp;Image looked at</source>
        <translation>复核影像(&amp;I)</translation>
    </message>
    <message>
        <source>The images that reach this patch, the newest first; the result names the one that is chosen</source>
        <translation>覆盖本图斑的影像，最新的在前；结果记下所选的这一景</translation>
    </message>
    <message>
        <source>&amp;Load a newer image…</source>
        <translation>载入更新的影像(&amp;L)…</translation>
    </message>
    <message>
        <source>A raster file with a place on the ground; it stays where it is and becomes imagery of this workspace</source>
        <translation>带坐标的栅格文件；文件不移动，成为本工作库的影像</translation>
    </message>
    <message>
        <source>&amp;Open the patch</source>
        <translation>打开图斑(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Taken on</source>
        <translation>拍摄日期(&amp;T)</translation>
    </message>
    <message>
        <source>I confirm that it is not &amp;classified (非涉密)</source>
        <translation>我确认该影像非涉密(&amp;C)</translation>
    </message>
    <message>
        <source>Ta&amp;ke it in</source>
        <translation>载入(&amp;K)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Remark</source>
        <translation>说明(&amp;R)</translation>
    </message>
    <message>
        <source>What is seen in the newest image</source>
        <translation>最新影像上看到的情况</translation>
    </message>
    <message>
        <source>&amp;False rectification…</source>
        <translation>虚假整改(&amp;F)…</translation>
    </message>
    <message>
        <source>Said by a person, never derived: it still stands although it was reported as demolished</source>
        <translation>由人认定，不自动推断：申报已拆除、实际仍在</translation>
    </message>
    <message>
        <source>It is false</source>
        <translation>认定虚假整改</translation>
    </message>
    <message>
        <source>Do not say so</source>
        <translation>不认定</translation>
    </message>
    <message>
        <source>All claims</source>
        <translation>全部申报</translation>
    </message>
    <message>
        <source>Not looked at</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>Rectification images</source>
        <translation>整改影像复核</translation>
    </message>
    <message>
        <source>Weipian: read what was rectified</source>
        <translation>卫片判读：读取整改申报</translation>
    </message>
    <message>
        <source>not looked at &lt;b&gt;{n}&lt;/b&gt;</source>
        <translation>未复核 &lt;b&gt;{n}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>false rectifications {n}</source>
        <translation>虚假整改 {n}</translation>
    </message>
    <message>
        <source>{n} claims of demolition</source>
        <translation>申报拆除复耕 {n} 条</translation>
    </message>
    <message>
        <source>No parcel is registered as demolished and recultivated (拆除复耕) yet.</source>
        <translation>还没有登记为“拆除复耕”并有落实情况的图斑。</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>恢复原貌</translation>
    </message>
    <message>
        <source>recultivated</source>
        <translation>复耕到位</translation>
    </message>
    <message>
        <source>Claimed: demolished on {day}</source>
        <translation>申报拆除复耕日期 {day}</translation>
    </message>
    <message>
        <source>No dated image reaches this patch: load one.</source>
        <translation>没有有日期的影像覆盖本图斑：请载入。</translation>
    </message>
    <message>
        <source>Say of {number}: it was reported as demolished and still stands in the image of {date}? This counts as false rectification (虚假整改) in the figures. The remark says why.</source>
        <translation>认定 {number} 申报已拆除、{date} 影像上仍未拆除？将作为“虚假整改”计入指标；依据写在说明里。</translation>
    </message>
    <message>
        <source>A newer image</source>
        <translation>更新的影像</translation>
    </message>
    <message>
        <source>Images ({patterns});;All files (*)</source>
        <translation>影像 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Weipian: take an image in</source>
        <translation>卫片判读：载入影像</translation>
    </message>
    <message>
        <source>Lists the patches of the claims shown here in the queue</source>
        <translation>把此处所列整改的图斑列入图斑列表</translation>
    </message>
    <message>
        <source>Shows the patch in the workbench, with its images</source>
        <translation>在工作台中打开该图斑及其影像</translation>
    </message>
    <message>
        <source>The day on which the image was taken, as 2024-01-05</source>
        <translation>影像的拍摄日期，如 2024-01-05</translation>
    </message>
    <message>
        <source>Classified images are not taken in</source>
        <translation>涉密影像不得载入</translation>
    </message>
    <message>
        <source>Makes the file imagery of this workspace, with its day</source>
        <translation>把该文件连同日期作为本工作空间的影像</translation>
    </message>
    <message>
        <source>The image is not taken in</source>
        <translation>不载入该影像</translation>
    </message>
    <message>
        <source>What the image shows, kept with the result</source>
        <translation>影像所见，随复核结果一并保存</translation>
    </message>
    <message>
        <source>The newest image shows that it is gone; goes on to the next</source>
        <translation>最新影像显示已拆除；随即转到下一个</translation>
    </message>
    <message>
        <source>The newest image shows that it still stands; goes on to the next</source>
        <translation>最新影像显示未拆除；随即转到下一个</translation>
    </message>
    <message>
        <source>The newest image does not tell; goes on to the next</source>
        <translation>最新影像无法判断；随即转到下一个</translation>
    </message>
    <message>
        <source>Keeps that the rectification is false, in your name</source>
        <translation>以你的名义认定为虚假整改</translation>
    </message>
    <message>
        <source>Nothing is said of it</source>
        <translation>不作虚假整改认定</translation>
    </message>
    <message>
        <source>False rectification (虚假整改) was said of {number} on {day}. Withdraw it and keep {tick} instead? It is then no longer counted in the figures.</source>
        <translation>{number} 已于 {day} 认定为虚假整改。撤回该认定并改记为“{tick}”？撤回后不再计入指标。</translation>
    </message>
    <message>
        <source>Withdraw false rectification</source>
        <translation>撤回虚假整改认定</translation>
    </message>
    <message>
        <source>Keeps what you ticked in its place, in your name</source>
        <translation>以您的姓名改记为所选的复核结果</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>The claims shown here as a workbook, with what is recorded of visits on site</source>
        <translation>把列出的图斑写成 Excel，写明实地核查情况</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Visit on site lacking</source>
        <translation>缺实地核查</translation>
    </message>
    <message>
        <source>offices contradict each other {n}</source>
        <translation>各级说法不同 {n}</translation>
    </message>
    <message>
        <source>visits on site lacking {n}</source>
        <translation>缺实地核查 {n}</translation>
    </message>
    <message>
        <source>Rectification check.xlsx</source>
        <translation>整改影像复核.xlsx</translation>
    </message>
    <message>
        <source>Export the claims shown</source>
        <translation>导出列出的图斑</translation>
    </message>
    <message>
        <source>Weipian: export of the claims</source>
        <translation>卫片判读：导出整改影像复核清单</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写出：{file}</translation>
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
    <message>
        <source>What was issued: a zip, a folder or a file. Nothing is changed in it</source>
        <translation>下发的数据：zip、文件夹或文件。不会改动它</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a folder or a file geodatabase</source>
        <translation>选择文件夹或 gdb</translation>
    </message>
    <message>
        <source>Read the package and show what is in it; nothing is imported yet</source>
        <translation>读取并显示内容；还没有入库</translation>
    </message>
    <message>
        <source>The new workspace: one file that holds everything</source>
        <translation>新建的工作库：全部内容都在这一个文件里</translation>
    </message>
    <message>
        <source>Choose where the workspace is made</source>
        <translation>选择工作库建在哪里</translation>
    </message>
    <message>
        <source>The coordinate system of the package, where it does not say</source>
        <translation>数据没有写明时，指定其坐标系</translation>
    </message>
    <message>
        <source>Which layer holds the patches, where there are several</source>
        <translation>有多个图层时，哪个是图斑</translation>
    </message>
    <message>
        <source>How the texts are written, where it cannot be told for certain</source>
        <translation>不能确定时，指定文字编码</translation>
    </message>
    <message>
        <source>The password of the zip; it is not kept</source>
        <translation>zip 的密码；不会保存</translation>
    </message>
    <message>
        <source>What the batch is called in lists and tables</source>
        <translation>批次在列表和表格中的名称</translation>
    </message>
    <message>
        <source>The day of issue: deadlines count from it</source>
        <translation>下发日期：期限从这天算起</translation>
    </message>
    <message>
        <source>The policy profile: thresholds, rules and deadlines come from it</source>
        <translation>政策口径：阈值、规则、期限都从它来</translation>
    </message>
    <message>
        <source>What was read; look at each page before importing</source>
        <translation>读到的内容；导入前请逐页查看</translation>
    </message>
    <message>
        <source>Number of patches, coordinate system, encoding, units and unknown columns</source>
        <translation>图斑数、坐标系、编码、单位和未识别的列</translation>
    </message>
    <message>
        <source>Which column becomes which field; change it where it is wrong</source>
        <translation>每一列对应的字段；不对的可以改</translation>
    </message>
    <message>
        <source>What is remarkable in the package, by patch</source>
        <translation>数据中需要注意的，按图斑列出</translation>
    </message>
    <message>
        <source>Patches that were issued before and differ: keep ours or take the new one</source>
        <translation>以前下发过而内容不同的图斑：保留库中的或采用新的</translation>
    </message>
    <message>
        <source>You confirm that the imagery may be shown; without this it stays hidden</source>
        <translation>由您确认影像可以显示；不确认则不显示</translation>
    </message>
    <message>
        <source>Import everything in one step, or nothing</source>
        <translation>一次全部入库，或什么也不做</translation>
    </message>
</context>
<context>
    <name>InterpretationDock</name>
    <message>
        <source>Interpretation</source>
        <translation>判读</translation>
    </message>
    <message>
        <source>⚠ Findings: {count}</source>
        <translation>⚠ 提示 {count} 条</translation>
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
        <source>This is a mineral patch: 1, 2 and 3 answer for the mining, it has no land cases.</source>
        <translation>这是矿产图斑：1、2、3 为矿产判定，没有土地的具体情形。</translation>
    </message>
    <message>
        <source>A correction (容错纠错) is open: nothing can be signed, time limits run on.</source>
        <translation>容错纠错未办结（存疑—容错中）：不能签，时限照常计算。</translation>
    </message>
    <message>
        <source>Open to be changed. The signature still stands; changing an answer withdraws it. The history keeps both.</source>
        <translation>已解锁。签字仍然有效；改动任何答案即撤销签字，两者都记入历史。</translation>
    </message>
    <message>
        <source>There is no signature here to be withdrawn or opened.</source>
        <translation>此处没有可撤回或解锁的签字。</translation>
    </message>
    <message>
        <source>What was written of {n} patches could not be saved. Its words are in the log of messages.</source>
        <translation>有 {n} 个图斑所写的内容未能保存，文字记在日志消息里。</translation>
    </message>
    <message>
        <source>What you wrote is kept here and is saved with the next thing that can be saved.</source>
        <translation>您写的内容保留在这里，下一次能够保存时一并保存。</translation>
    </message>
    <message>
        <source>This patch could not be read, and nothing is answered until it is shown.

See whether the workspace&apos;s disk or folder can be reached; any answering key reads it again.</source>
        <translation>这个图斑读不出来，显示之前不会写入任何判定。

请检查工作库所在的磁盘或文件夹能否访问；按任一作答键即重新读取。</translation>
    </message>
    <message>
        <source>Nothing was changed: this patch could not be read before. Now it is shown; look at it, then go on.</source>
        <translation>没有改动：这个图斑刚才读不出来，现在已显示。请先看过，再继续。</translation>
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
    <message>
        <source>4…9</source>
        <translation>4…9</translation>
    </message>
    <message>
        <source>The answers of the keys 4 to 9, with their case</source>
        <translation>数字键 4—9 的判定（带情形）</translation>
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
    <name>LayerShapes</name>
    <message>
        <source>Read what lies around the patch</source>
        <translation>读取图斑周围的套合图层</translation>
    </message>
    <message>
        <source>it lies elsewhere, its coordinates cannot be transformed</source>
        <translation>位置不在此处，坐标无法转换</translation>
    </message>
    <message>
        <source>the file is not there</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>{layer} is not snapped to: {why}.</source>
        <translation>不捕捉 {layer}：{why}。</translation>
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
    <message>
        <source>Actual parcels</source>
        <translation>实际地块</translation>
    </message>
    <message>
        <source>Merged or taken back</source>
        <translation>已并入或已撤回</translation>
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
        <translation>影像 {file}：请填写拍摄日期，例如 2018-03-09。</translation>
    </message>
    <message>
        <source>Imagery {file} cannot be opened. Choose another file.</source>
        <translation>影像 {file} 无法打开，请换一个文件。</translation>
    </message>
    <message>
        <source>Prepared</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>{role}: another layer, so the date {date} in its name was taken. Check it.</source>
        <translation>{role}：已换图层，版本日期改取其名称中的 {date}，请核对。</translation>
    </message>
    <message>
        <source>{role}: another layer, so the date of the one before was cleared. Write the new one&apos;s.</source>
        <translation>{role}：已换图层，原图层的版本日期已清除，请填写新图层的日期。</translation>
    </message>
    <message>
        <source>Reference layers, and imagery</source>
        <translation>套合图层，以及影像</translation>
    </message>
    <message>
        <source>Recognise roles by the names of a file&apos;s layers</source>
        <translation>按一个文件中的图层名识别角色</translation>
    </message>
    <message>
        <source>Recognise roles by the names of the files in a folder</source>
        <translation>按一个文件夹中的文件名识别角色</translation>
    </message>
    <message>
        <source>Recognise roles by the names of the project&apos;s layers</source>
        <translation>按当前工程的图层名识别角色</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Raster files, any number of them for one date</source>
        <translation>栅格文件，同一日期可以有任意多幅</translation>
    </message>
    <message>
        <source>Add pictures of patches…</source>
        <translation>添加图斑截图…</translation>
    </message>
    <message>
        <source>A folder of 前后时相截图: their names hold the patch's number (JCBH) and the date, or Q/H, 前/后</source>
        <translation>存放前后时相截图的文件夹：文件名含监测编号（JCBH）和日期，或 Q/H、前/后</translation>
    </message>
    <message>
        <source>Add tile address…</source>
        <translation>添加瓦片地址…</translation>
    </message>
    <message>
        <source>XYZ, WMS or WMTS</source>
        <translation>XYZ、WMS 或 WMTS</translation>
    </message>
    <message>
        <source>The chosen image is not used any more; its file stays</source>
        <translation>不再使用所选影像；文件保留</translation>
    </message>
    <message>
        <source>The images with their dates; patches find theirs by QSX and HSX</source>
        <translation>影像及其日期；图斑按前时相、后时相日期自动对应</translation>
    </message>
    <message>
        <source>Keep what is named here, or leave it as it was</source>
        <translation>保存这里的指定，或保持原样</translation>
    </message>
    <message>
        <source>Folder with the patches&apos; pictures</source>
        <translation>图斑截图所在的文件夹</translation>
    </message>
    <message>
        <source>None of the {n} pictures in this folder has a patch&apos;s number (JCBH) in its name.</source>
        <translation>该文件夹的 {n} 张图片，文件名中都没有本工作库图斑的监测编号（JCBH）。</translation>
    </message>
    <message>
        <source>{n} of {total} pictures belong to {patches} patches of this workspace.</source>
        <translation>{total} 张图片中有 {n} 张属于本工作库的 {patches} 个图斑。</translation>
    </message>
    <message>
        <source>by their names</source>
        <translation>见文件名</translation>
    </message>
    <message>
        <source>The folder {file} is not there. Choose it again, or remove it.</source>
        <translation>文件夹 {file} 不存在。请重新选择，或从列表中移除。</translation>
    </message>
</context>
<context>
    <name>LetterPage</name>
    <message>
        <source>About the act {number}</source>
        <translation>所属违法行为：{number}</translation>
    </message>
    <message>
        <source>without a number</source>
        <translation>未编号</translation>
    </message>
    <message>
        <source>Answer wanted by {day}, {n} days left</source>
        <translation>要求 {day} 前回复，还剩 {n} 天</translation>
    </message>
    <message>
        <source>Answer wanted by {day}, {n} days over</source>
        <translation>要求 {day} 前回复，已超 {n} 天</translation>
    </message>
    <message>
        <source>✉ {letter}: answered on {day}</source>
        <translation>✉ {letter}：{day} 已回复</translation>
    </message>
    <message>
        <source>✉ {letter}: not answered yet</source>
        <translation>✉ {letter}：尚未回复</translation>
    </message>
</context>
<context>
    <name>LiveFindings</name>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>✔ nothing found</source>
        <translation>✔ 没有问题</translation>
    </message>
    <message>
        <source>{n} not checked</source>
        <translation>未核 {n} 项</translation>
    </message>
</context>
<context>
    <name>MapThemes</name>
    <message>
        <source>Weipian before</source>
        <translation>卫片判读 前时相</translation>
    </message>
    <message>
        <source>Weipian after</source>
        <translation>卫片判读 后时相</translation>
    </message>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>No image of a patch's dates is named and confirmed: the themes would be empty. Name images under “Reference layers and imagery”.</source>
        <translation>还没有登记并确认非涉密的前、后时相影像，主题会是空的。请在“套合图层与影像”中登记影像。</translation>
    </message>
    <message>
        <source>The project has the map themes “{before}” and “{after}”: the eye above QGIS's layers, or a layout's map, shows them.</source>
        <translation>工程中已有地图主题“{before}”和“{after}”：在图层面板的眼睛按钮或布局的地图中选用。</translation>
    </message>
    <message>
        <source>Weipian images</source>
        <translation>卫片判读 影像</translation>
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
    <name>MineralFields</name>
    <message>
        <source>Stamped on-site form</source>
        <translation>现场核实表</translation>
    </message>
    <message>
        <source>Rectification</source>
        <translation>整改</translation>
    </message>
</context>
<context>
    <name>MineralForm</name>
    <message>
        <source>The outcome of the mining, apart from that of the land</source>
        <translation>矿产的判定，与土地的判定分开</translation>
    </message>
</context>
<context>
    <name>NameBar</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Your name as it appears in the tables (确认人)</source>
        <translation>姓名，与表格中的确认人一致</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Record what is decided from now on with this name</source>
        <translation>此后的判读以该姓名记录</translation>
    </message>
    <message>
        <source>Who is working? What you did is kept, recorded with the name of the computer&apos;s user, {login}. Enter your name: from then on it is yours that is recorded.</source>
        <translation>由谁判读？刚才的操作已保存，暂以本机登录名 {login} 记录。请填写姓名，此后以该姓名记录。</translation>
    </message>
</context>
<context>
    <name>NeighbourGrip</name>
    <message>
        <source>Click the other part, the neighbouring one</source>
        <translation>请点相邻的另一块</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>not a number</source>
        <translation>不是数值</translation>
    </message>
</context>
<context>
    <name>OnSitePart</name>
    <message>
        <source>Print the field sheet…</source>
        <translation>打印外业核查表…</translation>
    </message>
    <message>
        <source>A sheet with map and images of this patch, to take along</source>
        <translation>带地图和影像的图斑核查单，供外业携带</translation>
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
    <message>
        <source>Your name as it appears in the tables (确认人)</source>
        <translation>您的姓名，写入表格的“确认人”</translation>
    </message>
    <message>
        <source>Use this name, or sign nothing</source>
        <translation>使用这个姓名，或不签字</translation>
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
    <message>
        <source>Deadlines</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Done before the official date</source>
        <translation>早于法定期限完成</translation>
    </message>
    <message>
        <source>The internal date is shown beside the official one, which never changes</source>
        <translation>内部日期与法定期限并列显示，法定期限不变</translation>
    </message>
    <message>
        <source>As the policy profile says</source>
        <translation>按政策口径</translation>
    </message>
    <message>
        <source> d</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Your name as it appears in the tables (确认人)</source>
        <translation>您的姓名，写入表格的“确认人”</translation>
    </message>
    <message>
        <source>Start the worker once and show its versions</source>
        <translation>启动一次测算进程，显示各包版本</translation>
    </message>
    <message>
        <source>Interpreting</source>
        <translation>判读</translation>
    </message>
    <message>
        <source>Else the patch stays after a key has answered; → goes on</source>
        <translation>否则作答后停在本图斑，按 → 再往下</translation>
    </message>
    <message>
        <source>Go on to the next patch once a key has answered</source>
        <translation>按键作答后转到下一个图斑</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>打开时</translation>
    </message>
    <message>
        <source>One view is the map alone: swipe, blink and lens work there too</source>
        <translation>单窗即只有主图：卷帘、闪烁、透镜照样可用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Every key can be changed among QGIS&apos;s keyboard shortcuts; look there for what it does.</source>
        <translation>每个按键都可以在 QGIS 的键盘快捷键中修改；按作用的名称查找。</translation>
    </message>
    <message>
        <source>Opens QGIS&apos;s list of keyboard shortcuts</source>
        <translation>打开 QGIS 的键盘快捷键列表</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>When the dates change by themselves; never faster than three times a second</source>
        <translation>自动闪烁时；每秒不超过三次</translation>
    </message>
    <message>
        <source>Else each patch is shown as large as it fits, with its surroundings</source>
        <translation>否则每个图斑连同周边按窗口大小显示</translation>
    </message>
    <message>
        <source>Keep the scale from patch to patch</source>
        <translation>换图斑时保持比例尺</translation>
    </message>
    <message>
        <source>Brightness and contrast follow the surroundings of the patch, so that haze does not look like change</source>
        <translation>亮度和对比度按图斑周边匹配，使薄雾不像变化</translation>
    </message>
    <message>
        <source>Match the brightness of both dates</source>
        <translation>匹配两期影像亮度</translation>
    </message>
    <message>
        <source>Memory for images</source>
        <translation>影像所用内存</translation>
    </message>
    <message>
        <source>The images of the next three patches are made ready as far as they fit in here</source>
        <translation>在此限度内提前备好后三个图斑的影像</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Off: less work for a slow disk or network; each patch then takes a moment to be drawn</source>
        <translation>关闭可减轻慢速磁盘或网络的负担，但每换一个图斑要等影像画出来</translation>
    </message>
    <message>
        <source>Make the images of the next patches ready</source>
        <translation>预备后面图斑的影像</translation>
    </message>
    <message>
        <source>Policy profiles of your own</source>
        <translation>自备的政策口径</translation>
    </message>
    <message>
        <source>Which of your profiles are in use, and what is wrong in which line of the others</source>
        <translation>自备口径哪些在用；有误的错在哪一行</translation>
    </message>
    <message>
        <source>Open the folder in which your own profiles lie</source>
        <translation>打开存放自己的政策口径的文件夹</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Read your profiles again and say what is wrong in which line</source>
        <translation>重新读取自己的政策口径，指出哪一行有什么问题</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
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
    <message>
        <source>two views</source>
        <translation>双窗</translation>
    </message>
    <message>
        <source>one view</source>
        <translation>单窗</translation>
    </message>
</context>
<context>
    <name>OrderMenu</name>
    <message>
        <source>As issued</source>
        <translation>按下发</translation>
    </message>
    <message>
        <source>Batch by batch, in the order of the package</source>
        <translation>逐批，按下发数据中的顺序</translation>
    </message>
    <message>
        <source>Worst overlay first</source>
        <translation>压占重的在前</translation>
    </message>
    <message>
        <source>Most permanent basic farmland first; then most ecological redline; then most farmland</source>
        <translation>先比永久基本农田，再比生态保护红线，再比耕地，多的在前</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>按期限</translation>
    </message>
    <message>
        <source>What is due first, or overdue longest, comes first</source>
        <translation>逾期最久、最先到期的在前</translation>
    </message>
    <message>
        <source>Next to each other</source>
        <translation>相邻的接着走</translation>
    </message>
    <message>
        <source>Along a curve, so that the map moves little</source>
        <translation>沿曲线逐个相邻，地图少移动</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Against the bias of an order; the same for you each time, another for each person</source>
        <translation>防止次序影响判断；对同一人每次相同，各人不同</translation>
    </message>
    <message>
        <source>What came back first</source>
        <translation>退回的在前</translation>
    </message>
    <message>
        <source>Group by township</source>
        <translation>按乡镇分组</translation>
    </message>
    <message>
        <source>By a column</source>
        <translation>按列</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>顺序：{order}</translation>
    </message>
</context>
<context>
    <name>OwnProfiles</name>
    <message>
        <source>In use: {file}  {id}  {title}</source>
        <translation>在用：{file}  {id}  {title}</translation>
    </message>
    <message>
        <source>No profiles of your own in {folder}.</source>
        <translation>{folder} 中没有自备的口径。</translation>
    </message>
</context>
<context>
    <name>PackageColumns</name>
    <message>
        <source>✔ {key}</source>
        <translation>✔ {key}</translation>
    </message>
    <message>
        <source>✔ valid</source>
        <translation>✔ 有效</translation>
    </message>
    <message>
        <source>○ not signed</source>
        <translation>○ 未签名</translation>
    </message>
    <message>
        <source>⚠ key not known</source>
        <translation>⚠ 密钥未知</translation>
    </message>
    <message>
        <source>nothing: all of it is known</source>
        <translation>无变化：均已有</translation>
    </message>
    <message>
        <source>{n} new patches</source>
        <translation>新增图斑 {n} 个</translation>
    </message>
    <message>
        <source>{n} changed patches</source>
        <translation>更新图斑 {n} 个</translation>
    </message>
    <message>
        <source>{n} new entries</source>
        <translation>新增记录 {n} 条</translation>
    </message>
    <message>
        <source>{n} new records</source>
        <translation>新增登记 {n} 条</translation>
    </message>
    <message>
        <source>{n} conflicts</source>
        <translation>冲突 {n} 处</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Merging changes</source>
        <translation>合并后变化</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>制作</translation>
    </message>
    <message>
        <source>Signed off by</source>
        <translation>签发</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>? asks</source>
        <translation>？待选择</translation>
    </message>
    <message>
        <source>✖ refused</source>
        <translation>✖ 拒收</translation>
    </message>
    <message>
        <source>⚠ remarks</source>
        <translation>⚠ 有提示</translation>
    </message>
    <message>
        <source>✔ ready</source>
        <translation>✔ 可合并</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>图斑</translation>
    </message>
    <message>
        <source>About</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>They say</source>
        <translation>各方说法</translation>
    </message>
    <message>
        <source>Offices</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>合并时间</translation>
    </message>
    <message>
        <source>Merged by</source>
        <translation>合并人</translation>
    </message>
    <message>
        <source>New patches</source>
        <translation>新增图斑</translation>
    </message>
    <message>
        <source>New entries</source>
        <translation>新增记录</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>{n} patches wait: issued differently</source>
        <translation>{n} 个图斑待裁定（下发内容不同）</translation>
    </message>
    <message>
        <source>{n} patches stay out, as was decided</source>
        <translation>{n} 个图斑按裁定未进入</translation>
    </message>
    <message>
        <source>{n} patches are set apart here</source>
        <translation>{n} 个图斑已隔离，未进入</translation>
    </message>
    <message>
        <source>— cannot be merged here</source>
        <translation>— 不能合并</translation>
    </message>
    <message>
        <source>{n} of {all} packages are merged.</source>
        <translation>{all} 个成果包合并了 {n} 个。</translation>
    </message>
    <message>
        <source> {n} are not: “This merging” below says why.</source>
        <translation>另有 {n} 个未合并，原因见下方“本次合并”。</translation>
    </message>
    <message>
        <source>signed with the key of {name}</source>
        <translation>已用“{name}”的密钥签名</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>未签名</translation>
    </message>
    <message>
        <source>{file}: {patches} patches, {events} entries, {files} attachments; {signed}.</source>
        <translation>{file}：图斑 {patches} 个，记录 {events} 条，附件 {files} 个；{signed}。</translation>
    </message>
</context>
<context>
    <name>PackagesPage</name>
    <message>
        <source>Make a package</source>
        <translation>制作成果包</translation>
    </message>
    <message>
        <source>&amp;Office</source>
        <translation>单位(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;What goes</source>
        <translation>范围(&amp;W)</translation>
    </message>
    <message>
        <source>Everything, one batch, or the patches of one county; to return remarks, choose the county</source>
        <translation>全部、一个批次或一个县的图斑；退回意见时选择该县</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>With which key it is signed; who has the same key can see that nothing was changed</source>
        <translation>用哪把密钥签名；持有同一密钥的单位可核验内容未被改动</translation>
    </message>
    <message>
        <source>Keys in</source>
        <translation>密钥目录</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>The folder in which your key and those of other offices are; only you should see it</source>
        <translation>本单位及其他单位密钥所在的文件夹，应只有本人能看到</translation>
    </message>
    <message>
        <source>&amp;New key</source>
        <translation>新建密钥(&amp;N)</translation>
    </message>
    <message>
        <source>Make a new key of this office in that folder, and give a copy by hand to who checks your packages</source>
        <translation>在该文件夹新建本单位密钥，再当面交给核验单位一份</translation>
    </message>
    <message>
        <source>Signed o&amp;ff by</source>
        <translation>签发人(&amp;F)</translation>
    </message>
    <message>
        <source>Who stands for it; empty: it is not signed off</source>
        <translation>对成果负责的人；空为不签发</translation>
    </message>
    <message>
        <source>Since which day</source>
        <translation>签发日期</translation>
    </message>
    <message>
        <source>With the files of &amp;attachments</source>
        <translation>附带附件文件(&amp;A)</translation>
    </message>
    <message>
        <source>Otherwise only their names and check sums go</source>
        <translation>否则只带附件名称和校验值</translation>
    </message>
    <message>
        <source>&amp;Make…</source>
        <translation>制作(&amp;M)…</translation>
    </message>
    <message>
        <source>Choose a folder and write the package there</source>
        <translation>选择文件夹，把成果包写在那里</translation>
    </message>
    <message>
        <source>Take packages in</source>
        <translation>接收成果包</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>添加(&amp;D)…</translation>
    </message>
    <message>
        <source>Choose packages, or drop them on the list; each is verified and held against the workspace, which stays as it is</source>
        <translation>选择成果包，或拖放到列表；逐个核验并与工作库比较，工作库不变</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移出(&amp;R)</translation>
    </message>
    <message>
        <source>Take the selected packages off the list; the files stay</source>
        <translation>从列表移出所选的包，文件不动</translation>
    </message>
    <message>
        <source>Pat&amp;ches of</source>
        <translation>应属县区(&amp;C)</translation>
    </message>
    <message>
        <source>any county</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>What becomes of patches of others</source>
        <translation>包里有其他县区的图斑时如何处理</translation>
    </message>
    <message>
        <source>Mer&amp;ge</source>
        <translation>合并(&amp;G)</translation>
    </message>
    <message>
        <source>Merge the listed packages: each whole or not at all; nothing that was said here is overwritten</source>
        <translation>合并所列的包：逐包整体合并，不覆盖本库任何内容</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>采用(&amp;K)</translation>
    </message>
    <message>
        <source>Whose word stands; the others stay in the history</source>
        <translation>以哪一方为准；其余保留在历史中</translation>
    </message>
    <message>
        <source>&amp;because</source>
        <translation>理由(&amp;B)</translation>
    </message>
    <message>
        <source>Why; it stands in the history</source>
        <translation>裁定理由，记入历史</translation>
    </message>
    <message>
        <source>Decid&amp;e</source>
        <translation>裁定(&amp;E)</translation>
    </message>
    <message>
        <source>Decide this one conflict; saved at once, and can be undone</source>
        <translation>裁定这一处冲突；立即保存，可撤销</translation>
    </message>
    <message>
        <source>Show the &amp;patch</source>
        <translation>查看图斑(&amp;P)</translation>
    </message>
    <message>
        <source>Open the patch in the workbench</source>
        <translation>在判读界面打开该图斑</translation>
    </message>
    <message>
        <source>Merged before</source>
        <translation>已合并的包</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>收发</translation>
    </message>
    <message>
        <source>ask me</source>
        <translation>先问我</translation>
    </message>
    <message>
        <source>take others too</source>
        <translation>其他也合并</translation>
    </message>
    <message>
        <source>leave others out</source>
        <translation>其他不合并</translation>
    </message>
    <message>
        <source>Weipian: packages between offices</source>
        <translation>卫片判读：成果包收发</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Batch {label}</source>
        <translation>批次 {label}</translation>
    </message>
    <message>
        <source>County {code}</source>
        <translation>县区 {code}</translation>
    </message>
    <message>
        <source>{signed} parcels are signed, {draft} are drafts, {todo} are not judged.</source>
        <translation>已签 {signed} 个地块，初判 {draft} 个，未判 {todo} 个。</translation>
    </message>
    <message>
        <source>Conflicts ({n})</source>
        <translation>冲突（{n}）</translation>
    </message>
    <message>
        <source>Merged before ({n})</source>
        <translation>已合并的包（{n}）</translation>
    </message>
    <message>
        <source>none: not signed</source>
        <translation>无（不签名）</translation>
    </message>
    <message>
        <source>Folder of the keys</source>
        <translation>密钥文件夹</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新建密钥</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>The key is kept as {file}. Give a copy by hand to who checks your packages.</source>
        <translation>密钥已存为 {file}。请当面交给核验成果包的单位一份，不要随包发送。</translation>
    </message>
    <message>
        <source>Folder for the package</source>
        <translation>成果包目录</translation>
    </message>
    <message>
        <source>Weipian: make a package</source>
        <translation>卫片判读：制作成果包</translation>
    </message>
    <message>
        <source>Packages of other offices</source>
        <translation>其他单位的成果包</translation>
    </message>
    <message>
        <source>Packages ({patterns});;All files (*)</source>
        <translation>成果包 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Weipian: look into packages</source>
        <translation>卫片判读：核验成果包</translation>
    </message>
    <message>
        <source>Weipian: merge packages</source>
        <translation>卫片判读：合并成果包</translation>
    </message>
    <message>
        <source>Where offices say different things of one patch, both stand here.</source>
        <translation>各单位对同一图斑说法不同时，在此并列显示。</translation>
    </message>
    <message>
        <source>choose whose word stands</source>
        <translation>请选择以哪一方为准</translation>
    </message>
    <message>
        <source>Conflict {number}</source>
        <translation>冲突 {number}</translation>
    </message>
    <message>
        <source>Decided: {side}.</source>
        <translation>已裁定：{side}。</translation>
    </message>
    <message>
        <source>The packages that were added, and what merging each of them would do</source>
        <translation>已添加的成果包，以及逐个合并后的变化</translation>
    </message>
    <message>
        <source>What stands against each other after merging, and which packages were merged before</source>
        <translation>合并后互相冲突的内容，以及以前合并过的成果包</translation>
    </message>
    <message>
        <source>What two offices say differently: choose one to see both sides</source>
        <translation>两家单位说法不一之处：选中一条可查看双方内容</translation>
    </message>
    <message>
        <source>Both sides of the chosen conflict</source>
        <translation>所选冲突的双方内容</translation>
    </message>
    <message>
        <source>Packages merged before: of whom, when, and what changed</source>
        <translation>以前合并过的成果包：来自谁、何时合并、有何变化</translation>
    </message>
    <message>
        <source>New work&amp;space…</source>
        <translation>新建工作库(&amp;S)…</translation>
    </message>
    <message>
        <source>Choose packages and where a new, empty workspace for them goes; they are then listed here to be merged</source>
        <translation>选择成果包和新的空工作库的位置；建好后这些包列在这里，等待合并</translation>
    </message>
    <message>
        <source>take &amp;unsigned ones too</source>
        <translation>未签名的也合并(&amp;U)</translation>
    </message>
    <message>
        <source>An office whose key is known here signs its packages; what names it unsigned is merged only where this is ticked. Ask the office first</source>
        <translation>本机有其密钥的单位应当签名报送；写着该单位却没有用其密钥签名的包，勾选后才合并。请先与该单位核实</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>层级(&amp;L)</translation>
    </message>
    <message>
        <source>At which level this office works; it is kept in the workspace and goes with its packages. Audits and image checks in the name of a higher level count elsewhere only once somebody there says so</source>
        <translation>本单位的层级，存在工作库里，随成果包带出。以更高层级名义作的审核、影像复核，须收包单位认可才生效</translation>
    </message>
    <message>
        <source>The code of whose patches are expected, or its first digits (4505); empty: any. First the area of whose patches were imported here</source>
        <translation>应属县区的代码或其前几位（4505），空为不限；先按本库导入的图斑预填</translation>
    </message>
    <message>
        <source>onl&amp;y signed ones</source>
        <translation>只收签名的(&amp;Y)</translation>
    </message>
    <message>
        <source>Merge only packages that are signed with a key that is known here</source>
        <translation>只合并用本机已知密钥签名的成果包</translation>
    </message>
    <message>
        <source>This office works at the level {level}.</source>
        <translation>本单位层级：{level}。</translation>
    </message>
    <message>
        <source>Merge the package of {office} once more: what it said of this patch enters only then.</source>
        <translation>请把“{office}”的成果包再合并一次：对方对该图斑的判定此后才会进入。</translation>
    </message>
    <message>
        <source>needed to make a package</source>
        <translation>制作成果包时必填</translation>
    </message>
    <message>
        <source>The name under which others see what comes from here; without it no package can be made</source>
        <translation>别的单位看到的名称；不填不能制作成果包</translation>
    </message>
    <message>
        <source>The level is guessed from the patches. See whether it is right: the first package that is made keeps it.</source>
        <translation>层级是按图斑推测的，请核对：第一次制作成果包时按此定下。</translation>
    </message>
    <message>
        <source>First say above which office makes it</source>
        <translation>请先填写“单位”</translation>
    </message>
    <message>
        <source>Have these been looked at, and may they enter?</source>
        <translation>是否已逐个核对，可以合并？</translation>
    </message>
    <message>
        <source>Merge packages</source>
        <translation>合并成果包</translation>
    </message>
    <message>
        <source>What is to be known of the chosen package</source>
        <translation>所选成果包的说明</translation>
    </message>
    <message>
        <source>This merging</source>
        <translation>本次合并</translation>
    </message>
    <message>
        <source>What became of each package that was merged last; those that were refused stand first</source>
        <translation>最近一次合并中各成果包的结果；拒收的在最前</translation>
    </message>
    <message>
        <source>The package is made.</source>
        <translation>成果包已制作。</translation>
    </message>
    <message>
        <source>This merging (✖ {n})</source>
        <translation>本次合并（✖ {n}）</translation>
    </message>
</context>
<context>
    <name>ParcelForms</name>
    <message>
        <source>Facts</source>
        <translation>事实</translation>
    </message>
    <message>
        <source>What you know of the place; the suggestion follows at once</source>
        <translation>您查明的情况；建议随之更新</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>外业核查</translation>
    </message>
    <message>
        <source>Mining (拟)</source>
        <translation>矿产（拟）</translation>
    </message>
    <message>
        <source>{count} files attached</source>
        <translation>附件 {count} 份</translation>
    </message>
    <message>
        <source>nothing recorded yet</source>
        <translation>尚无记录</translation>
    </message>
    <message>
        <source>✔ signed</source>
        <translation>✔ 已签</translation>
    </message>
    <message>
        <source>◐ {outcome}, not signed</source>
        <translation>◐ {outcome}，未签</translation>
    </message>
    <message>
        <source>○ not judged yet: this patch concerns mining</source>
        <translation>○ 涉矿，尚未判定</translation>
    </message>
</context>
<context>
    <name>ParcelIndex</name>
    <message>
        <source>Read the parcels</source>
        <translation>读取地块</translation>
    </message>
</context>
<context>
    <name>ParcelLinks</name>
    <message>
        <source>A double click goes to the parcel</source>
        <translation>双击转到该地块</translation>
    </message>
    <message>
        <source>Link the current parcel</source>
        <translation>关联当前地块</translation>
    </message>
    <message>
        <source>Link parcels…</source>
        <translation>关联地块…</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>取消关联</translation>
    </message>
    <message>
        <source>The parcel on the table becomes one of this record&apos;s</source>
        <translation>把当前地块关联到这条记录</translation>
    </message>
    <message>
        <source>Choose among all parcels of the workspace</source>
        <translation>从工作库的全部地块中选择</translation>
    </message>
    <message>
        <source>The chosen parcels do not belong to this record</source>
        <translation>取消所选地块与这条记录的关联</translation>
    </message>
</context>
<context>
    <name>ParcelPapers</name>
    <message>
        <source>“{name}” was taken away; Ctrl+Z brings it back.</source>
        <translation>已移除“{name}”；Ctrl+Z 可恢复。</translation>
    </message>
    <message>
        <source>From {jcbh}: {papers} attachments and {answers} answers were taken over. Check that they hold for this patch.</source>
        <translation>已复用 {jcbh} 的附件 {papers} 份、内容 {answers} 项。请核对是否适用于本图斑。</translation>
    </message>
</context>
<context>
    <name>ParcelPicker</name>
    <message>
        <source>Link parcels</source>
        <translation>关联地块</translation>
    </message>
    <message>
        <source>Number, township, outcome …</source>
        <translation>编号、乡镇、判定…</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>已选 {n} 个</translation>
    </message>
    <message>
        <source>Only the parcels in which this is written</source>
        <translation>只显示含有这些文字的地块</translation>
    </message>
    <message>
        <source>The parcels; several can be chosen</source>
        <translation>地块；可以多选</translation>
    </message>
    <message>
        <source>Link the chosen parcels, or none</source>
        <translation>关联所选地块，或取消</translation>
    </message>
</context>
<context>
    <name>PassQuestion</name>
    <message>
        <source>They pass as they were filed, whatever the readers said</source>
        <translation>按填报的结论通过，不论复判怎么说</translation>
    </message>
    <message>
        <source>Pass nothing</source>
        <translation>都不通过</translation>
    </message>
    <message>
        <source>Keeps an audit for each of them; undo takes all of them back at once</source>
        <translation>逐个登记为通过；撤销一次即整批撤回</translation>
    </message>
    <message>
        <source>Nothing is passed (Esc)</source>
        <translation>一个也不通过（Esc）</translation>
    </message>
    <message>
        <source>{n} of the selected patches will be passed at {level}; one undo takes them back.</source>
        <translation>所选图斑将由{level}通过 {n} 个；撤销一次即整批撤回。</translation>
    </message>
    <message>
        <source>On {n} more readers disagree, or read something else than what was filed, and nobody has ruled: they stay.</source>
        <translation>另有 {n} 个复判不一致（复判人之间，或与填报）、尚无裁定：不通过。</translation>
    </message>
    <message>
        <source>{n} violations that you have not opened stay.</source>
        <translation>{n} 个违法图斑您还没有打开看过：不通过。</translation>
    </message>
    <message>
        <source>{n} cannot be passed at this level now.</source>
        <translation>{n} 个此时不能由本级通过。</translation>
    </message>
    <message>
        <source>Pass these {n} too</source>
        <translation>这 {n} 个也一并通过</translation>
    </message>
    <message>
        <source>Pass {n}</source>
        <translation>通过 {n} 个</translation>
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
    <message>
        <source>Something is recorded, no outcome chosen yet</source>
        <translation>待判：有记载，尚未选判定类型</translation>
    </message>
</context>
<context>
    <name>PatchLocator</name>
    <message>
        <source>Patches (Weipian)</source>
        <translation>图斑（卫片判读）</translation>
    </message>
    <message>
        <source>Goes to a patch: part of its number, its township, or the number of an act or case</source>
        <translation>转到图斑：编号的一段、乡镇，或违法行为、案件编号</translation>
    </message>
</context>
<context>
    <name>PatchPage</name>
    <message>
        <source>Your judgement, signed</source>
        <translation>您的判定（已签）</translation>
    </message>
    <message>
        <source>Your answer (draft)</source>
        <translation>您的初判</translation>
    </message>
    <message>
        <source>Read-only: nothing can be decided here.</source>
        <translation>只读：这里不能作出决定。</translation>
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
    <message>
        <source>New act from this patch</source>
        <translation>由该图斑新建违法行为</translation>
    </message>
    <message>
        <source>No patch meets all these conditions.</source>
        <translation>没有图斑同时符合这些条件。</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>分派…</translation>
    </message>
    <message>
        <source>{n} listed</source>
        <translation>列出 {n}</translation>
    </message>
    <message>
        <source>Township…</source>
        <translation>乡镇…</translation>
    </message>
    <message>
        <source>The patch on the table is not among those listed: it does not meet the conditions.</source>
        <translation>当前图斑不在列表中：不符合筛选条件。</translation>
    </message>
    <message>
        <source>Image dates…</source>
        <translation>前后时相…</translation>
    </message>
    <message>
        <source>Patches · second reading by {name}</source>
        <translation>图斑 · 复判（{name}）</translation>
    </message>
    <message>
        <source>Next: judge each patch on your own, then close the file and give it back.</source>
        <translation>下一步：逐个独立判读，判完后关闭文件交回。</translation>
    </message>
    <message>
        <source>No imagery came along: name it in “Reference layers and imagery”.</source>
        <translation>文件没有带来影像：请在“套合图层与影像”中登记。</translation>
    </message>
    <message>
        <source>Next: merge the counties' packages (Review…, page “Packages”).</source>
        <translation>下一步：合并各县的成果包（复核… 的“收发”页）。</translation>
    </message>
    <message>
        <source>Next: import the package that was issued; a city or a province merges its counties' packages (Review…, page “Packages”).</source>
        <translation>下一步：导入下发数据；市、省则合并各县的成果包（复核… 的“收发”页）。</translation>
    </message>
    <message>
        <source>Next: review what the counties have filed (Review…: draw a sample, have it read, send back or pass).</source>
        <translation>下一步：复核各县上报的成果（复核…：抽样、盲判、退回与通过）。</translation>
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
        <source>Other ways to measure</source>
        <translation>其他测算方式</translation>
    </message>
    <message>
        <source>Measures what has changed since the last time: parcels and layers</source>
        <translation>只测算上次之后有变化的地块和图层</translation>
    </message>
    <message>
        <source>Make a new workspace of a package that was issued</source>
        <translation>用下发的数据新建工作库</translation>
    </message>
    <message>
        <source>Open a workspace where it was left</source>
        <translation>打开已有的工作库，接着上次做</translation>
    </message>
    <message>
        <source>Only the patches in which this is written</source>
        <translation>只显示含有这些文字的图斑</translation>
    </message>
    <message>
        <source>Conditions that hold together, each with how many patches have it. What is chosen stands below as small fields; a click takes one away.</source>
        <translation>同时成立的条件，并写明各有多少图斑。所选条件列在下面，点一下即去掉。</translation>
    </message>
    <message>
        <source>More conditions: township, class, overlay, deadline, assigned to …</source>
        <translation>更多条件：乡镇、图斑类型、压占、期限、分派给……</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>The order in which patches are listed and stepped through, and headings for the townships</source>
        <translation>列出和逐个翻看图斑的顺序，以及乡镇标题</translation>
    </message>
    <message>
        <source>Order and groups</source>
        <translation>顺序与分组</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>What is shown; click a condition to take it away</source>
        <translation>当前条件；点一下即去掉</translation>
    </message>
    <message>
        <source>The queue: choose a patch to judge it; a heading sorts by its column</source>
        <translation>图斑列表：选中即判读；点列名按该列排序</translation>
    </message>
    <message>
        <source>Assign or flag them together; an outcome is given to each by itself</source>
        <translation>可一并分派或标记；判定逐个给出</translation>
    </message>
    <message>
        <source>Who is to judge the selected patches; names given before are offered</source>
        <translation>由谁判读所选图斑；可选以前用过的姓名</translation>
    </message>
    <message>
        <source>Who is to judge them; empty for nobody in particular</source>
        <translation>由谁判读；留空为不分派</translation>
    </message>
    <message>
        <source>Who is to judge the chosen patches</source>
        <translation>所选图斑由谁判读</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>分派</translation>
    </message>
    <message>
        <source>Why the selected patches are flagged</source>
        <translation>标记所选图斑的理由</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Flag the chosen patches with one reason</source>
        <translation>以同一理由标记所选图斑</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Stop the job; nothing is changed then</source>
        <translation>停止当前任务；不作任何改动</translation>
    </message>
    <message>
        <source>Add a package that was issued to this workspace</source>
        <translation>把下发的数据导入本工作库</translation>
    </message>
    <message>
        <source>Name the layers that areas are measured in, and the imagery</source>
        <translation>指定套合图层和影像</translation>
    </message>
    <message>
        <source>Check the batch that is shown, and make everything that is handed in of it</source>
        <translation>自检当前批次，一次做成上报的整套成果</translation>
    </message>
    <message>
        <source>Hand in…</source>
        <translation>上报…</translation>
    </message>
    <message>
        <source>Why they are flagged; while it is empty the button takes flags away</source>
        <translation>标记的理由；空着时按钮取消标记</translation>
    </message>
    <message>
        <source>A city or a province begins with the packages its counties file.</source>
        <translation>市、省从各县上报的成果包开始。</translation>
    </message>
    <message>
        <source>Make a new workspace of packages that other offices have filed</source>
        <translation>用其他单位上报的成果包新建工作库</translation>
    </message>
    <message>
        <source>New from counties' packages…</source>
        <translation>由各县成果包新建…</translation>
    </message>
</context>
<context>
    <name>PhotoViewer</name>
    <message>
        <source>Photos of the patch</source>
        <translation>本图斑的照片</translation>
    </message>
    <message>
        <source>The photo, upright</source>
        <translation>照片，已按方向转正</translation>
    </message>
    <message>
        <source>◀ Previous</source>
        <translation>◀ 上一张</translation>
    </message>
    <message>
        <source>The photo before (Left)</source>
        <translation>上一张（←）</translation>
    </message>
    <message>
        <source>Next ▶</source>
        <translation>下一张 ▶</translation>
    </message>
    <message>
        <source>The photo after (Right)</source>
        <translation>下一张（→）</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Look at the file with the program this computer has for it</source>
        <translation>用本机的程序查看这个文件</translation>
    </message>
    <message>
        <source>This patch has no photos.</source>
        <translation>本图斑没有照片。</translation>
    </message>
    <message>
        <source>The file is not there any more: {path}</source>
        <translation>文件已不在：{path}</translation>
    </message>
    <message>
        <source>It cannot be shown here (video, HEIC or damaged): Open tries another program.</source>
        <translation>这里不能显示（视频、HEIC 或已损坏）：可按“打开”用其他程序查看。</translation>
    </message>
    <message>
        <source>in the patch</source>
        <translation>在图斑内</translation>
    </message>
    <message>
        <source>{metres} m from the patch</source>
        <translation>距图斑 {metres} 米</translation>
    </message>
    <message>
        <source>looks to {direction}</source>
        <translation>方位角 {direction}</translation>
    </message>
    <message>
        <source>kind in the package: {code}</source>
        <translation>包中附件类型原码：{code}</translation>
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
        <source>no image of {date}</source>
        <translation>缺 {date} 影像</translation>
    </message>
    <message>
        <source>not all of it could be read</source>
        <translation>部分读取失败</translation>
    </message>
    <message>
        <source>This patch has no such date (QSX or HSX), so no image can be chosen for it.</source>
        <translation>本图斑没有这一时相（前时相或后时相），无法选取影像。</translation>
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
确知非涉密后，请按下方按钮。</translation>
    </message>
    <message>
        <source>The image of {date} does not reach this patch:
{paths}</source>
        <translation>{date} 的影像不覆盖本图斑：
{paths}</translation>
    </message>
    <message>
        <source>The clip of {date} says nowhere where it lies, and its shape is not that of a clip of this patch:
{paths}</source>
        <translation>{date} 的截图没有坐标，其长宽比也不像本图斑的截图：
{paths}</translation>
    </message>
    <message>
        <source>Showing this image asks {host} for map tiles; the requests reveal which places you look at.
Press the button below if that may be.</source>
        <translation>显示此影像要向 {host} 请求瓦片，请求会透露您在看哪里。
允许的话，请按下面的按钮。</translation>
    </message>
    <message>
        <source>Asking {host} …</source>
        <translation>正在询问 {host} …</translation>
    </message>
    <message>
        <source>{host} does not answer. {told}
Without the network this image cannot be shown; everything else goes on.</source>
        <translation>{host} 没有应答。{told}
没有网络，此影像无法显示；其他一切照常。</translation>
    </message>
    <message>
        <source>Before {date}</source>
        <translation>前时相 {date}</translation>
    </message>
    <message>
        <source>After {date}</source>
        <translation>后时相 {date}</translation>
    </message>
    <message>
        <source>not registered (未配准)</source>
        <translation>未配准</translation>
    </message>
    <message>
        <source>The image of {date} is not where it was:
{paths}
Put it back: it is shown when you come back to this window, or with F5. Or name its new place in “Reference layers and imagery…”.</source>
        <translation>{date} 的影像已不在原处：
{paths}
把文件放回原处，回到本窗口或按 F5 即显示；或在“套合图层与影像…”中指明新位置。</translation>
    </message>
    <message>
        <source>The image of {date} cannot be read:
{paths}
Put a whole copy in its place: it is shown when you come back to this window, or with F5.</source>
        <translation>{date} 的影像无法读取：
{paths}
换上完整的文件，回到本窗口或按 F5 即显示。</translation>
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
    <name>ProductTree</name>
    <message>
        <source>Line of what is set apart</source>
        <translation>注明另行处理的条数</translation>
    </message>
    <message>
        <source>Says how many further records are handled as classified; nothing else of them</source>
        <translation>只写“另有 n 条按机要程序处理”，不含其他内容</translation>
    </message>
    <message>
        <source>On A1</source>
        <translation>用 A1 纸</translation>
    </message>
    <message>
        <source>Instead of A3</source>
        <translation>默认 A3</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Photos and papers of the parcels</source>
        <translation>地块的照片和材料</translation>
    </message>
    <message>
        <source>Smaller copies</source>
        <translation>附件超限时缩小</translation>
    </message>
    <message>
        <source>Of pictures over 10 MB, which the platform does not take</source>
        <translation>超过平台上限 10 MB 的图片放入缩小的副本，原件不动</translation>
    </message>
    <message>
        <source>Names in GBK</source>
        <translation>文件名用 GBK</translation>
    </message>
    <message>
        <source>For systems that cannot read names in UTF-8</source>
        <translation>供读不了 UTF-8 文件名的系统</translation>
    </message>
</context>
<context>
    <name>ProjectImages</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>No image is named and confirmed. Name images under “Reference layers and imagery”.</source>
        <translation>没有已指定并确认（非涉密）的影像。请在“套合图层与影像”中指定。</translation>
    </message>
    <message>
        <source>The project has {n} images in the group “{group}”, switched off: tick those you want to see. They are yours; nothing here switches them on or off.</source>
        <translation>工程的“{group}”组中有 {n} 幅影像，均未打开：要看哪幅就勾选哪幅。打开与否由您决定，插件不再改动。</translation>
    </message>
</context>
<context>
    <name>Question</name>
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
    <message>
        <source>(getting the engine ready: a few seconds, after an installation or update up to a minute)</source>
        <translation>（正在准备计算引擎：平时几秒，安装或更新后首次约一分钟）</translation>
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
        <translation>已标记</translation>
    </message>
    <message>
        <source>Set apart</source>
        <translation>已隔离</translation>
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
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Monitoring task</source>
        <translation>监测类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Class of the patch</source>
        <translation>图斑类型</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>分派给</translation>
    </message>
    <message>
        <source>Who is to judge it</source>
        <translation>由谁判读</translation>
    </message>
    <message>
        <source>Came back: sent back or to be corrected, and not answered yet</source>
        <translation>被退回：审核退回或容错纠错未结，尚未答复</translation>
    </message>
    <message>
        <source>Something is recorded (facts, on-site check), no outcome chosen yet</source>
        <translation>已有记载（事实、现场核查），尚未选判定</translation>
    </message>
    <message>
        <source>Something that is required is still empty</source>
        <translation>还有必填项未填</translation>
    </message>
    <message>
        <source>{answered} of {total} answered; click to fold or unfold</source>
        <translation>共 {total} 个，已判 {answered} 个；点击收起或展开</translation>
    </message>
    <message>
        <source>No township</source>
        <translation>未填乡镇</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Columns as at first</source>
        <translation>恢复原来的列</translation>
    </message>
    <message>
        <source>{name} – not shown: too narrow</source>
        <translation>{name}——未显示：太窄</translation>
    </message>
</context>
<context>
    <name>RecordForm</name>
    <message>
        <source>signed {area}</source>
        <translation>已签 {area}</translation>
    </message>
    <message>
        <source>Fill in what the signed judgements of the parcels state</source>
        <translation>填入各地块已签判定所载的面积</translation>
    </message>
    <message>
        <source>Missing: {names}</source>
        <translation>待填：{names}</translation>
    </message>
    <message>
        <source>↓ shows the choices</source>
        <translation>按 ↓ 选择</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>Open or closed</source>
        <translation>是否了结</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>Number, person, parcel …</source>
        <translation>编号、责任主体、地块…</translation>
    </message>
    <message>
        <source>New from the current parcel</source>
        <translation>由当前地块新建</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>新建…</translation>
    </message>
    <message>
        <source>Choose the parcels from the queue</source>
        <translation>从图斑列表中选择地块</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>所属地块</translation>
    </message>
    <message>
        <source>Nothing entered yet. Choose parcels, and a record is made about them.</source>
        <translation>尚无记录。选择地块即可登记。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All townships</source>
        <translation>全部乡镇</translation>
    </message>
    <message>
        <source>{n} of {count}</source>
        <translation>{n} / {count}</translation>
    </message>
    <message>
        <source>Removed: {kind}. Undo brings it back.</source>
        <translation>已删除{kind}，可撤销。</translation>
    </message>
    <message>
        <source>Only the records in which this is written</source>
        <translation>只显示含有这些文字的记录</translation>
    </message>
    <message>
        <source>A new record that begins with the parcel on the table</source>
        <translation>以当前地块新建一条记录</translation>
    </message>
    <message>
        <source>Take the chosen record away; it can be undone</source>
        <translation>删除所选记录；可以撤销</translation>
    </message>
    <message>
        <source>The records; choose one to see and change it beside</source>
        <translation>各条记录；选中后在旁边查看和修改</translation>
    </message>
    <message>
        <source>Choose a record in the list to see and change it here.</source>
        <translation>在左边的列表中选一条记录，在这里查看和修改。</translation>
    </message>
    <message>
        <source>Nothing passes the filters over the list.</source>
        <translation>没有符合列表上方筛选条件的记录。</translation>
    </message>
</context>
<context>
    <name>RecordWords</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Taken back: {kind}</source>
        <translation>撤销：{kind}</translation>
    </message>
    <message>
        <source>Entered: {kind}</source>
        <translation>登记：{kind}</translation>
    </message>
    <message>
        <source>Removed: {kind}</source>
        <translation>删除：{kind}</translation>
    </message>
    <message>
        <source>Changed: {kind}</source>
        <translation>修改：{kind}</translation>
    </message>
    <message>
        <source>{n} parcels</source>
        <translation>{n} 个地块</translation>
    </message>
    <message>
        <source>without a number</source>
        <translation>未编号</translation>
    </message>
    <message>
        <source>Acts: {names}</source>
        <translation>违法行为：{names}</translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message>
        <source>Open</source>
        <translation>未了结</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已了结</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Left ({unit})</source>
        <translation>剩余（{unit}）</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>关联地块</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
</context>
<context>
    <name>RectificationPage</name>
    <message>
        <source>New part</source>
        <translation>新增一部分</translation>
    </message>
    <message>
        <source>A part of the ground that is rectified in one way</source>
        <translation>以同一种方式整改的一部分</translation>
    </message>
    <message>
        <source>No part is being rectified yet.</source>
        <translation>尚未登记整改。</translation>
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
    <message>
        <source>Code table: as the profile says</source>
        <translation>编码表：按政策口径</translation>
    </message>
    <message>
        <source>Code table: {name}</source>
        <translation>编码表：{name}</translation>
    </message>
    <message>
        <source>The same code means other ground in the other table: 1202 is a farming facility in one and a highway in the other.</source>
        <translation>同一编码在两表中含义不同：1202 在三调分类中是设施农用地，在用地用海分类中是公路用地。</translation>
    </message>
    <message>
        <source>The column that holds the land class code</source>
        <translation>存放地类编码的字段</translation>
    </message>
    <message>
        <source>The day whose state the layer shows; it is written into the tables</source>
        <translation>图层反映的时点；会写进附表</translation>
    </message>
    <message>
        <source>The layer of this role: one of the project, a file, or a PostGIS table</source>
        <translation>该角色的图层：工程中的图层、文件或 PostGIS 表</translation>
    </message>
</context>
<context>
    <name>RemarkLine</name>
    <message>
        <source>Remark on the sketch – Enter keeps it, Esc leaves it</source>
        <translation>标绘说明：回车保存，Esc 返回</translation>
    </message>
    <message>
        <source>What is to be said of the sketch. It is shown on the map to whoever opens the patch next, with your name.</source>
        <translation>对标绘的说明。下次打开该图斑的人会在图上看到它和您的姓名。</translation>
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
    <message>
        <source>Enter keeps it, Shift+Enter begins a new line</source>
        <translation>Enter 保存，Shift+Enter 换行</translation>
    </message>
</context>
<context>
    <name>RemarksFirst</name>
    <message>
        <source>↩ Returned, in doubt: {letter}</source>
        <translation>↩ 退回、存疑：{letter}</translation>
    </message>
    <message>
        <source>A correction (容错纠错) is open: it cannot be signed, time limits run on.</source>
        <translation>容错纠错未结：不能签字，期限照常计算。</translation>
    </message>
    <message>
        <source>✎ On the map: {text}</source>
        <translation>✎ 图上标绘：{text}</translation>
    </message>
    <message>
        <source>↩ Sent back by {level}, round {round}</source>
        <translation>↩ {level}第 {round} 轮退回</translation>
    </message>
    <message>
        <source>To be answered by {day} ({left})</source>
        <translation>答复期限 {day}（{left}）</translation>
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
    <message>
        <source>How sure you are of the answer</source>
        <translation>您对判定的把握程度</translation>
    </message>
    <message>
        <source>A note of your own (备注); it goes into the tables</source>
        <translation>备注，写入表格</translation>
    </message>
    <message>
        <source>Why the patch is to be looked at again</source>
        <translation>为什么要再看这个图斑</translation>
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
    <message>
        <source>{n} findings, {listed} of them listed below. A click on a kind shows only these; a click on a finding shows its place.</source>
        <translation>共 {n} 处问题，下表逐处列出 {listed} 处。单击类别只列此类，单击一行定位到该处。</translation>
    </message>
    <message>
        <source>Save the findings, or close</source>
        <translation>保存检查结果，或关闭</translation>
    </message>
</context>
<context>
    <name>ReturnMark</name>
    <message>
        <source>a mark without words</source>
        <translation>没有文字的标绘</translation>
    </message>
    <message>
        <source>✎ On the map, to go with the return of {number}: {text}</source>
        <translation>✎ 图上标绘，随 {number} 的退回送出：{text}</translation>
    </message>
</context>
<context>
    <name>ReturnedColumns</name>
    <message>
        <source>Columns of the reviewers&apos; list</source>
        <translation>审核清单各栏</translation>
    </message>
    <message>
        <source>Say which column of the list is which. Number, and result or opinion, are needed.</source>
        <translation>请指明清单各栏的含义。编号，以及结果或意见，必须有。</translation>
    </message>
    <message>
        <source>Read the list with these columns, or leave it</source>
        <translation>按这些栏读取清单，或取消</translation>
    </message>
</context>
<context>
    <name>ReturnedWindow</name>
    <message>
        <source>What came back</source>
        <translation>导回</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>A table of ours that was edited elsewhere, or a reviewers&apos; list: .xlsx or .csv; nothing in it is changed</source>
        <translation>在别处改过的本系统表格，或审核清单：.xlsx 或 .csv；文件本身不改动</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the file that came back</source>
        <translation>选择返回的文件</translation>
    </message>
    <message>
        <source>Read &amp;as</source>
        <translation>识别为(&amp;A)</translation>
    </message>
    <message>
        <source>Which table it is, where it is not recognised or wrongly</source>
        <translation>没有认出或认错时，指明是哪张表</translation>
    </message>
    <message>
        <source>R&amp;ead</source>
        <translation>读取(&amp;E)</translation>
    </message>
    <message>
        <source>Read the file and hold it against the workspace; nothing is taken over yet</source>
        <translation>读取文件并与工作库比较；还没有采用任何修改</translation>
    </message>
    <message>
        <source>Where the list does not say:</source>
        <translation>清单未写明的：</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>层级(&amp;L)</translation>
    </message>
    <message>
        <source>Who audited, where neither list nor title says it</source>
        <translation>清单和标题都没有写明时，由哪一级审核</translation>
    </message>
    <message>
        <source>&amp;Date</source>
        <translation>日期(&amp;D)</translation>
    </message>
    <message>
        <source>When it was audited, for rows without a date</source>
        <translation>没有日期的行，审核日期</translation>
    </message>
    <message>
        <source>&amp;By</source>
        <translation>审核人(&amp;B)</translation>
    </message>
    <message>
        <source>Who audited, for rows without a name</source>
        <translation>没有姓名的行，审核人</translation>
    </message>
    <message>
        <source>Colu&amp;mns…</source>
        <translation>指定各栏(&amp;M)…</translation>
    </message>
    <message>
        <source>Say which column of the list is which</source>
        <translation>指明清单各栏的含义</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>Open changes, what was changed in both, what was refused, what cannot be taken</source>
        <translation>待定的、两边都改过的、不采用的、不能采用的</translation>
    </message>
    <message>
        <source>Co&amp;lumn</source>
        <translation>栏目(&amp;L)</translation>
    </message>
    <message>
        <source>Only the changes of one column</source>
        <translation>只看一栏的修改</translation>
    </message>
    <message>
        <source>Number or words</source>
        <translation>编号或文字</translation>
    </message>
    <message>
        <source>Only the changes in which this stands</source>
        <translation>只看含有这些字的修改</translation>
    </message>
    <message>
        <source>What the file says otherwise than the workspace; a click opens the patch, A accepts, R refuses</source>
        <translation>文件与工作库不同之处；单击打开图斑，A 采用，R 不采用</translation>
    </message>
    <message>
        <source>Accept (A)</source>
        <translation>采用 (A)</translation>
    </message>
    <message>
        <source>Take the selected changes over; saved at once. What concerns a violation only one by one; of a signed patch the signature is withdrawn</source>
        <translation>采用所选修改，当即保存。涉及违法判定的只能逐个采用；已签字的图斑撤回签字</translation>
    </message>
    <message>
        <source>Refuse (R)</source>
        <translation>不采用 (R)</translation>
    </message>
    <message>
        <source>The selected changes are not wanted, and not offered again</source>
        <translation>不采用所选修改，以后不再列为待定</translation>
    </message>
    <message>
        <source>Accept the whole column</source>
        <translation>采用整栏</translation>
    </message>
    <message>
        <source>Accept every open change of the selected change&apos;s column, as listed; never what concerns a violation, nor what was changed in both</source>
        <translation>采用所选栏目中列出的全部待定修改；涉及违法判定的和两边都改过的除外</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop; what was accepted stays</source>
        <translation>停止；已采用的保留</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Reviewers&apos; list</source>
        <translation>审核清单（退回清单）</translation>
    </message>
    <message>
        <source>Whose turn it is</source>
        <translation>按政策口径轮到的层级</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The file that came back</source>
        <translation>返回的文件</translation>
    </message>
    <message>
        <source>Tables ({patterns});;All files (*)</source>
        <translation>表格 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>{n} shown</source>
        <translation>列出 {n} 条</translation>
    </message>
    <message>
        <source>{title} (sheet {sheet}): {rows} rows, {same} of them say nothing new; {open} changes to decide, {conflict} changed in both, {refused} refused, {impossible} cannot be taken.</source>
        <translation>{title}（工作表 {sheet}）：{rows} 行，其中 {same} 行没有修改；待定 {open} 处，两边都改过 {conflict} 处，不采用 {refused} 处，不能采用 {impossible} 处。</translation>
    </message>
    <message>
        <source>{count} changes are selected</source>
        <translation>已选 {count} 处修改</translation>
    </message>
</context>
<context>
    <name>Returns</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
    <message>
        <source>Weipian: read what came back</source>
        <translation>卫片判读：读取返回的文件</translation>
    </message>
    <message>
        <source>Weipian: take changes over</source>
        <translation>卫片判读：采用修改</translation>
    </message>
    <message>
        <source>{n} changes were taken over.</source>
        <translation>已采用 {n} 处修改。</translation>
    </message>
    <message>
        <source>{n} were left: {why}</source>
        <translation>{n} 处未采用：{why}</translation>
    </message>
    <message>
        <source>{n} changes were refused; they are not offered again.</source>
        <translation>{n} 处修改不采用，以后不再列为待定。</translation>
    </message>
</context>
<context>
    <name>ReturnsPage</name>
    <message>
        <source>Re&amp;view as</source>
        <translation>审核层级(&amp;V)</translation>
    </message>
    <message>
        <source>City and province pass and send back, the county answers; kept for you and this workspace</source>
        <translation>市级、省级通过或退回，县级答复；按人和工作库记住</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>What waits for you, what is sent back, late, answered, decided</source>
        <translation>待您审核的、已退回的、逾期的、已答复的、已审定的</translation>
    </message>
    <message>
        <source>S&amp;tate</source>
        <translation>状态(&amp;T)</translation>
    </message>
    <message>
        <source>Townsh&amp;ip</source>
        <translation>乡镇(&amp;I)</translation>
    </message>
    <message>
        <source>O&amp;utcome</source>
        <translation>结论(&amp;U)</translation>
    </message>
    <message>
        <source>Number or words</source>
        <translation>编号或文字</translation>
    </message>
    <message>
        <source>Only patches in whose number or last words this stands</source>
        <translation>只列编号或最近意见含有这些字的图斑</translation>
    </message>
    <message>
        <source>How many patches of the workspace are in each state; a click lists them in the queue</source>
        <translation>工作库各状态的图斑个数；点击在图斑列表中列出</translation>
    </message>
    <message>
        <source>What was filed: Enter opens the patch, P passes, R sends back, N says that it is not yours, A answers, H shows the history</source>
        <translation>已填报图斑：回车打开，P 通过，R 退回，N 非本人任务，A 答复，H 看历史</translation>
    </message>
    <message>
        <source>Return &amp;because of</source>
        <translation>退回原因(&amp;B)</translation>
    </message>
    <message>
        <source>The three things that a city looks at, or another</source>
        <translation>市级审核的三性，或其他</translation>
    </message>
    <message>
        <source>What is wrong and what the county should do; Enter sends back</source>
        <translation>哪里不对、要县级改什么；回车退回</translation>
    </message>
    <message>
        <source>Send bac&amp;k</source>
        <translation>退回(&amp;K)</translation>
    </message>
    <message>
        <source>The selected patches go back to the county with this reason</source>
        <translation>选中的图斑按此原因退回县级</translation>
    </message>
    <message>
        <source>&amp;Mark on the map…</source>
        <translation>图上标绘(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Pass</source>
        <translation>通过(&amp;P)</translation>
    </message>
    <message>
        <source>The selected patches are in order; a violation that you have not opened is never passed with others</source>
        <translation>选中的图斑审核通过；没有打开看过的违法图斑不会批量通过</translation>
    </message>
    <message>
        <source>&amp;Not mine</source>
        <translation>非本人任务(&amp;N)</translation>
    </message>
    <message>
        <source>The selected patches are not your task: they do not come up for you again</source>
        <translation>选中的图斑不是您的任务：不再出现在您的待审列表</translation>
    </message>
    <message>
        <source>&amp;Answer</source>
        <translation>县级答复(&amp;A)</translation>
    </message>
    <message>
        <source>What was corrected, or why nothing was; Enter answers</source>
        <translation>写明改了什么，或为什么不改；回车答复</translation>
    </message>
    <message>
        <source>Ans&amp;wer</source>
        <translation>答复(&amp;W)</translation>
    </message>
    <message>
        <source>The county&apos;s answer to what was sent back; the patch is to be signed again before</source>
        <translation>县级对退回的答复；答复前图斑要重新签字</translation>
    </message>
    <message>
        <source>&amp;Open the patch</source>
        <translation>打开图斑(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史(&amp;H)</translation>
    </message>
    <message>
        <source>Who said what of the patch, round by round</source>
        <translation>逐轮看谁对图斑说了什么</translation>
    </message>
    <message>
        <source>List in the &amp;queue</source>
        <translation>在图斑列表中列出(&amp;Q)</translation>
    </message>
    <message>
        <source>The patches listed here, in the Patches dock</source>
        <translation>在图斑面板中列出这里的图斑</translation>
    </message>
    <message>
        <source>&amp;Days to answer</source>
        <translation>答复天数(&amp;D)</translation>
    </message>
    <message>
        <source>Where no document names a date (proposed); the 2023 county plan has the 10th for the city&apos;s list, the 20th for the region&apos;s</source>
        <translation>文件没有规定日期时用（拟）；2023年县级方案为市级清单每月10日、自治区清单每月20日</translation>
    </message>
    <message>
        <source>Waits for review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Sent back, open</source>
        <translation>已退回待答复</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期未答复</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>Passed here</source>
        <translation>本级已通过</translation>
    </message>
    <message>
        <source>Not mine</source>
        <translation>非本人任务</translation>
    </message>
    <message>
        <source>All that was filed</source>
        <translation>全部已填报</translation>
    </message>
    <message>
        <source>Return and accept</source>
        <translation>退回与通过</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Weipian: read what was filed</source>
        <translation>卫片判读：读取已填报图斑</translation>
    </message>
    <message>
        <source>{n} listed, {chosen} selected</source>
        <translation>列出 {n} 个，选中 {chosen} 个</translation>
    </message>
    <message>
        <source>{level}, round {round}, {result} ({by}): {words}</source>
        <translation>{level}第 {round} 轮 {result}（{by}）：{words}</translation>
    </message>
    <message>
        <source>The county answered on {day}: {words}</source>
        <translation>县级 {day} 答复：{words}</translation>
    </message>
    <message>
        <source>To be answered by {day}</source>
        <translation>答复期限 {day}</translation>
    </message>
    <message>
        <source>Mine after all</source>
        <translation>恢复为本人任务</translation>
    </message>
    <message>
        <source>{n} sent back.</source>
        <translation>已退回 {n} 个。</translation>
    </message>
    <message>
        <source>{n} passed.</source>
        <translation>已通过 {n} 个。</translation>
    </message>
    <message>
        <source>{n} are yours again.</source>
        <translation>{n} 个恢复为本人任务。</translation>
    </message>
    <message>
        <source>{n} left aside as not yours.</source>
        <translation>{n} 个记为非本人任务，不再出现。</translation>
    </message>
    <message>
        <source>{n} answered.</source>
        <translation>已答复 {n} 个。</translation>
    </message>
    <message>
        <source>Weipian: review</source>
        <translation>卫片判读：审核</translation>
    </message>
    <message>
        <source>Only patches in this state of the review</source>
        <translation>只显示处于该审核状态的图斑</translation>
    </message>
    <message>
        <source>Only patches of this township</source>
        <translation>只显示该乡镇的图斑</translation>
    </message>
    <message>
        <source>Only patches that were filed with this outcome</source>
        <translation>只显示按该判定类型填报的图斑</translation>
    </message>
    <message>
        <source>What is wrong, in words the county can act upon</source>
        <translation>写明问题所在，便于县级据此改正</translation>
    </message>
    <message>
        <source>What was corrected, or why nothing was</source>
        <translation>改正了什么，或者为何未作改正</translation>
    </message>
    <message>
        <source>Shows the patch in the workbench, with its images</source>
        <translation>在工作台中打开该图斑及其影像</translation>
    </message>
    <message>
        <source>Open the patch and draw a mark with a remark: it goes with the return when you send this patch back</source>
        <translation>打开图斑，在图上画标绘并写说明：退回这个图斑时随同送出</translation>
    </message>
    <message>
        <source>&amp;Leave the mark out</source>
        <translation>不带标绘(&amp;L)</translation>
    </message>
    <message>
        <source>The return goes without what was drawn on the map</source>
        <translation>退回时不带图上所画的标绘</translation>
    </message>
    <message>
        <source>✎ On the map: {text}</source>
        <translation>✎ 图上标绘：{text}</translation>
    </message>
    <message>
        <source>Nothing waits for {level} here.</source>
        <translation>没有等待{level}审核的图斑。</translation>
    </message>
    <message>
        <source>Nothing waits for {level} yet: of {n} patches {before} comes first. Merge its package, or show “{all}” to send back.</source>
        <translation>暂无等待{level}审核的图斑：有 {n} 个须先由{before}通过。请先合并其成果包；要直接退回，请在“显示”中选“{all}”。</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Enter your name first: a review is somebody&apos;s.</source>
        <translation>请先填写您的姓名：审核意见要署名。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>What was corrected, or why nothing was; Enter answers</source>
        <translation>写明改了什么，或为什么不改；回车答复</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>哪里不对</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>What the county says to this return; Enter answers.</source>
        <translation>县级对本次退回的答复；按回车键提交答复。</translation>
    </message>
    <message>
        <source>Answers the return: the patch goes back to whoever sent it.</source>
        <translation>答复本次退回：图斑重新提交给退回的一级审核。</translation>
    </message>
    <message>
        <source>Why the patch is sent back.</source>
        <translation>退回原因。</translation>
    </message>
    <message>
        <source>What is wrong, in words the county can act upon; Enter sends it back.</source>
        <translation>写明问题所在，便于县级据此改正；按回车键退回。</translation>
    </message>
    <message>
        <source>Sends the patch back to the county with this reason and these words.</source>
        <translation>按所选原因和所写意见将图斑退回县级。</translation>
    </message>
    <message>
        <source>The patch is right as it was filed; it passes your level.</source>
        <translation>图斑填报无误，本级审核通过。</translation>
    </message>
    <message>
        <source>Leave the mark out</source>
        <translation>不带标绘</translation>
    </message>
    <message>
        <source>Mark on the map…</source>
        <translation>图上标绘…</translation>
    </message>
    <message>
        <source>Draws a mark with a remark: it goes with the return of this patch.</source>
        <translation>在图上画标绘并写说明：退回这个图斑时随同送出。</translation>
    </message>
    <message>
        <source>The return goes without what was drawn on the map.</source>
        <translation>退回时不带图上所画的标绘。</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>While a test runs nothing is reviewed here.</source>
        <translation>测试进行中，不能在此复核。</translation>
    </message>
    <message>
        <source>There is no patch behind this figure.</source>
        <translation>这个数后面没有图斑。</translation>
    </message>
    <message>
        <source>A new workspace for packages of other offices: choose the packages</source>
        <translation>为各单位的成果包新建工作库：选择成果包</translation>
    </message>
    <message>
        <source>Packages ({patterns});;All files (*)</source>
        <translation>成果包 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open a workspace first, or choose packages for a new one.</source>
        <translation>请先打开工作库，或选择成果包新建一个。</translation>
    </message>
    <message>
        <source>Where the new workspace goes</source>
        <translation>新工作库的位置</translation>
    </message>
    <message>
        <source>Weipian: a new workspace for packages</source>
        <translation>卫片判读：为成果包新建工作库</translation>
    </message>
    <message>
        <source>not sure: guess it from the packages</source>
        <translation>不确定：按成果包推测</translation>
    </message>
    <message>
        <source>Level of this office</source>
        <translation>本单位层级</translation>
    </message>
    <message>
        <source>At which level does the office work whose workspace this is? It is kept in the workspace and goes with its packages.</source>
        <translation>这个工作库属于哪一级单位？存在工作库里，随成果包带出。</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Agenda and minutes…</source>
        <translation>会审议程与记录…</translation>
    </message>
    <message>
        <source>Write agenda and minutes of the chosen review</source>
        <translation>导出所选会审的议程和纪要</translation>
    </message>
</context>
<context>
    <name>ReviewWindow</name>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Sto&amp;p</source>
        <translation>停止(&amp;P)</translation>
    </message>
    <message>
        <source>End what is running; nothing half is kept</source>
        <translation>停止正在进行的工作；不会留下做了一半的东西</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What a reviewer does, in the order of the work</source>
        <translation>复核各环节，按工作顺序排列</translation>
    </message>
    <message>
        <source>Closes the window; what was decided is kept</source>
        <translation>关闭窗口；已作的决定都已保存</translation>
    </message>
</context>
<context>
    <name>SamplingPage</name>
    <message>
        <source>Drawn from</source>
        <translation>抽样总体</translation>
    </message>
    <message>
        <source>As o&amp;f</source>
        <translation>截至(&amp;F)</translation>
    </message>
    <message>
        <source>What was signed until the end of this day can be drawn</source>
        <translation>当日（含）以前签字的图斑可以抽取</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>批次(&amp;B)</translation>
    </message>
    <message>
        <source>Coun&amp;ty</source>
        <translation>县(&amp;T)</translation>
    </message>
    <message>
        <source>Signed sin&amp;ce</source>
        <translation>签字起于(&amp;C)</translation>
    </message>
    <message>
        <source>Only what was signed on this day or later</source>
        <translation>只抽这一天及以后签字的</translation>
    </message>
    <message>
        <source>Taken whole (thresholds in mu)</source>
        <translation>全部抽取（面积标准：亩）</translation>
    </message>
    <message>
        <source>All &amp;mineral patches</source>
        <translation>矿产图斑全部(&amp;M)</translation>
    </message>
    <message>
        <source>Area ≥</source>
        <translation>图斑 ≥</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Every patch with at least so much is taken; – for no threshold</source>
        <translation>达到这一面积的全部抽取；– 表示不设标准</translation>
    </message>
    <message>
        <source>Farmland ≥</source>
        <translation>耕地 ≥</translation>
    </message>
    <message>
        <source>Basic farmland ≥</source>
        <translation>永农 ≥</translation>
    </message>
    <message>
        <source>Redline ≥</source>
        <translation>红线 ≥</translation>
    </message>
    <message>
        <source>Numbers of patches, with commas</source>
        <translation>指定图斑编号，用逗号分开</translation>
    </message>
    <message>
        <source>These patches, whatever else is drawn</source>
        <translation>这些图斑一定抽取</translation>
    </message>
    <message>
        <source>Drawn of the rest</source>
        <translation>其余按比例（数量）抽取</translation>
    </message>
    <message>
        <source>M&amp;ethod</source>
        <translation>方法(&amp;E)</translation>
    </message>
    <message>
        <source>Of each &amp;unit</source>
        <translation>每个单位(&amp;U)</translation>
    </message>
    <message>
        <source>Strata: of each of these the share or number is drawn</source>
        <translation>分层：每一层各抽这个比例或数量</translation>
    </message>
    <message>
        <source>&amp;Share</source>
        <translation>比例(&amp;S)</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Rounded up in each stratum, in whole numbers</source>
        <translation>每层按整数进一</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <translation>数量(&amp;N)</translation>
    </message>
    <message>
        <source>In place of the share: so many of each unit</source>
        <translation>不用比例，每个单位抽这么多个</translation>
    </message>
    <message>
        <source>At &amp;least</source>
        <translation>至少(&amp;L)</translation>
    </message>
    <message>
        <source>At least so many of each stratum</source>
        <translation>每层至少这么多个</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>名称(&amp;M)</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>种子(&amp;D)</translation>
    </message>
    <message>
        <source>A document&apos;s number, a date</source>
        <translation>如文号、日期</translation>
    </message>
    <message>
        <source>With the same seed anybody draws the same sample again</source>
        <translation>用同一种子，谁都能重新抽出同一样本</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>预览(&amp;P)</translation>
    </message>
    <message>
        <source>D&amp;raw</source>
        <translation>抽取(&amp;R)</translation>
    </message>
    <message>
        <source>Draw and keep the sample</source>
        <translation>抽取并保存样本</translation>
    </message>
    <message>
        <source>Strata, rounding and the way of drawing are proposed.</source>
        <translation>分层、取整和抽取办法为插件拟定（拟）。</translation>
    </message>
    <message>
        <source>Samples made bef&amp;ore</source>
        <translation>已有样本(&amp;O)</translation>
    </message>
    <message>
        <source>A click shows the sample below</source>
        <translation>单击在下方显示该样本</translation>
    </message>
    <message>
        <source>&amp;Add to it</source>
        <translation>追加抽样(&amp;A)</translation>
    </message>
    <message>
        <source>Raise the share, lower a threshold or take in what was filed since, as the design on the left says; what was drawn stays</source>
        <translation>按左侧设计提高比例、降低标准或纳入后来上报的图斑；已抽的保留</translation>
    </message>
    <message>
        <source>Patches in the &amp;queue</source>
        <translation>在图斑列表中列出(&amp;Q)</translation>
    </message>
    <message>
        <source>List the drawn patches in the queue</source>
        <translation>在图斑列表中列出抽中图斑</translation>
    </message>
    <message>
        <source>Ta&amp;ke away…</source>
        <translation>删除样本(&amp;K)…</translation>
    </message>
    <message>
        <source>A sample of which nothing was read again can be taken away</source>
        <translation>还没有复判的样本可以删除</translation>
    </message>
    <message>
        <source>A click on a number of drawn patches lists them in the queue</source>
        <translation>单击抽取数，在图斑列表中列出这些图斑</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>抽样</translation>
    </message>
    <message>
        <source>Nothing more</source>
        <translation>不再抽取</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>不分</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Weipian: samples</source>
        <translation>卫片判读：读取样本</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>By</source>
        <translation>抽样人</translation>
    </message>
    <message>
        <source>No sample is there yet: choose a design on the left and draw.</source>
        <translation>还没有样本：在左侧选定设计后抽取。</translation>
    </message>
    <message>
        <source>Stratum</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>抽样比</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>各轮（抽取/总数）</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Preview: {drawn} of {population} would be drawn with the seed {seed}.</source>
        <translation>预览：种子 {seed}，将从 {population} 个中抽取 {drawn} 个。</translation>
    </message>
    <message>
        <source>{name}: {drawn} of {population} are drawn, seed {seed}.</source>
        <translation>{name}：从 {population} 个中抽取 {drawn} 个，种子 {seed}。</translation>
    </message>
    <message>
        <source>Weipian: what would be drawn</source>
        <translation>卫片判读：预览抽样</translation>
    </message>
    <message>
        <source>Weipian: draw a sample</source>
        <translation>卫片判读：抽样</translation>
    </message>
    <message>
        <source>Weipian: add to a sample</source>
        <translation>卫片判读：追加抽样</translation>
    </message>
    <message>
        <source>Sample {name}: {added} patches drawn, {count} in all.</source>
        <translation>样本“{name}”：本次抽取 {added} 个，共 {count} 个。</translation>
    </message>
    <message>
        <source>Take a sample away</source>
        <translation>删除样本</translation>
    </message>
    <message>
        <source>Take the sample {name} with its {count} patches away? Readings and rulings of it would keep it.</source>
        <translation>删除样本“{name}”及其 {count} 个抽中图斑？已有复判或裁定的样本不能删除。</translation>
    </message>
    <message>
        <source>Weipian: take a sample away</source>
        <translation>卫片判读：删除样本</translation>
    </message>
    <message>
        <source>Only patches of this county</source>
        <translation>只从该县的图斑中抽取</translation>
    </message>
    <message>
        <source>Every mineral patch that was filed is in the sample</source>
        <translation>已填报的矿产图斑全部入样</translation>
    </message>
    <message>
        <source>A share of each outcome, a share of each county, township or interpreter, or nothing</source>
        <translation>从每种判定类型中按比例抽取，或从每个县、乡镇、判读人中按比例抽取，或不抽</translation>
    </message>
    <message>
        <source>The name under which the sample is found again</source>
        <translation>样本名称，以后凭此查找</translation>
    </message>
    <message>
        <source>Only patches of this quarter, year or batch</source>
        <translation>只从该季度、年度或批次的图斑中抽取</translation>
    </message>
    <message>
        <source>Prof&amp;ile</source>
        <translation>口径(&amp;I)</translation>
    </message>
    <message>
        <source>The design begins with what this policy profile asks for</source>
        <translation>抽样设计先按该口径的规定填好</translation>
    </message>
    <message>
        <source>What would be drawn with this seed; nothing is kept</source>
        <translation>看看用这个种子会抽到什么，不保存</translation>
    </message>
    <message>
        <source>As the newest batch</source>
        <translation>按最新批次</translation>
    </message>
    <message>
        <source>{profile} says nothing of a sample: the design below is your own.</source>
        <translation>{profile} 没有规定抽样：以下设计由自己定。</translation>
    </message>
    <message>
        <source>{profile}: {share} of each of {outcomes}, {rounding}.</source>
        <translation>{profile}：{outcomes}各抽 {share}，{rounding}。</translation>
    </message>
    <message>
        <source>rounded up</source>
        <translation>不足一个的进一</translation>
    </message>
    <message>
        <source>rounded to the nearest</source>
        <translation>四舍五入</translation>
    </message>
    <message>
        <source>All minerals.</source>
        <translation>矿产全部。</translation>
    </message>
</context>
<context>
    <name>ScenarioPlayer</name>
    <message>
        <source>Step {n} of {all}</source>
        <translation>第 {n} 步，共 {all} 步</translation>
    </message>
    <message>
        <source>&amp;Next scenario</source>
        <translation>下一情景(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>What is known (made up; the images only lend the ground)</source>
        <translation>已知事实（虚构，影像只借用位置）</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Opens or closes this part of the form</source>
        <translation>展开或收起这一部分</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>{n} selected</source>
        <translation>已选 {n} 个</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Take {n} flags away</source>
        <translation>取消 {n} 个标记</translation>
    </message>
    <message>
        <source>Write why the selected patches are flagged. The button takes flags away.</source>
        <translation>请写明标记所选图斑的理由。取消标记用旁边的按钮。</translation>
    </message>
    <message>
        <source>{n} flags were taken away; Undo brings them back.</source>
        <translation>已取消 {n} 个标记；撤销即恢复。</translation>
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
    <message>
        <source>This parcel stands no more: it was split, merged or taken back since.</source>
        <translation>该地块已不存在：此后已拆分、合并或撤回。</translation>
    </message>
    <message>
        <source>Nothing to do again.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>This workspace&apos;s office works at the level {level} from now on; under Packages it can be changed.</source>
        <translation>本工作库的单位层级已定为{level}；在“收发”页可以改。</translation>
    </message>
    <message>
        <source>What is decided in this window is saved from now on.</source>
        <translation>本窗口从现在起可以保存。</translation>
    </message>
    <message>
        <source>The other window no longer edits this workspace. Choose it again to edit it in this window, or just go on judging.</source>
        <translation>另一窗口已不再编辑此工作库。再选一次这个工作库，或直接接着判读，本窗口即可保存。</translation>
    </message>
    <message>
        <source>There is nothing left in this list: no patch meets its conditions.</source>
        <translation>列表中没有图斑了：没有图斑符合筛选条件。</translation>
    </message>
    <message>
        <source>That was the last patch of this list. Still unfinished in it: {n}.</source>
        <translation>这是列表中的最后一个图斑。列表中未完成的还有 {n} 个。</translation>
    </message>
    <message>
        <source>That was the last patch of this list; all of them are finished.</source>
        <translation>这是列表中的最后一个图斑，列表中的都已完成。</translation>
    </message>
    <message>
        <source>Signed. This patch was sent back: write the answer at the top of it, then go on.</source>
        <translation>已签字。这个图斑是退回的：请在面板最上面写答复，再往下走。</translation>
    </message>
    <message>
        <source>Taken back at once: {n} patches.</source>
        <translation>已一次撤回：{n} 个图斑。</translation>
    </message>
    <message>
        <source>Done again at once: {n} patches.</source>
        <translation>已一次重做：{n} 个图斑。</translation>
    </message>
</context>
<context>
    <name>SignBar</name>
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
    <message>
        <source>✔ On-site record is there</source>
        <translation>✔ 已有实地核查记录</translation>
    </message>
    <message>
        <source>◇ No on-site record ({names}, or a photo): without it a violation is signed with a written reason</source>
        <translation>◇ 缺实地核查记录（{names}，或现场照片）：没有时，签违法须写明理由</translation>
    </message>
    <message>
        <source>✱ Still missing ({count}): {names}</source>
        <translation>✱ 还缺 {count} 项：{names}</translation>
    </message>
    <message>
        <source>⚠ Not of this judgement, but open before a table is handed in:</source>
        <translation>⚠ 不属于判定内容，但导出附表前须解决：</translation>
    </message>
    <message>
        <source>● Still signed by {name}: changing an answer withdraws the signature</source>
        <translation>● {name} 的签字仍然有效：改动任何答案即撤销</translation>
    </message>
    <message>
        <source>Withdraw the signature</source>
        <translation>撤销签字</translation>
    </message>
    <message>
        <source>Open to change</source>
        <translation>解锁修改</translation>
    </message>
    <message>
        <source>Takes the signature back at once, as Ctrl+Z does; the answers stay</source>
        <translation>即刻收回签字（同 Ctrl+Z），填写的内容保留</translation>
    </message>
    <message>
        <source>Lets the answers be changed; the signature stands until one is, and both are kept in the history</source>
        <translation>解锁后可以改答案；改动之前签字仍然有效，签字和改动都记入历史</translation>
    </message>
    <message>
        <source>✖ Checks not passed ({count}):</source>
        <translation>✖ 校验未通过（{count} 项）：</translation>
    </message>
    <message>
        <source>cannot be signed like this – correct it</source>
        <translation>这样不能签，请先改正</translation>
    </message>
    <message>
        <source>correct it, or sign with a written reason</source>
        <translation>请改正，或写明理由后再签</translation>
    </message>
    <message>
        <source>Reason for signing though checks do not pass</source>
        <translation>校验未通过仍要签字的理由</translation>
    </message>
    <message>
        <source>◇ {names}: filled in, no file attached</source>
        <translation>◇ {names}：已填写，未附文件</translation>
    </message>
    <message>
        <source>1…9 draft · ←/→ go · Space blink · Ctrl+Enter sign · ? keys</source>
        <translation>1…9 初判 · ←/→ 换图斑 · 空格闪烁 · Ctrl+Enter 签字</translation>
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
        <source>Required where a violation is signed without an on-site record</source>
        <translation>没有实地核查记录而签违法的，必须写明理由</translation>
    </message>
    <message>
        <source>Signed upon a check on site (实地)</source>
        <translation>依据实地核查确认</translation>
    </message>
    <message>
        <source>Signed upon imagery and papers (内业)</source>
        <translation>依据影像和材料（内业）确认</translation>
    </message>
    <message>
        <source>Take this patch&apos;s signature back; the answers stay</source>
        <translation>撤回本图斑的签字；答案保留</translation>
    </message>
</context>
<context>
    <name>SignListForm</name>
    <message>
        <source>Sign a reviewed list</source>
        <translation>按清单签字</translation>
    </message>
    <message>
        <source>Complete draft answers 合法 and 其他 that you have opened, without open errors. Take the tick away from what you do not want to sign; a row shows its patch on the map. Each is signed as a decision of its own.</source>
        <translation>您打开看过、填写齐全、没有未通过校验的“合法”“其他”初判。不想签的去掉勾；走到哪一行，地图就到哪个图斑。每个图斑各是一次签字。</translation>
    </message>
    <message>
        <source>↑ ↓ goes from patch to patch, Space takes the tick away or puts it back</source>
        <translation>↑ ↓ 换图斑，空格去掉或加上勾</translation>
    </message>
    <message>
        <source>Upon</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Upon what was found on site: for all that are ticked</source>
        <translation>依据实地核查：对全部勾选的图斑</translation>
    </message>
    <message>
        <source>Upon imagery and papers at the desk: for all that are ticked</source>
        <translation>依据内业影像和材料：对全部勾选的图斑</translation>
    </message>
    <message>
        <source>Ctrl+Enter: signs every patch that is ticked, one after the other</source>
        <translation>Ctrl+Enter：逐个签勾选的图斑</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Esc: closes the list; what is signed stays signed</source>
        <translation>Esc：关闭清单，已签的仍是已签</translation>
    </message>
</context>
<context>
    <name>SignListWindow</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Area, {unit}</source>
        <translation>面积（{unit}）</translation>
    </message>
    <message>
        <source>Farmland, {unit}</source>
        <translation>耕地（{unit}）</translation>
    </message>
    <message>
        <source>Basic farmland, {unit}</source>
        <translation>永农（{unit}）</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>判定依据</translation>
    </message>
    <message>
        <source>Enter your name first: a judgement is signed by a person.</source>
        <translation>请先填写姓名：判定由人签字。</translation>
    </message>
    <message>
        <source>Not signed. Choose upon what you sign: on site or from the desk.</source>
        <translation>未签字。请选依据：实地或内业。</translation>
    </message>
    <message>
        <source>Signed: {count}. Each can be taken back with the key for undo.</source>
        <translation>已签 {count} 个；每个都可用撤销键逐个收回。</translation>
    </message>
    <message>
        <source>Sign {count} as {name}</source>
        <translation>签 {count} 个（{name}）</translation>
    </message>
    <message>
        <source>Sign {count}</source>
        <translation>签 {count} 个</translation>
    </message>
    <message>
        <source>… still working</source>
        <translation>……仍在进行</translation>
    </message>
    <message>
        <source>Nothing in this list can be signed together now.</source>
        <translation>当前列表中没有可以一起签的初判。</translation>
    </message>
    <message>
        <source>Not in the list:</source>
        <translation>不在清单中：</translation>
    </message>
</context>
<context>
    <name>Signing</name>
    <message>
        <source>Not signed. {reason}</source>
        <translation>未签。{reason}</translation>
    </message>
    <message>
        <source>Not signed. Still missing: {names}</source>
        <translation>未签字。待填：{names}</translation>
    </message>
    <message>
        <source>Not signed. Choose upon what you sign: on site or from the desk.</source>
        <translation>未签字。请选择确认依据：实地或内业。</translation>
    </message>
    <message>
        <source>{names} … ({count} in all)</source>
        <translation>{names}……（共 {count} 项）</translation>
    </message>
    <message>
        <source>Not signed. A violation wants an on-site record, or a written reason.</source>
        <translation>未签字。违法须有实地核查记录，或书面说明理由。</translation>
    </message>
</context>
<context>
    <name>SketchMarks</name>
    <message>
        <source>{level}, round {round}</source>
        <translation>{level}第{round}轮</translation>
    </message>
</context>
<context>
    <name>SketchMenu</name>
    <message>
        <source>Remove a sketch</source>
        <translation>删除标绘</translation>
    </message>
    <message>
        <source>Without a remark</source>
        <translation>未留言</translation>
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
    <message>
        <source>⚐ To be marked: {marks}</source>
        <translation>⚐ 标注：{marks}</translation>
    </message>
    <message>
        <source>Have: </source>
        <translation>已有：</translation>
    </message>
    <message>
        <source>Mining: </source>
        <translation>矿产：</translation>
    </message>
    <message>
        <source>◇ Not to be told yet: {duty}</source>
        <translation>◇ 尚不能判断：{duty}</translation>
    </message>
    <message>
        <source>It follows when the areas are measured; your own answer does not depend on it.</source>
        <translation>量算完成后自动给出；您的初判不受影响。</translation>
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
    <message>
        <source>ⓘ Path…</source>
        <translation>ⓘ 过程…</translation>
    </message>
    <message>
        <source>Every rule in its order, what was measured and what decided; change a fact or the profile and see what follows</source>
        <translation>逐条规则、实测值和起决定作用的比较；改变一项事实或口径，看结果如何变化</translation>
    </message>
</context>
<context>
    <name>SurveyPage</name>
    <message>
        <source>Export the list…</source>
        <translation>导出清单…</translation>
    </message>
    <message>
        <source>By its rectification the flag would be: {flag}</source>
        <translation>按整改情况，标识应为：{flag}</translation>
    </message>
    <message>
        <source>Write the flags for the survey as a table</source>
        <translation>把变更调查标识导出为表格</translation>
    </message>
</context>
<context>
    <name>TileAddressDialog</name>
    <message>
        <source>Address of map tiles</source>
        <translation>瓦片地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>https://…/{z}/{x}/{y}.png, a WMS request with its LAYERS, or one of the layers and connections that QGIS has already</source>
        <translation>https://…/{z}/{x}/{y}.png、含 LAYERS 的 WMS 地址，或 QGIS 中已有的图层和连接</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the image is called in captions</source>
        <translation>影像在图上的名称</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>拍摄日期</translation>
    </message>
    <message>
        <source>The day it was taken, as 2023-08-15; empty where unknown</source>
        <translation>拍摄日期，如 2023-08-15；不知道则留空</translation>
    </message>
    <message>
        <source>empty: not known</source>
        <translation>不明则留空</translation>
    </message>
    <message>
        <source>You confirm that this imagery may be shown</source>
        <translation>由您确认该影像可以显示</translation>
    </message>
    <message>
        <source>This imagery is not classified (非涉密)</source>
        <translation>该影像非涉密</translation>
    </message>
    <message>
        <source>Every look at a patch asks this server for its place</source>
        <translation>每看一个图斑，都会向该服务器请求那里的瓦片</translation>
    </message>
    <message>
        <source>I know this, and may let this server know it</source>
        <translation>已知悉，可以让该服务器知道</translation>
    </message>
    <message>
        <source>Add the address, or not</source>
        <translation>添加该地址，或取消</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Write the day like 2018-03-09, or leave it empty.</source>
        <translation>日期请写成 2018-03-09，或留空。</translation>
    </message>
    <message>
        <source>Showing these tiles asks {host} for them. The requests reveal which places you look at, and so where the patches are.</source>
        <translation>显示这些瓦片要向 {host} 请求；请求会透露正在查看的地方，也就透露图斑在哪里。</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>服务器</translation>
    </message>
</context>
<context>
    <name>TownshipLine</name>
    <message>
        <source>Township of this patch of your own – Enter keeps it, Esc leaves it</source>
        <translation>自主图斑所在乡镇——回车保存，Esc 暂不填</translation>
    </message>
    <message>
        <source>In which township the patch you drew lies: the list of patches filters and groups by it. Townships of issued patches are as they were issued.</source>
        <translation>所画图斑位于哪个乡镇街道：图斑列表按它筛选和分组。下发图斑的乡镇以下发为准。</translation>
    </message>
</context>
<context>
    <name>TraceView</name>
    <message>
        <source>{n} rules after it were not reached.</source>
        <translation>其后 {n} 条规则未轮到。</translation>
    </message>
    <message>
        <source>◀ decides</source>
        <translation>◀ 起决定作用</translation>
    </message>
    <message>
        <source>No rule holds: the profile suggests nothing.</source>
        <translation>没有规则成立：该口径不给建议。</translation>
    </message>
    <message>
        <source>Rules are tried from top to bottom; the first that holds suggests: {rule} → {outcome}</source>
        <translation>自上而下逐条试，第一条成立的给出建议：{rule} → {outcome}</translation>
    </message>
    <message>
        <source>How the rules came to what they say: every rule, every fact, and what was missing</source>
        <translation>规则如何得出结论：每条规则、每项事实、缺少什么</translation>
    </message>
</context>
<context>
    <name>TrainingCompareForm</name>
    <message>
        <source>Profile &amp;A</source>
        <translation>口径 &amp;A</translation>
    </message>
    <message>
        <source>Profile &amp;B</source>
        <translation>口径 &amp;B</translation>
    </message>
    <message>
        <source>Change in B the &amp;fact</source>
        <translation>在 B 中改变事实(&amp;F)</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>Weigh the rules with this value; nothing is stored</source>
        <translation>按此值重新判定，不存入任何地方</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Take all changes back</source>
        <translation>取消全部改变</translation>
    </message>
    <message>
        <source>The profile on the left</source>
        <translation>左边的政策口径</translation>
    </message>
    <message>
        <source>The profile on the right</source>
        <translation>右边的政策口径</translation>
    </message>
    <message>
        <source>The fact that is changed on both sides</source>
        <translation>两边同时改变的事实</translation>
    </message>
    <message>
        <source>What both say, and where they part</source>
        <translation>两边各得出什么，从哪里开始不同</translation>
    </message>
</context>
<context>
    <name>TrainingExamForm</name>
    <message>
        <source>A test is answered without seeing suggestion or key, in a training workspace of its own. Time is counted for each patch. After handing in you see score, confusion matrix and the explanation of each miss.</source>
        <translation>测试在单独的培训工作库中进行，作答时看不到判定建议和标准答案，逐图斑计时；交卷后显示成绩、混淆矩阵和每道错题的说明。</translation>
    </message>
    <message>
        <source>The &amp;scenarios (made-up facts, key by the rules)</source>
        <translation>培训情景(&amp;S)（事实虚构，答案由规则给出）</translation>
    </message>
    <message>
        <source>&amp;Patches of the workspace that is open (key: the signed judgements)</source>
        <translation>当前工作库的图斑(&amp;P)（答案为已签署的判定）</translation>
    </message>
    <message>
        <source>Only geometry and issued attributes are copied; classified patches never are</source>
        <translation>只复制图形和下发属性，涉密图斑从不复制</translation>
    </message>
    <message>
        <source>&amp;Number of patches</source>
        <translation>图斑数(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Draw number</source>
        <translation>抽题号(&amp;D)</translation>
    </message>
    <message>
        <source>The same number draws the same patches again, another one others</source>
        <translation>同一号抽到同样的图斑，换号则另抽</translation>
    </message>
    <message>
        <source>Pass &amp;mark (proposed)</source>
        <translation>及格线（拟）(&amp;M)</translation>
    </message>
    <message>
        <source>The &amp;case counts, too (H1, W1, Q1 …)</source>
        <translation>具体情形也计分(&amp;C)（H1、W1、Q1…）</translation>
    </message>
    <message>
        <source>Begin the test…</source>
        <translation>开始测试…</translation>
    </message>
    <message>
        <source>Open a test…</source>
        <translation>打开测试…</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>作答</translation>
    </message>
    <message>
        <source>Cas&amp;e</source>
        <translation>具体情形(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>上一题(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一题(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Hand in</source>
        <translation>交卷(&amp;H)</translation>
    </message>
    <message>
        <source>E&amp;xport the result…</source>
        <translation>导出成绩(&amp;X)…</translation>
    </message>
    <message>
        <source>Another &amp;test…</source>
        <translation>再测一次(&amp;T)…</translation>
    </message>
    <message>
        <source>Cases made up for teaching; the key follows from the rules</source>
        <translation>教学用的虚构情形；答案由规则得出</translation>
    </message>
    <message>
        <source>How many cases the test has</source>
        <translation>测验题数</translation>
    </message>
    <message>
        <source>Percent of right answers that pass</source>
        <translation>及格的正确率（%）</translation>
    </message>
    <message>
        <source>An answer is then right only where its case is right, too</source>
        <translation>情形也对才算答对</translation>
    </message>
    <message>
        <source>Begin: suggestions are hidden until it is handed in</source>
        <translation>开始：交卷前不显示建议</translation>
    </message>
    <message>
        <source>Open a test that was prepared before</source>
        <translation>打开事先准备的测验</translation>
    </message>
    <message>
        <source>What is known of the case</source>
        <translation>这道题的已知事实</translation>
    </message>
    <message>
        <source>The case of your outcome</source>
        <translation>所选结论的情形</translation>
    </message>
    <message>
        <source>The case before</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>The next case</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Hand the test in; it cannot be changed then</source>
        <translation>交卷；之后不能再改</translation>
    </message>
    <message>
        <source>Which answers were right, and why</source>
        <translation>哪些答对了，理由是什么</translation>
    </message>
    <message>
        <source>Write the result as a table</source>
        <translation>把成绩导出为表格</translation>
    </message>
    <message>
        <source>Begin anew with other cases</source>
        <translation>换一批题重新开始</translation>
    </message>
</context>
<context>
    <name>TrainingScenariosForm</name>
    <message>
        <source>Show on the &amp;map</source>
        <translation>在地图上显示(&amp;M)</translation>
    </message>
    <message>
        <source>Opens the scenarios&apos; own training workspace over the bundled imagery; your workspace is closed meanwhile</source>
        <translation>在自带影像上打开情景的培训工作库，期间关闭您的工作库</translation>
    </message>
    <message>
        <source>Try it &amp;yourself</source>
        <translation>自己试试(&amp;Y)</translation>
    </message>
    <message>
        <source>Change facts and profile of this scenario</source>
        <translation>改变这个情景的事实和口径</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>The scenarios; choose one to step through it</source>
        <translation>各个情景；选中后逐步演示</translation>
    </message>
    <message>
        <source>What this step shows</source>
        <translation>这一步说明什么</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>退回一步</translation>
    </message>
    <message>
        <source>One step further</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>Training: reasoning, what if, scenarios, test</source>
        <translation>培训：判定过程、假设、情景、测试</translation>
    </message>
    <message>
        <source>&amp;Reasoning</source>
        <translation>判定过程(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>政策口径(&amp;P)</translation>
    </message>
    <message>
        <source>Rules for &amp;mining</source>
        <translation>矿产规则(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>全部显示(&amp;E)</translation>
    </message>
    <message>
        <source>Every comparison of every rule, and the rules that were not reached</source>
        <translation>显示每条规则的每项比较，以及未轮到的规则</translation>
    </message>
    <message>
        <source>&amp;What if</source>
        <translation>假设(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Scenarios</source>
        <translation>情景(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Back to my workspace</source>
        <translation>回到我的工作库</translation>
    </message>
    <message>
        <source>Export table 2-1, stamped…</source>
        <translation>导出附表2-1（加盖“培训用”）…</translation>
    </message>
    <message>
        <source>For exercise: file and sheet say that it is for training and not to be reported</source>
        <translation>供练习：文件名和表内均注明“培训用 – 不得上报”</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No patch is chosen. Choose one in the Patches dock, or play a scenario.</source>
        <translation>没有选中图斑：请在“图斑”面板中选择，或播放培训情景。</translation>
    </message>
    <message>
        <source>What is tried here is stored nowhere.</source>
        <translation>在此试验的内容不存入任何地方。</translation>
    </message>
    <message>
        <source>A test is running: suggestions and reasoning are hidden until it is handed in.</source>
        <translation>测试进行中：交卷前不显示判定建议和判定过程。</translation>
    </message>
    <message>
        <source>Reasoning, comparison, scenarios and the test</source>
        <translation>判定过程、比较、情景和测验</translation>
    </message>
    <message>
        <source>By which policy profile the case is looked at</source>
        <translation>按哪个政策口径来看</translation>
    </message>
    <message>
        <source>The rules for mining instead of those for land</source>
        <translation>看矿产的规则，而不是土地的</translation>
    </message>
    <message>
        <source>Leave the training workspace and open your own again</source>
        <translation>离开培训，回到自己的工作库</translation>
    </message>
    <message>
        <source>Close the window; your own work is untouched</source>
        <translation>关闭窗口；您自己的工作不受影响</translation>
    </message>
</context>
<context>
    <name>Trainings</name>
    <message>
        <source>Training workspace, not to be reported. “Back to my workspace” in the Training window leaves it.</source>
        <translation>这是培训工作库（培训用 – 不得上报）。在“培训”窗口点“回到我的工作库”即可离开。</translation>
    </message>
    <message>
        <source>File of the test</source>
        <translation>测试的文件</translation>
    </message>
    <message>
        <source>Open a test</source>
        <translation>打开测试</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>交卷</translation>
    </message>
    <message>
        <source>{n} questions are not answered and count as wrong.</source>
        <translation>还有 {n} 题未答，按答错计。</translation>
    </message>
    <message>
        <source>Go on answering</source>
        <translation>继续作答</translation>
    </message>
    <message>
        <source>Export the result</source>
        <translation>导出成绩</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写出：{file}</translation>
    </message>
    <message>
        <source>Folder for the tables</source>
        <translation>存放表格的文件夹</translation>
    </message>
    <message>
        <source>What is known (made up; the images only lend the ground)</source>
        <translation>已知事实（虚构，影像只借用位置）</translation>
    </message>
    <message>
        <source>{question}

Answer by: {profile}</source>
        <translation>{question}

按此口径作答：{profile}</translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message>
        <source>{title}: by {day}, {n} days left</source>
        <translation>{title}：{day} 前，还有 {n} 天</translation>
    </message>
    <message>
        <source>{title}: was due on {day}, {n} days over</source>
        <translation>{title}：应于 {day} 前，已超 {n} 天</translation>
    </message>
    <message>
        <source>{title}: answered on {day}</source>
        <translation>{title}：已于 {day} 反馈</translation>
    </message>
</context>
<context>
    <name>Unsaved</name>
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
</context>
<context>
    <name>ValidationRows</name>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Parcel</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>{n} parcels</source>
        <translation>{n} 个地块</translation>
    </message>
</context>
<context>
    <name>ValidationWindow</name>
    <message>
        <source>Check of the workspace</source>
        <translation>校验工作库</translation>
    </message>
    <message>
        <source>A click shows only the findings of this check</source>
        <translation>点一项只看该检查项的问题</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未核</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>&amp;Severity</source>
        <translation>级别(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;tate</source>
        <translation>状态(&amp;T)</translation>
    </message>
    <message>
        <source>A click goes to the parcel; a double click to the field</source>
        <translation>单击到地块，双击到栏目</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>理由(&amp;R)</translation>
    </message>
    <message>
        <source>Why the finding may stand; kept with your name</source>
        <translation>为何可以保留；连同姓名记录</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新校验</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{parcels} parcels: {errors} open errors, {warnings} open warnings, {unchecked} not checked. Errors on signed parcels hold the tables back.</source>
        <translation>{parcels} 个地块：未处理的错误 {errors} 项，提醒 {warnings} 项，未核 {unchecked} 项。已签字地块上的错误会拦下附表。</translation>
    </message>
    <message>
        <source>{parcels} parcels: nothing is wrong; {unchecked} checks could not be made.</source>
        <translation>{parcels} 个地块：没有问题；未核 {unchecked} 项。</translation>
    </message>
    <message>
        <source>All checks</source>
        <translation>全部检查项</translation>
    </message>
    <message>
        <source>{n} shown</source>
        <translation>显示 {n} 项</translation>
    </message>
    <message>
        <source>Explained by {name} on {day}: {reason}</source>
        <translation>{name} 于 {day} 说明：{reason}</translation>
    </message>
    <message>
        <source>Explained before, of other values, by {name} on {day}: {reason}</source>
        <translation>{name} 于 {day} 曾就别的数值说明：{reason}</translation>
    </message>
    <message>
        <source>It does not occur any more. {name} had explained on {day}: {reason}</source>
        <translation>现已不存在。{name} 于 {day} 曾说明：{reason}</translation>
    </message>
    <message>
        <source>Explained by {name} on {day}: {reason} An error stays one until it is put right.</source>
        <translation>{name} 于 {day} 说明：{reason} 错误在改正之前仍是错误。</translation>
    </message>
    <message>
        <source>Errors only, or remarks too</source>
        <translation>只看错误，或也看提示</translation>
    </message>
    <message>
        <source>Open findings, or those with a reason too</source>
        <translation>只看未处理的，或也看已说明的</translation>
    </message>
    <message>
        <source>Why the chosen finding may stand; kept with your name</source>
        <translation>所选问题为何可以保留；连同您的姓名保存</translation>
    </message>
    <message>
        <source>Keep the reason with the chosen finding</source>
        <translation>把理由记在所选问题上</translation>
    </message>
    <message>
        <source>Check the workspace as it is now</source>
        <translation>按现在的工作库重新校验</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
</context>
<context>
    <name>Validations</name>
    <message>
        <source>Open a workspace first.</source>
        <translation>请先打开工作库。</translation>
    </message>
</context>
<context>
    <name>WhatIfPanel</name>
    <message>
        <source>&amp;Effect of</source>
        <translation>比较效果(&amp;F)</translation>
    </message>
    <message>
        <source>How much R would fall if this one parcel alone became so</source>
        <translation>只有这一个地块如此时，问责比例降低多少</translation>
    </message>
    <message>
        <source>Province&apos;s plan &amp;quota (mu)</source>
        <translation>部下达该省计划指标（亩）(&amp;Q)</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>全部还原(&amp;O)</translation>
    </message>
    <message>
        <source>Nothing of it is stored. A smaller area in “of it” splits the parcel. A double click on a number shows the parcel on the map.</source>
        <translation>假设只在此窗口中，不存入工作库。“其中”填小于全部的面积即为拆分地块；双击地块编号可在地图上定位。</translation>
    </message>
    <message>
        <source>{n} of {all} parcels assumed otherwise</source>
        <translation>已假设 {n} 个，共 {all} 个计入分子的地块</translation>
    </message>
    <message>
        <source>Would be: {kind}</source>
        <translation>假设为：{kind}</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>在地图上定位</translation>
    </message>
    <message>
        <source>Mu that may still be regularised</source>
        <translation>还可以补办的面积（亩）</translation>
    </message>
    <message>
        <source>Forget what was assumed: the parcels as they are</source>
        <translation>清除假设，恢复为现状</translation>
    </message>
    <message>
        <source>The parcels that count; choose for each how it would be rectified</source>
        <translation>计入的地块；逐个选择假设如何整改</translation>
    </message>
</context>
<context>
    <name>WhatIfRows</name>
    <message>
        <source>Parcel</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>情形</translation>
    </message>
    <message>
        <source>Farmland (mu)</source>
        <translation>违法占用耕地（亩）</translation>
    </message>
    <message>
        <source>Rectified so far</source>
        <translation>已登记的扣减</translation>
    </message>
    <message>
        <source>Would be</source>
        <translation>假设为</translation>
    </message>
    <message>
        <source>of it (mu)</source>
        <translation>其中（亩）</translation>
    </message>
    <message>
        <source>R falls by (points)</source>
        <translation>单独降低（百分点）</translation>
    </message>
    <message>
        <source>Click and choose; for several chosen rows, with the right button</source>
        <translation>点击选择；选中多行后可用右键一并设定</translation>
    </message>
    <message>
        <source>Double click: only so much of the farmland would be so, and the parcel is split</source>
        <translation>双击填写：只有这么多耕地如此，地块即被拆分</translation>
    </message>
    <message>
        <source>Percentage points by which R would fall if this parcel alone became so</source>
        <translation>只有这一个地块如此时，问责比例降低的百分点</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>按现状</translation>
    </message>
    <message>
        <source>demolished and restored</source>
        <translation>拆除复耕</translation>
    </message>
    <message>
        <source>regularised</source>
        <translation>补办手续</translation>
    </message>
    <message>
        <source>legal</source>
        <translation>改判合法</translation>
    </message>
    <message>
        <source>other</source>
        <translation>改判其他</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>WhoseFile</name>
    <message>
        <source>Whose review file</source>
        <translation>这是谁的复判文件</translation>
    </message>
    <message>
        <source>This review file was made for {reader}; who works here is {name}.</source>
        <translation>这个复判文件是给 {reader} 的；现在的操作人是 {name}。</translation>
    </message>
    <message>
        <source>This review file was made for {reader}; nobody has said yet who works here.</source>
        <translation>这个复判文件是给 {reader} 的；操作人还没有填写姓名。</translation>
    </message>
    <message>
        <source>What is read in it counts as {reader}&apos;s. Where another has read it, that is kept with each answer, and told when the file is collected.</source>
        <translation>其中的判读都算作 {reader} 的。由别人判的，每一步都记下是谁，收回时提示。</translation>
    </message>
    <message>
        <source>I am {reader}</source>
        <translation>我是 {reader}</translation>
    </message>
    <message>
        <source>Read it as {name}</source>
        <translation>以 {name} 名义判</translation>
    </message>
    <message>
        <source>Close the file</source>
        <translation>关闭文件</translation>
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
        <source>This patch is signed. Open it first with the button at its signature, then answer anew.</source>
        <translation>本图斑已签字。要改判，请先按签字栏的按钮（撤销签字或解锁修改）。</translation>
    </message>
    <message>
        <source>Draw on the map</source>
        <translation>在图上画</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Only the current patch was judged; selecting several is for assigning and flagging.</source>
        <translation>只判当前的 1 个图斑；多选只用于分派和标记</translation>
    </message>
    <message>
        <source>Not answered: the keyboard is in the form. Esc or Enter gives it back, then 1…9 answer again.</source>
        <translation>未作答：光标在表单里。按 Esc 或回车离开表单，数字键即恢复作答。</translation>
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
    <message>
        <source>Export calendar</source>
        <translation>导出日历</translation>
    </message>
    <message>
        <source>{n} dates for {parcels} parcels written: {file}</source>
        <translation>已写出 {n} 个日期，涉及 {parcels} 个地块：{file}</translation>
    </message>
    <message>
        <source>{measured} Cancelled before the rules were applied: the suggestions are as they were.</source>
        <translation>{measured}应用规则前已取消：建议仍是原来的。</translation>
    </message>
    <message>
        <source>Weipian: export table 2-1</source>
        <translation>卫片判读：导出附表2-1</translation>
    </message>
</context>
</TS>
