/**
 * A small WebDriver client over `fetch`: what the journeys use of the standard, and nothing else.
 * https://www.w3.org/TR/webdriver2/
 */

/** One answer takes at most this long; a page that hangs must fail, not stop the run. */
const ANSWER_MS_MAX = 60_000;

/** Names of keys in the words of the interface's own list, and their code in the standard. */
const KEYS = {
  Enter: "\uE007",
  Escape: "\uE00C",
  Tab: "\uE004",
  Space: " ",
  Backspace: "\uE003",
  ArrowUp: "\uE013",
  ArrowDown: "\uE015",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
  Home: "\uE011",
  End: "\uE010",
  F1: "\uE031",
  F2: "\uE032",
  F3: "\uE033",
  F6: "\uE036",
  F7: "\uE037",
  F8: "\uE038",
  F9: "\uE039",
};
const HELD = { Ctrl: "\uE009", Alt: "\uE00A", Shift: "\uE008" };
/** The name under which the standard hands over an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class WebDriverError extends Error {
  constructor(command, status, value) {
    super(`${command}: ${status} ${value?.error ?? ""} ${value?.message ?? ""}`.trim());
    this.code = value?.error ?? "";
  }
}

export class WebDriver {
  #base;
  #session = "";
  /** Key presses so far; keys held down with another are counted one by one in `keys`. */
  presses = 0;
  keys = 0;

  constructor(port) {
    this.#base = `http://127.0.0.1:${port}`;
  }

  async #ask(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const { value } = await response.json();
    if (!response.ok) throw new WebDriverError(`${method} ${path}`, response.status, value);
    return value;
  }

  #post(path, body = {}) {
    return this.#ask("POST", `/session/${this.#session}${path}`, body);
  }

  ready() {
    return this.#ask("GET", "/status").then((value) => value.ready === true);
  }

  /** Starts the program and opens a session on its window. */
  async open(binary, args) {
    const options = { "webkitgtk:browserOptions": { binary, args } };
    const capabilities = { capabilities: { alwaysMatch: options } };
    const value = await this.#ask("POST", "/session", capabilities);
    this.#session = value.sessionId;
    await this.#post("/timeouts", { script: 30_000, pageLoad: 60_000 });
  }

  async close() {
    await this.#ask("DELETE", `/session/${this.#session}`);
  }

  /** Runs a function in the page; its answer must be plain data. */
  run(inPage, ...args) {
    return this.#post("/execute/sync", { script: `return (${inPage})(...arguments)`, args });
  }

  /** The same for a function that answers a promise. */
  async later(inPage, ...args) {
    const script = `
      const done = arguments[arguments.length - 1];
      Promise.resolve((${inPage})(...[...arguments].slice(0, -1)))
        .then((value) => done({ value: value ?? null }), (error) =>
          done({ error: typeof error === "object" ? JSON.stringify(error) + " " + (error?.message ?? "") : String(error) }));`;
    const answer = await this.#post("/execute/async", { script, args });
    if ("error" in answer) throw new Error(answer.error);
    return answer.value;
  }

  /** Runs the text of a script in the page, such as a library. */
  async script(text) {
    await this.#post("/execute/sync", { script: text, args: [] });
  }

  /** A key press such as `A`, `F2`, `Ctrl+Enter`, given to whatever has the focus. */
  async press(name) {
    const parts = name === "+" ? ["+"] : name.split("+");
    const last = parts.pop();
    const held = parts.map((part) => HELD[part]);
    const key = KEYS[last] ?? (last.length === 1 ? last.toLowerCase() : undefined);
    if (key === undefined || held.includes(undefined)) throw new Error(`unknown key ${name}`);
    this.presses += 1;
    this.keys += held.length + 1;
    const down = [...held, key].map((value) => ({ type: "keyDown", value }));
    const up = [key, ...held.reverse()].map((value) => ({ type: "keyUp", value }));
    await this.#post("/actions", {
      actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }],
    });
  }

  /** Types text into whatever has the focus. */
  async type(text) {
    const element = await this.#ask("GET", `/session/${this.#session}/element/active`);
    await this.#post(`/element/${element[ELEMENT]}/value`, { text });
  }

  /** The first element of a CSS selector, or of an XPath where it begins with `/`. */
  /** The windows of the program, and the one that is driven from now on. */
  handles() {
    return this.#ask("GET", `/session/${this.#session}/window/handles`);
  }

  turnTo(handle) {
    return this.#post("/window", { handle });
  }

  async find(selector) {
    const using = selector.startsWith("/") ? "xpath" : "css selector";
    const found = await this.#post("/element", { using, value: selector });
    return found[ELEMENT];
  }

  async click(selector) {
    await this.#post(`/element/${await this.find(selector)}/click`);
  }

  /**
   * The middle of an element, in pixels of the window's page. It is brought into view by the list
   * around it alone: a page that is moved as a whole would be another one.
   */
  middle(selector) {
    return this.run((wanted) => {
      const element = document.querySelector(wanted);
      const rolls = (box) => box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY === "auto";
      let list = element.parentElement;
      while (list !== null && !rolls(list)) list = list.parentElement;
      const off = list === null ? 0 : element.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (list !== null) list.scrollTop += off - list.clientHeight / 2;
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    }, selector);
  }

  /** The window as a PNG. */
  async picture() {
    const base64 = await this.#ask("GET", `/session/${this.#session}/screenshot`);
    return Buffer.from(base64, "base64");
  }

  async size(width, height) {
    await this.#post("/window/rect", { x: 0, y: 0, width, height });
  }
}
