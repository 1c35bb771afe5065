/** Which alert is open and which are ticked. By name, never by place: rows move by themselves. */
import type { AlertRow } from "./contract";

export class Selection {
  /** The alert that the detail shows. */
  active: string | null = $state(null);
  /** Ticked alerts with the row they had when they were ticked. */
  ticked: ReadonlyMap<string, AlertRow> = $state.raw(new Map());
  /** Where the last tick was, for ranges. */
  lastTick = -1;

  /** What an act is about: the ticked ones, else the open one. */
  get targets(): string[] {
    if (this.ticked.size > 0) return [...this.ticked.keys()];
    return this.active === null ? [] : [this.active];
  }

  tick(row: AlertRow, index: number): void {
    const next = new Map(this.ticked);
    if (!next.delete(row.id)) next.set(row.id, row);
    this.ticked = next;
    this.lastTick = index;
  }

  tickRange(to: number, row: (index: number) => AlertRow | undefined): void {
    const from = this.lastTick < 0 ? to : this.lastTick;
    const next = new Map(this.ticked);
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const one = row(index);
      if (one !== undefined) next.set(one.id, one);
    }
    this.ticked = next;
    this.lastTick = to;
  }

  clear(): void {
    this.ticked = new Map();
    this.lastTick = -1;
  }
}
