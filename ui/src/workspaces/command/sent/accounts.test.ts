import { expect, test } from "vitest";
import type { AccountRow } from "../../../contract";
import { dueWords } from "./accounts";

const ROW: AccountRow = {
  team: "t1",
  name: "演练 蓝天",
  level: "society",
  over: 1,
  open: 0,
  hours: 300,
  rates: 2,
  byHand: 0,
  fen: 136_050,
};

test("a sum is said only when all of it is known", () => {
  expect(dueWords(ROW)).toContain("1360.50");
  expect(dueWords({ ...ROW, open: 1 }), "what is out is not in it").toContain("截至");
  expect(dueWords({ ...ROW, fen: null, byHand: 1 })).toContain("1 项");
  expect(dueWords({ ...ROW, fen: null, rates: 0 })).toContain("没有费率");
});
