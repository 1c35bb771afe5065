/** The one list of actions, as the window has it: `ui/src/keys/actions.ts`. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const LIST = new URL("../../ui/src/keys/actions.ts", import.meta.url);
/** Fewer than this were not read as they stand. */
const ACTIONS_MIN = 120;
const LINE = /^ {2}(\w+): (?:moving\()?(?:everywhere\("([^"]*)"\)|single\("(\w+)", "([^"]*)"\)|\{ scope: "(\w+)", key: "([^"]*)")/gm;

/** Name, scope and key of every action. */
export async function actions() {
  const text = await readFile(LIST, "utf8");
  const list = text.slice(text.indexOf("export const ACTIONS"), text.indexOf("as const satisfies"));
  const found = [...list.matchAll(LINE)].map(([, name, wide, single, letter, scope, key]) => ({
    name,
    scope: single ?? scope ?? "anywhere",
    key: wide ?? letter ?? key,
  }));
  const lines = list.split("\n").filter((line) => /^ {2}\w+: /.test(line)).length;
  assert.equal(found.length, lines, "every line of the list is read");
  assert.ok(found.length >= ACTIONS_MIN, `${found.length} actions are the whole list`);
  return found;
}
