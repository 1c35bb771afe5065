import { expect, it } from "vitest";
import { emptyRows, tableAt, tableLines } from "./tables";

const TEXT = ["前文 | 不是表", "| 单位 | 电话 |", "|---|--:|", "| 甲 \\| 乙 | 110 |", "| 丙 |", "", "后文"];

it("finds the table around a line as cells", () => {
  for (const line of [1, 2, 3, 4]) {
    expect(tableAt(TEXT, line), `from line ${line}`).toEqual({
      from: 1,
      to: 5,
      align: ["start", "end"],
      rows: [["单位", "电话"], ["甲 | 乙", "110"], ["丙", ""]],
    });
  }
  for (const line of [0, 5, 6]) expect(tableAt(TEXT, line), `line ${line} is in none`).toBeNull();
});

it("writes a grid so that it comes back the same", () => {
  const rows = [["单位", "电话\n号码"], ["甲|乙", "`a` <b> \\ & [x]_"], ["", "**要紧**"]];
  const lines = tableLines(rows, ["start", "center"]);
  expect(lines[1], "the ruler keeps the columns").toBe("|---|:-:|");
  const back = tableAt(lines, 0);
  expect(back?.rows, "a line break in a cell is a blank").toEqual([
    ["单位", "电话 号码"],
    ["甲|乙", "`a` <b> \\ & [x]_"],
    ["", "**要紧**"],
  ]);
  expect(back?.align).toEqual(["start", "center"]);
});

it("takes an empty grid for a table as well", () => {
  const lines = tableLines(emptyRows(2, 2), []);
  expect(tableAt(lines, 0)?.rows).toEqual([["", ""], ["", ""]]);
});
