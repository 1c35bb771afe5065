/** Builds the window over a host. */
import "@fontsource-variable/noto-sans-sc/wght.css";
import { mount } from "svelte";
import App from "./App.svelte";
import type { Host } from "./host/host";
import "./tokens/base.css";
import "./tokens/palettes.css";

export function start(host: Host): void {
  const target = document.getElementById("window");
  if (target === null) throw new Error("the page has no #window");
  mount(App, { target, props: { host } });
}
