/** One picture of every workspace in every palette, and of Watch with the line to the city down. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Console, until } from "./driver.mjs";
import { SCREENS } from "./programs.mjs";
import { inHand, PALETTES, show, turnPalette, WORKSPACES } from "./scene.mjs";

const MAP_MS_MAX = 60_000;
const DOWN_MS_MAX = 30_000;

async function photograph(desk, name) {
  await writeFile(path.join(SCREENS, `${name}.png`), await desk.window.picture());
  console.log(`${name}.png`);
}

/** The map draws by itself and the clock turns: settled is what no longer loads or moves. */
async function settled(desk) {
  // A map that came to another place notices it within a frame, and takes its mark away.
  await desk.window.later(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  return until("the map has drawn", MAP_MS_MAX, () =>
    desk.window.run(() => {
      const map = document.querySelector("main > section:not([hidden]) .maplibregl-map");
      return map === null || "drawn" in map.dataset;
    }),
  );
}

await mkdir(SCREENS, { recursive: true });
const desk = await Console.start();
try {
  await inHand(desk);
  for (const palette of PALETTES) {
    for (const workspace of Object.keys(WORKSPACES)) {
      await show(desk, workspace);
      await settled(desk);
      await photograph(desk, `${workspace}-${palette}`);
    }
    await turnPalette(desk, palette);
  }
  await desk.platform.kill();
  await show(desk, "watch");
  await until("the window shows the line down", DOWN_MS_MAX, () =>
    desk.window.run(() => document.querySelector("header").dataset.link !== "live"),
  );
  await settled(desk);
  await photograph(desk, `watch-link-down-${PALETTES[0]}`);
  await desk.assertClean();
} catch (error) {
  await desk.witness("screens");
  throw error;
} finally {
  await desk.end();
}
