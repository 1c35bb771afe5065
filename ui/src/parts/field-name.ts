/** What a key field (重点领域) is called. */
import { t } from "../locale/index.svelte";
import { plainLine } from "./plain";

const FIELD_CHARS_MAX = 40;

/** Its words; a field of another district's list as it came, and none as none. */
export function fieldName(field: string): string {
  if (field === "") return t().risks.no_field;
  return t().plan_edit.key_field[field] ?? plainLine(field, FIELD_CHARS_MAX);
}
