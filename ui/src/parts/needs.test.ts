import { expect, test } from "vitest";
import type { Lot } from "../contract";
import { needWords, supplyName } from "./needs";

const lots = [{ registered: { supply: "WZ-07", name: "沙袋" } }] as unknown as Lot[];

test("a supply is called by its name, never by its code where a lot has it", () => {
  const need = { capability: "", supply: "WZ-07", quantity: 200 };
  expect(needWords(need, lots), "as whoever fetches it calls it").toContain("沙袋");
  expect(needWords(need, lots), "the code says nothing").not.toContain("WZ-07");
  expect(supplyName(lots, "WZ-99"), "what nobody holds has only its code").toBe("WZ-99");
});
