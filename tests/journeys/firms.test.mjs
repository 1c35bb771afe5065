/** The firms of the exercise district, one of them with a unit and its tanks; the protected objects, and one with its profile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "./driver.mjs";
import { PALETTES, photographPalettes, quiet, settled, turnPalette } from "./scene.mjs";
import { drained, startDuty } from "./steps.mjs";

const LIST = "dialog [role=grid] [role=row][aria-rowindex='2']";

const STOPS_MAX = 40;

/** Goes on by Tab until the focus is there. */
async function tabTo(desk, selector) {
  const there = () => desk.window.run((wanted) => document.activeElement?.closest(wanted) != null, selector);
  for (let stops = 0; stops < STOPS_MAX && !(await there()); stops += 1) await desk.window.press("Tab");
  await desk.focus(selector);
}

test("a firm of the exercise is found by keys, with its units, its tanks and their grade", async () => {
  await journey("firms", {}, async (desk) => {
    await startDuty(desk);
    await drained(desk, 60_000);
    const { total, rows } = await desk.call("firms", { text: "", offset: 0, limit: 10 });
    assert.ok(total >= 4, "the first start has firms");
    assert.ok(rows.every((row) => row.firm.registered.name.includes("演练")), "each says that it is made up");
    await quiet(desk);

    await desk.window.press("Alt+K");
    await desk.shown("the list is drawn", (wanted) => document.querySelector(wanted) !== null, LIST);
    await photographPalettes(desk, "firms-list");
    await tabTo(desk, "dialog [role=grid]");
    await desk.window.press("Home");
    await desk.window.press("Enter");
    await desk.shown("the firm is open", () => document.querySelectorAll("dialog [data-firm] [data-tank]").length > 0);
    await desk.text("V-101");
    await photographPalettes(desk, "firm-profile");

    await tabTo(desk, "dialog [data-unit] .line button");
    await desk.window.press("Enter");
    await desk.shown("its unit is in the form", () => document.querySelector("dialog [data-unit-form] fieldset input")?.value !== "");
    await photographPalettes(desk, "firm-unit");
    await desk.window.press("Escape");
    await desk.shown("one step back is the firm", () => document.querySelector("dialog [data-firm]") !== null);
    await desk.window.press("Escape");
    await desk.window.press("Escape");
    await desk.shown("and out again", () => document.querySelector("dialog") === null);

    const name = rows[0].firm.registered.name;
    await desk.window.press("Ctrl+K");
    await desk.focus("dialog input");
    await desk.window.type(name);
    await desk.shown("the finder has it", (wanted) => document.querySelector("dialog [role=option]")?.textContent.includes(wanted) === true, name);
    await desk.window.press("Enter");
    await desk.shown("it leads to the firm", (wanted) => document.querySelector("dialog h2")?.textContent.includes(wanted) === true, name);
  });
});

test("protected objects stand by how near a major hazard is, and one leads to its profile, also with the link down", async () => {
  await journey("objects", {}, async (desk) => {
    await startDuty(desk);
    await drained(desk, 60_000);
    const { total, hazards, rows } = await desk.call("objects", { text: "", kind: null, withinM: null, offset: 0, limit: 10 });
    assert.ok(total > 0 && hazards > 0, "the exercise has both");
    const away = rows.map((row) => row.hazard?.distanceM ?? Number.POSITIVE_INFINITY);
    assert.deepEqual(away, [...away].sort((a, b) => a - b), "the nearest first");
    assert.ok(rows.every((row) => row.protection === null), "no class is guessed");
    await quiet(desk);

    await desk.window.press("F3");
    await desk.shown("the list is drawn", (wanted) => document.querySelector(wanted) !== null, LIST);
    await photographPalettes(desk, "objects-list");
    await desk.platform.kill();
    await desk.shown("the link is down", () => document.querySelector("header").dataset.link !== "live");
    await desk.photograph("objects-list-down");
    await tabTo(desk, "dialog [role=grid]");
    await desk.window.press("Home");
    await desk.window.press("Enter");
    await desk.shown("its profile has the nearest hazard", () => document.querySelector("[data-site-around] [data-around-hazard]") !== null);
    await desk.window.click("[data-around-hazard]");
    await desk.shown("that has the nearest objects", () => document.querySelector("[data-site-around] [data-around-object]") !== null);
    await desk.window.run(() => document.querySelector("[data-around-object]").scrollIntoView({ block: "center" }));
    await photographPalettes(desk, "hazard-objects");
  });
});

test("hidden dangers, the colours of risks, hazard units and measuring points stand on the map when their layers are switched on", async () => {
  await journey("risk-map", {}, async (desk) => {
    await startDuty(desk);
    await drained(desk, 60_000);
    const sites = await desk.call("sites", {});
    const [late, plain] = sites.filter((site) => site.registered.kind === "hazard" && site.registered.place.point !== null);
    assert.ok(plain !== undefined, "the exercise has two plants with a position");
    const who = { actor: "演练值班乙", role: "duty", paperAt: null };
    const find = (site, words, due) => {
      const found = { words, major: false, owner: "演练单位", due, source: "演练" };
      return desk.call("command", { command: { do: "resource", act: { act: "find_danger", site: site.id, found } }, who, secondPin: "" });
    };
    await find(late, "演练 报警器未校准", "2026-01-01");
    await find(late, "演练 通道堵塞", null);
    await find(plain, "演练 台账不全", null);
    await quiet(desk);
    await desk.window.click("[data-action=layers]");
    for (const part of ["risks", "dangers", "units", "points"]) {
      await tabTo(desk, `.layers [data-part=${part}] input`);
      await desk.window.press("Space");
    }
    const on = () => document.querySelectorAll(".layers :is([data-part=risks], [data-part=dangers], [data-part=units], [data-part=points]) input:checked").length === 4;
    await desk.shown("all four are on", on);
    assert.ok((await desk.call("unit_spots", {})).spots.length > 0, "the exercise has units with a place");
    const points = await desk.call("point_spots", {});
    assert.ok(points.spots.length > 0, "and points");
    const unplaced = await desk.window.run(() => document.querySelector("[data-points-unplaced]")?.dataset.pointsUnplaced ?? "0");
    assert.equal(Number(unplaced), points.unplaced, "what has no place is counted beside the map");
    const { total, rows } = await desk.call("dangers", { state: "open", major: false, site: null, street: "", field: "", text: "", sort: "due" });
    const placed = rows.filter((row) => row.point !== null).length;
    assert.ok(placed >= 3, "those that were entered have a place");
    const left = await desk.window.run(() => document.querySelector("[data-dangers-left]")?.dataset.dangersLeft ?? "0");
    assert.equal(Number(left), total - placed, "what is not on the map is counted beside it");
    await desk.window.click("[data-action=layers]");
    for (const palette of PALETTES) {
      await settled(desk);
      await desk.photograph(`risk-map-${palette}`);
      await turnPalette(desk, palette);
    }
  });
});
