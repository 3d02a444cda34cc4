"""Sentences of the jobs room: what a job can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

JOBS: Dict[str, Sentence] = {
    "NOT_FROM_A_LIST": (
        "图斑 {parcel} 没有从清单签字：{why}",
        "{parcel} was not signed from the list: {why_en}",
    ),
    "LIST_ILLEGAL": (
        "违法图斑逐个签字，不从清单签。", "a violation is signed on its own, never from a list.",
    ),
    "LIST_NOT_OPENED": (
        "您还没有打开看过：请先打开。", "you have not opened it yet: open it first.",
    ),
    "LIST_INCOMPLETE": (
        "初判不完整：请打开补填必填项。", "the draft answer is not complete: open it and fill in what is required.",
    ),
    "LIST_ERRORS": (
        "有校验未通过：请打开改正，或在该图斑写明理由签字。",
        "checks do not pass: open it and correct it, or sign it there with a written reason.",
    ),
    "LIST_HELD": (
        "容错纠错未结：结束后再签。", "a correction is open: sign it when that is concluded.",
    ),
    "LIST_MINING": (
        "涉及矿产，另有一个判定：请打开该图斑签字。", "it concerns mining, which is judged by itself: open it to sign.",
    ),
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
    "PYTHON_SILENT": (
        "用 {python} 启动的套合进程 {seconds} 秒内没有应答：请稍后再试（刚安装或更新后首次启动较慢），或在插件设置中换一个 Python，其余功能不受影响。",
        "The overlay worker started with {python} has not answered within {seconds} s: try again (the first start after "
        "an installation or update is slow), or choose another Python in the plugin's settings; everything else works.",
    ),
    "PACKAGES_MISSING": (
        "套合需要的 Python 包 {packages} 在 {python} 中没有，其余功能不受影响。离线安装：在能上网的同类电脑上用 pip 运行 "
        "pip download -r {requirements} -d wheels，把 wheels 拷来；再在本机建虚拟环境 python3 -m venv {folder}，用其中的 pip 运行 "
        "pip install --no-index --find-links wheels -r {requirements}，插件会自己找到它。",
        "The overlay needs {packages}, which {python} lacks; everything else works. Offline: on a like machine with a "
        "network run pip download -r {requirements} -d wheels and bring wheels here; then make an environment with "
        "python3 -m venv {folder} and with its pip run pip install --no-index --find-links wheels -r {requirements}. "
        "The plugin finds it by itself.",
    ),
    "DEMO_FILE_MISSING": (
        "演示数据不全，缺少 {file}：请重新安装插件。",
        "The example's data is incomplete, {file} is missing: install the plugin again.",
    ),
    "PACKAGE_MISSING": (
        "QGIS 的 Python 中没有 {package}，这一步做不了：请安装该包（离线可用 pip install --no-index --find-links），其余功能不受影响。",
        "QGIS's Python lacks {package}, which this step needs: install it (offline: pip install --no-index "
        "--find-links); everything else works.",
    ),
    "TRAINING_NOT_DELIVERED": (
        "{file} 是培训工作库（培训用 – 不得上报），不能导出上报成果，未写任何文件：请打开正式工作库导出；培训成果在“培训”窗口中导出。",
        "{file} is a training workspace (not to be reported): nothing was written. Export from your real workspace; the "
        "Training window exports what a training gave.",
    ),
    "TRAINING_NOT_IMPORTED": (
        "{file} 出自培训（培训用 – 不得上报），不能导入：请选择正式下发的数据包。",
        "{file} comes out of a training (not to be reported) and cannot be imported: choose the package as issued.",
    ),
    "TRAINING_ONLY": (
        "{file} 是正式工作库，不作培训导出：请用“导出附表2-1”。",
        "{file} is a real workspace, not one for training: use “Export table 2-1”.",
    ),
    "SCENARIO_GROUND_MISSING": (
        "示例影像中没有情景 {scenario} 的图斑 {jcbh}：请重新安装插件，或改正情景文件中的 jcbh。",
        "The bundled scene has no patch {jcbh} for scenario {scenario}: install the plugin again, or correct jcbh in the "
        "scenario file.",
    ),
    "EXAM_MISSING": (
        "工作库 {file} 中没有测试：请在“培训”窗口中新建测试。",
        "The workspace {file} holds no test: make one in the Training window.",
    ),
    "EXAM_ENDED": (
        "测试 {file} 已交卷，不能再作答：要再测一次请新建测试。",
        "The test {file} was handed in and takes no more answers: make a new one to try again.",
    ),
    "EXAM_NOT_ENDED": (
        "测试 {file} 尚未交卷，没有成绩：请先交卷。",
        "The test {file} has not been handed in, so there is no result: hand it in first.",
    ),
    "EXAM_RUNS": (
        "测试进行中，不显示判定建议和判定过程：请先交卷。",
        "A test is running: suggestions and reasoning are not shown. Hand it in first.",
    ),
    "WORKER_DIED": (
        "套合进程中途退出（{detail}）：只失去这一次量算，其中没有任何结果入库，工作库未改动。请再试一次，会启动新的进程。",
        "The overlay worker ended in the middle ({detail}): this one job is lost, nothing of it was stored and the "
        "workspace is unchanged. Try again: a new one will be started.",
    ),
    "MEASURE_STOPPED": (
        "在保存面积时停止：{total} 个地块中 {stored} 个已换成新面积，其余仍是原来的。每个地块的面积都是完整的；再次“测算”会从这里接着做。",
        "Stopped while the areas were being stored: {stored} of {total} parcels have their new areas, the others those "
        "of before. Each parcel's are whole; measuring again goes on from there.",
    ),
    "MEASURED_REUSED": (
        "本次重算 {remeasured} 个地块，沿用 {reused} 个（图形和图层都没有变）。",
        "{remeasured} parcels were measured this time, {reused} kept their areas (neither they nor the layers changed).",
    ),
    "PATCHES_WITH_FINDING": (
        "{count} 个图斑（如 {jcbh}）：{told}",
        "{count} patches (such as {jcbh}): {told}",
    ),
    "NOTHING_TO_MEASURE": (
        "没有可套合的地块：请先导入图斑。",
        "There is no parcel to measure: import patches first.",
    ),
    "NO_REFERENCE_LAYERS": (
        "还没有可套合的图层：请先登记图层（至少地类图斑）并注明其角色。",
        "There is no layer to measure in: name the reference layers and their roles first (land classes at least).",
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
    "LAYERS_CHANGED": (
        "套合图层已变更，面积为旧图层的结果，请重新测算：{roles}。",
        "The layers have changed and the areas are those of the old ones: measure again ({roles}).",
    ),
    "UNKNOWN_PROFILE": (
        "没有政策口径 {profile}：现有 {known}，请改选其一。",
        "There is no policy profile {profile}: there are {known}, choose one of them.",
    ),
    "PROFILES_LEFT_ASIDE": (
        "有误的政策口径暂不使用，其余照常。请在 {folder} 中改正以下 {count} 处，保存后即生效，不必重启"
        "（“设置 → 选项 → 卫片判读”中随时可看）：\n{problems}",
        "Policy profiles with mistakes are left aside, all others are used. Correct these {count} places in {folder}; "
        "once saved they work without a restart (Settings → Options → Weipian lists them at any time):\n{problems}",
    ),
    "PROFILE_UNDECIDED": (
        "下发时间（{issued}）和县代码（{county}）定不了用哪个政策口径：请从 {candidates} 中选定一个。",
        "The date of issue ({issued}) and county ({county}) do not decide the profile: choose one of {candidates}.",
    ),
    "NO_SUCH_BATCH": (
        "工作库中没有批次“{batch}”：现有 {known}。",
        "The workspace has no batch “{batch}”: it has {known}.",
    ),
    "BATCH_SEVERAL": (
        "名为“{batch}”的批次有 {count} 个，这里一次用一个。请写明是哪个县的：{known}。",
        "There are {count} batches “{batch}”, and one is taken here at a time. Say of which county: {known}.",
    ),
    "NO_SUCH_PATCH": (
        "工作库（所选批次）中没有这些图斑：{patches}。请检查编号（地块编号或监测编号）。",
        "The workspace (or the batch) has no patches {patches}: check the numbers (parcel or monitoring ids).",
    ),
    "CALENDAR_EMPTY": (
        "没有可写入日历的期限：请先导入图斑并为批次选定政策口径。",
        "There is no deadline for a calendar: import patches and choose the batch's policy profile first.",
    ),
    "CALENDAR_NO_PROFILE": (
        "批次“{batch}”未选定政策口径，未写入日历。请先选定口径。",
        "The batch “{batch}” has no policy profile, so it is not in the calendar. Choose one first.",
    ),
    "CALENDAR_PARCEL_LEFT_OUT": (
        "图斑 {parcel} 未写入日历：{reason}",
        "Patch {parcel} is not in the calendar: {reason}",
    ),
    "NOTHING_TO_EXPORT": (
        "工作库中没有可导出的图斑：请先导入。",
        "The workspace has no patch to export: import a package first.",
    ),
    "EXTENSION_UNKNOWN": (
        "该地块没有期限“{task}”，延期不起作用。请从其期限中选择：{known}。",
        "The parcel has no deadline {task}; nothing is put off. Choose one of its own: {known}.",
    ),
    "NOBODY_AUDITS": (
        "口径“{profile}”没有县级以上的审核层级（audit_levels），未建立审核记录：确需登记的，请先在本单位口径中列出审核层级。",
        "“{profile}” names no level above the county that audits (audit_levels), so no audit was entered: list the "
        "levels in your own profile where there are any.",
    ),
    "PAPER_UNKNOWN": (
        "挂图没有“{paper}”这种纸张的模板，未绘制。可用：{known}。",
        "There is no wall-map template for the paper “{paper}”, so none was drawn. There are: {known}.",
    ),
    "NOTHING_TO_REVIEW": (
        "这次会审没有可列出的地块，未写材料：请先关联地块。",
        "No parcel is linked to this review, so no sheet was written: link parcels first.",
    ),
    "NO_SURVEY_FLAGS": (
        "没有登记变更调查标识的地块，未写清单：请先在“查处整改”中登记。",
        "No parcel carries a survey flag, so no list was written: enter them under Acts and rectification first.",
    ),
    "ERRORS_HOLD_BACK": (
        "未导出：已签署的地块有 {count} 项校验错误未解决（{checks}），涉及 {parcels}。请用“校验工作库…”（算法“校验”）逐项查看、"
        "改正；确须先行导出的，只能导出草稿：标题、页眉、文件名标“草稿”，并附问题清单和理由。",
        "Not exported: {count} errors stand open on signed parcels ({checks}): {parcels}. See and settle them with "
        "“Check the workspace…” (algorithm “Check a workspace”); before that only a draft goes out, marked 草稿 in title, "
        "page header and file name, with the list of what is open and your reason.",
    ),
    "REASON_MISSING": ("请写明理由。", "Give a reason."),
    "NOTHING_TO_EXPLAIN": (
        "{check} 未能核对，没有可说明的问题：请先补齐所缺的内容。",
        "{check} could not be checked, so there is nothing to explain: bring what is missing first.",
    ),
    "SOURCE_CHANGED_MEANWHILE": (
        "{file} 在预处理过程中被改动：预处理副本不会被采用，请等写入结束后重新预处理。",
        "{file} changed while it was prepared: the prepared copy will not be used; prepare it again once nobody writes "
        "to it.",
    ),
    "PREPARED_FOLDER": (
        "存放预处理图层的文件夹 {folder} 无法写入（{detail}）：请在插件设置中换一个文件夹。",
        "The folder of prepared layers {folder} cannot be written ({detail}): choose another in the plugin's settings.",
    ),
    "DECISION_OF_UNKNOWN_PATCH": (
        "演示判读文件 {file} 提到的图斑 {jcbh} 不在工作库中。",
        "The demonstration decisions {file} name patch {jcbh}, which the workspace does not have.",
    ),
    "EVIDENCE_STRANGERS": (
        "举证包中有 {count} 个图斑不在本工作库：它们的照片只能按位置或手工关联，请核对是否选错了包。",
        "{count} patches of the package are not in this workspace: their photos go by place or by hand; is it the right one?",
    ),
    "PHOTO_NO_PLACE": ("没有拍摄位置，无法核对是否在图斑处拍摄。", "It has no position: whether it was taken there cannot be told."),
    "PHOTO_FAR": (
        "拍摄点距图斑 {distance} 米，超过 {reach} 米（拟）：请核实是否为本图斑的照片。",
        "It was taken {distance} m from the patch, more than {reach} m (proposed): see whether it is of this patch.",
    ),
    "PHOTO_LOOKS_AWAY": (
        "方位角 {azimuth}° 没有朝向图斑：请核实。", "At {azimuth}° the camera does not look at the patch: see why.",
    ),
    "PHOTO_NO_PATCH_NEAR": (
        "拍摄点 {reach} 米内没有图斑：请手工选择图斑。", "No patch lies within {reach} m of the camera: choose one by hand.",
    ),
    "PHOTO_SEVERAL_PATCHES": (
        "名称对应多个图斑（{patches}）：请手工选择。", "The name tells several patches ({patches}): choose one by hand.",
    ),
    "PHOTO_NO_TIME": ("没有拍摄时间，无法核对是否在下发之后。", "It has no time: whether it was taken after issue cannot be told."),
    "PHOTO_BEFORE_ISSUE": (
        "拍摄日期 {day} 早于下发时间 {issued}：请补拍或说明。",
        "Taken on {day}, before the issue on {issued}: take another, or say why.",
    ),
    "PHOTO_NO_DIRECTION": ("没有方位角：看不出拍摄方向，建议补充。", "It has no azimuth: where it looks cannot be told."),
    "PHOTO_IMPRECISE": (
        "定位精度因子 {dop} 大于 {most}：位置不可靠。", "A dilution of precision of {dop} (> {most}): the position is rough.",
    ),
    "PHOTO_EDITED": (
        "可能经过编辑（处理软件 {software}）：请提供原始照片。", "It may have been edited (with {software}): bring the original.",
    ),
    "PHOTO_TOO_LARGE": (
        "{name} 有 {size} MB，超过平台每个附件 {limit} MB 的限制：上报前请生成缩小的副本（原件保留）。",
        "{name} has {size} MB, more than the {limit} MB the platform takes: make a smaller copy (the original stays).",
    ),
    "PHOTO_NOT_SMALLER": (
        "{file} 不能生成缩小的副本（不是本机能读的图片）：请用其他程序另存为较小的文件。",
        "No smaller copy can be made of {file} (no picture that can be read here): make one with another program.",
    ),
    "COPY_NOT_WRITTEN": (
        "{file} 写不进去（{detail}）：请检查磁盘空间、权限和是否被打开后重试，原件未动。",
        "{file} cannot be written ({detail}): see about room, permissions and who has it open; the original is as it was.",
    ),
    "PHOTO_INDEX_DIFFERS": (
        "索引 {file} 中的位置与照片自带的相差 {distance} 米，以照片为准：请核实。",
        "The index {file} puts it {distance} m from where the photo says it was; the photo counts: find out.",
    ),
    "PHOTO_PACKAGE_DIFFERS": (
        "举证包登记的位置与照片自带的相差 {distance} 米，以举证包为准：请核实。",
        "The package puts it {distance} m from where the photo says it was; the package counts: find out.",
    ),
    "PHOTO_SHIFTED": (
        "已声明为 GCJ-02 坐标：没有公布的换算公式，不作反算，位置未采用；请按名称、索引或手工关联。",
        "Declared as GCJ-02: there is no published formula to undo it, so the position is not used; attach it by name, "
        "index or hand.",
    ),
    "PHOTO_ELSEWHERE": (
        "同一张照片已关联到另一个图斑，未再关联：确需共用时请手工关联。",
        "The same photo belongs to another patch already and was not attached again: do so by hand if it is meant.",
    ),
    "PHOTO_PATCH_GONE": (
        "所属图斑在导入期间被拆分、合并或隔离，未关联：请重新导入。",
        "Its patch was split, merged or set apart meanwhile and it was not attached: import again.",
    ),
}
