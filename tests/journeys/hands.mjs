/** Two ways to do the same thing in the window: by keys alone, and by the pointer. */
import { tabTo } from "./steps.mjs";

/** By keys: Tab to what is meant, and Enter; a key of its own where it has one. */
export class Keys {
  name = "keys";
  #desk;

  constructor(desk) {
    this.#desk = desk;
  }

  /** Presses what the selector names. */
  async push(selector, key) {
    if (key === undefined) {
      await reachable(this.#desk, selector);
      await tabTo(this.#desk, selector);
      await this.#desk.window.press("Enter");
    } else {
      await this.#desk.window.press(key);
    }
  }

  /** Writes into a field. */
  async write(selector, text) {
    await reachable(this.#desk, selector);
    await tabTo(this.#desk, selector);
    await this.#desk.window.type(text);
  }

  /** Gives the form that is open. */
  async commit() {
    await reachable(this.#desk, COMMIT);
    await this.#desk.window.press("Ctrl+Enter");
  }
}

/** By the pointer; the keyboard only writes names. */
export class Pointer {
  name = "pointer";
  #desk;

  constructor(desk) {
    this.#desk = desk;
  }

  async push(selector) {
    await reachable(this.#desk, selector);
    await this.#desk.window.click(selector);
  }

  async write(selector, text) {
    await this.push(selector);
    await this.#desk.window.type(text);
  }

  async commit() {
    await this.push(COMMIT);
  }
}

const COMMIT = "dialog [data-action=commit]";

function reachable(desk, selector) {
  return desk.shown(
    `${selector} can be pressed`,
    (wanted) => {
      const found = document.querySelector(wanted);
      return found?.checkVisibility() === true && !found.disabled;
    },
    selector,
  );
}
