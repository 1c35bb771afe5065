import { expect, it } from "vitest";
import { chinese, figure, numberOf, renumbered } from "../../locale/clause-numbers";
import { bodyStart, endOf, findClause, nameOf, nextHeading, outline, renumber } from "./outline";

const lines = (text: string) => text.split("\n");

it("reads and writes numbers as Chinese documents do", () => {
  const cases: [string, string, number[], string][] = [
    ["第三章 响应", "chapter", [3], "第四章"],
    ["第二十条", "article", [20], "第二十一条"],
    ["第2条", "article", [2], "第3条"],
    ["一、总则", "chinese", [1], "二、"],
    ["（九）保障", "chinese_bracket", [9], "（十）"],
    ["1. 关阀", "digit", [1], "2."],
    ["1 总则", "digit", [1], "2"],
    ["3.2.1 启动", "dotted", [3, 2, 1], "3.2.2"],
    ["(4) 其他", "digit_bracket", [4], "(5)"],
    ["①先核实", "circled", [1], "②"],
  ];
  for (const [heading, style, parts, next] of cases) {
    const number = numberOf(heading);
    expect(number, `${heading} begins with a number`).toMatchObject({ style, parts });
    if (number === null) continue;
    const following = [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1];
    expect(renumbered(number, following), `what follows ${heading}`).toBe(next);
  }
  expect(numberOf("总则"), "words alone").toBeNull();
  expect(numberOf("一般要求"), "a word that begins with a figure").toBeNull();
});

it("counts in Chinese up to what a plan can have", () => {
  for (let value = 1; value <= 999; value += 1) {
    expect(figure(chinese(value)), `${value} comes back from ${chinese(value)}`).toBe(value);
  }
  expect(chinese(10) + chinese(110) + chinese(101), "ten, a hundred and ten, a hundred and one").toBe(
    "十一百一十一百零一",
  );
});

const PLAN = `+++
id = "a"
title = "# no heading"
+++

> 样板

# 1 总则

## 1.1 范围

\`\`\`card
# not a heading either
id = "c"
\`\`\`

## 1.3 依据

# 2 响应

## 2.1 分级

\`\`\`level
level = "Ⅰ"
\`\`\`
`;

it("finds the clauses and not what looks like one in the front matter or a block", () => {
  const all = outline(lines(PLAN));
  expect(all.map((one) => one.text)).toEqual(["1 总则", "1.1 范围", "1.3 依据", "2 响应", "2.1 分级"]);
  expect(all.map((one) => one.cards), "the card stands under 1.1").toEqual([0, 1, 0, 0, 0]);
  expect(all.map((one) => one.levels), "the level stands under 2.1").toEqual([0, 0, 0, 0, 1]);
  expect(all.map((one) => one.follows), "1.3 does not follow 1.1").toEqual([true, true, false, true, true]);
  expect(bodyStart(lines(PLAN)), "the body begins after the front matter").toBe(4);
  expect(bodyStart(["# a"]), "without one it begins at once").toBe(0);
});

it("gives every heading the number that follows, in its own style", () => {
  const text = lines("# 第一章 总则\n## 第一条 甲\n## 第三条 乙\n# 第三章 响应\n## 第四条 丙\n### （二）丁\n### （四）戊");
  for (const { line, text: better } of renumber(text)) text[line] = better;
  expect(text).toEqual([
    "# 第一章 总则",
    "## 第一条 甲",
    "## 第二条 乙",
    "# 第二章 响应",
    "## 第三条 丙",
    "### （一）丁",
    "### （二）戊",
  ]);
});

it("takes the number of the chapter along", () => {
  const text = lines("# 1 总则\n## 1.1 甲\n# 3 响应\n## 3.1 乙\n## 3.3 丙\n### 3.3.1 丁");
  for (const { line, text: better } of renumber(text)) text[line] = better;
  expect(text.join("\n")).toBe("# 1 总则\n## 1.1 甲\n# 2 响应\n## 2.1 乙\n## 2.2 丙\n### 2.2.1 丁");
  expect(renumber(text), "a second time there is nothing to do").toEqual([]);
});

it("offers the next clause and knows where one ends", () => {
  const all = outline(lines(PLAN));
  expect(nextHeading(all, 1), "after 1.1").toBe("## 1.2 ");
  expect(nextHeading(all, 3), "after 2").toBe("# 3 ");
  expect(nextHeading([], 0), "in an empty plan").toBe("# ");
  expect(endOf(all, 0, 99), "chapter 1 ends where 2 begins").toBe(all[3]?.line);
  expect(endOf(all, 4, 99), "the last one ends with the text").toBe(99);
});

it("finds a clause of the text in force in the newest one", () => {
  const inForce = outline(lines("# 1 总则\n# 2 响应\n## 2.1 甲\n# 3 附则\n## 甲\n## 甲"));
  const newest = outline(lines("# 1 总则\n# 2 预警\n# 3 响应\n## 3.1 甲\n# 4 附录\n## 甲\n## 甲"));
  const found = (at: number) => {
    const name = nameOf(inForce, at);
    return name === null ? null : (findClause(newest, name)?.text ?? null);
  };
  expect(found(0), "word for word").toBe("1 总则");
  expect(found(1), "a chapter was put before it").toBe("3 响应");
  expect(found(2)).toBe("3.1 甲");
  expect(found(3), "neither its words: what has its number now").toBe("3 响应");
  expect(nameOf(inForce, 5), "the second of the same words").toEqual({ text: "甲", nth: 1 });
  expect(findClause(newest, { text: "甲", nth: 1 })?.line).toBe(6);
  expect(findClause(newest, { text: "乙", nth: 0 }), "what is gone is not there").toBeNull();
  expect(nameOf(inForce, -1), "the text before the first heading has no name").toBeNull();
});
