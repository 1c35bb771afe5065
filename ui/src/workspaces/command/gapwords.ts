/** What is still missing in a form, in the words that a refusal of the desk would use. */
import { listed } from "../../locale/format";
import { t } from "../../locale/index.svelte";

export function errorField(fields: readonly string[]): string {
  const { errors } = t();
  return errors.needed(listed(fields.map((field) => errors.fields[field] ?? field)));
}
