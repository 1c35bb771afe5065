/** The console with work in hand, and ways to go about in it. */
import { until } from "./driver.mjs";
import { cap, chlorine } from "./messages.mjs";
import { arrived, drained, raise, startDuty } from "./steps.mjs";

/** The key of each workspace, and what stands in it once it is drawn. */
export const WORKSPACES = {
  watch: { key: "Ctrl+1", drawn: "main > section:not([hidden]) [role=grid] .row" },
  command: { key: "Ctrl+2", drawn: 'main > section:not([hidden]) [data-scope~="incident"] h1' },
  plans: { key: "Ctrl+3", drawn: "main > section:not([hidden]) [data-clause]" },
  drill: { key: "Ctrl+4", drawn: "main > section:not([hidden]) [data-scope~=drill] h1" },
};
/** Without a graphics card the map takes its time. */
const MAP_MS_MAX = 60_000;
/** In the order in which `Alt+D` goes through them, from the first. */
export const PALETTES = ["dusk", "night", "day"];

const OTHERS = [
  ["Severe", "演练 郭店街道路面积水，车辆被困", "郭店街道", "36.7600,117.2200 0.40"],
  ["Moderate", "演练 港沟街道山洪灾害气象风险预警", "港沟街道", "36.6000,117.2000 0.80"],
  ["Minor", "演练 唐王街道大风蓝色预警", "唐王街道", "36.8300,117.1900 0.60"],
];

/** Duty begun, four alerts of four levels, one of them an incident with response and orders. */
export async function inHand(desk) {
  await startDuty(desk);
  for (const [serial, [severity, headline, area, circle]] of OTHERS.entries()) {
    await desk.drop(cap({ identifier: `JOURNEY-OTHER-${serial}`, severity, headline, area, circle }));
    await arrived(desk, headline);
  }
  await desk.drop(chlorine("JOURNEY-SCENE"));
  await arrived(desk, "氯气泄漏");
  const incident = await raise(desk, "氯气泄漏");
  await desk.window.press("P");
  await desk.focus("[role=tabpanel] [data-row]");
  await desk.window.press("Enter");
  await desk.focus("dialog [data-scope~=level]");
  await desk.window.press("3");
  await desk.shown(
    "the response may be started",
    () => document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
  );
  await desk.window.press("Ctrl+Enter");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  await desk.window.press("D");
  await desk.shown(
    "teams are advised",
    () => document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)") !== null,
  );
  await desk.window.press("Ctrl+Enter");
  await until("orders are given", 30_000, async () => {
    const { orders } = await desk.call("incident", { id: incident.id });
    return orders.length > 0;
  });
  await drained(desk, 60_000);
  await quiet(desk);
  // A team that needs a reason keeps the focus in its field: Escape leads back to the incident.
  await desk.window.press("Escape");
  return incident;
}

/** Waits until the short messages have gone. */
export async function quiet(desk) {
  await desk.shown(
    "no short message is in view",
    () => document.querySelector(".notices > *") === null,
  );
}

/** Goes to a workspace and waits until it is drawn. */
export async function show(desk, workspace) {
  const { key, drawn } = WORKSPACES[workspace];
  await desk.window.press(key);
  await desk.shown(
    `${workspace} is drawn`,
    (selector) => document.querySelector(selector)?.checkVisibility() === true,
    drawn,
  );
}

/** The map draws by itself and the clock turns: settled is what no longer loads or moves. */
export async function settled(desk) {
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

/** From this palette to the next. */
export async function turnPalette(desk, from) {
  await desk.window.press("Alt+D");
  const next = PALETTES[(PALETTES.indexOf(from) + 1) % PALETTES.length];
  await desk.shown(
    `the palette is ${next}`,
    (wanted) => document.documentElement.dataset.palette === wanted,
    next,
  );
}

/** A picture of what is in view in each palette; no key is pressed, so that a form stays as it is. */
export async function photographPalettes(desk, name) {
  const paint = (palette) => desk.window.run((to) => (document.documentElement.dataset.palette = to), palette);
  const before = await desk.window.run(() => document.documentElement.dataset.palette);
  for (const palette of PALETTES) {
    await paint(palette);
    await desk.photograph(`${name}-${palette}`);
  }
  await paint(before);
}
