/** Which part of the alert list is shown: states to choose from, and the row that is opened. */
import type { AlertQuery, AlertRow, AlertSection, Life } from "../../contract";

/** Every alert of the list of what is to be dealt with, from the top. */
export const ALL_OPEN: AlertQuery = {
  section: "open",
  text: "",
  life: null,
  under: null,
  each: false,
  offset: 0,
  limit: 0,
};

/** The states that a section can be narrowed to. */
export const LIVES: Record<AlertSection, readonly Life[]> = {
  open: ["unacknowledged", "returned", "acknowledged", "latched"],
  shelved: ["shelved", "suppressed", "out_of_service"],
  ended: [],
  not_actual: [],
};

/** Whether somebody has to look at a row, or at anything that it stands for. */
export function waits(row: AlertRow): boolean {
  if (row.gathered !== null) return row.gathered.waiting > 0;
  return row.life === "unacknowledged" || row.life === "returned";
}

interface Opened {
  lead: string;
  headline: string;
  each: boolean;
}

/** The way into a row: first what stands under it, then each alert of one of those. */
export class Path {
  #opened: readonly Opened[] = $state.raw([]);

  get shown(): Opened | null {
    return this.#opened.at(-1) ?? null;
  }

  get under(): string | null {
    return this.shown?.lead ?? null;
  }

  /** Every alert by itself, and not what repeats as one. */
  get each(): boolean {
    return this.shown?.each ?? false;
  }

  /** Opens a row; false when it stands for nothing but itself. */
  open(row: AlertRow): boolean {
    if (row.gathered === null) return false;
    const { lead, folds } = row.gathered;
    this.#opened = [...this.#opened, { lead, headline: row.headline, each: folds <= 1 }];
    return true;
  }

  /** Goes back out; the row that was open, or nothing when none was. */
  close(): string | null {
    const lead = this.under;
    this.#opened = this.#opened.slice(0, -1);
    return lead;
  }

  clear(): void {
    if (this.#opened.length > 0) this.#opened = [];
  }
}
