import { expect, it } from "vitest";
import { shownBlocks } from "./widgets";

const LINES = `+++
id = "a|b"
+++
| 甲 | 乙 |
|---|---|
| 1 | 2 |

\`\`\`card
what = "a | b"
\`\`\`
\`\`\`toml
| x | y |
|---|---|
\`\`\`
\`\`\`level
level = "Ⅰ"`.split("\n");

it("finds tables and blocks in the body, and nothing inside other blocks", () => {
  const found = shownBlocks(LINES).map(({ kind, from, to }) => [kind, from, to]);
  expect(found, "a block without an end is left as text").toEqual([
    ["table", 3, 6],
    ["card", 7, 10],
  ]);
});
