/** Versions, review, filing and suggestions of the made-up desk: in memory, without the rules. */
import type {
  Command,
  KeptImport,
  PlanAct,
  PlanActKind,
  PlanActName,
  PlanActWithdrawn,
  PlanDone,
  PlanFinding,
  PlanImport,
  PlanMap,
  PlanRecord,
  PlanSheet,
  PlanState,
  PlanStepped,
  PlanText,
  PlanVersionId,
  ReviewStep,
  ShelfRow,
  SignatureRow,
  SuggestionRow,
  TermKind,
  TermRow,
  Upload,
  VersionRow,
} from "../../contract";
import { blockAt, listOf, textOf } from "../../parts/text/blocks";
import { DAY_MS } from "../../parts/times";
import { date } from "../../locale/format";
import { compared } from "./compare";
import { imported } from "./imported";
import { library, readPlan } from "./library";
import { planMap } from "./plan-map";
import said from "./plan-words.json";

const STEPS: readonly ReviewStep[] = ["group", "tabletop", "review", "approve", "issue", "file", "publish"];

interface Kept {
  version: VersionRow;
  text: string;
}

interface Plan {
  id: string;
  shipped: string | null;
  kept: Kept[];
  steps: PlanDone<PlanStepped>[];
  signatures: SignatureRow[];
  record: Pick<PlanRecord, "answers" | "assessed" | "drilled" | "suggested" | "settled" | "ended" | "withdrawn">;
  draft: { parents: PlanVersionId[]; text: string; at: number } | null;
}

function refuse(code: "not_found" | "malformed"): never {
  throw { code, refusal: null, message: "made-up desk" };
}

function summaryOf(text: string) {
  const front = blockAt(text.split("\n"), 0)?.values ?? {};
  const read = readPlan(text);
  return {
    title: textOf(front, "title"),
    kind: textOf(front, "kind"),
    unit: textOf(front, "unit"),
    area: listOf(front, "area"),
    fields: listOf(front, "fields"),
    lead: textOf(front, "lead"),
    label: textOf(front, "version"),
    clauses: read.detail.clauses.length,
    cards: read.detail.cards.length,
  };
}

export class FakeShelf {
  readonly #plans = new Map<string, Plan>();
  readonly #now: () => number;
  readonly #tell: () => void;
  #actor = said.editor;
  #ids = 0;

  constructor(now: () => number, tell: () => void) {
    this.#now = now;
    this.#tell = tell;
    for (const { row, text } of library()) this.#plans.set(row.id, this.#blank(row.id, text));
    this.#earlier();
  }

  #blank(id: string, shipped: string | null): Plan {
    const record = { answers: [], assessed: [], drilled: [], suggested: [], settled: {}, ended: null, withdrawn: [] };
    return { id, shipped, kept: [], steps: [], signatures: [], record, draft: null };
  }

  #id(kind: string): string {
    this.#ids += 1;
    return `${kind}-${String(this.#ids).padStart(6, "0")}`;
  }

  #plan(id: string): Plan {
    return this.#plans.get(id) ?? refuse("not_found");
  }

  #done<T>(what: T, at = this.#now()): PlanDone<T> {
    const event = this.#id("event");
    return { event, at, atBy: "human", recordedAt: this.#now(), by: this.#actor, origin: "fake", what };
  }

  /** A desk that has been at work for some weeks. */
  #earlier(): void {
    const now = this.#now();
    const day = (ago: number) => now - ago * DAY_MS;
    const [general, hazmat, flood, gas] = ["general", "hazardous-chemicals", "flood", "gas"].map((id) => this.#plan(id));
    if (general === undefined || hazmat === undefined || flood === undefined || gas === undefined) return;
    for (const [plan, ago] of [[general, 60], [flood, 1_300], [hazmat, 400]] as const) {
      this.#save(plan, plan.shipped ?? "", [], said.whys[0] ?? "", "shipped", day(ago + 9));
      for (const step of STEPS.slice(0, plan === general ? 5 : 7)) this.#step(plan, step, day(ago));
    }
    const first = hazmat.kept[0]?.text ?? "";
    const second = first.replace("within_min = 30", "within_min = 20").replace(/(?<=\n## 3[^\n]*\n\n)/u, `${said.finding}\n\n`);
    this.#save(hazmat, second, [hazmat.kept[0]?.version.version ?? ""], said.whys[1] ?? "", "written", day(12));
    const third = second.replace(/\n## 2\.2[^\n]*\n(?:(?!\n#)[\s\S])*/u, "\n");
    this.#save(hazmat, third, [hazmat.kept[1]?.version.version ?? ""], said.whys[2] ?? "", "written", day(3));
    for (const step of STEPS.slice(0, 3)) this.#step(hazmat, step, day(2));
    this.#save(gas, gas.shipped ?? "", [], said.whys[0] ?? "", "shipped", day(20));
    const root = gas.kept[0]?.version.version ?? "";
    for (const [at, why] of [[5, 1], [4, 3], [3, 2]] as const) {
      this.#save(gas, `${gas.shipped}\n${said.whys[why]}\n`, [root], said.whys[why] ?? "", "written", day(at));
    }
    const drilled = { title: said.drill, form: said.drill_form, findings: [{ clause: "", words: said.finding }], documents: [] };
    general.record.drilled.push(this.#done(drilled, day(30)));
  }

  #save(plan: Plan, text: string, parents: PlanVersionId[], why: string, source: VersionRow["source"], at = this.#now()): VersionRow {
    const version: VersionRow = {
      version: this.#id("version"),
      number: plan.kept.length + 1,
      sha256: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      parents,
      at,
      by: plan.kept.length === 2 ? said.other : this.#actor,
      role: said.role,
      origin: "fake",
      own: plan.kept.length !== 2,
      why,
      source,
      file: null,
      restored: null,
      summary: summaryOf(text),
      isHead: true,
      isInForce: false,
    };
    plan.kept.push({ version, text });
    return version;
  }

  #step(plan: Plan, step: ReviewStep, at: number): void {
    const head = plan.kept.at(-1)?.version;
    if (head === undefined) return;
    const names: Partial<Record<ReviewStep, string>> = {
      tabletop: said.minutes,
      review: said.opinion,
      approve: said.approval,
      issue: said.notice,
    };
    const experts = said.experts.map(([who = "", unit = "", opinion = ""], index) => ({
      name: who,
      unit,
      opinion,
      agrees: index < 2,
    }));
    const name = names[step];
    const stepped: PlanStepped = {
      version: head.version,
      step,
      documents: name === undefined ? [] : [{ name, number: "", document: null }],
      experts: step === "review" ? experts : [],
      number: step === "issue" || step === "approve" ? `${said.numbers}1` : "",
      to: step === "file" ? said.filed_to : step === "publish" ? said.public_at : "",
      simplifiedBecause: "",
      issuedBefore: false,
      note: "",
    };
    plan.steps.push(this.#done(stepped, at));
    if (step === "approve") this.#sign(plan, head.version, step, said.leader, said.leader_role, at);
  }

  #sign(plan: Plan, version: string, step: ReviewStep, name: string, role: string, at = this.#now()): void {
    const hash = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    const sealed = { sha256: hash, sig: hash, key: hash, exercise: false, holds: true, voidBecause: null };
    plan.signatures.unshift({ version, step, name, role, at, ...sealed });
  }

  #heads(plan: Plan): VersionRow[] {
    const parents = new Set(plan.kept.flatMap((one) => one.version.parents));
    return plan.kept.map((one) => one.version).filter((one) => !parents.has(one.version));
  }

  #inForce(plan: Plan): VersionRow | null {
    const issue = plan.steps.findLast((one) => one.what.step === "issue");
    return plan.kept.find((one) => one.version.version === issue?.what.version)?.version ?? null;
  }

  #state(plan: Plan): PlanState {
    if (plan.record.ended !== null) return plan.record.ended.what.replacedBy === null ? "abolished" : "superseded";
    const inForce = this.#inForce(plan);
    if (inForce === null) return "draft";
    return this.#heads(plan).at(-1) === inForce ? "in_force" : "in_revision";
  }

  #stepsOf(plan: Plan, version: string | undefined): ReviewStep[] {
    return plan.steps.filter((one) => one.what.version === version).map((one) => one.what.step);
  }

  #row(plan: Plan): ShelfRow {
    const heads = this.#heads(plan);
    const head = heads.length === 1 ? heads[0] : undefined;
    const newest = plan.kept.at(-1);
    const done = this.#stepsOf(plan, head?.version);
    return {
      id: plan.id,
      summary: newest?.version.summary ?? summaryOf(plan.shipped ?? ""),
      recorded: plan.kept.length > 0,
      state: this.#state(plan),
      versions: plan.kept.length,
      heads: heads.map((one) => one.version),
      inForce: this.#inForce(plan)?.version ?? null,
      savedAt: newest?.version.at ?? null,
      savedBy: newest?.version.by ?? "",
      nextStep: head === undefined ? null : (STEPS.find((step) => !done.includes(step)) ?? null),
      draftAt: plan.draft?.at ?? null,
      overdue: this.#terms(plan).filter((one) => one.state === "overdue").length,
      nextDue: this.#terms(plan).find((one) => one.state === "overdue" || one.state === "running") ?? null,
      suggestions: this.suggestions(plan.id, false).length,
    };
  }

  #terms(plan: Plan): TermRow[] {
    const issue = plan.steps.findLast((one) => one.what.step === "issue");
    if (issue === undefined) return [];
    const { title, unit } = plan.kept.at(-1)?.version.summary ?? { title: "", unit: "" };
    const term = (kind: TermKind, days: number, working: boolean, done: number | null): TermRow => {
      const [rule = "", source = "", note = ""] = said.terms[kind];
      const due = issue.at + days * DAY_MS;
      const left = Math.ceil((due - this.#now()) / DAY_MS);
      const state = done !== null ? (done > due ? "done_late" : "done") : left < 0 ? "overdue" : "running";
      return {
        rule,
        kind,
        plan: plan.id,
        title,
        unit,
        from: date(issue.at),
        due: date(due),
        done: done === null ? null : date(done),
        state,
        leftDays: left,
        workingDays: working,
        toConfirm: working && date(due).startsWith("2027"),
        source,
        note,
      };
    };
    const of = (step: ReviewStep) => plan.steps.findLast((one) => one.what.step === step)?.at ?? null;
    const all = [
      term("file", 28, true, of("file")),
      term("publish", 28, true, of("publish")),
      term("assess", 1_095, false, plan.record.assessed.at(-1)?.at ?? null),
      term("drill", 365, false, plan.record.drilled.at(-1)?.at ?? null),
    ];
    return all.sort((one, other) => one.leftDays - other.leftDays);
  }

  sheet(id: string): PlanSheet {
    const plan = this.#plan(id);
    const inForce = this.#inForce(plan);
    const heads = this.#heads(plan);
    const versions = plan.kept.map(({ version }) => ({
      ...version,
      isHead: heads.includes(version),
      isInForce: version === inForce,
    }));
    const later = { settledToo: [], endedToo: [], void: [] };
    const record: PlanRecord = { id, versions: {}, steps: plan.steps, signatures: [], ...later, ...plan.record };
    const { signatures } = plan;
    return {
      row: this.#row(plan),
      versions: versions.toReversed(),
      signatures,
      record,
      terms: this.#terms(plan),
      acts: this.#acts(plan),
      documents: [],
    };
  }

  #acts(plan: Plan): PlanActName[] {
    const of = (kind: PlanActKind, list: readonly PlanDone<unknown>[]) =>
      list.map(({ event, at, by }): PlanActName => ({ event, kind, step: null, version: null, at, by, words: "" }));
    const steps = plan.steps.map(({ event, at, by, what }): PlanActName => {
      const { step, version, number } = what;
      return { event, kind: "step", step, version, at, by, words: number };
    });
    const { answers, assessed, drilled, ended } = plan.record;
    const all = [
      ...steps,
      ...of("answer", answers),
      ...of("assessment", assessed),
      ...of("drill", drilled),
      ...of("end", ended === null ? [] : [ended]),
    ];
    return all.toSorted((one, other) => other.at - one.at);
  }

  /** An act, with the later steps of its version. */
  withdrawal(id: string, event: string): PlanActWithdrawn {
    const acts = this.#acts(this.#plan(id));
    const act = acts.find((one) => one.event === event) ?? refuse("not_found");
    const at = act.step === null ? STEPS.length : STEPS.indexOf(act.step);
    const later = (one: PlanActName) => one.step !== null && one.version === act.version && STEPS.indexOf(one.step) > at;
    return { act, also: acts.filter(later), why: "" };
  }

  #withdraw(plan: Plan, event: string, why: string): void {
    const withdrawn = this.withdrawal(plan.id, event);
    const gone = new Set([event, ...withdrawn.also.map((one) => one.event)]);
    const left = <T>(list: PlanDone<T>[]) => list.filter((one) => !gone.has(one.event));
    plan.steps = left(plan.steps);
    plan.record.answers = left(plan.record.answers);
    plan.record.assessed = left(plan.record.assessed);
    plan.record.drilled = left(plan.record.drilled);
    if (plan.record.ended !== null && gone.has(plan.record.ended.event)) plan.record.ended = null;
    for (const one of plan.signatures) {
      const of = (name: PlanActName) => name.step === one.step && name.version === one.version;
      if ([withdrawn.act, ...withdrawn.also].some(of)) [one.holds, one.voidBecause] = [false, why];
    }
    plan.record.withdrawn.push(this.#done({ ...withdrawn, why }));
  }

  #kept: KeptImport = { file: null, sha256: "", text: "", answers: [], at: null };

  keepImport(kept: KeptImport): KeptImport {
    const file = kept.file ?? (kept.sha256 === "" ? null : this.#kept.file);
    this.#kept = { ...kept, file, at: kept.sha256 === "" ? null : this.#now() };
    return this.#kept;
  }

  keptImport(): KeptImport {
    return this.#kept;
  }

  keptImportFile(): Upload {
    return this.#kept.file ?? refuse("not_found");
  }

  shelf(): ShelfRow[] {
    return [...this.#plans.values()].map((plan) => this.#row(plan));
  }

  text(id: string, version: PlanVersionId | null): PlanText {
    const plan = this.#plan(id);
    const kept = version === null ? plan.kept.at(-1) : plan.kept.find((one) => one.version.version === version);
    const text = kept?.text ?? plan.shipped ?? refuse("not_found");
    const { detail } = readPlan(text);
    return { plan: id, version: kept?.version.version ?? null, sha256: "", whole: true, text, detail };
  }

  saveDraft(plan: string, parents: PlanVersionId[], text: string) {
    const at = this.#now();
    const of = this.#plans.get(plan) ?? this.#blank(plan, null);
    this.#plans.set(plan, of);
    of.draft = text === "" ? null : { parents, text, at };
    return { plan, parents, text, at: text === "" ? null : at };
  }

  draft(id: string) {
    const draft = this.#plans.get(id)?.draft;
    return { plan: id, parents: draft?.parents ?? [], text: draft?.text ?? "", at: draft?.at ?? null };
  }

  save(text: string, parents: PlanVersionId[], why: string, actor: string, source: VersionRow["source"] = "written") {
    this.#actor = actor;
    const id = textOf(blockAt(text.split("\n"), 0)?.values ?? {}, "id") || refuse("malformed");
    const plan = this.#plans.get(id) ?? this.#blank(id, null);
    this.#plans.set(id, plan);
    const made = this.#save(plan, text, parents, why, source);
    plan.draft = null;
    this.#tell();
    return { plan: id, version: made.version, sha256: made.sha256, seq: 1, heads: this.#heads(plan).map((one) => one.version) };
  }

  adopt(id: string, actor: string) {
    return this.save(this.#plan(id).shipped ?? "", [], said.whys[0] ?? "", actor, "shipped");
  }

  restore(id: string, version: string, why: string, actor: string) {
    const plan = this.#plan(id);
    const text = this.text(id, version).text;
    const saved = this.save(text, this.#heads(plan).map((one) => one.version), why, actor, "restored");
    const made = plan.kept.at(-1);
    if (made !== undefined) made.version.restored = version;
    return saved;
  }

  compare(id: string, old: string | null, now: string | null, text: string) {
    const plan = this.#plan(id);
    const after = now === null ? text : this.text(id, now).text;
    const before = old === null ? (plan.shipped ?? "") : this.text(id, old).text;
    const from = plan.kept.findIndex((one) => one.version.version === old);
    const to = plan.kept.findIndex((one) => one.version.version === now);
    const between = plan.kept.slice(from + 1, to + 1).map((one) => one.version);
    return compared(before, after, between.toReversed());
  }

  check(id: string): PlanFinding[] {
    return said.findings.map(([code = "", severity = "", clause = "", subject = "", sentence = "", source = ""]) => ({
      code,
      severity,
      plan: id,
      other: code === "phone_differs" ? "general" : "",
      clause,
      subject,
      words: sentence,
      source,
    }));
  }

  /** A file as it would be read; only texts are, anything else is taken for the street's sample. */
  import(upload: Upload): PlanImport {
    const found = imported(upload, this.#plan("street-wangsheren").shipped ?? "");
    return { ...found, known: this.#plans.has(found.plan) };
  }

  sign(id: string, version: string, step: ReviewStep, name: string, role: string): void {
    this.#sign(this.#plan(id), version, step, name, role);
    this.#tell();
  }

  suggestions(of: string | null, settled: boolean): SuggestionRow[] {
    const now = this.#now();
    return said.suggestions
      .map(([kind = "", trigger = "", sentence = "", old = "", fresh = "", source = ""], index): SuggestionRow => {
        const id = index < 3 ? "hazardous-chemicals" : "general";
        const plan = this.#plan(id);
        const clause = this.text(id, null).detail.clauses[index + 3];
        const answer = plan.record.settled[`suggestion-${index}`];
        return {
          suggestion: `suggestion-${index}`,
          plan: id,
          title: plan.kept.at(-1)?.version.summary.title ?? "",
          clause: clause?.heading ?? "",
          place: index + 3,
          trigger: trigger as SuggestionRow["trigger"],
          kind,
          words: sentence,
          old,
          new: fresh,
          source,
          at: now - index * DAY_MS,
          accepted: answer?.what.accepted ?? null,
          reason: answer?.what.reason ?? "",
        };
      })
      .filter((one) => (of === null || one.plan === of) && (settled || one.accepted === null));
  }

  map(): PlanMap {
    const rows = [...this.#plans.values()].map((plan) => this.#row(plan));
    return planMap(rows, (id) => this.#plan(id).record.drilled.at(-1)?.at ?? null);
  }

  terms(): TermRow[] {
    return [...this.#plans.values()].flatMap((plan) => this.#terms(plan));
  }

  /** What a command says of plans. */
  act(command: Extract<Command, { do: "plan" }>, actor: string, at: number): string[] {
    const act: PlanAct = command;
    this.#actor = actor;
    if (!("plan" in act)) return [];
    const plan = this.#plan(act.plan);
    if (act.act === "step") plan.steps.push(this.#done(act.stepped, at));
    if (act.act === "answer_filing") plan.record.answers.push(this.#done(act.answered, at));
    if (act.act === "assess") plan.record.assessed.push(this.#done(act.assessed, at));
    if (act.act === "drill") plan.record.drilled.push(this.#done(act.drilled, at));
    if (act.act === "settle") plan.record.settled[act.settled.suggestion] = this.#done(act.settled, at);
    if (act.act === "withdraw") this.#withdraw(plan, act.event, act.why);
    if (act.act === "end") plan.record.ended = this.#done(act.ended, at);
    this.#tell();
    return [`plan:${act.plan}`];
  }
}
