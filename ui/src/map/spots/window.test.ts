import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PointSpots, SpotPoints } from "../../contract";
import { Desk } from "../../desk.svelte";
import { fakeHost } from "../../host/fake";
import { emptyPage, eventually, leavePage, press, recording, seen, text } from "../../host/fake/window";
import type { Answer, CallName, Host, Request } from "../../host/host";
import { Clock } from "../../mirror/clock.svelte";
import SpotsHarness from "./SpotsHarness.svelte";

const WISH = { alerts: 5, rate: 0, link: "live", exercise: false, duty: true } as const;

/** A desk with points that no map shows, and an alarm of the first point of every spot. */
function alarming(real: Host): Host {
  return {
    follow: (take) => real.follow(take),
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      const answer = await real.call(name, request);
      if (name === "point_spots") return { ...(answer as PointSpots), more: 7, unplaced: 3 } as Answer<N>;
      if (name !== "spot_points") return answer;
      const { total, rows } = answer as SpotPoints;
      const alarm = { alert: "a-1", headline: "演练 液位高", priority: 1, level: null, since: 0, waits: true };
      return { total, rows: rows.map((row, index) => (index === 0 ? { ...row, alarm } : row)) } as Answer<N>;
    },
  };
}

let desk: Desk;
let made: Record<string, unknown>;
let opened: string[] = [];

beforeEach(async () => {
  emptyPage();
  opened = [];
  const { host } = recording(alarming(fakeHost(WISH)));
  desk = new Desk(host, new Clock(() => performance.now(), Date.now()));
  made = mount(SpotsHarness, { target: document.body, props: { desk, opens: (action: string) => opened.push(action) } });
  await seen("[data-spots=points] [data-row]");
});

afterEach(async () => {
  await unmount(made);
  leavePage();
});

test("the list in words opens the card of a spot by the keyboard, and a point of it its entry", async () => {
  document.querySelector<HTMLElement>("[data-spots=points] [data-row]")?.click();
  await seen("[data-spot-card] [data-spot-point]");
  expect(text("[data-spot-card]"), "where its place is from").toContain("位置取自所属场所");
  document.querySelector<HTMLElement>("[data-spot-card] [data-spot-point]")?.click();
  expect(desk.ui.pointAsked, "the register opens it").not.toBeNull();
  expect(opened, "in its window").toContain("points");
  press("Escape");
  await eventually("Escape closes the card", () => document.querySelector("[data-spot-card]") === null);
});

test("an alarm that stands of a point is on the card of its spot and leads to the alert", async () => {
  document.querySelector<HTMLElement>("[data-spots=points] [data-row]")?.click();
  const alarm = await seen("[data-spot-alarm]");
  expect(alarm.textContent, "by its headline").toContain("演练 液位高");
  alarm.click();
  expect(desk.ui.selected, "the alert itself").toEqual({ kind: "alert", id: "a-1" });
});

test("what is not on the map is counted, with the way to its list", async () => {
  const unplaced = await seen("[data-points-unplaced]");
  expect(unplaced.textContent, "how many").toContain("3");
  unplaced.click();
  expect(desk.ui.unplacedPointsAsked, "those alone").toBe(true);
  expect(opened, "in the register").toContain("points");
  expect((await seen("[data-points-more]")).textContent, "and what the bound leaves out").toContain("7");
});

test("the card of a unit has its grade, the people around, and its tanks with what is measured now", async () => {
  (await seen("[data-spots=units] [data-row]")).click();
  await seen("[data-spot-card] [data-spot-unit] [data-spot-point]");
  const card = text("[data-spot-card]");
  expect(card, "its grade in words").toContain("级");
  expect(card, "its tank").toContain("V-101");
  expect(card, "with its value").toContain("6.4 m");
  expect(card, "its place is that of the site").toContain("位置取自所属场所");
  document.querySelector<HTMLElement>("[data-spot-profile]")?.click();
  expect(desk.ui.resource?.kind, "its profile is one press away").toBe("sites");
});
