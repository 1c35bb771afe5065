/** The one map of the window, seen from outside: where it is shown and where it shall go. */
import type { Point, ZoneRow } from "../contract";
import type { SelectedKind, Ui } from "../ui.svelte";

/** Close enough to see a street. */
export const STREET_ZOOM = 15;

export interface Wish {
  point: Point;
  zoom: number;
  /** Counts the wishes, so that the same place can be asked for twice. */
  number: number;
}

/** What a person drew: a point, an area, a measured line. */
export interface Drawing {
  id: string;
  kind: "point" | "area";
  name: string;
  points: Point[];
}

export class MapView {
  /** The map's element, moved into the workspace that is in view. */
  element: HTMLElement | null = $state.raw(null);
  /** Where a person asked the map to go. */
  wish: Wish | null = $state.raw(null);
  /** Takes the one point that is to be shown on the map, null when nobody shows one. */
  picking: ((point: Point | null) => void) | null = $state.raw(null);
  /** What was drawn in this window. */
  drawings: readonly Drawing[] = $state.raw([]);
  /** Streets that nobody would reach in time by the answer in view. */
  uncovered: readonly ZoneRow[] = $state.raw([]);
  readonly #ui: Ui;
  #wishes = 0;

  constructor(ui: Ui) {
    this.#ui = ui;
  }

  /** Goes to a point because a person said so. */
  go(point: Point, zoom = STREET_ZOOM): void {
    this.#wishes += 1;
    this.wish = { point, zoom, number: this.#wishes };
  }

  /** Asks for a point on the map: by a press, or by Enter at the cross. */
  pick(): Promise<Point | null> {
    this.picking?.(null);
    return new Promise((done) => {
      this.picking = (point) => {
        this.picking = null;
        done(point);
      };
    });
  }

  /** Selects something and goes to it. */
  show(kind: SelectedKind, id: string, point: Point | null): void {
    this.#ui.select(kind, id);
    if (point !== null) this.go(point);
  }
}
