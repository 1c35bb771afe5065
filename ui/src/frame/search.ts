/** What the search box makes of an answer: lines to walk through, pieces to light up, places to go. */
import type { MarkedText, SearchAnswer, SearchHit, SearchKind } from "../contract";
import type { Desk } from "../desk.svelte";
import { plain, plainLine } from "../parts/plain";

/** Hits of one kind that are shown until a person asks for more of it. */
export const FIRST_HITS = 4;
/** Hits of the one kind that is looked at. */
export const PAGE_HITS = 50;

/** A piece of a text; `lit` is what was looked for. */
export interface Piece {
  text: string;
  lit: boolean;
}

/** Cuts a text at its marks, as one line or with its lines. Marks that do not fit light up nothing. */
export function pieces({ text, marks }: MarkedText, lines = false): Piece[] {
  const shown = (part: string) => (lines ? plain(part) : plainLine(part));
  const cut: Piece[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from < at || to <= from || to > text.length) continue;
    if (from > at) cut.push({ text: shown(text.slice(at, from)), lit: false });
    cut.push({ text: shown(text.slice(from, to)), lit: true });
    at = to;
  }
  if (at < text.length) cut.push({ text: shown(text.slice(at)), lit: false });
  return cut;
}

/** A line of the list: a hit, or the way to more hits of a kind and back. */
export type Row =
  | { is: "hit"; key: string; hit: SearchHit }
  | { is: "back"; key: string; kind: SearchKind }
  | { is: "more"; key: string; kind: SearchKind; left: number; uncounted: boolean };

/** The lines of one kind, in the order in which they are walked through. */
export interface Block {
  kind: SearchKind;
  total: number;
  more: boolean;
  rows: Row[];
}

/** All lines by kind. With one kind alone all hits of the page that begins at `offset` are shown. */
export function blocks(answer: SearchAnswer, alone: boolean, offset = 0): Block[] {
  return answer.groups.map(({ kind, total, more, hits }) => {
    const shown = alone ? hits : hits.slice(0, FIRST_HITS);
    const rows: Row[] = shown.map((hit, index) => ({ is: "hit", key: `${kind}-${index}`, hit }));
    if (offset > 0) rows.unshift({ is: "back", key: `${kind}-back`, kind });
    const left = Math.max(0, total - offset - shown.length);
    if (left > 0 || (more && !alone)) {
      rows.push({ is: "more", key: `${kind}-more`, kind, left, uncounted: more });
    }
    return { kind, total, more, rows };
  });
}

/** Whether a hit is read where it stands, as an article and a department are. */
export function canRead(hit: SearchHit): boolean {
  return !canOpen(hit) && hit.whole.text !== "";
}

/** Whether a hit leads anywhere. */
export function canOpen(hit: SearchHit): boolean {
  return hit.plan !== "" || hit.entity !== null;
}

/** Goes to what was found. */
export function openHit(desk: Desk, hit: SearchHit): void {
  if (hit.plan !== "") {
    desk.ui.openPlan(hit.plan, { clause: hit.clause, card: hit.card });
    return;
  }
  if (hit.entity === null) return;
  const { kind, id } = hit.entity;
  if (hit.kind === "contact") {
    openResource(desk, kind, id);
    return;
  }
  if (hit.incident !== "") {
    const of = { kind: "incident", id: hit.incident, seq: hit.seq };
    desk.ui.openIncident(hit.incident, hit.kind === "incident" ? null : of);
    return;
  }
  if (openResource(desk, kind, id)) {
    desk.ui.line = { kind, id, seq: hit.seq };
    return;
  }
  if (kind === "alert") {
    desk.ui.workspace = "watch";
    desk.selection.active = id;
    return;
  }
  // What belongs to nothing that has a place of its own stands in the duty log.
  desk.ui.openLine({ kind, id, seq: hit.seq });
}

const LISTS = { team: "teams", lot: "supplies", site: "sites", person: "people" } as const;

function openResource(desk: Desk, kind: string, id: string): boolean {
  if (kind === "firm") {
    desk.openFirm(id);
    return true;
  }
  const list = LISTS[kind as keyof typeof LISTS];
  if (list === undefined) return false;
  desk.ui.openResource({ kind: list, id });
  return true;
}
