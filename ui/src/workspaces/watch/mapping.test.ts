import { expect, test } from "vitest";
import { differences, rules, takes, withoutRule, withRule, withValue } from "./mapping";

const TEXT = JSON.stringify({
  note: "演练",
  rules: [
    {
      name: "储罐液位",
      topic: "exercise/+/tank/+",
      point: "{1}/{3}/level",
      value: "$.level_mm",
      scale: 0.001,
      limits: { high: 8, deadband: 0.05 },
    },
  ],
});

test("a rule is shown as a form, and what is not said is empty", () => {
  expect(rules(TEXT)?.[0], "of the file").toMatchObject({ name: "储罐液位", high: "8", low: "", off_delay_s: "" });
  expect(rules(""), "an empty file has no rule").toEqual([]);
  expect(rules("{"), "what is half typed is none").toBeNull();
  expect(rules('{"rules": 5}'), "nor is what is no list").toBeNull();
});

test("a field is changed and the rest of the file stays as it is", () => {
  const delayed = withValue(TEXT, 0, "off_delay_s", "60");
  const read = JSON.parse(delayed) as { note: string; rules: Record<string, unknown>[] };
  expect(read.note, "words for people").toBe("演练");
  expect(read.rules[0], "what the form does not know").toMatchObject({
    scale: 0.001,
    limits: { high: 8, deadband: 0.05, off_delay_s: 60 },
  });
  const lifted = rules(withValue(delayed, 0, "high", " "));
  expect(lifted?.[0]?.high, "an empty limit is no limit").toBe("");
  const wrong = JSON.parse(withValue(TEXT, 0, "high", "8m")) as typeof read;
  expect(wrong.rules[0]?.["limits"], "what is no number goes to the desk, which says so").toMatchObject({ high: "8m" });
});

test("a rule is added for the topic that is looked at, and taken away again", () => {
  const more = withRule(TEXT, "新规则", "exercise/bridge/B1/data");
  expect(rules(more)?.[1], "named by the last level of the topic").toMatchObject({
    topic: "exercise/bridge/B1/data",
    point: "{3}",
  });
  expect(rules(withoutRule(more, 0))?.map((rule) => rule.name), "the other one stays").toEqual(["新规则"]);
  expect(withRule("{", "新规则", ""), "what cannot be read is not touched").toBe("{");
});

test("what somebody else changed is told rule by rule", () => {
  const higher = withValue(TEXT, 0, "high", "9");
  const rule = "储罐液位";
  expect(differences(TEXT, higher), "a limit").toEqual([{ rule, field: "high", before: "8", after: "9" }]);
  const more = withRule(TEXT, "压力", "a/b");
  expect(differences(TEXT, more), "a new rule").toEqual([{ rule: "压力", field: null, before: "", after: "压力" }]);
  expect(differences(more, TEXT)?.[0]?.after, "and one that went").toBe("");
  const scaled = TEXT.replace("0.001", "0.01");
  expect(differences(TEXT, scaled)?.[0]?.field, "also what the form does not know").toBe("scale");
  expect(differences(TEXT, "{"), "what cannot be read is shown as text").toBeNull();
});

test("a filter takes a topic as a broker would", () => {
  expect(takes("exercise/+/tank/+", "exercise/演练01/tank/T1"), "one level each").toBe(true);
  expect(takes("exercise/+/tank/+", "exercise/bridge/演练桥11/data"), "another third level").toBe(false);
  expect(takes("exercise/+", "exercise/a/b"), "no deeper").toBe(false);
  expect(takes("exercise/#", "exercise/a/b"), "all below").toBe(true);
  expect(takes("exercise/#", "exercise"), "and the level itself").toBe(true);
  expect(takes("exercise/#", "other/a"), "of that branch alone").toBe(false);
});
