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

/** The share of each page that is its own (PSS), added up over the processes, MB. */
export function memoryMb(root) {
  const all = parents();
  const mine = [root];
  for (let index = 0; index < mine.length; index += 1) {
    for (const [child, parent] of all) if (parent === mine[index]) mine.push(child);
  }
  const kib = mine.map((pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  });
  return kib.reduce((sum, one) => sum + one, 0) / KIB_PER_MB;
}
