/** Devices and points of the made-up desk: some registered, some silent, one beyond its limit. */
import type { AlertPoint, Command, LimitChange, PointDetail, PointPage, PointQuery, PointRow, PointState } from "../../contract";
import { MINUTE_MS } from "../../parts/times";
import type { FakeState } from "./state";
import words from "./words.json";

const POINTS = 60;
/** In the order of the real list. */
const STATES: readonly PointState[] = ["beyond", "bad", "silent", "stale", "unheard", "good"];
const NO_LIMITS = {
  lowLow: null, low: null, high: null, highHigh: null, deadband: null,
  onDelayS: 0, offDelayS: 0, risePerMin: null, fallPerMin: null, rateOverS: 0,
};

function stateOf(number: number): PointState {
  return number === 0 ? "beyond" : number % 7 === 3 ? "silent" : number % 7 === 5 ? "stale" : "good";
}

/** The device behind a made-up alert: nobody has registered it. */
export function strange(index: number): AlertPoint {
  const feed = words.hint;
  const id = `${feed}|P-${String(index % POINTS).padStart(3, "0")}`;
  return {
    id, feed, device: id.slice(feed.length + 1), station: id, point: null, name: "", site: null, siteName: "",
    position: "", state: "good", heardAt: null,
  };
}

export class FakePoints {
  readonly #state: FakeState;
  readonly #rows: PointRow[];
  readonly #changes = new Map<string, LimitChange[]>();

  constructor(state: FakeState) {
    this.#state = state;
    this.#rows = Array.from({ length: POINTS }, (_, number) => this.#made(number));
  }

  #made(number: number): PointRow {
    const feed = words.hint;
    const device = `P-${String(number).padStart(3, "0")}`;
    const state = stateOf(number);
    const site = this.#state.sites[number % Math.max(1, this.#state.sites.length)];
    const name = `${words.hint} ${number}`;
    const known = number % 3 !== 1;
    return {
      id: `${feed}|${device}`,
      feed,
      device,
      registered: known
        ? { feed, device, name, site: site?.id ?? null, at: null, position: "", silentAfterS: null, staleAfterS: null, note: "", import: "" }
        : null,
      via: "",
      name,
      site: known ? (site?.id ?? null) : null,
      siteName: known ? (site?.registered.name ?? "") : "",
      position: "",
      at: known ? (site?.registered.place.point ?? null) : null,
      state,
      value: number === 0 ? 6.4 : 3 + (number % 5) / 10,
      unit: "m",
      quantity: name,
      measuredAt: this.#state.now() - number * 1_000,
      heardAt: this.#state.now() - (state === "silent" ? 40 * MINUTE_MS : number * 1_000),
      good: true,
      trend: number % 2 === 0 ? "up" : "level",
      limits: { ...NO_LIMITS, low: 1, high: 5 },
      limitsOwn: false,
      changes: 0,
      silentAfterS: 600,
      staleAfterS: 600,
    };
  }

  get all(): readonly PointRow[] {
    return this.#rows;
  }

  page(query: PointQuery): PointPage {
    const text = query.text.toLowerCase();
    const says = (row: PointRow) => `${row.name} ${row.device} ${row.siteName}`.toLowerCase().includes(text);
    const fit = this.#rows.filter((row) => says(row) && (query.site === null || row.site === query.site));
    const rows = fit
      .filter((row) => query.state === null || row.state === query.state)
      .filter((row) => !query.unregistered || row.registered === null)
      .filter((row) => !query.unplaced || (row.registered !== null && row.at === null))
      .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || a.device.localeCompare(b.device));
    return {
      total: rows.length,
      rows: rows.slice(query.offset, query.offset + query.limit),
      counts: STATES.map((state) => ({ state, count: fit.filter((row) => row.state === state).length })),
      unregistered: fit.filter((row) => row.registered === null).length,
    };
  }

  detail(id: string): PointDetail | null {
    const row = this.#rows.find((one) => one.id === id);
    return row === undefined ? null : { row, changes: [...(this.#changes.get(id) ?? [])].reverse(), history: [] };
  }

  act(command: Extract<Command, { do: "point" }>): string[] {
    const id = command.act === "register" ? `${command.registered.feed}|${command.registered.device}` : command.point;
    const row = this.#rows.find((one) => one.id === id);
    if (row === undefined) return [];
    if (command.act === "register") {
      const site = this.#state.sites.find((one) => one.id === command.registered.site);
      Object.assign(row, { registered: command.registered, name: command.registered.name, site: site?.id ?? null, siteName: site?.registered.name ?? "" });
    } else if (command.act === "limit") {
      const mark = { by: this.#state.actor, at: this.#state.now(), note: command.reason };
      const changes = [...(this.#changes.get(id) ?? []), { limits: command.limits, was: command.was, mark }];
      this.#changes.set(id, changes);
      Object.assign(row, { limits: command.limits, limitsOwn: command.limits !== null, changes: changes.length });
    } else {
      row.registered = null;
    }
    return [`point:${id}`];
  }
}
