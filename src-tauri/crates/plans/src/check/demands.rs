//! What the rules demand of each kind of plan, as data.
//!
//! For firms the headings of GB/T 29639-2020 in their tree; for governments and communities the
//! contents of 突发事件应急预案管理办法 (国办发〔2024〕5号), which names contents and leaves the
//! headings free.

use crate::check::Severity;
use crate::plan::{Plan, PlanKind};

/// Short name of the standard for firms.
pub const GB: &str = "GB/T 29639-2020";
/// Short name of the rules for governments.
pub const MEASURES: &str = "突发事件应急预案管理办法（国办发〔2024〕5号）";

/// A heading of the standard.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// Its clause in the standard; the figures say what stands under what.
    pub clause: &'static str,
    /// Its words.
    pub title: &'static str,
    /// Other words that mean it, in use in real plans.
    pub also: &'static [&'static str],
    /// What its absence weighs.
    pub weight: Severity,
}

/// A content that the rules name.
#[derive(Debug, Clone, Copy)]
pub struct Content {
    /// Its name in the rules.
    pub name: &'static str,
    /// Words of which one is in the heading or the text where it is.
    pub words: &'static [&'static str],
}

const fn heading(
    clause: &'static str,
    title: &'static str,
    also: &'static [&'static str],
    weight: Severity,
) -> Heading {
    Heading {
        clause,
        title,
        also,
        weight,
    }
}

use Severity::{Error, Notice, Warning};

/// 综合应急预案, clause 6 and the annexes of clause 9.
pub const FIRM_GENERAL: &[Heading] = &[
    heading("6.1", "总则", &[], Error),
    heading("6.1.1", "适用范围", &[], Error),
    heading(
        "6.1.2",
        "响应分级",
        &["应急响应分级", "分级响应", "响应级别"],
        Error,
    ),
    heading(
        "6.2",
        "应急组织机构及职责",
        &["组织机构", "组织体系", "组织指挥"],
        Error,
    ),
    heading("6.3", "应急响应", &["响应程序"], Error),
    heading("6.3.1", "信息报告", &["信息报送", "事故报告"], Error),
    heading("6.3.1.1", "信息接报", &["接警", "信息接收"], Error),
    heading(
        "6.3.1.2",
        "信息处置与研判",
        &["信息研判", "信息处置"],
        Error,
    ),
    heading("6.3.2", "预警", &["预警及信息"], Error),
    heading("6.3.2.1", "预警启动", &["预警发布"], Error),
    heading("6.3.2.2", "响应准备", &["预警行动", "预警措施"], Error),
    heading("6.3.2.3", "预警解除", &[], Error),
    heading("6.3.3", "响应启动", &["启动响应", "启动程序"], Error),
    heading("6.3.4", "应急处置", &["处置措施"], Error),
    heading("6.3.5", "应急支援", &["扩大应急", "外部支援"], Error),
    heading(
        "6.3.6",
        "响应终止",
        &["应急结束", "响应结束", "终止响应"],
        Error,
    ),
    heading("6.4", "后期处置", &["善后"], Error),
    heading("6.5", "应急保障", &["保障措施"], Error),
    heading("6.5.1", "通信与信息保障", &["通信保障"], Error),
    heading("6.5.2", "应急队伍保障", &["队伍保障"], Error),
    heading("6.5.3", "物资装备保障", &["物资保障", "装备保障"], Error),
    heading("6.5.4", "其他保障", &[], Error),
    heading(
        "9.1",
        "生产经营单位概况",
        &["公司概况", "企业概况", "单位概况"],
        Warning,
    ),
    heading(
        "9.2",
        "风险评估的结果",
        &["风险评估结果", "风险评估"],
        Warning,
    ),
    heading("9.3", "预案体系与衔接", &["预案体系", "预案衔接"], Warning),
    heading(
        "9.4",
        "应急物资装备的名录或清单",
        &["物资装备清单", "物资清单", "应急物资"],
        Warning,
    ),
    heading(
        "9.5",
        "有关应急部门、机构或人员的联系方式",
        &["联系方式", "通讯录", "联络表", "联系电话"],
        Warning,
    ),
    heading("9.6", "格式化文本", &["格式文本"], Warning),
    heading(
        "9.7",
        "关键的路线、标识和图纸",
        &["疏散路线", "平面图", "图纸"],
        Warning,
    ),
    heading("9.8", "有关协议或者备忘录", &["协议", "备忘录"], Notice),
];

/// 专项应急预案, clause 7. The note under 7.5 asks for 7.1 to 7.4.
pub const FIRM_SPECIAL: &[Heading] = &[
    heading("7.1", "适用范围", &[], Error),
    heading(
        "7.2",
        "应急组织机构及职责",
        &["组织机构", "组织体系", "组织指挥"],
        Error,
    ),
    heading("7.3", "响应启动", &["启动响应", "应急响应"], Error),
    heading("7.4", "处置措施", &["应急处置"], Error),
    heading("7.5", "应急保障", &["保障措施"], Warning),
];

/// 现场处置方案, clause 8.
pub const FIRM_SITE: &[Heading] = &[
    heading(
        "8.1",
        "事故风险描述",
        &["风险描述", "事故风险分析", "事故特征"],
        Error,
    ),
    heading(
        "8.2",
        "应急工作职责",
        &["工作职责", "组织与职责", "应急职责"],
        Error,
    ),
    heading("8.3", "应急处置", &["处置措施"], Error),
    heading("8.4", "注意事项", &[], Error),
];

const GENERAL: &[Content] = &[
    content("总体要求", &["总体要求", "总则", "工作原则", "指导思想"]),
    content(
        "事件分类分级",
        &["分类分级", "事件分级", "事件分类", "突发事件分级"],
    ),
    content("预案体系构成", &["预案体系"]),
    content(
        "组织指挥体系与职责",
        &["组织指挥", "组织体系", "领导机构", "指挥机构"],
    ),
    content("风险防控", &["风险防控", "风险管控", "风险评估"]),
    content("监测预警", &["监测预警", "监测与预警", "预警"]),
    content(
        "处置救援",
        &["处置救援", "处置与救援", "应急处置", "应急响应"],
    ),
    content("应急保障", &["应急保障", "保障措施"]),
    content("恢复重建", &["恢复重建", "恢复与重建", "后期处置"]),
    content("预案管理", &["预案管理"]),
];

const SPECIAL: &[Content] = &[
    content(
        "组织指挥机制",
        &["组织指挥", "组织体系", "指挥机构", "指挥体系", "指挥部"],
    ),
    content(
        "风险管控",
        &["风险管控", "风险防控", "风险评估", "风险分析"],
    ),
    content("监测预警", &["监测预警", "监测与预警", "预警"]),
    content("信息报告", &["信息报告", "信息报送", "信息接报"]),
    content("组织自救互救", &["自救互救", "先期处置"]),
    content("应急处置措施", &["处置措施", "应急处置", "响应措施"]),
    content("现场管控", &["现场管控", "现场管制", "警戒", "交通管制"]),
    content(
        "队伍物资保障",
        &["队伍保障", "物资保障", "应急保障", "队伍和物资"],
    ),
];

const STREET: &[Content] = &[
    content("预警信息传播", &["预警信息传播", "预警传播", "预警"]),
    content("任务分工", &["任务分工", "职责", "工作组"]),
    content("处置措施", &["处置措施", "应急处置", "先期处置"]),
    content("信息收集报告", &["信息收集", "信息报告", "信息报送"]),
    content("现场管理", &["现场管理", "现场管控", "警戒"]),
    content("人员疏散与安置", &["疏散", "转移", "安置"]),
];

const VILLAGE: &[Content] = &[
    content("风险点位", &["风险点", "隐患点", "易涝点", "风险隐患"]),
    content("应急响应责任人", &["责任人", "职责", "组长"]),
    content("预警信息传播与响应", &["预警"]),
    content("人员转移避险", &["转移", "避险", "疏散"]),
    content("应急处置措施", &["处置措施", "应急处置", "响应行动"]),
    content("应急资源调用", &["物资", "资源", "队伍"]),
];

const EVENT: &[Content] = &[
    content(
        "组织指挥体系",
        &["组织指挥", "组织体系", "指挥机构", "指挥部"],
    ),
    content("主要任务", &["主要任务", "任务分工", "职责"]),
    content("安全风险及防范措施", &["安全风险", "风险防范", "风险评估"]),
    content("应急联动", &["联动"]),
    content("监测预警", &["监测", "预警"]),
    content("信息报告", &["信息报告", "信息报送"]),
    content("应急处置", &["应急处置", "处置措施"]),
    content("人员疏散撤离组织和路线", &["疏散", "撤离"]),
];

const JOINT: &[Content] = &[
    content("信息通报", &["信息通报", "信息共享"]),
    content("组织指挥体系对接", &["指挥体系", "组织指挥", "联合指挥"]),
    content("处置措施衔接", &["处置措施", "应急处置", "协同处置"]),
    content("应急资源保障", &["资源保障", "应急保障", "物资", "队伍"]),
];

const MANUAL: &[Content] = &[
    content("应急响应措施", &["响应措施", "应急响应"]),
    content("处置工作程序", &["程序", "流程"]),
    content("应急救援队伍", &["队伍"]),
    content("物资装备", &["物资", "装备"]),
    content("联络人员和电话", &["电话", "联络", "联系"]),
];

const fn content(name: &'static str, words: &'static [&'static str]) -> Content {
    Content { name, words }
}

/// The headings that the standard names for a plan of a firm; none for other plans.
#[must_use]
pub fn headings(kind: PlanKind) -> &'static [Heading] {
    match kind {
        PlanKind::FirmGeneral => FIRM_GENERAL,
        PlanKind::FirmSpecial => FIRM_SPECIAL,
        PlanKind::FirmSite => FIRM_SITE,
        _ => &[],
    }
}

/// The contents that the rules name for a plan, with the article; none for firms.
#[must_use]
pub fn contents(plan: &Plan) -> (&'static [Content], &'static str) {
    let title = &plan.front.title;
    let is_street = ["街道", "镇", "乡"].iter().any(|word| title.contains(word))
        && !["社区", "村"].iter().any(|word| title.contains(word));
    match plan.front.kind {
        PlanKind::General => (GENERAL, "第八条"),
        PlanKind::Special | PlanKind::Department => (SPECIAL, "第十条"),
        PlanKind::Event => (EVENT, "第十二条"),
        PlanKind::Joint => (JOINT, "第十三条"),
        PlanKind::Community if is_street => (STREET, "第十五条"),
        PlanKind::Community => (VILLAGE, "第十五条"),
        PlanKind::Supporting => (MANUAL, "第十七条"),
        PlanKind::FirmGeneral | PlanKind::FirmSpecial | PlanKind::FirmSite => (&[], ""),
    }
}
