import { expect, test } from "vitest";
import type { CallError } from "../contract";
import { frame as english } from "./en/frame";
import { errorWords } from "./errors";
import { frame as chinese } from "./zh-CN/frame";

const refused = (field: string): CallError => ({
  code: "refused",
  message: "",
  refusal: { code: "out_of_range", field },
});

test("a table that cannot be compared with the whole list is told so, and not that a field is out of range", () => {
  expect(errorWords(refused("list"), 0), "its own sentence").toBe("清单不全，不能比对；没有导入");
  expect(errorWords(refused("quantity"), 0), "any other field").toBe("数量超出范围");
});

test("every list that the desk may read only in part has a name in both languages", () => {
  // The nouns that the desk reads as whole lists, by their names in the log.
  const read = [
    ["alert", "incident", "team", "lot", "site", "person", "order", "closure"],
    ["report", "requisition", "aid", "circular", "issue", "countdown"],
  ].flat();
  for (const words of [chinese.list_kinds, english.list_kinds]) {
    expect(read.filter((kind) => words[kind] === undefined), "none is called by its code").toEqual([]);
  }
});
