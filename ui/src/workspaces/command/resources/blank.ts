/** Profiles with nothing in them yet. */
import type {
  LotRegistered,
  PersonRegistered,
  SiteRegistered,
  TeamRegistered,
} from "../../../contract";

const NOWHERE = { words: "", street: "", point: null };

export function blankTeam(custodian: string | null): TeamRegistered {
  return {
    name: "",
    callSign: "",
    level: "district",
    kind: "general",
    unit: "",
    capabilities: [],
    home: NOWHERE,
    people: 0,
    contact: "",
    turnoutMin: 0,
    custodian,
    members: [],
    vehicles: [],
    equipment: [],
    shift: { shiftH: 0, sceneMaxH: 0, restH: 0, onCall: 0, restAfterH: 0, fromMin: null, toMin: null },
    ladder: [],
    authority: { by: "", phone: "" },
    insuredUntil: null,
    agreements: [],
    comesBy: null,
    rates: [],
    standard: "",
    import: "",
  };
}

export function blankLot(depot: string): LotRegistered {
  return {
    depot,
    supply: "",
    name: "",
    unit: "",
    quantity: 0,
    safety: 0,
    allotments: {},
    minimum: 0,
    safetyFor: {},
    batch: "",
    produced: null,
    expires: null,
    calibratedUntil: null,
    inspectedUntil: null,
    shelf: "",
    barcode: "",
    owner: "",
    keeper: "",
    checkedOn: null,
    import: "",
  };
}

export function blankSite(): SiteRegistered {
  return {
    kind: "depot",
    name: "",
    place: NOWHERE,
    contact: "",
    capacity: 0,
    substance: "",
    quantityT: 0,
    classes: [],
    also: [],
    protection: null,
    people500m: null,
    note: "",
    unit: "",
    firm: null,
    areaM2: 0,
    facilities: [],
    keyholders: [],
    stream: "",
    import: "",
  };
}

export function blankPerson(): PersonRegistered {
  return {
    kind: "expert",
    name: "",
    unit: "",
    post: "",
    phone: "",
    fields: [],
    skills: [],
    certificates: [],
    conflicts: [],
    place: NOWHERE,
    note: "",
    import: "",
  };
}
