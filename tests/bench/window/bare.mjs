/** The empty window with a map, and lines that come to it over a socket. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { launch } from "../../journeys/launch.mjs";
import { PROGRAMS, until } from "../../journeys/programs.mjs";

const root = path.resolve(import.meta.dirname, "..", "..", "..");
const DRAWN_MS_MAX = 60_000;
const PAGE = path.join(import.meta.dirname, "bare");
const LIBRARY = path.join(root, "ui", "node_modules", "maplibre-gl", "dist");
export const BARE = path.join(PROGRAMS, "examples", "bare_window");
export const BARE_ARGS = [PAGE, LIBRARY];

export class Bare {
  #folder;
  #driver;
  #server;
  #response;
  window;
  pid = 0;

  static async start() {
    const bare = new Bare();
    bare.#folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-bare-"));
    const errors = path.join(bare.#folder, "bare.log");
    const { driver, window, pid } = await launch(bare.#folder, BARE, BARE_ARGS, errors);
    Object.assign(bare, { window, pid });
    bare.#driver = driver;
    await window.size(1920, 1080);
    await until("the map has drawn", DRAWN_MS_MAX, () =>
      window.run(() => "drawn" in document.body.dataset),
    );
    return bare;
  }

  /** Opens the socket over which lines come. */
  async listen() {
    this.#server = createServer((_, response) => {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "access-control-allow-origin": "*",
      });
      response.flushHeaders();
      this.#response = response;
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = `http://127.0.0.1:${this.#server.address().port}/`;
    await this.window.run((where) => window.followLines(where), address);
    await until("the page listens", DRAWN_MS_MAX, () => this.#response !== undefined);
  }

  /** Writes a line to the socket. */
  write(line) {
    this.#response.write(`data: ${line}\n\n`);
  }

  async end() {
    await this.window.close().catch(() => undefined);
    await this.#driver.end();
    this.#server?.closeAllConnections();
    this.#server?.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
