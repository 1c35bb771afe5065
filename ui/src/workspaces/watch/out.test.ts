import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import type { AlertDetail, AlertRow } from "../../contract";
import { eachWindow } from "../../host/fake/each-window";
import { eventually, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";
import { outScopes } from "./alarm-acts";

/** The alert that the row shows as the gravest of all it stands for; none where the row is one alert. */
let gravest: { id: string; headline: string } | null = null;

/** The alert that names the row. */
let first = "";

/** A desk whose rows stand for a graver alert than the one that names them. */
function graver(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      if (name !== "alert" || gravest === null) return real.call(name, request);
      const { id } = request as unknown as { id: string };
      if (id !== gravest.id) first = id;
      const found = (await real.call("alert", { id: first })) as AlertDetail;
      const row = { ...found.row, id, headline: id === gravest.id ? "演练 最重的一条" : found.row.headline };
      const heading = {
        lead: first, gravest: gravest.id, gravestHeadline: gravest.headline, alerts: 7, waiting: 7, folds: 2,
        first: 0, last: 0, level: 1, ties: [], parted: false,
      };
      return { ...found, row, heading } as unknown as Answer<N>;
    },
  };
}
const desk = eachWindow(graver);
beforeEach(() => (gravest = null));

async function openDialog(): Promise<void> {
  await eventually("an alert is in view", () => document.querySelector("[role=rowgroup] .headline") !== null);
  document.querySelector<HTMLElement>("[role=rowgroup] [role=row]")?.click();
  await eventually("its acts are there", () => document.querySelector("[data-action=take_out]") !== null);
  document.querySelector<HTMLButtonElement>("[data-action=take_out]")?.click();
  await seen("dialog [data-out]");
}

async function takeOut(scope: string): Promise<void> {
  (await seen(`dialog [data-out=${scope}] input`)).click();
  const reason = (await seen("dialog input[maxlength='500']")) as HTMLInputElement;
  reason.value = "演练 检修";
  reason.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  const button = (await seen("dialog [data-action=commit]")) as HTMLButtonElement;
  await eventually("it may be given", () => !button.disabled);
  button.click();
  await eventually("it is given", () => desk.given.some((one) => one.do === "alarm" && one.act === "take_out"));
}

test("a point, its device or its whole station goes out of service, each with what it covers", async () => {
  await openDialog();
  const scopes = [...document.querySelectorAll("dialog [data-out]")].map((one) => one.getAttribute("data-out"));
  expect(scopes, "the narrowest first").toEqual(["point", "device", "station"]);
  expect(text("dialog [data-out=station]"), "and what is not heard then").toContain("全部设备");
  await takeOut("station");
  const command = desk.given.at(-1);
  expect(command, "the station by its name, and no list of alerts").toMatchObject({
    act: "take_out",
    source: expect.stringMatching(/^station:/) as string,
  });
  expect(command, "what stands of it the desk knows itself").not.toHaveProperty("alerts");
});

test("what is its own station is offered as one, for all under it goes out with it", () => {
  const scopes = (sourceId: string, stationId: string) =>
    outScopes({ pointId: `${sourceId}#fire`, stationId, row: { sourceId } as AlertRow }).map((one) => one.scope);
  expect(scopes("gbt26875:1.2.3-1", "gbt26875:1.2.3"), "a detector").toEqual(["point", "device", "station"]);
  expect(scopes("gbt26875:1.2.3", "gbt26875:1.2.3"), "the panel itself").toEqual(["point", "station"]);
  expect(scopes("演练 气象台", ""), "an authority").toEqual(["point", "device"]);
});

test("what was taken out is put back by its name alone", async () => {
  await openDialog();
  await takeOut("device");
  await eventually("the form is closed", () => document.querySelector("dialog") === null);
  await openDialog();
  const back = [...document.querySelectorAll<HTMLButtonElement>("dialog li button")][0];
  back?.click();
  await eventually("it is given", () => desk.given.some((one) => one.do === "alarm" && one.act === "put_back"));
  expect(desk.given.at(-1), "no alert is named, and none can be forgotten").not.toHaveProperty("alerts");
});

test("who takes the first of a row out is told that the row shows a graver one, and may take that", async () => {
  gravest = { id: "演练-最重", headline: "演练 液氯泄漏" };
  await openDialog();
  expect(text("aside [data-gravest]"), "the card says it below its own title").toContain("演练 液氯泄漏");
  expect(text("dialog [data-graver]"), "so does the form: what goes out is the other one").toContain("演练 液氯泄漏");
  document.querySelector<HTMLButtonElement>("dialog [data-graver] button")?.click();
  await eventually("the form is about the gravest", () => text("dialog").includes("演练 最重的一条"));
  expect(document.querySelector("dialog [data-graver]"), "and nothing graver stands beside it").toBeNull();
});

test("one alert by itself has none that is graver", async () => {
  await openDialog();
  expect(document.querySelector("[data-gravest], [data-graver]"), "nothing is said").toBeNull();
});
