/**
 * A Word file becomes a plan: mended where the reader was unsure, given its cards, reviewed, issued
 * and handed in, started on an incident, its cards run as tasks to their end, its quick cards
 * printed; then all of the start again with the line to the city dead.
 */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { pdfText } from "./papers.mjs";
import { photographPalettes } from "./scene.mjs";
import { drained, incidentOf, LEADER, startDuty, tabTo } from "./steps.mjs";
import { wordfile } from "./wordfile.mjs";

const DONE_MS_MAX = 20_000;
/** A line that is silent for this long is down on the screen. */
const DOWN_MS_MAX = 25_000;
const BACK_MS_MAX = 90_000;
const TITLE = "演练 紫云街道燃气泄漏应急预案";
const ID = "exercise-ziyun";
const CARD = "演练 关闭紫云调压站进口阀门";
/** The name of that card, and of a duty of the law that no card carries. */
const CARD_ID = "ziyun-valve";
const DUTY_ID = "law-73-8";
const HEADLINE = "演练 紫云街道燃气泄漏";
/** So far from the first leak that the two are not taken for one. */
const AWAY = "36.7600,117.2000 0.50";
const HEADLINE_DOWN = "演练 断网时紫云街道燃气又漏";
const STEPS = ["group", "tabletop", "review", "approve", "issue", "file"];
/** 5. follows no 4.: the reader cannot be sure of it. */
const DOCUMENT = [
  TITLE,
  "一、总则",
  "（一）适用范围",
  "本预案适用于紫云街道辖区内的燃气泄漏。",
  "二、组织指挥",
  [
    ["单位", "职责", "联系电话"],
    ["演练街道值班室", "接报、报告、传达", "000-0101-0001"],
    ["演练燃气抢修队", "关阀、检测、抢修", "000-0101-0002"],
  ],
  "三、应急响应",
  "燃气泄漏未着火的，启动Ⅳ级响应，由街道值班领导决定。",
  "5. 先做这几件事",
  "人员先撤到上风向。",
  "四、附则",
];

test("a Word file is taken in, mended, reviewed, filed and put to work by the keyboard", async () => {
  await journey("library", {}, async (desk) => {
    await startDuty(desk);
    await drained(desk, 60_000);
    await desk.window.press("Ctrl+3");
    await desk.shown("a plan is open", () => document.querySelector("[role=tablist]") !== null);

    await takeIn(desk);
    await giveCard(desk);
    await review(desk);
    await takeBack(desk);
    const incident = await work(desk, HEADLINE, "36.7150,117.1300 0.50");
    await photographPalettes(desk, "library-tasks");
    await runCards(desk, incident);
    await photographPalettes(desk, "library-tasks-run");
    await printCards(desk);

    const { incident: after } = await desk.call("incident", { id: incident.id });
    assert.equal(after.response.contents.plan, ID, "the response runs by the plan that came in");
    await withoutLine(desk);
    await threeApart(desk);
  });
});

/** `I`, the file, `A` and `C` through what is unsure, then into the library. */
async function takeIn(desk) {
  const file = desk.own("street.docx");
  await writeFile(file, wordfile(DOCUMENT));
  await desk.window.press("I");
  await desk.focus(".import input[type=file]");
  await desk.window.type(file);
  await desk.shown("what was found is there", () => document.querySelector("[data-finding]") !== null);
  const before = await desk.call("plan_shelf", {});
  assert.ok(!before.some((row) => row.id === ID), "reading writes nothing");

  await desk.focus("[data-finding]");
  const unsure = await desk.window.run(() => document.querySelectorAll("[data-finding]").length);
  assert.ok(unsure > 0, "something is to be looked at");
  // The heading that is none becomes a paragraph; the others are as they were read.
  for (let seen = 0; seen < unsure; seen += 1) {
    const said = await desk.window.run(() => document.activeElement?.textContent ?? "");
    if (!said.includes("先做这几件事")) {
      await desk.window.press("A");
    } else {
      await desk.window.press("C");
      await desk.focus("dialog");
      await desk.window.press("Tab");
      await desk.window.press("End");
      await desk.window.press("Ctrl+Enter");
      await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
    }
  }
  await desk.text("已全部核对");
  await photographPalettes(desk, "library-import");

  await until("the desk has it", DONE_MS_MAX, async () => {
    const kept = await desk.call("kept_import", {});
    return kept.answers.length >= unsure;
  });
  await desk.killDesk();
  await desk.openWindow();
  await desk.window.press("Ctrl+3");
  await desk.text("未完成的导入");
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("I");
  await desk.text("已接着上次没有完成的导入");
  await desk.text("已全部核对");
  await desk.focus("[data-scope~=plan_import] button[data-row], [data-scope~=plan_import]");

  await desk.window.press("Ctrl+Enter");
  await desk.focus("dialog");
  await desk.window.press("Tab");
  await desk.window.press("Ctrl+A");
  await desk.window.type(ID);
  await desk.shown(
    "it may be taken in",
    () => document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
  );
  await desk.window.press("Ctrl+Enter");
  const row = await until("the plan is on the shelf", DONE_MS_MAX, async () => {
    const shelf = await desk.call("plan_shelf", {});
    return shelf.find((one) => one.id === ID);
  });
  assert.deepEqual([row.summary.title, row.state, row.versions], [TITLE, "draft", 1], "a draft of one version");
  const { text } = await desk.call("plan_text", { plan: ID, version: null });
  for (const words of ["本预案适用于紫云街道", "演练燃气抢修队", "人员先撤到上风向"]) {
    assert.ok(text.includes(words), `"${words}" came along`);
  }
}

/** `E`, a task card under the response, `Ctrl+S` with the reason. */
async function giveCard(desk) {
  await desk.shown("the versions are there", () => document.querySelector("[role=tab][aria-selected=true]") !== null);
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("E");
  await desk.focus(".cm-content");
  await desk.window.press("Ctrl+End");
  await desk.window.click(`//*[@role="toolbar"]//button[contains(., "插入任务卡")]`);
  await desk.focus("dialog");
  await fill(desk, { 做什么: CARD, 谁做: "演练燃气抢修队", 时限: "15", 怎么确认: "拍照", 编号: CARD_ID });
  await desk.window.click(`//dialog//label[contains(., "Ⅳ")]/input`);
  await desk.window.press("Ctrl+Enter");
  await desk.shown("the card stands in the text", () => document.querySelector(".cm-content .cm-card, .cm-content .plan-fence") !== null);
  await until("the draft is kept", DONE_MS_MAX, async () => {
    const draft = await desk.call("plan_draft", { id: ID });
    return draft.text.includes(CARD);
  });
  await desk.window.press("Ctrl+S");
  await desk.focus("dialog");
  await desk.window.type("演练 补任务卡");
  await desk.window.press("Ctrl+Enter");
  await until("there is a second version", DONE_MS_MAX, async () => {
    const { row } = await desk.call("plan_sheet", { id: ID });
    return row.versions === 2 && row.summary.cards === 1;
  });
  await desk.shown("what changed is there", () => document.querySelector("[data-change]") !== null);
  await photographPalettes(desk, "library-change");
}

/** `B` for each step, from the working group to the filing. */
async function review(desk) {
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("F");
  for (const step of STEPS) {
    await until(`${step} comes next`, DONE_MS_MAX, async () => {
      const { row } = await desk.call("plan_sheet", { id: ID });
      return row.nextStep === step;
    });
    await desk.shown(
      `${step} is marked as the next one`,
      (at) => [...document.querySelectorAll(".steps ol > li")][at]?.getAttribute("aria-current") === "step",
      STEPS.indexOf(step),
    );
    await desk.focus("[data-scope~=plans]");
    await desk.window.press("B");
    await desk.focus("dialog");
    if (step === "review") await votes(desk);
    await fill(desk, { 文号: "演练〔2026〕1号", 报送单位: "演练区应急管理局", 签字人: LEADER, 签字身份: "演练 负责人" });
    await desk.window.press("Ctrl+Enter");
    await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  }
  const sheet = await until("it is handed in", DONE_MS_MAX, async () => {
    const now = await desk.call("plan_sheet", { id: ID });
    return now.row.nextStep === "publish" ? now : undefined;
  });
  assert.equal(sheet.row.state, "in_force", "what is issued is in force");
  assert.ok(sheet.signatures.length >= 3 && sheet.signatures.every((one) => one.holds), "every signature holds");
  assert.ok(sheet.terms.some((term) => term.kind === "publish" && term.state === "running"), "and its term runs");
}

/** `X`: the filing was dated wrongly; it is taken back with its reason, due again, and done again. */
async function takeBack(desk) {
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("X");
  await desk.focus("dialog textarea");
  await desk.window.type("演练 报备日期录错");
  await photographPalettes(desk, "library-withdraw");
  await desk.window.press("Ctrl+Enter");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  const sheet = await until("it is due again", DONE_MS_MAX, async () => {
    const now = await desk.call("plan_sheet", { id: ID });
    return now.row.nextStep === "file" ? now : undefined;
  });
  assert.equal(sheet.record.withdrawn.length, 1, "and the withdrawal is on record");
  assert.equal(sheet.row.state, "in_force", "what it leaned on stands");
  await desk.text("已撤回");
  await photographPalettes(desk, "library-filing");
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("B");
  await desk.focus("dialog");
  await fill(desk, { 报送单位: "演练区应急管理局" });
  await desk.window.press("Ctrl+Enter");
  await until("it is handed in again", DONE_MS_MAX, async () => {
    const { row } = await desk.call("plan_sheet", { id: ID });
    return row.nextStep === "publish";
  });
}

/** Three desks saved apart: all three are shown, two are looked at and merged, the third waits. */
async function threeApart(desk) {
  const plan = "exercise-apart";
  const who = { actor: LEADER, role: "duty", paperAt: null };
  const words = (more) =>
    `+++\nid = "${plan}"\ntitle = "演练 三席各存一版"\nkind = "special"\nunit = "演练"\nversion = "1"\n+++\n\n# 一、总则\n\n先报告。${more}\n`;
  const save = async (more, parents) => {
    const wanted = { text: words(more), parents, why: `演练 ${more || "起草"}`, file: null, who };
    return (await desk.call("save_plan", wanted)).version;
  };
  const first = await save("", []);
  for (const more of ["甲席改。", "乙席改。", "丙席改。"]) await save(more, [first]);
  await desk.text("三席各存一版");
  await desk.window.click(`//aside//button[@data-row][contains(., "三席各存一版")]`);
  await desk.text("3 个版本待合并");
  await desk.focus("[data-scope~=plans]");
  await desk.window.press("E");
  await desk.text("共 3 个版本待合并");
  await desk.text("未对照");
  await photographPalettes(desk, "library-merge");
  await desk.window.click(`//div[contains(@class, "merge")]//button[contains(@class, "main")]`);
  await desk.focus(".cm-content");
  await desk.text("正在合并");
  await desk.text("待合并，这次不并入");
  await desk.window.press("Ctrl+End");
  await desk.window.type("演练合并。");
  await desk.window.press("Ctrl+S");
  await desk.focus("dialog");
  await desk.window.type("演练 合并两版");
  await desk.window.press("Ctrl+Enter");
  const row = await until("two are one", DONE_MS_MAX, async () => {
    const now = (await desk.call("plan_sheet", { id: plan })).row;
    return now.versions === 5 ? now : undefined;
  });
  assert.equal(row.heads.length, 2, "the third is still a version of its own");
}

/** Two of three experts agree. */
async function votes(desk) {
  for (const [name, agrees] of [["演练专家甲", true], ["演练专家乙", true], ["演练专家丙", false]]) {
    await desk.window.click(`//dialog//button[contains(., "加一位专家")]`);
    await desk.window.run(
      (text, yes) => {
        const line = [...document.querySelectorAll("dialog .expert")].at(-1);
        const field = line.querySelector("input:not([type])");
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        if (!yes) line.querySelector("input[type=checkbox]").click();
      },
      name,
      agrees,
    );
  }
}

/** Puts words into the fields that the dialog has, by what stands above them. */
async function fill(desk, texts) {
  await desk.window.run((wanted) => {
    for (const label of document.querySelectorAll("dialog label.field")) {
      const name = label.querySelector("span")?.textContent.trim() ?? "";
      const words = Object.entries(wanted).find(([key]) => name.startsWith(key))?.[1];
      const field = label.querySelector("input, textarea");
      if (words === undefined || field === null) continue;
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, texts);
}

/** An incident of the street, the plan among those that fit, its card a task that runs. */
async function work(desk, headline, circle) {
  await desk.window.press("Ctrl+1");
  const incident = await incidentOf(desk, headline, { area: "紫云街道", circle });
  const matched = await desk.call("match_plans", { id: incident.id });
  assert.ok(matched.some((one) => one.id === ID), `it is found: ${matched.map((one) => one.id).join(" ")}`);
  await desk.window.press("P");
  await desk.focus("[role=tabpanel] [data-row]");
  await desk.window.click(`//*[@role="tabpanel"]//li[contains(., "${TITLE}")]//button[@data-row]`);
  await desk.focus("dialog [data-scope~=level]");
  await desk.window.press("4");
  await fill(desk, { 响应事项: "演练 燃气泄漏处置", 预计期限: "12", 应急处置措施: "演练 关阀、疏散" });
  await desk.text("法定职责，预案没有任务卡");
  await desk.shown(
    "it may be started",
    () => document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
  );
  if (headline === HEADLINE) await photographPalettes(desk, "library-start");
  await desk.window.press("Ctrl+Enter");
  const task = await until("its card is a task", DONE_MS_MAX, async () => {
    const { incident: now } = await desk.call("incident", { id: incident.id });
    return Object.values(now.tasks).find((one) => one.given.what === CARD);
  });
  assert.equal(task.given.who, "演练燃气抢修队", "with who does it");
  assert.ok(task.dueAt !== null, "and its clock");
  const duty = await taskOf(desk, incident, DUTY_ID);
  assert.ok(duty?.given.basis.includes("第七十三条"), "what the law asks and no card carries is a task too");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  await desk.window.press("T");
  await desk.text(CARD);
  return incident;
}

/** The task of a card or of a duty, as the desk has it. */
async function taskOf(desk, incident, card) {
  const { incident: now } = await desk.call("incident", { id: incident.id });
  return Object.values(now.tasks).find((one) => one.given.card === card);
}

/** `T`, by Tab to the button of the task, Enter. */
async function moveTask(desk, card, to) {
  await desk.window.press("T");
  await desk.focus("[role=tabpanel]");
  await tabTo(desk, `[data-card="${card}"] [data-move="${to}"]`);
  await desk.window.press("Enter");
}

/** The card is received, under way and done; a duty cannot be done, and says why. */
async function runCards(desk, incident) {
  const given = await taskOf(desk, incident, CARD_ID);
  assert.equal(given.state, "given", "it was given with the start");
  for (const state of ["received", "under_way", "done"]) {
    await moveTask(desk, CARD_ID, state);
    await until(`the card is ${state}`, DONE_MS_MAX, async () => (await taskOf(desk, incident, CARD_ID)).state === state);
    await desk.focus('[data-scope~="incident"]');
  }
  await moveTask(desk, DUTY_ID, "cannot");
  await desk.focus("dialog textarea");
  await desk.window.type("演练 本区没有此项情况");
  await desk.window.press("Ctrl+Enter");
  const left = await until("it cannot be done", DONE_MS_MAX, async () => {
    const task = await taskOf(desk, incident, DUTY_ID);
    return task.state === "cannot" ? task : undefined;
  });
  assert.equal(left.note, "演练 本区没有此项情况", "with the reason");
  await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);
  await desk.text("演练 本区没有此项情况");
}

/** The line to the city is dead: the plan is started and its cards run all the same. */
async function withoutLine(desk) {
  await desk.platform.kill();
  await until("the window shows the line as down", DOWN_MS_MAX, () =>
    desk.window.run(() => document.querySelector("header").dataset.link !== "live"),
  );
  const incident = await work(desk, HEADLINE_DOWN, AWAY);
  await runCards(desk, incident);
  const { link } = await desk.call("status", {});
  assert.ok(link.outbox > 0, "what was done meanwhile waits to go");
  await desk.platform.start();
  await drained(desk, BACK_MS_MAX);
  await desk.window.press("Ctrl+3");
  await desk.shown("the plans are there again", () => document.querySelector("[role=tablist]") !== null);
}

/** `Q` writes one card for each role, and it can be read. */
async function printCards(desk) {
  await desk.window.press("Ctrl+3");
  await tabTo(desk, "aside [data-row]");
  await desk.window.press("Q");
  await desk.shown(
    "it says where the cards are",
    () => document.querySelector(".notices")?.textContent.includes(".pdf") === true,
  );
  const written = await desk.call("export_plan", { plan: ID, version: null, form: "cards" });
  const pdf = written.files.find((name) => name.endsWith(".pdf"));
  assert.notEqual(pdf, undefined, `a card is printed: ${written.files.join(" ")}`);
  const words = await pdfText(path.join(written.folder, pdf));
  assert.ok(words.replaceAll(/\s/g, "").includes(CARD.replaceAll(/\s/g, "")), "it says what is to be done");
}
