/** The firms of the exercise district: the list, one of them with all that is its, a unit with its tanks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "./driver.mjs";
import { photographPalettes, quiet } from "./scene.mjs";
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
