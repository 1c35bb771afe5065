/** Supplies drawn with who brings them, or by word of mouth. */
import type { Incident, Lot, Order, Site, TeamRow } from "../../../contract";
import { t } from "../../../locale/index.svelte";
import { plainLine } from "../../../parts/plain";
import { holds } from "../../../parts/holding";
import { onHand } from "../claims";
import { count, text, type Form } from "./form";

const NAME_CHARS_MAX = 30;
/** Lots that can be chosen from. */
const LOTS_MAX = 500;

const name = (words: string) => plainLine(words, NAME_CHARS_MAX);

/** The teams that could bring something: those with an order for the incident first. */
function bearers(orders: readonly Order[], teams: readonly TeamRow[]): [string, string][] {
  const going = new Set(orders.filter((order) => holds(order.progress)).map((order) => order.sent.team));
  const sorted = [...teams].sort((a, b) => Number(going.has(b.team.id)) - Number(going.has(a.team.id)));
  return sorted.map(({ team }) => [
    team.id,
    `${going.has(team.id) ? "\u25CF " : ""}${team.registered.callSign} ${name(team.registered.name)}`,
  ]);
}

export function drawStock(
  incident: Incident,
  orders: readonly Order[],
  lots: readonly Lot[],
  sites: readonly Site[],
  teams: readonly TeamRow[],
): Form {
  const words = t().sent.draw;
  const depot = (id: string) => name(sites.find((site) => site.id === id)?.registered.name ?? id);
  const there = lots.filter((lot) => onHand(lot) > 0).slice(0, LOTS_MAX);
  const choices = there.map(
    (lot) =>
      [
        lot.id,
        `${name(lot.registered.name)} ${onHand(lot)}${name(lot.registered.unit)} \u00B7 ${depot(lot.registered.depot)}`,
      ] as const,
  );
  return {
    title: words.title,
    commit: words.do,
    fields: [
      { key: "lot", label: words.lot, kind: "choice", value: there[0]?.id ?? "", choices, needed: true },
      { key: "quantity", label: words.quantity, kind: "count", value: "1", needed: true },
      {
        key: "team",
        label: words.team,
        kind: "choice",
        value: "",
        choices: [["", words.no_team] as const, ...bearers(orders, teams)],
      },
      { key: "words", label: words.words, kind: "text", value: "" },
      { key: "oral", label: words.oral, kind: "check", value: "" },
    ],
    command: (values) => {
      const team = text(values, "team") || null;
      const order = orders.find((one) => one.sent.team === team && holds(one.progress));
      return {
        do: "issue",
        act: "draw",
        lot: text(values, "lot"),
        incident: incident.id,
        quantity: count(values, "quantity"),
        bearer: { team, order: order?.id ?? null, words: text(values, "words") },
        oral: text(values, "oral") === "yes",
      };
    },
    done: words.done,
    help: words.help,
  };
}
