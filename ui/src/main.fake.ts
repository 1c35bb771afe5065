// The entry for development in a browser, over a made-up desk. Not in the shipped build.
import { fakeHost } from "./host/fake";
import { start } from "./start";

const wishes = new URLSearchParams(location.search);
start(
  fakeHost({
    alerts: Number(wishes.get("alerts") ?? 400),
    rate: Number(wishes.get("rate") ?? 0),
    link: wishes.get("link") === "down" ? "down" : "live",
    exercise: wishes.has("exercise"),
    duty: !wishes.has("empty"),
    busy: wishes.has("busy"),
  }),
);
