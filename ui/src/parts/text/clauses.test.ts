import { expect, it } from "vitest";
import { bodies, clauseTexts } from "./clauses";

const TEXT = `+++
id = "a"
+++
前言

# 1 总则

甲

\`\`\`card
id = "c"
what = "关阀"
\`\`\`

乙

\`\`\`toml
x = 1
\`\`\`

## 1.1 范围
`;

it("gives each clause its text without cards and levels", () => {
  expect(clauseTexts(TEXT)).toEqual([
    { heading: "", body: "前言" },
    { heading: "1 总则", body: "甲\n\n\n乙\n\n```toml\nx = 1\n```" },
    { heading: "1.1 范围", body: "" },
  ]);
});

it("falls back to the desk's paragraphs where the two disagree", () => {
  const clauses = [{ heading: "别的", paragraphs: ["| 一 |", "二"] }];
  expect(bodies(TEXT, clauses), "no mark of the words counts").toEqual(["\\| 一 \\|\n\n二"]);
  const same = clauseTexts(TEXT).map((one) => ({ heading: one.heading, paragraphs: [] }));
  expect(bodies(TEXT, same)[0], "else the Markdown").toBe("前言");
});
