/** A team is entered by form, sent, comes back, rests and is ready again; a rota is filled and printed. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { drained, incidentOf, OFFICER, startDuty, timeline } from "./steps.mjs";

const DONE_MS_MAX = 20_000;
const NAME = "演练 轮班抢险队";
const HEADLINE = "演练 管道泄漏";
const PHASES = [
  ["Alt+1", "returning"],
  ["Alt+2", "restocking"],
  ["Alt+3", "cleaning"],
  ["Alt+4", "resting"],
];

test("a team with a shift goes out, comes back, rests and is ready again, and the rota is printed", async () => {
  await journey("cycle", {}, async (desk) => {
    await startDuty(desk);
    await drained(desk, 60_000);
    const id = await enter(desk);
    const incident = await incidentOf(desk, HEADLINE);

    await choose(desk, id);
    await desk.window.press("Alt+J");
    await desk.focus("dialog");
    await desk.shown("what speaks against it stands in the dialog", () => document.querySelector("dialog [data-against]") !== null);
    await desk.window.press("Ctrl+Enter");
    await desk.focus("dialog [data-despite]");
    assert.deepEqual((await desk.call("incident", { id: incident.id })).orders, [], "without a reason it does not go");
    await desk.window.type("演练 站长已电话同意");
    await desk.photograph("cycle-send");
    await desk.window.press("Ctrl+Enter");
    const order = await until("the order is given", DONE_MS_MAX, async () => {
      const { orders } = await desk.call("incident", { id: incident.id });
      return orders.find((one) => one.sent.team === id);
    });
    assert.equal(order.sent.despite, "演练 站长已电话同意", "the reason stands in the order");
    assert.equal(order.sent.against[0].is, "authority", "and what it was about");

    await over(desk, order.id);
    await choose(desk, id);
    for (const [key, phase] of PHASES) {
      await desk.window.press(key);
      // The exercise moves made teams on by itself: what was pressed stands in the log.
      await until(`the team was said to be ${phase}`, DONE_MS_MAX, async () => {
        const lines = await timeline(desk, "team", id);
        return lines.some((line) => line.kind === "team.phased" && line.actor === OFFICER && line.body.phase === phase);
      });
    }
    await desk.photograph("cycle-rests");
    const rests = await teamOf(desk, id);
    assert.ok(rests.phaseUntil > Date.now(), "the rest has its end by the team's own rule");
    const advice = await desk.call("recommend", {
      incident: incident.id,
      needs: [{ capability: "pipeline", supply: "", quantity: 30 }],
      prefer: "fastest",
    });
    const line = advice.teams.find((one) => one.team === id);
    assert.equal(line.chosen, false, "who rests is not offered");
    assert.ok(line.reasons.some((one) => one.code === "resting"), "and it is said why");
    await desk.window.press("Alt+5");
    await until("the team stands by again", DONE_MS_MAX, async () => (await teamOf(desk, id)).phase === "ready");
    await desk.window.press("Alt+P");
    await paper(desk, "清单");

    await rota(desk);
  });
});

/** Fills the form of a new team by the keyboard. */
async function enter(desk) {
  await desk.window.press("Alt+R");
  await desk.focus("[role=grid]");
  await desk.window.press("A");
  await desk.focus("dialog");
  const fields = [
    ["名称", NAME],
    ["呼号", "T901"],
    ["每班小时", "12"],
    ["休整小时", "8"],
    ["在岗时段从", "00:00"],
    ["在岗时段到", "24:00"],
    ["出动权限", "演练 站长"],
    ["权限单位电话", "000-0000-0901"],
    ["经度", "117.13"],
    ["纬度", "36.71"],
  ];
  for (const [label, text] of fields) await fill(desk, label, text);
  await desk.window.run(() => {
    const box = [...document.querySelectorAll("dialog label")].find((one) => one.textContent.includes("油气管道抢险"));
    box.querySelector("input").click();
  });
  await desk.photograph("cycle-form");
  await desk.window.press("Ctrl+Enter");
  const row = await until("the team is on the list", DONE_MS_MAX, async () => {
    const rows = await desk.call("teams", {});
    return rows.find((one) => one.team.registered.name === NAME);
  });
  const { shift } = row.team.registered;
  assert.deepEqual([shift.shiftH, shift.restH, shift.fromMin, shift.toMin], [12, 8, 0, 1440], "its shift is kept");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  return row.team.id;
}

/** Types into the field of a label in the open dialog. */
async function fill(desk, label, text) {
  await desk.window.run((wanted) => {
    const found = [...document.querySelectorAll("dialog label.field")].find((one) =>
      one.querySelector("span")?.textContent.trim().replace(" *", "").startsWith(wanted),
    );
    found.querySelector("input, textarea").focus();
  }, label);
  await desk.window.type(text);
}

/** Opens the team on the board, so that its keys act on it. */
async function choose(desk, id) {
  const shown = await desk.window.run(() => document.querySelector('[data-scope="resources"]')?.checkVisibility() === true);
  if (!shown) await desk.window.press("Alt+R");
  await desk.focus("[role=grid]");
  await desk.window.press("F");
  await desk.window.run(() => document.activeElement.select());
  await desk.window.type("T901");
  await desk.shown("the list is filtered", () => document.querySelectorAll(".board [role=row][aria-rowindex], .board [role=grid] .row").length <= 2);
  await desk.shown("the keys act in the list", () => {
    const grid = document.querySelector(".board [role=grid]");
    grid?.focus();
    return grid !== null && document.activeElement === grid;
  });
  await desk.window.press("Home");
  await desk.shown("its way back is in view", () => document.querySelector("article [data-phase], article h2") !== null);
  await until("the team is chosen", DONE_MS_MAX, () =>
    desk.window.run((wanted) => document.querySelector("article h2")?.textContent.includes(wanted), NAME),
  );
  return id;
}

async function teamOf(desk, id) {
  const rows = await desk.call("teams", {});
  return rows.find((one) => one.team.id === id).team;
}

/** The made teams of the exercise answer by themselves; what is left is said here. */
async function over(desk, order) {
  const who = { actor: OFFICER, role: "duty", paperAt: null };
  for (const to of ["acknowledged", "en_route", "on_scene", "released"]) {
    const command = { do: "move_order", order, to, note: "" };
    await desk.call("commands", { commands: [command], who });
  }
}

/** The rota: today and two weeks with two shifts, then on paper. */
async function rota(desk) {
  await desk.window.press("Alt+V");
  await desk.shown("the rota is in view", () => document.querySelector(".rota [data-day]") !== null);
  const before = await desk.call("rota", { from: null, days: 21 });
  assert.ok(before.days.some((day) => day.gaps.length > 0), "the days beyond the made ones are empty and named");
  await desk.photograph("cycle-rota-gaps");
  await desk.window.run(() => document.querySelector(".rota [aria-current=date]").click());
  await desk.focus("dialog");
  await desk.window.run(() => document.activeElement.select());
  await desk.window.type("演练 周主任");
  // Each that goes moves the others up.
  while (await desk.window.run(() => document.querySelector("dialog .shift button") !== null)) {
    await desk.window.run(() => document.querySelector("dialog .shift button")?.click());
  }
  await desk.window.run(() => [...document.querySelectorAll("dialog button")].find((one) => one.textContent.includes("白班")).click());
  for (const [shift, officer] of [["值班员 白班", "演练 甲"], ["值班员 夜班", "演练 乙"]]) {
    await desk.window.run((label) => document.querySelector(`dialog input[aria-label="${label}"]`).focus(), shift);
    await desk.window.type(officer);
  }
  await desk.window.run(() => {
    const found = [...document.querySelectorAll("dialog label.field")].find((one) => one.textContent.includes("同样排到"));
    const input = found.querySelector("input");
    input.focus();
    input.select();
  });
  await desk.window.type("21");
  await desk.photograph("cycle-rota-form");
  await desk.window.press("Ctrl+Enter");
  const filled = await until("three weeks are filled", DONE_MS_MAX, async () => {
    const sheet = await desk.call("rota", { from: null, days: 21 });
    return sheet.gaps === 0 ? sheet : undefined;
  });
  // Before the change in the morning the night of the day before is on duty still.
  assert.deepEqual(new Set(filled.days.map((day) => day.set.leader)), new Set(["演练 周主任"]), "every day has its leader");
  await desk.shown("the frame says that the watch differs", () => document.querySelector("[data-leader]")?.textContent.includes("≠") === true);
  await desk.shown("no gap is left in view", () => document.querySelector(".rota .red") === null);
  await desk.photograph("cycle-rota-filled");
  await desk.window.press("Alt+P");
  await paper(desk, "值班表");
}

/** Waits for a Word file and a PDF of that name in the paper folder. */
function paper(desk, name) {
  return until(`"${name}" lies in the paper folder`, DONE_MS_MAX, async () => {
    const { paperFolder } = await desk.call("hello", {});
    const files = await readdir(paperFolder).catch(() => []);
    const found = files.filter((file) => file.includes(name));
    return found.some((file) => file.endsWith(".docx")) && found.some((file) => file.endsWith(".pdf"));
  });
}
