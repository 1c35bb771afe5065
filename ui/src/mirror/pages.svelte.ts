/** A long list, of which only the pages around what is in view are held. */
import type { CallError, Topic } from "../contract";
import { asCallError } from "../host/host";
import type { Reading } from "./mirror";
import { ANSWER_MS_MAX, type QueryState } from "./query.svelte";

/** Rows of one page: a little more than a screen, for it is read with every batch of changes. */
export const PAGE_ROWS = 50;
/** Pages that are held at most; the ones furthest from the view go first. */
export const PAGES_MAX = 16;

export interface Page<Row> {
  total: number;
  rows: readonly Row[];
}

export interface PagesWish<Row, P extends Page<Row>> {
  read: (offset: number, limit: number) => Promise<P>;
  topics: readonly Topic[];
  visible: () => boolean;
}

/** The numbers of the pages that hold the rows `first` to `last`. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
  const to = Math.floor(Math.max(first, last) / PAGE_ROWS);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export class Pages<Row, P extends Page<Row>> implements Reading {
  readonly entity = null;
  readonly topics: readonly Topic[];
  /** The newest page that came, with what it says about the whole list. */
  data: P | null = $state.raw(null);
  total = $state(0);
  state: QueryState = $state("loading");
  error: CallError | null = $state.raw(null);
  #held: ReadonlyMap<number, readonly Row[]> = $state.raw(new Map());
  readonly #wish: PagesWish<Row, P>;
  #first = 0;
  #last = 0;
  /** Pages that are old: shown until the new ones come. */
  #old = new Set<number>();
  #inFlight = new Set<number>();
  /** Counts changes of the question; an answer to another one is dropped. */
  #question = 0;

  constructor(wish: PagesWish<Row, P>) {
    this.#wish = wish;
    this.topics = wish.topics;
  }

  /** The row at a place, or nothing while its page is on its way. */
  row(index: number): Row | undefined {
    return this.#held.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** The place of the first held row that fits, or -1. */
  find(fits: (row: Row) => boolean): number {
    for (const [page, rows] of this.#held) {
      const index = rows.findIndex(fits);
      if (index >= 0) return page * PAGE_ROWS + index;
    }
    return -1;
  }

  get held(): number {
    return this.#held.size;
  }

  /** Another list is asked for: nothing of the old one is shown. */
  restart(): void {
    this.#question += 1;
    this.#held = new Map();
    this.#old.clear();
    this.#inFlight.clear();
    this.#first = 0;
    this.#last = 0;
    this.total = 0;
    this.data = null;
    this.error = null;
    this.state = "loading";
    this.refresh();
  }

  /** These rows are in view. */
  show(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    this.refresh();
  }

  spoil(): void {
    const inView = new Set(pagesOf(this.#first, this.#last));
    // What is out of view is dropped; what is in view stays until the new rows are there.
    this.#held = new Map([...this.#held].filter(([page]) => inView.has(page)));
    this.#old = new Set([...this.#held.keys(), ...this.#inFlight]);
  }

  again(): void {
    this.spoil();
    this.refresh();
  }

  refresh(): void {
    if (!this.#wish.visible()) return;
    for (const page of pagesOf(this.#first, this.#last)) {
      const missing = !this.#held.has(page) || this.#old.has(page);
      if (missing && !this.#inFlight.has(page)) void this.#read(page);
    }
  }

  async #read(page: number): Promise<void> {
    const question = this.#question;
    this.#inFlight.add(page);
    this.#old.delete(page);
    const late = setTimeout(() => {
      if (question === this.#question) this.state = "stale";
    }, ANSWER_MS_MAX);
    try {
      const answer = await this.#wish.read(page * PAGE_ROWS, PAGE_ROWS);
      if (question !== this.#question) return;
      this.#keep(page, answer);
    } catch (thrown) {
      if (question !== this.#question) return;
      this.error = asCallError(thrown);
      this.state = "error";
      return;
    } finally {
      clearTimeout(late);
      if (question === this.#question) this.#inFlight.delete(page);
    }
    // It became old while it was on its way, or the view moved on.
    this.refresh();
  }

  #keep(page: number, answer: P): void {
    this.data = answer;
    this.total = answer.total;
    this.error = null;
    this.state = "ready";
    const middle = (this.#first + this.#last) / 2 / PAGE_ROWS;
    const held = [...this.#held, [page, answer.rows] as const]
      .filter(([number]) => number * PAGE_ROWS < answer.total || number === page)
      .sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle))
      .slice(0, PAGES_MAX);
    this.#held = new Map(held);
  }
}
