// Frames that a test draws one by one.
import { flushSync } from "svelte";
import { vi } from "vitest";

export class Frames {
  #waiting = new Map<number, FrameRequestCallback>();
  #last = 0;

  /** From now on nothing is drawn by itself. */
  hold(): void {
    vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => {
      this.#waiting.set((this.#last += 1), draw);
      return this.#last;
    });
    vi.stubGlobal("cancelAnimationFrame", (frame: number) => this.#waiting.delete(frame));
  }

  /** Draws one frame; false when nobody waits for one. */
  draw(): boolean {
    flushSync();
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of all) one(performance.now());
    flushSync();
    return all.length > 0;
  }

  /** Draws until nobody waits any more. */
  drawAll(): void {
    for (let frame = 0; this.draw(); frame += 1) if (frame > 10_000) throw new Error("it draws for ever");
  }
}
