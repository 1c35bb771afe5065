/** Deadlines that nothing else starts: by the keyboard from the question to its answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { incidentOf, OFFICER, startDuty } from "./steps.mjs";

test("a question from above counts and is answered, and what others have to do is watched", async () => {
  await journey("deadlines", { platform: false }, async (desk) => {
    await startDuty(desk);
    const incident = await incidentOf(desk, "演练 电梯困人");
    const rules = async () => (await desk.call("status", {})).clocks.map(({ rule }) => rule);

    await desk.window.press("Alt+Z");
    await desk.focus("dialog");
    await desk.text("登记限时事项");
    await desk.photograph("deadline-form");
    // Past the cause and the incident: since when, who asked, what about.
    await desk.window.press("Tab");
    await desk.window.press("Tab");
    await desk.window.press("Tab");
    await desk.window.type("演练 市应急局值班室");
    await desk.window.press("Tab");
    await desk.window.type("演练 核实伤亡");
    await desk.window.press("Ctrl+Enter");
    await until("it counts", 10_000, async () => (await rules()).includes("R19"));
    await desk.shown("the strip shows it", () => document.querySelector("[data-clock=R19]") !== null);

    const who = { actor: OFFICER, role: "duty", paperAt: null };
    const command = (one) => desk.call("command", { command: one, who });
    const started = { cause: "entrapped", incident: incident.id, since: Date.now() - 130 * 60_000, words: "演练 三号梯", toldBy: "" };
    await command({ do: "countdown", act: "start", started });
    const tip = { cause: "tip_off_received", incident: null, since: null, words: "演练 举报瞒报", toldBy: "演练 市局" };
    await command({ do: "countdown", act: "start", started: tip });
    await desk.window.press("Alt+X");
    await desk.shown("the list has both", () => document.querySelector("[data-deadline=R16]") !== null && document.querySelector("[data-deadline=E02]") !== null);
    await desk.photograph("deadlines");
    await desk.window.run(() => document.querySelector("[data-meet=R19]").click());
    await desk.focus("dialog .answer input");
    await desk.window.type("演练 已电话反馈");
    await desk.photograph("deadline-answer");
    await desk.window.press("Ctrl+Enter");
    await until("it was answered", 10_000, async () => !(await rules()).includes("R19"));
    assert.ok((await rules()).includes("E02"), "the lift is watched on");
    await desk.window.press("Escape");
  });
});
