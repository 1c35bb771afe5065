import { expect, test } from "vitest";
import type { VehicleRow } from "../contract";
import { vehicleLook, vehicleName, vehiclePoints } from "./vehicles";

const NOW = 1_777_595_400_000;

function row(terminal: string, more: Partial<VehicleRow> = {}): VehicleRow {
  return {
    terminal,
    plate: "",
    point: { lon: 117.06, lat: 36.68 },
    heardAt: NOW - 10_000,
    speedKmh: 40,
    alarm: false,
    online: true,
    ...more,
  };
}

test("an old position and an alarm are told by the shape", () => {
  expect(vehicleLook(row("1"), 120, NOW)).toBe("live");
  expect(vehicleLook(row("1", { heardAt: NOW - 120_000 }), 120, NOW)).toBe("old");
  expect(vehicleLook(row("1", { alarm: true }), 120, NOW)).toBe("alarm");
  expect(vehicleLook(row("1", { alarm: true, heardAt: NOW - 600_000 }), 120, NOW)).toBe("alarm-old");
});

test("a vehicle without a plate is called by the end of its terminal's number", () => {
  expect(vehicleName(row("010000000007"))).toBe("…0007");
  expect(vehicleName(row("010000000007", { plate: "A1" }))).toBe("A1");
});

test("the marks bear name and age, and an alarm lies on top", () => {
  const seen = { vehicles: [row("1"), row("2", { alarm: true })], more: 0, oldAfterS: 120 };
  const { features } = vehiclePoints(seen, NOW, (one, look) => `${one.terminal} ${look}`);
  expect(features.map((one) => one.properties?.["label"])).toEqual(["1 live", "2 alarm"]);
  expect(features.map((one) => one.properties?.["order"])).toEqual([0, 1]);
  expect(features[0]?.properties?.["icon"]).toBe("vehicle-live");
});
