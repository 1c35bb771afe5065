import { expect, test } from "vitest";
import en from "./en";
import zhCN from "./zh-CN";

// Tables by a code are looked up by any text, so that their type does not say which codes they have.

/** Keyed by the English of the editor itself. */
const OWN_ENGLISH = ["plan_edit.phrases."];

/** All paths to a text, a function that makes one, or a list of them. */
function leaves(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, below]) => leaves(below, path === "" ? name : `${path}.${name}`));
}

test("what has words in one language has them in the other", () => {
  const [chinese, english] = [leaves(zhCN, ""), leaves(en, "")];
  expect(chinese.length, "the texts are read").toBeGreaterThan(1_000);
  expect(english.filter((path) => !chinese.includes(path)), "no Chinese").toEqual([]);
  const missing = chinese.filter((path) => !english.includes(path) && !OWN_ENGLISH.some((table) => path.startsWith(table)));
  expect(missing, "no English").toEqual([]);
});
