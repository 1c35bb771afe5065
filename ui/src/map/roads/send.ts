/** Files of roads on their way to the desk, part by part. */
import { ROADS_PART_BYTES_MAX } from "./bounds";
import type { RoadsPart } from "../../contract";
import { base64 } from "../../parts/upload";

/** Sends files in parts of bounded size; `tell` hears the percent, `going` ends it when false. */
export async function sendParts(
  ask: string,
  files: readonly File[],
  give: (part: RoadsPart) => Promise<boolean>,
  tell: (percent: number) => void,
  going: () => boolean,
): Promise<boolean> {
  const all = files.reduce((sum, file) => sum + file.size, 0);
  let sent = 0;
  for (const [number, file] of files.entries()) {
    let offset = 0;
    do {
      if (!going()) return false;
      const slice = file.slice(offset, offset + ROADS_PART_BYTES_MAX);
      const part = { ask, file: number, name: file.name, offset, bytes: await base64(slice) };
      if (!(await give(part))) return false;
      offset += slice.size;
      sent += slice.size;
      tell(all === 0 ? 100 : Math.floor((sent / all) * 100));
    } while (offset < file.size);
  }
  return true;
}
