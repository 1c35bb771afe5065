/** Memory of a program with all that it started. */
import { readdirSync, readFileSync } from "node:fs";

const KIB_PER_MB = 1_000_000 / 1_024;

function parents() {
  const all = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      all.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has ended since.
    }
  }
  return all;
}

/** The processes of a program by name, with the share of each page that is their own (PSS), MB. */
export function sharesMb(root) {
  const all = parents();
  const mine = [root];
  for (let index = 0; index < mine.length; index += 1) {
    for (const [child, parent] of all) if (parent === mine[index]) mine.push(child);
  }
  return mine.map((pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const kib = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    return [readFileSync(`/proc/${pid}/comm`, "utf8").trim(), kib / KIB_PER_MB];
  });
}

/** All of it, MB. */
export function memoryMb(root) {
  return sharesMb(root).reduce((sum, [, one]) => sum + one, 0);
}
