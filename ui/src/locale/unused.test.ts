import { expect, test } from "vitest";
import zhCN from "./zh-CN";

// A text that nothing shows is translated and read for nothing. Looked for are paths from `t()` and
// from names that stand for one (`const words = $derived(t().points)`). Where a group is handed on
// whole or looked up by a value, all of it counts as used: what is found is surely unused.

type Group = Record<string, unknown>;
type Path = readonly string[];

const SOURCES: Record<string, string> = import.meta.glob(
  ["../**/*.ts", "../**/*.svelte", "!./en/**", "!../**/*.test.ts", "!./index.svelte.ts", "!./zh-CN/index.ts"],
  { query: "?raw", import: "default", eager: true },
);
const MODULES: Record<string, Group> = import.meta.glob("./zh-CN/*.ts", { eager: true });

/** `const words = t().a.b;` and `const { a, b } = $derived(t());`. */
const DECLARED = /(?:const|let) (\w+|\{[\w,\s]+\}) = (?:\$derived\()?t\(\)((?:\.\w+)*)\)?;/g;
const IMPORTED = /import \{ ([\w, ]+) \} from "\.\/([\w-]+)"/g;
/** Comments, and quoted words without anything reckoned in them. */
const NOT_CODE = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<!:)\/\/.*|"[^"{}\n]*"/g;
/** `.a.b` after a name, also over several lines and after `?`. */
const CHAIN = /^(?:\s*\??\.\s*[A-Za-z_]\w*)*/;
const NAME = /\bt\(\)|(?<![.\w$])[A-Za-z_]\w*(?!\w|:)/g;

function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function at(path: Path): unknown {
  return path.reduce<unknown>((group, name) => (isGroup(group) ? group[name] : undefined), zhCN);
}

/** The paths of all texts below a group. */
function leaves(value: unknown, path: Path): Path[] {
  return isGroup(value) ? Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name])) : [path];
}

/** Where a group of a module stands in the whole. */
function placeOf(wanted: unknown, value: unknown = zhCN, path: Path = []): Path | null {
  if (value === wanted) return path;
  if (!isGroup(value)) return null;
  for (const [name, one] of Object.entries(value)) {
    const found = placeOf(wanted, one, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

/** Names of a source that stand for a group, each with the groups it may be. */
function aliases(source: string): Map<string, Path[]> {
  const found = new Map<string, Path[]>();
  for (const [, declared = "", chain = ""] of source.matchAll(DECLARED)) {
    const steps = chain.split(".").slice(1);
    for (const name of declared.match(/\w+/g) ?? []) {
      const path = declared.startsWith("{") ? [...steps, name] : steps;
      found.set(name, [...(found.get(name) ?? []), path]);
    }
  }
  return found;
}

/** The names of texts that a module of texts takes from another one. */
function imported(source: string): Map<string, Path[]> {
  const found = new Map<string, Path[]>();
  for (const [, names = "", file = ""] of source.matchAll(IMPORTED))
    for (const name of names.split(", ")) {
      const place = placeOf(MODULES[`./zh-CN/${file}.ts`]?.[name]);
      if (place !== null) found.set(name, [place]);
    }
  return found;
}

/** As far as the steps lead from a group. */
function follow(group: Path, steps: readonly string[]): Path {
  const [step, ...rest] = steps;
  const below = at(group);
  return step !== undefined && isGroup(below) && step in below ? follow([...group, step], rest) : group;
}

function usedIn(file: string, source: string): Path[] {
  const isText = file.startsWith("./zh-CN/");
  const names = isText ? imported(source) : aliases(source);
  const code = source.replace(NOT_CODE, "").replace(DECLARED, "");
  return [...code.matchAll(NAME)].flatMap((found) => {
    const groups = found[0] === "t()" ? [[]] : (names.get(found[0]) ?? []);
    const chain = CHAIN.exec(code.slice(found.index + found[0].length))?.[0] ?? "";
    const steps = chain.match(/\w+/g) ?? [];
    // A module of texts takes another one in by its name alone.
    return isText && steps.length === 0 ? [] : groups.map((group) => follow(group, steps));
  });
}

test("every text is shown somewhere", () => {
  const used = new Set<string>();
  for (const [file, source] of Object.entries(SOURCES))
    for (const path of usedIn(file, source)) for (const leaf of leaves(at(path), path)) used.add(leaf.join("."));
  const unused = leaves(zhCN, []).map((leaf) => leaf.join("."));
  expect(unused.filter((leaf) => !used.has(leaf)), "a text that nothing shows goes").toEqual([]);
});
