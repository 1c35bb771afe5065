/** The whole thread of one emergency, by the keyboard alone, and how many presses it takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { chlorine } from "./messages.mjs";
import { ANSWERED_MS_MAX, arrived, drained, raise, startDuty } from "./steps.mjs";

/** From the alarm to the first report. */
const PRESSES_MAX = 13;
/** The platform takes the report in and signs for it. */
const SIGNED_MS_MAX = 60_000;

test("an alert becomes orders and a receipted first report by the keyboard alone", async () => {
  await journey("thread", {}, async (desk) => {
    const { window } = desk;
    await startDuty(desk);
    await drained(desk, 60_000);
    await desk.drop(chlorine("JOURNEY-THREAD"));
    await arrived(desk, "氯气泄漏");

    const [presses, keys] = [window.presses, window.keys];
    const incident = await raise(desk, "氯气泄漏");
    assert.equal(incident.kind, "hazmat_leak", "the kind is read from the alert's words");
    await startResponse(desk, incident.id);
    await sendTeams(desk, incident.id);
    await sendReport(desk, incident.id);
    const took = window.presses - presses;
    console.log(`presses from the alarm to the first report: ${took} (${window.keys - keys} keys)`);
    assert.ok(took <= PRESSES_MAX, `${took} presses, at most ${PRESSES_MAX}`);

    await receipts(desk, incident.id);
    await window.press("Ctrl+1");
    // What happened while Watch was out of view is there when it comes back.
    await desk.text(`告警归入事件 ${incident.callSign}`);
  });
});

/** `P Enter 3 Ctrl+Enter`: the plan that fits best, level three, which the district decides alone, its cards as tasks. */
async function startResponse(desk, id) {
  const plans = await desk.call("match_plans", { id });
  assert.equal(plans[0]?.id, "hazardous-chemicals", "chlorine is a matter of that plan");
  await desk.window.press("P");
  await desk.focus("[role=tabpanel] [data-row]");
  const first = await desk.window.run(() => document.activeElement.textContent);
  assert.ok(first.includes(plans[0].title), `the first plan has the focus: ${first.slice(0, 60)}`);
  await desk.window.press("Enter");
  await desk.focus("dialog [data-scope~=level]");
  await desk.window.press("3");
  await desk.shown(
    "the form is whole and may be given",
    () =>
      document.activeElement.value === "three" &&
      document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null &&
      document.querySelectorAll("dialog input[type=checkbox]:checked").length > 0,
  );
  await desk.window.press("Ctrl+Enter");
  const { incident } = await until("the response runs with its tasks", 15_000, async () => {
    const detail = await desk.call("incident", { id });
    return detail.incident.response !== null ? detail : undefined;
  });
  assert.equal(incident.response.contents.level, "three", "the level that was pressed");
  assert.equal(incident.response.contents.plan, "hazardous-chemicals", "the plan that was taken");
  const cards = Object.keys(incident.tasks).length;
  assert.ok(cards > 0, "the cards of the level became tasks");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
}

/** `D Ctrl+Enter`: what is advised is ticked and goes; who goes with a reason only stays ticked. */
async function sendTeams(desk, id) {
  await desk.window.press("D");
  await desk.shown("teams are advised and ticked", () => {
    const ticked = document.querySelectorAll("[role=tabpanel] input[data-row]:checked").length;
    const button = document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)");
    return document.activeElement?.closest("[role=tabpanel]") !== null && button !== null && ticked > 0;
  });
  const ticked = await tickedTeams(desk);
  const rows = await desk.call("teams", {});
  const waits = (team) => rows.find((row) => row.team.id === team).against.some(asksReason);
  const staying = ticked.filter((team) => team !== "" && waits(team));
  const going = ticked.filter((team) => team !== "" && !waits(team));
  assert.ok(going.length > 0, `somebody may go at once: ${ticked}`);
  await desk.window.press("Ctrl+Enter");
  const { orders } = await until("each of them has its order", 30_000, async () => {
    const detail = await desk.call("incident", { id });
    const sent = detail.orders.map((order) => order.sent.team);
    return going.every((team) => sent.includes(team)) ? detail : undefined;
  });
  assert.equal(orders.length, going.length, "one order each");
  await until("what stays ticked is exactly who waits for a reason", 30_000, async () => {
    const left = await tickedTeams(desk);
    return left.join() === staying.join();
  });
  if (staying.length > 0) {
    await desk.focus("[data-despite]");
    await desk.window.press("Escape");
  }
  await desk.focus('[data-scope~="incident"]');
  console.log(`${ticked.length} lines were ticked, ${orders.length} teams sent, ${staying.length} wait for a reason`);
}

/** The ids of the ticked teams, each once; a ticked lot is an empty id. */
function tickedTeams(desk) {
  return desk.window.run(() => {
    const ticked = [...document.querySelectorAll("[role=tabpanel] input[data-row]:checked")];
    return [...new Set(ticked.map((input) => input.closest("[data-team]")?.dataset.team ?? ""))].sort();
  });
}

/** As the desk's own rule: people who are on call may be sent without a word. */
function asksReason(one) {
  return one.is !== "off_shift" || one.onCall === 0;
}

/** `R Ctrl+Enter`: the first report as drafted from the log, signed by the duty leader. */
async function sendReport(desk, id) {
  await desk.window.press("R");
  await desk.shown(
    "the report is drafted and may be sent",
    () =>
      document.querySelector("[role=tabpanel] [data-action=commit]:not(:disabled)") !== null &&
      document.querySelectorAll("[role=tabpanel] .fields label").length > 0,
  );
  await desk.window.press("Ctrl+Enter");
  await until("the first report is sent", 20_000, async () => {
    const { reports } = await desk.call("incident", { id });
    return reports.some(({ sent, drafted }) => sent !== null && drafted.kind === "first");
  });
}

/** What comes back: teams acknowledge, the platform signs, clocks stop. */
async function receipts(desk, id) {
  const { reports } = await until("the city platform signs for the report", SIGNED_MS_MAX, async () => {
    const detail = await desk.call("incident", { id });
    return detail.reports[0]?.receipt ? detail : undefined;
  });
  assert.notEqual(reports[0].receipt.by, "", "the receipt says who signed");
  await desk.text("签收");
  const { clocks } = await desk.call("incident", { id });
  const met = clocks.filter((clock) => clock.metAt !== null).map((clock) => clock.rule);
  assert.ok(met.length > 0, `a clock is met: ${JSON.stringify(clocks)}`);
  console.log(`clocks met: ${met.join(" ")} of ${clocks.map((clock) => clock.rule).join(" ")}`);

  await desk.window.press("D");
  await until("teams acknowledge their orders", ANSWERED_MS_MAX, async () => {
    const { orders } = await desk.call("incident", { id });
    return orders.some(({ progress }) => ["acknowledged", "en_route", "on_scene"].includes(progress));
  });
  await desk.shown("an order's receipt is in the list", () =>
    [...document.querySelectorAll("[role=tabpanel] article")].some((one) =>
      /已签收|途中|到场/.test(one.innerText),
    ),
  );
}
