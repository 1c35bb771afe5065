/** A wire between a desk and the city platform: it notes when which mark went to the desk. */
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A mark in a headline; the platform's frames are plain text. */
const MARK = /MARK-\d{6}/g;
const MARK_CHARS = 11;

export class Wire {
  #server;
  #sockets = new Set();
  /** What is held back, in order; null while nothing is. */
  #held = null;
  /** What goes to the desk goes so much later: what makes a stream is then at rest when it comes. */
  delayMs = 0;
  /** When each mark was written to the desk's socket, milliseconds since 1970. */
  passed = new Map();
  address = "";

  /** Before a platform; the desk dials `address`. */
  static async before(platform) {
    const wire = new Wire();
    const port = Number(platform.split(":").at(-1));
    wire.#server = createServer((desk) => wire.#join(desk, port));
    wire.#server.listen(0, "127.0.0.1");
    await once(wire.#server, "listening");
    wire.address = `127.0.0.1:${wire.#server.address().port}`;
    return wire;
  }

  #join(desk, port) {
    const city = connect(port, "127.0.0.1");
    let tail = "";
    const pass = (bytes) => {
      const now = Date.now();
      const text = tail + bytes.toString("latin1");
      for (const [mark] of text.matchAll(MARK)) {
        if (!this.passed.has(mark)) this.passed.set(mark, now);
      }
      tail = text.slice(-(MARK_CHARS - 1));
      desk.write(bytes);
    };
    city.on("data", (bytes) => {
      if (this.#held !== null) this.#held.push([pass, bytes]);
      else if (this.delayMs === 0) pass(bytes);
      else setTimeout(pass, this.delayMs, bytes);
    });
    desk.on("data", (bytes) => city.write(bytes));
    for (const [socket, other] of [
      [desk, city],
      [city, desk],
    ]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      // An end that is cut is an end.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }

  /** From now on nothing reaches the desk. */
  hold() {
    this.#held = [];
  }

  /** All that was held back goes to the desk at once; answers when it began to. */
  release() {
    const [held, now] = [this.#held, Date.now()];
    this.#held = null;
    for (const [pass, bytes] of held) pass(bytes);
    return now;
  }

  async end() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
