// What every test of a mounted window does: press a key where the focus is, and wait for what follows.
import { flushSync } from "svelte";
import { vi } from "vitest";
import type { Command } from "../../contract";
import type { Answer, CallName, Host, Request } from "../host";
import words from "./words.json";

/** How long a busy machine may take; a test that fails waits as long once. */
const WAIT = { timeout: 20_000, interval: 20 } as const;

/** The size that views are said to have where a test states one. */
const VIEW = { height: 640, width: 400 } as const;

/** There is no layout here, so nothing ever changes its size. */
class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** An empty page for a window, with an officer on watch. */
export function emptyPage(): void {
  document.body.replaceChildren();
  vi.stubGlobal("ResizeObserver", NoResize);
  localStorage.clear();
  localStorage.setItem("dutyroom.actor", words.officers[0] ?? "");
}

/** States the size of all views: a long list draws only the rows that are in view. */
export function stateSize(height: number = VIEW.height): void {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(height);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(VIEW.width);
}

/** Puts back what a test replaced. */
export function leavePage(): void {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
}

/** A desk of which a test hears what is asked: all calls by name, and the commands. */
export function recording(real: Host): { host: Host; asked: CallName[]; given: Command[] } {
  const [asked, given]: [CallName[], Command[]] = [[], []];
  const host: Host = {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      asked.push(name);
      if (name === "command") given.push((request as Request<"command">).command);
      return real.call(name, request);
    },
  };
  return { host, asked, given };
}

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
