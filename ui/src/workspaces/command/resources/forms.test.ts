import { describe, expect, it } from "vitest";
import { blankLot, blankPerson, blankSite, blankTeam } from "./blank";
import * as form from "./form";
import { daysLeft } from "./reasons";
import * as rows from "./rows";

describe("what a profile says survives being edited", () => {
  it("for each of the four kinds, when nobody changes anything", () => {
    const team = { ...blankTeam("desk"), name: "T", capabilities: ["hazmat"], people: 8 };
    expect(form.teamOf(form.teamValues(team), team), "a team").toEqual(team);
    const lot = { ...blankLot("d1"), name: "L", quantity: 4, safetyFor: { hazmat: 2 } };
    expect(form.lotOf(form.lotValues(lot), lot, null), "a lot").toEqual(lot);
    const place = { words: "W", street: "S", point: { lon: 117.1, lat: 36.6 } };
    const site = { ...blankSite(), name: "S", facilities: ["water"], place };
    expect(form.siteOf(form.siteValues(site), site), "a site").toEqual(site);
    const person = { ...blankPerson(), name: "P", fields: ["gas"], conflicts: ["X"] };
    expect(form.personOf(form.personValues(person), person), "a person").toEqual(person);
  });

  it("a new lot is in the custody of the desk that enters it", () => {
    const lot = form.lotOf({ name: "L", depot: "d1", quantity: "7" }, blankLot("d1"), "desk");
    expect(lot.allotments, "all of it").toEqual({ desk: 7 });
  });
});

describe("what cannot be saved", () => {
  it.each([
    ["teams", { name: "" }, ["name"]],
    ["teams", { name: "T", people: "-1" }, ["people"]],
    ["teams", { name: "T", insuredUntil: "2026-02-30" }, ["insuredUntil"]],
    ["teams", { name: "T", lon: "117" }, ["lon"]],
    ["teams", { name: "T", lon: "217", lat: "36" }, ["lon"]],
    ["supplies", { name: "L", depot: "" }, ["depot"]],
    ["supplies", { name: "L", depot: "d1", quantity: "1.5" }, ["quantity"]],
    ["teams", { name: "T", people: "8", insuredUntil: "2026-02-28" }, []],
  ] as const)("%s %o", (kind, values, bad) => {
    expect(form.badFields(kind, { ...values }), "the fields to mend").toEqual(bad);
  });
});

describe("the small tables", () => {
  it("put the certificates of one person together", () => {
    const members = rows.membersOf([
      { name: "A", certificate: "one", until: "2027-01-01" },
      { name: "A", certificate: "two" },
      { name: "B" },
      { name: "" },
    ]);
    expect(members.map((member) => member.certificates.length), "two, none").toEqual([2, 0]);
    expect(rows.memberRows(members).length, "a row for each, and one without").toBe(3);
  });

  it("lose no row that somebody typed into", () => {
    const lacks = (columns: readonly rows.RowColumn[], row: form.Values) => rows.lacking(columns, row);
    expect(lacks(rows.CONTACT_COLUMNS, { name: " ", phone: "13900000000" }), "a telephone of nobody").toEqual(["name"]);
    expect(lacks(rows.RATE_COLUMNS, { basis: "call_out", yuan: "300" }), "a rate for nothing").toEqual(["what"]);
    expect(lacks(rows.RATE_COLUMNS, { basis: "call_out" }), "a choice alone is not typed").toEqual([]);
    expect(lacks(rows.MEMBER_COLUMNS, { name: "A", until: "2027-01-01" }), "a day of no certificate").toEqual([
      "certificate",
    ]);
    expect(lacks(rows.MEMBER_COLUMNS, { name: "A" }), "nobody has to have one").toEqual([]);
    const all = [rows.VEHICLE_COLUMNS, rows.EQUIPMENT_COLUMNS, rows.AGREEMENT_COLUMNS, rows.CERTIFICATE_COLUMNS];
    for (const columns of all) {
      expect(rows.hasFault(columns, [{}, { until: "2027-01-01", inspectedUntil: "2027-01-01" }]), "a day alone").toBe(true);
      expect(rows.hasFault(columns, [{}]), "an empty row is dropped without a word").toBe(false);
    }
  });

  it("notice a day that is none", () => {
    const kept = (until: string) => !rows.hasFault(rows.CERTIFICATE_COLUMNS, [{ certificate: "a", until }]);
    expect(kept("31/5/2026"), "not a day").toBe(false);
    expect(kept(""), "nothing").toBe(true);
    expect(kept("2026-05-31"), "a day").toBe(true);
  });

  it("notice a number that is none, and a rate without its sum", () => {
    const kept = (quantity: string) => !rows.hasFault(rows.EQUIPMENT_COLUMNS, [{ name: "a", quantity }]);
    for (const typed of ["twelve", "1.5", "-1", "1e3"]) expect(kept(typed), typed).toBe(false);
    expect(kept("12"), "a number").toBe(true);
    expect(kept(""), "how many is not known").toBe(true);
    expect(rows.hasFault(rows.RATE_COLUMNS, [{ what: "a" }]), "no sum").toBe(true);
    expect(rows.hasFault(rows.RATE_COLUMNS, [{ what: "a", yuan: "3.50" }]), "a sum").toBe(false);
  });
});

it.each([
  ["2026-05-31", "2026-05-30T17:00:00Z", 0],
  ["2026-05-31", "2026-05-30T15:00:00Z", 1],
  ["2026-05-30", "2026-05-30T16:00:00Z", -1],
])("%s at %s has %i days left", (day, now, left) => {
  expect(daysLeft(day, Date.parse(now)), "days begin at midnight of UTC+8").toBe(left);
});
