/**
 * The editor of a plan's text: CodeMirror over the very text that is kept, so that nothing is lost
 * between the screen and the version. Decision 0025 says why.
 */
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { codeFolding, foldEffect, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorSelection, EditorState, type Extension, type Text } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
} from "@codemirror/view";
import { planLanguage } from "./language";
import { pictures, shownBlocks, type WidgetWords } from "./widgets";
import { bodyStart, endOf, outline } from "../../../parts/text/outline";

export interface EditorWish {
  parent: HTMLElement;
  text: string;
  label: string;
  phrases: Record<string, string>;
  pictures: WidgetWords;
  /** The form of the block at a line is asked for. */
  open: (line: number) => void;
  /** The text is another one. */
  changed: (text: string) => void;
  /** The cursor is on another line, 0 for the first. */
  moved: (line: number) => void;
}

/** Keys of the whole window that the editor's own list also takes. */
const WINDOW_KEYS = new Set(["Alt-l", "Alt-u", "Mod-Enter", "Mod-i", "Shift-Alt-a", "Mod-/"]);

function linesOf(doc: Text): string[] {
  return doc.toString().split("\n");
}

/** A heading folds what stands under it, a fence its block. */
const folds = foldService.of((state, start) => {
  const line = state.doc.lineAt(start);
  const text = line.text;
  if (/^#{1,6}(\s|$)/.test(text)) {
    const depth = /^#+/.exec(text)?.[0].length ?? 1;
    let last = line.number;
    let fence = "";
    for (let at = line.number + 1; at <= state.doc.lines; at += 1) {
      const next = state.doc.line(at).text;
      const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(next)?.[1] ?? "";
      if (mark !== "") fence = fence === "" ? mark : next.trimEnd() === fence ? "" : fence;
      else if (fence === "" && (/^(#+)(\s|$)/.exec(next)?.[1]?.length ?? 9) <= depth) break;
      if (next.trim() !== "") last = at;
    }
    const to = state.doc.line(last).to;
    return to > line.to ? { from: line.to, to } : null;
  }
  const fence = /^(`{3,}|~{3,})(card|level)\s*$/.exec(text)?.[1];
  if (fence === undefined) return null;
  for (let at = line.number + 1; at <= state.doc.lines; at += 1) {
    const next = state.doc.line(at);
    if (next.text.trimEnd() === fence) return { from: line.to, to: next.to };
  }
  return null;
});

/** Tab goes from cell to cell of a table; anywhere else it leaves the editor. */
function toCell(view: EditorView, way: 1 | -1): boolean {
  const at = view.state.selection.main;
  const line = view.state.doc.lineAt(at.head);
  if (!/^\s*\|/.test(line.text)) return false;
  const bars: number[] = [];
  for (let index = 0; index < line.text.length; index += 1) {
    if (line.text[index] === "\\") index += 1;
    else if (line.text[index] === "|") bars.push(line.from + index);
  }
  const inside = bars.findLastIndex((bar) => bar < (way > 0 ? at.to : at.from));
  const target = way > 0 ? inside + 1 : inside - 1;
  const [from, to] = [bars[target], bars[target + 1]];
  if (from === undefined || to === undefined) return false;
  const words = view.state.sliceDoc(from + 1, to);
  const lead = words.length - words.trimStart().length;
  const first = from + 1 + lead;
  const last = Math.max(first, from + 1 + words.trimEnd().length);
  view.dispatch({ selection: EditorSelection.single(first, last), scrollIntoView: true });
  return true;
}

/** Up and down go into a picture, which then is text; by themselves they would go past it. */
function intoPicture(view: EditorView, way: 1 | -1): boolean {
  const { main } = view.state.selection;
  if (!main.empty) return false;
  const { doc } = view.state;
  const line = doc.lineAt(main.head).number;
  const there = doc.lineAt(view.moveVertically(main, way > 0).head).number;
  if (Math.abs(there - line) < 2) return false;
  // The line after or before this one, 0 for the first.
  const next = way > 0 ? line : line - 2;
  const beside = shownBlocks(linesOf(doc)).some((one) => (way > 0 ? one.from : one.to - 1) === next);
  if (!beside) return false;
  view.dispatch({ selection: { anchor: doc.line(next + 1).from }, scrollIntoView: true });
  return true;
}

const KEYS: KeyBinding[] = [
  { key: "ArrowDown", run: (view) => intoPicture(view, 1) },
  { key: "ArrowUp", run: (view) => intoPicture(view, -1) },
  { key: "Tab", run: (view) => toCell(view, 1), shift: (view) => toCell(view, -1) },
  { key: "Mod-h", run: openSearchPanel },
  ...[...defaultKeymap, ...historyKeymap].filter(({ key }) => key === undefined || !WINDOW_KEYS.has(key)),
  ...searchKeymap,
  ...foldKeymap,
];

export class PlanEditor {
  readonly view: EditorView;
  readonly #words = new Compartment();
  readonly #open: (line: number) => void;

  constructor(wish: EditorWish) {
    this.#open = wish.open;
    const listens = EditorView.updateListener.of((update) => {
      if (update.docChanged) wish.changed(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) {
        wish.moved(update.state.doc.lineAt(update.state.selection.main.head).number - 1);
      }
    });
    const extensions: Extension[] = [
      history(),
      codeFolding({ placeholderText: "…" }),
      foldGutter({ openText: "▾", closedText: "▸" }),
      folds,
      highlightActiveLine(),
      // What has no picture of its own, and what turns the reading direction, is shown.
      highlightSpecialChars(),
      EditorView.lineWrapping,
      search({ top: true }),
      planLanguage,
      keymap.of(KEYS),
      listens,
      this.#words.of(this.#spoken(wish.label, wish.phrases, wish.pictures)),
    ];
    const state = EditorState.create({ doc: wish.text, extensions });
    this.view = new EditorView({ state, parent: wish.parent });
    this.#foldFront();
  }

  /** Sheet and search panel in another language. */
  speak(label: string, phrases: Record<string, string>, words: WidgetWords): void {
    this.view.dispatch({ effects: this.#words.reconfigure(this.#spoken(label, phrases, words)) });
  }

  #spoken(label: string, phrases: Record<string, string>, words: WidgetWords): Extension {
    return [
      EditorState.phrases.of(phrases),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      pictures(words, this.#open),
    ];
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get lines(): string[] {
    return linesOf(this.view.state.doc);
  }

  /** The line of the cursor, 0 for the first. */
  get line(): number {
    return this.view.state.doc.lineAt(this.view.state.selection.main.head).number - 1;
  }

  /** The front matter has a form of its own and stands folded. */
  #foldFront(): void {
    const end = bodyStart(this.lines);
    if (end === 0) return;
    const { doc } = this.view.state;
    const effects = foldEffect.of({ from: doc.line(1).to, to: doc.line(end).to });
    const below = doc.line(Math.min(end + 1, doc.lines)).from;
    this.view.dispatch({ effects, selection: { anchor: below } });
  }

  /** Goes to a line and into the text. */
  go(line: number): void {
    const { doc } = this.view.state;
    const there = doc.line(Math.max(1, Math.min(doc.lines, line + 1)));
    const effects = EditorView.scrollIntoView(there.from, { y: "start", yMargin: 24 });
    this.view.dispatch({ selection: { anchor: there.to }, effects });
    this.view.focus();
  }

  /** Puts lines in the place of those from `from` up to before `to`, as one step to undo. */
  replace(from: number, to: number, lines: readonly string[]): void {
    const { doc } = this.view.state;
    const start = from >= doc.lines ? doc.length : doc.line(from + 1).from;
    const end = to <= from ? start : to >= doc.lines ? doc.length : doc.line(to + 1).from - 1;
    const before = from >= doc.lines && doc.length > 0 ? "\n" : "";
    const after = to <= from && from < doc.lines ? "\n" : "";
    const insert = before + lines.join("\n") + after;
    const anchor = start + before.length;
    this.view.dispatch({ changes: { from: start, to: end, insert }, selection: { anchor }, scrollIntoView: true });
  }

  /** Puts a block below the line of the cursor, with a blank line around it. */
  insertBelow(lines: readonly string[]): void {
    const all = this.lines;
    const at = this.line + 1;
    const above = (all[at - 1] ?? "").trim() === "" ? [] : [""];
    const below = (all[at] ?? "").trim() === "" && at < all.length ? [] : [""];
    this.replace(at, at, [...above, ...lines, ...below]);
    this.view.focus();
  }

  /** Puts a heading after the clause of the cursor and goes to its end. */
  insertClause(heading: string): void {
    const lines = this.lines;
    const all = outline(lines);
    const at = all.findLastIndex((one) => one.line <= this.line);
    const end = at < 0 ? lines.length : endOf(all, at, lines.length);
    this.replace(end, end, [heading, ""]);
    const line = this.lines.indexOf(heading, Math.max(0, end - 1));
    if (line >= 0) this.go(line);
  }

  /** Several lines get other words, as one step to undo. */
  setLines(edits: readonly { line: number; text: string }[]): void {
    const { doc } = this.view.state;
    const changes = edits.map(({ line, text }) => {
      const { from, to } = doc.line(line + 1);
      return { from, to, insert: text };
    });
    this.view.dispatch({ changes });
  }

  undo(): void {
    undo(this.view);
    this.view.focus();
  }

  redo(): void {
    redo(this.view);
    this.view.focus();
  }

  find(): void {
    openSearchPanel(this.view);
  }

  end(): void {
    this.view.destroy();
  }
}
