import { afterEach, expect, test, vi } from "vitest";
import { Letters, lettersOf } from "./letters";

afterEach(() => vi.unstubAllGlobals());

function fonts(load: (font: string, text: string) => Promise<unknown[]>): void {
  vi.stubGlobal("document", { fonts: { load } });
}

test("a sign is asked for once", async () => {
  const asked: string[] = [];
  fonts((_, text) => {
    asked.push(text);
    return Promise.resolve([]);
  });
  const letters = new Letters();
  expect(letters.fresh("王舍人街道 T12"), "what is not plain Latin").toBe("王舍人街道");
  await letters.load(letters.fresh("王舍人街道 T12"));
  expect(letters.fresh("舍人王村"), "only the new one").toBe("村");
  expect(asked.length, "one reading").toBe(1);
});

test("a part that cannot be loaded holds nothing up", async () => {
  fonts(() => Promise.reject(new Error("no such file")));
  const letters = new Letters();
  await expect(letters.load("王"), "drawn by another font").resolves.toBeUndefined();
});

test("a style without signs has none", () => {
  const style = { version: 8 as const, sources: {}, layers: [] };
  expect(lettersOf(style), "no metadata").toBe("");
  expect(lettersOf({ ...style, metadata: { "dutyroom:letters": "王" } }), "as the desk says").toBe("王");
});
