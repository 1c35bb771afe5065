/**
 * The Markdown of a plan as a tree of words for the screen: paragraphs, lists, quotes, tables. Only
 * what plans use (`plans/README.md`); everything else stays as the words it is. The tree holds texts
 * and no markup, so that whatever stands in a plan is shown and nothing is run.
 */

/** Lines that are looked at; a plan of 200 pages has fewer. */
export const LINES_MAX = 100_000;
/** Columns of a table that are drawn; what stands further right goes into the last one. */
export const COLUMNS_MAX = 40;

/** Words of one look. */
export interface Span {
  text: string;
  strong?: boolean;
}

export type Align = "start" | "center" | "end";

export interface TableBlock {
  is: "table";
  align: Align[];
  head: Span[][];
  rows: Span[][][];
}

export type TextBlock =
  | { is: "paragraph"; spans: Span[] }
  | { is: "quote"; spans: Span[] }
  | { is: "item"; depth: number; mark: string; spans: Span[] }
  | { is: "code"; text: string }
  | TableBlock;

/** Signs that a backslash makes plain. */
const ESCAPABLE = /^[!-/:-@[-`{-~]$/;

/** The words of a line without their marks; what is marked twice with a star is strong. */
export function spans(line: string): Span[] {
  const all: Span[] = [];
  let text = "";
  let strong = false;
  const put = () => {
    if (text !== "") all.push(strong ? { text, strong } : { text });
    text = "";
  };
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? "";
    const next = line[at + 1] ?? "";
    if (sign === "\\" && ESCAPABLE.test(next)) {
      text += next;
      at += 1;
    } else if (sign === "*" && next === "*" && (strong || closes(line, at + 2))) {
      put();
      strong = !strong;
      at += 1;
    } else if (sign === "&" && entity(line, at) !== null) {
      const [character, length] = entity(line, at) as [string, number];
      text += character;
      at += length - 1;
    } else text += sign;
  }
  put();
  return all;
}

/** A star pair that nothing ends is two stars. */
function closes(line: string, from: number): boolean {
  for (let at = from; at < line.length - 1; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line[at] === "*" && line[at + 1] === "*") return at > from;
  }
  return false;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

function entity(line: string, at: number): [string, number] | null {
  const found = /^&(amp|lt|gt|quot|nbsp);/.exec(line.slice(at, at + 6));
  return found === null ? null : [ENTITIES[found[1] ?? ""] ?? "", found[0].length];
}

/** The cells of a table row as they are written, without the bars. */
export function cells(line: string): string[] {
  const all: string[] = [];
  let cell = "";
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? "";
    if (sign === "\\" && line[at + 1] !== undefined) {
      cell += sign + line[at + 1];
      at += 1;
    } else if (sign === "|") {
      all.push(cell.trim());
      cell = "";
    } else cell += sign;
  }
  all.push(cell.trim());
  const trimmed = line.trim();
  if (trimmed.startsWith("|")) all.shift();
  if (all.length > 0 && all.at(-1) === "" && trimmed.endsWith("|")) all.pop();
  return all;
}

/** The columns of a line such as `|---|:-:|`; null when it is none. */
export function ruler(line: string): Align[] | null {
  if (!line.includes("-") || !line.includes("|")) return null;
  const parts = cells(line);
  if (parts.length === 0 || !parts.every((part) => /^:?-+:?$/.test(part))) return null;
  return parts.map((part) => {
    if (!part.endsWith(":")) return "start";
    return part.startsWith(":") ? "center" : "end";
  });
}

/** True when a table begins with this line. */
export function beginsTable(line: string, next: string | undefined): boolean {
  if (next === undefined || !line.includes("|")) return false;
  const rule = ruler(next);
  return rule !== null && rule.length === cells(line).length;
}

function tableOf(lines: readonly string[]): TableBlock {
  const align = (ruler(lines[1] ?? "") ?? []).slice(0, COLUMNS_MAX);
  const row = (line: string): Span[][] => {
    const written = cells(line);
    const kept = written.slice(0, align.length);
    while (kept.length < align.length) kept.push("");
    // Nothing of the text is dropped: a cell too many stands in the last one.
    const over = written.slice(align.length).join(" ");
    if (over !== "") kept[kept.length - 1] = `${kept.at(-1) ?? ""} ${over}`.trim();
    return kept.map(spans);
  };
  return { is: "table", align, head: row(lines[0] ?? ""), rows: lines.slice(2).map(row) };
}

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
/** Blanks that set an item one step deeper. */
const STEP = 2;
const DEPTH_MAX = 5;

/** The blocks of a text, in their order. */
export function blocks(markdown: string): TextBlock[] {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n").slice(0, LINES_MAX);
  const all: TextBlock[] = [];
  /** The paragraph, quote or item that a further line goes on with. */
  let open: { spans: Span[] } | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      let end = at + 1;
      while (end < lines.length && !(lines[end] ?? "").trim().startsWith(fence)) end += 1;
      all.push({ is: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
      open = null;
    } else if (line.trim() === "") {
      open = null;
    } else if (beginsTable(line, lines[at + 1])) {
      let end = at + 2;
      while (end < lines.length && (lines[end] ?? "").includes("|")) end += 1;
      all.push(tableOf(lines.slice(at, end)));
      at = end - 1;
      open = null;
    } else {
      open = running(line, open, all);
    }
  }
  return all;
}

/** A line of running text. */
function running(line: string, open: { spans: Span[] } | null, all: TextBlock[]): { spans: Span[] } {
  const item = ITEM.exec(line);
  if (item !== null) {
    const [, indent = "", mark = "", words = ""] = item;
    const depth = Math.min(DEPTH_MAX, Math.floor(indent.length / STEP));
    const made = { is: "item" as const, depth, mark, spans: spans(words) };
    all.push(made);
    return made;
  }
  const quote = /^\s{0,3}>\s?(.*)$/.exec(line);
  if (open !== null && quote === null) {
    // Chinese words need no blank between two lines.
    open.spans.push({ text: "\n" }, ...spans(line.trim()));
    return open;
  }
  const last = all.at(-1);
  if (quote !== null && open !== null && last?.is === "quote") {
    last.spans.push({ text: "\n" }, ...spans(quote[1] ?? ""));
    return last;
  }
  const made = { is: quote === null ? ("paragraph" as const) : ("quote" as const), spans: spans(quote?.[1] ?? line.trim()) };
  all.push(made);
  return made;
}

/** The words alone. */
export function wordsOf(of: readonly Span[]): string {
  return of.map((span) => span.text).join("");
}
