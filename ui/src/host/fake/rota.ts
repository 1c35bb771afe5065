/** The rota of the made-up desk: who started the watch has it today, nothing else is entered. */
import type { OnDuty, RotaSheet } from "../../contract";
import { CHINA_AHEAD_MS, DAY_MS } from "../../parts/times";
import type { FakeState } from "./state";

export function onDuty(state: FakeState): OnDuty {
  return { leader: state.duty.leader, phone: "", officers: [...state.duty.officers], shift: "" };
}

export function rotaSheet(state: FakeState, from: string | null, days: number): RotaSheet {
  const dayOf = (at: number) => new Date(at + CHINA_AHEAD_MS).toISOString().slice(0, 10);
  const today = dayOf(state.now());
  const first = Date.parse(`${from ?? today}T00:00:00Z`);
  const rows = Array.from({ length: days }, (_, after) => {
    const at = new Date(first + after * DAY_MS);
    const day = at.toISOString().slice(0, 10);
    const own = day === today && state.duty.leader !== "";
    const { leader, officers } = state.duty;
    return {
      day,
      weekend: [0, 6].includes(at.getUTCDay()),
      set: own ? { leader, officers: [...officers], standby: [], phone: "", note: "", shifts: [] } : null,
      gaps: own ? [] : [{ is: "no_day" } as const],
    };
  });
  return { today, now: onDuty(state), days: rows, gaps: rows.filter((row) => row.gaps.length > 0).length };
}
