/** Nothing typed is dropped by one press: a dialog asks first, whichever way leads out of it. */
import { getContext, onDestroy, setContext } from "svelte";

const KEY = Symbol("leaving");

/** Whether something was typed that is not saved. */
export type Unsaved = () => boolean;

export class Leaving {
  /** Somebody wants to leave, and what was typed would be lost. */
  asked = $state(false);
  readonly #held = new Set<Unsaved>();

  /** Looks at this before anybody leaves, until the answer is called. */
  hold(unsaved: Unsaved): () => void {
    this.#held.add(unsaved);
    return () => {
      this.#held.delete(unsaved);
      this.asked = false;
    };
  }

  /** Leaves this way, or asks first; whoever was asked already leaves. */
  by(way: () => void): void {
    if (!this.asked && [...this.#held].some((unsaved) => unsaved())) {
      this.asked = true;
      return;
    }
    this.asked = false;
    way();
  }
}

/** What a dialog shares with the forms in it. */
export function shareLeaving(): Leaving {
  return setContext(KEY, new Leaving());
}

/** A form in a dialog says what would be lost; outside of one it is left as before. */
export function holdUnsaved(unsaved: Unsaved): void {
  const leaving = getContext<Leaving | undefined>(KEY);
  if (leaving !== undefined) onDestroy(leaving.hold(unsaved));
}

/** How a button in a dialog leaves it: as Esc does. */
export function useLeaving(): (way: () => void) => void {
  const leaving = getContext<Leaving | undefined>(KEY);
  return (way) => (leaving === undefined ? way() : leaving.by(way));
}

/** What is typed now against what stood there when this was called. */
export function sinceNow(content: () => unknown): Unsaved {
  const before = JSON.stringify(content());
  return () => JSON.stringify(content()) !== before;
}
