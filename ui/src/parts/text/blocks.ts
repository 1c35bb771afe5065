/** Task cards, response levels and the front matter of a text, as values of a form and back. */
import { parse, stringify, type TomlTable } from "smol-toml";
import { bodyStart } from "./outline";

/** Bytes of a block that a form opens. */
export const BLOCK_CHARS_MAX = 100_000;

export type BlockKind = "card" | "level" | "front";

export interface TextBlock {
  kind: BlockKind;
  /** First line, its fence included, and the one after its last. */
  from: number;
  to: number;
  /** The fence as written. */
  fence: string;
  /** Keys and values; null when it cannot be read, and is then mended in the text. */
  values: TomlTable | null;
}

const OPEN = /^(`{3,}|~{3,})(card|level)\s*$/;

function valuesOf(lines: readonly string[]): TomlTable | null {
  const text = lines.join("\n");
  if (text.length > BLOCK_CHARS_MAX) return null;
  try {
    return parse(text);
  } catch {
    // The text says itself that it is damaged; the check names the line.
    return null;
  }
}

/** The block that a line stands in, or null. */
export function blockAt(lines: readonly string[], line: number): TextBlock | null {
  const body = bodyStart(lines);
  if (line < body) {
    const fence = (lines[0] ?? "").trimEnd();
    return { kind: "front", from: 0, to: body, fence, values: valuesOf(lines.slice(1, body - 1)) };
  }
  for (let from = line; from >= body; from -= 1) {
    const found = OPEN.exec(lines[from] ?? "");
    if (found === null) {
      // The end of another block above this line.
      if (from < line && /^(`{3,}|~{3,})\s*$/.test(lines[from] ?? "")) return null;
      continue;
    }
    const [, fence = "```", kind = "card"] = found;
    let to = from + 1;
    while (to < lines.length && (lines[to] ?? "").trimEnd() !== fence) to += 1;
    if (to < line) return null;
    const values = valuesOf(lines.slice(from + 1, to));
    return { kind: kind as BlockKind, from, to: Math.min(lines.length, to + 1), fence, values };
  }
  return null;
}

/** The longest run of a sign in a text. */
function longestRun(text: string, sign: string): number {
  let [longest, run] = [0, 0];
  for (const one of text) {
    run = one === sign ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The lines of a block, with a fence that nothing inside can end. */
export function blockLines(kind: BlockKind, values: TomlTable): string[] {
  const content = stringify(values).trimEnd();
  const sign = kind === "front" ? "+" : "`";
  const fence = sign.repeat(Math.max(3, longestRun(content, sign) + 1));
  return [kind === "front" ? fence : fence + kind, ...content.split("\n"), fence];
}

/** The text of a value; empty for what is none. */
export function textOf(values: TomlTable, key: string): string {
  const value = values[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The lines of a list; a single text is a list of one. */
export function listOf(values: TomlTable, key: string): string[] {
  const value = values[key];
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Sets a value, or takes the key away when it says nothing. */
export function put(values: TomlTable, key: string, value: string | string[] | number | boolean): void {
  const empty = value === "" || value === false || (Array.isArray(value) && value.length === 0);
  if (empty) delete values[key];
  else values[key] = value;
}

/** A short name that no card of the text has yet. */
export function freshId(lines: readonly string[], stem: string): string {
  const taken = new Set(lines.map((line) => /^id\s*=\s*"([^"]*)"/.exec(line)?.[1]));
  for (let n = 1; ; n += 1) {
    const id = `${stem}-${n}`;
    if (!taken.has(id)) return id;
  }
}
