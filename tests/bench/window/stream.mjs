/** What comes in, until it is on the screen. */
import { until } from "../../journeys/driver.mjs";
import { drained, startDuty } from "../../journeys/steps.mjs";
import { between, frames, painted, watchPage } from "./page.mjs";
import { atRate, pause, say, tell } from "./say.mjs";
import { alertOf } from "./second.mjs";

const PER_SECOND = 200;
const STREAM_S = 8;
/** Each so many-th alert is of the highest level and so at the top of the list. */
const MARKED_EACH = 20;
const TIMES = 3;
/** A stream is made first and comes so much later: what makes it does not slow down what shows it. */
const DELAY_MS = 9_000;
const NOTES = 200;
const NOTE_EACH_MS = 60;
const BURST = 10_000;
/** Over so long a time at least the frames of a burst are counted. */
const BURST_MS_MIN = 3_000;
const SHOWN_MS_MAX = 30_000;
const SILENT_MS_MAX = 40_000;
const CALM_MS = 4_000;

const mark = (number) => `MARK-${String(number).padStart(6, "0")}`;

/** Begins the duty and waits until the window is at rest. */
export async function settle(desk) {
  await startDuty(desk);
  await drained(desk, SHOWN_MS_MAX);
  await until("the map has drawn", SHOWN_MS_MAX, () =>
    desk.window.run(() => "drawn" in (document.querySelector(".maplibregl-map")?.dataset ?? {})),
  );
  await watchPage(desk.window);
  await pause(CALM_MS);
}

async function calm(figure, window) {
  const now = Date.now();
  say(figure, (await frames(window, now - CALM_MS + 500, now)).perSecond);
}

/** The empty window: its frames, and lines over a socket as fast as the alerts. */
export async function bareStream(bare) {
  await watchPage(bare.window);
  await pause(CALM_MS);
  await calm("bare frames", bare.window);
  await bare.listen();
  const sent = new Map();
  const count = PER_SECOND * STREAM_S;
  const from = Date.now();
  await atRate(count, PER_SECOND, (number) => {
    sent.set(mark(number), Date.now());
    bare.write(`演练 ${mark(number)} 只为计时的例行来报`);
  });
  say("bare stream frames", (await frames(bare.window, from, Date.now())).perSecond);
  await pause(1_000);
  say("bare row", ...between(sent, await painted(bare.window)));
}

/** Alerts at 200 a second over the platform's WebSocket. */
export async function alertStream(desk, authority) {
  const wire = desk.between;
  await calm("calm frames", desk.window);
  let made = 0;
  for (let turn = 0; turn < TIMES; turn += 1) {
    tell(`alerts at ${PER_SECOND} a second, ${turn + 1} of ${TIMES}`);
    wire.delayMs = DELAY_MS;
    const began = Date.now();
    await atRate(PER_SECOND * STREAM_S, PER_SECOND, (number) => {
      const marked = number % MARKED_EACH === 0;
      const name = marked ? mark(made) : `PLAIN-${turn}-${number}`;
      made += Number(marked);
      // Whatever stands near their places, none of the others goes before the marked ones.
      void authority.post(alertOf(name, number, { severity: marked ? "Extreme" : "Minor" }));
    });
    await authority.settled();
    if (Date.now() - began > DELAY_MS) throw new Error("the platform was slower than the stream");
    await pause(began + DELAY_MS + STREAM_S * 1_000 - Date.now());
    const seen = await frames(desk.window, began + DELAY_MS, Date.now());
    say("stream frames", seen.perSecond);
    say("stream gap", seen.gapMs);
    wire.delayMs = 0;
    await pause(2_000);
  }
  const shown = await painted(desk.window);
  say("alert to row", ...between(wire.passed, shown));
  say("alerts missed", made - [...wire.passed.keys()].filter((one) => shown.has(one)).length);
}

/** Lines that another desk writes into the duty log. */
export async function hops(desk, second) {
  tell(`${NOTES} lines of another desk`);
  const given = new Map();
  for (let number = 0; number < NOTES; number += 1) {
    const name = mark(500_000 + number);
    given.set(name, Date.now());
    second.note(`演练 ${name} 另一席位的记录`);
    // Not in step with anything that beats in the window.
    await pause(NOTE_EACH_MS + ((number * 37) % 90));
  }
  await pause(2_000);
  const times = between(given, await painted(desk.window));
  say("desk to desk", ...times);
  say("lines missed", NOTES - times.length);
}

/** All that waited comes at once. */
export async function burst(desk, second) {
  tell(`a burst of ${BURST} alerts`);
  await second.stop();
  await second.start();
  await second.fill(BURST);
  await second.stop();
  const before = await openShown(desk);
  desk.between.hold();
  await second.start(desk.platform.address);
  await second.sent();
  const began = desk.between.release();
  const shown = await until("the window counts all", SHOWN_MS_MAX, async () => {
    const count = await openShown(desk);
    return count >= before + BURST && Date.now();
  });
  say("burst shown", (shown - began) / 1_000);
  // Frames that are not drawn yet cannot be counted.
  const end = Math.max(shown, began + BURST_MS_MIN);
  await pause(Math.max(0, end - Date.now()));
  const { perSecond, gapMs } = await frames(desk.window, began, end);
  say("burst frames", perSecond);
  say("burst gap", gapMs);
}

/** How many open alerts the window itself says there are. */
function openShown(desk) {
  return desk.window.run(() =>
    Number(document.querySelector("[data-section=open] b").textContent.replace(/\D/g, "")),
  );
}

/** The platform falls silent just after it was heard: the longest time that can pass. */
export async function deadLink(desk, second) {
  tell("a line that goes dead");
  second.note("演练 断线之前的最后一行");
  await desk.text("断线之前的最后一行");
  desk.platform.freeze();
  const began = Date.now();
  await until("the window shows the dead line", SILENT_MS_MAX, () =>
    desk.window.run(() => document.querySelector("header").dataset.link !== "live"),
  );
  say("dead link", (Date.now() - began) / 1_000);
  desk.platform.thaw();
}
