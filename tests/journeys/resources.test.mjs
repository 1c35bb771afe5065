/** A team comes in as a workbook, its certificate that is over is found, and the table is undone. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { journey, until } from "./driver.mjs";
import { drained, startDuty } from "./steps.mjs";
import { workbook } from "./workbook.mjs";

const DONE_MS_MAX = 20_000;
const NAME = "演练 导入的危化救援队";
const ROWS = [
  ["队伍名称", "级别", "类型", "所属单位", "能力", "人数", "联系人", "联系电话", "经度", "纬度",
    "人员姓名", "证书名称", "证书有效期"],
  [NAME, "企业", "危险化学品", "演练 某化工企业", "危化处置", "6", "演练队长", "演练-000", "117.13", "36.71",
    "演练队员甲", "演练 危化品救援证", "2020-01-31"],
];

test("a team is entered from a workbook by keys, and what is over is found", async () => {
  await journey("resources", {}, async (desk) => {
    const file = desk.own("teams.xlsx");
    await writeFile(file, workbook(ROWS));
    await startDuty(desk);
    await drained(desk, 60_000);
    await desk.window.press("Alt+R");
    await desk.focus("[role=grid]");

    await desk.window.press("I");
    await desk.focus("dialog");
    await desk.window.type(file);
    await desk.shown("the check report is there", () => document.querySelector("dialog [data-counts]") !== null);
    const none = await entered(desk);
    assert.equal(none, undefined, "nothing is written before it is said");
    await desk.shown("it may be entered", () =>
      document.querySelector("dialog [data-action=commit]:not(:disabled)") !== null,
    );
    await desk.window.press("Ctrl+Enter");
    const team = await until("the team is in the list", DONE_MS_MAX, () => entered(desk));
    await desk.shown("the dialog is gone", () => document.querySelector("dialog") === null);

    await desk.window.press("T");
    await desk.text(NAME);
    const over = await desk.call("expiring", { days: 30, depot: "" });
    const found = over.find((row) => row.id === team.id);
    assert.ok(found?.days < 0, "the certificate that is over is named");

    const { row } = await desk.call("resource", { kind: "teams", id: team.id });
    assert.equal(row.title, NAME, "the profile is the one that was read");
    const [table] = await desk.call("imports", {});
    assert.equal(table.rows, 1, "the table stands in the list of what was entered");
  });
});

/** The team of the table, once it is there. */
async function entered(desk) {
  const wish = { kind: "teams", text: NAME, state: "", class: "", depot: "", offset: 0, limit: 10 };
  const { rows } = await desk.call("resources", wish);
  return rows.find((row) => row.title === NAME);
}
