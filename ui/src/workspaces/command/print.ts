/** Sheets of paper: one call, and where the file lies. */
import type { Sheet } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { listed } from "../../locale/format";
import { t } from "../../locale/index.svelte";
import { plainLine } from "../../parts/plain";

const NAME_CHARS_MAX = 80;

export async function print(desk: Desk, sheet: Sheet): Promise<void> {
  const written = await desk.ask("print", { sheet });
  if (written === null) return;
  const files = listed(written.files.map((file) => plainLine(file, NAME_CHARS_MAX)));
  desk.notices.say("done", t().command.print.done(files, plainLine(written.folder, NAME_CHARS_MAX)));
}
