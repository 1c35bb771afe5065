import type { FilingAnswer, Harm, PlanActKind, PlanActName, ReviewStep } from "../../contract";
import type { FactWords } from "../../parts/facts";
import type { facts as source } from "../zh-CN/facts";
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

function with_note(note: string, before = ": "): string {
  return note.trim() === "" ? "" : `${before}${note}`;
}

function list(items: readonly string[]): string {
  return items.filter((item) => item !== "").join(", ");
}

function harm_words(harm: Harm): string {
  const parts = [
    `dead ${harm.dead}`,
    `seriously injured ${harm.seriouslyInjured}`,
    `lightly injured ${harm.lightlyInjured}`,
    `missing ${harm.missing}`,
    `trapped or in danger ${harm.trapped}`,
    `evacuated ${harm.evacuated}`,
  ];
  if (harm.lossWanYuan > 0) parts.push(`loss ${harm.lossWanYuan} ×10,000 yuan`);
  return parts.join(", ");
}

const step: Record<ReviewStep, string> = {
  group: "working group",
  tabletop: "table-top exercise",
  review: "review",
  approve: "approval",
  issue: "issue",
  file: "filing",
  publish: "publishing",
};

const filing: Record<FilingAnswer, string> = {
  accepted: "filed",
  incomplete: "incomplete",
  refused: "not filed",
};

const act_kind: Record<Exclude<PlanActKind, "step">, string> = {
  signature: "signature",
  answer: "answer of the office",
  assessment: "assessment",
  drill: "drill",
  suggestion: "suggestion",
  settlement: "answer to a suggestion",
  end: "end",
};

function plan_act(act: PlanActName): string {
  const of = act.step === null ? "" : step[act.step];
  return act.kind === "step" ? of : `${of} ${act_kind[act.kind]}`.trim();
}

const say: FactWords = {
  "alert.received": (b) =>
    `Alert received: ${b.notice.texts[0]?.headline || b.notice.event || b.notice.identifier} (${b.feed})`,
  "alert.acknowledged": (b) => `Alert acknowledged${with_note(b.note)}`,
  "alert.reopened": (b) => `Alert reopened${with_note(b.note)}`,
  "alert.shelved": (b, n) => `Alert shelved until ${n.time(b.until)}: ${b.reason}`,
  "alert.unshelved": (b) => `Alert taken off the shelf${with_note(b.note)}`,
  "alert.dismissed": (b) => `Called a false alarm${with_note(b.note)}`,
  "alert.merged": (b, n) => `Alert merged into “${n.alert(b.into)}”`,
  "alert.unmerged": (b, n) => `Alert no longer merged into “${n.alert(b.into)}”`,
  "alert.raised": (b, n) => `Alert belongs to incident ${n.incident(b.incident)}`,
  "alert.lowered": (b, n) => `Alert taken out of incident ${n.incident(b.incident)}`,
  "alert.verified": (b) =>
    b.finding === null ? "Verdict taken back" : `Verdict: ${alarms.finding[b.finding]}${with_note(b.note)}`,
  "alert.latched": () => "Has to be reset by hand",
  "alert.reset": (b) => `Reset${with_note(b.note)}`,
  "alert.set_aside": (b, n) =>
    `${alarms.aside[b.why]}: ${b.reason}${b.until === null ? "" : `, until ${n.time(b.until)}`}`,
  "alert.put_back": (b) => `Back in the list${with_note(b.note)}`,
  "alert.parted": (b) => `Ungathered${with_note(b.note)}`,
  "alert.rejoined": () => "Gathered again",
  "alert.prioritized": (b) =>
    b.priority === null
      ? "Priority by the rules again"
      : `Priority set to ${alarms.priority[b.priority]}: ${b.reason}`,
  "alert.escalated": (b) =>
    `Nobody acknowledged it for ${b.waitedS} s: ${alarms.step[b.step]}${with_note(b.to, ", ")}`,
  "source.taken_out": (b, n) => `${b.name} out of service until ${n.time(b.until)}: ${b.reason}`,
  "source.put_back": (b) => `Back in service${with_note(b.note)}`,
  "incident.opened": (b, n) =>
    `Opened: ${b.title}${with_note(b.place.words, ", at ")}, learned of ${n.time(b.learnedAt)}${with_note(b.source, ", from ")}`,
  "incident.harm_reported": (b) =>
    `People and loss: ${harm_words(b.harm)}${with_note(b.source, "; source: ")}`,
  "incident.graded": (b) => `Graded ${words.grade[b.grade]}${with_note(b.reason)}`,
  "incident.placed": (b) => `Place corrected: ${b.place.words}${with_note(b.place.street, ", ")}`,
  "incident.noted": (b) => `Note: ${b.text}`,
  "incident.merged": (b, n) => `Merged into incident ${n.incident(b.into)}`,
  "incident.split": (b, n) => `Split off incident ${n.incident(b.off)} with ${b.alerts.length} alerts`,
  "incident.closed": (b) => `Closed: ${b.reason}`,
  "incident.reopened": (b) => `Opened again: ${b.reason}`,
  "response.started": (b, n) =>
    `Response level ${words.response[b.level]} started by ${b.decidedBy}; matter: ${b.matter}; period ${b.periodH} h; measures: ${b.measures}${b.plan === null ? "" : `; plan “${n.plan(b.plan)}”`}${over(b.overruled)}`,
  "response.ended": (b) => `Response ended by ${b.decidedBy}; ground: ${b.ground}${over(b.overruled)}`,
  "task.given": (b) =>
    `Task “${b.what}” given to ${b.who || "(nobody named)"}${b.withinMin > 0 ? `, within ${b.withinMin} min` : ""}`,
  "task.moved": (b, n) => `Task “${n.task(b.task)}”: ${words.task[b.state]}${with_note(b.note, ", ")}`,
  "team.registered": (b) => `Team registered: ${b.callSign} ${b.name}`,
  "team.reported": (b) =>
    `Team reports: ${words.readiness[b.readiness]}${b.point === null ? "" : ", with position"}${with_note(b.note, ", ")}`,
  "custody.taken": (b, n) =>
    `${b.to === null ? "City platform" : n.desk(b.to)} took custody of the team (epoch ${b.epoch}): ${b.reason}`,
  "order.drafted": (b, n) => `Order drafted for ${n.team(b.team)}${with_note(b.words)}`,
  "order.sent": (b, n) =>
    `${n.team(b.team)} sent${with_note(b.words)}${b.authority === "custodian" ? "" : " (not in this desk's custody: confirm by voice)"}${b.furtherJob ? " (further job)" : ""}${b.replaces == null ? "" : b.replaces.team === b.team ? " (redirected)" : ` (takes over from ${n.team(b.replaces.team)})`}${b.oral ? " (by word of mouth, paper to follow)" : ""}`,
  "order.moved": (b, n) => `${n.team(b.team)} ${words.progress[b.to]}${with_note(b.note, ", ")}`,
  "order.confirmed": (b, n) =>
    `Custodian confirmed the order: ${n.team(b.team)} to ${n.incident(b.incident)}`,
  "order.stop_moved": (b, n) => `${n.team(b.team)} ${words.stop[b.what]} stop ${b.stop + 1}${with_note(b.note, ", ")}`,
  "order.undone": (b, n) => `Order undone (a slip) ${n.team(b.team)}: ${b.reason}`,
  "order.put_first": (b, n) => `${n.team(b.team)}: ${n.incident(b.incident)} is its primary job`,
  "order.papered": (b) => `Paper for the order, signed by ${b.paper.signer}${with_note(b.paper.number, ", number ")}`,
  "team.phased": (b) => `Team ${words.team_phase[b.phase]}${with_note(b.note, ", ")}`,
  "issue.received": (b) =>
    `Supplies received ${b.quantity}, ${words.quality[b.quality]}, by ${b.receiver}${with_note(b.note, ", ")}`,
  "issue.settled": (b) =>
    `Supplies settled: returned ${b.returned}, used ${b.used}, written off ${b.writtenOff}${with_note(b.note, ", ")}`,
  "issue.undone": (b) => `Draw undone (a slip): ${b.reason}`,
  "issue.papered": (b) => `Paper for the draw, signed by ${b.paper.signer}${with_note(b.paper.number, ", number ")}`,
  "requisition.issued": (b) =>
    `Requisition from ${b.owner.name}: ${list(b.goods.map((good) => `${good.name} ${good.quantity} ${good.unit}`))}, for ${b.purpose}, by ${b.executor}${b.oral ? " (by word of mouth, paper to follow)" : ""}`,
  "requisition.returned": (b) =>
    `Requisition returned: whole ${b.whole}, damaged ${b.damaged}, lost ${b.lost}, to ${b.receiver}${with_note(b.note, ", ")}`,
  "requisition.compensated": (b) =>
    `Requisition compensated ${words.yuan(b.fen)}: ${b.ground}${with_note(b.payee, ", to ")}${with_note(b.receipt, ", receipt ")}${b.last ? ", settled" : ""}`,
  "requisition.papered": (b) =>
    `Paper for the requisition, signed by ${b.paper.signer}${with_note(b.paper.number, ", number ")}`,
  "countdown.started": (b, n) =>
    `Counts from now: ${countdowns.causes[b.cause]}${b.since === null ? "" : ` (since ${n.time(b.since)})`}${with_note(b.toldBy, ", ")}${with_note(b.words)}`,
  "countdown.met": (b) =>
    `Deadline ${b.clock.split(":")[0] ?? ""} met: ${b.words}${with_note(b.lateReason, ", late because: ")}`,
  "countdown.extended": (b) => `Deadline prolonged by ${b.days} days: ${b.reason}`,
  "countdown.withdrawn": (b) => `Deadline taken back: ${b.reason}`,
  "aid.drafted": (b) => `Request for aid drafted, to ${b.to}: ${b.words}`,
  "aid.signed": (b) => `Request for aid signed by ${b.signer}${with_note(b.number, ", number ")}`,
  "aid.sent": (b) => `Request for aid sent (${words.aid_way[b.way]})`,
  "aid.answered": (b) => `Answer to the request: ${words.aid_decision[b.decision]}, ${b.saidBy}${with_note(b.words)}`,
  "aid.arrived": (b) => `Aid is there: ${b.words}${b.people > 0 ? `, ${b.people} people` : ""}${b.all ? " (all of it)" : ""}`,
  "aid.released": (b) => `Aid went home${with_note(b.note)}`,
  "aid.withdrawn": (b) => `Request for aid withdrawn: ${b.note}`,
  "circular.sent": (b) => `Notice “${b.title}” to ${list(b.recipients.map((one) => one.name))}`,
  "circular.tried": (b) => `Notice going out: ${words.channel[b.channel]}, attempt ${b.attempt}${b.again ? " (a repeat)" : ""}`,
  "circular.handed": (b) => `Notice: ${words.outcome[b.outcome]}${with_note(b.detail, ", ")}`,
  "circular.confirmed": (b) => `Notice confirmed by ${b.by} (${words.channel[b.how]})${with_note(b.note, ", ")}`,
  "circular.escalated": (b) => `Nobody confirmed the notice; contact ${b.rung + 1} is told`,
  "circular.ended": (b) => `Notice ended: ${b.reason}`,
  "dispute.ruled": (b, n) =>
    `Ruling: order ${n.order(b.keep)} stands, ${b.withdraw.length} withdrawn; reason: ${b.reason}`,
  "lot.registered": (b) => `Supplies registered: ${b.name} ${b.quantity} ${b.unit}`,
  "stock.drawn": (b) =>
    `Supplies drawn, asked ${b.quantity}${b.authority === "custodian" ? "" : " (unconfirmed)"}`,
  "stock.received": (b) => `Supplies received ${b.quantity}${with_note(b.note)}`,
  "stock.returned": (b) => `Supplies returned ${b.quantity}${with_note(b.note)}`,
  "stock.counted": (b) => `Stock-take: ${b.quantity} there${with_note(b.note)}`,
  "stock.allotted": (b, n) => `Share of ${b.quantity} moved: ${n.desk(b.from)} → ${n.desk(b.to)}`,
  "stock.share_taken": (b, n) => `${n.desk(b.to)} took over the share of ${n.desk(b.from)} (epoch ${b.epoch}): ${b.reason}`,
  "draw.ruled": (b) => `Ruling on a draw: ${b.reason}`,
  "report.drafted": (b) =>
    `${words.report[b.kind]} drafted${b.kind === "follow_up" ? ` (number ${b.number})` : ""}`,
  "report.sent": (b) =>
    `${words.report[b.kind]} sent, signed by ${b.signer}, to ${list(b.recipients) || "(none listed)"}${with_note(b.lateReason, "; late because: ")}`,
  "report.receipted": (b) => `${b.by || "The authority above"} signed for the report`,
  "duty.started": (b) => `Watch begins: leader ${b.leader}, officers ${list(b.officers)}`,
  "duty.handed_over": (b) =>
    `Handed over: ${b.from} → ${b.to}, ${b.openMatters.length} open matters${b.toneHeard ? ", tone heard" : ", tone not heard"}${with_note(b.remarks, "; remarks: ")}`,
  "duty.noted": (b) => `Duty note: ${b.text}`,
  "site.registered": (b) => `Site registered: ${words.site[b.kind]} ${b.name}`,
  "team.withdrawn": (b) => `Team taken off the list: ${b.reason}`,
  "lot.withdrawn": (b) => `Supplies taken off the list: ${b.reason}`,
  "stock.issued": (b) => `Issued ${b.quantity} to ${b.to}${with_note(b.note)}`,
  "stock.written_off": (b) => `Written off ${b.quantity}${with_note(b.note)}`,
  "stock.lent": (b) => `Lent ${b.quantity} to ${b.to}${b.due === null ? "" : `, due ${b.due}`}`,
  "stock.loan_returned": (b) =>
    `Loan returned ${b.quantity}${b.closed ? ", closed" : ""}${with_note(b.note)}`,
  "stock.reserved": (b) => `Reserved ${b.quantity}: ${b.purpose}`,
  "stock.unreserved": () => "Reservation taken back",
  "stock.shipped": (b, n) =>
    `Shipped ${b.quantity} to ${n.lot(b.to)}${with_note(b.carrier, ", by ")}`,
  "stock.arrived": (b) => `Shipment taken in, ${b.quantity}${with_note(b.note)}`,
  "site.reported": (b) =>
    `Site reports: ${list([b.open === null ? "" : b.open ? "open" : "closed", b.headCount === null ? "" : `${b.headCount} inside`, b.free === null ? "" : `${b.free} free`, b.working === null ? "" : b.working ? "works" : "does not work", b.note])}`,
  "site.withdrawn": (b) => `Site taken off the list: ${b.reason}`,
  "person.registered": (b) => `${words.person[b.kind]} registered: ${b.name}`,
  "person.reported": (b, n) =>
    `${b.available ? "Can be called" : "Cannot be called"}${b.until === null ? "" : ` until ${n.time(b.until)}`}${with_note(b.note)}`,
  "person.consulted": (b) => `Asked: ${b.question}${with_note(b.answer, "; said: ")}`,
  "person.withdrawn": (b) => `Person taken off the list: ${b.reason}`,
  "rota.set": (b) => `Rota: leader ${b.leader}, officers ${list(b.officers)}`,
  "import.applied": (b) => `Imported ${b.file}, ${b.rows} rows`,
  "import.listed": (b) => `${b.rows.length} rows of an import`,
  "import.undone": (b) =>
    `Import undone: ${b.undone} taken back, ${b.kept} left because they changed since; reason: ${b.reason}`,
  "drill.started": (b) => `Exercise starts: ${b.title}, seed ${b.seed}, size ×${b.size || 1}, speed ×${b.speed}`,
  "drill.injected": (b) => `Inject ${b.number}: ${b.text}`,
  "drill.ended": (b) => `Exercise ends${with_note(b.note)}`,
  "submission.received": (b) => `Told (${submissions.channel[b.channel] ?? b.channel}): ${b.matter}`,
  "submission.joined": (b, n) => `Submission joined to ${n.incident(b.incident)}`,
  "submission.parted": (b, n) => `Submission parted from ${n.incident(b.incident)}`,
  "submission.replied": (b) => `Submission answered${with_note(b.words)}`,
  "submission.closed": (b) => `Submission closed (${submissions.outcome[b.outcome] ?? b.outcome})${with_note(b.words)}`,
  "submission.reopened": (b) => `Submission open again${with_note(b.reason)}`,
  "submission.check_ordered": (b) => `Verification of a tip-off ordered: ${b.by} ${b.number}`,
  "submission.check_reported": (b) => `Verification of a tip-off reported${with_note(b.words)}`,
  "submission.identity_opened": (b) => `Identity of a tip-off read${with_note(b.why)}`,
  "closure.set": (b) => `Roads closed (${words.closure[b.kind]}): ${b.reason}`,
  "closure.lifted": (b) => `Roads open again${with_note(b.reason)}`,
  "fence.set": (b) => `Electronic fence “${b.name}” set: ${fences.on[b.on]}${with_note(b.reason)}`,
  "fence.ended": (b) => `Electronic fence ended${with_note(b.reason)}`,
  "wind.observed": (b) =>
    `Wind ${b.fromDeg === null ? roads.wind.calm : roads.wind.from(roads.bearing(b.fromDeg), b.fromDeg)}${b.speedMps === null ? "" : `, ${roads.wind.speed(b.speedMps.toFixed(1))}`}, by ${b.source}`,
  "plan.saved": (b) =>
    `Plan version of “${b.summary.title}” saved${b.parents.length > 1 ? ` (merges ${b.parents.length})` : ""}${with_note(b.why)}`,
  "plan.stepped": (b) =>
    `Plan: ${step[b.step]}${with_note(b.number, ", no. ")}${with_note(b.to, ", ")}${with_note(b.note)}`,
  "plan.signed": (b) => `${b.role} ${b.name} signed the plan for ${step[b.step]}`,
  "plan.filing_answered": (b) =>
    `Filing: ${filing[b.answer]}${with_note(b.number, ", no. ")}${with_note(b.missing.join(", "), ", lacks ")}${with_note(b.reason)}`,
  "plan.assessed": (b) => `Plan assessed: ${b.result}${b.revise ? " (to be revised)" : ""}`,
  "plan.drilled": (b) =>
    `Plan drilled: ${b.title}${b.findings.length > 0 ? `, ${b.findings.length} findings` : ""}`,
  "plan.suggested": (b) => `Revision suggested: ${b.words}${with_note(b.source, ", from ")}`,
  "plan.suggestion_settled": (b) =>
    `Suggestion ${b.accepted ? "taken up" : "declined"}: ${b.words}${with_note(b.reason, "; ")}`,
  "plan.ended": (b, n) =>
    `${b.replacedBy === null ? "Plan abolished" : `Plan replaced by ${n.plan(b.replacedBy)}`}: ${b.reason}`,
  "plan.act_withdrawn": (b, n) =>
    `Withdrawn of the plan: ${plan_act(b.act)} (${n.time(b.act.at)})${with_note(b.also.map(plan_act).join(", "), ", with it: ")}; reason: ${b.why}`,
  "site.danger_found": (b) =>
    `${b.major ? "Major hidden" : "Hidden"} danger found: ${b.words}${with_note(b.owner, ", to be put right by ")}${b.due === null ? "" : `, until ${b.due}`}${with_note(b.source, ", ")}`,
  "firm.registered": (b) => `Firm registered: ${b.name}${with_note(b.code, ", ")}${with_note(b.industry, ", ")}${with_note(b.note, ", ")}`,
  "firm.withdrawn": (b) => `Firm off the list: ${b.reason}`,
  "site.unit_registered": (b) => `Hazard unit registered: ${b.told.name}, tanks: ${b.told.tanks.length}${with_note(b.told.note, ", ")}`,
  "site.unit_withdrawn": (b) => `Hazard unit withdrawn: ${b.reason}`,
  "point.registered": (b) => `Point registered: ${b.name} (${b.feed} ${b.device})${with_note(b.position, ", ")}${with_note(b.note, ", ")}`,
  "point.limited": (b) => `${b.limits === null ? "Limits given back to the feed" : "Limits set"}: ${b.reason}`,
  "point.withdrawn": (b) => `Point taken off the register: ${b.reason}`,
  "site.danger_closed": (b) => `Hidden danger put right: ${b.note}`,
  "site.danger_stepped": (b) => `Hidden danger: ${dangers.said(b.step)}`,
  "site.danger_withdrawn": (b) => `${b.act === null ? "Hidden danger" : "Act on a hidden danger"} taken back: ${b.reason}`,
  "site.risk_assessed": (b) =>
    b.judged === null ? `Risk assessment taken back: ${b.what}` : `Risk assessed: ${b.what}, ${risks.judged(b.judged)}${with_note(b.source, ", ")}`,
  "document.kept": (b) =>
    `Document ${b.name} kept${b.parts > 1 ? ` (part ${b.part + 1} of ${b.parts})` : ""}`,
  "holidays.set": (b) => `Holidays of ${b.year} set: ${b.source}`,
};

export const facts: typeof source = {
  say,
  unknown: (kind) => `Unknown kind (${kind}) — upgrade the program to read it`,
  unreadable: (kind) => `“${kind}” does not fit this version — upgrade the program to read it`,
  about: (subject, sentence) => `${subject}: ${sentence}`,
  groups: {
    all: "All",
    people: "Incident and notes",
    dispatch: "Teams, supplies",
    response: "Response, tasks",
    report: "Reports",
    alert: "Alerts",
  },
  title: "Timeline",
  filter: "Filter the timeline",
  empty: "Nothing recorded yet",
  empty_group: "Nothing of this kind yet",
  older: "Older lines",
  at_begin: "This is the first line",
  paper: "caught up",
  paper_help: "caught up from paper with its time",
  recorded: (time) => `recorded ${time}`,
  pending: "not back from the platform",
  by: (who) => who || "system",
  verdict: {
    ok: "",
    conflict: "conflict",
    expired: "too old on arrival",
    granted: (n) => `granted ${n}`,
    moot: "moot",
    refused: "not granted",
  },
};
