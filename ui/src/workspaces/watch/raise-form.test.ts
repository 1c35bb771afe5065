import { expect, test } from "vitest";
import { readFields } from "./raise-form";

const FIELDS = {
  title: "演练",
  kind: "fire",
  place: "",
  street: "",
  point: "",
  substance: "",
  source: "",
  unit: "",
  caller: "",
  account: "",
  learned: "2026-11-18 21:04",
  happened: "",
};

test("kept fields come back as they were", () => {
  expect(readFields(JSON.stringify(FIELDS)), "all of them").toEqual(FIELDS);
});

test.each(["", "{", "null", "7", "{}", JSON.stringify({ ...FIELDS, unit: 7 })])(
  "%s is no kept form",
  (text) => {
    expect(readFields(text), "the form starts from the alert instead").toBeNull();
  },
);
