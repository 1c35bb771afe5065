/** The real window under test: the desk, its city platform, and what is asked of both. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { launch, OPEN_MS_MAX } from "./launch.mjs";
import { Platform, PROGRAMS, SCREENS, until } from "./programs.mjs";

export { until };
const GONE_MS_MAX = 30_000;
/**
 * The browser's note that some sizes are told a frame later. All who watch sizes here act a frame
 * later anyway (`ui/src/map/sized.ts`, the virtual lists), so that nothing is lost by it.
 */
const LATE_SIZES = /^ResizeObserver loop completed/;
/** What the page shows after an act. */
export const SHOWN_MS_MAX = 20_000;

export class Console {
  #folder;
  #driver;
  #serial = 0;
  #pageErrors = [];
  platform;
  window;
  /** Errors of the desk's own log that this journey has caused. */
  expected = [];
  /** A wire that stands before the platform, where there is one. */
  between;

  constructor(folder) {
    this.#folder = folder;
    this.data = path.join(folder, "desk");
    this.errors = path.join(folder, "desk.log");
    this.log = path.join(this.data, "exercise.sqlite");
    this.platform = new Platform(folder);
  }

  /** A folder of this journey for whatever else it makes. */
  own(name) {
    return path.join(this.#folder, name);
  }

  /**
   * A console in a fresh folder, with its city platform and, where asked, a wire before it and
   * files in the desk's data folder.
   */
  static async start({ platform = true, between, files = {} } = {}) {
    const folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-journey-"));
    const console = new Console(folder);
    try {
      await mkdir(path.join(console.data, "inbox"), { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(console.data, name), text);
      if (platform) await console.platform.start();
      if (between !== undefined) console.between = await between(console.platform.address);
      await console.openWindow();
    } catch (error) {
      await console.end();
      throw error;
    }
    return console;
  }

  /** Opens the window; after the desk was killed, once more on the same data. */
  async openWindow() {
    await this.#launch();
    await until("the desk answers and is drawn", OPEN_MS_MAX, async () => {
      await this.call("status", {});
      return this.window.run(() => document.querySelector("header[data-link]") !== null);
    });
    await this.window.size(1920, 1080);
  }

  /** Opens the window on a log that is damaged; what the desk's own log says of it is expected. */
  async openDamaged() {
    this.expected.push(/the desk did not open|damaged/);
    await this.#launch();
    await until("the window says that the log is damaged", OPEN_MS_MAX, () =>
      this.window.run(() => document.querySelector("[data-salvage=asked]") !== null),
    );
    await this.window.size(1920, 1080);
  }

  async #launch() {
    const args = ["--exercise", "--data", this.data];
    const platform = this.between?.address ?? this.platform.address;
    if (platform !== "") args.push("--platform", platform);
    const binary = path.join(PROGRAMS, "desktop");
    const { driver, window, pid } = await launch(this.#folder, binary, args, this.errors);
    this.#driver = driver;
    this.window = window;
    this.pid = pid;
    await this.window.run(() => {
      window.seen = { errors: [], hostile: 0 };
      window.addEventListener("error", (event) => window.seen.errors.push(String(event.message)));
      window.addEventListener("unhandledrejection", (event) =>
        window.seen.errors.push(`unhandled: ${String(event.reason?.message ?? event.reason)}`),
      );
    });
  }

  /** Asks the desk, past the page: for reading what is so. */
  call(name, request) {
    return this.window.later(
      (call, wish) => window.__TAURI_INTERNALS__.invoke("call", { name: call, request: wish }),
      name,
      request,
    );
  }

  /** Puts a message into the drop folder, whole or not at all. */
  async drop(bytes, suffix = "xml") {
    this.#serial += 1;
    const file = path.join(this.data, "inbox", `journey-${this.#serial}.${suffix}`);
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  }

  /** Waits until the page answers something true. */
  shown(what, inPage, ...args) {
    return until(what, SHOWN_MS_MAX, () => this.window.run(inPage, ...args));
  }

  /** Waits until this text is on the screen. */
  text(words, deadlineMs = SHOWN_MS_MAX) {
    return until(`"${words}" is shown`, deadlineMs, () =>
      this.window.run((wanted) => document.body.innerText.includes(wanted), words),
    );
  }

  /** Waits until the page's focus is inside what the selector names. */
  focus(selector) {
    return this.shown(
      `the focus is in ${selector}`,
      (wanted) => document.activeElement?.closest(wanted) != null,
      selector,
    );
  }

  /** A picture of the window for whoever looks at it afterwards. */
  async photograph(name) {
    await mkdir(SCREENS, { recursive: true });
    await writeFile(path.join(SCREENS, `${name}.png`), await this.window.picture());
  }

  /** The whole program at once, as a power cut would. */
  async killDesk() {
    process.kill(this.pid, "SIGKILL");
    await this.#driver.kill();
    // A killed program still holds its files until the system has put it away.
    await until("the desk is gone", GONE_MS_MAX, async () => {
      const stat = await readFile(`/proc/${this.pid}/stat`, "utf8").catch(() => "");
      return stat === "" || / [ZX] /.test(stat.slice(stat.lastIndexOf(")")));
    });
  }

  /** What the support tool says; it is asked nothing on its standard input. */
  async tool(...args) {
    const running = promisify(execFile)(path.join(PROGRAMS, "desk"), args, { maxBuffer: 256 << 20 });
    running.child.stdin.end();
    const { stdout } = await running;
    return stdout;
  }

  /** Nothing went wrong without being seen: neither in the page nor in the desk. */
  async assertClean() {
    await this.#keepPageErrors();
    assert.deepEqual(this.#pageErrors, [], "errors of the page");
    const log = await readFile(this.errors, "utf8");
    const faulty = log.split("\n").filter((line) => /\bERROR\b|panicked at/.test(line));
    const faults = faulty.filter((line) => !this.expected.some((one) => one.test(line)));
    assert.deepEqual(faults, [], "errors in the desk's own log");
  }

  async #keepPageErrors() {
    if (this.#driver === undefined) return;
    const errors = await this.window.run(() => window.seen.errors.splice(0)).catch(() => []);
    this.#pageErrors.push(...errors.filter((error) => !LATE_SIZES.test(error)));
  }

  /** Closes the window, so that the log on disk is at rest. */
  async closeWindow() {
    await this.#keepPageErrors();
    await this.window?.close().catch(() => undefined);
    await this.#driver?.end();
    this.#driver = undefined;
  }

  /** A picture and the logs of a journey that failed. */
  async witness(name) {
    await mkdir(SCREENS, { recursive: true });
    const picture = await this.window?.picture().catch(() => undefined);
    const file = path.join(SCREENS, "failed", `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    if (picture !== undefined) await writeFile(file, picture);
    for (const log of [this.errors, this.platform.errors]) {
      const text = await readFile(log, "utf8").catch(() => "");
      console.error(`--- ${path.basename(log)}\n${text.split("\n").slice(-30).join("\n")}`);
    }
    console.error(`--- picture: ${file}`);
  }

  async end() {
    await this.closeWindow();
    await this.between?.end();
    await this.platform.end();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Carries out a journey on a console of its own. */
export async function journey(name, options, act) {
  const console = await Console.start(options);
  try {
    await act(console);
    await console.assertClean();
  } catch (error) {
    await console.witness(name);
    throw error;
  } finally {
    await console.end();
  }
}
