import { expect, test } from "vitest";
import { plain, plainLine } from "./plain";

test.each([
  ["a bell and a null", "a\u0007b\u0000", "a\u2407b\u2400"],
  ["an override that would turn the line", "abc\u202etxt.exe", "abc⟨U+202E⟩txt.exe"],
  ["isolates and marks", "\u2066x\u2069\u200f", "⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩"],
  ["zero-width signs", "a\u200bb\ufeff", "a⟨U+200B⟩b⟨U+FEFF⟩"],
  ["tag characters beyond the first plane", "a\u{e0041}", "a⟨U+E0041⟩"],
  ["a line separator", "a\u2028b", "a⟨U+2028⟩b"],
  ["delete", "a\u007f", "a\u2421"],
  ["line breaks of Windows", "a\r\nb", "a\nb"],
])("%s can be seen", (_, text, shown) => {
  expect(plain(text), "nothing hides in a text from outside").toBe(shown);
});

test("markup stays what it is", () => {
  const text = "<img src=x onerror=alert(1)>";
  expect(plain(text), "the page escapes it; it is not changed").toBe(text);
});

test("Chinese, emoji and accents are left alone", () => {
  expect(plain("暴雨红色预警 é 🚒"), "only unseen characters are replaced").toBe("暴雨红色预警 é 🚒");
});

test("a text of a megabyte is cut before any work", () => {
  const shown = plain("\u202e".repeat(1_000_000), 100);
  expect(shown.length, "each of the hundred becomes eight").toBe(801);
});

test("a cut never splits a pair", () => {
  expect(plain("ab🚒", 3), "half of an emoji is nothing").toBe("ab…");
});

test("a line has no breaks", () => {
  expect(plainLine("a\n\nb\tc"), "a row is one line high").toBe("a b c");
});

test("a stack of marks upon one letter is cut, those of a language are not", () => {
  const stacked = plain(`a${"\u0e49".repeat(400)}b`);
  expect([...stacked].length, "the letter, eight marks, the sign of a cut, the next letter").toBe(11);
  expect(plain("ế ṩ̌ ก้ำ"), "Vietnamese, a scholar's letter, Thai").toBe("ế ṩ̌ ก้ำ");
});
