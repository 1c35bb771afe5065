/** A second desk at the same platform, without a window; and the authority that posts alerts. */
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { cap } from "../../journeys/messages.mjs";
import { ALERT_TOKEN, Program, PROGRAMS, until } from "../../journeys/programs.mjs";

const READY_MS_MAX = 60_000;
const ANSWER_MS_MAX = 60_000;
const WHO = { actor: "演练值班丙", role: "duty", paperAt: null };
/** Alerts in one file of the drop folder. */
const LISTED = 1_000;
const SOCKETS_MAX = 16;

export class Second {
  #folder;
  #program;
  #calls = 0;

  static async prepare() {
    const second = new Second();
    second.#folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-second-"));
    await mkdir(second.#own("inbox"), { recursive: true });
    return second;
  }

  #own(name) {
    return path.join(this.#folder, "desk", name);
  }

  /** Starts it, with a platform or without one. */
  async start(platform) {
    const args = ["serve", "--exercise", "--data", path.join(this.#folder, "desk")];
    if (platform !== undefined) args.push("--platform", platform);
    const errors = path.join(this.#folder, "desk.log");
    this.#program = new Program(path.join(PROGRAMS, "desk"), args, { errors });
    await until("the second desk is open", READY_MS_MAX, () =>
      this.#program.lines.some((line) => line.includes('"ready"')),
    );
  }

  async call(name, request = {}) {
    const id = (this.#calls += 1);
    const wanted = `"id":${id}`;
    this.#program.write(`${JSON.stringify({ id, name, request })}\n`);
    const said = await until(`an answer to ${name}`, ANSWER_MS_MAX, () =>
      this.#program.lines.find((line) => line.includes(wanted) && JSON.parse(line).id === id),
    );
    this.#program.lines.length = 0;
    const { answer, error } = JSON.parse(said);
    if (error !== undefined) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return answer;
  }

  /** Gives the order to write a line into the duty log, and waits for nothing. */
  note(text) {
    const request = { command: { do: "note_duty", note: { text } }, who: WHO };
    this.#program.write(`${JSON.stringify({ id: 0, name: "command", request })}\n`);
  }

  /** Puts alerts into its drop folder, and waits until it has stored them. */
  async fill(count) {
    for (let first = 0; first < count; first += LISTED) {
      const alerts = Array.from({ length: Math.min(LISTED, count - first) }, (_, index) =>
        alertOf(`BURST-${first + index}`, first + index).replace(/^<\?xml.*\n/, ""),
      );
      const entries = alerts.map((one) => `<entry><content type="text/xml">${one}</content></entry>`);
      const list = `<feed xmlns="http://www.w3.org/2005/Atom">${entries.join("")}</feed>`;
      const file = this.#own(`inbox/burst-${first}.xml`);
      await writeFile(`${file}.part`, list);
      await rename(`${file}.part`, file);
    }
    await until(`${count} alerts are in the second desk`, ANSWER_MS_MAX, async () => {
      const { alerts } = await this.call("status");
      return alerts.open.reduce((sum, one) => sum + one, 0) >= count;
    }, 500);
  }

  /** All that it did is at the platform. */
  sent() {
    return until("the second desk has sent all", ANSWER_MS_MAX, async () => {
      const { link } = await this.call("status");
      return link.phase === "live" && link.outbox === 0;
    }, 200);
  }

  async stop() {
    await this.#program?.end();
  }

  async end() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const SEVERITIES = ["Severe", "Moderate", "Minor"];

/** An alert that stands behind the worst ones. */
export function alertOf(identifier, number, fields = {}) {
  const [lat, lon] = [36.5 + (number % 40) / 120, 117.05 + (number % 37) / 120];
  return cap({
    identifier,
    severity: SEVERITIES[number % SEVERITIES.length],
    headline: `演练 ${identifier} 只为计时的例行来报`,
    area: "演练街道",
    circle: `${lat.toFixed(4)},${lon.toFixed(4)} 0.50`,
    ...fields,
  });
}

/** The authority that posts alerts to a platform. */
export class Authority {
  #agent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  #platform;
  /** What is on its way. */
  #under = [];

  constructor(platform) {
    this.#platform = platform;
  }

  post(body) {
    const posted = new Promise((done, failed) => {
      const request = http.request(
        `http://${this.#platform}/v1/alerts`,
        { method: "POST", agent: this.#agent, headers: { authorization: `Bearer ${ALERT_TOKEN}` } },
        (response) => {
          response.resume().on("end", () => {
            if (response.statusCode === 200) done();
            else failed(new Error(`an alert was answered with ${response.statusCode}`));
          });
        },
      );
      request.on("error", failed).end(body);
    });
    this.#under.push(posted);
    return posted;
  }

  /** Waits until all that was posted is in the platform's log. */
  async settled() {
    await Promise.all(this.#under.splice(0));
  }

  end() {
    this.#agent.destroy();
  }
}
