/** What the made-up desk does with a command: enough for the screens to move, none of the rules. */
import type { Command, Incident, Order, OrderSent, Progress, ResourceAct } from "../../contract";
import { actOnDanger } from "./dangers";
import { incidentRow } from "./district";
import type { FakeState } from "./state";
import { HOUR_MS } from "../../parts/times";

function written(state: FakeState, sent: OrderSent): Order {
  const now = state.now();
  const made: Order = {
    id: state.newId("order"),
    sent,
    origin: "fake",
    claim: { is: "unconfirmed" },
    progress: "drafted",
    validUntil: now + 6 * HOUR_MS,
    steps: [],
    stops: [],
    paper: null,
    replacedBy: null,
  };
  state.orders.push(made);
  state.incident(sent.incident)?.orders.push(made.id);
  return made;
}

function assess(state: FakeState, { site: id, assessed }: Extract<ResourceAct, { act: "assess_risk" }>): string[] {
  const site = state.sites.find((one) => one.id === id);
  if (site !== undefined) site.risk = { assessed, at: state.now(), by: state.actor };
  return [`site:${id}`];
}

/** Everything that an order touches. */
function ofOrder({ id, sent }: Order): string[] {
  return [`order:${id}`, `team:${sent.team}`, `incident:${sent.incident}`];
}

function send(state: FakeState, made: Order): string[] {
  const now = state.now();
  made.claim = { is: state.link === "down" ? "unconfirmed" : "confirmed" };
  made.progress = "sent";
  made.steps.push({ to: "sent", at: now, by: state.actor, note: made.sent.words });
  const row = state.teams.find((one) => one.team.id === made.sent.team);
  row?.team.assignments.push({
    order: made.id,
    event: made.id,
    incident: made.sent.incident,
    origin: "fake",
    at: now,
    claim: made.claim,
    progress: "sent",
    furtherJob: made.sent.furtherJob,
  });
  return ofOrder(made);
}

function sendTeam(state: FakeState, command: Extract<Command, { do: "send_team" }>): string[] {
  const { team, incident, task, words, furtherJob, etaS, etaEstimated } = command;
  const sent: OrderSent = {
    team,
    incident,
    task,
    words,
    authority: "remote",
    furtherJob,
    etaS,
    etaEstimated,
    to: null,
    stops: [],
    oral: false,
    replaces: null,
    despite: command.despite,
    against: [],
  };
  return send(state, written(state, sent));
}

function actOnOrder(state: FakeState, command: Extract<Command, { do: "order" }>): string[] {
  if (command.act === "draft") {
    const made = written(state, command.sent);
    made.steps.push({ to: "drafted", at: state.now(), by: state.actor, note: "" });
    return ofOrder(made);
  }
  if (command.act !== "issue" && command.act !== "undo") return [];
  const found = state.orders.find((one) => one.id === command.order);
  if (found === undefined) return [];
  if (command.act === "undo") return moveOrder(state, found.id, "undone", command.reason);
  found.sent = command.sent;
  return send(state, found);
}

function moveOrder(state: FakeState, id: string, to: Progress, note: string): string[] {
  const found = state.orders.find((one) => one.id === id);
  if (found === undefined) return [];
  found.progress = to;
  found.steps.push({ to, at: state.now(), by: state.actor, note });
  for (const row of state.teams) {
    for (const assignment of row.team.assignments) {
      if (assignment.order === id) assignment.progress = to;
    }
  }
  return [`order:${id}`, `incident:${found.sent.incident}`];
}

function openIncident(state: FakeState, opened: Incident["opened"]): string[] {
  const now = state.now();
  const made: Incident = {
    id: state.newId("incident"),
    opened,
    openedAt: now,
    openedBy: state.actor,
    harm: {
      dead: 0,
      seriouslyInjured: 0,
      lightlyInjured: 0,
      missing: 0,
      trapped: 0,
      evacuated: 0,
      lossWanYuan: 0,
    },
    harmAt: null,
    grade: "ordinary",
    gradeByHarm: ["ordinary", "lowest"],
    gradeByPerson: false,
    response: null,
    tasks: {},
    orders: [],
    reports: [],
    mergedInto: null,
    closed: null,
    notes: 0,
  };
  state.incidents.push(made);
  state.alerts.apply({ do: "raise_alerts", alerts: opened.alerts, incident: made.id });
  return [`incident:${made.id}`];
}

function changeIncident(state: FakeState, id: string, by: (incident: Incident) => void): string[] {
  const found = state.incident(id);
  if (found !== undefined) by(found);
  return [`incident:${id}`];
}

/** The entities that changed. */
export function apply(state: FakeState, command: Command): string[] {
  const touched = state.alerts.apply(command);
  if (touched !== null) return touched;
  switch (command.do) {
    case "open_incident":
      return openIncident(state, command.opened);
    case "send_team":
      return sendTeam(state, command);
    case "order":
      return actOnOrder(state, command);
    case "move_order":
      return moveOrder(state, command.order, command.to, command.note);
    case "grade_incident":
      return changeIncident(state, command.incident, (one) => {
        one.grade = command.graded.grade;
        one.gradeByPerson = true;
      });
    case "report_harm":
      return changeIncident(state, command.incident, (one) => {
        one.harm = command.harm.harm;
        one.harmAt = state.now();
      });
    case "place_incident":
      return changeIncident(state, command.incident, (one) => (one.opened.place = command.place));
    case "note_incident":
      return changeIncident(state, command.incident, (one) => (one.notes += 1));
    case "close_incident":
      return changeIncident(state, command.incident, (one) => {
        one.closed = { by: state.actor, at: state.now(), note: command.reason };
      });
    case "reopen_incident":
      return changeIncident(state, command.incident, (one) => (one.closed = null));
    case "start_response":
      return changeIncident(state, command.incident, (one) => {
        const before = one.response;
        const levels = ["one", "two", "three", "four"];
        const raised = before === null || levels.indexOf(command.response.level) < levels.indexOf(before.contents.level);
        const startedBy = raised || command.response.overruled !== "" ? command.response.decidedBy : before.startedBy;
        const under = before === null || !raised ? [] : [{ level: before.contents.level, by: before.startedBy }];
        const below = [...(before?.below ?? []), ...under];
        one.response = { contents: command.response, since: before?.since ?? state.now(), startedBy, below };
        for (const given of command.tasks) {
          one.tasks[given.task] = {
            given,
            givenAt: state.now(),
            dueAt: given.withinMin > 0 ? state.now() + given.withinMin * 60_000 : null,
            state: "given",
            stateAt: state.now(),
            note: "",
          };
        }
      });
    case "resource":
      return command.act.act === "assess_risk" ? assess(state, command.act) : actOnDanger(state, command.act);
    case "register_site": {
      const site = state.sites.find((one) => one.id === command.site);
      if (site !== undefined) site.registered = command.registered;
      return [`site:${command.site}`];
    }
    case "set_closure": {
      const id = command.closure ?? state.newId("closure");
      const kept = state.closures.filter((one) => one.id !== id);
      const made = { id, set: command.set, setAt: state.now(), liftedAt: null, liftedBecause: "" };
      state.closures.splice(0, state.closures.length, made, ...kept);
      return [`closure:${id}`];
    }
    case "set_fence": {
      const id = command.fence ?? state.newId("fence");
      const kept = state.fences.filter((one) => one.id !== id);
      const made = { id, set: command.set, setAt: state.now(), endedAt: null, endedBecause: "" };
      state.fences.splice(0, state.fences.length, made, ...kept);
      return [`fence:${id}`];
    }
    case "end_fence": {
      const ended = state.fences.find((one) => one.id === command.fence);
      if (ended !== undefined) Object.assign(ended, { endedAt: state.now(), endedBecause: command.reason });
      return [`fence:${command.fence}`];
    }
    case "lift_closure": {
      const lifted = state.closures.find((one) => one.id === command.closure);
      if (lifted !== undefined) Object.assign(lifted, { liftedAt: state.now(), liftedBecause: command.reason });
      return [`closure:${command.closure}`];
    }
    case "observe_wind":
      state.wind = { observed: command.observed, at: state.now(), by: state.actor, origin: "" };
      return ["wind:wind"];
    case "end_response":
      return changeIncident(state, command.incident, (one) => (one.response = null));
    case "move_task":
      return changeIncident(state, command.incident, (one) => {
        const task = one.tasks[command.moved.task];
        if (task === undefined) return;
        task.state = command.moved.state;
        task.stateAt = state.now();
        task.note = command.moved.note;
      });
    case "start_duty":
      state.duty = { ...command.started, since: state.now(), last: state.duty.last };
      return ["duty:fake"];
    case "hand_over":
      state.duty = {
        leader: command.handed.leader,
        officers: [command.handed.to, ...command.handed.with],
        since: state.now(),
        last: { at: state.now(), handed: command.handed },
      };
      return ["duty:fake"];
    default:
      return [];
  }
}

/** The row of an incident, numbered by its place in the list. */
export function rowOf(state: FakeState, incident: Incident) {
  return incidentRow(incident, state.incidents.indexOf(incident));
}
