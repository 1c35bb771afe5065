import type { DangerSort, DangerStage, DangerState, DangerStep } from "../../contract";
import type { FieldName, StepName } from "../../parts/dangers/steps";

/** What one act about a danger says. */
function said(step: DangerStep): string {
  switch (step.step) {
    case "supervise": {
      const { level, body, number, until } = step.supervision;
      return `${level}挂牌督办：${body}${number === "" ? "" : `（${number}）`}${until === null ? "" : `，限 ${until} 前`}`;
    }
    case "plan": {
      const { responsible, measures, funds, until, contingency } = step.plan;
      const parts = [
        ["责任", responsible],
        ["措施", measures],
        ["资金", funds],
        ["时限", until ?? ""],
        ["预案", contingency],
      ];
      return `整改方案：${parts.map(([name, words]) => `${name ?? ""}${words === "" ? "未落实" : `：${words ?? ""}`}`).join("；")}`;
    }
    case "note":
      return `整改进展：${step.words}`;
    case "extend":
      return `延期至 ${step.until}：${step.reason}${step.approvedBy === "" ? "" : `，${step.approvedBy} 同意`}`;
    case "submit":
      return `${step.askedBy} 申请验收：${step.words}`;
    case "check":
      return `${step.checkedBy} 验收${step.accepted ? "通过" : "未通过"}${step.words === "" ? "" : `：${step.words}`}`;
    case "close":
      return `整改销号：${step.note}`;
    case "evaluate":
      return `整改效果评价：${step.effective ? "有效" : "无效，重新整改"}，${step.words}`;
    case "retract":
      return `提出撤回${step.act === null ? "此条隐患" : "一条办理记录"}：${step.reason}（另一人再撤回一次才生效）`;
  }
}

/** Hidden dangers with their supervision. */
export const dangers = {
  title: (n: number) => `隐患督办整改：未销号 ${n}`,
  stage: {
    found: "待整改",
    planned: "整改中",
    submitted: "待验收",
    refused: "未通过",
    accepted: "待销号",
    closed: "已销号",
  } satisfies Record<DangerStage, string>,
  state: {
    open: "未销号",
    overdue: "逾期",
    soon: "临期",
    supervised: "挂牌督办",
    to_check: "待验收",
    closed: "已销号",
    all: "全部",
  } satisfies Record<DangerState, string>,
  sorts: { due: "整改期限", major: "重大在前", street: "街道", site: "单位", found: "最近发现" } satisfies Record<DangerSort, string>,
  step: {
    supervise: "挂牌督办",
    plan: "整改方案",
    note: "整改进展",
    extend: "延期",
    submit: "申请验收",
    check: "验收",
    close: "销号",
    evaluate: "效果评价",
    withdraw: "撤回误录",
  } satisfies Record<StepName, string>,
  field: {
    level: "督办层级（待区里确认）",
    body: "督办单位",
    number: "督办文号",
    until: "期限",
    responsible: "责任落实",
    measures: "措施落实",
    funds: "资金落实",
    plan_until: "时限落实",
    contingency: "预案落实",
    text: "内容",
    reason: "理由",
    approved_by: "谁同意",
    asked_by: "申请人",
    verdict: "结论",
    checked_by: "验收人",
  } satisfies Record<FieldName, string>,
  element: { responsible: "责任", measures: "措施", funds: "资金", plan_until: "时限", contingency: "预案" } as Record<string, string>,
  said,
  which: "范围",
  street: "街道",
  of_field: "重点领域",
  only_major: "只看重大",
  sort: "排序",
  all: "全部",
  text: "按内容、单位、责任人筛选",
  major: "重大",
  supervised: "挂牌督办",
  owner: (name: string) => (name === "" ? "未定责任人" : `责任人 ${name}`),
  entered: (by: string, at: string) => `${by} ${at} 登记`,
  put_up: (level: string, body: string, number: string) => [level, body, number].filter((one) => one !== "").join(" "),
  elements: (has: number) => `五落实 ${has}/5`,
  lacking: (names: string) => `，缺${names}`,
  acts: (n: number) => `办理记录 ${n}`,
  no_due: "没有整改期限",
  days: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n === 0 ? "今天到期" : `还有 ${n} 天`),
  two_people: "挂牌督办、申请验收、未通过、评价无效，以及须验收的隐患本身：一人提出，另一人再撤回才生效",
  another: "验收人不能是申请人，申请和验收也不能由同一人录入",
  accepted: "通过",
  refused: "不通过",
  holds: "有效",
  holds_not: "无效，重新整改",
  withdraw_whole: "撤回此条隐患",
  done: (step: string, words: string) => `${step}：${words}`,
  overdue: (n: number) => `逾期 ${n}`,
  counts: (soon: number, days: number, major: number, supervised: number, check: number) =>
    `${days} 天内到期 ${soon} · 重大 ${major} · 挂牌督办 ${supervised} · 待验收 ${check}`,
  rules: "临期天数、督办层级、五落实的名称待区里确认（desk.toml 的 [dangers]）",
  empty: "没有未销号的隐患",
  none: "没有符合条件的隐患",
  more: (shown: number, all: number) => `列出 ${shown} 项，共 ${all} 项`,
  workbook: "导出 XLSX",
  import_title: "导入隐患台账",
  import_help: "CSV 或 XLSX，每行一项：单位名称（或场所编号）、隐患内容、是否重大、整改责任人、整改期限、排查来源。先核对，再登记。",
  import_pick: "选择文件",
  import_do: "登记",
  import_counts: (fresh: number, wrong: number, same: number) => `可登记 ${fresh}，有误不登记 ${wrong}，已有 ${same}`,
  imported: (n: number) => `已登记隐患 ${n} 项`,
  around: {
    title: "周边与关联",
    alarms: (n: number, metres: string) => `此处在响告警 ${n}（${metres}内）`,
    no_alarms: "此处没有在响的告警",
    more_alarms: (n: number) => `另有 ${n} 条`,
    waits: "未确认",
    teams: "最近队伍（直线距离，按驻地）",
    lots: "最近物资（直线距离）",
    plans: "写到此处的预案",
    no_plans: "没有预案写到此处",
    no_point: "没有坐标，不知道周边有什么",
    busy: "出动中",
    open_dangers: (n: number, late: number) => (n === 0 ? "没有未销号的隐患" : late === 0 ? `未销号隐患 ${n}` : `未销号隐患 ${n}，逾期 ${late}`),
    profile: "打开档案",
  },
};
