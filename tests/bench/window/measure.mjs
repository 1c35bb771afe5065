/**
 * The figures of the real window, one JSON object a line; `cargo xtask bench window` holds them
 * against their bars. `DUTYROOM_LARGE` is the folder of a desk with a large log, `DUTYROOM_LOAD` the
 * settings of one that `cargo xtask bench feeds` sends its devices to.
 */
import { Console } from "../../journeys/driver.mjs";
import { Bare } from "./bare.mjs";
import { Broker } from "./broker.mjs";
import { day } from "./day.mjs";
import { flood, floodFiles } from "./flood.mjs";
import { load, loadFiles } from "./load.mjs";
import { memoryMb, sharesMb } from "./memory.mjs";
import { plans } from "./plans.mjs";
import { say, tell } from "./say.mjs";
import { Authority, Second } from "./second.mjs";
import { bareStart, largeStart, secondStart } from "./starts.mjs";
import { alertStream, bareStream, burst, deadLink, hops, settle } from "./stream.mjs";
import { Wire } from "./wire.mjs";

/** Does something with what has to be ended afterwards, whatever happens. */
async function using(made, act) {
  try {
    return await act(made);
  } finally {
    await made.end();
  }
}

/** A console with everything around it, at rest. */
async function scene(act) {
  await using(await Console.start({ between: Wire.before }), async (desk) => {
    await using(new Authority(desk.platform.address), async (authority) => {
      await using(await Second.prepare(), async (second) => {
        await second.start(desk.platform.address);
        await second.sent();
        await settle(desk);
        await act(desk, authority, second);
        await desk.assertClean();
      });
    });
  });
}

async function bare() {
  tell("the empty window");
  await using(await Bare.start(), async (window) => {
    await bareStream(window);
    say("bare memory", memoryMb(window.pid));
    const shares = sharesMb(window.pid).map(([name, mb]) => `${name} ${Math.round(mb)} MB`);
    tell(`memory by process: ${shares.join(", ")}`);
  });
}

/** A flood in a window of its own, which no other alert has come to. */
async function flooded(figure, seconds) {
  await using(await Broker.start(), async (broker) => {
    await using(await Console.start({ files: floodFiles(broker) }), async (desk) => {
      await settle(desk);
      await flood(desk, broker, figure, seconds);
      await desk.assertClean();
    });
  });
}

/** The window beside a load whose devices wait for its desk; `bench feeds` starts it. */
async function loaded(folder, seconds) {
  await using(await Console.start({ files: await loadFiles(folder) }), async (desk) => {
    await settle(desk);
    await load(desk, seconds);
    await desk.assertClean();
  });
}

const PARTS = {
  bare,
  starts: async () => {
    await bareStart();
    if (process.env.DUTYROOM_LARGE !== undefined) await largeStart(process.env.DUTYROOM_LARGE);
    await secondStart();
  },
  stream: () =>
    scene(async (desk, authority, second) => {
      await alertStream(desk, authority);
      await hops(desk, second);
      await burst(desk, second);
      await deadLink(desk, second);
    }),
  flood: async () => {
    await flooded("flood to row", 60);
    if (process.env.DUTYROOM_FULL !== undefined) await flooded("long flood to row", 600);
  },
  plans: () => scene(plans),
  day: () => scene(day),
  load: async () => {
    if (process.env.DUTYROOM_LOAD === undefined) return;
    await loaded(process.env.DUTYROOM_LOAD, Number(process.env.DUTYROOM_LOAD_S));
  },
};

const chosen = process.argv.slice(2);
for (const [name, part] of Object.entries(PARTS)) {
  if (chosen.length === 0 || chosen.includes(name)) await part();
}
