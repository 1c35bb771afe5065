/**
 * The rows of a long text, drawn a slice a frame: first those around the row that is looked at, then
 * the rest until every row stands. Rows may be of any height, and all of them stay in the page, so
 * that a screen reader and a search go through the whole text. A jump to a row that does not stand
 * yet draws it first.
 */
import { flushSync } from "svelte";

export interface SlicesWish {
  /** How many rows there are. */
  count: () => number;
  /** Rows that one frame draws: few enough for a machine without a graphics card. A getter where it depends. */
  readonly slice: number;
  /** The row that has to stand; the first one where it is not said. */
  at?: () => number;
  /** Tells one text from another, which begins anew. */
  of?: () => unknown;
  /** The list that a face is there for: it draws before those beside it. */
  readonly main?: boolean;
}

/** Rows of a text, from one place up to another. */
interface Span {
  of: unknown;
  from: number;
  to: number;
}

/** Where a key leads from a row, among so many. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** A list that waits for its next slice. */
interface Turn {
  draw: () => void;
  /** The higher, the sooner. */
  rank: () => number;
}

/**
 * Lists that wait for their next slice. In one frame only one of them draws: of two that change, the
 * window would draw everything that lies between them again.
 */
const waiting: Turn[] = [];
let running = false;

/** The one that is looked at; of equals the one that waits longest. */
function soonest(): number {
  const ranks = waiting.map((turn) => turn.rank());
  return ranks.indexOf(Math.max(...ranks));
}

function next(): void {
  try {
    waiting.splice(soonest(), 1)[0]?.draw();
  } finally {
    running = waiting.length > 0;
    if (running) requestAnimationFrame(next);
  }
}

/** Draws when its turn comes; what is called takes it out of the line. */
function inTurn(turn: Turn): () => void {
  waiting.push(turn);
  // The first frame draws what just came into the page, without more.
  if (!running) requestAnimationFrame(() => requestAnimationFrame(next));
  running = true;
  return () => {
    const at = waiting.indexOf(turn);
    if (at >= 0) waiting.splice(at, 1);
  };
}

export class Slices {
  readonly #wish: SlicesWish;
  /** What the last frame drew. */
  #drawn: Span = $state.raw({ of: undefined, from: 0, to: 0 });
  #view: HTMLElement | null = null;
  /** Rows above and rows below come in turn. */
  #upward = false;
  readonly #at = $derived.by(() => Math.max(0, Math.min(this.#wish.at?.() ?? 0, this.#wish.count() - 1)));
  readonly #end = $derived.by(() => this.#wish.count());
  readonly #span: Span = $derived.by(() => {
    const of = this.#wish.of?.();
    const { slice } = this.#wish;
    const at = this.#at;
    const drawn = this.#drawn;
    const goesOn = drawn.of === of && drawn.from <= at && at < drawn.to;
    const from = Math.max(0, goesOn ? drawn.from : at - slice);
    const to = Math.min(this.#end, goesOn ? drawn.to : at + slice);
    // The same object while nothing changes: another one is another frame.
    return drawn.of === of && from === drawn.from && to === drawn.to ? drawn : { of, from, to };
  });
  /** The places of the rows that stand. */
  readonly places: readonly number[] = $derived.by(() => {
    const { from, to } = this.#span;
    return Array.from({ length: to - from }, (_, more) => from + more);
  });
  /** Every row stands. */
  readonly whole: boolean = $derived.by(() => this.#span.from === 0 && this.#span.to === this.#end);

  /** Call it while the component is set up. */
  constructor(wish: SlicesWish) {
    this.#wish = wish;
    $effect(() => {
      const span = this.#span;
      // A row that stands once stays, also when another one is looked at.
      this.#drawn = span;
      return this.whole ? undefined : inTurn({ draw: () => this.#grow(span), rank: () => this.#rank() });
    });
  }

  /** Watches the element that scrolls. */
  attach = (view: HTMLElement): (() => void) => {
    this.#view = view;
    // Before the list itself looks which rows it has.
    const press = (event: KeyboardEvent) => this.#press(event);
    view.addEventListener("keydown", press, { capture: true });
    return () => {
      view.removeEventListener("keydown", press, { capture: true });
      this.#view = null;
    };
  };

  /**
   * The row of a jump, drawn by now, with as much below it as fills the view: it can then come to
   * the upper edge. Not from within an effect.
   */
  reach(selector: string): HTMLElement | null {
    flushSync();
    const row = this.#view?.querySelector<HTMLElement>(selector) ?? null;
    while (row !== null && this.#span.to < this.#end && !this.#fillsBelow(row)) {
      this.#draw(this.#span.from, this.#span.to + this.#wish.slice);
    }
    return row;
  }

  #draw(from: number, to: number): void {
    const { of } = this.#span;
    flushSync(() => (this.#drawn = { of, from, to }));
  }

  #grow({ from, to }: Span): void {
    const { slice } = this.#wish;
    const upward = from > 0 && (this.#upward || to >= this.#end);
    this.#upward = !upward;
    if (!upward) {
      this.#draw(from, to + slice);
      return;
    }
    this.#above();
  }

  /** Draws a slice above; what is read stays where it is, which WebKit does not see to. */
  #above(): void {
    const { from, to } = this.#span;
    const view = this.#view;
    const below = view === null ? 0 : view.scrollHeight - view.scrollTop;
    this.#draw(from - this.#wish.slice, to);
    if (view !== null) view.scrollTop = view.scrollHeight - below;
  }

  /** Who has the keys looks at it; without them, it is what the face is there for. */
  #rank(): number {
    if (this.#view?.contains(document.activeElement) === true) return 2;
    return this.#wish.main === true ? 1 : 0;
  }

  /** What a page further down or up shows. */
  #page(view: HTMLElement, down: boolean): void {
    const { slice } = this.#wish;
    const lacks = () =>
      down
        ? this.#span.to < this.#end && view.scrollHeight - view.scrollTop < 2 * view.clientHeight
        : this.#span.from > 0 && view.scrollTop < view.clientHeight;
    while (lacks()) {
      if (down) this.#draw(this.#span.from, this.#span.to + slice);
      else this.#above();
    }
  }

  #fillsBelow(row: HTMLElement): boolean {
    const view = this.#view;
    if (view === null) return true;
    const top = row.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
    return view.scrollHeight - top >= view.clientHeight;
  }

  /** A key that leads to a row draws up to it. */
  #press({ key, target }: KeyboardEvent): void {
    if (this.whole || this.#view === null) return;
    if (key === "PageDown" || key === "PageUp") this.#page(this.#view, key === "PageDown");
    const step = STEPS[key];
    if (step === undefined) return;
    const { from, to } = this.#span;
    const rows = [...this.#view.querySelectorAll("[data-row]")];
    const at = rows.findIndex((row) => row === target);
    // In running text an arrow scrolls.
    if (at < 0 && key.startsWith("Arrow")) return;
    const place = step(from + at, this.#wish.count());
    this.#draw(Math.min(from, place), Math.max(to, place + 1));
  }
}
