/** What the resource board shows: which list, which filter, which line is open. */
import type { ResourceQuery, ResourceRef, TableKind } from "../../../contract";

export const KINDS = ["teams", "supplies", "sites", "people"] as const satisfies readonly TableKind[];
export const VIEWS = [...KINDS, "expiring", "plans", "rota", "imports"] as const;
export type View = (typeof VIEWS)[number];

/** Rows one read of the board asks for. */
export const BOARD_ROWS = 500;

export class Board {
  view: View = $state("teams");
  text = $state("");
  state = $state("");
  class = $state("");
  depot = $state("");
  /** The line whose profile is open, for each list. */
  open: ResourceRef | null = $state.raw(null);
  offset = $state(0);

  /** The list in view; supplies behind the views that are no list. */
  get kind(): TableKind {
    return KINDS.find((kind) => kind === this.view) ?? "supplies";
  }

  get isList(): boolean {
    return KINDS.some((kind) => kind === this.view);
  }

  show(view: View): void {
    if (view === this.view) return;
    this.view = view;
    this.state = "";
    this.class = "";
    this.depot = "";
    this.offset = 0;
    this.open = null;
  }

  /** Opens one thing in its own list. */
  go(ref: ResourceRef): void {
    // Points, firms and units are no resources: they have lists of their own.
    if (ref.kind === "points" || ref.kind === "firms" || ref.kind === "units") return;
    this.show(ref.kind);
    this.text = "";
    this.open = ref;
  }

  query(): ResourceQuery {
    return {
      kind: this.kind,
      text: this.text,
      state: this.state,
      class: this.class,
      depot: this.depot,
      offset: this.offset,
      limit: BOARD_ROWS,
    };
  }
}
