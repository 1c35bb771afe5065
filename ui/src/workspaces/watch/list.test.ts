import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import type { AlertPage, AlertRow } from "../../contract";
import { eachWindow } from "../../host/fake/each-window";
import { eventually, press, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";

/** What the first row says: an alert of a clock that is an hour ahead, and the most urgent. */
function ahead(row: AlertRow): AlertRow {
  return { ...row, sent: Date.now() + 3_600_000, recorded: Date.now() - 300_000, priority: 1 };
}
/** No alert is in the state that is asked for. */
let isNone = false;

function altered(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name !== "alerts") return answer;
      const page = answer as unknown as AlertPage;
      const rows = page.rows.map((row, index) => (index === 0 ? ahead(row) : row));
      const { life } = request as unknown as { life: string | null };
      return { ...page, ...(isNone && life !== null ? { rows: [], total: 0, isGathered: false } : { rows }) } as unknown as Answer<N>;
    },
  };
}
eachWindow(altered);
beforeEach(() => (isNone = false));

const ROW = "[role=rowgroup] [role=row]";

test("a filter that nothing matches never says that nothing is open", async () => {
  await seen(`${ROW} .headline`);
  isNone = true;
  const states = (await seen("select.lives")) as HTMLSelectElement;
  states.value = "latched";
  states.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  await eventually("the list is empty", () => document.querySelector(`${ROW} .headline`) === null);
  await eventually("it says that none matches", () => text("[role=grid]").includes("没有匹配的告警"));
  expect(text("[role=grid]"), "there are open ones").not.toContain("没有待处置");
});

test("an alert whose clock is ahead is as old as it has been here", async () => {
  await seen(`${ROW} .headline`);
  expect(text(`${ROW} .age`), "five minutes, not none").toContain("5 分");
});

test("what is shelved, judged or given a priority is named by what its row says", async () => {
  (await seen(`${ROW}`)).click();
  await seen("aside [data-action=shelve]");
  const headline = text("aside h2 > .outside");
  for (const [key, acts] of [["h", "shelve"], ["y", "verify"], ["u", "prioritize"]] as const) {
    document.querySelector<HTMLButtonElement>(`aside [data-action=${acts}]`)?.click();
    await seen("dialog");
    expect(text("dialog p.outside b"), `${key}: what it is about`).toBe(headline);
    if (acts === "prioritize") {
      expect(document.querySelector<HTMLInputElement>("dialog input:checked")?.value, "it begins with what it is").toBe("urgent");
    }
    press("Escape");
    document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
    await eventually("it is closed", () => document.querySelector("dialog") === null);
  }
});
