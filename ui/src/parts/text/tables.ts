/** A table of a plan's text as a grid of cells, and back into its lines. */
import { type Align, beginsTable, cells, COLUMNS_MAX, ruler } from "./markdown";

/** Rows that the grid takes; a longer table is written in the text itself. */
export const ROWS_MAX = 500;

export interface Grid {
  /** First line of the table, and the one after its last. */
  from: number;
  to: number;
  align: Align[];
  /** The head is the first row. All rows have as many cells. */
  rows: string[][];
}

/** A cell's words as a person reads them; a star keeps its backslash, as two of them are a mark. */
function read(cell: string): string {
  return cell.replace(/\\([!-)+-/:-@[-`{-~])/gu, "$1");
}

/** A cell's words as they are written: what would part or mark them is escaped. */
function written(cell: string): string {
  return cell
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/\\(?!\*)|[|`_<[\]&]/gu, "\\$&");
}

/** The table that a line stands in, or null. */
export function tableAt(lines: readonly string[], line: number): Grid | null {
  if (!(lines[line] ?? "").includes("|")) return null;
  let from = line;
  while (from > 0 && (lines[from - 1] ?? "").includes("|")) from -= 1;
  // A line with a bar may stand before the table's own head.
  while (from <= line && !beginsTable(lines[from] ?? "", lines[from + 1])) from += 1;
  if (from > line) return null;
  const align = ruler(lines[from + 1] ?? "") ?? [];
  let to = from + 2;
  while (to < lines.length && (lines[to] ?? "").includes("|")) to += 1;
  if (align.length > COLUMNS_MAX || to - from > ROWS_MAX) return null;
  const row = (text: string) => {
    const found = cells(text);
    const kept = Array.from({ length: align.length }, (_, at) => read(found[at] ?? ""));
    const over = found.slice(align.length).map(read).join(" ");
    if (over !== "") kept[align.length - 1] = `${kept.at(-1) ?? ""} ${over}`.trim();
    return kept;
  };
  const body = lines.slice(from + 2, to).map(row);
  return { from, to, align, rows: [row(lines[from] ?? ""), ...body] };
}

const RULES: Record<Align, string> = { start: "---", center: ":-:", end: "--:" };

/** The lines of a table. */
export function tableLines(rows: readonly (readonly string[])[], align: readonly Align[]): string[] {
  const line = (row: readonly string[]) => `| ${row.map(written).join(" | ")} |`;
  const [head = [], ...body] = rows;
  const rule = `|${head.map((_, at) => RULES[align[at] ?? "start"]).join("|")}|`;
  return [line(head), rule, ...body.map(line)];
}

/** A grid with nothing in it. */
export function emptyRows(columns: number, rows: number): string[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => ""));
}
