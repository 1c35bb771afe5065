import { expect, it } from "vitest";
import { readSeed } from "./seed";

it("takes only seeds that run the same again", () => {
  expect(readSeed(" 42 ")).toBe(42);
  expect(readSeed("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  for (const text of ["", "-1", "1.5", "9007199254740993", "abc", "1e3"]) {
    expect(readSeed(text), `"${text}" is none`).toBeNull();
  }
});
