import { expect, it } from "vitest";
import { answerAct, type Entered, holidaysAct, lacking, stepAct, suggestAct } from "./acts";
import { dayAt } from "./steps";

const isDay = (text: string) => dayAt(text) !== null;
function entered(texts: Record<string, string>, more: Partial<Entered> = {}): Entered {
  return { texts, papers: [], experts: [], findings: [], ...more };
}

it("asks at a review for the experts and sends their votes", () => {
  const act = stepAct("p", "v", "review", { signed: true });
  expect(lacking(act, entered({ day: "2026-11-27" }), isDay), "nobody voted").toEqual(["experts"]);
  const experts = [
    { name: "甲", unit: "消防", agrees: true, opinion: "" },
    { name: " ", unit: "", agrees: true, opinion: "" },
  ];
  const full = entered({ day: "2026-11-27" }, { experts });
  expect(lacking(act, full, isDay)).toEqual([]);
  expect(act.command(full), "an empty line is no expert").toMatchObject({
    do: "plan",
    act: "step",
    plan: "p",
    stepped: { version: "v", step: "review", experts: [{ name: "甲" }] },
  });
});

it("asks why the review is left out only at a simplified approval", () => {
  const act = (as?: "simplified") => stepAct("p", "v", "approve", as === undefined ? { signed: true } : { signed: true, as });
  const keys = (as?: "simplified") => act(as).fields.map((field) => field.key);
  expect(keys("simplified")).toContain("simplified_because");
  expect(keys()).not.toContain("simplified_because");
  const said = act().command(entered({ simplified_because: "typed before" }));
  expect(said, "what was typed for another act is not sent").toMatchObject({ stepped: { simplifiedBecause: "" } });
});

it("asks for a signature where the law wants one and there is none yet", () => {
  const signs = (step: "group" | "review" | "approve" | "issue", signed: boolean) => stepAct("p", "v", step, { signed }).signs;
  expect([signs("review", false), signs("approve", false), signs("issue", false)]).toEqual(["review", "approve", "issue"]);
  expect([signs("group", false), signs("approve", true)], "a group is not signed, an approval once").toEqual([null, null]);
  const before = stepAct("p", "v", "issue", { signed: false, as: "before" });
  expect(before.signs, "what was issued before this log was signed on paper").toBeNull();
  expect(before.command(entered({ number: "1" }))).toMatchObject({ stepped: { issuedBefore: true, number: "1" } });
});

it("sends what is handed in to the one and published at the other place", () => {
  const to = (step: "file" | "publish") => {
    const command = stepAct("p", "v", step, { signed: false }).command(entered({ filed_to: "市局", published_at: "网站" }));
    return "stepped" in command ? command.stepped.to : "";
  };
  expect([to("file"), to("publish")]).toEqual(["市局", "网站"]);
});

it("names what is missing line by line", () => {
  const command = answerAct("p", "v").command(entered({ answer: "incomplete", missing: "评估报告\n\n 清单 " }));
  expect(command).toMatchObject({ answered: { answer: "incomplete", missing: ["评估报告", "清单"] } });
});

it("takes only days for holidays", () => {
  const act = holidaysAct(2027);
  const wrong = entered({ year: "2027", free: "2027-01-01\n1.2.", worked: "", holidays_source: "国办发明电" });
  expect(lacking(act, wrong, isDay)).toEqual(["free"]);
});

it("suggests for the plan as a whole when no clause is named", () => {
  const command = suggestAct("p", ["甲"]).command(entered({ trigger: "law", suggest_words: "改", suggest_source: "通知" }));
  expect(command).toMatchObject({ suggested: { trigger: "law", clauses: [] } });
});
