/** Plans: a long Word file comes in, two long versions are compared, and the window goes on drawing. */
import { writeFile } from "node:fs/promises";
import { until } from "../../journeys/driver.mjs";
import { OFFICER } from "../../journeys/steps.mjs";
import { wordfile } from "../../journeys/wordfile.mjs";
import { actSeen, frames, missed, watchAct } from "./page.mjs";
import { pause, say, tell } from "./say.mjs";

/** Signs of a page of an official document: 22 lines of 28 (GB/T 9704-2012). */
const PAGE_CHARS = 616;
const IMPORT_PAGES = 200;
const COMPARE_PAGES = 100;
const RUNS = 5;
const CALM_MS = 4_000;
/** All is drawn by then on a machine that keeps its bars. */
const DRAWN_MS = 2_000;
const SHOWN_MS_MAX = 30_000;
const PLAN = "bench-long";

/** Clauses of so many pages; every seventh has other words in a later edition. */
function clauses(pages, edition) {
  const all = [];
  for (let chars = 0, number = 1; chars < pages * PAGE_CHARS; number += 1) {
    const minutes = edition > 0 && number % 7 === 0 ? 20 : 30;
    const words = Array.from(
      { length: 6 },
      (_, at) =>
        `（${at + 1}）区第${number}组接到第${at + 1}项任务后，${minutes}分钟内到达现场，查明情况并向指挥部报告，` +
        "按照处置方案组织警戒、搜救、疏散和监测，做好人员防护，每小时报告一次进展。",
    );
    all.push({ heading: `${Math.ceil(number / 9)}.${((number - 1) % 9) + 1} 第${number}项工作`, words });
    chars += words.join("").length;
  }
  return all;
}

function text(edition) {
  const parts = clauses(COMPARE_PAGES, edition).map(({ heading, words }) => `## ${heading}\n\n${words.join("\n\n")}`);
  const front = `id = "${PLAN}"\ntitle = "演练 长预案"\nkind = "special"\nunit = "演练"\nversion = "${edition + 1}"`;
  return `+++\n${front}\n+++\n\n# 1 正文\n\n${parts.join("\n\n")}\n`;
}

/** Says which share of the frames of a calm window was missed, per cent, from an act until all is drawn. */
async function meanwhile(desk, figure, calm, { event, there, text = null, busy }, act) {
  await watchAct(desk.window, event, there, text, busy);
  await act();
  // Nobody asks the page while it draws.
  await pause(DRAWN_MS);
  const { began, drawn } = await until("all is drawn", SHOWN_MS_MAX, async () => {
    const seen = await actSeen(desk.window);
    return seen.drawn > 0 && seen;
  });
  const { share, gapMs } = await missed(desk.window, began, drawn, calm);
  tell(`drawn in ${drawn - began} ms, the longest time without a frame ${gapMs} ms`);
  say(figure, share);
}

const shown = (desk, what, holds) => until(what, SHOWN_MS_MAX, () => desk.window.run(holds));

export async function plans(desk) {
  const { window } = desk;
  await window.press("Ctrl+3");
  await shown(desk, "a plan is open", () => document.querySelector("[role=tablist]") !== null);
  await pause(CALM_MS);
  const { perSecond: calm } = await frames(window, Date.now() - CALM_MS + 500, Date.now());

  const pieces = clauses(IMPORT_PAGES, 0).flatMap(({ heading, words }) => [heading, ...words]);
  const bytes = wordfile(["演练 长预案", ...pieces]);
  await window.press("I");
  for (let run = 0; run < RUNS; run += 1) {
    tell(`a Word file of ${IMPORT_PAGES} pages, ${run + 1} of ${RUNS}`);
    const name = `long-${run}.docx`;
    await writeFile(desk.own(name), bytes);
    // After the first file the focus is at what is to be looked at.
    await shown(desk, "another file can be chosen", () => {
      const field = document.querySelector(".import input[type=file]");
      field?.focus();
      return field !== null && document.activeElement === field;
    });
    const whole = { event: "change", there: ".counts b", text: name, busy: ".import [aria-busy=true]" };
    await meanwhile(desk, "import frames missed", calm, whole, () => window.type(desk.own(name)));
  }
  await desk.call("keep_import", { file: null, sha256: "", text: "", answers: [], at: null });

  const who = { actor: OFFICER, role: "duty", paperAt: null };
  let parents = [];
  for (let edition = 0; edition < 2; edition += 1) {
    const save = { text: text(edition), parents, why: "演练 计时", file: null, who };
    parents = [(await desk.call("save_plan", save)).version];
  }
  await until("the plan is in the list", SHOWN_MS_MAX, () =>
    window.run(() => [...document.querySelectorAll("aside [data-row]")].some((one) => one.textContent.includes("长预案"))),
  );
  await window.click(`//aside//button[@data-row][contains(., "长预案")]`);
  for (let run = 0; run < RUNS; run += 1) {
    tell(`two versions of ${COMPARE_PAGES} pages, ${run + 1} of ${RUNS}`);
    await window.press("T");
    await shown(desk, "the whole text is there", () => document.querySelector("article[aria-busy=false] [data-clause]") !== null);
    await pause(1_000);
    await desk.focus("[data-scope~=plans]");
    const whole = { event: "keydown", there: "[data-change]", busy: ".compare [aria-busy=true]" };
    await meanwhile(desk, "compare frames missed", calm, whole, () => window.press("V"));
  }
}
