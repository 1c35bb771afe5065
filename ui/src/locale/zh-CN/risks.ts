import type { IndicatorCode, IndicatorState, RiskGroundKind, RiskJudged, RiskLevel } from "../../contract";

/** The words of the district's plan for one indicator, and what its numbers are of. */
export interface IndicatorWords {
  name: string;
  /** The goal in the words of the plan. */
  goal: string;
  part: string;
  of: string;
  /** Behind the value. */
  unit: string;
}

/** The four-colour picture of risks, and the indicators. */
export const risks = {
  title: "风险一张图和指标",
  face: { picture: "风险一张图", indicators: "指标 N1–N11", assess: "风险评估" },
  to_confirm: "待区里确认",
  by: "按什么统计",
  by_street: "按街道",
  by_field: "按重点领域",
  street: "街道",
  field: "重点领域",
  no_street: "未列街道",
  no_field: "未列重点领域",
  levels: {
    serious: "重大风险",
    major: "较大风险",
    ordinary: "一般风险",
    low: "低风险",
  } satisfies Record<RiskLevel, string>,
  colours: {
    serious: "红",
    major: "橙",
    ordinary: "黄",
    low: "蓝",
  } satisfies Record<RiskLevel, string>,
  no_level: "未定级",
  column: { all: "全部", none: "未定级" },
  grounds: {
    major_hazard: (n: number | null) => (n === null ? "重大危险源，分级缺数据" : `重大危险源 ${["一", "二", "三", "四"][n - 1] ?? n}级`),
    lec: (n: number | null) => `LEC D＝${n ?? "？"}`,
    matrix: (n: number | null) => `矩阵 R＝${n ?? "？"}`,
    major_danger: (n: number | null) => `重大隐患 ${n ?? 0} 项未整改`,
  } satisfies Record<RiskGroundKind, (n: number | null) => string>,
  no_ground: "没有可定级的记录",
  rules: "重大危险源按 GB 18218-2018 计算；LEC 分档、矩阵分界和各自对应的颜色、重大隐患的颜色待区里确认（desk.toml 的 [risk]）",
  places: (n: number) => `场所 ${n}`,
  chosen: (name: string) => `所选：${name}`,
  all_places: "全部场所",
  unplaced: (n: number) => `另有 ${n} 处没有位置`,
  unplaced_places: "没有位置的场所",
  left_out: (n: number) => `另有 ${n} 处未列出，统计数已包括`,
  none: "没有这样的场所",
  empty: "没有危险源，也没有评估过的场所",
  dangers: (n: number, late: number) => (late === 0 ? `隐患 ${n}` : `隐患 ${n}，逾期 ${late}`),
  locate: "定位",
  no_place: "无位置",
  on_map: "在地图上显示",
  assess: "评估",
  assess_new: "评估一处场所",
  form: {
    site: "场所",
    choose: "请选择",
    method: "方法",
    lec: "LEC 法",
    matrix: "风险矩阵",
    lec_likelihood: "L 事故发生的可能性（数越大越可能）",
    lec_exposure: "E 人员暴露的频繁程度（数越大越频繁）",
    lec_consequence: "C 事故后果（数越大越严重）",
    matrix_likelihood: "L 可能性（1 最低）",
    matrix_severity: "S 后果严重程度（1 最低）",
    what: "风险点（部位或作业）",
    source: "评估人或依据",
    lec_result: (d: string) => `D＝L×E×C＝${d}`,
    matrix_result: (r: string) => `R＝L×S＝${r}`,
    save: "登记评估",
    saved: (site: string) => `已登记 ${site} 的风险评估`,
    standing: (judged: string, what: string) => `现有评估：${what}，${judged}`,
    take_back: "撤回现有评估",
    take_back_why: "撤回的理由",
    taken_back: (site: string) => `已撤回 ${site} 的风险评估`,
  },
  judged: (judged: RiskJudged) =>
    judged.method === "lec"
      ? `LEC：L ${judged.likelihood}，E ${judged.exposure}，C ${judged.consequence}`
      : `矩阵：L ${judged.likelihood}，S ${judged.severity}`,
  indicator: {
    code: "编号",
    name: "指标和目标",
    part: "分子",
    of: "分母、基数",
    value: "数值",
    source: "来源",
    year: (year: number) => `${year} 年 1 月 1 日至今`,
    from_log: "本席日志",
    entered: "人工录入",
    unknown: "—",
    base: (n: string) => `基数 ${n}`,
    change: (percent: string) => `较基数 ${percent}%`,
    accidents: (kinds: string) => `计入事故的事件类型（待区里确认）：${kinds}`,
    note: "只计本席日志里的事件，不代替统计报表；分母、基数和日志里没有的数在 desk.toml 的 [indicators] 录入",
    plan: "济南市历城区安全生产“十四五”规划",
  },
  indicator_state: {
    known: "",
    no_base: "无基数",
    no_data: "无数据",
  } satisfies Record<IndicatorState, string>,
  indicators: {
    N1: { name: "较大及以上事故", goal: "得到有效遏制", part: "较大及以上事故起数", of: "", unit: "起" },
    N2: { name: "各类生产安全事故死亡人数", goal: "到 2025 年下降 15%", part: "死亡人数", of: "", unit: "人" },
    N3: { name: "亿元GDP生产安全事故死亡率", goal: "控制在 0.01 以内", part: "死亡人数", of: "GDP（亿元）", unit: "人/亿元" },
    N4: { name: "工矿商贸就业人员十万人生产安全事故死亡率", goal: "到 2025 年下降 20%", part: "工矿商贸死亡人数", of: "工矿商贸就业人员", unit: "人/十万人" },
    N5: { name: "道路交通万车死亡率", goal: "控制在 1.35 以内", part: "道路交通死亡人数", of: "机动车保有量（辆）", unit: "人/万车" },
    N6: { name: "重点行业领域重大安全风险在线监测率", goal: "达 100%", part: "在线监测的重大安全风险", of: "全部重大安全风险", unit: "%" },
    N7: { name: "化工重点危险工艺自动化控制率", goal: "达 100%", part: "自动化控制的重点危险工艺", of: "全部重点危险工艺", unit: "%" },
    N8: { name: "重点行业规模以上企业从业人员安全技能培训率", goal: "达 100%", part: "培训过的从业人员", of: "全部从业人员", unit: "%" },
    N9: { name: "专业执法人员占比", goal: "2022 年底前不低于 75%", part: "专业执法人员", of: "全部执法人员", unit: "%" },
    N10: { name: "区、街道分管领导安全培训率", goal: "达 100%", part: "培训过的分管领导", of: "全部分管领导", unit: "%" },
    N11: { name: "安全生产举报投诉办结率", goal: "达 100%", part: "办结的举报", of: "收到的举报", unit: "%" },
  } satisfies Record<IndicatorCode, IndicatorWords>,
};
