import { afterEach, beforeEach, expect, it } from "vitest";
import { PlanEditor } from "./editor";

const TEXT = `+++
id = "a"
+++

# 1 总则

正文一

## 1.1 范围

正文二

# 2 响应

| 甲 | 乙 |
|---|---|
| 1 | 2 |
`;
// A browser tells of a new selection afterwards, the page of these tests in the middle of it.
document.addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true);

let editor: PlanEditor;
let changes = 0;
let opened: number[] = [];

beforeEach(() => {
  changes = 0;
  opened = [];
  document.body.replaceChildren();
  editor = new PlanEditor({
    parent: document.body,
    text: TEXT,
    label: "正文",
    phrases: { Find: "查找" },
    pictures: { card: "任务卡", level: "响应级别", edit: "编辑", within: (minutes) => `${minutes}` },
    open: (line) => opened.push(line),
    changed: () => (changes += 1),
    moved: () => undefined,
  });
});
afterEach(() => editor.end());

const lineOf = (text: string) => editor.lines.indexOf(text);

it("shows the text and changes nothing of it by itself", () => {
  expect(editor.text, "not a character is touched").toBe(TEXT);
  expect(changes).toBe(0);
  expect(editor.line, "the cursor stands below the front matter, which has a form").toBe(3);
});

it("puts a new clause after the one of the cursor and what belongs to it", () => {
  editor.go(lineOf("正文一"));
  editor.insertClause("# 2 ");
  const heads = editor.lines.filter((line) => line.startsWith("#"));
  expect(heads, "after 1 with its 1.1, before the old 2").toEqual(["# 1 总则", "## 1.1 范围", "# 2 ", "# 2 响应"]);
  expect(editor.lines[editor.line], "and the cursor is there").toBe("# 2 ");
  editor.undo();
  expect(editor.text, "one step takes it back").toBe(TEXT);
});

it("replaces a block and renames lines as one step each", () => {
  const from = lineOf("| 甲 | 乙 |");
  editor.replace(from, from + 3, ["| 丙 |", "|---|"]);
  expect(editor.lines.slice(from, from + 3), "the lines of the old table are gone").toEqual(["| 丙 |", "|---|", ""]);
  editor.setLines([
    { line: lineOf("# 1 总则"), text: "# 一、总则" },
    { line: lineOf("# 2 响应"), text: "# 二、响应" },
  ]);
  expect(editor.lines.filter((line) => line.startsWith("# "))).toEqual(["# 一、总则", "# 二、响应"]);
  editor.undo();
  editor.undo();
  expect(editor.text).toBe(TEXT);
  editor.redo();
  expect(editor.text).not.toBe(TEXT);
});

it("puts a block below the cursor with a blank line around it, also at the very end", () => {
  editor.go(lineOf("正文二"));
  editor.insertBelow(["```card", "```"]);
  const at = lineOf("```card");
  expect(editor.lines.slice(at - 2, at + 3)).toEqual(["正文二", "", "```card", "```", ""]);
  editor.go(editor.lines.length - 1);
  editor.insertBelow(["末"]);
  expect(editor.text.endsWith("\n末\n"), "a text without a last line gets one").toBe(true);
});

it("shows a table as a table, and its button asks for its form", () => {
  const button = document.querySelector<HTMLElement>(".cm-picture-edit");
  expect(document.querySelector(".cm-picture th")?.textContent).toBe("甲");
  button?.click();
  expect(opened, "by its first line").toEqual([lineOf("| 甲 | 乙 |")]);
});

it("speaks another language without touching the text", () => {
  editor.speak("Text", {}, { card: "Card", level: "Level", edit: "Edit", within: String });
  expect(document.querySelector(".cm-picture-edit")?.textContent).toBe("Edit");
  expect(changes).toBe(0);
});
