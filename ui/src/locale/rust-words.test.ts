import { parse } from "smol-toml";
import { expect, test } from "vitest";
import en from "./en";
import { alarms as alarmsEn } from "./en/alarms";
import { feeds as feedsEn } from "./en/feeds";
import zhCN from "./zh-CN";
import { alarms } from "./zh-CN/alarms";
import { feeds } from "./zh-CN/feeds";

// Some codes cross to the screen as text: of crates below the contract, whose types are not made
// into TypeScript. Here they are read in the Rust sources themselves: a code that has no words, and
// words that have no code, are found.

const RUST: Record<string, string> = import.meta.glob(
  [
    "../../../src-tauri/crates/protocols/src/{defect.rs,hj212/mod.rs}",
    "../../../src-tauri/crates/feeds/src/**/*.rs",
    "../../../src-tauri/crates/desk/src/{sources.rs,settings.rs,sources/*.rs}",
    "../../../src-tauri/crates/dispatch/src/{readiness,plan_check}.rs",
    "../../../src-tauri/crates/inventory/src/{check,read}.rs",
    "../../../src-tauri/crates/plans/src/{matching,plan}.rs",
    "../../../src-tauri/crates/plans/src/import/{error,finding}.rs",
    "../../../src-tauri/crates/routing/src/import.rs",
    "!../../../src-tauri/crates/**/tests.rs",
    "!../../../src-tauri/crates/**/tests/**",
    "!../../../src-tauri/crates/feeds/src/simulate/**",
  ],
  { query: "?raw", import: "default", eager: true },
);
const KINDS: Record<string, string> = import.meta.glob("../../../assets/alarms/kinds.toml", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The text of a source without its own tests and comments. */
function source(path: string): string {
  const text = RUST[`../../../src-tauri/crates/${path}`];
  if (text === undefined) throw new Error(`no ${path}`);
  return text.split("#[cfg(test)]\nmod tests {")[0]?.replace(/\/\/.*/g, "") ?? "";
}

const snake = (name: string) => name.replace(/(?<!^)([A-Z])/g, "_$1").toLowerCase();

/** The variants of an enum, as serde writes them. */
function variants(path: string, name: string): string[] {
  const body = new RegExp(`pub enum ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source(path))?.[1] ?? "";
  const found = [...body.matchAll(/^ {4}(\w+)(?: \{|,|\()/gm)].map(([, one]) => snake(one ?? ""));
  expect(found.length, `${name} is found in ${path}`).toBeGreaterThan(1);
  return found;
}

/** All that a pattern catches in the sources of these folders. */
function caught(folders: string[], ...patterns: RegExp[]): string[] {
  const paths = Object.keys(RUST).map((path) => path.replace("../../../src-tauri/crates/", ""));
  const texts = paths.filter((path) => folders.some((folder) => path.startsWith(folder))).map(source);
  const codes = texts.flatMap((text) => patterns.flatMap((one) => [...text.matchAll(one)].map(([, code]) => code ?? "")));
  return [...new Set(codes)];
}

const sorted = (codes: Iterable<string>) => [...new Set(codes)].sort();

/** Both languages have words for these codes and for no others. */
function wordedIn(codes: string[], ...tables: Record<string, unknown>[]): void {
  for (const table of tables) expect(Object.keys(table).sort(), "words for each code, and for no other").toEqual(sorted(codes));
}

test("how a station departs from its standard has words", () => {
  // That of the CRC is said by the kind of the CRC.
  const tolerated = variants("protocols/src/hj212/mod.rs", "Tolerated").filter((code) => code !== "modbus_crc");
  wordedIn(tolerated, feeds.tolerated, feedsEn.tolerated);
  wordedIn(variants("protocols/src/hj212/mod.rs", "CrcKind"), feeds.crcs, feedsEn.crcs);
});

test("each kind of feed has its name", () => {
  // The platform is set by its address, not among the feeds.
  const kinds = [...variants("desk/src/settings.rs", "FeedSettings"), "platform"];
  wordedIn(kinds, feeds.kinds, feedsEn.kinds);
});

test("each reason why a feed is down has words", () => {
  const why = [
    ...caught(["feeds/src/", "desk/src/"], /\bfailed\([^;"]*"(\w+)"\)/g, /\bfault\("(\w+)"\)/g),
    ...caught(["feeds/src/poll.rs"], /=> "(\w+)"\.to_owned\(\)/g),
    ...caught(["desk/src/sources/broker.rs"], /Err\("(\w+)"\)/g, /Some\("(\w+)"\)/g, /_or\("(\w+)"\)/g, /map_err\(\|_\| "(\w+)"\)/g),
  ];
  expect(why, "the patterns catch").toEqual(expect.arrayContaining(["token", "login", "no_connection", "mapping", "store", "trust"]));
  const missing = (table: Record<string, string>) => sorted(why).filter((code) => !(code in table));
  expect(missing(feeds.why), "no words in Chinese").toEqual([]);
  expect(missing(feedsEn.why), "no words in English").toEqual([]);
  expect(Object.keys(feedsEn.why).sort(), "both languages say the same reasons").toEqual(Object.keys(feeds.why).sort());
});

test("each kind of defect has words", () => {
  const kinds = [
    ...variants("protocols/src/defect.rs", "DefectKind"),
    ...caught(["feeds/src/", "desk/src/"], /\bdefect\(\s*"(\w+)"/g),
  ];
  expect(kinds, "also those of the feeds themselves").toContain("token");
  const missing = (table: Record<string, string>) => sorted(kinds).filter((code) => !(code in table));
  expect(missing(feeds.defect_kinds), "no words in Chinese").toEqual([]);
  expect(missing(feedsEn.defect_kinds), "no words in English").toEqual([]);
});

test("each kind of alarm that ships and each limit has words", () => {
  const read = parse(Object.values(KINDS)[0] ?? "") as { kinds: { code: string }[] };
  const codes = read.kinds.map((kind) => kind.code);
  expect(codes.length, "the table is read").toBeGreaterThan(10);
  const missing = (table: Record<string, string>) => codes.filter((code) => !(code in table));
  expect(missing(alarms.kind), "no words in Chinese").toEqual([]);
  expect(missing(alarmsEn.kind), "no words in English").toEqual([]);
  const limits = caught(["feeds/src/limit.rs"], /\(Kind::[^"]*, "(\w+)", "/g);
  wordedIn(limits, alarms.limit, alarmsEn.limit);
});

test("the reasons and kinds that other crates give have words", () => {
  const all = [zhCN, en];
  const tables: [string, string, Record<string, unknown>[]][] = [
    ["dispatch/src/readiness.rs", "Code", all.map((words) => words.resources.reason)],
    ["dispatch/src/plan_check.rs", "Why", all.map((words) => words.resources.plan_check.why)],
    ["inventory/src/check.rs", "Code", all.map((words) => words.resources.table.code)],
    ["inventory/src/read.rs", "ReadError", all.map((words) => words.resources.table.file)],
    ["plans/src/matching.rs", "ReasonCode", all.map((words) => words.command.plans.reason)],
    ["plans/src/plan.rs", "PlanKind", all.flatMap((words) => [words.plans.kind, words.plans.kind_short])],
    ["plans/src/import/finding.rs", "Found", all.map((words) => words.plan_import.kind)],
    ["plans/src/import/finding.rs", "Why", all.map((words) => words.plan_import.why)],
    ["plans/src/import/error.rs", "ImportError", all.map((words) => words.plan_import.trouble)],
    ["routing/src/import.rs", "LeftOut", all.map((words) => words.road_import.why)],
  ];
  for (const [path, name, worded] of tables) wordedIn(variants(path, name), ...worded);
});
