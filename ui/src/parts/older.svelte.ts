/** Lines of the log before the newest page, read page by page, and never with a gap between. */
import type { LogLine } from "../contract";

interface Held {
  of: string;
  /** The newest first; the first is one that was on the screen when the page was asked for. */
  lines: readonly LogLine[];
  end: boolean;
}

const NOTHING: Held = { of: "", lines: [], end: false };

export class Older {
  #held: Held = $state.raw(NOTHING);
  readonly #of: () => string;

  /** `of` tells one list from another: what it is about, and the line with which it begins. */
  constructor(of: () => string) {
    this.#of = of;
  }

  /** What is held, when it is of this list and reaches up to the newest page. */
  #after(newest: readonly LogLine[]): Held {
    const last = newest.at(-1)?.seq ?? 0;
    const top = this.#held.lines[0]?.seq ?? 0;
    return this.#held.of === this.#of() && last <= top ? this.#held : NOTHING;
  }

  /** The newest page and all that follows it. */
  under(newest: readonly LogLine[]): LogLine[] {
    const last = newest.at(-1)?.seq ?? 0;
    return [...newest, ...this.#after(newest).lines.filter((line) => line.seq < last)];
  }

  /** True when what follows goes back to the first line. */
  ends(newest: readonly LogLine[]): boolean {
    return this.#after(newest).end;
  }

  /** Reads the page after what is shown; it is dropped when another list is shown by then. */
  async more(
    newest: readonly LogLine[],
    limit: number,
    ask: (before: number) => Promise<readonly LogLine[] | null>,
  ): Promise<void> {
    const of = this.#of();
    const shown = this.under(newest);
    const before = shown.at(-1)?.seq;
    if (before === undefined) return;
    const page = await ask(before);
    if (page === null || of !== this.#of()) return;
    // What is shown is held too: a line that new ones push off the newest page is not lost.
    this.#held = { of, lines: [...shown, ...page], end: page.length < limit };
  }
}
