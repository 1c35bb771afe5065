/** The form of an observation of the wind. */
import type { WindObserved } from "../../contract";
import { fromField } from "../../parts/moments";
import { MINUTE_MS } from "../../parts/times";

/** The sixteen directions, degrees from north, clockwise. */
export const DIRECTIONS_DEG = [0, 23, 45, 68, 90, 113, 135, 158, 180, 203, 225, 248, 270, 293, 315, 338] as const;
/** What stands for no direction: calm, or one that turns. */
export const NO_DIRECTION = "calm";
const CIRCLE_DEG = 360;
/** The desk takes no stronger wind (`SPEED_MPS_MAX`). */
const SPEED_MPS_MAX = 100;

export interface WindForm {
  /** Degrees as text, [`NO_DIRECTION`], or empty while nobody chose. */
  direction: string;
  /** Degrees as typed, when they are known more exactly. */
  degrees: string;
  speed: string;
  at: string;
  place: string;
  source: string;
  note: string;
}

export type WindFault = "direction" | "degrees" | "speed" | "at" | "source";

/** What cannot stay as it is. */
export function windFaults(form: WindForm, now: number): WindFault[] {
  const typed = form.degrees.trim();
  const speed = form.speed.trim();
  const at = fromField(form.at);
  const faults: [WindFault, boolean][] = [
    ["direction", form.direction === "" && typed === ""],
    ["degrees", typed !== "" && !(/^\d{1,3}$/.test(typed) && Number(typed) < CIRCLE_DEG)],
    ["speed", speed !== "" && !(/^\d{1,3}(\.\d{1,2})?$/.test(speed) && Number(speed) <= SPEED_MPS_MAX)],
    ["at", at === null || at > now],
    ["source", form.source.trim() === ""],
  ];
  return faults.filter(([, bad]) => bad).map(([fault]) => fault);
}

/** True when an observation is the one that counts, or of the same minute, to which times are typed. */
export function isTaken(newest: number | null, at: number): boolean {
  return newest === null || Math.floor(newest / MINUTE_MS) <= Math.floor(at / MINUTE_MS);
}

/** The observation; asked only when [`windFaults`] finds nothing. */
export function windOf(form: WindForm): WindObserved {
  const typed = form.degrees.trim();
  const said = typed === "" ? form.direction : typed;
  return {
    fromDeg: said === NO_DIRECTION ? null : Number(said),
    speedMps: form.speed.trim() === "" ? null : Number(form.speed),
    place: form.place.trim(),
    source: form.source.trim(),
    note: form.note.trim(),
  };
}
