/** Pictures of the spots of the register: told apart by shape and sign, never by a colour of a level. */
import { picture, token } from "../picture";
import { POINT_LOOKS, UNIT_LOOKS, type PointLook, type UnitLook } from "./spots";

/** One character for each look. */
export interface SpotSigns {
  points: Record<PointLook, string>;
  units: Record<UnitLook, string>;
}

/** What is not live has a broken edge; what needs a look is printed in reverse. */
const POINT_EDGE: Record<PointLook, { reverse: boolean; dash: number[]; width: number; ring: boolean }> = {
  alarm: { reverse: true, dash: [], width: 2, ring: true },
  beyond: { reverse: true, dash: [], width: 2, ring: false },
  bad: { reverse: false, dash: [], width: 3, ring: false },
  silent: { reverse: false, dash: [4, 3], width: 2.4, ring: false },
  stale: { reverse: false, dash: [2, 2], width: 1.6, ring: false },
  unheard: { reverse: false, dash: [1, 3], width: 1.6, ring: false },
  good: { reverse: false, dash: [], width: 1.2, ring: false },
};

function sign(pen: CanvasRenderingContext2D, text: string, middle: number): void {
  pen.setLineDash([]);
  pen.font = `700 ${text.length > 1 ? 9 : 11}px ${token("--font")}`;
  pen.textAlign = "center";
  pen.fillText(text, middle, middle + 4);
}

/** A point is a small disc, as no plate of a place is. */
function pointIcon(text: string, look: PointLook): ImageData | null {
  return picture(26, (pen) => {
    const { reverse, dash, width, ring } = POINT_EDGE[look];
    const [fill, ink] = reverse ? ["--ink", "--surface"] : ["--surface", "--ink"];
    pen.strokeStyle = token("--ink");
    if (ring) {
      pen.lineWidth = 1.4;
      pen.beginPath();
      pen.arc(13, 13, 12, 0, 2 * Math.PI);
      pen.stroke();
    }
    pen.beginPath();
    pen.arc(13, 13, 9, 0, 2 * Math.PI);
    pen.fillStyle = token(fill);
    pen.fill();
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.stroke();
    pen.fillStyle = token(ink);
    sign(pen, text, 13);
  });
}

/** A unit is a tank seen from the side; a major hazard is printed in reverse, what is open has a broken edge. */
function unitIcon(text: string, look: UnitLook): ImageData | null {
  return picture(26, (pen) => {
    const major = look !== "open" && look !== "none";
    pen.beginPath();
    pen.moveTo(4, 8);
    pen.quadraticCurveTo(13, 0, 22, 8);
    pen.lineTo(22, 23);
    pen.lineTo(4, 23);
    pen.closePath();
    pen.fillStyle = token(major ? "--ink" : "--surface");
    pen.fill();
    pen.strokeStyle = token("--ink");
    pen.lineWidth = 1.6;
    if (look === "open") pen.setLineDash([3, 2]);
    pen.stroke();
    pen.fillStyle = token(major ? "--surface" : "--ink");
    sign(pen, text, 13.5);
  });
}

/** All of them by name. */
export function spotIcons({ points, units }: SpotSigns): [string, ImageData | null][] {
  return [
    ...POINT_LOOKS.map((look): [string, ImageData | null] => [`points-${look}`, pointIcon(points[look], look)]),
    ...UNIT_LOOKS.map((look): [string, ImageData | null] => [`units-${look}`, unitIcon(units[look], look)]),
  ];
}
