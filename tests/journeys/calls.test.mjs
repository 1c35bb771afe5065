/** A call comes in, is typed by the keyboard, survives a kill, and is raised to an incident. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { startDuty, tabTo } from "./steps.mjs";

const DONE_MS_MAX = 10_000;
/** The form is written two seconds after the last key. */
const KEPT_MS_MAX = 15_000;
const CALLER = "演练孙某";
const PHONE = "000-5501";
const MATTER = "演练 工业北路有刺鼻气味";
const COURSE = "演练 两人头晕";

/** What stands in a field of the form. */
const fieldOf = (desk, field) =>
  desk.window.run((name) => document.querySelector(`dialog [data-field=${name}]`)?.value, field);

/** Goes to a field by Enter, as a conversation goes on. */
async function enterTo(desk, field) {
  for (let presses = 0; presses < 40; presses += 1) {
    const there = await desk.window.run(
      (name) => document.activeElement?.getAttribute("data-field") === name,
      field,
    );
    if (there) return;
    await desk.window.press("Enter");
  }
  assert.fail(`${field} is not reached by Enter`);
}

async function submissions(desk, state = "open") {
  const page = await desk.call("submissions", { state, channel: null });
  return page.rows;
}

test("a call is typed, kept against a kill, entered, answered and raised by keys", async () => {
  await journey("calls", { platform: false }, async (desk) => {
    await startDuty(desk);
    await desk.window.press("F9");
    await desk.focus("dialog [data-field=name]");
    await desk.window.type(CALLER);
    await desk.window.press("Enter");
    await desk.window.type(PHONE);
    await enterTo(desk, "matter");
    await desk.window.type(MATTER);
    await until("the form is kept", KEPT_MS_MAX, async () => {
      const { text } = await desk.call("load_form", { id: "call:" });
      return text.includes(MATTER);
    });
    await desk.killDesk();
    await desk.openWindow();

    await desk.window.press("F9");
    await desk.focus("dialog [data-field=name]");
    await until("what was typed is there again", DONE_MS_MAX, async () => (await fieldOf(desk, "matter")) === MATTER);
    assert.equal(await fieldOf(desk, "name"), CALLER, "with who called");
    await enterTo(desk, "course");
    await desk.window.type(COURSE);
    await desk.photograph("call-form");
    await desk.window.press("Ctrl+Enter");
    const row = await until("the call is on disk", DONE_MS_MAX, async () => (await submissions(desk))[0]);
    assert.equal(row.submission.received.teller.phone, PHONE, "as it was typed");
    assert.equal(row.submission.received.course, COURSE, "all of it");

    await desk.shown("the form is gone", () => document.querySelector("dialog") === null);
    await desk.window.press("Shift+F9");
    await desk.shown("it is in the list", () => document.querySelector("dialog [data-submission]") !== null);
    await desk.photograph("submission-list");
    await tabTo(desk, "dialog [data-submission] [data-row]");
    await desk.window.press("Enter");
    await desk.shown("the incident's form has the caller", (words) =>
      [...document.querySelectorAll("dialog input")].some((input) => input.value.includes(words)), PHONE);
    await tabTo(desk, "dialog select");
    await desk.window.press("ArrowDown");
    await desk.shown("it may be given", () =>
      document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null);
    await desk.photograph("call-raise");
    await desk.window.press("Ctrl+Enter");
    const incident = await until("an incident is open", DONE_MS_MAX, async () => (await desk.call("incidents", {}))[0]);
    const [joined] = await submissions(desk);
    assert.equal(joined.submission.incident, incident.id, "the call belongs to it");
    const detail = await desk.call("incident", { id: incident.id });
    assert.ok(detail.incident.opened.caller.includes(PHONE), "it says whom to call back");
    assert.ok(detail.timeline.some((line) => JSON.stringify(line.body).includes(COURSE)), "and what was told");

    await tipOff(desk);
  });
});

/** Without a key the form of a tip-off has no field for a name and says why. */
async function tipOff(desk) {
  await desk.shown("nothing else is asked", () => document.querySelector("dialog") === null);
  await desk.window.press("F9");
  await desk.focus("dialog");
  await tabTo(desk, "dialog input[type=radio]");
  await desk.window.press("ArrowDown");
  await desk.window.press("ArrowDown");
  await desk.shown("it says that no name is kept", () =>
    document.querySelector("dialog .seal") !== null && document.querySelector("dialog [data-field=name]") === null);
  await tabTo(desk, "dialog [data-field=matter]");
  await desk.window.type("演练 私存危化品");
  await desk.photograph("call-tip-off");
  await desk.window.press("Ctrl+Enter");
  await until("the tip-off is on disk", DONE_MS_MAX, async () => (await submissions(desk)).length === 2);
}
