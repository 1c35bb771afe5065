/**
 * The text that somebody is writing, kept by the desk: neither another plan nor a crash loses it.
 * It is written a moment after the last key, and every few seconds while the typing goes on.
 */
import type { PlanDraft } from "../../../contract";
import { asCallError, type Host } from "../../../host/host";

/** Typing pauses this long before the text is written. */
export const KEEP_AFTER_MS = 1_000;
/** While it does not pause, the text is written this often. */
export const KEEP_EVERY_MS = 5_000;

export class DraftKeeper {
  readonly #host: Host;
  readonly #plan: string;
  /** Told when the desk has the draft (or, with null, none any more), and why it has not. */
  readonly #told: (at: number | null, trouble: string) => void;
  #waiting: { parents: string[]; text: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest key that is not written yet was pressed. */
  #since = 0;

  constructor(host: Host, plan: string, told: (at: number | null, trouble: string) => void) {
    this.#host = host;
    this.#plan = plan;
    this.#told = told;
  }

  /** What was kept; null when nothing was. */
  async load(): Promise<PlanDraft | null> {
    const draft = await this.#host.call("plan_draft", { id: this.#plan });
    return draft.at === null || draft.text === "" ? null : draft;
  }

  /** Keeps this text soon; an empty one takes the draft away. */
  keep(parents: readonly string[], text: string, now = Date.now()): void {
    if (this.#waiting === null) this.#since = now;
    this.#waiting = { parents: [...parents], text };
    clearTimeout(this.#timer);
    const left = Math.max(0, this.#since + KEEP_EVERY_MS - now);
    this.#timer = setTimeout(() => void this.flush(), Math.min(KEEP_AFTER_MS, left));
  }

  /** Keeps what waits at once. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    try {
      const kept = await this.#host.call("save_plan_draft", { plan: this.#plan, ...waiting, at: null });
      this.#told(kept.at, "");
    } catch (thrown) {
      // It is tried again with the next key; until then the sheet says that it is not kept.
      this.#told(null, asCallError(thrown).code);
    }
  }

  /** There is no draft any more: it was saved as a version, or dropped. */
  async clear(): Promise<void> {
    this.#waiting = { parents: [], text: "" };
    await this.flush();
  }

  /** What waits is not written: the desk took the draft away itself. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }
}
