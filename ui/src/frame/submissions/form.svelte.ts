/** The form of a call: what is typed, what is wrong with it, what is kept of it, what it comes to. */
import type { Identity, Submission, SubmissionChannel, SubmissionReceived, TellerRow } from "../../contract";
import { readHarm, textsOf } from "../../parts/harm";
import { fromField, pointOf, pointText, toField } from "../../parts/moments";

/** In the order in which they are offered. */
export const CHANNELS: readonly SubmissionChannel[] = ["phone", "reporter", "tip_off", "hotline", "opinion"];
/** The counts that a caller is asked for. */
export const PEOPLE = ["dead", "seriouslyInjured", "lightlyInjured", "missing", "trapped", "evacuated"] as const;

/** Fields of text that are kept against a crash. Who tips off is none of them. */
export const KEPT = [
  "number", "told", "happened", "name", "phone", "unit", "post", "matter", "place", "street", "point",
  "cause", "course", "measures", "result", "impact", "trend", "reportedTo", "reportedAt", "pictures",
  "link", "due",
] as const;
export type Field = (typeof KEPT)[number];
/** What a caller says of how it went, in the order of a conversation. */
export const COURSE = ["cause", "course", "measures", "result", "impact", "trend"] as const;
/** Fields that name who tells it. */
const NAMING: readonly Field[] = ["name", "phone", "unit", "post"];

export type Ongoing = "unknown" | "yes" | "no";
const NO_HARM = {
  dead: 0,
  seriouslyInjured: 0,
  lightlyInjured: 0,
  missing: 0,
  trapped: 0,
  evacuated: 0,
  lossWanYuan: 0,
};

export type Fault = "matter" | "told" | "happened" | "reportedAt" | "due" | "point" | "harm";

function empty(): Record<Field, string> {
  return Object.fromEntries(KEPT.map((name) => [name, ""])) as Record<Field, string>;
}

export class CallForm {
  /** The record that is corrected; null for a new one. */
  readonly id: string | null;
  /** True when an identity is sealed in it already. */
  readonly sealed: boolean;
  channel: SubmissionChannel = $state("phone");
  texts: Record<Field, string> = $state(empty());
  ongoing: Ongoing = $state("unknown");
  harm = $state(textsOf(NO_HARM));
  person: string | null = $state(null);
  /** True once somebody wrote in it: what was kept before does not come over it. */
  touched = false;
  /** While it is being saved: another press, or the key that brings it back, must not write it twice. */
  busy = $state(false);
  readonly #before: SubmissionReceived | null;

  constructor(now: number, submission: Submission | null = null) {
    this.id = submission?.id ?? null;
    this.sealed = submission?.received.sealed != null;
    this.#before = submission?.received ?? null;
    const told = submission?.received;
    if (told === undefined) {
      this.texts.told = toField(now);
      return;
    }
    const time = (at: number | null) => (at === null ? "" : toField(at));
    this.channel = told.channel;
    this.ongoing = told.ongoing === null ? "unknown" : told.ongoing ? "yes" : "no";
    this.person = told.teller.person;
    if (told.harm !== null) this.harm = textsOf(told.harm);
    Object.assign(this.texts, {
      number: told.number,
      told: time(submission?.toldAt ?? null),
      happened: time(told.happenedAt),
      name: told.teller.name,
      phone: told.teller.phone,
      unit: told.teller.unit,
      post: told.teller.post,
      matter: told.matter,
      place: told.place.words,
      street: told.place.street,
      point: pointText(told.place.point),
      cause: told.cause,
      course: told.course,
      measures: told.measures,
      result: told.result,
      impact: told.impact,
      trend: told.trend,
      reportedTo: told.reportedTo,
      reportedAt: time(told.reportedToAt),
      pictures: told.pictures.join("\n"),
      link: told.link,
      due: time(told.dueAt),
    });
  }

  get tipOff(): boolean {
    return this.channel === "tip_off";
  }

  /** Takes somebody of the directory. A reporter's flash is one, whatever was chosen before. */
  take(row: TellerRow): void {
    this.person = row.person;
    Object.assign(this.texts, { name: row.name, phone: row.phone, unit: row.unit, post: row.post });
    if (row.reporter && this.channel === "phone" && this.id === null) this.channel = "reporter";
    if (this.texts.place === "" && row.place.words !== "") {
      this.texts.place = row.place.words;
      this.texts.street = row.place.street;
    }
  }

  /**
   * What is kept against a crash; who tips off is not. Where identities are sealed, nobody's name is:
   * a call may turn out to be a tip-off when the name is typed already.
   */
  kept(sealing: boolean): string {
    const nameless = sealing || this.tipOff;
    const texts = Object.fromEntries(
      KEPT.filter((name) => !(nameless && NAMING.includes(name))).map((name) => [name, this.texts[name]]),
    );
    return JSON.stringify({ channel: this.channel, ongoing: this.ongoing, harm: this.harm, texts });
  }

  /** Takes up what was kept; false when another version wrote it, or nothing was. */
  restore(text: string): boolean {
    if (text === "") return false;
    try {
      const kept: unknown = JSON.parse(text);
      if (typeof kept !== "object" || kept === null || !("texts" in kept)) return false;
      const { channel, ongoing, texts, harm } = kept as Record<string, unknown>;
      const known = CHANNELS.find((one) => one === channel);
      if (known === undefined || typeof texts !== "object" || texts === null) return false;
      this.channel = known;
      this.ongoing = ongoing === "yes" || ongoing === "no" ? ongoing : "unknown";
      if (typeof harm === "object" && harm !== null) {
        for (const key of PEOPLE) {
          const value = (harm as Record<string, unknown>)[key];
          if (typeof value === "string") this.harm[key] = value;
        }
      }
      for (const name of KEPT) {
        const value = (texts as Record<string, unknown>)[name];
        if (typeof value === "string") this.texts[name] = value;
      }
      return true;
    } catch {
      return false;
    }
  }

  /** What cannot stay as it is. */
  faults(now: number): Fault[] {
    const found: Fault[] = [];
    const text = (name: Field) => this.texts[name].trim();
    if (text("matter") === "") found.push("matter");
    for (const name of ["told", "happened", "reportedAt"] as const) {
      const at = text(name) === "" ? null : fromField(text(name));
      if (text(name) !== "" && (at === null || at > now)) found.push(name);
    }
    if (text("due") !== "" && fromField(text("due")) === null) found.push("due");
    if (text("point") !== "" && pointOf(text("point")) === null) found.push("point");
    if (readHarm(this.harm).bad.length > 0) found.push("harm");
    return found;
  }

  /** Who tips off; null where nobody was named or it is no tip-off. */
  identity(): Identity | null {
    if (!this.tipOff) return null;
    const { name, phone, unit } = this.texts;
    const told = { name: name.trim(), phone: phone.trim(), unit: unit.trim() };
    return Object.values(told).some((part) => part !== "") ? told : null;
  }

  /** What it comes to. */
  received(): SubmissionReceived {
    const text = (name: Field) => this.texts[name].trim();
    const { harm } = readHarm(this.harm);
    const counted = Object.values(harm).some((count) => count > 0);
    const nobody = { unit: "", name: "", post: "", phone: "", person: null };
    return {
      channel: this.channel,
      number: text("number"),
      toldAt: fromField(text("told")),
      happenedAt: fromField(text("happened")),
      place: { words: text("place"), street: text("street"), point: pointOf(text("point")) },
      matter: text("matter"),
      cause: text("cause"),
      course: text("course"),
      measures: text("measures"),
      result: text("result"),
      impact: text("impact"),
      trend: text("trend"),
      ongoing: this.ongoing === "unknown" ? null : this.ongoing === "yes",
      harm: counted ? harm : null,
      reportedTo: text("reportedTo"),
      reportedToAt: fromField(text("reportedAt")),
      teller: this.tipOff
        ? nobody
        : { unit: text("unit"), name: text("name"), post: text("post"), phone: text("phone"), person: this.person },
      sealed: null,
      pictures: this.texts.pictures.split("\n").map((line) => line.trim()).filter((line) => line !== ""),
      link: text("link"),
      dueAt: fromField(text("due")),
      feed: this.#before?.feed ?? "",
      raw: this.#before?.raw ?? null,
    };
  }
}
