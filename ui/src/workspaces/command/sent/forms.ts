/** The forms of sending: each from what is known, to one command. */
import type {
  Addressees,
  Aid,
  AidDecision,
  AidWay,
  Channel,
  Circular,
  Incident,
  IncidentRow,
  IssueRow,
  Order,
  OrderSent,
  PaperDue,
  Quality,
  Recipient,
  Requisition,
  TeamRow,
} from "../../../contract";
import { t } from "../../../locale/index.svelte";
import { holds } from "../../../parts/holding";
import { plainLine } from "../../../parts/plain";
import { count, fen, text, type Field, type Form } from "./form";

const NAME_CHARS_MAX = 30;
const name = (words: string) => plainLine(words, NAME_CHARS_MAX);

function field(key: string, label: string, more: Partial<Field> = {}): Field {
  return { key, label, kind: "text", value: "", ...more };
}

function choices<K extends string>(words: Record<K, string>): [K, string][] {
  return Object.entries(words) as [K, string][];
}

/** An order of a team to an incident with nothing else said. */
export function redirected(incident: string, team: string): OrderSent {
  return {
    team,
    incident,
    task: null,
    words: "",
    authority: "remote",
    furtherJob: false,
    etaS: null,
    etaEstimated: false,
    to: null,
    stops: [],
    oral: false,
    replaces: null,
    despite: "",
    against: [],
  };
}

/** Send the team of an order elsewhere. */
export function redirect(order: Order, team: string, incidents: readonly IncidentRow[]): Form {
  const words = t().sent.order;
  const open = incidents.filter((row) => row.open);
  return {
    title: `${words.redirect} · ${team}`,
    commit: words.redirect,
    fields: [
      field("incident", words.to_incident, {
        kind: "choice",
        value: open.find((row) => row.id !== order.sent.incident)?.id ?? order.sent.incident,
        choices: open.map((row) => [row.id, `${row.callSign} ${name(row.title)}`] as const),
      }),
      field("place", words.to_place),
      field("words", words.task),
      field("reason", words.reason, { needed: true }),
    ],
    command: (values) => {
      const place = text(values, "place");
      return {
        do: "order",
        act: "redirect",
        order: order.id,
        with: {
          ...redirected(text(values, "incident"), order.sent.team),
          words: text(values, "words") || order.sent.words,
          to: place === "" ? null : { words: place, street: "", point: null },
        },
        reason: text(values, "reason"),
      };
    },
    done: words.redirected(team),
    help: words.redirect_help,
  };
}

/** Have another team take an order over. */
export function handOver(order: Order, team: string, teams: readonly TeamRow[]): Form {
  const words = t().sent.order;
  const others = teams.filter((row) => row.team.id !== order.sent.team);
  const free = others.filter((row) => !row.team.assignments.some((job) => holds(job.progress)));
  return {
    title: `${words.hand_over} · ${team}`,
    commit: words.hand_over,
    fields: [
      field("team", words.to_team, {
        kind: "choice",
        value: free[0]?.team.id ?? "",
        choices: free.map((row) => [row.team.id, `${row.team.registered.callSign} ${name(row.team.registered.name)}`] as const),
        needed: true,
      }),
      field("reason", words.reason, { needed: true }),
      field("despite", words.despite),
    ],
    command: (values) => ({
      do: "order",
      act: "hand_over",
      order: order.id,
      with: { ...redirected(order.sent.incident, text(values, "team")), despite: text(values, "despite") },
      reason: text(values, "reason"),
    }),
    done: words.handed_over(team),
  };
}

/** The paper for what was said by word of mouth. */
export function paper(due: PaperDue): Form {
  const words = t().sent.paper;
  return {
    title: `${words.make_up} · ${name(due.what)}`,
    commit: words.make_up,
    fields: [
      field("number", words.number),
      field("signer", words.signer, { needed: true }),
      field("note", t().errors.fields.note ?? ""),
    ],
    command: (values) => {
      const made = {
        number: text(values, "number"),
        signer: text(values, "signer"),
        note: text(values, "note"),
      };
      if (due.kind === "order") return { do: "order", act: "paper", order: due.id, paper: made };
      if (due.kind === "issue") return { do: "issue", act: "paper", issue: due.id, paper: made };
      return { do: "requisition", act: "paper", requisition: due.id, paper: made };
    },
    done: words.made_up,
  };
}

export function receive(row: IssueRow): Form {
  const words = t().sent.issue;
  const left = row.issue.granted - row.issue.received;
  return {
    title: `${words.receive} · ${name(row.name)}`,
    commit: words.receive,
    fields: [
      field("receiver", words.receiver, { needed: true }),
      field("quantity", words.quantity(name(row.unit)), { kind: "count", value: String(left), max: left, needed: true }),
      field("quality", words.quality, { kind: "choice", value: "good", choices: choices(t().words.quality) }),
      field("note", t().errors.fields.note ?? ""),
    ],
    command: (values) => ({
      do: "issue",
      act: "receive",
      issue: row.issue.id,
      receiver: text(values, "receiver"),
      quantity: count(values, "quantity"),
      quality: text(values, "quality") as Quality,
      note: text(values, "note"),
    }),
    done: words.received(name(row.name)),
  };
}

export function settle(row: IssueRow): Form {
  const words = t().sent.issue;
  const part = (key: string, label: string, value: number) =>
    field(key, label, { kind: "count", value: String(value), max: row.outstanding });
  return {
    title: `${words.settle} · ${name(row.name)}`,
    commit: words.settle,
    fields: [
      part("returned", words.returned, row.outstanding),
      part("used", words.used, 0),
      part("writtenOff", words.written_off, 0),
      field("note", words.why_written_off),
    ],
    command: (values) => ({
      do: "issue",
      act: "settle",
      issue: row.issue.id,
      returned: count(values, "returned"),
      used: count(values, "used"),
      writtenOff: count(values, "writtenOff"),
      note: text(values, "note"),
    }),
    done: words.settled(name(row.name)),
    help: words.outstanding(row.outstanding, name(row.unit)),
  };
}

export function requisition(incident: Incident, unit: string): Form {
  const words = t().sent.requisition;
  return {
    title: words.title,
    commit: words.do,
    fields: [
      field("owner", words.owner, { needed: true }),
      field("address", words.address),
      field("contact", words.contact),
      field("good", words.good, { needed: true }),
      field("model", words.model),
      field("quantity", words.quantity, { kind: "count", value: "1", needed: true }),
      field("unit", words.unit, { value: unit }),
      field("purpose", words.purpose, { needed: true, value: incident.opened.title }),
      field("executor", words.executor, { needed: true }),
      field("oral", words.oral, { kind: "check", value: "yes" }),
    ],
    command: (values) => ({
      do: "requisition",
      act: "issue",
      requisition: null,
      issued: {
        incident: incident.id,
        number: "",
        unit: { name: "", address: "", contact: "" },
        executor: text(values, "executor"),
        owner: {
          name: text(values, "owner"),
          address: text(values, "address"),
          contact: text(values, "contact"),
        },
        purpose: text(values, "purpose"),
        from: 0,
        goods: [
          {
            name: text(values, "good"),
            model: text(values, "model"),
            unit: text(values, "unit"),
            quantity: count(values, "quantity"),
          },
        ],
        registrar: text(values, "executor"),
        oral: text(values, "oral") === "yes",
      },
    }),
    done: words.done,
    help: words.help,
  };
}

export function giveBack(one: Requisition, good: number, left: number): Form {
  const words = t().sent.requisition;
  const goods = one.issued.goods[good];
  const part = (key: string, label: string, value: number) =>
    field(key, label, { kind: "count", value: String(value), max: left });
  return {
    title: `${words.give_back} · ${name(goods?.name ?? "")}`,
    commit: words.give_back,
    fields: [
      part("whole", words.whole, left),
      part("damaged", words.damaged, 0),
      part("lost", words.lost, 0),
      field("receiver", words.receiver, { needed: true, value: one.issued.owner.name }),
      field("note", words.state),
    ],
    command: (values) => ({
      do: "requisition",
      act: "return",
      requisition: one.id,
      returned: {
        incident: one.issued.incident,
        good,
        whole: count(values, "whole"),
        damaged: count(values, "damaged"),
        lost: count(values, "lost"),
        receiver: text(values, "receiver"),
        note: text(values, "note"),
      },
    }),
    done: words.given_back,
  };
}

export function compensate(one: Requisition): Form {
  const words = t().sent.requisition;
  return {
    title: `${words.compensate} · ${name(one.issued.owner.name)}`,
    commit: words.compensate,
    fields: [
      field("amount", words.amount, { kind: "money", value: "0" }),
      field("ground", words.ground, { needed: true }),
      field("payee", words.payee, { value: one.issued.owner.name }),
      field("receipt", words.receipt),
      field("last", words.last, { kind: "check" }),
    ],
    command: (values) => ({
      do: "requisition",
      act: "compensate",
      requisition: one.id,
      compensated: {
        incident: one.issued.incident,
        fen: fen(text(values, "amount")) ?? 0,
        ground: text(values, "ground"),
        payee: text(values, "payee"),
        receipt: text(values, "receipt"),
        last: text(values, "last") === "yes",
      },
    }),
    done: words.compensated,
  };
}

export function askAid(incident: Incident): Form {
  const words = t().sent.aid;
  return {
    title: words.title,
    commit: words.draft,
    fields: [
      field("to", words.to, { needed: true }),
      field("reason", words.reason, { kind: "area", needed: true, value: incident.opened.title }),
      field("words", words.needs, { kind: "area", needed: true }),
      field("place", words.place, { value: incident.opened.place.words }),
      field("contact", words.contact),
    ],
    command: (values) => ({
      do: "aid",
      act: "draft",
      aid: null,
      drafted: {
        incident: incident.id,
        to: text(values, "to"),
        reason: text(values, "reason"),
        needs: [],
        words: text(values, "words"),
        place: { words: text(values, "place"), street: "", point: incident.opened.place.point },
        wantedAt: null,
        contact: text(values, "contact"),
      },
    }),
    done: words.drafted,
  };
}

/** The next step of a request. */
export function nextOfAid(aid: Aid): Form | null {
  const words = t().sent.aid;
  const to = name(aid.drafted.to);
  switch (aid.progress) {
    case "drafted":
      return {
        title: `${words.sign} · ${to}`,
        commit: words.sign,
        fields: [field("signer", words.signer, { needed: true }), field("number", words.number)],
        command: (values) => ({
          do: "aid",
          act: "sign",
          aid: aid.id,
          signer: text(values, "signer"),
          number: text(values, "number"),
        }),
        done: words.signed,
      };
    case "signed":
      return {
        title: `${words.send} · ${to}`,
        commit: words.send,
        fields: [field("way", words.way, { kind: "choice", value: "platform", choices: choices(t().words.aid_way) })],
        command: (values) => ({ do: "aid", act: "send", aid: aid.id, way: text(values, "way") as AidWay }),
        done: words.sent,
        help: words.send_help,
      };
    case "sent":
      return {
        title: `${words.answer} · ${to}`,
        commit: words.answer,
        fields: [
          field("decision", words.decision, { kind: "choice", value: "granted", choices: choices(t().words.aid_decision) }),
          field("saidBy", words.said_by, { needed: true }),
          field("words", words.answer_words),
          field("minutes", words.minutes, { kind: "count" }),
        ],
        command: (values) => ({
          do: "aid",
          act: "answer",
          aid: aid.id,
          answered: {
            incident: aid.drafted.incident,
            decision: text(values, "decision") as AidDecision,
            saidBy: text(values, "saidBy"),
            words: text(values, "words"),
            etaS: count(values, "minutes") === 0 ? null : count(values, "minutes") * 60,
          },
        }),
        done: words.answered,
      };
    case "answered":
      return {
        title: `${words.arrive} · ${to}`,
        commit: words.arrive,
        fields: [
          field("words", words.arrived_words, { needed: true }),
          field("people", words.people, { kind: "count" }),
          field("all", words.all, { kind: "check", value: "yes" }),
        ],
        command: (values) => ({
          do: "aid",
          act: "arrive",
          aid: aid.id,
          arrived: {
            incident: aid.drafted.incident,
            words: text(values, "words"),
            people: count(values, "people"),
            all: text(values, "all") === "yes",
          },
        }),
        done: words.arrived,
      };
    case "arrived":
      return {
        title: `${words.release} · ${to}`,
        commit: words.release,
        fields: [field("note", t().errors.fields.note ?? "")],
        command: (values) => ({ do: "aid", act: "release", aid: aid.id, note: text(values, "note") }),
        done: words.released,
      };
    case "released":
    case "declined":
    case "withdrawn":
      return null;
  }
}

/** Tell departments and teams; each with its own box. */
export function notice(incident: Incident, found: Addressees): Form {
  const words = t().sent.notice;
  return {
    title: words.title,
    commit: words.send,
    fields: [
      field("title", words.subject, { needed: true, value: incident.opened.title }),
      field("text", words.text, { kind: "area", needed: true }),
      field("within", words.within, { kind: "count", value: "10" }),
      ...found.recipients.map((one, index) => field(`to${index}`, name(one.name), { kind: "check" })),
    ],
    command: (values) => ({
      do: "circular",
      act: "send",
      sent: {
        incident: incident.id,
        title: text(values, "title"),
        text: text(values, "text"),
        withinMin: count(values, "within"),
        recipients: found.recipients.filter((_, index): boolean => text(values, `to${index}`) === "yes") as Recipient[],
      },
    }),
    done: words.sent,
    help: words.channels(found.channels.map((one) => t().words.channel[one])),
  };
}

export function confirm(circular: Circular, recipient: number): Form {
  const words = t().sent.notice;
  const to = circular.sent.recipients[recipient];
  const rung = to?.ladder[circular.posts[recipient]?.rung ?? 0];
  return {
    title: `${words.confirm} · ${name(to?.name ?? "")}`,
    commit: words.confirm,
    fields: [
      field("by", words.by, { needed: true, value: rung?.name ?? "" }),
      field("how", words.how, { kind: "choice", value: "phone", choices: choices(t().words.channel) }),
      field("note", t().errors.fields.note ?? ""),
    ],
    command: (values) => ({
      do: "circular",
      act: "confirm",
      circular: circular.id,
      confirmed: {
        recipient,
        by: text(values, "by"),
        how: text(values, "how") as Channel,
        note: text(values, "note"),
      },
    }),
    done: words.confirmed,
  };
}
