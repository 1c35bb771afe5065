import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import App from "../App.svelte";
import type { Deaf } from "../contract";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press, text } from "../host/fake/window";
import type { Host } from "../host/host";

const LEADER: Deaf = { why: "leader_unreachable", name: "演练·李强", since: null };
const SECOND: Deaf = { why: "no_second_desk", name: "", since: null };

let made: Record<string, unknown> | null = null;

/** The window of a desk that is deaf in these ways. */
async function open(deaf: Deaf[]): Promise<void> {
  emptyPage();
  const host = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  const call: Host["call"] = async (name, request) => {
    const answer = await host.call(name, request);
    if (name !== "status") return answer;
    return Object.assign({}, answer, { deaf });
  };
  made = mount(App, { target: document.body, props: { host: { ...host, call } } });
  await eventually("the strip stands", () => document.querySelector(`[data-deaf="${deaf.length}"]`) !== null);
}
afterEach(async () => {
  if (made !== null) await unmount(made);
  leavePage();
});

test("a step that could not be taken is said with its reason, in both languages", async () => {
  await open([LEADER, SECOND]);
  expect(text("[data-deaf]"), "whom nobody can reach").toContain("带班领导“演练·李强”没有电话");
  expect(text("[data-deaf]"), "and that nobody else hears").toContain("没有可达的其他席位");
  press("l", { altKey: true });
  await eventually("the words change", () => text("[data-deaf]").includes("No second desk reachable"));
  expect(text("[data-deaf]"), "with his name").toContain("No way to reach duty leader “演练·李强”");
});

test("what does not fit into the strip is opened and closed by its button", async () => {
  const feeds = ["一", "二"].map((name): Deaf => ({ why: "feed_silent", name: `演练·${name}`, since: null }));
  await open([{ why: "no_sound", name: "", since: null }, LEADER, SECOND, ...feeds]);
  expect(text("[data-deaf]"), "the worst stands first").toContain("没有可用的声音设备");
  expect(text("[data-deaf]"), "the last does not fit").not.toContain("演练·二");
  const button = document.querySelector<HTMLButtonElement>("[data-deaf] button");
  expect(button?.textContent.trim(), "how many are not seen").toBe("另有 2 项");
  expect(button?.getAttribute("aria-expanded"), "it is closed").toBe("false");
  button?.focus();
  expect(document.activeElement, "the keyboard reaches it").toBe(button);
  button?.click();
  flushSync();
  expect(text("[data-deaf]"), "all of it stands there").toContain("演练·二");
  expect(button?.getAttribute("aria-expanded"), "and it says that it is open").toBe("true");
  button?.click();
  flushSync();
  expect(text("[data-deaf]"), "closed again").not.toContain("演练·二");
});

test("what is announced is said once: neither an age nor the opened list reads it all again", async () => {
  const long: Deaf = { why: "feed_down", name: "演练·平台", since: 1_000 };
  await open([long, LEADER, SECOND, { why: "no_sound", name: "", since: null }]);
  const alert = () => text("[data-deaf] [role=alert]");
  expect(document.querySelector("[role=alert] :is(button, ul)"), "the list and its button stand outside").toBeNull();
  expect(alert(), "what is the matter").toContain("接入“演练·平台”中断");
  expect(alert(), "its age changes each minute").not.toContain("已 ");
  expect(text("[data-deaf] li"), "and is seen all the same").toContain("已 ");
  const before = alert();
  document.querySelector<HTMLButtonElement>("[data-deaf] button")?.click();
  flushSync();
  expect(document.querySelectorAll("[data-deaf] li"), "all of it is seen").toHaveLength(4);
  expect(alert(), "and nothing is read out anew").toBe(before);
});
