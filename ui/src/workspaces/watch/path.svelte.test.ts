import { expect, test } from "vitest";
import { makeAlert } from "../../host/fake/alerts";
import { gather } from "../../host/fake/alarms";
import { Chance } from "../../host/fake/chance";
import type { AlertRow } from "../../contract";
import { rowHeadlines } from "./acts";
import { Path, waits } from "./path.svelte";

function row(id: string, life: AlertRow["life"], place = "甲"): AlertRow {
  return { ...makeAlert(0, new Chance(1), 0).row, id, life, place, source: id };
}

test("a row opens into what stands under it, and that into each alert; back is the same way", () => {
  const [heading] = gather([row("a", "unacknowledged"), row("b", "acknowledged")]);
  const path = new Path();
  expect(path.under, "the whole list at first").toBeNull();
  expect(heading !== undefined && path.open(heading), "it stands for two").toBe(true);
  expect(path.each, "first its sources").toBe(false);
  const fold: AlertRow = { ...row("b", "acknowledged"), gathered: heading?.gathered ?? null };
  if (fold.gathered !== null) fold.gathered = { ...fold.gathered, lead: "b", folds: 1 };
  path.open(fold);
  expect(path.under, "then one of them").toBe("b");
  expect(path.each, "alert by alert").toBe(true);
  expect(path.close(), "out of that").toBe("b");
  expect(path.close(), "and out of the row").toBe(heading?.gathered?.lead);
  expect(path.close(), "there is no more").toBeNull();
});

test("an alert by itself does not open", () => {
  const path = new Path();
  expect(path.open(row("a", "unacknowledged")), "nothing is under it").toBe(false);
  expect(path.under, "the list stays").toBeNull();
});

test("a row waits while anything that it stands for waits", () => {
  expect(waits(row("a", "returned")), "over and not seen").toBe(true);
  expect(waits(row("a", "latched")), "seen").toBe(false);
  const [heading] = gather([row("a", "unacknowledged"), row("b", "acknowledged")]);
  const seen = { ...row("a", "acknowledged"), gathered: heading?.gathered ?? null };
  expect(waits(seen), "one under it was not seen").toBe(true);
});

test("the gravest of a row gives it its place and its state", () => {
  const grave = { ...row("grave", "unacknowledged"), priority: 1, recorded: 5 };
  const first = { ...row("first", "unacknowledged"), priority: 4, recorded: 1 };
  const other = { ...row("other", "unacknowledged", "乙"), priority: 2, recorded: 9 };
  const rows = gather([first, grave, other]);
  expect(rows.map((one) => one.id), "led by what was heard first").toEqual(["first", "other"]);
  expect(rows[0]?.priority, "as urgent as the gravest").toBe(1);
  expect(rows[0]?.gathered?.gravest, "which is named").toBe("grave");
});

test("a row says what its gravest says, with what was heard first beside it where that differs", () => {
  const grave = { ...row("grave", "unacknowledged"), priority: 1, recorded: 5, headline: "有毒气体" };
  const first = { ...row("first", "unacknowledged"), priority: 4, recorded: 1, headline: "液位高限" };
  const [heading] = gather([first, grave]);
  expect(heading && rowHeadlines(heading), "the priority of the row is that of the gas").toEqual({
    headline: "有毒气体",
    first: "液位高限",
  });
  const [same] = gather([first, { ...grave, headline: "液位高限" }]);
  expect(same && rowHeadlines(same).first, "the same words are said once").toBe("");
  expect(rowHeadlines(first), "one by itself").toEqual({ headline: "液位高限", first: "" });
});
