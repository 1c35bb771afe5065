/** The frames of the window beside the load of all feeds, which somebody else makes. */
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { drained } from "../../journeys/steps.mjs";
import { memoryMb } from "./memory.mjs";
import { frames } from "./page.mjs";
import { pause, say, tell } from "./say.mjs";

/** Frames are counted over so long a time. */
const SLICE_MS = 10_000;
const DRAINED_MS_MAX = 120_000;

/** The files of a desk that hears the load. */
export async function loadFiles(folder) {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  return Object.fromEntries(names.map((name, index) => [name, texts[index]]));
}

/** Counts the frames until the load is over, and looks that the window then comes to rest. */
export async function load(desk, seconds) {
  tell(`the load of all feeds, ${seconds} s`);
  const end = Date.now() + seconds * 1_000;
  while (Date.now() + SLICE_MS <= end) {
    const began = Date.now();
    await pause(SLICE_MS);
    const { perSecond, gapMs } = await frames(desk.window, began, Date.now());
    say("load frames", perSecond);
    say("load gap", gapMs);
    say("load memory", memoryMb(desk.pid));
  }
  // Devices that wait for their last answers must not be left alone.
  await over();
  await drained(desk, DRAINED_MS_MAX);
}

/** Waits until whoever started the load says that it is over, by the end of the input. */
function over() {
  process.stdin.resume();
  return once(process.stdin, "end");
}
