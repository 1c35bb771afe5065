import { expect, it } from "vitest";
import { beginsTable, blocks, cells, ruler, spans, wordsOf, type TableBlock } from "./markdown";

it("reads a table into columns", () => {
  const [table] = blocks("| 单位 | 电话 |\n|---|:-:|\n| 甲局 | **110** |\n| 乙街道 | |\n\n下文");
  expect(table?.is, "the first block is the table").toBe("table");
  const { head, rows, align } = table as TableBlock;
  expect(head.map(wordsOf), "the head").toEqual(["单位", "电话"]);
  expect(align, "the ruler sets the columns").toEqual(["start", "center"]);
  expect(rows.map((row) => row.map(wordsOf)), "an empty cell keeps its place").toEqual([
    ["甲局", "110"],
    ["乙街道", ""],
  ]);
  expect(rows[0]?.[1], "marks inside a cell count").toEqual([{ text: "110", strong: true }]);
});

it("drops no word of a row with too many cells", () => {
  const [table] = blocks("|a|b|\n|-|-|\n|1|2|3|4|");
  expect((table as TableBlock).rows[0]?.map(wordsOf)).toEqual(["1", "2 3 4"]);
});

it("keeps a bar that is part of the words", () => {
  expect(cells("| a \\| b | c |"), "an escaped bar parts nothing").toEqual(["a \\| b", "c"]);
  expect(wordsOf(spans("a \\| b")), "and is shown as a bar").toBe("a | b");
});

it("takes a line with bars for a table only above a ruler of as many columns", () => {
  expect(beginsTable("| a | b |", "|---|---|"), "two and two").toBe(true);
  expect(beginsTable("| a | b |", "|---|"), "two and one").toBe(false);
  expect(beginsTable("a | b", undefined), "the last line").toBe(false);
  expect(ruler("---"), "a line of dashes alone is none").toBeNull();
});

it("reads marks as looks and everything else as words", () => {
  expect(spans("> 无 **样板** <b onclick=x>"), "a tag is words").toEqual([
    { text: "> 无 " },
    { text: "样板", strong: true },
    { text: " <b onclick=x>" },
  ]);
  expect(wordsOf(spans("1\\. \\*\\*甲 &lt;b&gt;")), "escaped signs are plain").toBe("1. **甲 <b>");
  expect(wordsOf(spans("2 ** 3")), "two stars that nothing ends").toBe("2 ** 3");
});

it("parts paragraphs, quotes, lists and code", () => {
  const found = blocks("> 样板\n> 待确认\n\n甲\n乙\n\n- 一\n  - 二\n2. 三\n\n```toml\nx = 1\n```\n");
  expect(found.map((block) => block.is)).toEqual(["quote", "paragraph", "item", "item", "item", "code"]);
  expect(found[1]?.is === "paragraph" && wordsOf(found[1].spans), "lines stay lines").toBe("甲\n乙");
  expect(found[3], "a deeper item").toMatchObject({ depth: 1, mark: "-" });
  expect(found[5], "code is kept as it is").toMatchObject({ text: "x = 1" });
});

it("gives every word of any text back", () => {
  const bare = (text: string) => text.replace(/[\s|*>\\-]/gu, "");
  for (const text of ["|a|b", "| a |\n|---|\nb", "```\n未完", "**", "\\", "&amp", "|\n|-|\n||", "1)"]) {
    const said = blocks(text).map((block) => {
      if (block.is === "code") return block.text;
      if (block.is !== "table") return (block.is === "item" ? block.mark : "") + wordsOf(block.spans);
      return [block.head, ...block.rows].flat().map(wordsOf).join("");
    });
    expect(bare(said.join("")), JSON.stringify(text)).toBe(bare(text).replace(/^```/u, ""));
  }
});
