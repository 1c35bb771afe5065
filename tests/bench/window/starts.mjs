/** From the command to the painted window. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Program, PROGRAMS, until } from "../../journeys/programs.mjs";
import { BARE, BARE_ARGS } from "./bare.mjs";
import { say, tell } from "./say.mjs";

const TIMES = 3;
const PAINTED_MS_MAX = 90_000;
/** What the console writes into its log, and the bare window to its output. */
const CONSOLE_SAYS = "the window is painted";
const BARE_SAYS = "painted";

/** Milliseconds from the start of a program until it says that it is painted. */
async function painted(binary, args, says, env) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-start-"));
  const errors = path.join(folder, "errors.log");
  const began = Date.now();
  const program = new Program(binary, args, { errors, env: { NO_COLOR: "1", ...env } });
  try {
    return await until(
      "the window is painted",
      PAINTED_MS_MAX,
      async () => {
        const said = [...program.lines, await readFile(errors, "utf8")].join("\n");
        return said.includes(says) && Date.now() - began;
      },
      10,
    );
  } finally {
    await program.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function times(figure, ...start) {
  tell(`${figure}, ${TIMES} times`);
  for (let turn = 0; turn < TIMES; turn += 1) say(figure, await painted(...start));
}

export function bareStart() {
  return times("bare start", BARE, BARE_ARGS, BARE_SAYS);
}

/** The console on a log that is there. */
export function largeStart(data) {
  const args = ["--exercise", "--data", data];
  return times("large start", path.join(PROGRAMS, "desktop"), args, CONSOLE_SAYS);
}

/** `cargo xtask run` when everything is built and the exercise has been begun. */
export async function secondStart() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-run-"));
  const args = ["xtask", "run", "--exercise", folder];
  try {
    await painted("cargo", args, CONSOLE_SAYS);
    await times("second start", "cargo", args, CONSOLE_SAYS);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
