import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press, text } from "../host/fake/window";
import type { Host } from "../host/host";

let made: Record<string, unknown>;

beforeEach(async () => {
  emptyPage();
  const host = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  const call: Host["call"] = async (name, request) => {
    const answer = await host.call(name, request);
    if (name !== "status") return answer;
    const deaf = [
      { why: "leader_unreachable", name: "演练·李强", since: null },
      { why: "no_second_desk", name: "", since: null },
    ];
    return Object.assign({}, answer, { deaf });
  };
  made = mount(App, { target: document.body, props: { host: { ...host, call } } });
  await eventually("the strip stands", () => document.querySelector('[data-deaf="2"]') !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("a step that could not be taken is said with its reason, in both languages", async () => {
  expect(text("[data-deaf]"), "whom nobody can reach").toContain("带班领导“演练·李强”没有电话");
  expect(text("[data-deaf]"), "and that nobody else hears").toContain("没有可达的其他席位");
  press("l", { altKey: true });
  await eventually("the words change", () => text("[data-deaf]").includes("No second desk reachable"));
  expect(text("[data-deaf]"), "with his name").toContain("No way to reach duty leader “演练·李强”");
});
