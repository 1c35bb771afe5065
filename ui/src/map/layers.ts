/** Our layers above the base map. */
import type { LayerSpecification, ExpressionSpecification } from "maplibre-gl";
import { token } from "./icons";

/** The parts that a person can show and hide. */
export const PARTS = [
  "alerts",
  "incidents",
  "teams",
  "vehicles",
  "sites",
  "risks",
  "dangers",
  "units",
  "points",
  "closures",
  "roads",
  "coverage",
  "drawings",
] as const;
export type Part = (typeof PARTS)[number];

/** Sources that the page fills. What changes with what comes in is not here but in `marks.ts`. */
export const SOURCES = [
  "standby",
  "carried",
  "sites",
  "risks",
  "dangers",
  "units",
  "points",
  "closures",
  "fences",
  "reach",
  "way",
  "closing",
  "uncovered",
  "drawings",
  "draft",
] as const;
export type SourceName = (typeof SOURCES)[number];

/** Layers of a part, for showing and hiding. */
export const LAYERS_OF: Record<Part, string[]> = {
  alerts: [],
  incidents: [],
  teams: ["standby", "standby-many", "carried-line", "carried", "carried-name"],
  vehicles: ["fence-line", "fence-name"],
  sites: ["sites", "sites-many"],
  risks: ["risks"],
  dangers: ["dangers"],
  units: ["units"],
  points: ["points", "points-urgent"],
  closures: ["closure-area", "closure-line", "closure-road", "closure-spot", "closure-name"],
  roads: ["reach-fill", "reach-line", "reach-name", "way-case", "way-road", "way-straight", "way-end", "way-name"],
  coverage: ["uncovered"],
  drawings: ["drawing-fill", "drawing-line", "drawing-point", "drawing-name"],
};

/** Layers that answer a press, the topmost first. */
export const PRESSABLE = ["standby", "standby-many", "points-urgent", "dangers", "units", "risks", "points", "sites", "sites-many"];

/** Name of the font of labels in the style; it is drawn by `FAMILIES`. */
export const FONT = "Noto Sans SC Variable";
/** The same font where the system has it as a whole. */
export const INSTALLED = "Noto Sans CJK SC";
/** What labels are drawn with: the system's, else what the page ships. */
export const FAMILIES = `"${INSTALLED}", "${FONT}", sans-serif`;

/** Sources whose points are counted together from afar, up to this zoom. */
export const TOGETHER: Partial<Record<SourceName, number>> = { standby: 12, sites: 12 };
/** Points this near to each other on the screen become one, pixels. */
export const TOGETHER_PX = 44;

/** From the middle of a place to the mark of its dangers, to the right and up. */
const DANGER_OFFSET_PX: [number, number] = [17, -17];
/** To the marks of its units and of its points: each at a shoulder of its own. */
const UNIT_OFFSET_PX: [number, number] = [17, 17];
const POINT_OFFSET_PX: [number, number] = [-17, -17];

const SINGLE: ExpressionSpecification = ["!", ["has", "point_count"]];

/** Many points as one: how many, and of what. */
function many(source: "standby" | "sites", sign: string): LayerSpecification {
  return {
    id: `${source}-many`,
    type: "symbol",
    source,
    filter: ["has", "point_count"],
    layout: {
      "text-field": ["concat", sign, " ", ["get", "point_count_abbreviated"]],
      "text-font": [FONT],
      "text-size": 12,
      "text-allow-overlap": false,
      "icon-image": `many-${source}`,
      "icon-text-fit": "both",
      "icon-text-fit-padding": [2, 6, 2, 6],
      "icon-allow-overlap": false,
    },
    paint: { "text-color": token("--ink") },
  };
}

function symbols(name: SourceName, minzoomOfText: number): LayerSpecification {
  return {
    id: name,
    type: "symbol",
    source: name,
    filter: SINGLE,
    layout: {
      "icon-image": ["get", "icon"],
      "icon-allow-overlap": false,
      "icon-padding": 1,
      "symbol-sort-key": ["-", 0, ["get", "order"]],
      "text-field": ["step", ["zoom"], "", minzoomOfText, ["get", "label"]],
      "text-font": [FONT],
      "text-size": 12,
      "text-offset": [0, 1.3],
      "text-anchor": "top",
      "text-optional": true,
      "text-max-width": 12,
    },
    paint: {
      "text-color": token("--ink"),
      "text-halo-color": token("--map-halo"),
      "text-halo-width": 1.4,
    },
  };
}

/** Hidden dangers stand at the shoulder of their place, beside whatever else marks it. */
function dangers(): LayerSpecification {
  const marks = symbols("dangers", 12);
  if (marks.type !== "symbol") return marks;
  const layout = { ...marks.layout, "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-offset": DANGER_OFFSET_PX };
  return { ...marks, layout };
}

/** What stands at a place of the list stands at its shoulder; what says itself where it is stands there. */
function atShoulder(offset: [number, number]): ExpressionSpecification {
  return ["case", ["get", "own"], ["literal", [0, 0]], ["literal", offset]];
}

/** Units of major hazards are drawn whatever else stands there. */
function units(): LayerSpecification {
  const marks = symbols("units", 12);
  if (marks.type !== "symbol") return marks;
  const layout = { ...marks.layout, "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-offset": atShoulder(UNIT_OFFSET_PX) };
  return { ...marks, layout };
}

/** Points of the register: what needs a look is always drawn, of the others what has room. */
function points(urgent: boolean): LayerSpecification {
  const marks = symbols("points", urgent ? 12 : 14);
  if (marks.type !== "symbol") return marks;
  const over = { "icon-allow-overlap": urgent, "icon-ignore-placement": urgent };
  return {
    ...marks,
    id: urgent ? "points-urgent" : "points",
    filter: ["==", ["get", "urgent"], urgent],
    layout: { ...marks.layout, ...over, "icon-offset": atShoulder(POINT_OFFSET_PX) },
  };
}

/** Closed roads: a broken line over the road, the area or line that was drawn, and the reason. */
function closures(): LayerSpecification[] {
  const ink = token("--ink");
  const part = (name: string): ExpressionSpecification => ["==", ["get", "part"], name];
  return [
    {
      id: "closure-area",
      type: "fill",
      source: "closures",
      filter: part("area"),
      paint: { "fill-color": ink, "fill-opacity": ["case", ["get", "hot"], 0.22, 0.1] },
    },
    {
      id: "closure-line",
      type: "line",
      source: "closures",
      filter: ["any", part("area"), part("drawn")],
      paint: { "line-color": ink, "line-width": 1.5, "line-dasharray": [4, 2] },
    },
    {
      id: "closure-road",
      type: "line",
      source: "closures",
      filter: part("road"),
      paint: { "line-color": ink, "line-width": 5, "line-dasharray": [0.6, 0.6] },
    },
    {
      id: "closure-spot",
      type: "circle",
      source: "closures",
      filter: part("spot"),
      paint: {
        "circle-radius": 6,
        "circle-color": token("--surface"),
        "circle-stroke-color": ink,
        "circle-stroke-width": 3,
      },
    },
    {
      id: "closure-name",
      type: "symbol",
      source: "closures",
      filter: ["!", part("road")],
      minzoom: 11,
      layout: {
        "text-field": ["get", "name"],
        "text-font": [FONT],
        "text-size": 12,
        "text-optional": true,
      },
      paint: { "text-color": ink, "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 },
    },
  ];
}

/** Electronic fences: a dotted edge and the name. */
function fences(): LayerSpecification[] {
  const ink = token("--ink");
  return [
    {
      id: "fence-line",
      type: "line",
      source: "fences",
      paint: { "line-color": ink, "line-width": 2, "line-dasharray": [1, 2] },
    },
    {
      id: "fence-name",
      type: "symbol",
      source: "fences",
      minzoom: 11,
      layout: { "text-field": ["get", "name"], "text-font": [FONT], "text-size": 12, "text-optional": true },
      paint: { "text-color": ink, "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 },
    },
  ];
}

/** What is reached in some minutes: areas within each other, each with its minutes at its edge. */
function reach(): LayerSpecification[] {
  const teal = token("--teal");
  return [
    {
      id: "reach-fill",
      type: "fill",
      source: "reach",
      paint: { "fill-color": teal, "fill-opacity": 0.09 },
    },
    {
      id: "reach-line",
      type: "line",
      source: "reach",
      paint: { "line-color": teal, "line-width": 1.5, "line-opacity": 0.8 },
    },
    {
      id: "reach-name",
      type: "symbol",
      source: "reach",
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 320,
        "text-field": ["get", "label"],
        "text-font": [FONT],
        "text-size": 12,
      },
      paint: { "text-color": teal, "text-halo-color": token("--map-halo"), "text-halo-width": 1.6 },
    },
  ];
}

/** The way of a team: along roads a band, a straight line where there are none, and its end. */
function way(): LayerSpecification[] {
  const teal = token("--teal");
  const part = (name: string): ExpressionSpecification => ["==", ["get", "part"], name];
  return [
    {
      id: "way-case",
      type: "line",
      source: "way",
      filter: part("road"),
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": token("--surface"), "line-width": 8 },
    },
    {
      id: "way-road",
      type: "line",
      source: "way",
      filter: part("road"),
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": teal, "line-width": 4.5 },
    },
    {
      id: "way-straight",
      type: "line",
      source: "way",
      filter: part("straight"),
      paint: { "line-color": teal, "line-width": 3, "line-dasharray": [2, 2] },
    },
    {
      id: "way-end",
      type: "circle",
      source: "way",
      filter: part("end"),
      paint: {
        "circle-radius": 6,
        "circle-color": token("--surface"),
        "circle-stroke-color": ["case", ["get", "cut"], token("--ink"), teal],
        "circle-stroke-width": 3,
      },
    },
    {
      id: "way-name",
      type: "symbol",
      source: "way",
      filter: part("end"),
      layout: {
        "text-field": ["get", "label"],
        "text-font": [FONT],
        "text-size": 12,
        "text-offset": [0, 1],
        "text-anchor": "top",
        "text-allow-overlap": true,
      },
      paint: {
        "text-color": token("--ink"),
        "text-halo-color": token("--map-halo"),
        "text-halo-width": 1.6,
      },
    },
    {
      id: "closing-road",
      type: "line",
      source: "closing",
      paint: { "line-color": token("--ink"), "line-width": 5, "line-opacity": 0.75 },
    },
  ];
}

/** Where a team on the road may be by now: hollow, dashed from where it was seen, and said so. */
function carried(): LayerSpecification[] {
  const ink = token("--ink");
  return [
    {
      id: "carried-line",
      type: "line",
      source: "carried",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": ink, "line-width": 1.5, "line-dasharray": [2, 2] },
    },
    {
      id: "carried",
      type: "circle",
      source: "carried",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 8,
        "circle-color": "transparent",
        "circle-stroke-color": ink,
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "carried-name",
      type: "symbol",
      source: "carried",
      filter: ["==", ["geometry-type"], "Point"],
      minzoom: 11,
      layout: {
        "text-field": ["get", "label"],
        "text-font": [FONT],
        "text-size": 12,
        "text-offset": [0, 1],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: { "text-color": ink, "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 },
    },
  ];
}

/** Streets that nobody reaches in time any more: a hatched mark over their rough centre and words. */
function uncovered(): LayerSpecification {
  return {
    id: "uncovered",
    type: "symbol",
    source: "uncovered",
    layout: {
      "icon-image": "uncovered",
      "icon-allow-overlap": true,
      "text-field": ["get", "label"],
      "text-font": [FONT],
      "text-size": 13,
      "text-offset": [0, 1.9],
      "text-anchor": "top",
      "text-optional": false,
      "text-allow-overlap": true,
    },
    paint: {
      "text-color": token("--ink"),
      "text-halo-color": token("--map-halo"),
      "text-halo-width": 2,
    },
  };
}

/** All layers, from the bottom to the top. */
export function layers(signs: { standby: string; sites: string }): LayerSpecification[] {
  const teal = token("--teal");
  const drawn = (source: "drawings" | "draft", name: string): LayerSpecification[] => [
    {
      id: `${name}-fill`,
      type: "fill",
      source,
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": teal, "fill-opacity": 0.12 },
    },
    {
      id: `${name}-line`,
      type: "line",
      source,
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": teal, "line-width": 2, "line-dasharray": [3, 2] },
    },
    {
      id: `${name}-point`,
      type: "circle",
      source,
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 5,
        "circle-color": token("--surface"),
        "circle-stroke-color": teal,
        "circle-stroke-width": 2,
      },
    },
  ];
  return [
    ...reach(),
    ...closures(),
    ...fences(),
    ...way(),
    ...drawn("drawings", "drawing"),
    symbols("sites", 14),
    many("sites", signs.sites),
    points(false),
    symbols("risks", 12),
    units(),
    dangers(),
    points(true),
    many("standby", signs.standby),
    symbols("standby", 13),
    ...carried(),
    uncovered(),
    {
      id: "drawing-name",
      type: "symbol",
      source: "drawings",
      layout: {
        "text-field": ["get", "name"],
        "text-font": [FONT],
        "text-size": 12,
        "text-offset": [0, 1],
        "text-anchor": "top",
      },
      paint: { "text-color": teal, "text-halo-color": token("--map-halo"), "text-halo-width": 1.4 },
    },
    ...drawn("draft", "draft"),
  ];
}
