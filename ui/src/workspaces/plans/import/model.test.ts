import { expect, it } from "vitest";
import type { ImportFinding } from "../../../contract";
import { outline } from "../../../parts/text/outline";
import { type Answer, begun, ImportText, isPlanId, saidOf, shownFindings } from "./model";

const TEXT = `+++
id = "import-1"
title = "甲预案"
own = 3
+++

前言

# 1 总则

正文一

## 注意

正文二

\`\`\`level
level = "Ⅲ"
start = ["死亡3人"]
\`\`\`
`;

it("gives the text back as it was when nothing was mended", () => {
  expect(new ImportText(TEXT).text).toBe(TEXT);
});

it("keeps the clause of a finding when an earlier heading is undone", () => {
  const text = new ImportText(TEXT);
  expect(text.count, "the words before the first heading are a clause").toBe(3);
  text.setHeading(1, 0, "1 总则");
  text.setHeading(2, 1, "二、 注意\n事项");
  const heads = outline(text.text.split("\n")).map((one) => `${one.depth} ${one.text}`);
  expect(heads).toEqual(["1 二、 注意 事项"]);
  for (const words of ["前言", "1 总则", "正文一", "正文二"]) {
    expect(text.text, `"${words}" is still there`).toContain(words);
  }
});

it("does not let an undone heading become one again", () => {
  const text = new ImportText("# # 甲\n\n乙\n");
  text.setHeading(0, 0, "# 甲");
  expect(outline(text.text.split("\n"))).toEqual([]);
});

it("changes the front matter and keeps what it does not know", () => {
  const text = new ImportText(TEXT);
  text.setFront("unit", "乙局");
  expect([text.front("unit"), text.front("title")]).toEqual(["乙局", "甲预案"]);
  expect(text.text).toContain("own = 3");
});

it("takes a level out that is none, and nothing else", () => {
  const text = new ImportText(TEXT);
  text.dropLevel(2, "two");
  expect(text.text, "another level stays").toContain("Ⅲ");
  text.dropLevel(2, "three");
  expect(text.text).not.toContain("Ⅲ");
  expect(text.body(2)).toBe("正文二");
  text.setBody(2, "改过 ");
  expect(text.body(2)).toBe("改过");
});

function finding(kind: string, certainty: string, found: Record<string, unknown> = {}): ImportFinding {
  return { kind, certainty, found, why: [], paragraph: 1, clause: 0 };
}

it("shows first what nobody has looked at", () => {
  const findings = [finding("heading", "unsure"), finding("level", "sure"), finding("duty", "unsure")];
  const answers = new Map<number, Answer>([[0, "accepted"]]);
  const shown = (kind: string, only: "open" | "unsure" | "all") => shownFindings(findings, answers, { kind, only });
  expect([shown("", "open"), shown("", "unsure"), shown("", "all"), shown("level", "all")]).toEqual([
    [2],
    [0, 2],
    [0, 1, 2],
    [1],
  ]);
});

it("says what was found, also of a kind that is new to it", () => {
  const contact = finding("contact", "sure", { unit: "甲局", person: "", phones: ["110", "119"] });
  expect(saidOf(contact)).toBe("甲局 · 110 · 119");
  expect(saidOf(finding("later", "sure", { x: 1 }))).toBe("");
});

it("takes only plain names for plans", () => {
  for (const id of ["fire", "street-2", "import-0a1b"]) expect(isPlanId(id), id).toBe(true);
  for (const id of ["", "Fire", "甲", "a b", "-a", "a/b", "x".repeat(65)]) expect(isPlanId(id), id).toBe(false);
});

it("begins a plan with its chapters", () => {
  const text = begun({ id: "a", title: '甲"预案' }, ["总则", "附则"]);
  expect(new ImportText(text).front("title"), "any title is written safely").toBe('甲"预案');
  expect(outline(text.split("\n")).map((one) => one.text)).toEqual(["总则", "附则"]);
});
