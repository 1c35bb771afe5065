import { expect, test } from "vitest";
import { Ui } from "../ui.svelte";
import { MapView } from "./view.svelte";

test("the map is not asked to go to a place that is on no globe", () => {
  const view = new MapView(new Ui());
  for (const [lat, lon] of [
    [4294.967295, 4294.967295],
    [36.68, 4294.967295],
    [Number.NaN, 117.06],
  ] as const) {
    view.go({ lat, lon });
    expect(view.wish, `${lat}, ${lon}: it would throw`).toBeNull();
  }
  view.go({ lat: 36.68, lon: 117.06 });
  expect(view.wish?.point).toEqual({ lat: 36.68, lon: 117.06 });
});
