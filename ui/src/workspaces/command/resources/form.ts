/** The fields of the four profiles, from a profile into texts that a person edits, and back. */
import type {
  LotRegistered,
  PersonRegistered,
  Scenario,
  SiteRegistered,
  TableKind,
  TeamRegistered,
} from "../../../contract";
import { listed } from "../../../locale/format";
import { t } from "../../../locale/index.svelte";
import { clock, minuteOf } from "../../../parts/clock";

/** How a field is edited. `choices` is several codes in one text, parted by commas. */
export type FieldType = "text" | "area" | "count" | "number" | "day" | "clock" | "choice" | "choices" | "depot" | "firm";

export interface FormField {
  key: string;
  type: FieldType;
  /** Code to word. */
  among?: () => Readonly<Record<string, string>>;
  needed?: boolean;
}

export type Values = Record<string, string>;

/** A level or kind that nobody may choose. */
function without(words: Readonly<Record<string, string>>, code: string): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => key !== code));
}

const STANDARDS: Record<string, string> = {
  "": "—",
  gb30077_class1: "GB 30077-2023 Ⅰ",
  gb30077_class2: "GB 30077-2023 Ⅱ",
};

const PLACE: FormField[] = [
  { key: "place", type: "text" },
  { key: "street", type: "text" },
  { key: "lon", type: "number" },
  { key: "lat", type: "number" },
];

/** The safety stocks of the seven scenarios with their fields. */
export const SAFETY = [
  ["hazmat", "safetyHazmat"],
  ["geological", "safetyGeological"],
  ["flood", "safetyFlood"],
  ["fire", "safetyFire"],
  ["earthquake", "safetyEarthquake"],
  ["cold", "safetyCold"],
  ["utilities", "safetyUtilities"],
] as const satisfies readonly (readonly [Scenario, string])[];

export const FIELDS: Record<TableKind, FormField[]> = {
  // The register of points has a form of its own.
  points: [],
  // Firms and units have forms of their own as well.
  firms: [],
  units: [],
  teams: [
    { key: "name", type: "text", needed: true },
    { key: "callSign", type: "text" },
    { key: "level", type: "choice", among: () => without(t().resources.level, "unknown") },
    { key: "kind", type: "choice", among: () => t().resources.team_kind },
    { key: "unit", type: "text" },
    { key: "capabilities", type: "choices", among: () => t().command.capability },
    { key: "people", type: "count" },
    { key: "onCall", type: "count" },
    { key: "turnoutMin", type: "count" },
    { key: "comesBy", type: "choice", among: () => ({ "": t().resources.by_vehicles, ...t().roads.vehicle }) },
    { key: "shiftH", type: "count" },
    { key: "sceneMaxH", type: "count" },
    { key: "restAfterH", type: "count" },
    { key: "restH", type: "count" },
    { key: "dutyFrom", type: "clock" },
    { key: "dutyTo", type: "clock" },
    { key: "contact", type: "text" },
    { key: "authority", type: "text" },
    { key: "authorityPhone", type: "text" },
    { key: "insuredUntil", type: "day" },
    { key: "standard", type: "choice", among: () => STANDARDS },
    ...PLACE,
  ],
  supplies: [
    { key: "name", type: "text", needed: true },
    { key: "supply", type: "text" },
    { key: "depot", type: "depot", needed: true },
    { key: "shelf", type: "text" },
    { key: "quantity", type: "count" },
    { key: "unit_of_count", type: "text" },
    { key: "batch", type: "text" },
    { key: "produced", type: "day" },
    { key: "expires", type: "day" },
    { key: "calibratedUntil", type: "day" },
    { key: "inspectedUntil", type: "day" },
    { key: "minimum", type: "count" },
    { key: "safety", type: "count" },
    ...SAFETY.map(([, key]): FormField => ({ key, type: "count" })),
    { key: "checkedOn", type: "day" },
    { key: "barcode", type: "text" },
    { key: "keeper", type: "text" },
    { key: "owner", type: "text" },
  ],
  sites: [
    { key: "name", type: "text", needed: true },
    { key: "kind", type: "choice", among: () => t().words.site },
    { key: "unit", type: "text" },
    { key: "firm", type: "firm" },
    { key: "contact", type: "text" },
    { key: "capacity", type: "count" },
    { key: "areaM2", type: "count" },
    { key: "facilities", type: "text" },
    { key: "protection", type: "choice", among: () => ({ "": t().objects.to_confirm, ...t().objects.class_whole }) },
    { key: "people500m", type: "count" },
    { key: "stream", type: "text" },
    ...PLACE,
    { key: "note", type: "area" },
  ],
  people: [
    { key: "name", type: "text", needed: true },
    { key: "kind", type: "choice", among: () => t().words.person },
    { key: "unit", type: "text" },
    { key: "post", type: "text" },
    { key: "phone", type: "text" },
    { key: "fields", type: "text" },
    { key: "skills", type: "choices", among: () => without(t().resources.skill, "other") },
    { key: "conflicts", type: "text" },
    ...PLACE,
    { key: "note", type: "area" },
  ],
};

/** Signs that part the entries of a list in one text, of either language. */
const LIST = /[,;\u3001\uFF0C\uFF1B]/;

function entries(text: string): string[] {
  return text
    .split(LIST)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function count(text: string | undefined): number {
  return text === undefined || text.trim() === "" ? 0 : Number(text);
}

function day(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function placeOf(values: Values) {
  const [lon, lat] = [values["lon"] ?? "", values["lat"] ?? ""];
  const known = lon.trim() !== "" && lat.trim() !== "";
  return {
    words: values["place"] ?? "",
    street: values["street"] ?? "",
    point: known ? { lon: Number(lon), lat: Number(lat) } : null,
  };
}

/** True for a day `YYYY-MM-DD` that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Fields whose text cannot be what it should be. */
export function badFields(kind: TableKind, values: Values): string[] {
  const bad = FIELDS[kind].filter(({ key, type, needed }) => {
    const text = (values[key] ?? "").trim();
    if (text === "") return needed === true;
    if (type === "count") return !/^\d{1,9}$/.test(text);
    if (type === "day") return !isDay(text);
    if (type === "clock") return minuteOf(text) === null;
    if (type === "number") return !Number.isFinite(Number(text));
    return false;
  });
  const [lon, lat] = [(values["lon"] ?? "").trim(), (values["lat"] ?? "").trim()];
  const half = (lon === "") !== (lat === "");
  const off = Math.abs(Number(lon)) > 180 || Math.abs(Number(lat)) > 90;
  return [...bad.map((field) => field.key), ...(half || off ? ["lon"] : [])];
}

type Place = TeamRegistered["home"];

function placeValues(place: Place): Values {
  return {
    place: place.words,
    street: place.street,
    lon: place.point === null ? "" : String(place.point.lon),
    lat: place.point === null ? "" : String(place.point.lat),
  };
}

function shown(number: number): string {
  return number === 0 ? "" : String(number);
}

export function teamValues(team: TeamRegistered): Values {
  return {
    name: team.name,
    callSign: team.callSign,
    level: team.level,
    kind: team.kind,
    unit: team.unit,
    capabilities: team.capabilities.join(","),
    people: shown(team.people),
    onCall: shown(team.shift.onCall),
    turnoutMin: shown(team.turnoutMin),
    comesBy: team.comesBy ?? "",
    shiftH: shown(team.shift.shiftH),
    restH: shown(team.shift.restH),
    sceneMaxH: shown(team.shift.sceneMaxH),
    restAfterH: shown(team.shift.restAfterH),
    dutyFrom: team.shift.fromMin === null ? "" : clock(team.shift.fromMin),
    dutyTo: team.shift.toMin === null ? "" : clock(team.shift.toMin),
    contact: team.contact,
    authority: team.authority.by,
    authorityPhone: team.authority.phone,
    insuredUntil: team.insuredUntil ?? "",
    standard: team.standard,
    ...placeValues(team.home),
  };
}

export function lotValues(lot: LotRegistered): Values {
  return {
    name: lot.name,
    supply: lot.supply,
    depot: lot.depot,
    shelf: lot.shelf,
    quantity: String(lot.quantity),
    unit_of_count: lot.unit,
    batch: lot.batch,
    produced: lot.produced ?? "",
    expires: lot.expires ?? "",
    calibratedUntil: lot.calibratedUntil ?? "",
    inspectedUntil: lot.inspectedUntil ?? "",
    minimum: shown(lot.minimum),
    safety: shown(lot.safety),
    ...Object.fromEntries(SAFETY.map(([scenario, key]) => [key, shown(lot.safetyFor[scenario] ?? 0)])),
    checkedOn: lot.checkedOn ?? "",
    barcode: lot.barcode,
    keeper: lot.keeper,
    owner: lot.owner,
  };
}

export function siteValues(site: SiteRegistered): Values {
  return {
    name: site.name,
    kind: site.kind,
    unit: site.unit,
    firm: site.firm ?? "",
    contact: site.contact,
    capacity: shown(site.capacity),
    areaM2: shown(site.areaM2),
    facilities: listed(site.facilities),
    protection: site.protection ?? "",
    people500m: site.people500m === null ? "" : String(site.people500m),
    stream: site.stream,
    note: site.note,
    ...placeValues(site.place),
  };
}

export function personValues(person: PersonRegistered): Values {
  return {
    name: person.name,
    kind: person.kind,
    unit: person.unit,
    post: person.post,
    phone: person.phone,
    fields: listed(person.fields),
    skills: person.skills.join(","),
    conflicts: listed(person.conflicts),
    note: person.note,
    ...placeValues(person.place),
  };
}

/** A team as edited; what has no field stays as it was. */
export function teamOf(values: Values, before: TeamRegistered): TeamRegistered {
  return {
    ...before,
    name: (values["name"] ?? "").trim(),
    callSign: (values["callSign"] ?? "").trim(),
    level: (values["level"] || "unknown") as TeamRegistered["level"],
    kind: (values["kind"] || "other") as TeamRegistered["kind"],
    unit: values["unit"] ?? "",
    capabilities: entries(values["capabilities"] ?? ""),
    people: count(values["people"]),
    turnoutMin: count(values["turnoutMin"]),
    comesBy: (values["comesBy"] || null) as TeamRegistered["comesBy"],
    shift: {
      ...before.shift,
      onCall: count(values["onCall"]),
      shiftH: count(values["shiftH"]),
      restH: count(values["restH"]),
      sceneMaxH: count(values["sceneMaxH"]),
      restAfterH: count(values["restAfterH"]),
      fromMin: minuteOf(values["dutyFrom"] ?? ""),
      toMin: minuteOf(values["dutyTo"] ?? ""),
    },
    contact: values["contact"] ?? "",
    authority: { by: values["authority"] ?? "", phone: values["authorityPhone"] ?? "" },
    insuredUntil: day(values["insuredUntil"]),
    standard: values["standard"] ?? "",
    home: placeOf(values),
    import: "",
  };
}

/** A lot as edited; a new one is in the custody of the desk that enters it. */
export function lotOf(values: Values, before: LotRegistered, desk: string | null): LotRegistered {
  const quantity = count(values["quantity"]);
  const safetyFor = { ...before.safetyFor };
  for (const [scenario, key] of SAFETY) {
    if ((values[key] ?? "") === "") delete safetyFor[scenario];
    else safetyFor[scenario] = count(values[key]);
  }
  return {
    ...before,
    name: (values["name"] ?? "").trim(),
    supply: (values["supply"] ?? "").trim(),
    depot: values["depot"] ?? "",
    shelf: values["shelf"] ?? "",
    quantity,
    unit: values["unit_of_count"] ?? "",
    batch: values["batch"] ?? "",
    produced: day(values["produced"]),
    expires: day(values["expires"]),
    calibratedUntil: day(values["calibratedUntil"]),
    inspectedUntil: day(values["inspectedUntil"]),
    minimum: count(values["minimum"]),
    safety: count(values["safety"]),
    safetyFor,
    checkedOn: day(values["checkedOn"]),
    barcode: values["barcode"] ?? "",
    keeper: values["keeper"] ?? "",
    owner: values["owner"] ?? "",
    allotments: desk === null ? before.allotments : { [desk]: quantity },
    import: "",
  };
}

export function siteOf(values: Values, before: SiteRegistered): SiteRegistered {
  return {
    ...before,
    name: (values["name"] ?? "").trim(),
    kind: (values["kind"] || "other") as SiteRegistered["kind"],
    unit: values["unit"] ?? "",
    firm: values["firm"] || null,
    contact: values["contact"] ?? "",
    capacity: count(values["capacity"]),
    areaM2: count(values["areaM2"]),
    facilities: entries(values["facilities"] ?? ""),
    protection: (values["protection"] || null) as SiteRegistered["protection"],
    people500m: (values["people500m"] ?? "").trim() === "" ? null : count(values["people500m"]),
    stream: values["stream"] ?? "",
    note: values["note"] ?? "",
    place: placeOf(values),
    import: "",
  };
}

export function personOf(values: Values, before: PersonRegistered): PersonRegistered {
  return {
    ...before,
    name: (values["name"] ?? "").trim(),
    kind: (values["kind"] || "other") as PersonRegistered["kind"],
    unit: values["unit"] ?? "",
    post: values["post"] ?? "",
    phone: values["phone"] ?? "",
    fields: entries(values["fields"] ?? ""),
    skills: entries(values["skills"] ?? "") as PersonRegistered["skills"],
    conflicts: entries(values["conflicts"] ?? ""),
    note: values["note"] ?? "",
    place: placeOf(values),
    import: "",
  };
}
