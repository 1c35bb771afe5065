import { describe, expect, it } from "vitest";
import { setLanguage } from "../locale/index.svelte";
import { calledTeam, deskName } from "./names";

describe("names on the screen", () => {
  it("puts the call sign in front once", () => {
    expect(calledTeam("T1", "Fire station T1")).toBe("T1 Fire station");
    expect(calledTeam("T1", "Fire station")).toBe("T1 Fire station");
    expect(calledTeam("T1", "Unit CT1"), "another word that ends alike").toBe("T1 Unit CT1");
  });
  it("calls the own desk, another desk and the platform apart", () => {
    setLanguage("en");
    const said = [deskName("a".repeat(64), "a".repeat(64)), deskName("b".repeat(64), "a"), deskName("", "a")];
    expect(new Set(said).size, "three kinds, three words").toBe(3);
    expect(said[1]?.length, "a key of 64 letters is not read out").toBeLessThan(20);
  });
  it("calls another desk by the name that it has here", () => {
    setLanguage("en");
    const desks = [{ key: "b".repeat(8), name: "Drill city desk" }];
    expect(deskName("b".repeat(64), "a", desks), "by its name").toBe("Drill city desk");
    expect(deskName("c".repeat(64), "a", desks), "by its key").toContain("cccccccc");
    expect(deskName("b".repeat(64), "b".repeat(64), desks), "the own one is this desk").toBe(deskName("a", "a"));
  });
});
