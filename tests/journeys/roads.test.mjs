/** Roads are closed and opened again by the keyboard, and every way follows at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { inHand, show } from "./scene.mjs";
import { tabTo } from "./steps.mjs";

/** An answer of the desk to a command. */
const DONE_MS_MAX = 10_000;
const REASON = "演练 氯气扩散";
/** Corners of about a kilometre round the waterworks of the scene. */
const AREA = ["117.125, 36.711", "117.136, 36.711", "117.136, 36.720", "117.125, 36.720"];

test("a hot zone is closed by keys, ways end before it, and lifting it opens them again", async () => {
  await journey("roads", {}, async (desk) => {
    const incident = await inHand(desk);
    await show(desk, "command");
    const { orders } = await desk.call("incident", { id: incident.id });
    const team = orders[0].sent.team;
    const way = () => desk.call("team_way", { team, incident: incident.id });
    const before = await way();
    assert.equal(before.kind, "road", "the exercise has roads");
    assert.equal(before.staging, null, "nothing is closed yet");

    await close(desk);
    const staged = await until("the way ends at a staging point", DONE_MS_MAX, async () => {
      const now = await way();
      return now.staging === null ? undefined : now;
    });
    assert.notDeepEqual(staged.line.at(-1), before.line.at(-1), "and no longer at the place");
    const advice = await desk.call("recommend", { incident: incident.id, needs: [] });
    assert.ok(advice.staging.length >= 2, "the advice gathers teams outside as well");

    await lift(desk);
    const after = await way();
    assert.equal(after.staging, null, "the way is open again");
    assert.deepEqual(after.line.at(-1), before.line.at(-1), "to the place itself");
  });
});

/** `Alt+B`, the kind, the area by its corners, the reason, `Ctrl+Enter`. */
async function close(desk) {
  await desk.window.press("Alt+B");
  await desk.focus("dialog input[type=radio]");
  await desk.window.press("ArrowDown");
  await desk.window.press("ArrowDown");
  await tabTo(desk, "dialog input[type=radio][value=spot]");
  await desk.window.press("ArrowDown");
  await desk.window.press("ArrowDown");
  await tabTo(desk, "dialog textarea");
  for (const corner of AREA) {
    await desk.window.type(corner);
    await desk.window.press("Enter");
  }
  await tabTo(desk, "dialog input[required]");
  await desk.window.type(REASON);
  await desk.shown("it may be given", () =>
    document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
  );
  await desk.window.press("Ctrl+Enter");
  const [closure] = await until("the closure is on disk", DONE_MS_MAX, async () => {
    const closures = await desk.call("closures", {});
    return closures.length > 0 ? closures : undefined;
  });
  assert.equal(closure.set.kind, "hazard", "the kind that was chosen by arrows");
  assert.equal(closure.set.shape.is, "area", "the shape as well");
  assert.equal(closure.set.reason, REASON, "and the words");
}

/** `Alt+C`, to the button of the closure, the reason, Enter. */
async function lift(desk) {
  await desk.window.press("Alt+C");
  await desk.shown("it stands in the list", () => document.querySelector("dialog [data-closure]") !== null);
  await tabTo(desk, "dialog [data-closure] [data-row]");
  await desk.window.press("End");
  await desk.window.press("Enter");
  await desk.focus("dialog form");
  await desk.window.type("演练 检测合格");
  await desk.window.press("Enter");
  await until("nothing is closed", DONE_MS_MAX, async () => (await desk.call("closures", {})).length === 0);
  await desk.window.press("Escape");
}
