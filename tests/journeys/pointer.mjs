/**
 * The pointer of the screen itself. What is dragged is handed from the page to the window system,
 * which does not listen to the events that a driver makes.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { until } from "./programs.mjs";

/** The page takes hold of what is dragged, and notices where it is, within this. */
const NOTICED_MS_MAX = 30_000;
/** The pointer moves again this often until it is noticed. */
const AGAIN_MS = 200;
/** A hand moves the pointer by this much at once; the window system loses a drag that jumps. */
const STEP_PX = 25;
/** Between two steps, in seconds. */
const REST_S = 0.1;

const pointer = (...words) => promisify(execFile)("xdotool", words.map(String));

/** Takes hold of one element and lets it go over another, once the page says that it may. */
export async function drag(window, from, to) {
  const end = await window.middle(to);
  const start = await window.middle(from);
  const corner = await window.run(() => ({
    x: globalThis.screenX + globalThis.outerWidth - globalThis.innerWidth,
    y: globalThis.screenY + globalThis.outerHeight - globalThis.innerHeight,
  }));
  const at = (part, off = 0) => [
    Math.round(corner.x + start.x + (end.x - start.x) * part) + off,
    Math.round(corner.y + start.y + (end.y - start.y) * part) + off,
  ];
  const steps = Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / STEP_PX);
  const way = Array.from({ length: steps }, (_, step) => ["mousemove", ...at((step + 1) / steps), "sleep", REST_S]);
  try {
    await pointer("mousemove", ...at(0), "sleep", REST_S, "mousedown", 1, "sleep", REST_S, ...way.flat());
    let off = 0;
    const over = async () => {
      off = off === 0 ? 1 : 0;
      await pointer("mousemove", ...at(1, off));
      return window.run(() => document.querySelector("[data-drop]") !== null);
    };
    await until(`${from} may be let go over ${to}`, NOTICED_MS_MAX, over, AGAIN_MS);
  } finally {
    await pointer("mouseup", 1);
  }
}
