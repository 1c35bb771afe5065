/** The fields of a new incident as they stand in the form. */
const NAMES = [
  "title",
  "kind",
  "place",
  "street",
  "point",
  "substance",
  "source",
  "unit",
  "learned",
  "happened",
] as const;

export type Fields = Record<(typeof NAMES)[number], string>;

/** Reads kept fields; null when nothing was kept or another version wrote it. */
export function readFields(text: string): Fields | null {
  if (text === "") return null;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof kept !== "object" || kept === null) return null;
  const values = kept as Record<string, unknown>;
  const whole = NAMES.every((name) => typeof values[name] === "string");
  return whole ? (values as Fields) : null;
}
