/** The map of plans of the made-up desk: each plan somewhere in the district, and the counts. */
import type { PlanMap, ShelfRow } from "../../contract";
import { date } from "../../locale/format";
import { KEY_FIELDS } from "../../locale/plan-values";
import { CENTRE } from "./district";
import words from "./words.json";

/** `drilledAt` says when a plan was drilled last. */
export function planMap(rows: readonly ShelfRow[], drilledAt: (plan: string) => number | null): PlanMap {
  const plans = rows.map((row, index) => {
    const { title, kind, unit, area, fields } = row.summary;
    const streets = area.filter((one) => words.streets.some((street) => one.startsWith(street)));
    const point = { lon: CENTRE.lon - 0.08 + (index % 5) * 0.04, lat: CENTRE.lat - 0.03 + Math.floor(index / 5) * 0.03 };
    const drilled = drilledAt(row.id);
    return {
      plan: row.id,
      title,
      kind,
      unit,
      area,
      streets,
      fields,
      point: index % 6 === 5 ? null : point,
      approximate: index % 2 === 0,
      recorded: row.recorded,
      state: row.state,
      overdue: row.overdue > 0,
      notDrilled: drilled === null && row.recorded,
      drilled: drilled === null ? null : date(drilled),
    };
  });
  const count = (name: string, of: typeof plans) => ({
    name,
    all: of.length,
    draft: of.filter((one) => one.state === "draft").length,
    inForce: of.filter((one) => one.state === "in_force").length,
    inRevision: of.filter((one) => one.state === "in_revision").length,
    ended: of.filter((one) => one.state === "abolished" || one.state === "superseded").length,
    overdue: of.filter((one) => one.overdue).length,
    notDrilled: of.filter((one) => one.notDrilled).length,
  });
  const onStreet = (street: string) => plans.filter((one) => one.streets.some((name) => name.startsWith(street)));
  const ofField = (field: string) => plans.filter((one) => one.fields.includes(field));
  const ofDistrict = count("", plans.filter((one) => one.streets.length === 0));
  const ofNoField = count("", plans.filter((one) => one.fields.length === 0));
  return {
    plans,
    byStreet: [ofDistrict, ...words.streets.map((street) => count(street, onStreet(street)))],
    streets: words.streets.map((name, index) => ({ name, point: { lon: CENTRE.lon - 0.1 + index * 0.02, lat: CENTRE.lat + 0.05 } })),
    byField: [...KEY_FIELDS.map((field) => count(field, ofField(field))), ofNoField],
  };
}
