/** Electronic fences as the map draws them. */
import type { Fence, FenceShape } from "../../contract";
import { plainLine } from "../../parts/plain";

/** Corners by which a circle is drawn. */
const CORNERS = 48;
const DEGREE_M = 111_195;
const NAME_CHARS_MAX = 20;

function ringOf(shape: FenceShape): [number, number][] {
  if (shape.is === "area") return shape.ring.map(({ lon, lat }) => [lon, lat]);
  const { centre, radiusM } = shape;
  const east = radiusM / (DEGREE_M * Math.cos((centre.lat * Math.PI) / 180));
  return Array.from({ length: CORNERS }, (_, corner): [number, number] => {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    return [centre.lon + east * Math.cos(angle), centre.lat + (radiusM / DEGREE_M) * Math.sin(angle)];
  });
}

/** One closed area each, with its name. */
export function fencePicture(fences: readonly Fence[]): GeoJSON.FeatureCollection {
  const features = fences.flatMap(({ id, set }): GeoJSON.Feature[] => {
    const ring = ringOf(set.shape);
    const [first] = ring;
    if (first === undefined) return [];
    const geometry = { type: "Polygon" as const, coordinates: [[...ring, first]] };
    return [{ type: "Feature", geometry, properties: { id, name: plainLine(set.name, NAME_CHARS_MAX) } }];
  });
  return { type: "FeatureCollection", features };
}
