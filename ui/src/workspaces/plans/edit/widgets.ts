/**
 * Tables, cards and levels as a person reads them, in the place of their lines. The text itself is
 * untouched: with the cursor in it, the lines are there to be written.
 */
import { type EditorState, StateField, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { plain } from "../../../parts/plain";
import { blockAt, listOf, textOf } from "../../../parts/text/blocks";
import { bodyStart } from "../../../parts/text/outline";
import { tableAt } from "../../../parts/text/tables";

const CELL_CHARS_MAX = 400;

/** What the pictures say; the editor's own words come from outside. */
export interface WidgetWords {
  card: string;
  level: string;
  edit: string;
  within: (minutes: number) => string;
}

interface Shown {
  /** Lines, 0 for the first, and the one after the last. */
  from: number;
  to: number;
  kind: "table" | "card" | "level";
  /** The lines, as the name of the picture. */
  text: string;
}

/** The parts of a text that are shown as pictures. */
export function shownBlocks(lines: readonly string[]): Shown[] {
  const all: Shown[] = [];
  const put = (kind: Shown["kind"], from: number, to: number) =>
    all.push({ kind, from, to, text: lines.slice(from, to).join("\n") });
  for (let at = bodyStart(lines); at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const fence = /^\s{0,3}(`{3,}|~{3,})\s*(\w*)/.exec(line);
    if (fence !== null) {
      let to = at + 1;
      while (to < lines.length && (lines[to] ?? "").trim() !== fence[1]) to += 1;
      const kind = fence[2];
      if ((kind === "card" || kind === "level") && to < lines.length) put(kind, at, to + 1);
      at = to;
    } else if (line.includes("|")) {
      const table = tableAt(lines, at);
      if (table === null || table.from !== at) continue;
      put("table", table.from, table.to);
      at = table.to - 1;
    }
  }
  return all;
}

function element(name: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = plain(text, CELL_CHARS_MAX);
  return made;
}

class Picture extends WidgetType {
  readonly #shown: Shown;
  readonly #words: WidgetWords;
  readonly #open: (line: number) => void;

  constructor(shown: Shown, words: WidgetWords, open: (line: number) => void) {
    super();
    this.#shown = shown;
    this.#words = words;
    this.#open = open;
  }

  override eq(other: Picture): boolean {
    return other.#shown.text === this.#shown.text && other.#words === this.#words;
  }

  override toDOM(view: EditorView): HTMLElement {
    const box = element("div", `cm-picture cm-${this.#shown.kind}`);
    const lines = this.#shown.text.split("\n");
    if (this.#shown.kind === "table") box.append(this.#table(lines));
    else this.#block(lines, box);
    const edit = element("button", "cm-picture-edit", this.#words.edit) as HTMLButtonElement;
    edit.type = "button";
    // The keyboard comes here by the text itself.
    edit.tabIndex = -1;
    edit.onclick = () => this.#open(view.state.doc.lineAt(view.posAtDOM(box)).number - 1);
    box.append(edit);
    return box;
  }

  #table(lines: readonly string[]): HTMLElement {
    const table = document.createElement("table");
    (tableAt(lines, 0)?.rows ?? []).forEach((row, number) => {
      const line = document.createElement("tr");
      for (const cell of row) line.append(element(number === 0 ? "th" : "td", "", cell));
      table.append(line);
    });
    return table;
  }

  #block(lines: readonly string[], box: HTMLElement): void {
    // A line before it, so that the block is not taken for a front matter.
    const values = blockAt(["", ...lines], 1)?.values ?? null;
    const { card, level, within } = this.#words;
    box.append(element("span", "cm-picture-kind", this.#shown.kind === "card" ? card : level));
    if (values === null) {
      box.append(element("pre", "", this.#shown.text));
    } else if (this.#shown.kind === "card") {
      const minutes = Number(textOf(values, "within_min") || 0);
      const levels = listOf(values, "levels").join(" ");
      box.append(
        element("b", "", textOf(values, "what")),
        element("span", "cm-picture-more", [textOf(values, "who"), within(minutes), levels].filter((one) => one !== "").join(" · ")),
      );
    } else {
      const sign = [textOf(values, "level"), textOf(values, "decides")].filter((one) => one !== "").join(" · ");
      box.append(element("b", "", sign), element("span", "cm-picture-more", listOf(values, "start").join(" / ")));
    }
  }

  override ignoreEvent(event: Event): boolean {
    return event.target instanceof HTMLButtonElement;
  }
}

/** The pictures of a text; a block that the cursor or the selection touches is left as text. */
export function pictures(words: WidgetWords, open: (line: number) => void): StateField<DecorationSet> {
  /** Where the blocks are changes with the text, not with the cursor. */
  let last: { doc: EditorState["doc"]; found: Shown[] } | null = null;
  const draw = (state: EditorState): DecorationSet => {
    const { doc, selection } = state;
    if (last?.doc !== doc) last = { doc, found: shownBlocks(doc.toString().split("\n")) };
    const { found } = last;
    const ranges = found.flatMap((shown) => {
      const from = doc.line(shown.from + 1).from;
      const to = doc.line(shown.to).to;
      if (selection.ranges.some((range) => range.from <= to && range.to >= from)) return [];
      const widget = new Picture(shown, words, open);
      return [Decoration.replace({ widget, block: true }).range(from, to)];
    });
    return Decoration.set(ranges);
  };
  return StateField.define<DecorationSet>({
    create: draw,
    update: (before, change: Transaction) =>
      change.docChanged || change.selection !== undefined ? draw(change.state) : before,
    provide: (field) => EditorView.decorations.from(field),
  });
}
