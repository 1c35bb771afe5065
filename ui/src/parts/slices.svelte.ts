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
  /** Rows on either side of `at` that are drawn at all; every row where it is not said. */
  around?: number;
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

/**
 * Lists that wait for their next slice. In one frame only one of them draws: of two that change, the
 * window would draw everything that lies between them again.
 */
const waiting: (() => void)[] = [];
let running = false;

function next(): void {
  try {
    waiting.shift()?.();
  } finally {
    running = waiting.length > 0;
    if (running) requestAnimationFrame(next);
  }
}

/** Draws when its turn comes; what is called takes it out of the line. */
function inTurn(draw: () => void): () => void {
  waiting.push(draw);
  // The first frame draws what just came into the page, without more.
  if (!running) requestAnimationFrame(() => requestAnimationFrame(next));
  running = true;
  return () => {
    const at = waiting.indexOf(draw);
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
  /** The first row that stands at last, and the one after the last. */
  readonly #first = $derived.by(() => Math.max(0, this.#at - (this.#wish.around ?? Infinity)));
  readonly #end = $derived.by(() => Math.min(this.#wish.count(), this.#at + (this.#wish.around ?? Infinity) + 1));
  readonly #span: Span = $derived.by(() => {
    const of = this.#wish.of?.();
    const { slice } = this.#wish;
    const at = this.#at;
    const drawn = this.#drawn;
    const goesOn = drawn.of === of && drawn.from <= at && at < drawn.to;
    const from = Math.max(this.#first, goesOn ? drawn.from : at - slice);
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
  readonly whole: boolean = $derived.by(() => this.#span.from === this.#first && this.#span.to === this.#end);

  /** Call it while the component is set up. */
  constructor(wish: SlicesWish) {
    this.#wish = wish;
    $effect(() => {
      const span = this.#span;
      // A row that stands once stays, also when another one is looked at.
      this.#drawn = span;
      return this.whole ? undefined : inTurn(() => this.#grow(span));
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
    const upward = from > this.#first && (this.#upward || to >= this.#end);
    this.#upward = !upward;
    if (!upward) {
      this.#draw(from, to + slice);
      return;
    }
    // What is read stays where it is while rows come above it; WebKit does not see to it.
    const view = this.#view;
    const below = view === null ? 0 : view.scrollHeight - view.scrollTop;
    this.#draw(from - slice, to);
    if (view !== null) view.scrollTop = view.scrollHeight - below;
  }

  #fillsBelow(row: HTMLElement): boolean {
    const view = this.#view;
    if (view === null) return true;
    const top = row.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
    return view.scrollHeight - top >= view.clientHeight;
  }

  /** A key that leads to a row draws up to it. */
  #press({ key, target }: KeyboardEvent): void {
    const step = STEPS[key];
    if (step === undefined || this.whole || this.#view === null) return;
    const { from, to } = this.#span;
    const rows = [...this.#view.querySelectorAll("[data-row]")];
    const at = rows.findIndex((row) => row === target);
    // In running text an arrow scrolls.
    if (at < 0 && key.startsWith("Arrow")) return;
    const place = step(from + at, this.#wish.count());
    this.#draw(Math.min(from, place), Math.max(to, place + 1));
  }
}
