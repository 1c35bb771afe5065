/** The canvas over the base map. What stands where is in `marks.ts`; here it is drawn. */
import "./overlay.css";
import { ICON_RATIO, token } from "./icons";
import { FAMILIES } from "./layers";
import {
  areasOf,
  holds,
  marksOf,
  namesShown,
  onPage,
  PICTURED,
  PRESSED,
  sizeOf,
  withRoom,
  type Area,
  type Mark,
  type Overlaid,
  type Pictured,
  type Plot,
  type Spot,
  type View,
} from "./marks";

/** What is this far out of view is not drawn, pixels. */
const MARGIN_PX = 40;
const NAME_PX = 12;
const NAME_LINE_PX = 14.4;
/** A name stands so far below its mark that the ring of what is selected goes between, pixels. */
const NAME_BELOW_PX = 6;
/** A longer name is broken into lines, pixels. */
const NAME_WIDTH_PX = 144;
const HALO_PX = 2.8;
const RING = { radius: 21, width: 3 };
const AREA = { seen: 0.05, fresh: 0.16, edge: 0.7, width: 1.2 };

/** A name with its lines and its box. */
interface Name {
  plot: Plot;
  lines: readonly string[];
  middle: number;
}

/** Colours of the palette in use. */
interface Inks {
  fills: readonly string[];
  strokes: readonly string[];
  ink: string;
  halo: string;
  teal: string;
}

function inks(): Inks {
  const steps = ["1", "2", "3", "4"];
  const none = token("--line-strong");
  return {
    fills: [...steps.map((step) => token(`--grade-${step}`)), none],
    strokes: [...steps.map((step) => token(`--grade-${step}-stroke`)), none],
    ink: token("--ink"),
    halo: token("--map-halo"),
    teal: token("--teal"),
  };
}

export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #view: View = { x: 0.5, y: 0.5, zoom: 0, width: 0, height: 0 };
  #drawn = "";
  #areas: readonly Area[] = [];
  #marks: Record<Pictured | "selected", readonly Mark[]> = {
    plans: [],
    incidents: [],
    alerts: [],
    teams: [],
    vehicles: [],
    selected: [],
  };
  readonly #hidden = new Set<string>();
  #inks: Inks | null = null;
  #pictures: ReadonlyMap<string, ImageData> = new Map();
  readonly #stamps = new Map<string, HTMLCanvasElement>();

  constructor(parent: HTMLElement) {
    this.#canvas = document.createElement("canvas");
    this.#canvas.setAttribute("aria-hidden", "true");
    this.#canvas.className = "overlay";
    parent.append(this.#canvas);
    this.#pen = this.#canvas.getContext("2d");
  }

  /** Another palette or language: other pictures and other colours. */
  dress(pictures: ReadonlyMap<string, ImageData>): void {
    this.#pictures = pictures;
    this.#stamps.clear();
    this.#inks = inks();
    this.#drawn = "";
  }

  set(name: Overlaid, data: GeoJSON.FeatureCollection): void {
    if (name === "alert-areas") this.#areas = areasOf(data);
    else this.#marks[name] = marksOf(data);
    this.#drawn = "";
  }

  show(name: string, on: boolean): void {
    if (on) this.#hidden.delete(name);
    else this.#hidden.add(name);
    this.#drawn = "";
  }

  /** The mark under a place of the page, the topmost one. */
  markAt(spot: Spot): Mark | null {
    for (const name of PRESSED) {
      const found = this.#shown(name).findLast((mark) => this.#touches(mark, spot));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The incident within a distance of a place of the page. */
  incidentAt([x, y]: Spot, within: number): string | null {
    const near = (mark: Mark) => {
      const [left, top] = onPage(mark, this.#view);
      const half = this.#half(mark) + within;
      return Math.abs(left - x) <= half && Math.abs(top - y) <= half;
    };
    return this.#shown("incidents").findLast(near)?.id ?? null;
  }

  /** The alert whose area lies under a place of the world. */
  areaAt(place: Spot): Area | null {
    if (this.#hidden.has("alerts")) return null;
    return this.#areas.findLast((area) => holds(area, place)) ?? null;
  }

  #shown(name: Pictured): readonly Mark[] {
    return this.#hidden.has(name) ? [] : this.#marks[name];
  }

  #half(mark: Mark): number {
    const picture = this.#pictures.get(mark.icon);
    return (((picture?.width ?? 0) / ICON_RATIO) * sizeOf(mark, this.#view.zoom)) / 2;
  }

  #touches(mark: Mark, [x, y]: Spot): boolean {
    const [left, top] = onPage(mark, this.#view);
    const half = this.#half(mark);
    return Math.abs(left - x) <= half && Math.abs(top - y) <= half;
  }

  /** Draws what is not drawn yet, for the view that the base map has. */
  draw(view: View): void {
    const wanted = `${view.x} ${view.y} ${view.zoom} ${view.width} ${view.height}`;
    const pen = this.#pen;
    if (pen === null || this.#inks === null || this.#drawn === wanted) return;
    this.#drawn = wanted;
    this.#view = view;
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    if (!this.#hidden.has("alerts")) for (const area of this.#areas) this.#drawArea(pen, this.#inks, area);
    for (const name of PICTURED.toReversed()) {
      for (const mark of this.#shown(name)) this.#drawMark(pen, mark);
    }
    this.#drawNames(pen, this.#inks);
    for (const mark of this.#marks.selected) this.#drawRing(pen, this.#inks, mark);
  }

  #inView([x, y]: Spot): boolean {
    const { width, height } = this.#view;
    return x > -MARGIN_PX && y > -MARGIN_PX && x < width + MARGIN_PX && y < height + MARGIN_PX;
  }

  #drawArea(pen: CanvasRenderingContext2D, { fills, strokes }: Inks, area: Area): void {
    const at = Math.min(Math.max(area.level, 1), fills.length) - 1;
    pen.beginPath();
    for (const ring of area.rings) {
      ring.forEach(([x, y], number) => {
        const [left, top] = onPage({ x, y }, this.#view);
        if (number === 0) pen.moveTo(left, top);
        else pen.lineTo(left, top);
      });
      pen.closePath();
    }
    pen.fillStyle = fills[at] ?? "";
    pen.globalAlpha = area.acknowledged ? AREA.seen : AREA.fresh;
    pen.fill("evenodd");
    pen.strokeStyle = strokes[at] ?? "";
    pen.lineWidth = AREA.width;
    pen.globalAlpha = AREA.edge;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  #stamp(icon: string): HTMLCanvasElement | null {
    const made = this.#stamps.get(icon);
    if (made !== undefined) return made;
    const picture = this.#pictures.get(icon);
    if (picture === undefined) return null;
    const stamp = document.createElement("canvas");
    stamp.width = picture.width;
    stamp.height = picture.height;
    stamp.getContext("2d")?.putImageData(picture, 0, 0);
    this.#stamps.set(icon, stamp);
    return stamp;
  }

  #drawMark(pen: CanvasRenderingContext2D, mark: Mark): void {
    const spot = onPage(mark, this.#view);
    const stamp = this.#inView(spot) ? this.#stamp(mark.icon) : null;
    if (stamp === null) return;
    const half = this.#half(mark);
    pen.drawImage(stamp, spot[0] - half, spot[1] - half, 2 * half, 2 * half);
  }

  #drawNames(pen: CanvasRenderingContext2D, { ink, halo }: Inks): void {
    pen.font = `${NAME_PX}px ${FAMILIES}`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    const wanted = PICTURED.filter((name) => namesShown(name, this.#view.zoom)).flatMap((name) =>
      this.#shown(name)
        .toReversed()
        .flatMap((mark) => this.#name(pen, mark) ?? []),
    );
    pen.strokeStyle = halo;
    pen.lineWidth = HALO_PX;
    pen.lineJoin = "round";
    pen.fillStyle = ink;
    for (const { lines, middle, plot } of withRoom(wanted)) {
      lines.forEach((line, number) => {
        const top = plot.top + number * NAME_LINE_PX;
        pen.strokeText(line, middle, top);
        pen.fillText(line, middle, top);
      });
    }
  }

  #name(pen: CanvasRenderingContext2D, mark: Mark): Name | null {
    const spot = onPage(mark, this.#view);
    if (mark.label === "" || !this.#inView(spot)) return null;
    const lines = broken(pen, mark.label);
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2;
    const [middle, top] = [spot[0], spot[1] + this.#half(mark) + NAME_BELOW_PX];
    const bottom = top + lines.length * NAME_LINE_PX;
    return { plot: { left: middle - half, right: middle + half, top, bottom }, lines, middle };
  }

  #drawRing(pen: CanvasRenderingContext2D, { teal }: Inks, mark: Mark): void {
    const [x, y] = onPage(mark, this.#view);
    pen.strokeStyle = teal;
    pen.lineWidth = RING.width;
    pen.beginPath();
    pen.arc(x, y, RING.radius, 0, 2 * Math.PI);
    pen.stroke();
  }
}

/** A name in as many lines as its width needs. */
function broken(pen: CanvasRenderingContext2D, name: string): string[] {
  const parts = Math.ceil(pen.measureText(name).width / NAME_WIDTH_PX);
  const signs = [...name];
  const each = Math.ceil(signs.length / Math.max(1, parts));
  return Array.from({ length: Math.max(1, parts) }, (_, number) =>
    signs.slice(number * each, (number + 1) * each).join(""),
  );
}
