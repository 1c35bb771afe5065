/** A program with a window, driven from outside through WebKitWebDriver. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort, Program, until } from "./programs.mjs";
import { WebDriver } from "./webdriver.mjs";

/** The window and its first page are there within this, on a busy machine. */
export const OPEN_MS_MAX = 90_000;

/** Opens a program's window; what it remembers and what it complains of lie in the folder. */
export async function launch(folder, binary, args, errors) {
  const own = (name) => path.join(folder, name);
  const [program, pid] = [own(path.basename(binary)), own(`${path.basename(binary)}.pid`)];
  // The driver starts the program itself: through this its number and its errors are known.
  const script = `#!/bin/sh\necho $$ >'${pid}'\nexec '${binary}' "$@" 2>>'${errors}'\n`;
  await writeFile(program, script, { mode: 0o755 });
  const port = await freePort();
  const env = {
    TAURI_WEBVIEW_AUTOMATION: "true",
    NO_COLOR: "1",
    // What a page remembers belongs to this journey alone.
    XDG_DATA_HOME: own("home-data"),
    XDG_CACHE_HOME: own("home-cache"),
    XDG_CONFIG_HOME: own("home-config"),
  };
  const errorsOfDriver = own("webdriver.log");
  const driver = new Program("WebKitWebDriver", [`--port=${port}`], { env, errors: errorsOfDriver });
  try {
    const window = new WebDriver(port);
    await until("the driver answers", OPEN_MS_MAX, () => window.ready());
    await window.open(program, args);
    return { driver, window, pid: Number(await readFile(pid, "utf8")) };
  } catch (error) {
    await driver.end();
    throw error;
  }
}
