/** A file as the made-up desk would read it. */
import type { PlanImport, Upload } from "../../contract";
import { blockAt, textOf } from "../../parts/text/blocks";
import { readPlan } from "./library";
import said from "./plan-words.json";

const HASH = "5f70bf18a086007016e948b04aed3b82";

function refuse(message: string): never {
  throw { code: "malformed", refusal: null, message };
}

/** Only texts are read; any other file is taken for `sample`. */
export function imported({ name, bytes }: Upload, sample: string): PlanImport {
  if (name.endsWith(".doc")) return refuse("old_word: save it as .docx");
  if (name.includes("damaged")) return refuse(`damaged: ${said.damaged}`);
  const isText = /\.(md|txt)$/u.test(name);
  const decoded = () => new TextDecoder().decode(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
  const text = isText ? decoded() : sample.replace('id = "street-wangsheren"', 'id = "street-import"');
  const { detail } = readPlan(text);
  const source: PlanImport["source"] = [];
  const findings: PlanImport["findings"] = [];
  const say = (clause: number, line: string, table = false) =>
    source.push({ paragraph: source.length + 1, clause, table, text: line });
  const find = (kind: string, found: Record<string, unknown>, certainty: string, why: string[], clause: number) =>
    findings.push({ kind, found, certainty, why, paragraph: source.length, clause });
  detail.clauses.forEach((clause, at) => {
    say(at, clause.heading || detail.row.title);
    const unsure = at % 7 === 3;
    const { depth, heading } = clause;
    if (heading === "") find("title", { text: detail.row.title }, "sure", ["title_style"], at);
    else if (unsure) find("heading", { depth, heading }, "unsure", ["number_out_of_order", "short"], at);
    else find("heading", { depth, heading }, at % 5 === 2 ? "likely" : "sure", ["number_in_order"], at);
    for (const line of clause.paragraphs) {
      const table = line.includes("\u3000");
      say(at, line, table);
      const [unit = "", ...rest] = line.split("\u3000");
      const phones = rest.filter((one) => /\d{3}/u.test(one));
      if (phones.length > 0) find("contact", { unit, person: "", phones }, "likely", ["table_head"], at);
      else if (table && at % 3 === 1) {
        const certainty = at % 2 === 0 ? "unsure" : "likely";
        find("duty", { unit, duty: rest.join(" ") }, certainty, ["under_heading", "unit_first"], at);
      }
    }
    for (const level of clause.levels) {
      const start = [detail.levels.find((one) => one.level === level)?.condition ?? ""];
      find("level", { level, start, decides: "" }, "sure", ["own_block"], at);
    }
  });
  const unit = textOf(blockAt(text.split("\n"), 0)?.values ?? {}, "unit");
  find("front", { key: "unit", value: unit }, "unsure", ["from_title"], 0);
  return {
    format: name.endsWith(".docx") ? "docx" : "text",
    file: { name, sha256: HASH, bytes: bytes.length, kept: true },
    plan: detail.row.id,
    known: false,
    text,
    detail,
    findings,
    source,
    asides: [
      { kind: "page_margin", paragraph: 0, text: said.header },
      { kind: "picture", paragraph: 12, text: said.picture },
    ],
  };
}
