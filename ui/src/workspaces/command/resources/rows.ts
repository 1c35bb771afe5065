/** The small tables inside a profile, as rows of texts and back. */
import type {
  Agreement,
  Certificate,
  ContactStep,
  CostRate,
  Equipment,
  Member,
  PersonRegistered,
  SiteRegistered,
  Stored,
  Tank,
  TeamRegistered,
  Vehicle,
} from "../../../contract";
import { t } from "../../../locale/index.svelte";
import { fen } from "../sent/form";
import { isDay, type Values } from "./form";

export interface RowColumn {
  key: string;
  type: "text" | "day" | "count" | "tonnes" | "number" | "sum" | "choice";
  among?: () => Readonly<Record<string, string>>;
  /** Set for a column without which the row is lost: as soon as one of these is filled, or any when empty. */
  neededBy?: readonly string[];
}

/** Nine digits: more is a slip of the hand, not a stock. */
const COUNT = /^\d{1,9}$/;

/** Tonnes with their decimals. */
const TONNES = /^\d{1,7}(\.\d{1,6})?$/;

/** A number that may be below nought. */
const NUMBER = /^-?\d{1,7}(\.\d{1,6})?$/;

/** True for a cell that cannot be kept as it is typed. Only a sum has to be there in a row that is. */
export function badCell({ key, type }: RowColumn, row: Values): boolean {
  const typed = get(row, key);
  if (type === "sum") return filled(row, "what") && fen(typed) === null;
  if (typed === "") return false;
  const is = { count: COUNT, tonnes: TONNES, number: NUMBER };
  return type === "day" ? !isDay(typed) : type in is && !is[type as keyof typeof is].test(typed);
}

/** True when a row would be lost or a cell would not be kept. */
export function hasFault(columns: readonly RowColumn[], rows: readonly Values[]): boolean {
  return rows.some((row) => lacking(columns, row).length > 0 || columns.some((column) => badCell(column, row)));
}

/** The columns that a row lacks; none when nothing at all is typed. A choice always has a value and says nothing. */
export function lacking(columns: readonly RowColumn[], row: Values): string[] {
  const typed = columns.filter((column) => column.type !== "choice" && filled(row, column.key));
  const isLacking = ({ key, neededBy }: RowColumn): boolean => {
    if (neededBy === undefined || filled(row, key)) return false;
    return typed.some((other) => neededBy.length === 0 || neededBy.includes(other.key));
  };
  return columns.filter(isLacking).map((column) => column.key);
}

const text = (key: string): RowColumn => ({ key, type: "text" });
const needed = (key: string, by: readonly string[] = []): RowColumn => ({ key, type: "text", neededBy: by });
const day = (key: string): RowColumn => ({ key, type: "day" });

export const MEMBER_COLUMNS: RowColumn[] = [
  needed("name"),
  text("role"),
  text("phone"),
  needed("certificate", ["certificateNumber", "until"]),
  text("certificateNumber"),
  day("until"),
];
export const CERTIFICATE_COLUMNS: RowColumn[] = [
  needed("certificate"),
  text("certificateNumber"),
  day("until"),
];
export const VEHICLE_COLUMNS: RowColumn[] = [
  needed("plate"),
  text("name"),
  { key: "class", type: "choice", among: () => t().resources.vehicle },
  day("inspectedUntil"),
];
export const EQUIPMENT_COLUMNS: RowColumn[] = [
  text("supply"),
  needed("name"),
  { key: "quantity", type: "count" },
  text("unit_of_count"),
  day("inspectedUntil"),
];
export const AGREEMENT_COLUMNS: RowColumn[] = [
  needed("title"),
  text("scope"),
  { key: "arrivalMin", type: "count" },
  day("until"),
];
export const STORED_COLUMNS: RowColumn[] = [
  needed("substance"),
  { key: "quantityT", type: "tonnes", neededBy: ["substance"] },
  text("classes"),
];
export const TANK_COLUMNS: RowColumn[] = [
  needed("tank"),
  needed("substance"),
  { key: "quantityT", type: "tonnes", neededBy: ["tank"] },
  text("classes"),
  { key: "capacityM3", type: "number" },
  { key: "pressureMpa", type: "number" },
  { key: "temperatureC", type: "number" },
  text("points"),
];
/** What parts the points of a tank. */
export const POINT_CUT = /[;\n\uFF1B]+/;
/** What parts the signs of classes. */
const CODES = /[\s,;\u3001\uFF0C\uFF1B]+/;
export const RATE_COLUMNS: RowColumn[] = [
  needed("what"),
  { key: "basis", type: "choice", among: () => t().resources.rate_basis },
  { key: "yuan", type: "sum" },
];
export const CONTACT_COLUMNS: RowColumn[] = [needed("name"), text("role"), text("phone")];

function get(row: Values, key: string): string {
  return (row[key] ?? "").trim();
}

function filled(row: Values, key: string): boolean {
  return get(row, key) !== "";
}

function number(row: Values, key: string): number {
  return Number(get(row, key));
}

function dayOf(row: Values, key: string): string | null {
  return get(row, key) === "" ? null : get(row, key);
}

function certificateOf(row: Values): Certificate {
  return {
    name: get(row, "certificate"),
    number: get(row, "certificateNumber"),
    until: dayOf(row, "until"),
  };
}

function certificateRow(one: Certificate): Values {
  return { certificate: one.name, certificateNumber: one.number, until: one.until ?? "" };
}

/** One row for each certificate of a person, one for a person without. */
export function memberRows(members: readonly Member[]): Values[] {
  return members.flatMap((member) => {
    const base = { name: member.name, role: member.role, phone: member.phone };
    if (member.certificates.length === 0) return [base];
    return member.certificates.map((one) => ({ ...base, ...certificateRow(one) }));
  });
}

/** Rows of one name are one person. */
export function membersOf(rows: readonly Values[]): Member[] {
  const people = new Map<string, Member>();
  for (const row of rows.filter((one) => filled(one, "name"))) {
    const name = get(row, "name");
    const member = people.get(name) ?? {
      name,
      role: get(row, "role"),
      phone: get(row, "phone"),
      certificates: [],
    };
    if (filled(row, "certificate")) member.certificates.push(certificateOf(row));
    people.set(name, member);
  }
  return [...people.values()];
}

export function certificateRows(person: PersonRegistered): Values[] {
  return person.certificates.map(certificateRow);
}

export function certificatesOf(rows: readonly Values[]): Certificate[] {
  return rows.filter((row) => filled(row, "certificate")).map(certificateOf);
}

export function vehicleRows(vehicles: readonly Vehicle[]): Values[] {
  return vehicles.map((one) => ({
    plate: one.plate,
    name: one.name,
    class: one.class,
    inspectedUntil: one.inspectedUntil ?? "",
  }));
}

export function vehiclesOf(rows: readonly Values[], before: readonly Vehicle[]): Vehicle[] {
  return rows
    .filter((row) => filled(row, "plate"))
    .map((row) => ({
      plate: get(row, "plate"),
      name: get(row, "name"),
      class: (get(row, "class") || "car") as Vehicle["class"],
      seats: before.find((one) => one.plate === get(row, "plate"))?.seats ?? 0,
      inspectedUntil: dayOf(row, "inspectedUntil"),
    }));
}

export function equipmentRows(equipment: readonly Equipment[]): Values[] {
  return equipment.map((one) => ({
    supply: one.supply,
    name: one.name,
    quantity: String(one.quantity),
    unit_of_count: one.unit,
    inspectedUntil: one.inspectedUntil ?? "",
  }));
}

export function equipmentOf(rows: readonly Values[]): Equipment[] {
  return rows
    .filter((row) => filled(row, "name"))
    .map((row) => ({
      supply: get(row, "supply"),
      name: get(row, "name"),
      quantity: number(row, "quantity"),
      unit: get(row, "unit_of_count"),
      inspectedUntil: dayOf(row, "inspectedUntil"),
    }));
}

export function agreementRows(agreements: readonly Agreement[]): Values[] {
  return agreements.map((one) => ({
    title: one.title,
    scope: one.scope,
    arrivalMin: one.arrivalMin === null ? "" : String(one.arrivalMin),
    until: one.until ?? "",
  }));
}

/** What the rows do not show stays as the agreement of that title had it. */
export function agreementsOf(rows: readonly Values[], team: TeamRegistered): Agreement[] {
  return rows
    .filter((row) => filled(row, "title"))
    .map((row) => {
      const before = team.agreements.find((one) => one.title === get(row, "title"));
      return {
        parties: before?.parties ?? [team.unit],
        capabilities: before?.capabilities ?? team.capabilities,
        fee: before?.fee ?? "",
        from: before?.from ?? null,
        title: get(row, "title"),
        scope: get(row, "scope"),
        arrivalMin: filled(row, "arrivalMin") ? number(row, "arrivalMin") : null,
        until: dayOf(row, "until"),
      };
    });
}

export function rateRows(rates: readonly CostRate[]): Values[] {
  return rates.map((one) => ({ what: one.what, basis: one.basis, yuan: (one.fen / 100).toFixed(2) }));
}

export function ratesOf(rows: readonly Values[]): CostRate[] {
  return rows
    .filter((row) => filled(row, "what"))
    .map((row) => ({
      what: get(row, "what"),
      basis: (get(row, "basis") || "person_hour") as CostRate["basis"],
      fen: fen(get(row, "yuan")) ?? 0,
    }));
}

/** The main substance is the first row; a place without one has none. */
export function storedRows(site: SiteRegistered): Values[] {
  const first = site.substance === "" ? [] : [site];
  return [...first, ...site.also].map((one) => ({
    substance: one.substance,
    quantityT: String(one.quantityT),
    classes: one.classes.join(" "),
  }));
}

/** The rows as they stand in the profile of a place. */
export function storedOf(rows: readonly Values[]): Pick<SiteRegistered, "substance" | "quantityT" | "classes" | "also"> {
  const all: Stored[] = rows
    .filter((row) => filled(row, "substance"))
    .map((row) => ({
      substance: get(row, "substance"),
      quantityT: number(row, "quantityT"),
      classes: get(row, "classes").split(CODES).filter(Boolean),
    }));
  const [first, ...also] = all;
  return { ...(first ?? { substance: "", quantityT: 0, classes: [] }), also };
}

/** The tanks of a unit as rows of texts. */
export function tankRows(tanks: readonly Tank[]): Values[] {
  const some = (number: number | null) => (number === null ? "" : String(number));
  return tanks.map((tank) => ({
    tank: tank.name,
    substance: tank.holds.substance,
    quantityT: String(tank.holds.quantityT),
    classes: tank.holds.classes.join(" "),
    capacityM3: some(tank.capacityM3),
    pressureMpa: some(tank.pressureMpa),
    temperatureC: some(tank.temperatureC),
    points: tank.points.join("; "),
  }));
}

/** The points that the text of a row names. */
export function pointsOfRow(row: Values): string[] {
  return get(row, "points").split(POINT_CUT).map((point) => point.trim()).filter(Boolean);
}

export function tanksOf(rows: readonly Values[]): Tank[] {
  const some = (row: Values, key: string) => (filled(row, key) ? number(row, key) : null);
  return rows
    .filter((row) => filled(row, "tank"))
    .map((row) => ({
      name: get(row, "tank"),
      holds: {
        substance: get(row, "substance"),
        quantityT: number(row, "quantityT"),
        classes: get(row, "classes").split(CODES).filter(Boolean),
      },
      capacityM3: some(row, "capacityM3"),
      pressureMpa: some(row, "pressureMpa"),
      temperatureC: some(row, "temperatureC"),
      points: pointsOfRow(row),
    }));
}

export function contactRows(steps: readonly ContactStep[]): Values[] {
  return steps.map((step) => ({ ...step }));
}

export function contactsOf(rows: readonly Values[]): ContactStep[] {
  return rows
    .filter((row) => filled(row, "name"))
    .map((row) => ({ name: get(row, "name"), role: get(row, "role"), phone: get(row, "phone") }));
}
