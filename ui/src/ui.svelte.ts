/** What only the screen knows: where the officer is and what is selected. Never facts. */

import type { Order, ResourceRef } from "./contract";

export const WORKSPACES = ["watch", "command", "plans", "drill"] as const;
export type Workspace = (typeof WORKSPACES)[number];

export const PALETTES = ["day", "dusk", "night"] as const;
export type Palette = (typeof PALETTES)[number];

export type Language = "zh-CN" | "en";

/** What can be selected in a list and on the map. */
export type SelectedKind = "alert" | "incident" | "team" | "site" | "firm";
export interface Selected {
  kind: SelectedKind;
  id: string;
}

const PALETTE_KEY = "dutyroom.palette";
const LANGUAGE_KEY = "dutyroom.language";
const ACTOR_KEY = "dutyroom.actor";
const SINGLE_KEYS_KEY = "dutyroom.single-keys";

function remembered<T extends string>(key: string, among: readonly T[], otherwise: T): T {
  const value = localStorage.getItem(key);
  return among.find((one) => one === value) ?? otherwise;
}

/** A place in a plan: a clause by its number, a card by its name. */
export interface PlanSpot {
  clause: number | null;
  card: string;
}

/** A line of the log, and what it is about. */
export interface LineSpot {
  kind: string;
  id: string;
  seq: number;
}

/** An order that is to be looked over and given. */
export interface Sending {
  teams: readonly string[];
  /** Where to; null while that is still chosen. */
  incident: string | null;
  /** What to do, as far as it was said. */
  words: string;
  /** Why a team goes although something speaks against it, as far as it was said. */
  despite: string;
  /** The draft that is sent by it. */
  draft: Order | null;
}

/** The faces of Command. */
export type Face = "incidents" | "assign" | "resources" | "times" | "wall";

/** A unit of a site whose form is asked for; without a unit a new one is entered. */
export interface UnitAsked {
  site: string;
  unit: string | null;
}

/** Delays for a point whose alarms come and go: an officer confirms them in the form of its limits. */
export interface DelaysAsked {
  point: string;
  /** Seconds; 0 leaves what is in force. */
  onDelayS: number;
  offDelayS: number;
  reason: string;
}

export class Ui {
  workspace: Workspace = $state("watch");
  palette: Palette = $state(remembered(PALETTE_KEY, PALETTES, "dusk"));
  language: Language = $state(remembered(LANGUAGE_KEY, ["zh-CN", "en"], "zh-CN"));
  /** Single letters act in lists; people who dictate switch them off (WCAG 2.1.4). */
  singleKeys: boolean = $state(localStorage.getItem(SINGLE_KEYS_KEY) !== "off");
  /** Name of the person who acts, empty until one was chosen. */
  actor: string = $state(localStorage.getItem(ACTOR_KEY) ?? "");
  role: string = $state("duty");
  /** Selected in a list or on the map: each shows what the other selected. */
  selected: Selected | null = $state.raw(null);
  /** Which of its faces Command shows. */
  face: Face = $state("incidents");
  /** The incident that Command is about. */
  incident: string | null = $state(null);
  /** The order that Command shall ask for. */
  sending: Sending | null = $state.raw(null);
  /** The plan that Plans shows. */
  plan: string | null = $state(null);
  /** Where in that plan; taken by Plans once it is there. */
  spot: PlanSpot | null = $state.raw(null);
  /** A line of the log that its list shall begin with. */
  line: LineSpot | null = $state.raw(null);
  /** What the resource board shall open; taken by it. */
  resource: ResourceRef | null = $state.raw(null);
  /** True when the resource board shall show the rota; taken by it. */
  rotaAsked: boolean = $state(false);
  /** The feed whose unreadable messages are asked for; taken by their list. */
  defectsAsked: string | null = $state(null);
  /** The device or point whose form the register shall open; taken by it. */
  pointAsked: string | null = $state(null);
  /** True when the register shall list the points without a place; taken by it. */
  unplacedPointsAsked: boolean = $state(false);
  /** The firm that the list of firms shall open; taken by it. */
  firmAsked: string | null = $state(null);
  /** The unit that the list of firms shall open in its form, none for a new one; taken by it. */
  unitAsked: UnitAsked | null = $state.raw(null);
  /** Delays that the limits of a point shall get; taken by the register. */
  delaysAsked: DelaysAsked | null = $state.raw(null);
  /** What was last looked for. */
  words: string = $state("");
  /** A plan that Command shall start for its incident as soon as that is in view. */
  planToStart: string | null = $state(null);

  select(kind: SelectedKind, id: string): void {
    if (this.selected?.kind === kind && this.selected.id === id) return;
    this.selected = { kind, id };
  }

  /** Opens an incident in Command. */
  openIncident(id: string, line: LineSpot | null = null): void {
    this.incident = id;
    this.line = line;
    this.face = "incidents";
    this.workspace = "command";
  }

  /** Goes to where a map is, unless one is in view. */
  seeMap(): void {
    if (this.workspace === "command") this.face = "incidents";
    else this.workspace = "watch";
  }

  /** Asks in Command for the order of teams: dragged, typed and drafted come to the same. */
  send(teams: readonly string[], incident: string | null, words = "", despite = ""): void {
    this.sending = { teams, incident, words, despite, draft: null };
    this.workspace = "command";
  }

  /** Asks in Command for the order that stands in a draft. */
  sendDraft(draft: Order): void {
    const { team, incident, words } = draft.sent;
    this.sending = { teams: [team], incident, words, despite: draft.sent.despite, draft };
    this.workspace = "command";
  }

  /** Shows a face of Command, or its incidents again. */
  toggleFace(face: Face): void {
    const there = this.workspace === "command" && this.face === face;
    this.face = there ? "incidents" : face;
    this.workspace = "command";
  }

  /** Opens a plan in Plans. */
  openPlan(id: string, spot: PlanSpot | null = null): void {
    this.plan = id;
    this.spot = spot;
    this.workspace = "plans";
  }

  /** Opens one thing in the resource board. */
  openResource(ref: ResourceRef): void {
    this.resource = ref;
    this.face = "resources";
    this.workspace = "command";
  }

  /** Opens the rota on the resource board. */
  openRota(): void {
    this.rotaAsked = true;
    this.face = "resources";
    this.workspace = "command";
  }

  /** Shows a line in the duty log. */
  openLine(line: LineSpot): void {
    this.line = line;
    this.workspace = "watch";
  }

  /** Opens an incident in Command and asks there for the response by this plan. */
  startPlan(incident: string, plan: string): void {
    this.planToStart = plan;
    this.openIncident(incident);
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    localStorage.setItem(PALETTE_KEY, palette);
  }

  setLanguage(language: Language): void {
    this.language = language;
    localStorage.setItem(LANGUAGE_KEY, language);
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    localStorage.setItem(SINGLE_KEYS_KEY, on ? "on" : "off");
  }

  setActor(actor: string, role: string): void {
    this.actor = actor;
    this.role = role;
    localStorage.setItem(ACTOR_KEY, actor);
  }
}
