/** What a change of palette does to the map: other colours, and nothing built anew or lost. */
import type { StyleSpecification } from "maplibre-gl";
import { beforeEach, expect, test, vi } from "vitest";
import { layers, SOURCES } from "./layers";

interface Picture {
  width: number;
  height: number;
}

/** A map library that takes each style as the real one does, and keeps what it is given. */
const library = vi.hoisted(() => {
  class Library {
    style: StyleSpecification = { version: 8, sources: {}, layers: [] };
    readonly pictures = new Map<string, { data: Picture }>();
    readonly loaded: (() => void)[] = [];
    readonly container = document.createElement("div");
    readonly touchZoomRotate = { disableRotation: () => {} };
    readonly keyboard = { disableRotation: () => {} };
    constructor() {
      made.push(this);
    }
    on(event: string, act: () => void): void {
      if (event === "style.load") this.loaded.push(act);
    }
    once(): void {}
    getCenter(): { lng: number; lat: number } {
      return { lng: 0, lat: 0 };
    }
    getZoom(): number {
      return 1;
    }
    getContainer(): HTMLElement {
      return this.container;
    }
    getCanvasContainer(): HTMLElement {
      return this.container;
    }
    setStyle(
      next: StyleSpecification,
      { transformStyle }: { transformStyle: (a: StyleSpecification, b: StyleSpecification) => StyleSpecification },
    ): void {
      this.style = structuredClone(transformStyle(this.style, next));
      for (const act of this.loaded) act();
    }
    getImage(name: string): { data: Picture } | undefined {
      return this.pictures.get(name);
    }
    addImage(name: string, data: Picture): void {
      if (this.pictures.has(name)) throw new Error(`${name} is there already`);
      this.pictures.set(name, { data });
    }
    updateImage(name: string, data: Picture): void {
      const before = this.pictures.get(name)?.data;
      if (before?.width !== data.width || before.height !== data.height) throw new Error("another size");
      this.pictures.set(name, { data });
    }
    removeImage(name: string): void {
      this.pictures.delete(name);
    }
    getSource(name: string): unknown {
      return this.style.sources[name];
    }
    addSource(name: string, source: StyleSpecification["sources"][string]): void {
      if (name in this.style.sources) throw new Error(`${name} is there already`);
      this.style.sources[name] = source;
    }
    getLayer(id: string): StyleSpecification["layers"][number] | undefined {
      return this.style.layers.find((layer) => layer.id === id);
    }
    addLayer(layer: StyleSpecification["layers"][number]): void {
      if (this.getLayer(layer.id) !== undefined) throw new Error(`${layer.id} is there already`);
      this.style.layers.push(layer);
    }
    setLayoutProperty(id: string, name: string, value: string): void {
      const layer = this.getLayer(id);
      if (layer !== undefined) layer.layout = { ...layer.layout, [name]: value };
    }
  }
  const made: Library[] = [];
  return { Library, made };
});

vi.mock("maplibre-gl", () => ({ Map: library.Library, setWorkerUrl: () => {} }));
vi.mock("maplibre-gl/dist/maplibre-gl.css", () => ({}));
vi.mock("maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url", () => ({ default: "" }));
vi.mock("./overlay", () => ({
  Overlay: class {
    dress(): void {}
    show(): void {}
    draw(): void {}
  },
}));
vi.mock("./letters", () => ({
  Letters: class {
    load(): Promise<void> {
      return Promise.resolve();
    }
    fresh(): string {
      return "";
    }
  },
}));

const { MapCanvas } = await import("./canvas");

const ground = (colour: string): StyleSpecification => ({
  version: 8,
  sources: { base: { type: "vector", tiles: ["map://tiles"] } },
  layers: [{ id: "ground", type: "background", paint: { "background-color": colour } }],
});
const pictures = (size: number) => () =>
  new Map([["site", { width: size, height: size } as unknown as ImageData]]);
const SIGNS = { standby: "待命", sites: "点位" };

function canvas() {
  const events = { gesture() {}, moved() {}, pressed() {}, doublePressed() {}, pointer() {} };
  const map = new MapCanvas(document.createElement("div"), "地图", [0, 0, 1, 1], events);
  return { map, there: library.made.at(-1)! };
}

beforeEach(() => document.documentElement.style.setProperty("--ink", "black"));

test("the first style gets our sources and layers above it", async () => {
  const { map, there } = canvas();
  await map.setStyle(ground("white"), "", pictures(8), SIGNS);
  const names = there.style.layers.map((layer) => layer.id);
  expect(names[0], "the ground lies lowest").toBe("ground");
  expect(names.slice(1), "ours follow in their order").toEqual(layers(SIGNS).map((layer) => layer.id));
  expect(Object.keys(there.style.sources), "each source is there").toEqual(["base", ...SOURCES]);
});

test("another palette colours our layers anew and keeps what the sources show", async () => {
  const { map, there } = canvas();
  await map.setStyle(ground("white"), "", pictures(8), SIGNS);
  const shown = { type: "FeatureCollection" as const, features: [] };
  there.style.sources["sites"] = { type: "geojson", data: { ...shown, bbox: [1, 2, 3, 4] } };
  const before = there.pictures.get("site");
  document.documentElement.style.setProperty("--ink", "orange");

  await map.setStyle(ground("black"), "", pictures(8), SIGNS);

  expect(there.getLayer("ground")?.paint, "the ground is the new one").toEqual({ "background-color": "black" });
  const names = layers(SIGNS).map((layer) => layer.id);
  expect(there.style.layers.map((layer) => layer.id), "no layer is lost or doubled").toEqual(["ground", ...names]);
  expect(there.getLayer("sites")?.paint, "names of places are drawn in the new ink").toMatchObject({
    "text-color": "orange",
  });
  expect(there.style.sources["sites"], "what stands on the map stays").toMatchObject({ data: { bbox: [1, 2, 3, 4] } });
  expect(there.pictures.get("site"), "the picture is the new one").not.toBe(before);
});

test("a part that is hidden stays hidden in another palette", async () => {
  const { map, there } = canvas();
  await map.setStyle(ground("white"), "", pictures(8), SIGNS);
  map.show("sites", false);
  await map.setStyle(ground("black"), "", pictures(8), SIGNS);
  expect(there.getLayer("sites")?.layout, "the person hid it").toMatchObject({ visibility: "none" });
  expect(there.getLayer("risks")?.layout, "the others are not touched").not.toMatchObject({ visibility: "none" });
});

test("a picture of another size takes the place of the old one", async () => {
  const { map, there } = canvas();
  await map.setStyle(ground("white"), "", pictures(8), SIGNS);
  await map.setStyle(ground("white"), "", pictures(12), SIGNS);
  expect(there.pictures.get("site")?.data.width, "the library refuses to draw it over the old one").toBe(12);
});
