import { flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import { Desk } from "../../desk.svelte";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, recording, seen } from "../../host/fake/window";
import { Clock } from "../../mirror/clock.svelte";
import SitePointsHarness from "./SitePointsHarness.svelte";

test("points of a site are read only while somebody sees them", async () => {
  emptyPage();
  const { host, asked } = recording(fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true }));
  const [site] = await host.call("sites", {});
  const desk = new Desk(host, new Clock(() => performance.now(), Date.now()));
  const props = $state({ desk, site: site?.id ?? "", visible: false });
  const made = mount(SitePointsHarness, { target: document.body, props });
  flushSync();
  expect(asked, "out of view nothing is asked").not.toContain("points");
  props.visible = true;
  flushSync();
  await eventually("in view they are", () => asked.includes("points"));
  await seen("[data-site-points] [data-row]");
  await unmount(made);
  leavePage();
});
