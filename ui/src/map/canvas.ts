/**
 * The map library behind a narrow door. What is drawn goes straight into its sources, past the
 * components, and at most once a frame.
 */
import {
  Map as GlMap,
  setWorkerUrl,
  type GeoJSONSource,
  type LayerSpecification,
  type LngLatBoundsLike,
  type StyleSpecification,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Point } from "../contract";
import type { Box } from "./geo";
import { ICON_RATIO } from "./icons";
import { Letters } from "./letters";
import { mercator, OVERLAID, type Overlaid, type View } from "./marks";
import { Overlay } from "./overlay";
import {
  FAMILIES,
  layers,
  LAYERS_OF,
  PRESSABLE,
  SOURCES,
  TOGETHER,
  TOGETHER_PX,
  type Part,
  type SourceName,
} from "./layers";

setWorkerUrl(workerUrl);

/** Enough to see one house; closer there is nothing to see. */
const ZOOM_MAX = 19;
/** Tiles out of view that a source keeps. */
const TILES_KEPT_MAX = 8;
/** What is let go this near to an incident is meant for it, pixels. */
const FINGER_PX = 18;
/** Steps of zoom by which a press on many comes closer. */
const CLOSER = 2;
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

export interface CanvasEvents {
  /** A person moved the map. */
  gesture(): void;
  /** The view changed, for whatever reason. */
  moved(box: Box): void;
  /** A press: on a thing, or on bare ground. */
  pressed(point: Point, thing: { kind: string; id: string } | null): void;
  doublePressed(): void;
  pointer(point: Point): void;
}

function isOverlaid(name: string): name is Overlaid {
  return OVERLAID.some((one) => one === name);
}

export class MapCanvas {
  readonly #map: GlMap;
  readonly #data = new Map<SourceName, GeoJSON.FeatureCollection>();
  readonly #dirty = new Set<SourceName>();
  /** What each source shows, as text: the same again is not drawn again. */
  readonly #shown = new Map<string, string>();
  /** When the last data was handed over that is not drawn yet. */
  #since: number | null = null;
  /** How long the last data took until it was drawn, milliseconds. */
  drawMs = 0;
  readonly #hidden = new Set<Part>();
  readonly #overlay: Overlay;
  readonly #letters = new Letters();
  /** How many wait for parts of the font; while one does, the map is not drawn to its end. */
  #waiting = 0;
  /** Counts the styles asked for; only the last one is taken. */
  #styles = 0;
  #icons: ReadonlyMap<string, ImageData> = new Map();
  #signs = { standby: "", sites: "" };
  #frame = 0;

  /** Throws when there is no WebGL. */
  constructor(container: HTMLElement, label: string, bounds: Box, events: CanvasEvents) {
    this.#map = new GlMap({
      container,
      style: { version: 8, sources: {}, layers: [] },
      bounds: bounds as LngLatBoundsLike,
      maxZoom: ZOOM_MAX,
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      doubleClickZoom: false,
      // `resized` does it: the library draws outside a frame, and WebKitGTK without a graphics card
      // then shows an empty ground until something else is drawn.
      trackResize: false,
      // Labels come from the font of the page; there is no glyph server.
      localIdeographFontFamily: FAMILIES,
      fadeDuration: 0,
      // Tiles come from this machine in a moment: keeping those out of view costs memory only.
      maxTileCacheSize: TILES_KEPT_MAX,
      // The base map is drawn on the machine, so that a slow redraw need not be waited for.
      refreshExpiredTiles: false,
      locale: { "Map.Title": label },
    });
    // The overlay takes north for up.
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#overlay = new Overlay(this.#map.getCanvasContainer());
    this.#listen(events);
  }

  #listen(events: CanvasEvents): void {
    const map = this.#map;
    const container = map.getContainer();
    const byPerson = (event: { originalEvent?: unknown }) => {
      if (event.originalEvent !== undefined) events.gesture();
    };
    map.on("dragstart", byPerson);
    map.on("zoomstart", byPerson);
    map.on("movestart", byPerson);
    map.on("moveend", () => events.moved(this.box));
    map.on("style.load", () => this.#furnish());
    map.on("render", () => this.#overlay.draw(this.#view));
    // Whoever photographs the map waits for this mark.
    map.on("dataloading", () => delete container.dataset["drawn"]);
    map.on("idle", () => {
      if (this.#waiting > 0 || this.#icons.size === 0) return;
      container.dataset["drawn"] = "";
      if (this.#since !== null) this.drawMs = performance.now() - this.#since;
      this.#since = null;
    });
    // The sources are one press away and do not lie over the map from the start.
    map.once("idle", () => {
      const sources = container.querySelector(".maplibregl-ctrl-attrib");
      sources?.removeAttribute("open");
      sources?.classList.remove("maplibregl-compact-show");
    });
    map.on("mousemove", ({ lngLat }) => events.pointer({ lon: lngLat.lng, lat: lngLat.lat }));
    map.on("dblclick", () => events.doublePressed());
    map.on("click", ({ point, lngLat }) => {
      const at = { lon: lngLat.lng, lat: lngLat.lat };
      const mark = this.#overlay.markAt([point.x, point.y]);
      if (mark !== null) {
        events.pressed(at, mark);
        return;
      }
      const there = PRESSABLE.filter((name) => map.getLayer(name) !== undefined);
      const [found] = map.queryRenderedFeatures(point, { layers: there });
      // Many at once: a press comes closer until they are apart.
      if (found?.properties["point_count"] !== undefined) {
        events.gesture();
        map.jumpTo({ center: lngLat, zoom: map.getZoom() + CLOSER });
        return;
      }
      const id: unknown = found?.properties["id"];
      if (typeof id === "string") {
        events.pressed(at, { kind: String(found?.properties["kind"]), id });
        return;
      }
      const area = this.#overlay.areaAt(mercator(lngLat.lng, lngLat.lat));
      events.pressed(at, area === null ? null : { kind: "alert", id: area.id });
    });
  }

  /** The place on the page is another one or has another size: drawn anew with the next frame. */
  resized(): void {
    const container = this.#map.getContainer();
    if (container.clientWidth === 0 || container.clientHeight === 0) return;
    delete container.dataset["drawn"];
    this.#map.resize();
    this.#map.triggerRepaint();
    // WebKitGTK shows nothing of the first frame that is drawn at another size; the second it shows.
    this.#map.once("render", () =>
      requestAnimationFrame(() => {
        delete container.dataset["drawn"];
        this.#map.triggerRepaint();
      }),
    );
  }

  get box(): Box {
    const bounds = this.#map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** The open incident at a place of the page, within a finger's breadth. */
  incidentAt(clientX: number, clientY: number): string | null {
    const { left, top } = this.#map.getContainer().getBoundingClientRect();
    return this.#overlay.incidentAt([clientX - left, clientY - top], FINGER_PX);
  }

  get #view(): View {
    const { lng, lat } = this.#map.getCenter();
    const [x, y] = mercator(lng, lat);
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    return { x, y, zoom: this.#map.getZoom(), width, height };
  }

  get centre(): Point {
    const { lng, lat } = this.#map.getCenter();
    return { lon: lng, lat };
  }

  /** The base map, and the pictures of the same palette; `letters` are the signs on both. */
  async setStyle(
    style: StyleSpecification,
    letters: string,
    icons: () => ReadonlyMap<string, ImageData>,
    signs: { standby: string; sites: string },
  ): Promise<void> {
    const number = ++this.#styles;
    await this.#loaded(letters);
    if (number !== this.#styles) return;
    this.#signs = signs;
    this.#icons = icons();
    this.#overlay.dress(this.#icons);
    // Only what is another colour is changed: a map built anew leaves some 10 MB behind.
    this.#map.setStyle(style, { transformStyle: (before, next) => this.#withOurs(before, next) });
  }

  /** A base map with our sources, if they are there already, and our layers in the colours of now. */
  #withOurs(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
    const ours = SOURCES.flatMap((name) => {
      const source = before?.sources[name];
      return source === undefined ? [] : [[name, source] as const];
    });
    if (ours.length < SOURCES.length) return next;
    const sources = { ...next.sources, ...Object.fromEntries(ours) };
    return { ...next, sources, layers: [...next.layers, ...this.#layers()] };
  }

  /** Our layers; a part that is hidden stays so. */
  #layers(): LayerSpecification[] {
    const hidden = new Set([...this.#hidden].flatMap((part) => LAYERS_OF[part]));
    return layers(this.#signs).map((layer) =>
      hidden.has(layer.id) ? ({ ...layer, layout: { ...layer.layout, visibility: "none" } } as LayerSpecification) : layer,
    );
  }

  /** Waits for the parts of the font that hold these signs. */
  async #loaded(signs: string): Promise<void> {
    this.#waiting += 1;
    await this.#letters.load(signs);
    this.#waiting -= 1;
  }

  /** A style that was built anew brings nothing of ours: it is put back. */
  #furnish(): void {
    for (const [name, data] of this.#icons) this.#picture(name, data);
    for (const name of SOURCES) {
      if (this.#map.getSource(name) !== undefined) continue;
      const data = this.#data.get(name) ?? NOTHING;
      const upTo = TOGETHER[name];
      const together =
        upTo === undefined ? {} : { cluster: true, clusterMaxZoom: upTo, clusterRadius: TOGETHER_PX };
      this.#map.addSource(name, { type: "geojson", data, ...together });
      this.#dirty.delete(name);
    }
    for (const layer of this.#layers()) {
      if (this.#map.getLayer(layer.id) === undefined) this.#map.addLayer(layer);
    }
  }

  /** A picture in the place of the one of this name: over it, where it is as large. */
  #picture(name: string, data: ImageData): void {
    const before = this.#map.getImage(name)?.data;
    if (before?.width === data.width && before.height === data.height) {
      this.#map.updateImage(name, data);
      return;
    }
    if (before !== undefined) this.#map.removeImage(name);
    this.#map.addImage(name, data, { pixelRatio: ICON_RATIO });
  }

  /** Shows data with the next frame; of several in one frame only the last is drawn. */
  set(name: SourceName | Overlaid, data: GeoJSON.FeatureCollection): void {
    const text = JSON.stringify(data);
    if (this.#shown.get(name) === text) return;
    this.#shown.set(name, text);
    const fresh = this.#letters.fresh(text);
    if (fresh === "") return this.#put(name, data);
    void this.#loaded(fresh).then(() => {
      if (this.#shown.get(name) === text) this.#put(name, data);
    });
  }

  #put(name: SourceName | Overlaid, data: GeoJSON.FeatureCollection): void {
    if (isOverlaid(name)) this.#overlay.set(name, data);
    else {
      this.#data.set(name, data);
      this.#dirty.add(name);
    }
    this.#nextFrame();
  }

  #nextFrame(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#overlay.draw(this.#view);
      if (this.#dirty.size > 0) this.#since ??= performance.now();
      for (const dirty of this.#dirty) {
        const source = this.#map.getSource<GeoJSONSource>(dirty);
        void source?.setData(this.#data.get(dirty) ?? NOTHING);
      }
      this.#dirty.clear();
    });
  }

  show(part: Part, on: boolean): void {
    if (on) this.#hidden.delete(part);
    else this.#hidden.add(part);
    this.#showPart(part);
    this.#overlay.show(part, on);
    this.#nextFrame();
  }

  #showPart(part: Part): void {
    const visibility = this.#hidden.has(part) ? "none" : "visible";
    for (const layer of LAYERS_OF[part]) {
      if (this.#map.getLayer(layer)) this.#map.setLayoutProperty(layer, "visibility", visibility);
    }
  }

  go(point: Point, zoom: number): void {
    const center: [number, number] = [point.lon, point.lat];
    this.#map.jumpTo({ center, zoom: Math.max(zoom, this.#map.getZoom()) });
  }

  /** Brings a point into view without changing how close the map is. */
  centreOn(point: Point): void {
    this.#map.jumpTo({ center: [point.lon, point.lat] });
  }

  fit(box: Box): void {
    this.#map.fitBounds(box as LngLatBoundsLike, { padding: 24, animate: false });
  }

  zoom(by: number): void {
    this.#map.jumpTo({ zoom: this.#map.getZoom() + by });
  }

  cursor(name: string): void {
    this.#map.getCanvas().style.cursor = name;
  }

  focus(): void {
    this.#map.getCanvas().focus();
  }

  remove(): void {
    cancelAnimationFrame(this.#frame);
    this.#styles += 1;
    this.#map.remove();
  }
}
