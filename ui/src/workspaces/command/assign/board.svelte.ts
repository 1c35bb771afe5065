/** What is asked of several incidents at once, and what is ticked of the answer. */
import { SvelteSet } from "svelte/reactivity";
import type {
  AssignedLot,
  AssignedTeam,
  AssignRequest,
  Assignments,
  Changes,
  Command,
  IncidentDetail,
  OrderSent,
  TeamAt,
  TeamRow,
  Topic,
} from "../../../contract";
import { sendCommand, taskFor } from "../advice";
import { redirected } from "../sent/forms";
import { byPressure } from "../tasks";

/** A team or a lot at an incident, as a key. */
export function pair(thing: string, incident: string): string {
  return `${thing}@${incident}`;
}

function without(list: readonly TeamAt[], team: string, incident: string): TeamAt[] {
  return list.filter((one) => one.team !== team || one.incident !== incident);
}

/** What an answer has to be worked out again for; reports of teams alone come all the time. */
const STALE_BY: readonly Topic[] = ["incidents", "orders", "lots", "closures"];

let asked = 0;
/** A word that no other question of this window has. */
function nextAsk(): string {
  asked += 1;
  return `${Date.now()}-${asked}`;
}

export class AssignBoard {
  /** The word of the question: another one reads everything anew. */
  ask = $state(nextAsk());
  pinned: readonly TeamAt[] = $state.raw([]);
  forbidden: readonly TeamAt[] = $state.raw([]);
  /** What the officer took out of the answer. */
  readonly off = new SvelteSet<string>();
  /** The last change that an answer has to know. */
  #changed = $state(0);

  /** Hears every batch. Rows must not move under the officer's hand: they are only said to be old. */
  hear(changes: Changes): void {
    if (changes.topics.some((topic) => STALE_BY.includes(topic))) this.#changed = changes.to;
  }

  /** Whether something changed since an answer was read. */
  isOld(answer: Assignments | null): boolean {
    return answer !== null && this.#changed > answer.seq;
  }

  get request(): AssignRequest {
    return { ask: this.ask, pinned: [...this.pinned], forbidden: [...this.forbidden] };
  }

  again(): void {
    this.ask = nextAsk();
    this.off.clear();
  }

  isPinned(team: string, incident: string): boolean {
    return this.pinned.some((one) => one.team === team && one.incident === incident);
  }

  /** Fixes a team at an incident, or lets it go again; it is fixed at one incident only. */
  pin(team: string, incident: string): void {
    const was = this.isPinned(team, incident);
    const others = this.pinned.filter((one) => one.team !== team);
    this.pinned = was ? others : [...others, { team, incident }];
    this.forbidden = without(this.forbidden, team, incident);
  }

  /** A team must not go to an incident. */
  forbid(team: string, incident: string): void {
    this.forbidden = [...without(this.forbidden, team, incident), { team, incident }];
    this.pinned = without(this.pinned, team, incident);
  }

  allow(at: TeamAt): void {
    this.forbidden = without(this.forbidden, at.team, at.incident);
  }

  tick(thing: string, incident: string, on: boolean): void {
    if (on) this.off.delete(pair(thing, incident));
    else this.off.add(pair(thing, incident));
  }

  isOn(thing: string, incident: string): boolean {
    return !this.off.has(pair(thing, incident));
  }
}

/** Teams to order and lots to draw: what is ticked and not under way already. */
export function toSend(
  answer: Assignments | null,
  isOn: (thing: string, incident: string) => boolean,
): { teams: AssignedTeam[]; lots: AssignedLot[] } {
  if (answer === null) return { teams: [], lots: [] };
  return {
    teams: answer.teams.filter((one) => !one.underWay && isOn(one.team, one.incident)),
    lots: answer.lots.filter((one) => isOn(one.lot, one.incident)),
  };
}

/**
 * The command for one line: a team that is on its way elsewhere is redirected, any other is sent as
 * the forces of one incident send it.
 */
export function teamCommand(
  line: AssignedTeam,
  detail: IncidentDetail,
  row: TeamRow | undefined,
  reason: string,
  despite: string,
): Command {
  const sending = {
    team: line.team,
    capability: line.capability,
    etaS: line.etaS,
    etaEstimated: line.etaEstimated,
  };
  const tasks = byPressure(Object.values(detail.incident.tasks));
  const task = taskFor(tasks, line.capability);
  if (line.redirects === null) {
    return sendCommand(sending, line.incident, task, "", row, despite);
  }
  const order: OrderSent = {
    ...redirected(line.incident, line.team),
    task: task?.given.task ?? null,
    words: task?.given.what ?? "",
    etaS: line.etaS,
    etaEstimated: line.etaEstimated,
    despite: despite.trim(),
  };
  return { do: "order", act: "redirect", order: line.redirects, with: order, reason };
}
