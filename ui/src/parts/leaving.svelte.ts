/** Nothing typed is dropped by one press: a dialog asks first, whichever way leads out of it. */
import { getContext, onDestroy, setContext } from "svelte";

const KEY = Symbol("leaving");
/** Fields that hold what somebody typed; a search is no part of a form, and a choice is made again at once. */
const TYPED: ReadonlySet<string> = new Set(["text", "number", "tel", "password"]);

/** Whether something was typed that is not saved. */
export type Unsaved = () => boolean;

export class Leaving {
  /** Somebody wants to leave, and what was typed would be lost. */
  asked = $state(false);
  readonly #held = new Set<Unsaved>();
  /** Forms that stand in the dialog now. */
  #forms = 0;
  #typed = false;

  /** Looks at this before anybody leaves, until the answer is called. */
  hold(unsaved: Unsaved): () => void {
    this.#held.add(unsaved);
    return () => {
      this.#held.delete(unsaved);
      this.asked = false;
    };
  }

  /** A form has come, until the answer is called; with the last one what was typed is saved or given up. */
  form(): () => void {
    this.#forms += 1;
    return () => {
      this.#forms -= 1;
      if (this.#forms === 0) this.#typed = false;
    };
  }

  /** Somebody typed into this field. */
  heard(field: EventTarget | null): void {
    this.asked = false;
    const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && TYPED.has(field.type));
    if (typed && this.#forms > 0) this.#typed = true;
  }

  /** A form that says itself what would be lost knows better than that something was typed. */
  #loses(): boolean {
    if (this.#held.size > 0) return [...this.#held].some((unsaved) => unsaved());
    return this.#forms > 0 && this.#typed;
  }

  /** Leaves this way, or asks first; whoever was asked already leaves. */
  by(way: () => void): void {
    if (!this.asked && this.#loses()) {
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

/** The foot of a form: there is one as long as it stands, and its button leaves as Esc does. */
export function useLeaving(): (way: () => void) => void {
  const leaving = getContext<Leaving | undefined>(KEY);
  if (leaving !== undefined) onDestroy(leaving.form());
  return (way) => (leaving === undefined ? way() : leaving.by(way));
}

/** What is typed now against what stood there when this was called. */
export function sinceNow(content: () => unknown): Unsaved {
  const before = JSON.stringify(content());
  return () => JSON.stringify(content()) !== before;
}
