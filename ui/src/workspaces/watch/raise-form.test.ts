import { expect, test } from "vitest";
import { gradeOf, readFields } from "./raise-form";

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
  grade: "major",
  dead: "0",
  seriouslyInjured: "2",
  lightlyInjured: "0",
  missing: "0",
  trapped: "1",
  evacuated: "300",
  lossWanYuan: "0",
};

test("kept fields come back as they were", () => {
  expect(readFields(JSON.stringify(FIELDS)), "all of them").toEqual(FIELDS);
  expect(gradeOf(FIELDS.grade), "the judgement too").toBe("major");
  expect(gradeOf(""), "nobody judged").toBeNull();
});

test("a form that was kept before counts and grade were is whole without them", () => {
  const { grade, dead, seriouslyInjured, lightlyInjured, missing, trapped, evacuated, lossWanYuan, ...old } = FIELDS;
  void [grade, dead, seriouslyInjured, lightlyInjured, missing, trapped, evacuated, lossWanYuan];
  const read = readFields(JSON.stringify(old));
  expect(read?.title, "what was typed is there").toBe("演练");
  expect([read?.grade, read?.trapped], "nobody judged or counted").toEqual(["", "0"]);
});

test.each(["", "{", "null", "7", "{}", JSON.stringify({ ...FIELDS, unit: 7 })])(
  "%s is no kept form",
  (text) => {
    expect(readFields(text), "the form starts from the alert instead").toBeNull();
  },
);
