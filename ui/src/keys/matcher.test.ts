import { beforeEach, describe, expect, test } from "vitest";
import { ACTION_NAMES, ACTIONS, type ActionFacts } from "./actions";
import { actionFor, pressed } from "./matcher";

let grid: HTMLElement;
let field: HTMLInputElement;

beforeEach(() => {
  document.body.replaceChildren();
  grid = document.createElement("div");
  grid.dataset.scope = "alerts";
  field = document.createElement("input");
  document.body.append(grid, field);
});

function key(target: HTMLElement, init: KeyboardEventInit & { keyCode?: number }): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { bubbles: true, ...init });
  Object.defineProperty(event, "target", { value: target });
  if (init.keyCode !== undefined) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  return event;
}

function asked(event: KeyboardEvent, singleKeys = true) {
  return actionFor(event, singleKeys, () => true);
}

describe("a press in the words of the list", () => {
  test.each([
    [{ key: "k", ctrlKey: true }, "Ctrl+K"],
    [{ key: "K", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+K"],
    [{ key: "F2", shiftKey: true }, "Shift+F2"],
    [{ key: "?", shiftKey: true }, "?"],
    [{ key: "a" }, "A"],
    [{ key: "d", altKey: true }, "Alt+D"],
    [{ key: "Enter", metaKey: true }, "Ctrl+Enter"],
  ])("%j is %s", (init, text) => {
    expect(pressed(key(grid, init)), "one spelling for each").toBe(text);
  });
});

test("a letter acts in the list that it belongs to", () => {
  expect(asked(key(grid, { key: "a" })), "the alert list has the focus").toBe("acknowledge");
});

test("a letter does nothing elsewhere", () => {
  expect(asked(key(document.body, { key: "a" })), "no list has the focus").toBeUndefined();
});

test("a letter that is typed is text", () => {
  const search = document.createElement("input");
  grid.append(search);
  expect(asked(key(search, { key: "a" })), "the list's own filter field").toBeUndefined();
  expect(asked(key(field, { key: "/" })), "a slash as well").toBeUndefined();
});

test("a sign slipped into a form leads nowhere, and a chord still does", () => {
  const form = document.createElement("dialog");
  const button = document.createElement("button");
  form.append(button);
  document.body.append(form);
  expect(asked(key(button, { key: "/" })), "the line would open under the form").toBeUndefined();
  expect(asked(key(button, { key: "?" })), "the sheet of keys would take its place").toBeUndefined();
  expect(asked(key(button, { key: "F2" })), "an alarm is answered from anywhere").toBe("highest");
});

test("a tick box is no text", () => {
  const box = document.createElement("input");
  box.type = "checkbox";
  grid.append(box);
  expect(asked(key(box, { key: "a" })), "nothing can be typed into it").toBe("acknowledge");
});

test("a field that takes a file is no text", () => {
  const file = document.createElement("input");
  file.type = "file";
  const face = document.createElement("div");
  face.dataset.scope = "plan_import";
  face.append(file);
  document.body.append(face);
  expect(asked(key(file, { key: "Enter", ctrlKey: true })), "the file lies there, it may be taken in").toBe(
    "save_import",
  );
});

test("while an input method composes nothing acts", () => {
  const composing = key(grid, { key: "a" });
  Object.defineProperty(composing, "isComposing", { value: true });
  expect(asked(composing), "the letters spell a word").toBeUndefined();
  expect(asked(key(grid, { key: "a", keyCode: 229 })), "as old engines say it").toBeUndefined();
});

test("keys of the whole window act while typing", () => {
  expect(asked(key(field, { key: "2", ctrlKey: true })), "another workspace").toBe("command");
  expect(asked(key(field, { key: "F8" })), "silence").toBe("silence");
});

test("undo while typing belongs to the text", () => {
  expect(asked(key(field, { key: "z", ctrlKey: true })), "the field undoes its own").toBeUndefined();
  expect(asked(key(grid, { key: "z", ctrlKey: true })), "elsewhere an act is taken back").toBe("undo");
});

test("single keys can be switched off", () => {
  expect(asked(key(grid, { key: "a" }), false), "a dictated word must not act").toBeUndefined();
  expect(asked(key(grid, { key: "F2" }), false), "function keys stay").toBe("highest");
});

test("an action that nobody carries out leaves its key alone", () => {
  expect(actionFor(key(grid, { key: "F8" }), true, () => false), "nothing to do").toBeUndefined();
});

test("no two actions of one scope share a key", () => {
  const seen = new Map<string, string>();
  for (const name of ACTION_NAMES) {
    const { scope, key: spelt }: ActionFacts = ACTIONS[name];
    if (spelt === "") continue;
    const place = `${scope} ${spelt}`;
    expect(seen.get(place), `${name} and another both want ${place}`).toBeUndefined();
    seen.set(place, name);
  }
});
