import { expect, it } from "vitest";
import type { Lot } from "../../../contract";
import { shareActs, type Holders } from "./acts";
import { blankLot } from "./blank";

function lotOf(allotments: Record<string, number>): Lot {
  return {
    id: "L1",
    registered: blankLot("d1"),
    known: true,
    replaced: null,
    allotments,
    custodyEpochs: {},
    shareMoves: [],
    countedAt: null,
    draws: [],
    discrepancies: [],
    loans: [],
    reservations: [],
    shipments: [],
  };
}

const HOLDERS: Holders = { own: "a", all: ["a", "b"], name: (holder) => `<${holder}>` };

function field(lot: Lot, act: string, key: string) {
  return shareActs(lot, HOLDERS)
    .find((one) => one.name === act)
    ?.fields.find((one) => one.key === key);
}

it("what a desk may give is its own share and what it may ask the platform for", () => {
  const lot = lotOf({ a: 3, b: 2, "": 4 });
  expect(field(lot, "allot", "share_from")?.among, "with how many there are").toEqual([
    ["a", "<a> 3"],
    ["", "<> 4"],
  ]);
  expect(field(lot, "allot", "share_to")?.among?.map(([holder]) => holder), "to anybody").toEqual(["a", "", "b"]);
  expect(field(lot, "take_share", "share_of")?.among, "another desk's alone is taken over").toEqual([["b", "<b> 2"]]);
});

it("a lot that is the platform's is asked for, and one of nobody has no acts", () => {
  const city = lotOf({ "": 4 });
  expect(field(city, "allot", "share_to")?.start, "it comes to this desk").toBe("a");
  expect(shareActs(city, HOLDERS).map((act) => act.name), "the platform is never away").toEqual(["allot"]);
  expect(shareActs(lotOf({ a: 0, b: 0 }), HOLDERS), "there is nothing to move").toEqual([]);
});

it("the forms come to the commands of the desk", () => {
  const [allot, take] = shareActs(lotOf({ a: 3, b: 2 }), HOLDERS);
  const moved = allot?.command({ share_from: "a", share_to: "b", quantity: "2" });
  expect(moved).toEqual({
    do: "resource",
    act: { act: "allot_stock", lot: "L1", from: "a", to: "b", quantity: 2 },
  });
  const taken = take?.command({ share_of: "b", reason: " 演练 失联 " });
  expect(taken).toEqual({
    do: "resource",
    act: { act: "take_share", lot: "L1", from: "b", reason: "演练 失联" },
  });
});
