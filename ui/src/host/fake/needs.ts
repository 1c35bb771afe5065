/** What incidents of the made-up desk need. */
import type { Incident, Need, NeedCover } from "../../contract";

/** What the tasks ask for and nothing covers: nobody has been sent for it in this picture. */
export function openCovers(incident: Incident): NeedCover[] {
  const needs = new Map<string, Need>();
  for (const task of Object.values(incident.tasks)) {
    for (const need of task.given.needs) needs.set(`${need.capability}|${need.supply}`, need);
  }
  return [...needs.values()].map((need) => ({ need, there: 0, coming: 0, gap: need.quantity }));
}
