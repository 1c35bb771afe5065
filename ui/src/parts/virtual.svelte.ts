/** Which rows of a long list are in view: TanStack Virtual for runes. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from "@tanstack/virtual-core";
import { untrack } from "svelte";

/** Rows drawn above and below what is in view, so that scrolling shows no gap. */
const OVERSCAN = 10;

export class VirtualRows {
  items: readonly VirtualItem[] = $state.raw([]);
  height = $state(0);
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  #element: HTMLElement | null = null;

  readonly #shown: (first: number, last: number) => void;

  constructor(rowPx: number, shown: (first: number, last: number) => void) {
    this.#shown = shown;
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: 0,
      getScrollElement: () => this.#element,
      estimateSize: () => rowPx,
      overscan: OVERSCAN,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      // Done at once it would be a change in the midst of the measuring, an error of the page.
      useAnimationFrameWithResizeObserver: true,
      onChange: () => this.#take(),
    });
  }

  /** Takes over which rows are in view, and says so. */
  #take(): void {
    const items = this.#virtualizer.getVirtualItems();
    this.items = items;
    this.height = this.#virtualizer.getTotalSize();
    const last = items.at(-1);
    if (last !== undefined) this.#shown(items[0]?.index ?? 0, last.index);
  }

  /** Watches the element that scrolls. */
  attach = (element: HTMLElement): (() => void) =>
    // What the list reads when it is told its rows is no reason to attach once more.
    untrack(() => {
      this.#element = element;
      const unmount = this.#virtualizer._didMount();
      this.#virtualizer._willUpdate();
      return () => {
        unmount();
        this.#element = null;
      };
    });

  setCount(count: number): void {
    this.#virtualizer.setOptions({ ...this.#virtualizer.options, count });
    this.#virtualizer._willUpdate();
    this.#take();
  }

  /** Brings a row into view, no further than needed. */
  reveal(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: "auto" });
  }

  /** Rows that fit into the view. */
  get pageRows(): number {
    const rowPx = this.items[0]?.size ?? 1;
    return Math.max(1, Math.floor((this.#element?.clientHeight ?? 0) / rowPx) - 1);
  }
}
