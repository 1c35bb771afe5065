/** A flood of alarms from a few causes, through a feed of a broker, until each is in a painted row. */
import { until } from "../../journeys/driver.mjs";
import { counted, watchCounts } from "./page.mjs";
import { atRate, pause, say, tell } from "./say.mjs";

const ALARMS = 10_000;
/** Points of each cause, which come again and again. */
const POINTS = 40;
/** What the nine causes are of. */
const CAUSES = ["火警", "有毒气体", "可燃气体", "烟感", "液位", "压力", "桥梁位移", "困人", "停电"];
/** Stands in each of their rows. */
const MARK = "演练洪峰";
const SUBSCRIBED_MS_MAX = 60_000;
const SHOWN_MS_MAX = 60_000;
const RULES = "flood.json";

const point = (number) => ({
  cause: number % CAUSES.length,
  point: Math.floor(number / CAUSES.length) % POINTS,
});

/** The files of a desk that listens to this broker. */
export function floodFiles(broker) {
  const rules = CAUSES.map((name, cause) => ({
    name,
    topic: `exercise/flood/${cause}/+`,
    point: `${MARK}-${cause}/{3}`,
    value: "$.v",
    quantity: "flood",
    limits: { high_high: 1 },
  }));
  const feed = [
    "[[feeds]]",
    'kind = "mqtt"',
    'name = "mqtt"',
    'host = "127.0.0.1"',
    `port = ${broker.port}`,
    `mappings = ["${RULES}"]`,
  ];
  return {
    "desk.toml": `keyring = false\n${feed.join("\n")}\n`,
    [RULES]: JSON.stringify({ rules }),
  };
}

/** The flood in so many seconds: for each alarm from its message to the row that counts it. */
export async function flood(desk, broker, figure, seconds) {
  tell(`${ALARMS} alarms from ${CAUSES.length} causes in ${seconds} s`);
  await until("the desk subscribes", SUBSCRIBED_MS_MAX, () => broker.subscribed);
  await watchCounts(desk.window, MARK);
  const sent = [];
  await atRate(ALARMS, ALARMS / seconds, (number) => {
    const one = point(number);
    const topic = `exercise/flood/${one.cause}/P${one.point}`;
    // A point is told again only after it was over.
    if (number >= CAUSES.length * POINTS) broker.publish(topic, '{"v":0}');
    sent.push(Date.now());
    broker.publish(topic, '{"v":1}');
  });
  const shown = await until("all are counted on the screen", SHOWN_MS_MAX, async () => {
    const found = await counted(desk.window);
    return found.at(-1)?.count >= ALARMS && found;
  }).catch(() => counted(desk.window));
  await pause(1_000);
  let at = 0;
  const waits = sent.flatMap((then, number) => {
    while (at < shown.length && shown[at].count <= number) at += 1;
    return at < shown.length ? [shown[at].at - then] : [];
  });
  say(figure, ...waits);
  say(`${figure}, missed`, ALARMS - waits.length);
  say(`${figure}, rows`, shown.at(-1)?.rows ?? 0);
}
