import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import App from "../../App.svelte";
import type { Command, TeamRow } from "../../contract";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, stateSize, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";

let made: Record<string, unknown>;
let inner: Host;
/** The commands that reached the desk. */
let given: Command[];
/** The call sign of a team that the desk refuses, and of one that needs a reason. */
let refusedSign: string;
let reasonSign: string;

const isFor = (command: Command, team: string) =>
  JSON.stringify(command).includes(JSON.stringify(team));

function host(): Host {
  const idOf = async (sign: string) =>
    (await inner.call("teams", {})).find((row) => row.team.registered.callSign === sign)?.team.id ?? "none";
  return {
    follow: (take) => inner.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name === "command") {
        const { command } = request as Request<"command">;
        given.push(command);
        if (isFor(command, await idOf(refusedSign))) {
          throw { code: "refused", refusal: { code: "exercise_mix" }, message: "made" };
        }
      }
      const answer = await inner.call(name, request);
      if (name !== "teams") return answer;
      const rows = (answer as TeamRow[]).map((row): TeamRow =>
        row.team.registered.callSign === reasonSign
          ? { ...row, against: [{ objection: { is: "authority", by: "演练 厂长", phone: "000-1" }, asksReason: true }] }
          : row,
      );
      return rows as Answer<N>;
    },
  };
}

const notices = () => text(".notices");

function fill(field: HTMLInputElement | null, words: string): void {
  if (field === null) throw new Error("there is no such field");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

async function ask(line: string): Promise<void> {
  await eventually("the window is there", () => document.querySelector("[role=rowgroup] .headline") !== null);
  press("/");
  await eventually("the line is open", () => document.querySelector(".line input") !== null);
  fill(document.querySelector<HTMLInputElement>(".line input"), line);
  press("Enter");
  await eventually("the order is asked", () => document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null);
  document.querySelector<HTMLElement>("dialog [data-first]")?.focus();
}

/** How many orders each of the first teams has. */
async function jobs(count: number): Promise<number[]> {
  const rows = await inner.call("teams", {});
  return rows.slice(0, count).map((row) => row.team.assignments.length);
}

beforeEach(() => {
  emptyPage();
  stateSize();
  [given, refusedSign, reasonSign] = [[], "", ""];
  inner = fakeHost({ alerts: 60, rate: 0, link: "live", exercise: false, duty: true });
  made = mount(App, { target: document.body, props: { host: host() } });
});
afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("of three teams the middle one is refused, and the others go", async () => {
  refusedSign = "T2";
  await ask("send T1 T2 T3 to I1");
  press("Enter", { ctrlKey: true });
  await eventually("only the refused one is left", () => document.querySelectorAll("dialog [data-send-team]").length === 1);
  expect(await jobs(3), "the one after it was not held back").toEqual([1, 0, 1]);
  expect(text("dialog h2"), "it stands alone in the dialog").toContain("T2");
  expect(notices(), "and why is said").toContain("演练与实战不能混在一起");
});

test("a team that needs a reason waits for it, and nobody waits with it", async () => {
  reasonSign = "T2";
  await ask("send T1 T2 T3 to I1");
  press("Enter", { ctrlKey: true });
  await eventually("it is said", () => notices().includes("须说明的队伍尚未派出"));
  expect(await jobs(3), "the others have gone").toEqual([1, 0, 1]);
  const field = () => document.querySelector<HTMLInputElement>("dialog [data-despite]");
  await eventually("the reason can be written at once", () => field() !== null && document.activeElement === field());
  fill(field(), "演练 已电话征得同意");
  press("Enter", { ctrlKey: true });
  await eventually("nobody is left", () => document.querySelector("dialog") === null);
  expect(await jobs(3), "it goes by the second press").toEqual([1, 1, 1]);
});

test("a draft whose button is pressed twice is written once", async () => {
  await ask("send T1 to I1");
  const draft = document.querySelector<HTMLButtonElement>("dialog [data-action=draft_order]");
  draft?.click();
  draft?.click();
  await eventually("it is written down", () => document.querySelector("dialog") === null);
  expect(given.length, "one draft").toBe(1);
});
