/** What people told the made-up desk: enough for the form and the list to move. */
import type { Command, Identity, Submission, SubmissionPage, SubmissionQuery, SubmissionRow, TakeSubmission, TellerRow } from "../../contract";
import type { Answer, Request } from "../host";
import { HOUR_MS } from "../../parts/times";
import type { FakeState } from "./state";
import words from "./words.json";

/** Hours to the closing of the made-up district; the real one names its own. */
const CLOSE_H = 24;

export class FakeSubmissions {
  readonly #state: FakeState;
  readonly #all: Submission[] = [];
  readonly #identities = new Map<string, Identity>();

  constructor(state: FakeState) {
    this.#state = state;
  }

  #row(submission: Submission): SubmissionRow {
    const incident = this.#state.incidents.find((one) => one.id === submission.incident);
    const clock = { dueAt: null, metAt: submission.closedBy?.at ?? null, source: words.clock_source };
    const dueAt = submission.received.channel === "hotline" ? (submission.toldAt ?? 0) + CLOSE_H * HOUR_MS : null;
    return {
      submission,
      village: "",
      incidentTitle: incident?.opened.title ?? "",
      reply: { ...clock, metAt: submission.replies[0]?.at ?? clock.metAt },
      close: { ...clock, dueAt },
      check: null,
      next: dueAt === null || clock.metAt !== null ? null : { what: "close", dueAt },
    };
  }

  page({ state, channel }: SubmissionQuery): SubmissionPage {
    const open = this.#all.filter((one) => one.closed === null);
    const tips = this.#all.filter((one) => one.received.channel === "tip_off");
    const shown = (state === "open" ? open : this.#all).filter(
      (one) => channel === null || one.received.channel === channel,
    );
    return {
      rows: shown.map((one) => this.#row(one)),
      total: shown.length,
      open: open.length,
      overdue: 0,
      rate: { year: 2026, told: tips.length, closed: tips.filter((one) => one.closed !== null).length },
    };
  }

  one(id: string): SubmissionRow | null {
    const found = this.#all.find((one) => one.id === id);
    return found === undefined ? null : this.#row(found);
  }

  take({ submission, received, identity, who }: TakeSubmission): string {
    const now = this.#state.now();
    const sealed =
      identity === null ? null : { recipient: "age1", keeper: words.seal_keeper, age: "" };
    const before = this.#all.find((one) => one.id === submission);
    if (before !== undefined) {
      Object.assign(before, { received: { ...received, sealed: sealed ?? before.received.sealed }, updatedAt: now });
      return before.id;
    }
    const id = this.#state.newId("submission");
    if (identity !== null) this.#identities.set(id, identity);
    this.#all.unshift({
      id,
      received: { ...received, sealed },
      toldAt: received.toldAt ?? now,
      recordedAt: now,
      recordedBy: who.actor,
      updatedAt: null,
      incident: null,
      replies: [],
      closed: null,
      closedBy: null,
      check: null,
      checkAt: null,
      checkReported: null,
      openings: [],
    });
    return id;
  }

  identity({ submission }: Request<"open_identity">): Identity | null {
    return this.#identities.get(submission) ?? null;
  }

  tellers(text: string): TellerRow[] {
    return words.tellers
      .map(([person, name, unit, phone]) => ({
        person: person ?? "",
        name: name ?? "",
        unit: unit ?? "",
        post: "",
        phone: phone ?? "",
        reporter: true,
        place: { words: unit ?? "", street: "", point: null },
      }))
      .filter((row) => row.name.includes(text) || row.phone.includes(text) || row.unit.includes(text));
  }

  /** The act of a command on one record; the entities that it wrote to. */
  act(command: Extract<Command, { do: "submission" }>): string[] {
    if (command.act === "receive") return [];
    const found = this.#all.find((one) => one.id === command.submission);
    if (found === undefined) return [];
    const mark = (said: string) => ({ by: this.#state.actor, at: this.#state.now(), words: said });
    switch (command.act) {
      case "join":
        found.incident = command.incident;
        break;
      case "part":
        found.incident = null;
        break;
      case "reply":
        found.replies.push(mark(command.words));
        break;
      case "close":
        found.closed = { outcome: command.outcome, words: command.words };
        found.closedBy = mark(command.words);
        break;
      case "reopen":
        found.closed = null;
        found.closedBy = null;
        break;
      case "order_check":
      case "report_check":
      case "open_identity":
      case "raise":
        break;
    }
    return [`submission:${found.id}`];
  }

  /** Says that an incident was opened from a record. */
  raised(id: string, incident: string): void {
    const found = this.#all.find((one) => one.id === id);
    if (found !== undefined) found.incident = incident;
  }

  counts(): Answer<"status">["submissions"] {
    return { open: this.#all.filter((one) => one.closed === null).length, overdue: 0 };
  }
}
