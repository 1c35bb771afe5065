/** The programs of a journey: started in folders of their own, and never left behind. */
import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..", "..");
/** The folder of the built programs. */
export const PROGRAMS = process.env.DUTYROOM_PROGRAMS ?? path.join(root, "target", "debug");
/** Pictures go here: those of `screens.mjs`, and of what a failed journey last saw. */
export const SCREENS = process.env.DUTYROOM_SCREENS ?? path.join(root, "target", "screens");

/** Whoever bears this may post alerts to the city platform of a journey. */
export const ALERT_TOKEN = "journey-alerts";

const START_MS_MAX = 30_000;
const END_MS_MAX = 10_000;
const children = new Set();

// A journey that dies takes its programs with it: each leads a process group of its own.
process.on("exit", () => {
  for (const child of children) signalGroup(child, "SIGKILL");
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Waits for a condition by looking again and again until the deadline; answers what it answered. */
export async function until(what, deadlineMs, condition, glanceMs = 50) {
  const end = Date.now() + deadlineMs;
  let last;
  for (;;) {
    try {
      const found = await condition();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= end) {
      const why = last === undefined ? "" : `; last: ${last.message}`;
      throw new Error(`not within ${deadlineMs / 1000} s: ${what}${why}`);
    }
    await new Promise((go) => setTimeout(go, glanceMs));
  }
}

/** A program in a process group of its own; its errors go to a file. */
export class Program {
  #child;
  /** Lines of its standard output. */
  lines = [];

  constructor(binary, args, { env = {}, errors }) {
    const log = openSync(errors, "a");
    this.#child = spawn(binary, args, {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", log],
    });
    closeSync(log);
    children.add(this.#child);
    this.ended = new Promise((end) => this.#child.once("exit", end));
    this.ended.then(() => children.delete(this.#child));
    this.#child.on("error", (error) => this.lines.push(`could not start: ${error.message}`));
    let rest = "";
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      this.lines.push(...parts);
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Writes to its standard input. */
  write(text) {
    this.#child.stdin.write(text);
  }

  signal(signal) {
    signalGroup(this.#child, signal);
  }

  async end() {
    this.signal("SIGTERM");
    const killer = setTimeout(() => this.signal("SIGKILL"), END_MS_MAX);
    await this.ended;
    clearTimeout(killer);
    this.signal("SIGKILL");
  }

  async kill() {
    this.signal("SIGKILL");
    await this.ended;
  }
}

/** The city platform on a port of this machine. */
export class Platform {
  #program;
  #data;
  address = "";

  constructor(folder) {
    this.#data = path.join(folder, "platform");
    this.errors = path.join(folder, "platform.log");
  }

  /** Starts it; a second time on the same data and at the same address. */
  async start() {
    const listen = this.address === "" ? "127.0.0.1:0" : this.address;
    const args = ["--data", this.#data, "--listen", listen, "--alert-token", ALERT_TOKEN];
    const program = new Program(path.join(PROGRAMS, "city-platform"), args, { errors: this.errors });
    this.#program = program;
    const said = await until("the platform listens", START_MS_MAX, () =>
      program.lines.find((line) => line.includes("listening on ")),
    );
    this.address = said.split("listening on ")[1].trim();
  }

  /** It keeps its connections and answers nothing: a half-open line. */
  freeze() {
    this.#program.signal("SIGSTOP");
  }

  thaw() {
    this.#program.signal("SIGCONT");
  }

  kill() {
    return this.#program.kill();
  }

  async end() {
    if (this.#program !== undefined) await this.#program.end();
  }
}

export async function freePort() {
  const server = createServer();
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  const { port } = server.address();
  await new Promise((go) => server.close(go));
  return port;
}
