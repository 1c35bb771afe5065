import { expect, it } from "vitest";
import { blockAt, blockLines, freshId, listOf, put, textOf } from "./blocks";

const TEXT = `+++
id = "fire"
title = "火灾预案"
own = [1, 2]
+++
# 1 总则
\`\`\`card
id = "c-1"
what = "关阀"
law = ["第一条"]
needs = [{ capability = "hazmat", quantity = 1 }]
\`\`\`
正文
\`\`\`level
level = Ⅰ
\`\`\`
`.split("\n");

it("finds the block around a line with its values", () => {
  expect(blockAt(TEXT, 2), "the front matter").toMatchObject({ kind: "front", from: 0, to: 5 });
  for (const line of [6, 8, 11]) {
    const block = blockAt(TEXT, line);
    expect(block, `line ${line} is in the card`).toMatchObject({ kind: "card", from: 6, to: 12 });
    expect(block?.values && textOf(block.values, "what")).toBe("关阀");
    expect(block?.values && listOf(block.values, "law")).toEqual(["第一条"]);
  }
  for (const line of [5, 12]) expect(blockAt(TEXT, line), `line ${line} is in none`).toBeNull();
  expect(blockAt(TEXT, 14), "a damaged one is named and not read").toMatchObject({ kind: "level", values: null });
});

it("writes a block back with the keys that the form does not know", () => {
  const block = blockAt(TEXT, 0);
  if (block?.values == null) throw new Error("the front matter can be read");
  put(block.values, "unit", "乙局");
  put(block.values, "title", "");
  const lines = blockLines("front", block.values);
  const back = blockAt(lines, 1)?.values ?? {};
  expect(back["own"], "an unknown key is kept").toEqual([1, 2]);
  expect(textOf(back, "unit"), "a new one is there").toBe("乙局");
  expect("title" in back, "an empty one is gone").toBe(false);
});

it("closes a block with a fence that its words cannot end", () => {
  const lines = blockLines("card", { id: "x", what: "```\n````" });
  expect(lines.at(0)).toBe("`````card");
  expect(blockAt(lines, 1)?.values?.["what"]).toBe("```\n````");
});

it("gives a card a name of its own", () => {
  expect(freshId(TEXT, "c"), "c-1 is taken").toBe("c-2");
});
