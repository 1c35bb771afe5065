import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import type { AlarmLoadSheet } from "../../contract";
import { eachWindow } from "../../host/fake/each-window";
import { eventually, press, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";

/** Alarms of each ten minutes; what the made-up desk says without any. */
let windows: number[] = [];

/** A desk whose shift had these windows of time. */
function heavy(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name !== "alarm_load" || windows.length === 0) return answer;
      const sheet = answer as unknown as AlarmLoadSheet;
      sheet.load.windows = windows.map((alarms, index) => ({ from: index * 600_000, alarms }));
      return answer;
    },
  };
}
const desk = eachWindow(heavy);
beforeEach(() => (windows = []));

async function commit(): Promise<void> {
  const button = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  await eventually("it may be given", () => !button.disabled);
  button.click();
}

test("a delay that is proposed for a chattering point is written into its limits by one confirmation", async () => {
  press("y", { altKey: true });
  (await seen("dialog [data-calm]")).click();
  const name = (await seen("dialog [data-point-form] label.field input")) as HTMLInputElement;
  expect(text("dialog"), "a point that nobody has registered is registered first").toContain("先登记");
  name.value = "演练 储罐液位";
  name.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  await commit();
  const delay = (await seen("[data-limits-form] [data-limit=offDelayS]")) as HTMLInputElement;
  expect(delay.value, "as it was proposed").toBe("60");
  expect(document.querySelector<HTMLInputElement>("[data-limit=high]")?.value, "the limits stay").toBe("5");
  await commit();
  await eventually("it is given", () => desk.given.some((one) => one.do === "point" && one.act === "limit"));
  expect(desk.given.at(-1), "with who saw what, and why").toMatchObject({
    limits: { low: 1, high: 5, offDelayS: 60 },
    was: { low: 1, high: 5, offDelayS: 0 },
    reason: expect.stringContaining("60") as string,
  });
});

test("a window of time above the limit has its sign in the chart, and the limit its line", async () => {
  windows = [3, 400, 5, 500];
  press("y", { altKey: true });
  const chart = await seen("dialog svg[data-high]");
  expect(chart.dataset["high"], "counted").toBe("2");
  const signs = [...chart.querySelectorAll("path.sign")].map((one) => one.previousElementSibling?.getAttribute("class") ?? "");
  expect(signs, "a sign each, not a shade alone").toHaveLength(2);
  expect(signs.every((bar) => bar.includes("high")), "above their own bars").toBe(true);
  expect(chart.querySelectorAll("rect"), "and none above the others").toHaveLength(4);
  expect(chart.querySelector("line[data-limit]"), "against the limit").not.toBeNull();
  expect(chart.getAttribute("aria-label"), "told to who cannot see it").toContain("2");
});
