// What every test of a mounted window does: press a key where the focus is, and wait for what follows.
import { flushSync } from "svelte";
import { vi } from "vitest";

/** How long a busy machine may take; a test that fails waits as long once. */
const WAIT = { timeout: 20_000, interval: 20 } as const;

/** Waits until this holds, or fails with the reason. */
export async function eventually(reason: string, holds: () => boolean): Promise<void> {
  await vi.waitFor(() => {
    flushSync();
    if (!holds()) throw new Error(reason);
  }, WAIT);
}

/** Waits for an element, and answers it. */
export async function seen(selector: string): Promise<HTMLElement> {
  return vi.waitFor(() => {
    flushSync();
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`no ${selector}`);
    return found;
  }, WAIT);
}

/** Presses a key where the focus is. */
export function press(key: string, held: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held }));
  flushSync();
}

/** The text of the first such element, its white space made one blank. */
export function text(selector: string): string {
  return document.querySelector(selector)?.textContent?.replace(/\s+/g, " ") ?? "";
}
