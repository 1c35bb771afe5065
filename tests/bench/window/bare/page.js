/** A list and a map, as plainly as the browser has them: the floor under the console's figures. */
import { Map as GlMap, setWorkerUrl } from "./library/maplibre-gl.mjs";

/** About what the console's list draws. */
const ROWS_MAX = 40;
const POINTS = 200;

setWorkerUrl("./library/maplibre-gl-worker.mjs");
const points = Array.from({ length: POINTS }, (_, index) => ({
  type: "Feature",
  properties: {},
  geometry: { type: "Point", coordinates: [117 + (index % 20) / 50, 36.5 + index / 800] },
}));
const map = new GlMap({
  container: "map",
  center: [117.2, 36.65],
  zoom: 10,
  attributionControl: false,
  style: {
    version: 8,
    sources: { points: { type: "geojson", data: { type: "FeatureCollection", features: points } } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "silver" } },
      { id: "points", type: "circle", source: "points", paint: { "circle-radius": 5 } },
    ],
  },
});
map.on("idle", () => (document.body.dataset.drawn = ""));

const list = document.getElementById("list");

/** Puts each line that comes at an address on top of the list. */
window.followLines = (address) => {
  new EventSource(address).onmessage = ({ data }) => {
    const row = document.createElement("div");
    row.className = "row";
    row.textContent = data;
    list.prepend(row);
    if (list.childElementCount > ROWS_MAX) list.lastElementChild.remove();
  };
};

requestAnimationFrame(() => requestAnimationFrame(() => void fetch("painted")));
