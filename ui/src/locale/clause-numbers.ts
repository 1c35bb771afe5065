/**
 * How Chinese documents number their clauses: signs of the documents themselves, in every language
 * of the screen. The same styles are read by crate `plans` (`number.rs`).
 */

const DIGITS = "零一二三四五六七八九";
const TEN = "十";
const HUNDRED = "百";
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
const CHINESE = `[${DIGITS}〇两${TEN}${HUNDRED}]{1,8}`;

/** A figure up to this is written in Chinese; a plan has fewer clauses. */
export const CHINESE_MAX = 999;

export type NumberStyle =
  | "part"
  | "chapter"
  | "section"
  | "article"
  | "chinese"
  | "chinese_bracket"
  | "digit"
  | "dotted"
  | "digit_bracket"
  | "circled";

export interface ClauseNumber {
  style: NumberStyle;
  /** Figures, one for each level of a dotted number, else one. */
  parts: number[];
  /** As it is written, what stands around the figure included. */
  text: string;
}

/** 23 -> 二十三; digits for what is larger than [`CHINESE_MAX`]. */
export function chinese(value: number): string {
  if (value < 1 || value > CHINESE_MAX) return String(value);
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor((value % 100) / 10), value % 10];
  const sign = (n: number) => DIGITS[n] ?? "";
  let text = hundreds > 0 ? sign(hundreds) + HUNDRED : "";
  if (tens > 0) text += (tens === 1 && hundreds === 0 ? "" : sign(tens)) + TEN;
  else if (hundreds > 0 && ones > 0) text += sign(0);
  return ones > 0 ? text + sign(ones) : text;
}

/** 二十三 -> 23; null for what is no figure. */
export function figure(text: string): number | null {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  let [value, digit] = [0, 0];
  for (const sign of text) {
    if (sign === HUNDRED) [value, digit] = [value + (digit || 1) * 100, 0];
    else if (sign === TEN) [value, digit] = [value + (digit || 1) * 10, 0];
    else if (sign === "〇") digit = 0;
    else if (sign === "两") digit = 2;
    else if (DIGITS.includes(sign)) digit = DIGITS.indexOf(sign);
    else return null;
  }
  return value + digit === 0 ? null : value + digit;
}

const FORMS: [NumberStyle, RegExp][] = [
  ["part", new RegExp(`^第(${CHINESE}|\\d{1,4})(部分|编)`)],
  ["chapter", new RegExp(`^第(${CHINESE}|\\d{1,4})章`)],
  ["section", new RegExp(`^第(${CHINESE}|\\d{1,4})节`)],
  ["article", new RegExp(`^第(${CHINESE}|\\d{1,4})条`)],
  ["chinese", new RegExp(`^(${CHINESE})[、．.]`)],
  ["chinese_bracket", new RegExp(`^[（(](${CHINESE})[）)]`)],
  ["digit_bracket", /^[（(](\d{1,4})[）)]|^(\d{1,4})[）)]/],
  ["circled", new RegExp(`^([${CIRCLED}])`)],
  ["dotted", /^(\d{1,4}(?:[.．]\d{1,4}){1,7})[.．、]?/],
  ["digit", /^(\d{1,4})(?:[.．、]|(?=[\s　]))/],
];

/** The number that a heading begins with, or null. */
export function numberOf(heading: string): ClauseNumber | null {
  const text = heading.trimStart();
  for (const [style, form] of FORMS) {
    const found = form.exec(text);
    if (found === null) continue;
    const written = found[1] ?? found[2] ?? "";
    const parts =
      style === "circled"
        ? [CIRCLED.indexOf(written) + 1]
        : style === "dotted"
          ? written.split(/[.．]/u).map(Number)
          : [figure(written)];
    const whole = parts.filter((part) => part !== null);
    if (whole.length === parts.length) return { style, parts: whole, text: found[0] };
  }
  return null;
}

/** The same number with another last figure, written the same way. */
export function renumbered(number: ClauseNumber, parts: readonly number[]): string {
  const last = parts.at(-1) ?? 1;
  const { style, text } = number;
  if (style === "dotted") {
    const dot = text.includes("．") ? "．" : ".";
    return parts.join(dot) + (/[.．、]$/u.exec(text)?.[0] ?? "");
  }
  if (style === "circled") return CIRCLED[last - 1] ?? `(${last})`;
  const digits = /\d+/u.test(text);
  const was = digits ? /\d+/u : new RegExp(CHINESE, "u");
  return text.replace(was, digits ? String(last) : chinese(last));
}
