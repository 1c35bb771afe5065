/** What is due to a team, in words. */
import type { AccountRow } from "../../../contract";
import { t } from "../../../locale/index.svelte";

/** The sum, or why there is none yet. */
export function dueWords(row: AccountRow): string {
  const words = t().sent.account;
  if (row.rates === 0) return words.no_rates;
  if (row.fen === null) return words.by_hand(row.byHand);
  const sum = words.due(t().words.yuan(row.fen));
  return row.open > 0 ? words.so_far(sum) : sum;
}
