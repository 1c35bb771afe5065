import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../App.svelte";
import type { Clock, Command, Status } from "../contract";
import { fakeHost } from "../host/fake";
import { emptyPage, eventually, leavePage, press as pressed, seen, text } from "../host/fake/window";
import type { Answer, CallName, Host, Request } from "../host/host";

const WISH = { alerts: 20, rate: 0, link: "live", exercise: false, duty: true } as const;
const MINUTE_MS = 60_000;

let made: Record<string, unknown>;
let given: Command[] = [];

/** Clocks of the watch: a question that is overdue, and a lift of others. */
function clocks(now: number): Clock[] {
  const clock: Clock = {
    key: "R19:q1",
    rule: "R19",
    incident: "",
    site: "",
    title: "",
    countdown: "q1",
    words: "演练 核实某厂情况",
    who: "值班室",
    own: true,
    byWord: true,
    byReport: false,
    what: "电话反馈和书面",
    to: "演练 市应急局值班室",
    from: now - 40 * MINUTE_MS,
    dueAt: now - 25 * MINUTE_MS,
    metAt: null,
    source: "台山市生产安全事故应急预案（2021），外地做法，待区里确认",
    note: "",
  };
  const lift: Clock = { ...clock, key: "E02:l1", rule: "E02", countdown: "l1", own: false, who: "电梯使用和维保单位", to: "", what: "解救轿厢滞留人员", dueAt: now + 5 * MINUTE_MS };
  return [clock, lift];
}

function host(): Host {
  const real = fakeHost(WISH);
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name === "command") {
        given.push((request as Request<"command">).command);
        return { events: ["e1"], entities: ["countdown:q1"] } as unknown as Answer<N>;
      }
      const answer = await real.call(name, request);
      if (name !== "status") return answer;
      const status = answer as unknown as Status;
      return { ...status, clocks: clocks(status.now) } as unknown as Answer<N>;
    },
  };
}

beforeEach(async () => {
  given = [];
  emptyPage();
  made = mount(App, { target: document.body, props: { host: host() } });
  await seen("[data-clock=R19]");
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

const press = (key: string) => pressed(key, { code: `Key${key.toUpperCase()}`, altKey: true });
function fill(label: string, value: string): void {
  const found = [...document.querySelectorAll("dialog label")].find((one) => one.textContent.includes(label));
  const field = found?.querySelector<HTMLInputElement>("input, textarea, select");
  if (field == null) throw new Error(`no field ${label}`);
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
  flushSync();
}
test("a deadline of the watch is answered in the list, and lateness asks for its reason", async () => {
  press("x");
  await seen("[data-deadline=R19]");
  expect(text("dialog h2"), "all of them are counted").toBe("时限一览 2");
  const sections = [...document.querySelectorAll("dialog h3")].map((one) => one.textContent);
  expect(sections, "own duties first").toEqual(["本区要办", "他人要办，本区关注"]);
  (await seen("[data-meet=R19]")).click();
  const commit = await seen("dialog [data-action=commit]");
  expect(text("dialog"), "it is over time").toContain("已超时");
  fill("怎样办结", "演练 已电话反馈");
  expect((commit as HTMLButtonElement).disabled, "the reason is missing").toBe(true);
  fill("迟报原因", "演练 现场无信号");
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "the clock is named, not guessed").toEqual({
    do: "countdown",
    act: "meet",
    countdown: "q1",
    incident: null,
    clock: "R19:q1",
    words: "演练 已电话反馈",
    lateReason: "演练 现场无信号",
    dueAt: null,
  });
});

test("what others are late with is answered without a reason of this desk", async () => {
  press("x");
  (await seen("[data-meet=E02]")).click();
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  fill("怎样办结", "演练 已解救");
  expect(commit.disabled, "nothing more is asked").toBe(false);
  expect(text("[data-clock=E02]"), "the strip says that it is watched").toContain("关注");
});

test("a question from above starts to count, and needs to know who asked", async () => {
  press("z");
  await seen("dialog select");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  fill("内容", "演练 核实舆情");
  expect(commit.disabled, "who asked is missing").toBe(true);
  fill("谁提出", "演练 市应急局值班室");
  expect(commit.disabled, "now it is known").toBe(false);
  fill("何时起算", "2099-01-01 08:00");
  expect(commit.disabled, "nothing starts in the future").toBe(true);
  fill("何时起算", "2020-01-01 08:00");
  commit.click();
  await eventually("it is given once", () => given.length === 1);
  expect(given[0], "all that was said").toMatchObject({
    do: "countdown",
    act: "start",
    started: { cause: "verify_asked", incident: null, words: "演练 核实舆情", toldBy: "演练 市应急局值班室" },
  });
});
