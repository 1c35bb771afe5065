import { flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import App from "../../../App.svelte";
import type { ApplyTable, CheckReport } from "../../../contract";
import { fakeHost } from "../../../host/fake";
import { emptyPage, eventually, leavePage, press, seen, text } from "../../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../../host/host";

const WISH = { alerts: 5, rate: 0, link: "live", exercise: false, duty: true } as const;

const REPORT: CheckReport = {
  kind: "points", file: "limits.csv", sheet: "", headings: ["H"], columns: { H: "high" }, remembered: true, fields: [],
  rows: 2, new: 0, changed: 2, same: 0, bad: 0, limited: 2, clean: true, findings: [], more: 0,
};

/** A desk that finds limits in whatever table it is given, and keeps what is entered. */
function finding(real: Host, entered: ApplyTable[]): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name === "check_table") return REPORT as Answer<N>;
      if (name !== "apply_table") return real.call(name, request);
      entered.push(request as ApplyTable);
      return { import: "import-1", seq: 1, entered: 2, report: REPORT } as Answer<N>;
    },
  };
}

test("a table that sets limits is entered with one reason, and not without", async () => {
  emptyPage();
  const entered: ApplyTable[] = [];
  const made = mount(App, { target: document.body, props: { host: finding(fakeHost(WISH), entered) } });
  await eventually("the watch is in view", () => document.querySelector("main section") !== null);
  press("0", { code: "Digit0", altKey: true });
  await seen("dialog [role=grid]");
  const open = [...document.querySelectorAll<HTMLButtonElement>("dialog .bar button")];
  open.find((one) => one.textContent.trim() === "导入")?.click();
  const field = (await seen("dialog input[type=file]")) as HTMLInputElement;
  Object.defineProperty(field, "files", { value: [new File(["H"], "limits.csv")] });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const reason = (await seen("[data-limits-reason] input")) as HTMLInputElement;
  expect(text("[data-limits-reason]"), "of how many points it is").toContain("2");
  const commit = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  expect(commit.disabled, "nobody has said why").toBe(true);
  reason.value = " 演练 年检 ";
  reason.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  expect(commit.disabled, "now somebody has").toBe(false);
  commit.click();
  await eventually("it is entered once", () => entered.length === 1);
  expect(entered[0]?.reason, "with the words of the officer").toBe("演练 年检");
  await unmount(made);
  leavePage();
});
