import { expect, it } from "vitest";
import { readSeed, readSize } from "./seed";

it("takes only seeds that run the same again", () => {
  expect(readSeed(" 42 ")).toBe(42);
  expect(readSeed("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  for (const text of ["", "-1", "1.5", "9007199254740993", "abc", "1e3"]) {
    expect(readSeed(text), `"${text}" is none`).toBeNull();
  }
});

it("takes sizes from one district to a hundred", () => {
  expect([readSize("1"), readSize(" 100 ")]).toEqual([1, 100]);
  for (const text of ["", "0", "101", "1.5", "-2", "ten"]) {
    expect(readSize(text), `"${text}" is none`).toBeNull();
  }
});
