/** What can be done to one thing of the list besides changing its profile. */
import type { Command, Lot, OriginId, Person, ResourceProfile, Site } from "../../../contract";
import type { ActionName } from "../../../keys/actions";
import { t } from "../../../locale/index.svelte";
import { pointOf } from "../../../parts/moments";
import type { Values } from "./form";

/** One act, with the fields it asks for. */
export interface Act {
  /** Its word in `t().resources.act`. */
  name: string;
  /** The action that opens it too, where it has a key. */
  action?: ActionName;
  /** What it comes to; a word in `t().resources.act` too. */
  help?: string;
  fields: readonly ActField[];
  command: (values: Values) => Command;
}

export interface ActField {
  /** Its word in `t().resources.act`; a place has two values, `place` and `point`. */
  key: string;
  type: "count" | "text" | "day" | "pick" | "check" | "place";
  needed?: boolean;
  /** Value to word. */
  among?: readonly (readonly [string, string])[];
  start?: string;
}

const note: ActField = { key: "note", type: "text" };
const neededNote: ActField = { key: "note", type: "text", needed: true };
const quantity: ActField = { key: "quantity", type: "count", needed: true };

function n(values: Values, key = "quantity"): number {
  return Number(values[key] ?? "0");
}

function maybe(values: Values, key: string): number | null {
  const text = (values[key] ?? "").trim();
  return text === "" ? null : Number(text);
}

function say(values: Values, key: string): string {
  return (values[key] ?? "").trim();
}

/** The note, with where the team is in words. */
function noteOf(values: Values): string {
  const place = say(values, "place");
  const said = place === "" || say(values, "point") === "" ? "" : t().position.said(place, "");
  return [said, say(values, "note")].filter((part) => part !== "").join(" ");
}

export function teamActs(id: string, readiness: readonly (readonly [string, string])[]): Act[] {
  return [
    {
      name: "report",
      fields: [
        { key: "readiness", type: "pick", among: readiness, start: "ready" },
        { key: "present", type: "count" },
        { key: "fuel", type: "count" },
        { key: "point", type: "place" },
        note,
      ],
      command: (values) => ({
        do: "report_team",
        team: id,
        reported: {
          readiness: (values["readiness"] || "unknown") as "ready",
          point: pointOf(say(values, "point")),
          present: maybe(values, "present"),
          fuelPercent: maybe(values, "fuel"),
          note: noteOf(values),
        },
      }),
    },
  ];
}

/** The platform's share has no desk's name. */
const CITY = "";

/** Who may hold shares of supplies, and how each is called. */
export interface Holders {
  own: OriginId;
  /** This desk, and every other that the log knows. */
  all: readonly OriginId[];
  name: (holder: string) => string;
}

/** Everybody who has or may have a share of a lot: this desk, the platform, the others. */
function holdersOf(lot: Lot, { own, all }: Holders): string[] {
  const others = [...Object.keys(lot.allotments), ...all].filter((one) => one !== own && one !== CITY);
  return [own, CITY, ...new Set(others)];
}

/** Shares passed on, asked for and taken over. */
export function shareActs(lot: Lot, holders: Holders): Act[] {
  const has = (holder: string) => lot.allotments[holder] ?? 0;
  const named = (holder: string) => [holder, holders.name(holder)] as const;
  const counted = (holder: string) => [holder, `${holders.name(holder)} ${has(holder)}`] as const;
  const all = holdersOf(lot, holders);
  const mine = [holders.own, CITY].filter((holder) => has(holder) > 0);
  const theirs = all.filter((holder) => holder !== holders.own && holder !== CITY && has(holder) > 0);
  const acts: Act[] = [];
  if (mine.length > 0) {
    // Asked for it comes here; passed on it goes to the next in the list.
    const to = mine[0] === CITY ? holders.own : (all.find((one) => one !== mine[0]) ?? CITY);
    acts.push({
      name: "allot",
      action: "allot_share",
      help: "allot_help",
      fields: [
        { key: "share_from", type: "pick", among: mine.map(counted), start: mine[0] ?? CITY },
        { key: "share_to", type: "pick", among: all.map(named), start: to },
        quantity,
      ],
      command: (v) => ({
        do: "resource",
        act: { act: "allot_stock", lot: lot.id, from: say(v, "share_from"), to: say(v, "share_to"), quantity: n(v) },
      }),
    });
  }
  if (theirs.length > 0) {
    acts.push({
      name: "take_share",
      action: "take_share",
      help: "take_share_help",
      fields: [
        { key: "share_of", type: "pick", among: theirs.map(counted), start: theirs[0] ?? "" },
        { key: "reason", type: "text", needed: true },
      ],
      command: (v) => ({
        do: "resource",
        act: { act: "take_share", lot: lot.id, from: say(v, "share_of"), reason: say(v, "reason") },
      }),
    });
  }
  return acts;
}

/** `others` are lots of the same supply elsewhere. */
export function lotActs(lot: Lot, others: readonly (readonly [string, string])[], holders: Holders): Act[] {
  const id = lot.id;
  const loans = lot.loans.map((loan) => [loan.event, `${loan.lent.to} ${loan.out}`] as const);
  const marks = lot.reservations.map((one) => [one.event, `${one.reserved.purpose} ${one.reserved.quantity}`] as const);
  const sent = lot.shipments.map((one) => [one.event, `${one.shipped.quantity} ← ${one.from}`] as const);
  const acts: Act[] = [
    {
      name: "count",
      fields: [{ key: "counted", type: "count", needed: true }, note],
      command: (v) => ({ do: "count_stock", lot: id, quantity: n(v, "counted"), note: say(v, "note") }),
    },
    {
      name: "receive",
      fields: [quantity, note],
      command: (v) => ({
        do: "resource",
        act: { act: "receive_stock", lot: id, quantity: n(v), note: say(v, "note") },
      }),
    },
    {
      name: "issue",
      fields: [quantity, { key: "to", type: "text", needed: true }, note],
      command: (v) => ({
        do: "resource",
        act: {
          act: "issue_stock",
          lot: id,
          taken: { quantity: n(v), to: say(v, "to"), note: say(v, "note") },
        },
      }),
    },
    {
      name: "write_off",
      fields: [quantity, neededNote],
      command: (v) => ({
        do: "resource",
        act: {
          act: "write_off_stock",
          lot: id,
          taken: { quantity: n(v), to: "", note: say(v, "note") },
        },
      }),
    },
    {
      name: "lend",
      fields: [quantity, { key: "borrower", type: "text", needed: true }, { key: "due", type: "day" }],
      command: (v) => ({
        do: "resource",
        act: {
          act: "lend_stock",
          lot: id,
          lent: { quantity: n(v), to: say(v, "borrower"), phone: "", due: say(v, "due") || null },
        },
      }),
    },
    {
      name: "reserve",
      fields: [quantity, { key: "purpose", type: "text", needed: true }],
      command: (v) => ({
        do: "resource",
        act: {
          act: "reserve_stock",
          lot: id,
          reserved: { quantity: n(v), purpose: say(v, "purpose"), incident: null, until: null },
        },
      }),
    },
  ];
  if (others.length > 0) {
    acts.push({
      name: "ship",
      fields: [
        quantity,
        { key: "target", type: "pick", among: others, start: others[0]?.[0] ?? "" },
        { key: "carrier", type: "text" },
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "ship_stock",
          lot: id,
          shipped: { to: say(v, "target"), quantity: n(v), carrier: say(v, "carrier"), note: "" },
        },
      }),
    });
  }
  if (loans.length > 0) {
    acts.push({
      name: "return_loan",
      fields: [
        { key: "borrower", type: "pick", among: loans, start: loans[0]?.[0] ?? "" },
        quantity,
        { key: "closed", type: "check" },
        note,
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "return_loan",
          lot: id,
          returned: {
            loan: say(v, "borrower"),
            quantity: n(v),
            closed: v["closed"] === "yes",
            note: say(v, "note"),
          },
        },
      }),
    });
  }
  if (marks.length > 0) {
    acts.push({
      name: "unreserve",
      fields: [{ key: "purpose", type: "pick", among: marks, start: marks[0]?.[0] ?? "" }],
      command: (v) => ({
        do: "resource",
        act: { act: "unreserve_stock", lot: id, reservation: say(v, "purpose") },
      }),
    });
  }
  if (sent.length > 0) {
    acts.push({
      name: "arrive",
      fields: [
        { key: "target", type: "pick", among: sent, start: sent[0]?.[0] ?? "" },
        { key: "received", type: "count", needed: true },
        note,
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "receive_shipment",
          lot: id,
          arrived: { shipment: say(v, "target"), quantity: n(v, "received"), note: say(v, "note") },
        },
      }),
    });
  }
  return [...acts, ...shareActs(lot, holders)];
}

export function siteActs(site: Site, words: Record<string, string>): Act[] {
  const works = [
    ["", "—"],
    ["yes", words["works"] ?? ""],
    ["no", words["broken"] ?? ""],
  ] as const;
  const doors = [
    ["", "—"],
    ["yes", words["open"] ?? ""],
    ["no", words["close"] ?? ""],
  ] as const;
  const yes = (text: string) => (text === "" ? null : text === "yes");
  const acts: Act[] = [
    {
      name: "report",
      fields: [
        { key: "open", type: "pick", among: doors },
        { key: "head_count", type: "count" },
        { key: "beds", type: "count" },
        { key: "works", type: "pick", among: works },
        note,
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "report_site",
          site: site.id,
          reported: {
            open: yes(say(v, "open")),
            headCount: maybe(v, "head_count"),
            free: maybe(v, "beds"),
            working: yes(say(v, "works")),
            note: say(v, "note"),
          },
        },
      }),
    },
    {
      name: "find_danger",
      fields: [
        { key: "danger", type: "text", needed: true },
        { key: "major", type: "check" },
        { key: "owner", type: "text" },
        { key: "put_right_by", type: "day" },
        { key: "found_by", type: "text" },
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "find_danger",
          site: site.id,
          found: {
            words: say(v, "danger"),
            major: v["major"] === "yes",
            owner: say(v, "owner"),
            due: say(v, "put_right_by") || null,
            source: say(v, "found_by"),
          },
        },
      }),
    },
  ];
  return acts;
}

export function personActs(person: Person, words: Record<string, string>): Act[] {
  const there = [
    ["yes", words["available"] ?? ""],
    ["no", words["unavailable"] ?? ""],
  ] as const;
  return [
    {
      name: "report",
      fields: [{ key: "available", type: "pick", among: there, start: "yes" }, note],
      command: (v) => ({
        do: "resource",
        act: {
          act: "report_person",
          person: person.id,
          reported: { available: say(v, "available") === "yes", until: null, note: say(v, "note") },
        },
      }),
    },
    {
      name: "consult",
      fields: [
        { key: "question", type: "text", needed: true },
        { key: "answer", type: "text" },
      ],
      command: (v) => ({
        do: "resource",
        act: {
          act: "consult_person",
          person: person.id,
          consulted: { incident: null, question: say(v, "question"), answer: say(v, "answer") },
        },
      }),
    },
  ];
}

/** Takes a thing off the list. */
export function withdrawal(profile: ResourceProfile, reason: string): Command | null {
  const id = profile.row.id;
  if (profile.team !== null) return { do: "resource", act: { act: "withdraw_team", team: id, reason } };
  if (profile.lot !== null) return { do: "resource", act: { act: "withdraw_lot", lot: id, reason } };
  if (profile.site !== null) return { do: "resource", act: { act: "withdraw_site", site: id, reason } };
  if (profile.person !== null) {
    return { do: "resource", act: { act: "withdraw_person", person: id, reason } };
  }
  return null;
}
