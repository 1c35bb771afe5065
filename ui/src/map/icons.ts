/** Pictures of the things on the map, drawn from the tokens of the palette in use. */
import type { SiteKind } from "../contract";
import { numeralBase, SHAPES } from "../parts/shapes";
import type { Step } from "../parts/level";
import { DANGER_MARKS } from "./danger-points";
import { PLACE_SIGNS, PLACE_STATES, type PlaceState } from "./plan-marks";
import { VEHICLE_LOOKS, type VehicleLook } from "./vehicles";
import { TEAM_LOOKS, teamPicture, type TeamLook } from "./signs";
import { picture, token } from "./picture";
import { spotIcons, type SpotSigns } from "./spots/icons";

export { ICON_RATIO, token } from "./picture";

function fillOf(step: Step): { fill: string; on: string; stroke: string } {
  if (step === 5) {
    return { fill: token("--panel"), on: token("--ink"), stroke: token("--line-strong") };
  }
  return {
    fill: token(`--grade-${step}`),
    on: token(`--grade-${step}-on`),
    stroke: token(`--grade-${step}-stroke`),
  };
}

function level(pen: CanvasRenderingContext2D, step: Step, numeral: string, ring: boolean): void {
  const { fill, on, stroke } = fillOf(step);
  const path = new Path2D(SHAPES[step]);
  if (ring) {
    pen.save();
    pen.translate(12, 12);
    pen.scale(1.25, 1.25);
    pen.translate(-12, -12);
    pen.strokeStyle = stroke;
    pen.lineWidth = 1.6;
    pen.stroke(path);
    pen.restore();
  }
  pen.fillStyle = fill;
  pen.fill(path);
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.5;
  pen.stroke(path);
  pen.fillStyle = on;
  pen.font = `700 12px ${token("--font")}`;
  pen.textAlign = "center";
  pen.fillText(numeral, 12, numeralBase(step));
}

function alertIcon(step: Step, numeral: string, fresh: boolean): ImageData | null {
  return picture(32, (pen) => {
    pen.translate(4, 4);
    level(pen, step, numeral, fresh);
  });
}

/** An incident stands on a plate, so that it is told from an alert at once. */
function incidentIcon(step: Step, numeral: string): ImageData | null {
  return picture(40, (pen) => {
    pen.fillStyle = token("--surface");
    pen.strokeStyle = token("--ink");
    pen.lineWidth = 2;
    pen.beginPath();
    pen.roundRect(2, 2, 36, 36, 5);
    pen.fill();
    pen.stroke();
    pen.translate(8, 8);
    level(pen, step, numeral, false);
  });
}

/** A risk stands on a round plate with the word of its colour: a numeral is a level of response or warning. */
function riskIcon(step: Step, sign: string): ImageData | null {
  return picture(38, (pen) => {
    pen.fillStyle = token("--surface");
    pen.strokeStyle = token("--ink-2");
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.arc(19, 19, 17, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
    pen.translate(7, 7);
    level(pen, step, sign, false);
  });
}

/**
 * A team is a round-shouldered plate with the sign of what it can do, on a foot that points at its
 * place: told at a glance from the square plates of sites and the level shapes of alerts.
 */
function teamIcon(sign: string, look: TeamLook): ImageData | null {
  return picture(30, (pen) => {
    const busy = look === "busy";
    pen.fillStyle = busy ? token("--teal") : token("--panel");
    pen.strokeStyle = busy ? token("--surface") : token("--ink");
    pen.lineWidth = 1.5;
    if (look === "unsure") pen.setLineDash([3, 2]);
    pen.beginPath();
    pen.moveTo(11, 23);
    pen.lineTo(15, 28);
    pen.lineTo(19, 23);
    pen.fill();
    pen.stroke();
    pen.beginPath();
    pen.roundRect(3, 2, 24, 21, [10, 10, 4, 4]);
    pen.fill();
    pen.stroke();
    pen.fillStyle = busy ? token("--on-teal") : token("--ink");
    pen.font = `700 ${sign.length > 1 ? 11 : 14}px ${token("--font")}`;
    pen.textAlign = "center";
    pen.fillText(sign, 15, sign.length > 1 ? 17 : 18);
  });
}

/** A sign on a square plate. */
function plateIcon(sign: string, look: { fill: string; ink: string; rim: number; weight: number }): ImageData | null {
  return picture(20, (pen) => {
    pen.fillStyle = token(look.fill);
    pen.strokeStyle = token(look.rim > 1 ? "--ink" : look.ink);
    pen.lineWidth = look.rim;
    pen.beginPath();
    pen.roundRect(1, 1, 18, 18, 2 * look.rim);
    pen.fill();
    pen.stroke();
    pen.fillStyle = token(look.ink);
    pen.font = `${look.weight} 12px ${token("--font")}`;
    pen.textAlign = "center";
    pen.fillText(sign, 10, 14.5);
  });
}

function siteIcon(sign: string): ImageData | null {
  return plateIcon(sign, { fill: "--surface", ink: "--ink-2", rim: 1, weight: 500 });
}

/** Dangers of a place stand on a plate with a thick rim; what is overdue is printed in reverse. */
function dangerIcon(sign: string, overdue: boolean): ImageData | null {
  const [fill, ink] = overdue ? ["--ink", "--surface"] : ["--surface", "--ink"];
  return plateIcon(sign, { fill, ink, rim: 2, weight: 700 });
}

/**
 * A vehicle is a small pointed plate, as nothing else on the map: full while its position is new,
 * hollow with a broken edge when it is old, with a ring around it in alarm.
 */
function vehicleIcon(look: VehicleLook): ImageData | null {
  return picture(22, (pen) => {
    const old = look === "old" || look === "alarm-old";
    pen.strokeStyle = token("--ink");
    pen.lineWidth = 1.4;
    if (look === "alarm" || look === "alarm-old") {
      pen.beginPath();
      pen.arc(11, 11, 10, 0, 2 * Math.PI);
      pen.stroke();
    }
    pen.beginPath();
    pen.moveTo(11, 4);
    pen.lineTo(16, 9);
    pen.lineTo(16, 17);
    pen.lineTo(6, 17);
    pen.lineTo(6, 9);
    pen.closePath();
    pen.fillStyle = token(old ? "--surface" : "--ink-2");
    pen.fill();
    if (old) pen.setLineDash([2, 2]);
    pen.stroke();
  });
}

/** A street out of reach: a hatched disc with a broken edge, as no thing on the map has. */
function uncoveredIcon(): ImageData | null {
  return picture(52, (pen) => {
    const disc = new Path2D();
    disc.arc(26, 26, 23, 0, 2 * Math.PI);
    pen.save();
    pen.clip(disc);
    pen.strokeStyle = token("--ink");
    pen.lineWidth = 1.4;
    for (let at = -52; at < 52; at += 7) {
      pen.beginPath();
      pen.moveTo(at, 52);
      pen.lineTo(at + 52, 0);
      pen.stroke();
    }
    pen.restore();
    pen.lineWidth = 2;
    pen.strokeStyle = token("--ink");
    pen.setLineDash([5, 3]);
    pen.stroke(disc);
  });
}

/** A plan is a sheet with a turned corner and the sign of how it stands. */
function planIcon(state: PlaceState): ImageData | null {
  return picture(28, (pen) => {
    const good = state === "in_force";
    const late = state === "overdue" || state === "not_drilled";
    pen.fillStyle = late ? token("--ink") : good ? token("--teal") : token("--panel");
    pen.strokeStyle = good || late ? token("--surface") : token("--ink-2");
    pen.lineWidth = 1.5;
    if (state === "draft" || state === "ended") pen.setLineDash([3, 2]);
    pen.beginPath();
    pen.moveTo(5, 2);
    pen.lineTo(17, 2);
    pen.lineTo(23, 8);
    pen.lineTo(23, 26);
    pen.lineTo(5, 26);
    pen.closePath();
    pen.fill();
    pen.stroke();
    pen.fillStyle = late ? token("--surface") : good ? token("--on-teal") : token("--ink");
    pen.font = `700 14px ${token("--font")}`;
    pen.textAlign = "center";
    pen.fillText(PLACE_SIGNS[state], 14, 20);
  });
}

/**
 * The area of a plan, over the centre of its street: a wide disc, hatched where something is late,
 * full where the plans are in force, and the sign in its middle.
 */
function planAreaIcon(state: PlaceState): ImageData | null {
  return picture(56, (pen) => {
    const disc = new Path2D();
    disc.arc(28, 28, 25, 0, 2 * Math.PI);
    const late = state === "overdue" || state === "not_drilled";
    const ink = token(late ? "--ink" : state === "in_force" ? "--teal" : "--ink-2");
    pen.save();
    pen.clip(disc);
    pen.globalAlpha = late ? 0.7 : 0.25;
    pen.fillStyle = ink;
    pen.strokeStyle = ink;
    if (late) {
      for (let at = -56; at < 56; at += state === "overdue" ? 6 : 11) {
        pen.beginPath();
        pen.moveTo(at, 56);
        pen.lineTo(at + 56, 0);
        pen.stroke();
      }
    } else pen.fillRect(0, 0, 56, 56);
    pen.restore();
    pen.lineWidth = 2;
    pen.strokeStyle = ink;
    if (state === "draft" || state === "ended") pen.setLineDash([5, 3]);
    pen.stroke(disc);
    pen.fillStyle = token("--surface");
    pen.beginPath();
    pen.arc(28, 28, 10, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = token("--ink");
    pen.font = `700 15px ${token("--font")}`;
    pen.textAlign = "center";
    pen.fillText(PLACE_SIGNS[state], 28, 33);
  });
}

/** The plate under a count. */
function plate(round: number): ImageData | null {
  return picture(24, (pen) => {
    pen.fillStyle = token("--panel");
    pen.strokeStyle = token("--ink-2");
    pen.lineWidth = 1.2;
    pen.beginPath();
    pen.roundRect(1, 1, 22, 22, round);
    pen.fill();
    pen.stroke();
  });
}

/** All pictures by name. */
export function icons(
  numerals: readonly string[],
  signs: Record<SiteKind | "firm", string>,
  teamSigns: Record<string, string>,
  riskSigns: readonly string[],
  spotSigns: SpotSigns,
): Map<string, ImageData> {
  const made: [string, ImageData | null][] = [];
  for (const step of [1, 2, 3, 4, 5] as const) {
    const numeral = numerals[step - 1] ?? "";
    made.push([`alert-${step}-new`, alertIcon(step, numeral, true)]);
    made.push([`alert-${step}-seen`, alertIcon(step, numeral, false)]);
    made.push([`incident-${step}`, incidentIcon(step, numeral)]);
    made.push([`risk-${step}`, riskIcon(step, riskSigns[step - 1] ?? "")]);
  }
  for (const [capability, sign] of Object.entries(teamSigns)) {
    for (const look of TEAM_LOOKS) made.push([teamPicture(capability, look), teamIcon(sign, look)]);
  }
  for (const state of PLACE_STATES) {
    made.push([`plan-${state}`, planIcon(state)], [`plan-area-${state}`, planAreaIcon(state)]);
  }
  made.push(...spotIcons(spotSigns));
  for (const look of VEHICLE_LOOKS) made.push([`vehicle-${look}`, vehicleIcon(look)]);
  made.push(["uncovered", uncoveredIcon()]);
  made.push(["many-standby", plate(10)], ["many-sites", plate(3)]);
  for (const [kind, sign] of Object.entries(signs)) {
    const mark = DANGER_MARKS.find((one) => one === kind);
    made.push([`site-${kind}`, mark === undefined ? siteIcon(sign) : dangerIcon(sign, mark === "danger_overdue")]);
  }
  return new Map(made.flatMap(([name, data]) => (data === null ? [] : [[name, data] as const])));
}
