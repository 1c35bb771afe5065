/**
 * The time on the screen. The desk says what time it is; between its answers the browser's
 * monotonic clock carries on, so that nothing drifts when the machine's clock is set.
 */
export class Clock {
  /** Milliseconds since 1970, moved once a second, on the second. */
  now = $state(0);
  /** Seconds 0 to 3 of the blink cycle. */
  readonly beat = $derived(Math.floor(this.now / 1000) % 4);
  readonly #monotonic: () => number;
  /** The desk's time minus the monotonic time. */
  #offset: number;

  constructor(monotonic: () => number, startAt: number) {
    this.#monotonic = monotonic;
    this.#offset = startAt - monotonic();
    this.now = startAt;
  }

  /** The desk said what time it is. */
  set(now: number): void {
    this.#offset = now - this.#monotonic();
    this.tick();
  }

  /** The time at this moment. */
  read(): number {
    return this.#offset + this.#monotonic();
  }

  /** Shows the time at this moment and answers how long the second still lasts. */
  tick(): number {
    const now = this.read();
    this.now = now;
    return 1000 - (now % 1000);
  }

  /** Ticks on every second until the answer is called. */
  run(): () => void {
    let timer = 0;
    const next = () => {
      timer = window.setTimeout(next, this.tick() + 1);
    };
    next();
    return () => clearTimeout(timer);
  }
}

/** What is left until a moment, in whole seconds; negative when it has passed. */
export function secondsLeft(dueAt: number, now: number): number {
  return Math.ceil((dueAt - now) / 1000);
}
