/** Roads are taken in by keys, a team's position is noted by voice, and a feed's closure is taken by one key. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { inHand, show } from "./scene.mjs";
import { goHighest, tabTo } from "./steps.mjs";

const DONE_MS_MAX = 30_000;
const SOURCE = "演练 本区路网 2026";
const WATER = "演练 郭店街道路面积水";
/** Streets on a side of the grid that is taken in, south-west corner and step in degrees. */
const SIDE = 30;
const CORNER = { lon: 117.03, lat: 36.65 };
const STEP = { lon: 0.006, lat: 0.005 };

test("roads come in with a report, replace the made ones, and go back", async () => {
  await journey("ground-roads", {}, async (desk) => {
    const file = desk.own("roads.geojson");
    await writeFile(file, grid());
    const incident = await inHand(desk);
    const { orders } = await desk.call("incident", { id: incident.id });
    const wish = { team: orders[0].sent.team, incident: incident.id };
    const made = (await desk.call("roads", {})).source;

    await open(desk);
    await desk.window.type(file);
    await tabTo(desk, "dialog .files label:nth-child(2) input");
    await desk.window.type(SOURCE);
    await tabTo(desk, "dialog [data-send]");
    await desk.window.press("Enter");
    await desk.shown("the report is there", () => document.querySelector("dialog [data-road-report]") !== null);
    await desk.photograph("road-import");
    assert.equal((await desk.call("roads", {})).source, made, "nothing is in force yet");
    await desk.window.press("Ctrl+Enter");
    await until("the roads are in force", DONE_MS_MAX, async () => (await desk.call("roads", {})).source === SOURCE);
    await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
    const way = await desk.call("team_way", { ...wish, anew: false, via: [] });
    assert.equal(way.source, SOURCE, "ways follow the new roads");
    await show(desk, "command");
    await desk.photograph("road-import-in-force");

    await open(desk);
    await tabTo(desk, "dialog [data-back]");
    await desk.window.press("Enter");
    await until("the made roads are back", DONE_MS_MAX, async () => (await desk.call("roads", {})).source === made);
    await desk.text("已换回此前的路网");
    await desk.photograph("road-import-back");
    await desk.window.press("Escape");
  });
});

test("a position by voice counts for the arrival, and says that it is one", async () => {
  await journey("ground-voice", {}, async (desk) => {
    const incident = await inHand(desk);
    const { orders } = await desk.call("incident", { id: incident.id });
    const { team } = orders[0].sent;
    const before = await desk.call("team_way", { team, incident: incident.id, anew: false, via: [] });

    await desk.window.press("Alt+U");
    await desk.focus("dialog select");
    const row = (await desk.call("teams", {})).find((one) => one.team.id === team);
    await desk.window.type(row.team.registered.callSign);
    await desk.shown(
      "the team is chosen",
      (wanted) => document.querySelector("dialog select").value === wanted,
      team,
    );
    await tabTo(desk, "dialog [data-place]");
    await desk.window.type("郭店");
    await desk.shown("a place is found", () => document.querySelector("dialog ul [data-row]") !== null);
    await desk.photograph("position-voice");
    await desk.window.press("Tab");
    await desk.window.press("Enter");
    await desk.shown("its point is taken", () => document.querySelector("dialog [data-point]").value !== "");
    await desk.window.press("Ctrl+Enter");
    const said = await until("the way begins somewhere else", DONE_MS_MAX, async () => {
      const way = await desk.call("team_way", { team, incident: incident.id, anew: false, via: [] });
      return JSON.stringify(way.from) === JSON.stringify(before.from) ? undefined : way;
    });
    assert.ok(said.fromSaid, "where it was said to be");
    await show(desk, "command");
    await desk.text("口报位置");
    await desk.photograph("position-voice-order");
  });
});

test("an alert of water on a road proposes a closure, and one key takes it", async () => {
  await journey("ground-closure", {}, async (desk) => {
    await inHand(desk);
    const [suggested] = await until("a closure is proposed", DONE_MS_MAX, async () => {
      const all = await desk.call("suggested_closures", { alert: null });
      return all.length > 0 ? all : undefined;
    });
    assert.deepEqual(await desk.call("closures", {}), [], "nothing is closed before somebody says so");
    await show(desk, "watch");
    await goHighest(desk, WATER);
    await desk.shown("it is said beside the alert", () => document.querySelector("[data-closure-suggested]") !== null);
    await desk.photograph("closure-suggested");
    await desk.window.press("Alt+C");
    await desk.shown("and in the list", () => document.querySelector("dialog [data-suggested]") !== null);
    await desk.photograph("closure-suggested-list");
    await desk.window.press("Escape");
    await desk.focus("[role=grid]");
    await desk.window.press("C");
    const closure = await until("the road is closed", DONE_MS_MAX, async () => (await desk.call("closures", {}))[0]);
    assert.equal(closure.set.alert, suggested.alert, "it knows its alert, with which it ends");
  });
});

/** `Ctrl+K`, its name, Enter. */
async function open(desk) {
  await desk.window.press("Ctrl+K");
  await desk.focus("dialog");
  await desk.window.type("导入路网");
  await desk.shown("it is the one choice", () => {
    const chosen = document.querySelectorAll("dialog [role=option]");
    return chosen.length === 1 && chosen[0].textContent.includes("导入路网");
  });
  await desk.window.press("Enter");
  await desk.shown("the form is there", () => document.querySelector("dialog [data-send]") !== null);
}

/** A grid of streets as lines (RFC 7946), one of them one-way, and one that is no road. */
function grid() {
  const at = (column, row) => [CORNER.lon + STEP.lon * column, CORNER.lat + STEP.lat * row];
  const features = [];
  const line = (properties, coordinates) =>
    features.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates } });
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const main = row % 5 === 0 ? "primary" : "residential";
      const oneway = row === 3 ? "yes" : "no";
      if (column + 1 < SIDE) line({ highway: main, name: `演练东西 ${row} 路`, oneway }, [at(column, row), at(column + 1, row)]);
      if (row + 1 < SIDE) line({ highway: "tertiary", name: `演练南北 ${column} 路` }, [at(column, row), at(column, row + 1)]);
    }
  }
  line({ name: "演练 没有类别" }, [at(0, 0), at(1, 1)]);
  return JSON.stringify({ type: "FeatureCollection", features });
}
