/**
 * What the screens know of the desk. The logbook in Rust is the truth; every read here is a query
 * that says which topics it provides. A batch of changes names the topics that became stale; the
 * readings that are in view are read again, once a batch. Nothing polls and nothing guesses: a
 * missing batch means that everything is read again.
 */
import type { Changes, Topic } from "../contract";

/** Something read from the desk that can become stale. */
export interface Reading {
  readonly topics: readonly Topic[];
  /** `kind:id` when only changes of one entity matter, else null. */
  readonly entity: string | null;
  /** Notes that what is shown may be old. */
  spoil(): void;
  /** Reads again if that is needed and anybody looks. */
  refresh(): void;
}

function concerns(changes: Changes, reading: Reading): boolean {
  if (!changes.topics.some((topic) => reading.topics.includes(topic))) return false;
  if (reading.entity === null || changes.entities.length === 0) return true;
  return changes.entities.includes(reading.entity);
}

export class Mirror {
  readonly #readings = new Set<Reading>();
  readonly #listeners = new Set<(changes: Changes) => void>();
  /** The change number up to which nothing was missed; none before the first batch. */
  #seq: number | null = null;

  /** Takes part in every batch until the answer is called. */
  add(reading: Reading): () => void {
    this.#readings.add(reading);
    return () => void this.#readings.delete(reading);
  }

  /** Hears every batch; for what must be said at once, such as an alarm. */
  listen(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a batch. */
  take(changes: Changes): void {
    const gap = this.#seq !== null && changes.from !== this.#seq;
    this.#seq = changes.to;
    const touched = [...this.#readings].filter((reading) => gap || concerns(changes, reading));
    for (const reading of touched) reading.spoil();
    for (const reading of touched) reading.refresh();
    for (const listener of this.#listeners) listener(changes);
  }
}
