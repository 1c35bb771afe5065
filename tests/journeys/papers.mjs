/** The papers that a desk writes, read back as a reader of the file would. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";

/** The text of a PDF. */
export async function pdfText(file) {
  const { stdout } = await promisify(execFile)("pdftotext", ["-layout", file, "-"]);
  return stdout;
}

/** The text of a Word file (ECMA-376, part `word/document.xml`), one paragraph a line. */
export async function docxText(file) {
  const xml = part(await readFile(file), "word/document.xml").toString("utf8");
  const lines = xml.split("</w:p>").map((paragraph) =>
    [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((found) => found[1]).join(""),
  );
  return lines.join("\n");
}

/** One file of an archive (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
function part(archive, name) {
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0) throw new Error("no archive");
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const lengths = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    if (archive.toString("utf8", at + 46, at + 46 + lengths[0]) === name) {
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const bytes = archive.subarray(from, from + size);
      return method === 0 ? bytes : inflateRawSync(bytes);
    }
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  throw new Error(`${name} is not in the archive`);
}
