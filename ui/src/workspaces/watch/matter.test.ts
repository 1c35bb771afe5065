import { expect, test } from "vitest";
import type { AlertRow } from "../../contract";
import { matterFirst } from "./acts";

/** Only what the words of a row come from is stated. */
function row(device: string, point: string | null = null, name = "", siteName = ""): AlertRow {
  return { atPoint: { device, point, name, siteName } } as unknown as AlertRow;
}

test("an alarm of a device says what is the matter before twenty digits of its address", () => {
  const station = "YL0000000000000000000002/a21026";
  expect(matterFirst(`${station} 二氧化硫超标报警`, row(station)), "whoever reads it at a glance").toEqual({
    matter: "二氧化硫超标报警",
    whose: station,
  });
  expect(matterFirst(`${station} 二氧化硫超标报警`, row(station, "P1", "演练 1号排口")).whose, "by its name").toBe("演练 1号排口");
  const placed = row(station, "P1", "演练 1号排口", "演练 污水厂");
  expect(matterFirst(`${station} 二氧化硫超标报警`, placed).whose, "and its place").toBe("演练 1号排口 · 演练 污水厂");
  expect(matterFirst("演练06/G19 可燃气体高高限", row("演练06/G19")).matter, "also where the address has words").toBe("可燃气体高高限");
});

test("the gravest of a row may be of another device, and goes by that one's address", () => {
  const said = matterFirst("3-1-1-42-1 火警", row("3-1-1-91-2", "P1", "演练 水泵"));
  expect(said, "never under the name of the first").toEqual({ matter: "火警", whose: "3-1-1-42-1" });
});

test("what people wrote stays as they wrote it", () => {
  const text = "G35 高速公路拥堵";
  expect(matterFirst(text, { atPoint: null } as AlertRow), "no device, no address").toEqual({ matter: text, whose: "" });
});
