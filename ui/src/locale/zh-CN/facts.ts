import type { FilingAnswer, Harm, PlanActKind, PlanActName, ReviewStep } from "../../contract";
import type { FactGroup, FactWords } from "../../parts/facts";
import { alarms } from "./alarms";
import { countdowns } from "./countdowns";
import { dangers } from "./dangers";
import { response } from "./response";
import { risks } from "./risks";
import { fences } from "./fences";
import { roads } from "./roads";
import { submissions } from "./submissions";
import { words } from "./words";

/** Words in front, nothing when there are none. */
/** Why it was decided over the head of who started it; facts of before the rule say nothing. */
function over(why: string | undefined): string {
  return why === undefined || why.trim() === "" ? "" : response.overruled_note(why);
}

function with_note(note: string, before = "："): string {
  return note.trim() === "" ? "" : `${before}${note}`;
}

function list(items: readonly string[]): string {
  return items.filter((item) => item !== "").join("、");
}

function harm_words(harm: Harm): string {
  const parts = [
    `死亡 ${harm.dead}`,
    `重伤 ${harm.seriouslyInjured}`,
    `轻伤 ${harm.lightlyInjured}`,
    `失踪 ${harm.missing}`,
    `被困涉险 ${harm.trapped}`,
    `疏散 ${harm.evacuated}`,
  ];
  if (harm.lossWanYuan > 0) parts.push(`损失 ${harm.lossWanYuan} 万元`);
  return parts.join("，");
}

const step: Record<ReviewStep, string> = {
  group: "成立工作组",
  tabletop: "桌面推演",
  review: "评审",
  approve: "批准",
  issue: "印发",
  file: "报备",
  publish: "公布",
};

const filing: Record<FilingAnswer, string> = {
  accepted: "予以备案",
  incomplete: "材料不齐",
  refused: "不予备案",
};

const act_kind: Record<Exclude<PlanActKind, "step">, string> = {
  signature: "签字",
  answer: "备案答复",
  assessment: "评估",
  drill: "演练",
  suggestion: "修订建议",
  settlement: "修订建议的处理",
  end: "废止或替代",
};

function plan_act(act: PlanActName): string {
  const of = act.step === null ? "" : step[act.step];
  return act.kind === "step" ? of : `${of}${act_kind[act.kind]}`;
}

const say: FactWords = {
  "alert.received": (b) =>
    `收到告警：${b.notice.texts[0]?.headline || b.notice.event || b.notice.identifier}（${b.feed}）`,
  "alert.acknowledged": (b) => `确认告警${with_note(b.note)}`,
  "alert.reopened": (b) => `重新打开告警${with_note(b.note)}`,
  "alert.shelved": (b, n) => `搁置告警至 ${n.time(b.until)}：${b.reason}`,
  "alert.unshelved": (b) => `取消搁置${with_note(b.note)}`,
  "alert.dismissed": (b) => `判为误报${with_note(b.note)}`,
  "alert.merged": (b, n) => `告警并入“${n.alert(b.into)}”`,
  "alert.unmerged": (b, n) => `告警取消并入“${n.alert(b.into)}”`,
  "alert.raised": (b, n) => `告警归入事件 ${n.incident(b.incident)}`,
  "alert.lowered": (b, n) => `告警移出事件 ${n.incident(b.incident)}`,
  "alert.verified": (b) =>
    b.finding === null ? "撤回核实结论" : `核实结论：${alarms.finding[b.finding]}${with_note(b.note)}`,
  "alert.latched": () => "须人工复位",
  "alert.reset": (b) => `复位${with_note(b.note)}`,
  "alert.set_aside": (b, n) =>
    `${alarms.aside[b.why]}：${b.reason}${b.until === null ? "" : `，至 ${n.time(b.until)}`}`,
  "alert.put_back": (b) => `恢复到待处置${with_note(b.note)}`,
  "alert.parted": (b) => `从归并中拆出${with_note(b.note)}`,
  "alert.rejoined": () => "放回归并",
  "alert.prioritized": (b) =>
    b.priority === null ? "优先级改回按规则" : `优先级设为${alarms.priority[b.priority]}：${b.reason}`,
  "alert.escalated": (b) =>
    `${b.waitedS} 秒无人确认，升级：${alarms.step[b.step]}${with_note(b.to, "，")}`,
  "source.taken_out": (b, n) => `停用 ${b.name}，至 ${n.time(b.until)}：${b.reason}`,
  "source.put_back": (b) => `恢复使用${with_note(b.note)}`,
  "incident.opened": (b, n) =>
    `立案：${b.title}${with_note(b.place.words, "，地点 ")}，接报 ${n.time(b.learnedAt)}${with_note(b.source, "，来源 ")}`,
  "incident.harm_reported": (b) => `伤亡损失：${harm_words(b.harm)}${with_note(b.source, "（来源 ")}${b.source.trim() === "" ? "" : "）"}`,
  "incident.graded": (b) => `定级为${words.grade[b.grade]}${with_note(b.reason)}`,
  "incident.placed": (b) => `更正地点：${b.place.words}${with_note(b.place.street, "，")}`,
  "incident.noted": (b) => `记录：${b.text}`,
  "incident.merged": (b, n) => `并入事件 ${n.incident(b.into)}`,
  "incident.split": (b, n) => `分出事件 ${n.incident(b.off)}，带走告警 ${b.alerts.length} 条`,
  "incident.closed": (b) => `结案：${b.reason}`,
  "incident.reopened": (b) => `重新立案：${b.reason}`,
  "response.started": (b, n) =>
    `启动${words.response[b.level]}响应，${b.decidedBy} 决定；事项：${b.matter}；期限 ${b.periodH} 小时；措施：${b.measures}${b.plan === null ? "" : `；依据预案《${n.plan(b.plan)}》`}${over(b.overruled)}`,
  "response.ended": (b) => `终止响应，${b.decidedBy} 决定；依据：${b.ground}${over(b.overruled)}`,
  "task.given": (b) =>
    `下达任务“${b.what}”给${b.who || "（未指定）"}${b.withinMin > 0 ? `，${b.withinMin} 分钟内` : ""}`,
  "task.moved": (b, n) => `任务“${n.task(b.task)}”：${words.task[b.state]}${with_note(b.note, "，")}`,
  "team.registered": (b) => `登记队伍 ${b.callSign} ${b.name}`,
  "team.reported": (b) =>
    `队伍报告状态：${words.readiness[b.readiness]}${b.point === null ? "" : "，已报位置"}${with_note(b.note, "，")}`,
  "custody.taken": (b, n) =>
    `${b.to === null ? "交市平台" : n.desk(b.to)} 接管队伍指挥权（第 ${b.epoch} 次）：${b.reason}`,
  "order.drafted": (b, n) => `起草派单 ${n.team(b.team)}${with_note(b.words)}`,
  "order.sent": (b, n) =>
    `派 ${n.team(b.team)}${with_note(b.words)}${b.authority === "custodian" ? "" : "（非本席掌握，未确认前请电话核实）"}${b.furtherJob ? "（加派）" : ""}${b.replaces == null ? "" : b.replaces.team === b.team ? "（改派）" : `（接替 ${n.team(b.replaces.team)}）`}${b.oral ? "（口头，待补手续）" : ""}`,
  "order.moved": (b, n) => `${n.team(b.team)} ${words.progress[b.to]}${with_note(b.note, "，")}`,
  "order.confirmed": (b, n) => `掌握席位确认派单：${n.team(b.team)} 去 ${n.incident(b.incident)}`,
  "order.stop_moved": (b, n) => `${n.team(b.team)} 第 ${b.stop + 1} 途经点：${words.stop[b.what]}${with_note(b.note, "，")}`,
  "order.undone": (b, n) => `撤销派单（误操作）${n.team(b.team)}：${b.reason}`,
  "order.put_first": (b, n) => `${n.team(b.team)} 以 ${n.incident(b.incident)} 为主任务`,
  "order.papered": (b) => `补办派单手续，签发 ${b.paper.signer}${with_note(b.paper.number, "，文号 ")}`,
  "team.phased": (b) => `队伍${words.team_phase[b.phase]}${with_note(b.note, "，")}`,
  "issue.received": (b) => `物资签收 ${b.quantity}，${words.quality[b.quality]}，签收人 ${b.receiver}${with_note(b.note, "，")}`,
  "issue.settled": (b) =>
    `物资核销：归还 ${b.returned}，消耗 ${b.used}，报损 ${b.writtenOff}${with_note(b.note, "，")}`,
  "issue.undone": (b) => `撤销调拨（误操作）：${b.reason}`,
  "issue.papered": (b) => `补办调拨手续，签发 ${b.paper.signer}${with_note(b.paper.number, "，文号 ")}`,
  "requisition.issued": (b) =>
    `征用 ${b.owner.name}：${list(b.goods.map((good) => `${good.name} ${good.quantity}${good.unit}`))}，用于 ${b.purpose}，执行 ${b.executor}${b.oral ? "（口头，待补手续）" : ""}`,
  "requisition.returned": (b) =>
    `征用返还：完好 ${b.whole}，损坏 ${b.damaged}，灭失 ${b.lost}，接收 ${b.receiver}${with_note(b.note, "，")}`,
  "requisition.compensated": (b) =>
    `征用补偿 ${words.yuan(b.fen)}：${b.ground}${with_note(b.payee, "，领取 ")}${with_note(b.receipt, "，收据 ")}${b.last ? "，已结清" : ""}`,
  "requisition.papered": (b) => `补办征用手续，签发 ${b.paper.signer}${with_note(b.paper.number, "，文号 ")}`,
  "countdown.started": (b, n) =>
    `开始计时：${countdowns.causes[b.cause]}${b.since === null ? "" : `（自 ${n.time(b.since)}）`}${with_note(b.toldBy, "，")}${with_note(b.words)}`,
  "countdown.met": (b) =>
    `时限 ${b.clock.split(":")[0] ?? ""} 办结：${b.words}${with_note(b.lateReason, "，迟报原因：")}`,
  "countdown.extended": (b) => `时限延长 ${b.days} 天：${b.reason}`,
  "countdown.withdrawn": (b) => `撤销限时事项：${b.reason}`,
  "aid.drafted": (b) => `起草支援请求，致 ${b.to}：${b.words}`,
  "aid.signed": (b) => `签发支援请求，${b.signer}${with_note(b.number, "，文号 ")}`,
  "aid.sent": (b) => `发出支援请求（${words.aid_way[b.way]}）`,
  "aid.answered": (b) => `支援答复：${words.aid_decision[b.decision]}，${b.saidBy}${with_note(b.words)}`,
  "aid.arrived": (b) => `支援到达：${b.words}${b.people > 0 ? `，${b.people} 人` : ""}${b.all ? "（全部到齐）" : ""}`,
  "aid.released": (b) => `支援撤离${with_note(b.note)}`,
  "aid.withdrawn": (b) => `撤回支援请求：${b.note}`,
  "circular.sent": (b) => `发出通知“${b.title}”给 ${list(b.recipients.map((one) => one.name))}`,
  "circular.tried": (b) => `通知外发：${words.channel[b.channel]}，第 ${b.attempt} 次${b.again ? "（重发）" : ""}`,
  "circular.handed": (b) => `通知外发结果：${words.outcome[b.outcome]}${with_note(b.detail, "，")}`,
  "circular.confirmed": (b) => `通知签收：${b.by}（${words.channel[b.how]}）${with_note(b.note, "，")}`,
  "circular.escalated": (b) => `通知无人签收，转下一联系人（第 ${b.rung + 1} 位）`,
  "circular.ended": (b) => `停止通知：${b.reason}`,
  "dispute.ruled": (b, n) =>
    `裁定：保留派单 ${n.order(b.keep)}，撤销 ${b.withdraw.length} 单；理由：${b.reason}`,
  "lot.registered": (b) => `登记物资 ${b.name} ${b.quantity} ${b.unit}`,
  "stock.drawn": (b) =>
    `调用物资，申请 ${b.quantity}${b.authority === "custodian" ? "" : "（未确认）"}`,
  "stock.received": (b) => `物资入库 ${b.quantity}${with_note(b.note)}`,
  "stock.returned": (b) => `归还物资 ${b.quantity}${with_note(b.note)}`,
  "stock.counted": (b) => `盘点，实有 ${b.quantity}${with_note(b.note)}`,
  "stock.allotted": (b, n) => `划拨份额 ${b.quantity}：${n.desk(b.from)} → ${n.desk(b.to)}`,
  "stock.share_taken": (b, n) => `${n.desk(b.to)} 接管 ${n.desk(b.from)} 的份额（第 ${b.epoch} 次）：${b.reason}`,
  "draw.ruled": (b) => `裁定物资调用：${b.reason}`,
  "report.drafted": (b) =>
    `起草${words.report[b.kind]}${b.kind === "follow_up" ? `（第 ${b.number} 次）` : ""}`,
  "report.sent": (b) =>
    `报出${words.report[b.kind]}，签发 ${b.signer}，报送 ${list(b.recipients) || "（未列）"}${with_note(b.lateReason, "；迟报原因：")}`,
  "report.receipted": (b) => `${b.by || "上级"} 签收报告`,
  "duty.started": (b) => `开始值班：带班 ${b.leader}，值班员 ${list(b.officers)}`,
  "duty.handed_over": (b) =>
    `交接班：${b.from} → ${b.to}，未办 ${b.openMatters.length} 项${b.toneHeard ? "，已试音" : "，未试音"}${with_note(b.remarks, "；注意事项：")}`,
  "duty.noted": (b) => `值班记录：${b.text}`,
  "site.registered": (b) => `登记场所 ${words.site[b.kind]} ${b.name}`,
  "team.withdrawn": (b) => `队伍除名：${b.reason}`,
  "lot.withdrawn": (b) => `物资除名：${b.reason}`,
  "stock.issued": (b) => `出库 ${b.quantity}，领用 ${b.to}${with_note(b.note)}`,
  "stock.written_off": (b) => `报废 ${b.quantity}${with_note(b.note)}`,
  "stock.lent": (b) => `借出 ${b.quantity}，借用 ${b.to}${b.due === null ? "" : `，应还 ${b.due}`}`,
  "stock.loan_returned": (b) => `借出归还 ${b.quantity}${b.closed ? "，结清" : ""}${with_note(b.note)}`,
  "stock.reserved": (b) => `预留 ${b.quantity}：${b.purpose}`,
  "stock.unreserved": () => "取消预留",
  "stock.shipped": (b, n) => `调拨发出 ${b.quantity}，发往 ${n.lot(b.to)}${with_note(b.carrier, "，承运 ")}`,
  "stock.arrived": (b) => `调拨签收 ${b.quantity}${with_note(b.note)}`,
  "site.reported": (b) =>
    `场所报告：${list([b.open === null ? "" : b.open ? "已开放" : "已关闭", b.headCount === null ? "" : `在内 ${b.headCount} 人`, b.free === null ? "" : `空余 ${b.free}`, b.working === null ? "" : b.working ? "可用" : "不可用", b.note])}`,
  "site.withdrawn": (b) => `场所除名：${b.reason}`,
  "person.registered": (b) => `登记${words.person[b.kind]} ${b.name}`,
  "person.reported": (b, n) =>
    `${b.available ? "可联系" : "不可联系"}${b.until === null ? "" : `，至 ${n.time(b.until)}`}${with_note(b.note)}`,
  "person.consulted": (b) => `咨询：${b.question}${with_note(b.answer, "；答复：")}`,
  "person.withdrawn": (b) => `人员除名：${b.reason}`,
  "rota.set": (b) => `排班：带班 ${b.leader}，值班员 ${list(b.officers)}`,
  "import.applied": (b) => `导入 ${b.file}，${b.rows} 行`,
  "import.listed": (b) => `导入明细 ${b.rows.length} 行`,
  "import.undone": (b) => `撤销导入：还原 ${b.undone} 项，保留 ${b.kept} 项（此后已变动）；理由：${b.reason}`,
  "drill.started": (b) => `演练开始：${b.title}，种子 ${b.seed}，规模 ${b.size || 1} 倍，${b.speed} 倍速`,
  "drill.injected": (b) => `注入 ${b.number}：${b.text}`,
  "drill.ended": (b) => `演练结束${with_note(b.note)}`,
  "submission.received": (b) => `来件（${submissions.channel[b.channel] ?? b.channel}）：${b.matter}`,
  "submission.joined": (b, n) => `来件并入事件：${n.incident(b.incident)}`,
  "submission.parted": (b, n) => `来件移出事件：${n.incident(b.incident)}`,
  "submission.replied": (b) => `来件回复${with_note(b.words)}`,
  "submission.closed": (b) => `来件办结（${submissions.outcome[b.outcome] ?? b.outcome}）${with_note(b.words)}`,
  "submission.reopened": (b) => `来件重新办理${with_note(b.reason)}`,
  "submission.check_ordered": (b) => `举报核查通知：${b.by} ${b.number}`,
  "submission.check_reported": (b) => `举报核查结果${with_note(b.words)}`,
  "submission.identity_opened": (b) => `查看举报人身份${with_note(b.why)}`,
  "closure.set": (b) => `道路管制（${words.closure[b.kind]}）：${b.reason}`,
  "closure.lifted": (b) => `解除道路管制${with_note(b.reason)}`,
  "fence.set": (b) => `设置电子围栏「${b.name}」：${fences.on[b.on]}${with_note(b.reason)}`,
  "fence.ended": (b) => `撤销电子围栏${with_note(b.reason)}`,
  "wind.observed": (b) =>
    `风况：${b.fromDeg === null ? roads.wind.calm : roads.wind.from(roads.bearing(b.fromDeg), b.fromDeg)}${b.speedMps === null ? "" : `，${roads.wind.speed(b.speedMps.toFixed(1))}`}，${b.source}`,
  "plan.saved": (b) =>
    `保存预案版本《${b.summary.title}》${b.parents.length > 1 ? `（合并 ${b.parents.length} 个版本）` : ""}${with_note(b.why)}`,
  "plan.stepped": (b) =>
    `预案${step[b.step]}${with_note(b.number, "，文号 ")}${with_note(b.to, "，")}${with_note(b.note)}`,
  "plan.signed": (b) => `${b.role} ${b.name} 为预案${step[b.step]}签字`,
  "plan.filing_answered": (b) =>
    `备案答复：${filing[b.answer]}${with_note(b.number, "，登记号 ")}${with_note(list(b.missing), "，缺 ")}${with_note(b.reason)}`,
  "plan.assessed": (b) => `预案评估：${b.result}${b.revise ? "（应当修订）" : ""}`,
  "plan.drilled": (b) =>
    `预案演练：${b.title}${b.findings.length > 0 ? `，发现问题 ${b.findings.length} 条` : ""}`,
  "plan.suggested": (b) => `修订建议：${b.words}${with_note(b.source, "，来源 ")}`,
  "plan.suggestion_settled": (b) =>
    `${b.accepted ? "采纳" : "不采纳"}修订建议：${b.words}${with_note(b.reason, "；")}`,
  "plan.ended": (b, n) =>
    `${b.replacedBy === null ? "废止预案" : `预案由 ${n.plan(b.replacedBy)} 替代`}：${b.reason}`,
  "plan.act_withdrawn": (b, n) =>
    `撤回预案${plan_act(b.act)}（${n.time(b.act.at)}）${with_note(list(b.also.map(plan_act)), "，随之失效：")}；理由：${b.why}`,
  "site.danger_found": (b) =>
    `发现${b.major ? "重大" : ""}隐患：${b.words}${with_note(b.owner, "，整改责任人 ")}${b.due === null ? "" : `，限 ${b.due} 前`}${with_note(b.source, "，")}`,
  "firm.registered": (b) => `登记企业 ${b.name}${with_note(b.code, "，")}${with_note(b.industry, "，")}${with_note(b.note, "，")}`,
  "firm.withdrawn": (b) => `撤下企业：${b.reason}`,
  "site.unit_registered": (b) => `登记危险源单元 ${b.told.name}，储罐 ${b.told.tanks.length} 个${with_note(b.told.note, "，")}`,
  "site.unit_withdrawn": (b) => `撤下危险源单元：${b.reason}`,
  "point.registered": (b) => `登记点位 ${b.name}（${b.feed} ${b.device}）${with_note(b.position, "，")}${with_note(b.note, "，")}`,
  "point.limited": (b) => `${b.limits === null ? "取消台账限值" : "设定限值"}；理由：${b.reason}`,
  "point.withdrawn": (b) => `撤销点位登记：${b.reason}`,
  "site.danger_closed": (b) => `隐患整改销号：${b.note}`,
  "site.danger_stepped": (b) => `隐患${dangers.said(b.step)}`,
  "site.danger_withdrawn": (b) => `撤回误录的${b.act === null ? "隐患" : "隐患办理"}：${b.reason}`,
  "site.risk_assessed": (b) =>
    b.judged === null ? `撤回风险评估：${b.what}` : `风险评估：${b.what}，${risks.judged(b.judged)}${with_note(b.source, "，")}`,
  "document.kept": (b) =>
    `存入原件 ${b.name}${b.parts > 1 ? `（第 ${b.part + 1}/${b.parts} 部分）` : ""}`,
  "holidays.set": (b) => `设定 ${b.year} 年节假日：${b.source}`,
};

/** The log in words. */
export const facts = {
  say,
  unknown: (kind: string) => `未知类型（${kind}）——请升级程序后查看`,
  unreadable: (kind: string) => `“${kind}”的内容与本版本不符——请升级程序后查看`,
  about: (subject: string, sentence: string) => `${subject}：${sentence}`,
  groups: {
    all: "全部",
    people: "事件与记录",
    dispatch: "力量物资",
    response: "响应任务",
    report: "报告",
    alert: "告警",
  } satisfies Record<FactGroup, string>,
  title: "时间线",
  filter: "筛选时间线",
  empty: "还没有记录",
  empty_group: "此类还没有记录",
  older: "更早的记录",
  at_begin: "已到最早一条",
  paper: "补录",
  paper_help: "按纸上时间补录",
  recorded: (time: string) => `录入 ${time}`,
  pending: "待平台回执",
  by: (who: string) => who || "系统",
  verdict: {
    ok: "",
    conflict: "冲突",
    expired: "到达时已过期",
    granted: (n: number) => `核准 ${n}`,
    moot: "已失去意义",
    refused: "未准",
  },
};
