/** Firms of the made-up desk: one with two hazard sites, a unit with tanks and a level point. */
import type { Command, Firm, FirmPage, FirmProfile, FirmQuery, FirmRow, FirmSite, HazardRow, PointRow, Site, UnitRow } from "../../contract";
import { chosenRisk } from "./risks";
import type { FakeState } from "./state";
import words from "./words.json";

/** Half of what a sum needs for one more grade; made up, the real numbers are the desk's rules. */
const THRESHOLD_T = 5;

function hazardOf(site: Site, index: number): HazardRow | null {
  const tanks = site.units[index]?.told.tanks ?? [];
  if (tanks.length === 0) return null;
  const s = tanks.reduce((sum, tank) => sum + tank.holds.quantityT / THRESHOLD_T, 0);
  return { things: [], s, major: s >= 1, weighted: s * 4, people: 60, alpha: 1.5, r: s * 6, grade: s >= 1 ? 3 : null };
}

export class FakeFirms {
  readonly #state: FakeState;
  readonly #firms: Firm[];
  readonly #point: (id: string) => PointRow | null;

  constructor(state: FakeState, point: (id: string) => PointRow | null) {
    this.#state = state;
    this.#point = point;
    const sites = state.sites.filter((site) => site.registered.kind === "hazard").slice(0, 2);
    const place = sites[0]?.registered.place ?? { words: "", street: "", point: null };
    this.#firms = [1, 2].map((number) => ({
      id: `firm-${number}`,
      known: true,
      registered: {
        name: `${words.hint} ${words.hazard}${number}`, code: number === 1 ? "91350100M000100Y43" : "", industry: words.hazard,
        place, role: words.hint, phone: "000-0000-0001", note: "", import: "",
      },
    }));
    for (const site of sites) site.registered = { ...site.registered, firm: "firm-1" };
    const first = sites[0];
    if (first === undefined) return;
    first.units = [
      {
        id: `${first.id}|1`,
        told: {
          name: `${words.hint} 1`, kind: "storage", filing: "", role: words.hint, phone: "", at: null, note: "", import: "",
          tanks: [1, 2].map((tank) => ({
            name: `V-10${tank}`,
            holds: { substance: words.hazard, quantityT: 6, classes: [] },
            capacityM3: 10, pressureMpa: 1.6, temperatureC: null,
            points: tank === 1 ? [`${words.hint}|P-000`] : [],
          })),
        },
      },
    ];
  }

  #sitesOf(firm: string): Site[] {
    return this.#state.sites.filter((site) => site.registered.firm === firm);
  }

  #row(firm: Firm): FirmRow {
    const sites = this.#sitesOf(firm.id);
    const units = sites.flatMap((site) => site.units);
    return {
      firm,
      sites: sites.length,
      units: units.length,
      tanks: units.reduce((sum, unit) => sum + unit.told.tanks.length, 0),
      grade: units.length > 0 ? 3 : null,
      level: units.length > 0 ? "major" : null,
      dangers: sites.reduce((sum, site) => sum + site.dangers.length, 0),
      overdue: 0,
    };
  }

  page({ text, offset, limit }: FirmQuery): FirmPage {
    const says = ({ registered }: Firm) => `${registered.name} ${registered.code} ${registered.industry}`.toLowerCase().includes(text.toLowerCase());
    const rows = this.#firms.filter((firm) => firm.known && says(firm)).map((firm) => this.#row(firm));
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  }

  units(id: string): UnitRow[] {
    const site = this.#state.sites.find((one) => one.id === id);
    return (site?.units ?? []).map((unit, index) => ({
      unit,
      hazard: site === undefined ? null : hazardOf(site, index),
      tanks: unit.told.tanks.map((tank) => ({ tank, points: tank.points.flatMap((point) => this.#point(point) ?? []) })),
    }));
  }

  profile(id: string): FirmProfile | null {
    const firm = this.#firms.find((one) => one.id === id && one.known);
    if (firm === undefined) return null;
    const sites = this.#sitesOf(id).map((site): FirmSite => ({
      risk: chosenRisk(site),
      units: this.units(site.id),
      dangers: site.dangers.filter((danger) => danger.closedAt === null),
    }));
    const points = sites.flatMap((site) => site.units.flatMap((unit) => unit.tanks.flatMap((tank) => tank.points)));
    const plans = [{ plan: "hazardous-chemicals", title: words.naming_plan }];
    return { row: this.#row(firm), sites, points, alarms: [], plans, history: [] };
  }

  act(command: Extract<Command, { do: "firm" }>): string[] {
    const id = command.firm ?? this.#state.newId("firm");
    const there = this.#firms.find((one) => one.id === id);
    if (command.act === "withdraw") {
      if (there !== undefined) there.known = false;
    } else if (there === undefined) {
      this.#firms.push({ id, known: true, registered: command.registered });
    } else {
      Object.assign(there, { known: true, registered: command.registered });
    }
    return [`firm:${id}`];
  }

  actOnUnit(command: Extract<Command, { do: "unit" }>): string[] {
    const site = this.#state.sites.find((one) => one.id === command.site);
    if (site === undefined) return [];
    const id = command.unit ?? `${site.id}|${this.#state.newId("unit")}`;
    const rest = site.units.filter((one) => one.id !== id);
    site.units = command.act === "withdraw" ? rest : [...rest, { id, told: command.told }];
    return [`site:${site.id}`];
  }
}
