/**
 * The text that came out of a file, while a person mends what the reader was not sure of. It is cut
 * into its clauses once, so that a finding keeps its clause also when another heading is undone.
 */
import { stringify } from "smol-toml";
import type { ImportFinding } from "../../../contract";
import { LEVELS } from "../../../locale/plan-values";
import { blockAt, blockLines, put, textOf } from "../../../parts/text/blocks";
import { bodyStart, outline } from "../../../parts/text/outline";

interface Clause {
  /** 0 for what stands before the first heading, and for a heading that was undone. */
  depth: number;
  heading: string;
  body: string;
}

export class ImportText {
  #front: string[];
  #clauses: Clause[];

  constructor(text: string) {
    const lines = text.split("\n");
    const start = bodyStart(lines);
    const heads = outline(lines);
    this.#front = lines.slice(0, start);
    const before = lines.slice(start, heads[0]?.line ?? lines.length).join("\n").trim();
    this.#clauses = heads.map((head, at) => ({
      depth: head.depth,
      heading: head.text,
      body: lines.slice(head.line + 1, heads[at + 1]?.line ?? lines.length).join("\n").trim(),
    }));
    if (before !== "") this.#clauses.unshift({ depth: 0, heading: "", body: before });
  }

  /** How many clauses there are; the desk's list has as many when the two read the text alike. */
  get count(): number {
    return this.#clauses.length;
  }

  /** The whole text. */
  get text(): string {
    const parts = this.#clauses.map(({ depth, heading, body }) => {
      // A heading that was undone is a paragraph; a mark at its start must not make it one again.
      const head = depth > 0 ? `${"#".repeat(depth)} ${heading}` : heading.replace(/^[#>+|-]/u, "\\$&");
      return [head, body].filter((one) => one !== "").join("\n\n");
    });
    return `${[...this.#front, "", parts.join("\n\n")].join("\n").trimEnd()}\n`;
  }

  /** A value of the front matter. */
  front(key: string): string {
    const values = blockAt(this.#front, 0)?.values;
    return values == null ? "" : textOf(values, key);
  }

  setFront(key: string, value: string): void {
    const values = blockAt(this.#front, 0)?.values ?? {};
    put(values, key, value);
    this.#front = blockLines("front", values);
  }

  heading(clause: number): { depth: number; heading: string } {
    const found = this.#clauses[clause];
    return { depth: found?.depth ?? 0, heading: found?.heading ?? "" };
  }

  /** Depth 0 undoes the heading: its words stay as a paragraph. */
  setHeading(clause: number, depth: number, heading: string): void {
    const found = this.#clauses[clause];
    if (found === undefined) return;
    found.depth = Math.max(0, Math.min(6, Math.floor(depth)));
    found.heading = heading.replace(/\s+/gu, " ").trim();
  }

  body(clause: number): string {
    return this.#clauses[clause]?.body ?? "";
  }

  setBody(clause: number, body: string): void {
    const found = this.#clauses[clause];
    if (found !== undefined) found.body = body.trim();
  }

  /** Takes a level block out of a clause: what was found there is none. */
  dropLevel(clause: number, level: string): void {
    const found = this.#clauses[clause];
    const sign = LEVELS[["one", "two", "three", "four"].indexOf(level)];
    if (found === undefined || sign === undefined) return;
    const lines = found.body.split("\n");
    for (let at = 0; at < lines.length; at += 1) {
      const block = blockAt(["", ...lines], at + 1);
      if (block?.kind !== "level" || block.from !== at + 1 || block.values === null) continue;
      if (textOf(block.values, "level") !== sign) continue;
      lines.splice(at, block.to - block.from);
      found.body = lines.join("\n").trim();
      return;
    }
  }
}

/** How far a finding is: looked at by a person, or not yet. */
export type Answer = "accepted" | "changed" | "dropped";

/** The kinds of findings, in the order in which a person goes through them. */
export const KINDS = [
  "title",
  "front",
  "heading",
  "level",
  "contact",
  "duty",
  "checklist",
  "table",
  "numbered_clause",
] as const;

export interface Asked {
  kind: string;
  /** `open`: not looked at and not sure. */
  only: "open" | "unsure" | "all";
}

/** The findings that are shown, by their places. */
export function shownFindings(
  findings: readonly ImportFinding[],
  answers: ReadonlyMap<number, Answer>,
  asked: Asked,
): number[] {
  return findings.flatMap((finding, at) => {
    if (asked.kind !== "" && finding.kind !== asked.kind) return [];
    if (asked.only !== "all" && finding.certainty !== "unsure") return [];
    return asked.only === "open" && answers.has(at) ? [] : [at];
  });
}

/** The words of a finding, whatever it is. */
export function saidOf(finding: ImportFinding): string {
  const { found } = finding;
  const of = (key: string): string[] => {
    const value = found[key];
    if (Array.isArray(value)) return value.map(String);
    return typeof value === "string" && value !== "" ? [value] : [];
  };
  const parts: Record<string, string[][]> = {
    title: [of("text")],
    front: [of("value")],
    heading: [of("heading")],
    level: [of("start"), of("decides")],
    contact: [of("unit"), of("person"), of("phones")],
    duty: [of("unit"), of("duty")],
    checklist: [of("title"), of("items")],
    numbered_clause: [of("label")],
  };
  return (parts[finding.kind] ?? []).flat().join(" · ");
}

/** A name for a plan as files and other plans name it. */
export function isPlanId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/u.test(id);
}

/** The front matter and the chapters of a plan that is begun. */
export function begun(front: Record<string, string>, chapters: readonly string[]): string {
  const heads = chapters.map((chapter) => `# ${chapter}\n`);
  return `+++\n${stringify(front)}\n+++\n\n${heads.join("\n")}`;
}
