/**
 * The closed list of everything a key, a button, the palette, the command line and the help sheet
 * can ask for. An action exists here or not at all.
 */

/**
 * Where an action's key counts. `anywhere` is the whole window; the others are parts of the page
 * marked `data-scope`, so that single letters act only where a list has the focus (WCAG 2.1.4).
 */
export type Scope =
  | "anywhere"
  | "alerts"
  | "incident"
  | "level"
  | "plans"
  | "plan_text"
  | "plan_diff"
  | "plan_import"
  | "resources"
  | "cameras"
  | "feeds"
  | "times"
  | "assign"
  | "drill"
  | "map"
  | "form";

export interface ActionFacts {
  scope: Scope;
  /** The default key, such as `Ctrl+K`, `Shift+F2`, `A`; empty for none. */
  key: string;
  /** True when the key also acts while the person types. */
  typing: boolean;
  /** True when the key acts again while it is held down: it moves through a list and writes nothing. */
  repeats?: true;
}

function everywhere(key: string): ActionFacts {
  return { scope: "anywhere", key, typing: true };
}

/** A single letter or sign: never while typing. */
function single(scope: Scope, key: string): ActionFacts {
  return { scope, key, typing: false };
}

/** Moves on and writes nothing: the key may be held down. */
function moving(facts: ActionFacts): ActionFacts {
  return { ...facts, repeats: true };
}

export const ACTIONS = {
  watch: everywhere("Ctrl+1"),
  command: everywhere("Ctrl+2"),
  plans: everywhere("Ctrl+3"),
  drill: everywhere("Ctrl+4"),
  resources: everywhere("Alt+R"),
  team_times: everywhere("Alt+G"),
  wall: everywhere("Alt+W"),
  assign: everywhere("Alt+M"),
  highest: everywhere("F2"),
  next_alarm: moving(everywhere("Shift+F2")),
  next_pane: moving(everywhere("F6")),
  previous_pane: moving(everywhere("Shift+F6")),
  silence: everywhere("F8"),
  find: everywhere("Ctrl+K"),
  search: everywhere("Ctrl+F"),
  help: everywhere("F1"),
  help_sign: single("anywhere", "?"),
  line: single("anywhere", "/"),
  undo: { scope: "anywhere", key: "Ctrl+Z", typing: false },
  palette: everywhere("Alt+D"),
  language: everywhere("Alt+L"),
  duty: everywhere("Alt+S"),
  hand_over: everywhere("Alt+H"),
  test_tone: everywhere("Alt+T"),
  defects: everywhere("Alt+Q"),
  feeds: everywhere("Alt+E"),
  deadlines: everywhere("Alt+X"),
  start_deadline: everywhere("Alt+Z"),
  risks: everywhere("Alt+6"),
  dangers: everywhere("Alt+7"),
  site_profile: everywhere("Alt+8"),
  points: everywhere("Alt+0"),
  firms: everywhere("Alt+K"),
  objects: everywhere("F3"),
  print_picture: everywhere("Ctrl+P"),
  print_cards: everywhere(""),
  print_log: everywhere(""),
  print_handover: everywhere(""),
  print_register: everywhere(""),
  call: everywhere("Alt+I"),
  take_call: everywhere("F9"),
  submissions: everywhere("Shift+F9"),
  closures: everywhere("Alt+C"),
  close_roads: everywhere("Alt+B"),
  import_roads: everywhere("Alt+O"),
  observe_wind: everywhere("Alt+F"),
  fences: everywhere("F7"),
  reach: everywhere("Alt+A"),
  send_team: everywhere("Alt+J"),
  report_position: everywhere("Alt+U"),
  team_returns: everywhere("Alt+1"),
  team_restocks: everywhere("Alt+2"),
  team_cleans: everywhere("Alt+3"),
  team_rests: everywhere("Alt+4"),
  team_ready: everywhere("Alt+5"),
  rota: everywhere("Alt+V"),
  print_list: everywhere("Alt+P"),
  print_allocation: everywhere(""),
  print_response: everywhere(""),
  note: everywhere("Alt+N"),
  alarm_load: everywhere("Alt+Y"),
  mapping: everywhere("Alt+9"),
  commit: { scope: "form", key: "Ctrl+Enter", typing: true },
  draft_order: { scope: "form", key: "Alt+Enter", typing: true },
  acknowledge: single("alerts", "A"),
  raise: single("alerts", "N"),
  merge: single("alerts", "M"),
  shelve: single("alerts", "H"),
  dismiss: single("alerts", "X"),
  reopen: single("alerts", "O"),
  locate: single("alerts", "L"),
  original: single("alerts", "V"),
  verify: single("alerts", "Y"),
  part: single("alerts", "P"),
  prioritize: single("alerts", "U"),
  reset_alarm: single("alerts", "R"),
  take_out: single("alerts", "K"),
  take_closure: single("alerts", "C"),
  open_row: single("alerts", "E"),
  close_row: single("alerts", "B"),
  alert_cameras: single("alerts", "Z"),
  plan: single("incident", "P"),
  dispatch: single("incident", "D"),
  report: single("incident", "R"),
  grade: single("incident", "U"),
  tasks: single("incident", "T"),
  timeline: single("incident", "G"),
  locate_incident: single("incident", "L"),
  sent: single("incident", "A"),
  tell: single("incident", "I"),
  request_aid: single("incident", "Q"),
  requisition: single("incident", "V"),
  draw_stock: single("incident", "K"),
  respond: single("incident", "S"),
  end_response: single("incident", "E"),
  harm: single("incident", "H"),
  place: single("incident", "W"),
  note_incident: single("incident", "N"),
  catch_up: single("incident", "B"),
  merge_incident: single("incident", "M"),
  split_incident: single("incident", "X"),
  close_incident: single("incident", "C"),
  reopen_incident: single("incident", "O"),
  cameras: single("incident", "Z"),
  open_camera: single("cameras", "Enter"),
  copy_camera: single("cameras", "C"),
  export_defect: single("feeds", "O"),
  level_one: single("level", "1"),
  level_two: single("level", "2"),
  level_three: single("level", "3"),
  level_four: single("level", "4"),
  add_resource: single("resources", "A"),
  edit_resource: single("resources", "E"),
  withdraw_resource: single("resources", "X"),
  import_table: single("resources", "I"),
  export_table: single("resources", "O"),
  print_labels: single("resources", "B"),
  filter_resources: single("resources", "F"),
  import_rota: single("resources", "Q"),
  expiring: single("resources", "T"),
  check_plans: single("resources", "P"),
  allot_share: single("resources", "S"),
  take_share: single("resources", "C"),
  site_cameras: single("resources", "V"),
  times_busy: single("times", "B"),
  times_wider: moving(single("times", "W")),
  times_narrower: moving(single("times", "N")),
  assign_again: single("assign", "A"),
  stop_search: single("assign", "S"),
  pin_team: single("assign", "P"),
  forbid_team: single("assign", "X"),
  what_if: single("assign", "W"),
  prefer_next: single("incident", "F"),
  send_draft: single("incident", "J"),
  // Parts of Plans come before Plans itself: their letters mean their own acts there.
  save_plan: { scope: "plan_text", key: "Ctrl+S", typing: true },
  plan_clause: { scope: "plan_text", key: "Alt+K", typing: true },
  plan_numbers: { scope: "plan_text", key: "Alt+O", typing: true },
  plan_block: { scope: "plan_text", key: "Alt+E", typing: true },
  check_draft: { scope: "plan_text", key: "Alt+U", typing: true },
  next_change: moving(single("plan_diff", "N")),
  previous_change: moving(single("plan_diff", "P")),
  compare_layout: single("plan_diff", "L"),
  compare_all: single("plan_diff", "A"),
  accept_finding: single("plan_import", "A"),
  change_finding: single("plan_import", "C"),
  save_import: { scope: "plan_import", key: "Ctrl+Enter", typing: false },
  start_plan: single("plans", "S"),
  read_plan: single("plans", "T"),
  edit_plan: single("plans", "E"),
  plan_versions: single("plans", "V"),
  plan_filing: single("plans", "F"),
  plan_step: single("plans", "B"),
  withdraw_plan_act: single("plans", "X"),
  plan_suggestions: single("plans", "J"),
  check_plan: single("plans", "K"),
  plan_map: single("plans", "M"),
  import_plan: single("plans", "I"),
  new_plan: single("plans", "A"),
  export_plan: single("plans", "O"),
  print_quick_cards: single("plans", "Q"),
  export_plan_pdf: single("plans", ""),
  export_plan_text: single("plans", ""),
  export_plan_package: single("plans", ""),
  export_plan_original: single("plans", ""),
  start_drill: single("drill", "S"),
  hold_drill: single("drill", "P"),
  inject: single("drill", "I"),
  end_drill: single("drill", "E"),
  refit: single("map", "F"),
  measure: single("map", "M"),
  draw_point: single("map", "P"),
  draw_area: single("map", "G"),
  layers: single("map", "Y"),
} as const satisfies Record<string, ActionFacts>;

export type ActionName = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];
