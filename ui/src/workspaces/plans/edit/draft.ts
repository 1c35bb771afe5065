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

/** What could not be written is tried again this often, without a key, before it waits for one. */
export const RETRIES_MAX = 60;

export class DraftKeeper {
  readonly #host: Host;
  readonly #plan: string;
  /** Told when the desk has the draft (or, with null, none any more), and why it has not. */
  readonly #told: (at: number | null, trouble: string) => void;
  #waiting: { parents: string[]; text: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest key that is not written yet was pressed. */
  #since = 0;
  #retries = 0;
  /** Rises with every text that is given up. */
  #round = 0;
  /** Why the draft that is there could not be read: nothing is written over it. */
  #unread = "";

  constructor(host: Host, plan: string, told: (at: number | null, trouble: string) => void) {
    this.#host = host;
    this.#plan = plan;
    this.#told = told;
  }

  /** What was kept; null when nothing was, or when it could not be read: that is told as trouble. */
  async load(): Promise<PlanDraft | null> {
    try {
      const draft = await this.#host.call("plan_draft", { id: this.#plan });
      return draft.at === null || draft.text === "" ? null : draft;
    } catch (thrown) {
      this.#unread = asCallError(thrown).code;
      this.#told(null, this.#unread);
      return null;
    }
  }

  /** A draft is there, perhaps, and could not be read. */
  get unread(): boolean {
    return this.#unread !== "";
  }

  /** Keeps this text soon; an empty one takes the draft away. */
  keep(parents: readonly string[], text: string, now = Date.now()): void {
    if (this.unread) return;
    this.#retries = 0;
    if (this.#waiting === null) this.#since = now;
    this.#waiting = { parents: [...parents], text };
    clearTimeout(this.#timer);
    const left = Math.max(0, this.#since + KEEP_EVERY_MS - now);
    this.#timer = setTimeout(() => void this.flush(), Math.min(KEEP_AFTER_MS, left));
  }

  /** Keeps what waits at once; false when it could not be written, and is tried again. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    if (waiting === null) return true;
    this.#waiting = null;
    const round = this.#round;
    try {
      const kept = await this.#host.call("save_plan_draft", { plan: this.#plan, ...waiting, at: null });
      this.#retries = 0;
      this.#told(kept.at, "");
      return true;
    } catch (thrown) {
      this.#told(null, asCallError(thrown).code);
      // What was typed meanwhile is newer and has its own timer.
      if (this.#waiting === null && round === this.#round) {
        this.#waiting = waiting;
        if (this.#retries < RETRIES_MAX) this.#timer = setTimeout(() => void this.flush(), KEEP_EVERY_MS);
        this.#retries += 1;
      }
      return false;
    }
  }

  /** There is no draft any more: it was saved as a version, or dropped. */
  async clear(): Promise<void> {
    if (this.unread) return;
    this.#waiting = { parents: [], text: "" };
    await this.flush();
  }

  /** What waits is not written: the desk took the draft away itself. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.#waiting = null;
  }
}
