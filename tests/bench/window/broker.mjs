/** As much of a broker of MQTT 3.1.1 as one desk needs: it takes all topics and publishes with QoS 1. */
import { once } from "node:events";
import { createServer } from "node:net";

const KIND = { connect: 1, acknowledged: 4, subscribe: 8, unsubscribe: 10, ping: 12 };
const IDS = 65_535;

/** A length as the protocol writes it, seven bits a byte. */
function length(bytes) {
  const out = [];
  for (let rest = bytes; ; rest = Math.floor(rest / 128)) {
    out.push((rest % 128) + (rest >= 128 ? 128 : 0));
    if (rest < 128) return Buffer.from(out);
  }
}

/** The first packet of these bytes with what is behind it; null while it is not whole. */
function packet(bytes) {
  let size = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at += 1) {
    size += (bytes[at] & 127) * 128 ** (at - 1);
    if (bytes[at] >= 128) continue;
    const end = at + 1 + size;
    if (bytes.length < end) return null;
    return { kind: bytes[0] >> 4, body: bytes.subarray(at + 1, end), rest: bytes.subarray(end) };
  }
  return null;
}

/** How many filters a subscription asks for. */
function filters(body) {
  let count = 0;
  for (let at = 2; at < body.length; at += 3 + body.readUInt16BE(at)) count += 1;
  return count;
}

export class Broker {
  #server;
  #desk;
  #id = 0;
  /** Whether a desk has asked for topics. */
  subscribed = false;
  /** Messages that are not acknowledged. */
  held = 0;
  port = 0;

  static async start() {
    const broker = new Broker();
    broker.#server = createServer((desk) => broker.#join(desk));
    broker.#server.listen(0, "127.0.0.1");
    await once(broker.#server, "listening");
    broker.port = broker.#server.address().port;
    return broker;
  }

  #join(desk) {
    this.#desk = desk.setNoDelay(true);
    let bytes = Buffer.alloc(0);
    // An end that is cut is an end.
    desk.on("error", () => undefined);
    desk.on("data", (more) => {
      bytes = Buffer.concat([bytes, more]);
      for (let found = packet(bytes); found !== null; found = packet(bytes)) {
        bytes = found.rest;
        this.#answer(desk, found);
      }
    });
  }

  #answer(desk, { kind, body }) {
    const id = body.subarray(0, 2);
    if (kind === KIND.connect) desk.write(Buffer.from([0x20, 2, 0, 0]));
    else if (kind === KIND.ping) desk.write(Buffer.from([0xd0, 0]));
    else if (kind === KIND.acknowledged) this.held -= 1;
    else if (kind === KIND.unsubscribe) desk.write(Buffer.concat([Buffer.from([0xb0, 2]), id]));
    else if (kind === KIND.subscribe) {
      const granted = Buffer.alloc(filters(body), 1);
      desk.write(Buffer.concat([Buffer.from([0x90]), length(2 + granted.length), id, granted]));
      this.subscribed = true;
    }
  }

  publish(topic, text) {
    this.#id = (this.#id % IDS) + 1;
    this.held += 1;
    const name = Buffer.from(topic);
    const head = Buffer.alloc(2);
    const id = Buffer.alloc(2);
    head.writeUInt16BE(name.length);
    id.writeUInt16BE(this.#id);
    const body = Buffer.concat([head, name, id, Buffer.from(text)]);
    this.#desk.write(Buffer.concat([Buffer.from([0x32]), length(body.length), body]));
  }

  async end() {
    this.#desk?.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
