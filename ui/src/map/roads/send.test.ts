import { expect, test } from "vitest";
import type { RoadsPart } from "../../contract";
import { ROADS_PART_BYTES_MAX } from "./bounds";
import { sendParts } from "./send";

function file(name: string, bytes: number): File {
  return new File([new Uint8Array(bytes)], name);
}

test("a file goes in parts of bounded size, one after the other, and says how far it is", async () => {
  const parts: RoadsPart[] = [];
  const told: number[] = [];
  const give = (part: RoadsPart) => Promise.resolve(parts.push(part) > 0);
  const files = [file("roads.osm.pbf", ROADS_PART_BYTES_MAX + 1), file("second.csv", 3)];
  const done = await sendParts("a", files, give, (percent) => told.push(percent), () => true);
  expect(done, "all of it is sent").toBe(true);
  expect(
    parts.map(({ file, offset }) => [file, offset]),
    "each part begins where the one before ended",
  ).toEqual([
    [0, 0],
    [0, ROADS_PART_BYTES_MAX],
    [1, 0],
  ]);
  expect(told.at(-1), "the last part completes it").toBe(100);
});

test("an empty file is sent too, so that the desk can say what is wrong with it", async () => {
  const parts: RoadsPart[] = [];
  const give = (part: RoadsPart) => Promise.resolve(parts.push(part) > 0);
  await sendParts("a", [file("nothing.csv", 0)], give, () => undefined, () => true);
  expect(parts.length, "one part without bytes").toBe(1);
});

test("whoever stops it sends nothing more", async () => {
  const parts: RoadsPart[] = [];
  const give = (part: RoadsPart) => Promise.resolve(parts.push(part) > 0);
  const files = [file("roads.osm.pbf", ROADS_PART_BYTES_MAX * 3)];
  const done = await sendParts("a", files, give, () => undefined, () => parts.length < 1);
  expect(done, "it was not sent whole").toBe(false);
  expect(parts.length, "nothing after the stop").toBe(1);
});
