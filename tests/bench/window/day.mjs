/** A day of a busy district in a few minutes, and what it leaves in memory. */
import { show, turnPalette, PALETTES, WORKSPACES } from "../../journeys/scene.mjs";
import { memoryMb, sharesMb } from "./memory.mjs";
import { atRate, pause, say, tell } from "./say.mjs";
import { alertOf } from "./second.mjs";

const HOURS = 24;
/** What comes in within an hour, and how fast it is played. */
const ALERTS_PER_HOUR = 100;
const NOTES_PER_HOUR = 30;
const PER_SECOND = 50;
/** Alerts that are opened and acknowledged within an hour. */
const ACKNOWLEDGED_PER_HOUR = 10;
const SETTLE_MS = 1_500;

export async function day(desk, authority, second) {
  tell(`a day: ${HOURS} hours of ${ALERTS_PER_HOUR} alerts`);
  for (let hour = 0; hour < HOURS; hour += 1) {
    await atRate(ALERTS_PER_HOUR, PER_SECOND, (number) =>
      void authority.post(alertOf(`DAY-${hour}-${number}`, number)),
    );
    await atRate(NOTES_PER_HOUR, PER_SECOND, (number) =>
      second.note(`演练 第${hour}时 第${number}条记录`),
    );
    await authority.settled();
    await work(desk, hour);
    await pause(SETTLE_MS);
    say("hour", memoryMb(desk.pid));
  }
  const shares = sharesMb(desk.pid).map(([name, mb]) => `${name} ${Math.round(mb)} MB`);
  tell(`memory by process: ${shares.join(", ")}`);
}

/** What an officer does with the window in an hour. */
async function work(desk, hour) {
  const { window } = desk;
  for (const workspace of [...Object.keys(WORKSPACES), "watch"]) {
    if (workspace !== "command") await show(desk, workspace);
  }
  for (let turn = 0; turn < ACKNOWLEDGED_PER_HOUR; turn += 1) {
    await window.press("F2");
    await window.press("A");
  }
  for (const key of ["End", "Home"]) await window.press(key);
  if (hour % 8 === 0) await turnPalette(desk, PALETTES[(hour / 8) % PALETTES.length]);
}
