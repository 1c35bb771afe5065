/** Taking a closure that an alert of a feed suggests. */
import type { SuggestedClosure } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";

const SAID_CHARS_MAX = 40;

/** Takes all that one alert suggests: its areas belong together. */
export async function take(desk: Desk, rows: readonly SuggestedClosure[], alert: string): Promise<boolean> {
  const own = rows.filter((row) => row.alert === alert);
  const [first] = own;
  if (first === undefined) return false;
  const commands = own.map(({ set }) => ({ do: "set_closure" as const, closure: null, set }));
  const receipts = await desk.commands(commands);
  if (receipts.length === 0) return false;
  desk.notices.say("done", t().roads.suggested.taken(plainLine(first.set.reason, SAID_CHARS_MAX)));
  return true;
}
