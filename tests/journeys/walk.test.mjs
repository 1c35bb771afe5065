/**
 * Every action of the one list that opens something is opened by its key, scanned in the three
 * palettes, and its fields are fed hostile texts, over records that carry such texts themselves. An
 * action that is neither walked nor excused with a reason fails the walk.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { actions } from "./actions.mjs";
import { CORPUS, harmless } from "./corpus.mjs";
import { journey, until } from "./driver.mjs";
import { cap } from "./messages.mjs";
import { scan, scanner } from "./scan.mjs";
import { inHand, PALETTES } from "./scene.mjs";
import { arrived, OFFICER } from "./steps.mjs";

const FAULTS_SHOWN_MAX = 40;
const FAULT_CHARS_MAX = 400;
/** A long text in each of many fields at once costs seconds in a window without a graphics card. */
const FED_CHARS_MAX = 15_000;
/** A form takes a press of Escape within this, and is left by so many at most. */
const TAKEN_MS_MAX = 2_000;
const ESCAPES_MAX = 3;
const OPENED_MS_MAX = 8_000;
const TEXTS = CORPUS.map(([, text]) => text.slice(0, FED_CHARS_MAX));
const DIALOG = "dialog[open]";
const OVER = "dialog[open], [role=dialog]";

/** What opens, by the place that it is opened from. Order matters where one needs another. */
const WALK = {
  anywhere: {
    find: OVER,
    search: OVER,
    help: OVER,
    line: ".line[role=dialog]",
    duty: DIALOG,
    hand_over: DIALOG,
    defects: DIALOG,
    feeds: DIALOG,
    call: DIALOG,
    closures: DIALOG,
    close_roads: DIALOG,
    observe_wind: DIALOG,
    fences: DIALOG,
    import_roads: DIALOG,
    report_position: DIALOG,
    alarm_load: DIALOG,
    mapping: DIALOG,
    deadlines: DIALOG,
    start_deadline: DIALOG,
    take_call: DIALOG,
    submissions: DIALOG,
    rota: ".rota",
    risks: DIALOG,
    dangers: DIALOG,
    points: DIALOG,
    firms: DIALOG,
    objects: DIALOG,
  },
  alerts: {
    raise: DIALOG,
    merge: DIALOG,
    shelve: DIALOG,
    dismiss: DIALOG,
    original: DIALOG,
    verify: DIALOG,
    prioritize: DIALOG,
    take_out: DIALOG,
    alert_cameras: DIALOG,
  },
  incident: {
    plan: "#command-tab",
    tasks: "#command-tab",
    dispatch: "#command-tab",
    report: "#command-tab",
    sent: "#command-tab",
    grade: DIALOG,
    respond: DIALOG,
    end_response: DIALOG,
    harm: DIALOG,
    place: DIALOG,
    merge_incident: DIALOG,
    split_incident: DIALOG,
    close_incident: DIALOG,
    catch_up: '[data-scope~="incident"] header',
    send_draft: DIALOG,
    cameras: DIALOG,
  },
  sent: { tell: DIALOG, request_aid: DIALOG, requisition: DIALOG, draw_stock: DIALOG },
  closed: { reopen_incident: DIALOG },
  team: {
    add_resource: DIALOG,
    edit_resource: DIALOG,
    withdraw_resource: DIALOG,
    import_table: DIALOG,
    send_team: DIALOG,
  },
  site: { site_cameras: DIALOG },
  supply: { allot_share: DIALOG, take_share: DIALOG },
  rota: { import_rota: DIALOG },
  board: { expiring: ".board", check_plans: ".board" },
  plans: { new_plan: DIALOG, start_plan: DIALOG },
  editor: { save_plan: DIALOG },
  map: { layers: "section.panel", measure: "section.draft", draw_point: "section.draft", draw_area: "section.draft" },
  // Last: from then on the window shows the log of the drill.
  drill: { end_drill: DIALOG },
};

/** What opens nothing of its own, or is looked at elsewhere. */
const EXCUSED = {
  "a workspace or a face of one: a11y.test.mjs scans it whole": [
    "watch", "command", "plans", "drill", "team_times", "wall", "assign", "what_if",
    "read_plan", "edit_plan", "plan_versions", "plan_filing", "plan_suggestions", "check_plan", "plan_map", "import_plan",
  ],
  "the resource board, walked with its dialogs": ["resources", "site_profile"],
  "the same sheet as another action": ["help_sign"],
  "it moves the focus or the map and opens nothing": [
    "highest", "next_alarm", "next_pane", "previous_pane", "timeline", "locate", "locate_incident", "refit",
    "next_change", "previous_change", "filter_resources", "start_drill", "prefer_next", "reach",
  ],
  "it goes into a field that is in view: hostile.test.mjs writes there": ["note", "note_incident"],
  "it acts at once and says so in a notice": [
    "silence", "test_tone", "undo", "acknowledge", "reopen", "part", "reset_alarm", "hold_drill", "inject",
    "open_camera", "copy_camera", "assign_again", "stop_search", "pin_team", "forbid_team", "take_closure",
    "team_returns", "team_restocks", "team_cleans", "team_rests", "team_ready",
  ],
  "it writes files; what stands in them is tested where they are made": [
    "print_picture", "print_cards", "print_log", "print_handover", "print_allocation", "print_response",
    "export_table", "print_labels", "export_plan", "print_quick_cards", "export_plan_pdf", "export_plan_text",
    "export_plan_package", "export_plan_original", "print_register", "print_list", "export_defect",
  ],
  "it changes how a thing is shown": [
    "palette", "language", "open_row", "close_row", "times_busy", "times_wider", "times_narrower",
    "compare_layout", "compare_all", "level_one", "level_two", "level_three", "level_four",
  ],
  "the foot of the forms that are walked": ["commit", "draft_order"],
  "it changes the text under the editor's cursor": ["plan_clause", "plan_numbers", "plan_block", "check_draft"],
  "it needs an import under way: library.test.mjs goes through one": [
    "accept_finding", "change_finding", "save_import",
  ],
  "it needs a saved version: library.test.mjs goes through one": ["plan_step"],
  "it needs an act on a plan: plans.test.ts takes one back": ["withdraw_plan_act"],
};

test("everything that an action opens is usable by all and holds hostile texts", async () => {
  const list = await actions();
  assertWhole(list);
  const keys = Object.fromEntries(list.map(({ name, key }) => [name, key]));
  await journey("walk", {}, async (desk) => {
    const incident = await inHand(desk);
    const made = await hostileRecords(desk, incident);
    await scanner(desk);
    const places = placesOf(desk, incident, made);
    const found = [];
    for (const [place, opened] of Object.entries(WALK)) {
      for (const [action, selector] of Object.entries(opened)) {
        try {
          await places[place]();
          const faults = await walked(desk, action, keys[action], selector);
          for (const fault of faults) console.log(fault);
          found.push(...faults);
        } catch (error) {
          // One that does not open keeps nobody from the others: all are named at once.
          const fault = `${action}: ${String(error.message).slice(0, FAULT_CHARS_MAX)}`;
          console.log(fault);
          found.push(fault);
          await desk.photograph(`failed/walk-${action}`);
          await away(desk);
        }
      }
    }
    assert.deepEqual(found.slice(0, FAULTS_SHOWN_MAX), [], `${found.length} faults`);
  });
});

/** Each action once, in one of the two lists. */
function assertWhole(list) {
  const walked = Object.values(WALK).flatMap((opened) => Object.keys(opened));
  const excused = Object.values(EXCUSED).flat();
  const named = [...walked, ...excused];
  const known = list.map(({ name }) => name);
  assert.deepEqual(known.filter((name) => !named.includes(name)), [], "actions neither walked nor excused");
  assert.deepEqual(named.filter((name) => !known.includes(name)), [], "names that no action has");
  assert.equal(new Set(named).size, named.length, "no action stands twice");
}

/** Waits until the page answers something true: what opens, opens soon. */
function soon(desk, what, inPage, ...args) {
  return until(what, OPENED_MS_MAX, () => desk.window.run(inPage, ...args));
}

/** Opens it by its key, looks at it in every palette, feeds its fields, and leaves it by Escape. */
async function walked(desk, action, key, selector) {
  await desk.window.press(key);
  await soon(
    desk,
    `${action} opens ${selector}`,
    (wanted) => [...document.querySelectorAll(wanted)].some((one) => one.checkVisibility()),
    selector,
  );
  // What it reads first is there before it is looked at.
  await soon(
    desk,
    `${action} is drawn`,
    (wanted) => [...document.querySelectorAll(wanted)].every((one) => one.querySelector("p.state:not(.hatched)") === null),
    selector,
  );
  const found = [];
  for (const palette of PALETTES) {
    await desk.window.run((to) => (document.documentElement.dataset.palette = to), palette);
    found.push(...(await scan(desk, `${action} ${palette}`, selector)));
  }
  await desk.window.run((to) => (document.documentElement.dataset.palette = to), PALETTES[0]);
  const fields = await fed(desk, selector);
  await harmless(desk, `${action}, ${fields} fields`);
  await left(desk, action, key);
  return found;
}

/** Writes a hostile text into every field that takes text; how many there were. */
function fed(desk, part) {
  return desk.window.run(
    (selector, texts) => {
      const wanted = "input:not([type]), input[type=text], input[type=search], input[type=tel], textarea";
      const roots = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
      const fields = roots.flatMap((root) => [...root.querySelectorAll(wanted)]);
      const open = fields.filter((field) => !field.disabled && !field.readOnly);
      for (const [index, field] of open.entries()) {
        const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
        // Past Svelte, as a paste would: the page hears of it by the event alone.
        Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, texts[index % texts.length]);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      return open.length;
    },
    part,
    TEXTS,
  );
}

/** Escape closes what lies over the page; what stands in it is left by the same key. */
async function left(desk, action, key) {
  const over = () => document.querySelector("dialog[open], [role=dialog]") === null;
  if (await desk.window.run(over)) {
    // A tab stays, a strip and a tool go again.
    if (["catch_up", "layers"].includes(action)) await desk.window.press(key);
    if (["measure", "draw_point", "draw_area"].includes(action)) await desk.window.press("Escape");
    return;
  }
  await away(desk);
  await soon(desk, `${action} is closed`, over);
}

/** Out of whatever lies over the page: of a list in a field first, then of the form. */
async function away(desk) {
  const over = () => document.querySelector("dialog[open], [role=dialog]") === null;
  const asking = () => document.querySelector("[data-leaving]") !== null;
  let asked = false;
  for (let press = 0; press < ESCAPES_MAX && !(await desk.window.run(over)); press += 1) {
    await desk.window.press("Escape");
    // A form that was fed asks first; the same question is not waited for twice.
    const taken = async () => (await desk.window.run(over)) || (!asked && (await desk.window.run(asking)));
    await until("it is taken", TAKEN_MS_MAX, taken).catch(() => undefined);
    asked = await desk.window.run(asking);
  }
}

/** Records whose every text is of the corpus, as another desk or a table could bring them. */
async function hostileRecords(desk, incident) {
  const who = { actor: OFFICER, role: "duty", paperAt: null };
  const act = (command) => desk.call("command", { command, who, secondPin: "" });
  const id = (receipt, kind) => receipt.entities.find((one) => one.startsWith(`${kind}:`)).split(":")[1];
  const [teams, lots, sites] = [await desk.call("teams", {}), await desk.call("lots", {}), await desk.call("sites", {})];
  const [markup, image, , , reversed, formula, , control, , long] = TEXTS;

  for (const [word, text] of CORPUS) {
    const fields = { headline: text, area: text.slice(0, 400), source: text.slice(0, 400) };
    await desk.drop(cap({ identifier: `WALK-${word}`, severity: "Severe", ...fields }));
  }
  for (const [word] of CORPUS) await arrived(desk, word);

  const { team } = teams[0];
  const name = `${markup} ${reversed}`;
  await act({ do: "register_team", team: team.id, registered: { ...team.registered, name, contact: image } });
  const { origin } = await desk.call("hello", {});
  const lot = {
    ...lots[0].registered,
    name: `${formula} ${image}`,
    shelf: control.slice(0, 100),
    keeper: reversed,
    quantity: 5,
    allotments: { [origin]: 3, [`${"0".repeat(56)}desk-two`]: 2 },
  };
  await act({ do: "register_lot", lot: "walk-lot", registered: lot });
  await act({ do: "register_site", site: sites[0].id, registered: { ...sites[0].registered, name: image, note: long }, seen: sites[0].registered });
  const { incident: first } = await desk.call("incident", { id: incident.id });
  const opened = (title) => ({ ...first.opened, title, alerts: [], source: reversed });
  const closed = id(await act({ do: "open_incident", opened: opened(`${image} ${reversed}`) }), "incident");
  await act({ do: "close_incident", incident: closed, reason: control });
  await act({ do: "open_incident", opened: opened(`${markup} ${long}`) });
  for (const text of TEXTS) await act({ do: "note_incident", incident: incident.id, note: { text } });
  await act({ do: "order", act: "draft", sent: draftOf(team.id, incident.id, `${image} ${long}`) });
  return { closed };
}

/** What stands in the draft of an order. */
function draftOf(team, incident, words) {
  return {
    team, incident, words, task: null, authority: "remote", furtherJob: false, etaS: null, etaEstimated: false,
    to: null, stops: [{ name: words.slice(0, 200), site: null, point: null, act: "collect", words, etaS: null }],
    oral: false, replaces: null,
  };
}

/** How one comes to each place, with the focus where its keys count. */
function placesOf(desk, incident, { closed }) {
  const { window } = desk;
  const focused = (selector) =>
    soon(
      desk,
      `${selector} takes the focus`,
      (wanted) => {
        const one = [...document.querySelectorAll(wanted)].find((each) => each.checkVisibility());
        one?.focus();
        return one !== undefined && one.contains(document.activeElement);
      },
      selector,
    );
  const command = async (id) => {
    await window.press("Ctrl+2");
    await soon(desk, "the incidents are in view", () => {
      const tab = document.querySelector(".faces [role=tab]");
      if (tab?.getAttribute("aria-selected") !== "true") tab?.click();
      return tab?.getAttribute("aria-selected") === "true";
    });
    const { callSign } = (await desk.call("incidents", {})).find((row) => row.id === id);
    await soon(
      desk,
      `${callSign} is open`,
      (sign) => {
        if (document.querySelector('[data-scope~="incident"] header .sign')?.innerText === sign) return true;
        [...document.querySelectorAll("aside button.row")].find((row) => row.innerText.includes(sign))?.click();
        return false;
      },
      callSign,
    );
    await focused('[data-scope~="incident"]');
  };
  const board = async (view) => {
    await window.press("Ctrl+2");
    await soon(desk, "the board is in view", () => {
      const tab = document.querySelectorAll(".faces [role=tab]")[2];
      if (tab?.getAttribute("aria-selected") !== "true") tab?.click();
      return tab?.getAttribute("aria-selected") === "true" && document.querySelector(".board") !== null;
    });
    await soon(
      desk,
      `the list ${view} is in view`,
      (at) => {
        const tab = document.querySelectorAll(".board .views [role=tab]")[at];
        if (tab?.getAttribute("aria-selected") !== "true") tab?.click();
        return tab?.getAttribute("aria-selected") === "true";
      },
      view,
    );
  };
  const first = async (view, word) => {
    await board(view);
    if (word !== "") {
      await focused(".board input[type=search]");
      await window.run(() => document.querySelector(".board input[type=search]").select());
      await window.type(word);
    }
    await soon(
      desk,
      "its first row is open",
      (wanted) => {
        const article = document.querySelector("article[data-scope=resources]");
        if (article?.getAttribute("aria-label").includes(wanted)) return true;
        const row = document.querySelector(".board [role=rowgroup] [role=row]");
        if (row?.textContent.includes(wanted)) row.click();
        return false;
      },
      word,
    );
    await focused("article[data-scope=resources]");
  };
  return {
    anywhere: async () => {
      await window.press("Ctrl+1");
      await focused("[role=grid]");
    },
    alerts: async () => {
      await window.press("Ctrl+1");
      await window.press("F2");
      await soon(desk, "an alert is open", () => document.querySelector(".row.active") !== null);
      await focused('main > section:not([hidden]) [role=grid][data-scope~="alerts"]');
    },
    incident: () => command(incident.id),
    sent: async () => {
      await command(incident.id);
      await window.press("A");
      await soon(desk, "the tab is open", () => document.querySelector("[role=tabpanel] [data-action=request_aid]") !== null);
      await focused('[data-scope~="incident"]');
    },
    closed: () => command(closed),
    team: () => first(0, ""),
    site: () => first(2, ""),
    supply: () => first(1, "演练表格己"),
    rota: async () => {
      await window.press("Alt+V");
      await focused(".rota button");
    },
    board: () => board(0).then(() => focused(".board [role=grid]")),
    plans: async () => {
      await window.press("Ctrl+3");
      await focused("[data-scope~=plans] aside [data-row][aria-current=true]");
      await window.press("T");
      await soon(desk, "the plan is read", () => document.querySelector("main > section:not([hidden]) [data-clause]") !== null);
      await focused("[data-scope~=plans] aside [data-row][aria-current=true]");
    },
    editor: async () => {
      await window.press("Ctrl+3");
      await focused("[data-scope~=plans] aside [data-row][aria-current=true]");
      await window.press("E");
      await focused(".cm-content");
    },
    map: async () => {
      await window.press("Ctrl+1");
      await focused("main > section:not([hidden]) .maplibregl-canvas");
    },
    drill: async () => {
      await window.press("Ctrl+4");
      await soon(desk, "a drill runs", () => {
        const start = document.querySelector("[data-scope~=drill] [data-action=commit]:not(:disabled)");
        start?.click();
        return document.querySelector("[data-scope~=drill] [data-action=end_drill]") !== null;
      });
      await focused("[data-scope~=drill]");
    },
  };
}
