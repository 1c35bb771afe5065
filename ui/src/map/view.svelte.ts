/** The one map of the window, seen from outside: where it is shown and where it shall go. */
import { onGlobe } from "./geo";
import type { Point, ZoneRow } from "../contract";
import type { PlanMark } from "./plan-marks";
import type { OpenSpot } from "./spots/spots";
import type { SelectedKind, Ui } from "../ui.svelte";

/** Close enough to see a street. */
export const STREET_ZOOM = 15;

export interface Wish {
  point: Point;
  zoom: number;
  /** Counts the wishes, so that the same place can be asked for twice. */
  number: number;
}

/** A shape that is asked for: the tool that draws it, what is drawn already, and who waits. */
export interface Sketch {
  tool: "point" | "line" | "area";
  points: readonly Point[];
  /** Whether the roads under it are named: a fence closes none. */
  overRoads: boolean;
  /** Takes what was drawn; null when the person left it. */
  done: (points: readonly Point[] | null) => void;
}

/** Whose way the map shows. */
export interface ShownWay {
  team: string;
  incident: string;
  /** How the team is called. */
  name: string;
}

/** From where the map shows what is reached. */
export interface ShownReach {
  from: Point;
  /** What stands there; empty for the middle of the map. */
  name: string;
  /** The team by whose vehicles it is reckoned; null for an engine. */
  team: string | null;
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
  /** The shape that is to be drawn, null when nobody asked for one. */
  sketch: Sketch | null = $state.raw(null);
  /** Whose way is shown. */
  way: ShownWay | null = $state.raw(null);
  /** From where is shown what is reached. */
  reach: ShownReach | null = $state.raw(null);
  /** What was drawn in this window. */
  drawings: readonly Drawing[] = $state.raw([]);
  /** Streets that nobody would reach in time by the answer in view. */
  uncovered: readonly ZoneRow[] = $state.raw([]);
  /** Where plans stand, while the map of plans is in view. */
  plans: readonly PlanMark[] = $state.raw([]);
  /** The place of plans that a person pressed; taken by the map of plans. */
  plansAt: string | null = $state(null);
  /** True when the colours of risks shall be shown; taken by the map. */
  risksAsked: boolean = $state(false);
  /** True when the places without a position shall be listed; taken by the picture of risks. */
  unplacedAsked: boolean = $state(false);
  /** The spot of points or units whose card is shown. */
  spot: OpenSpot | null = $state.raw(null);
  readonly #ui: Ui;
  #wishes = 0;

  constructor(ui: Ui) {
    this.#ui = ui;
  }

  /** Goes to a point because a person said so. */
  go(point: Point, zoom = STREET_ZOOM): void {
    if (!onGlobe(point)) return;
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

  /** Asks for a shape on the map, and goes to where one is. */
  draw(tool: Sketch["tool"], points: readonly Point[], overRoads = true): Promise<readonly Point[] | null> {
    this.sketch?.done(null);
    this.picking?.(null);
    this.#ui.seeMap();
    return new Promise((done) => {
      const sketch: Sketch = {
        tool,
        points,
        overRoads,
        done: (drawn) => {
          // Another one may be asked for by now.
          if (this.sketch === sketch) this.sketch = null;
          done(drawn);
        },
      };
      this.sketch = sketch;
    });
  }

  /** Shows the way of a team, or no longer. */
  toggleWay(way: ShownWay): void {
    const same = this.way?.team === way.team && this.way.incident === way.incident;
    this.way = same ? null : way;
  }

  /** Selects something and goes to it. */
  show(kind: SelectedKind, id: string, point: Point | null): void {
    this.#ui.select(kind, id);
    if (point !== null) this.go(point);
  }
}
