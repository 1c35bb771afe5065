import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "./App.svelte";
import type { AlertPage, Status } from "./contract";
import { fakeHost } from "./host/fake";
import { emptyPage, eventually, leavePage, press, seen, stateSize, text } from "./host/fake/window";
import type { Answer, CallName, Host, Request } from "./host/host";

let made: Record<string, unknown>;

/** The made-up desk with some answers changed on their way. */
function changed(host: Host, change: (name: CallName, answer: unknown) => unknown): Host {
  return {
    follow: (take) => host.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      return change(name, await host.call(name, request)) as Answer<N>;
    },
  };
}

async function show(host: Host): Promise<void> {
  made = mount(App, { target: document.body, props: { host } });
  await seen("[role=rowgroup] .headline");
}

const WISH = { alerts: 60, rate: 0, link: "live", exercise: false, duty: true } as const;

beforeEach(() => {
  emptyPage();
  stateSize();
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("the window comes up with alerts, clocks, link and duty", async () => {
  await show(fakeHost(WISH));
  expect(text("[data-phase]"), "the link is said in words").toContain("已连");
  expect(text("header"), "it is the real thing").toContain("实战");
  expect(text(".duty"), "who is on watch").toContain("李强");
  expect(text("[data-clock=R02]"), "a deadline runs").toMatch(/余 \d+:\d\d/);
});

test("a link that is down is said with its age and what waits", async () => {
  await show(fakeHost({ ...WISH, link: "down" }));
  expect(text("[data-phase=down]"), "calm and unmistakable").toMatch(
    /链路中断 · 本地继续工作 · 已断 \d+ 分.*待发 7/,
  );
});

test("a link that is tried again and again is down since it was last heard, not since the last try", async () => {
  const lost = (name: CallName, answer: unknown): unknown => {
    if (name !== "status") return answer;
    const status = answer as Status;
    const link = { ...status.link, phase: "connecting", since: Date.now() - 2_000, lastHeardAt: Date.now() - 300_000 };
    return { ...status, link };
  };
  await show(changed(fakeHost({ ...WISH, link: "down" }), lost));
  await eventually("its age is that of the loss", () => /链路中断.*已断 \d+ 分/.test(text("[data-phase]")));
});

test("an exercise is marked everywhere", async () => {
  await show(fakeHost({ ...WISH, exercise: true }));
  expect(text("header .mode"), "in the bar").toContain("演练");
  expect(document.querySelector(".frame.exercise"), "and around the window").not.toBeNull();
});

test("the first start asks who is on watch", async () => {
  localStorage.clear();
  made = mount(App, { target: document.body, props: { host: fakeHost({ ...WISH, duty: false }) } });
  await seen("dialog");
  expect(text("dialog h2"), "nobody can act before").toBe("值班人员");
});

const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  ["{@", "html '<b>x</b>'}"].join(""),
  "\u202egnp.exe\u2066",
  "=HYPERLINK(\"http://example.invalid\")",
  "a\u0000b\u0007c\u001b[31m",
  "长".repeat(1_000_000),
];

test.each(HOSTILE.map((sample) => [sample.slice(0, 30), sample]))(
  "hostile text stays text: %s",
  async (_, sample) => {
    const host = changed(fakeHost(WISH), (name, answer) => {
      if (name !== "alerts") return answer;
      const page = answer as AlertPage;
      const rows = page.rows.map((row) => ({
        ...row,
        headline: sample,
        source: sample,
        place: sample,
        feed: sample,
      }));
      return { ...page, rows };
    });
    await show(host);
    const grid = document.querySelector("[role=grid]");
    expect(grid?.querySelectorAll("img, script, b").length, "no markup was made").toBe(0);
    const shown = document.querySelector(".headline")?.textContent ?? "";
    expect(shown.trim().length, "bounded").toBeLessThanOrEqual(1_000);
    // eslint-disable-next-line no-control-regex
    expect(/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/.test(shown), "nothing unseen").toBe(false);
  },
);

test("the other language has words for everything in view", async () => {
  localStorage.setItem("dutyroom.language", "en");
  await show(fakeHost(WISH));
  await eventually("the other language is there", () => text("nav").includes("Watch"));
  expect(/[\u4e00-\u9fff]/.test(text("nav")), "no Chinese is left in the rail").toBe(false);
  expect(/[\u4e00-\u9fff]/.test(text("[role=tablist]")), "nor in the sections").toBe(false);
});

async function typeLine(words: string): Promise<void> {
  press("/");
  await eventually("the line is open", () => document.querySelector(".line input") !== null);
  const field = document.querySelector<HTMLInputElement>(".line input");
  if (field === null) throw new Error("there is no line");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  press("Enter");
}

/** Nothing behind a modal dialog takes the focus in a window; here it has to be kept by hand. */
function intoDialog(): void {
  document.querySelector<HTMLElement>("dialog [data-first]")?.focus();
}

function notices(): string {
  return text(".notices");
}

test("by keys alone an alert is found, acknowledged and taken back", async () => {
  await show(fakeHost(WISH));
  press("F2");
  await eventually("the worst is open", () => document.querySelector(".detail h2") !== null);
  const before = text(".alarm b");
  press("a");
  await eventually("it is acknowledged", () => notices().includes("已确认 1 条"));
  await eventually("one less waits", () => text(".alarm b") !== before);
  press("z", { ctrlKey: true });
  await eventually("it waits again", () => text(".alarm b") === before);
});

test("a line sends a team, and a wrong one says what is wrong", async () => {
  const host = fakeHost(WISH);
  await show(host);
  await typeLine("send T99 to I1");
  await eventually("the fault is said", () => text(".line .fault").includes("没有代号为 T99 的队伍"));
  press("Escape");
  await typeLine("send T1 T2 to I1 带空呼");
  await eventually("the order is shown first", () => text("dialog h2").includes("派 2 支队伍"));
  expect(document.querySelector(".line[role=dialog]"), "the line has gone").toBeNull();
  await eventually(
    "the way of each is worked out",
    () => document.querySelectorAll("dialog [data-way-text]").length >= 2,
  );
  expect(document.querySelectorAll("dialog [data-send-team]").length, "each is checked").toBe(2);
  expect(text("dialog [data-send-team]"), "whether it can go").toMatch(/待命|力量不全|不可用|未报状态/);
  const before = await host.call("teams", {});
  expect(before.slice(0, 2).map((row) => row.team.assignments.length), "nothing went yet").toEqual([0, 0]);
  intoDialog();
  press("Enter", { ctrlKey: true });
  await eventually("both are sent", () => notices().includes("T2") && document.querySelector("dialog") === null);
  const teams = await host.call("teams", {});
  const jobs = teams.slice(0, 2).map((row) => row.team.assignments);
  expect(jobs.map((all) => all.length), "one order each").toEqual([1, 1]);
  const [incident] = await host.call("incidents", {});
  const detail = await host.call("incident", { id: incident?.id ?? "" });
  const orders = detail.orders.filter((order) => jobs.flat().some((job) => job.order === order.id));
  expect(orders.map((order) => order.sent.words), "with the typed words").toEqual(["带空呼", "带空呼"]);
  expect(orders.every((order) => order.sent.etaS !== null), "and the time that was shown").toBe(true);
});

test("an order is drafted by one key, waits, and goes out by another", async () => {
  const host = fakeHost(WISH);
  await show(host);
  await typeLine("send T1 to I1");
  await eventually(
    "the order is shown and may be given",
    () => document.querySelector("dialog [data-action=draft_order]:not(:disabled)") !== null,
  );
  intoDialog();
  press("Enter", { altKey: true });
  await eventually("it is written down", () => notices().includes("待签发"));
  const idle = await host.call("teams", {});
  expect(idle[0]?.team.assignments.length, "it holds nobody").toBe(0);
  await eventually("Command is there", () => document.querySelector("[data-scope~=incident] h1") !== null);
  document.querySelector<HTMLElement>("[data-scope~=incident]")?.focus();
  press("j");
  await eventually(
    "the draft is shown and may be sent",
    () => text("dialog").includes("起草") && document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
  );
  intoDialog();
  press("Enter", { ctrlKey: true });
  await eventually("it is sent", () => document.querySelector("dialog") === null);
  const teams = await host.call("teams", {});
  expect(teams[0]?.team.assignments.length, "now it is").toBe(1);
});

test("a line without an alert selected says so", async () => {
  await show(fakeHost(WISH));
  await typeLine("ack");
  await eventually("the fault is said", () => text(".line .fault").includes("请先在告警列表中选择告警"));
});

test("a refusal is said in the officer's words and nothing else happens", async () => {
  const host = fakeHost(WISH);
  await show({
    follow: (take) => host.follow(take),
    call: (name, request) =>
      name === "command"
        ? Promise.reject({ code: "refused", refusal: { code: "exercise_mix" }, message: "mix" })
        : host.call(name, request),
  });
  press("F2");
  await eventually("the worst is open", () => document.querySelector(".detail h2") !== null);
  press("a");
  await eventually("it is said", () => notices().includes("演练与实战不能混在一起"));
  expect(notices(), "and not called done").not.toContain("已确认");
});

test("a note is in the duty log as soon as the desk has it", async () => {
  await show(fakeHost(WISH));
  await typeLine("note 与市局通话,一切正常");
  await eventually("it is in the log", () => text(".log ol").includes("与市局通话,一切正常"));
});

function fill(field: HTMLInputElement | HTMLTextAreaElement | null, words: string): void {
  if (field === null) throw new Error("there is no such field");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

test("by keys alone a road is closed, stands in the list, and is opened again", async () => {
  const host = fakeHost(WISH);
  await show(host);
  press("b", { altKey: true });
  await eventually("the form is open", () => text("dialog h2") === "道路管制");
  expect(text("dialog [data-affected]"), "it says what is missing").toContain("需要一个点");
  fill(document.querySelector<HTMLTextAreaElement>("dialog textarea"), "117.15, 36.68");
  await eventually("the roads are named", () => text("dialog [data-affected]").includes("将影响"));
  fill(document.querySelector<HTMLInputElement>("dialog input[required]"), "演练 桥下积水");
  press("Enter", { ctrlKey: true });
  await eventually("it is closed", () => notices().includes("已管制：演练 桥下积水"));
  const standing = await host.call("closures", {});
  expect(standing.map((one) => one.set.reason), "the desk has it").toEqual(["演练 桥下积水"]);

  press("c", { altKey: true });
  await eventually("the list is open", () => text("dialog h2") === "正在执行的道路管制 1");
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("dialog [data-row]")];
  buttons.find((one) => one.textContent?.includes("解除"))?.click();
  flushSync();
  await eventually("the reason is asked", () => document.querySelector("dialog form input") !== null);
  expect(document.querySelector<HTMLButtonElement>("dialog form button")?.disabled, "not without one").toBe(true);
  fill(document.querySelector<HTMLInputElement>("dialog form input"), "演练 水退了");
  document.querySelector<HTMLFormElement>("dialog form")?.requestSubmit();
  await eventually("it is open again", () => notices().includes("已解除管制"));
  await eventually("and gone from the list", () => text("dialog h2") === "正在执行的道路管制 0");
});

test("a line closes the nearest road", async () => {
  const host = fakeHost(WISH);
  await show(host);
  await typeLine("block 117.15,36.68 积水 40 演练 桥下");
  await eventually("it is closed", () => notices().includes("已管制：演练 桥下"));
  const [closure] = await host.call("closures", {});
  expect(closure?.set.kind, "by the word of the language").toBe("flooded");
  expect(closure?.set.depthCm, "as deep as was said").toBe(40);
});

test("the times of all teams are a face of Command, with a table of the chosen one", async () => {
  await show(fakeHost({ ...WISH, busy: true }));
  press("g", { altKey: true });
  await eventually("the rows are drawn", () => document.querySelector(".times [role=rowgroup] [role=row]") !== null);
  const grid = document.querySelector<HTMLElement>(".times [role=grid]");
  expect(grid?.querySelector(".unseen")?.textContent, "the line is words too").toMatch(/至 .*在现场 I1/);
  grid?.focus();
  press("ArrowDown");
  await eventually("the first is open", () => document.querySelector(".times table") !== null);
  expect(document.querySelectorAll(".times table tbody tr").length, "each span is a row").toBeGreaterThan(1);
});

test("the large screen says needs, clocks and who is where", async () => {
  await show(fakeHost({ ...WISH, busy: true }));
  press("2", { ctrlKey: true });
  await eventually("Command is there", () => document.querySelector("[data-scope~=incident] h1") !== null);
  press("w", { altKey: true });
  await eventually("it is drawn", () => document.querySelector("[data-wall] h1") !== null);
  expect(text("[data-wall] .teams"), "who is where").toContain("到场");
  press("w", { altKey: true });
  await eventually("the same key leads back", () => document.querySelector("[data-wall]") === null);
});

/** What a browser lets travel with the pointer. */
class Carried {
  readonly #data = new Map<string, string>();
  effectAllowed = "all";
  dropEffect = "none";
  get types(): string[] {
    return [...this.#data.keys()];
  }
  setData(type: string, text: string): void {
    this.#data.set(type, text);
  }
  getData(type: string): string {
    return this.#data.get(type) ?? "";
  }
}

function drag(type: string, target: Element | null, carried: Carried): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: carried });
  target?.dispatchEvent(event);
  flushSync();
  return event;
}

test("a team that is dragged to an incident asks the same as one that is sent by keys", async () => {
  const host = fakeHost(WISH);
  await show(host);
  press("2", { ctrlKey: true });
  await eventually("Command is there", () => document.querySelector("[data-scope~=incident] h1") !== null);
  document.querySelector<HTMLElement>("[data-root]")?.focus();
  press("d");
  await eventually("teams are advised", () => document.querySelector("label[draggable=true]") !== null);
  const incident = [...document.querySelectorAll("aside .row")][1] ?? null;
  const carried = new Carried();
  expect(drag("dragover", incident, carried).defaultPrevented, "nothing of ours is not taken").toBe(false);
  drag("dragstart", document.querySelector("label[draggable=true]"), carried);
  expect(drag("dragover", incident, carried).defaultPrevented, "it may be let go here").toBe(true);
  drag("drop", incident, carried);
  await eventually("the order is asked", () => document.querySelector("dialog [data-send-team]") !== null);
  const dragged = document.querySelector<HTMLElement>("[data-send-team]")?.dataset["sendTeam"];
  await eventually("the way is said", () => text("dialog [data-way-text]").includes("行程"));
  press("Enter", { ctrlKey: true });
  await eventually("it is sent", () => notices().includes("已派 T1"));
  const teams = await host.call("teams", {});
  expect(teams.find((row) => row.team.id === dragged)?.team.assignments.length, "one order").toBe(1);

  press("j", { altKey: true });
  await eventually("by keys the team has to be chosen first", () => notices().includes("先在清单"));
});

test("a call that is put aside comes back whole by the same key, and no key throws it away", async () => {
  const host = fakeHost(WISH);
  await show(host);
  const name = () => document.querySelector<HTMLInputElement>("dialog [data-field=name]");
  const matter = () => document.querySelector<HTMLInputElement>("dialog [data-field=matter]");
  press("F9");
  await eventually("the form is open", () => name() !== null);
  fill(name(), "演练孙某");
  fill(matter(), "演练 井盖缺失");
  press("F9");
  press("F9", { shiftKey: true });
  expect(matter()?.value, "another call and the list wait").toBe("演练 井盖缺失");
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  await eventually("it is put aside", () => document.querySelector("dialog") === null);
  press("F9");
  await eventually("it is there again", () => matter()?.value === "演练 井盖缺失");
  expect(name()?.value, "with who called, which no draft keeps here").toBe("演练孙某");
  const before = (await host.call("submissions", { state: "all", channel: null })).total;
  const raise = document.querySelector<HTMLButtonElement>("dialog [data-save-raise]");
  raise?.click();
  raise?.click();
  await eventually("it is saved", () => name() === null);
  const after = (await host.call("submissions", { state: "all", channel: null })).total;
  expect(after - before, "one record by two presses").toBe(1);
});
