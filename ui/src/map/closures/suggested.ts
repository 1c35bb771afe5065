/** Taking a closure that an alert of a feed suggests. */
import type { Receipt, SuggestedClosure } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";

const SAID_CHARS_MAX = 40;

/** Alerts whose closures are being taken: a key that is pressed again must not close a road twice. */
const taking = new Set<string>();

/** Takes all that one alert suggests: its areas belong together. */
export async function take(desk: Desk, rows: readonly SuggestedClosure[], alert: string): Promise<boolean> {
  if (taking.has(alert) || !rows.some((row) => row.alert === alert)) return false;
  taking.add(alert);
  try {
    // The list in view may still show what was taken a moment ago.
    const own = (await desk.ask("suggested_closures", { alert })) ?? [];
    const [first] = own;
    if (first === undefined) return false;
    const commands = own.map(({ set }) => ({ do: "set_closure" as const, closure: null, set }));
    const receipts = await desk.commands(commands);
    if (receipts.length === 0) return false;
    const said = t().roads.suggested.taken(plainLine(first.set.reason, SAID_CHARS_MAX));
    desk.notices.say("done", said, () => void lift(desk, receipts));
    return true;
  } finally {
    taking.delete(alert);
  }
}

/** Takes it back by lifting what was set. */
async function lift(desk: Desk, receipts: readonly Receipt[]): Promise<void> {
  const closures = receipts.flatMap(({ entities }) => entities).filter((entity) => entity.startsWith("closure:"));
  const reason = t().sent.order.slip;
  const commands = closures.map((entity) => {
    return { do: "lift_closure" as const, closure: entity.slice("closure:".length), reason };
  });
  const lifted = await desk.commands(commands);
  if (lifted.length === closures.length) desk.notices.say("done", t().frame.took_back);
}
