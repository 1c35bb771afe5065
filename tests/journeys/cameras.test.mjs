/** Pictures of cameras: in a window of the program, and in the player where that cannot play them. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { drained, startDuty } from "./steps.mjs";

/** The page tries twice, each time for some seconds at most. */
const SHOWN_MS_MAX = 60_000;
const FRAMES_MS = 200;
/** A grey picture of one point. */
const JPEG = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APf6/9k=",
  "base64",
);

/** A camera that sends pictures without an end, and one that shows a page to log in. */
class Cameras {
  asked = [];
  watching = 0;
  #server;

  async start() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url);
      if (request.url !== "/live.mjpg") {
        response.writeHead(200, { "Content-Type": "text/html" });
        response.end("<html>log in</html>");
        return;
      }
      this.watching += 1;
      response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
      const frame = () => {
        response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${JPEG.length}\r\n\r\n`);
        response.write(JPEG);
        response.write("\r\n");
      };
      frame();
      const frames = setInterval(frame, FRAMES_MS);
      request.on("close", () => {
        clearInterval(frames);
        this.watching -= 1;
      });
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.address = `http://127.0.0.1:${this.#server.address().port}`;
  }

  end() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Opens the picture of a camera of the list, and answers its window. */
async function openPicture(desk, site) {
  const before = await desk.window.handles();
  const opened = await desk.call("open_camera", { site });
  assert.equal(opened.fault, null, "it is opened");
  assert.equal(opened.pane, true, "in a window of the program");
  return until("its window is there", SHOWN_MS_MAX, async () => {
    const all = await desk.window.handles();
    return all.find((one) => !before.includes(one));
  });
}

/** A plant of the exercise as a camera with this address. */
async function enterCamera(desk, site, stream) {
  const [known] = await desk.call("sites", {});
  const registered = { ...known.registered, kind: "camera", name: `演练 ${site}`, stream };
  const who = { actor: "演练值班乙", role: "duty", paperAt: null };
  const command = { do: "register_site", site, registered, seen: null };
  await desk.call("command", { command, who, secondPin: "" });
}

test("a picture that a page can show stands in a window of its own, and what it cannot goes to the player", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dutyroom-player-"));
  const cameras = new Cameras();
  await cameras.start();
  try {
    const [player, told] = [path.join(folder, "player.sh"), path.join(folder, "told")];
    await writeFile(player, `printf '%s' "$1" >'${told}.part' && mv '${told}.part' '${told}'\n`);
    const files = { "desk.toml": `[video]\nplayer = ["sh", "${player}", "{address}"]\n` };
    await journey("cameras", { files }, async (desk) => {
      await startDuty(desk);
      await drained(desk, 60_000);
      await enterCamera(desk, "live-camera", `${cameras.address}/live.mjpg`);
      await enterCamera(desk, "page-camera", `${cameras.address}/login`);

      const [console] = await desk.window.handles();
      const pane = await openPicture(desk, "live-camera");
      await desk.window.turnTo(pane);
      await desk.shown("the picture is there", () => {
        const picture = document.querySelector("img");
        return picture?.hidden === false && picture.naturalWidth > 0;
      });
      const called = await desk.window.later(
        () => window.__TAURI_INTERNALS__.invoke("call", { name: "status", request: {} }).then(() => "answered", () => "refused"),
      );
      assert.equal(called, "refused", "its page can ask the desk nothing");
      await desk.photograph("camera-pane");
      await desk.window.turnTo(console);
      const again = await desk.call("open_camera", { site: "live-camera" });
      assert.equal(again.fault, null, "asked for again it comes to the front");

      await desk.call("open_camera", { site: "page-camera" });
      const handed = await until("the player is started", SHOWN_MS_MAX, () => readFile(told, "utf8"));
      assert.equal(handed, `${cameras.address}/login`, "with the address that no page could show");
      await until("its window is closed, and the other one stays", SHOWN_MS_MAX, async () => {
        const all = await desk.window.handles();
        return all.length === 2 && all.includes(pane);
      });
    });
    await until("nothing of it is left when the program is closed", SHOWN_MS_MAX, () => cameras.watching === 0);
  } finally {
    cameras.end();
    await rm(folder, { recursive: true, force: true });
  }
});
