/** The notice line: what just happened, with a way back where there is one. */

/** The officer has this long to take an act back. */
export const UNDO_MS = 10_000;
/** Older notices leave when there are more. */
const NOTICES_MAX = 4;

export interface Notice {
  id: number;
  kind: "done" | "trouble";
  text: string;
  /** Takes it back. */
  undo: (() => void) | null;
}

export class Notices {
  list: readonly Notice[] = $state.raw([]);
  #last = 0;

  say(kind: Notice["kind"], text: string, undo: (() => void) | null = null): void {
    const notice = { id: ++this.#last, kind, text, undo };
    this.list = [...this.list, notice].slice(-NOTICES_MAX);
    setTimeout(() => this.drop(notice.id), UNDO_MS);
  }

  drop(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Takes the newest act back that still can be; false when there is none. */
  undo(): boolean {
    const notice = this.list.findLast((one) => one.undo !== null);
    if (notice?.undo == null) return false;
    this.drop(notice.id);
    notice.undo();
    return true;
  }
}
