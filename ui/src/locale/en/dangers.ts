import type { DangerStep } from "../../contract";
import type { dangers as zh } from "../zh-CN/dangers";

function said(step: DangerStep): string {
  switch (step.step) {
    case "supervise": {
      const { level, body, number, until } = step.supervision;
      return `Supervision (${level}): ${body}${number === "" ? "" : ` (${number})`}${until === null ? "" : `, until ${until}`}`;
    }
    case "plan": {
      const { responsible, measures, funds, until, contingency } = step.plan;
      const parts = [
        ["responsible", responsible],
        ["measures", measures],
        ["funds", funds],
        ["term", until ?? ""],
        ["contingency", contingency],
      ];
      return `Plan: ${parts.map(([name, words]) => `${name ?? ""}: ${words === "" ? "missing" : (words ?? "")}`).join("; ")}`;
    }
    case "note":
      return `Progress: ${step.words}`;
    case "extend":
      return `Extended to ${step.until}: ${step.reason}${step.approvedBy === "" ? "" : `, agreed by ${step.approvedBy}`}`;
    case "submit":
      return `${step.askedBy} asks for acceptance: ${step.words}`;
    case "check":
      return `${step.accepted ? "Accepted" : "Not accepted"} by ${step.checkedBy}${step.words === "" ? "" : `: ${step.words}`}`;
    case "close":
      return `Struck off: ${step.note}`;
    case "evaluate":
      return `Evaluated: ${step.effective ? "it holds" : "it does not hold, open again"}, ${step.words}`;
    case "retract":
      return `${step.act === null ? "This danger" : "An act"} is said to be a mistake: ${step.reason} (it goes when another person takes it back too)`;
  }
}

export const dangers: typeof zh = {
  title: (n) => `Hidden dangers: ${n} open`,
  stage: {
    found: "to be put right",
    planned: "being put right",
    submitted: "acceptance asked",
    refused: "not accepted",
    accepted: "to be struck off",
    closed: "struck off",
  },
  state: {
    open: "open",
    overdue: "overdue",
    soon: "due soon",
    supervised: "supervised",
    to_check: "to be accepted",
    closed: "struck off",
    all: "all",
  },
  sorts: { due: "due day", major: "major first", street: "street", site: "place", found: "newest" },
  step: {
    supervise: "Put up",
    plan: "Plan",
    note: "Progress",
    extend: "Extend",
    submit: "Ask for acceptance",
    check: "Accept or refuse",
    close: "Strike off",
    evaluate: "Evaluate",
    withdraw: "Take back",
  },
  field: {
    level: "Level of supervision (to be confirmed)",
    body: "Supervising body",
    number: "Number of the notice",
    until: "Until",
    responsible: "Who answers for it",
    measures: "Measures",
    funds: "Funds",
    plan_until: "Term",
    contingency: "Contingency plan",
    text: "Words",
    reason: "Reason",
    approved_by: "Agreed by",
    asked_by: "Who asks",
    verdict: "Outcome",
    checked_by: "Who looked",
  },
  element: { responsible: "responsibility", measures: "measures", funds: "funds", plan_until: "term", contingency: "contingency" },
  said,
  which: "Which",
  street: "Street",
  of_field: "Key field",
  only_major: "Major only",
  sort: "Sort by",
  all: "all",
  text: "Filter by words, place or owner",
  major: "major",
  supervised: "supervised",
  owner: (name) => (name === "" ? "no owner" : `owner ${name}`),
  entered: (by, at) => `entered by ${by} ${at}`,
  put_up: (level, body, number) => [level, body, number].filter((one) => one !== "").join(" "),
  elements: (has) => `${has} of 5 elements`,
  lacking: (names) => `, missing ${names}`,
  acts: (n) => `${n} acts`,
  no_due: "no day set",
  days: (n) => (n < 0 ? `${-n} days overdue` : n === 0 ? "due today" : `${n} days left`),
  two_people:
    "A supervision, a request, a refusal, an evaluation that failed, and a danger that needs acceptance go when two people say so",
  another: "Who accepts is another person than who asked, at the desk and by name",
  accepted: "accepted",
  refused: "not accepted",
  holds: "it holds",
  holds_not: "it does not hold, open again",
  withdraw_whole: "Take back this danger",
  done: (step, words) => `${step}: ${words}`,
  overdue: (n) => `${n} overdue`,
  counts: (soon, days, major, supervised, check) =>
    `${soon} due within ${days} days · ${major} major · ${supervised} supervised · ${check} to be accepted`,
  rules: "Days that count as soon, levels and the names of the five elements are to be confirmed by the district ([dangers] in desk.toml)",
  empty: "No hidden danger is open",
  none: "No danger fits the filter",
  more: (shown, all) => `${shown} of ${all} shown`,
  workbook: "Export XLSX",
  import_title: "Import hidden dangers",
  import_help: "CSV or XLSX, one danger a row: place (or its number), danger, major or not, owner, due day, source. It is looked through before anything is entered.",
  import_pick: "Choose a file",
  import_do: "Enter",
  import_counts: (fresh, wrong, same) => `${fresh} to enter, ${wrong} wrong and left out, ${same} there already`,
  imported: (n) => `${n} dangers entered`,
  around: {
    title: "Around this place",
    alarms: (n, metres) => `${n} alarms stand here (within ${metres})`,
    no_alarms: "No alarm stands here",
    more_alarms: (n) => `${n} more`,
    waits: "not acknowledged",
    teams: "Nearest teams (straight line, from their bases)",
    lots: "Nearest supplies (straight line)",
    plans: "Plans that name this place",
    no_plans: "No plan names this place",
    no_point: "No position: nobody knows what is near",
    busy: "out",
    open_dangers: (n, late) => (n === 0 ? "no open hidden dangers" : late === 0 ? `${n} open hidden dangers` : `${n} open hidden dangers, ${late} overdue`),
    profile: "Open the profile",
  },
};
