import { describe, expect, test } from "vitest";
import { complete, completing, readLine } from "./command-line";

describe("a line is read", () => {
  test.each([
    ["ack", { verb: "ack", note: "" }],
    ["ACK 已电话核实", { verb: "ack", note: "已电话核实" }],
    ["/ack", { verb: "ack", note: "" }],
    ["  raise ", { verb: "raise" }],
    ["shelve 30 等待 复核", { verb: "shelve", minutes: 30, reason: "等待 复核" }],
    ["send T12 to I3", { verb: "send", teams: ["T12"], incident: "I3", words: "", despite: "" }],
    ["send t12 t3 i3 带空呼", { verb: "send", teams: ["T12", "T3"], incident: "I3", words: "带空呼", despite: "" }],
    ["send T1 T1 -> I2", { verb: "send", teams: ["T1"], incident: "I2", words: "", despite: "" }],
    ["go 王舍人", { verb: "go", place: "王舍人" }],
    ["open i3", { verb: "open", incident: "I3" }],
    ["closures", { verb: "closures" }],
    ["block 王舍人 桥垮", { verb: "block", place: "王舍人", kind: "blocked", depthCm: null, reason: "桥垮" }],
    [
      "block 117.15,36.68 flooded 40cm 桥下 积水",
      { verb: "block", place: "117.15,36.68", kind: "flooded", depthCm: 40, reason: "桥下 积水" },
    ],
    [
      "block 王舍人 积水 桥下",
      { verb: "block", place: "王舍人", kind: "flooded", depthCm: null, reason: "桥下" },
    ],
    ["note 与市局通话 完毕", { verb: "note", text: "与市局通话 完毕" }],
    ["send T12 I3 带空呼 ! 站长已同意", { verb: "send", teams: ["T12"], incident: "I3", words: "带空呼", despite: "站长已同意" }],
    ["clean t12 45", { verb: "clean", team: "T12", minutes: 45 }],
    ["ready T12", { verb: "ready", team: "T12", minutes: null }],
    ["rest", { fault: "step" }],
    ["back T12 soon", { fault: "step" }],
    ["ｓｅｎｄ　Ｔ１２　ｔｏ　Ｉ３", { verb: "send", teams: ["T12"], incident: "I3", words: "", despite: "" }],
  ])("%s", (text, line) => {
    expect(readLine(text, { 积水: "flooded" }), "the words say exactly this").toEqual(line);
  });
});

describe("a line that lacks something says what", () => {
  test.each([
    ["", "empty"],
    [" / ", "empty"],
    ["fire", "verb"],
    ["block", "block"],
    ["block 王舍人", "block"],
    ["block 王舍人 flooded 40", "block"],
    ["block 王舍人 flooded 9000 积水", "block"],
    ["shelve", "minutes"],
    ["shelve soon", "minutes"],
    ["shelve 0 x", "minutes"],
    ["shelve 1441 x", "minutes"],
    ["shelve 30", "reason"],
    ["send", "team"],
    ["send I3", "team"],
    ["send T12", "incident"],
    ["send T12 to", "incident"],
    ["send T12 to 东风街道", "incident"],
    ["go", "target"],
    ["open", "incident"],
    ["open everything", "incident"],
    ["note", "text"],
  ])("%s", (text, fault) => {
    expect(readLine(text), "nothing is guessed").toMatchObject({ fault });
  });

  test("too many teams are refused", () => {
    const teams = Array.from({ length: 21 }, (_, index) => `T${index + 1}`).join(" ");
    expect(readLine(`send ${teams} to I1`), "a slip must not empty the district").toEqual({
      fault: "team",
    });
  });
});

describe("the word under way is known", () => {
  test.each([
    ["se", { of: "verb", start: "se" }],
    ["/se", { of: "verb", start: "se" }],
    ["send T", { of: "team", start: "T" }],
    ["send T12 ", { of: "team", start: "" }],
    ["send T12 to ", { of: "incident", start: "" }],
    ["send T12 I", { of: "incident", start: "I" }],
    ["open I", { of: "incident", start: "I" }],
    ["go 王舍", { of: "place", start: "王舍" }],
    ["block 王舍", { of: "place", start: "王舍" }],
    ["block 王舍人 积", null],
    ["send T12 to I3 x", null],
    ["note x", null],
  ])("%s", (text, what) => {
    expect(completing(text), "completion offers what fits here").toEqual(what);
  });

  test("a chosen completion takes the place of the word", () => {
    expect(complete("send T", "T12", { of: "team", start: "T" }), "and leaves a blank").toBe("send T12 ");
    expect(complete("go 王舍", "王舍人街道", { of: "place", start: "王舍" }), "the whole place").toBe(
      "go 王舍人街道",
    );
    expect(complete("block 王舍", "王舍人街道", { of: "place", start: "王舍" }), "what follows is still to come").toBe(
      "block 王舍人街道 ",
    );
  });
});
