import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import type { Dialect, FeedStatus, Status } from "../contract";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press, text } from "../host/fake/window";
import type { Answer, CallName, Host, Request } from "../host/host";

const STATIONS: Dialect[] = [
  { name: "37011200000001", crc: "modbus", tolerated: ["qn_missing", "made_up_code"] },
  { name: "37011200000002", crc: "standard", tolerated: [] },
];

/** A feed whose stations speak in these ways, of more. */
function spoken(feed: FeedStatus): FeedStatus {
  if (feed.devices === null) return feed;
  return { ...feed, devices: { ...feed.devices, dialects: STATIONS, dialectsCount: 9, dialectsDeparting: 1 } };
}

let made: Record<string, unknown>;

beforeEach(async () => {
  emptyPage();
  const real = fakeHost({ alerts: 5, rate: 0, link: "live", exercise: false, duty: true });
  const host: Host = {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name !== "status") return answer;
      const status = answer as unknown as Status;
      return { ...status, feeds: status.feeds.map(spoken) } as unknown as Answer<N>;
    },
  };
  made = mount(App, { target: document.body, props: { host } });
  await eventually("the frame stands", () => document.querySelector("main") !== null);
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("the figures of a feed say which CRC each station uses and what else it leaves out", async () => {
  press("e", { altKey: true });
  await eventually("the feeds are open", () => text("dialog h2") === "接入状态");
  const feeds = [...document.querySelectorAll<HTMLButtonElement>("dialog li button")];
  feeds.find((one) => one.textContent.includes("重点车辆"))?.click();
  await eventually("they are listed", () => document.querySelectorAll("dialog .dialects li").length === 2);
  expect(text("dialog section"), "how many there are").toContain("站点报文 9（与标准不同 1）");
  const lines = [...document.querySelectorAll("dialog .dialects li")].map((one) => one.textContent);
  expect(lines[0], "by their numbers").toContain("37011200000001");
  expect(lines[0], "in words, and a new code as it is").toContain("CRC 按 Modbus、无 QN、made_up_code");
  expect(lines[1], "what is right is said as well").toContain("CRC 按标准");
});
