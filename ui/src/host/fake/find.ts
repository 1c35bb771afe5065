/** What the made-up desk finds by a name. */
import type { Answer } from "../host";
import { rowOf } from "./commands";
import { CENTRE } from "./district";
import type { FakeState } from "./state";
import words from "./words.json";

export function found(state: FakeState, text: string): Answer<"find"> {
  const plain = { approximate: false, detail: "", point: null };
  return [
    ...words.streets.map((name, index) => ({
      ...plain,
      kind: "street",
      id: name,
      name,
      point: { lon: CENTRE.lon - 0.1 + index * 0.013, lat: CENTRE.lat + ((index % 5) - 2) * 0.03 },
      approximate: true,
    })),
    ...state.teams.map(({ team, point }) => ({
      ...plain,
      kind: "team",
      id: team.id,
      name: `${team.registered.callSign} ${team.registered.name}`,
      point,
    })),
    ...state.incidents.map((one) => ({
      ...plain,
      kind: "incident",
      id: one.id,
      name: `${rowOf(state, one).callSign} ${one.opened.title}`,
      point: one.opened.place.point,
    })),
    ...state.plans.map((row) => ({ ...plain, kind: "plan", id: row.id, name: row.title })),
  ]
    .filter((found) => found.name.toLowerCase().includes(text.toLowerCase()))
    .slice(0, 20);
}
