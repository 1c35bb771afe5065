import { expect, test } from "vitest";
import type { DangerRow } from "../contract";
import { dangerPoints } from "./danger-points";

/** Only what the map looks at is stated. */
function danger(site: string, of: Partial<DangerRow>): DangerRow {
  return { site, title: site, point: { lon: 117.1, lat: 36.7 }, overdue: false, supervision: null, ...of } as DangerRow;
}

test("a place with several dangers is one mark with their number and the gravest of them", () => {
  const supervision = {} as DangerRow["supervision"];
  const rows = [
    danger("甲", {}),
    danger("甲", { supervision }),
    danger("乙", { overdue: true, supervision }),
    danger("丙", {}),
    danger("没有位置", { point: null, overdue: true }),
  ];
  const { features } = dangerPoints(rows, (title, count, mark) => `${title} ${count} ${mark}`);
  expect(features.map((one) => one.properties), "what has no position is not on the map").toEqual([
    { kind: "site", id: "甲", icon: "site-danger_supervised", label: "甲 2 danger_supervised", order: 1 },
    { kind: "site", id: "乙", icon: "site-danger_overdue", label: "乙 1 danger_overdue", order: 2 },
    { kind: "site", id: "丙", icon: "site-danger", label: "丙 1 danger", order: 0 },
  ]);
});
