/**
 * Text from outside, made harmless to look at: what would be invisible or would turn the reading
 * direction is shown as a sign of its own, and the length is bounded. Markup needs no care here,
 * because the page never treats text as markup.
 */

/** Line breaks and tabs that a reader expects in running text. */
const KEPT = new Set(["\n", "\t"]);

/** Cut texts end with this. */
export const CUT = "…";

/**
 * Characters with no picture of their own: C0 and C1 controls, bidirectional marks, embeddings,
 * overrides and isolates, zero-width signs, separators, the byte order mark, tag characters.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Marks upon one letter beyond eight: no language stacks so many (Unicode's own stream-safe form
 * stops at thirty, UAX #15), and a long stack cannot be broken into lines and covers its neighbours.
 */
const STACKED = /(\p{M}{8})\p{M}+/gu;

function visible(character: string): string {
  if (KEPT.has(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  // Unicode has pictures for the C0 controls.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}

/** The text with its unseen characters shown, at most `max` characters long. */
export function plain(text: string, max = Number.POSITIVE_INFINITY): string {
  // Cut before the work, so that a text of a megabyte costs nothing; never inside a pair.
  const short = text.length > max ? cutAt(text, max) + CUT : text;
  return short.replace(/\r\n?/g, "\n").replace(UNSEEN, visible).replace(STACKED, `$1${CUT}`);
}

/** The same on one line. */
export function plainLine(text: string, max = Number.POSITIVE_INFINITY): string {
  const short = text.length > max ? cutAt(text, max) + CUT : text;
  return plain(short.replace(/[\r\n\t]+/g, " "));
}

function cutAt(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  const pairOpen = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, pairOpen ? max - 1 : max);
}
