/** One picture of every workspace in every palette, and of Watch with the line to the city down. */
import { mkdir } from "node:fs/promises";
import { Console, until } from "./driver.mjs";
import { SCREENS } from "./programs.mjs";
import { inHand, PALETTES, settled, show, turnPalette, WORKSPACES } from "./scene.mjs";

const DOWN_MS_MAX = 30_000;

await mkdir(SCREENS, { recursive: true });
const desk = await Console.start();
try {
  await inHand(desk);
  for (const palette of PALETTES) {
    for (const workspace of Object.keys(WORKSPACES)) {
      await show(desk, workspace);
      await settled(desk);
      await desk.photograph(`${workspace}-${palette}`);
    }
    await turnPalette(desk, palette);
  }
  await desk.platform.kill();
  await show(desk, "watch");
  await until("the window shows the line down", DOWN_MS_MAX, () =>
    desk.window.run(() => document.querySelector("header").dataset.link !== "live"),
  );
  await settled(desk);
  await desk.photograph(`watch-link-down-${PALETTES[0]}`);
  await desk.assertClean();
} catch (error) {
  await desk.witness("screens");
  throw error;
} finally {
  await desk.end();
}
