import { expect, test } from "vitest";
import { fromField, toField } from "./moments";

const AT = Date.UTC(2026, 10, 18, 13, 4);

test("a time is written and read on the district's clock", () => {
  expect(toField(AT), "21:04 in Jinan").toBe("2026-11-18 21:04");
  expect(fromField(toField(AT)), "and back").toBe(AT);
});

test.each([
  ["2026-11-18 21:04", AT],
  ["2026-11-18T21:04", AT],
  ["　2026-11-18　21：04 ", AT],
  ["2026-2-3 1:05", Date.UTC(2026, 1, 2, 17, 5)],
])("%s is a time", (text, at) => {
  expect(fromField(text), "as typed by hand or by an input method").toBe(at);
});

test.each(["", "soon", "2026-11-18", "2026-02-30 10:00", "2026-13-01 10:00", "2026-11-18 24:00", "2026-11-18 10:60"])(
  "%s is none",
  (text) => {
    expect(fromField(text), "nothing is guessed").toBeNull();
  },
);
