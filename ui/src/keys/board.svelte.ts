/** Who carries out which action at the moment. */
import { onMount } from "svelte";
import type { ActionName } from "./actions";

export type Handlers = Partial<Record<ActionName, () => void>>;

interface Entry {
  handlers: Handlers;
  /** Whether it counts now, such as: its workspace is in view. */
  active: () => boolean;
}

export class ActionBoard {
  readonly #entries: Entry[] = [];

  /** The newest active entry wins. */
  #handler(action: ActionName): (() => void) | undefined {
    return this.#entries.findLast((entry) => entry.handlers[action] && entry.active())?.handlers[
      action
    ];
  }

  add(handlers: Handlers, active: () => boolean): () => void {
    const entry = { handlers, active };
    this.#entries.push(entry);
    return () => void this.#entries.splice(this.#entries.indexOf(entry), 1);
  }

  can(action: ActionName): boolean {
    return this.#handler(action) !== undefined;
  }

  /** Carries it out; false when nobody does at the moment. */
  run(action: ActionName): boolean {
    const handler = this.#handler(action);
    handler?.();
    return handler !== undefined;
  }
}

/** Offers actions for as long as the component lives. */
export function offer(
  board: ActionBoard,
  handlers: Handlers,
  active: () => boolean = () => true,
): void {
  onMount(() => board.add(handlers, active));
}
