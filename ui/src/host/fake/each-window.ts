// A window over a made-up desk for each test of a file, on the watch, and taken away after it.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach } from "vitest";
import App from "../../App.svelte";
import type { Command } from "../../contract";
import type { Host } from "../host";
import { fakeHost } from ".";
import { emptyPage, eventually, leavePage, recording, stateSize } from "./window";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;

/** What was asked of the window's desk so far. */
export interface Opened {
  given: Command[];
}

/** Opens it before each test; `over` may change what the desk answers. */
export function eachWindow(over: (desk: Host) => Host = (desk) => desk): Opened {
  const opened: Opened = { given: [] };
  let made: Record<string, unknown>;
  beforeEach(async () => {
    emptyPage();
    stateSize();
    const desk = recording(over(fakeHost(WISH)));
    opened.given = desk.given;
    made = mount(App, { target: document.body, props: { host: desk.host } });
    await eventually("the frame stands", () => document.querySelector("main") !== null);
  });
  afterEach(async () => {
    await unmount(made);
    leavePage();
  });
  return opened;
}
