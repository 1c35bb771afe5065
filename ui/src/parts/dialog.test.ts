import { createRawSnippet, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, press } from "../host/fake/window";
import Dialog from "./Dialog.svelte";

let made: Record<string, unknown>;
let body: Element;

/** A form whose fields wait for what the desk says. */
const children = createRawSnippet(() => ({
  render: () => "<div></div>",
  setup: (element) => {
    body = element;
  },
}));

const field = () => document.querySelector("input");
const come = () => body.append(document.createElement("input"));

beforeEach(() => {
  document.body.replaceChildren();
  made = mount(Dialog, { target: document.body, props: { title: "演练", close: () => undefined, children } });
});
afterEach(() => unmount(made));

test("a field that comes later takes the focus", async () => {
  come();
  await eventually("it can be written in at once", () => document.activeElement === field());
});

test("it does not take it from a hand that was quicker", async () => {
  const cross = document.querySelector("button");
  cross?.focus();
  press("Tab");
  come();
  let told = false;
  const watch = new MutationObserver(() => (told = true));
  watch.observe(body, { childList: true });
  body.append("演练");
  await eventually("what waits for the field would have heard of it", () => told);
  expect(document.activeElement, "the focus stays").toBe(cross);
});
