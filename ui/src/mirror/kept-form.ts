/**
 * An unfinished form, kept by the desk: neither Esc nor a crash loses what was typed. It is written
 * a moment after the last key, and at once when the form goes away.
 */
import type { Host } from "../host/host";

/** Typing pauses this long before the text is written. */
export const KEEP_AFTER_MS = 2_000;

export class KeptForm {
  readonly #host: Host;
  readonly #key: string;
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, key: string) {
    this.#host = host;
    this.#key = key;
  }

  /** What was kept; empty when nothing was. */
  async load(): Promise<string> {
    try {
      return (await this.#host.call("load_form", { id: this.#key })).text;
    } catch {
      // No kept form is the normal case, and a lost one must not stand in the way of a new one.
      return "";
    }
  }

  /** Keeps this text soon. */
  keep(text: string): void {
    this.#waiting = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), KEEP_AFTER_MS);
  }

  /** Keeps what waits at once. */
  flush(): void {
    clearTimeout(this.#timer);
    const text = this.#waiting;
    if (text === null) return;
    this.#waiting = null;
    // The officer is not told: the form itself is still on the screen.
    this.#host.call("save_form", { key: this.#key, text }).catch(() => undefined);
  }

  /** The form is done with. */
  clear(): void {
    this.#waiting = "";
    this.flush();
  }
}
