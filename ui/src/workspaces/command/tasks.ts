/** The tasks of an incident in the order in which they press. */
import type { Task, TaskState } from "../../contract";

export type TaskMove = "received" | "under_way" | "done" | "cannot";

const MOVES: Record<TaskState, readonly TaskMove[]> = {
  given: ["received", "under_way", "done", "cannot"],
  received: ["under_way", "done", "cannot"],
  under_way: ["done", "cannot"],
  done: [],
  cannot: ["under_way", "done"],
};

/** The states a task may go to next, the likely one first. */
export function taskMoves(state: TaskState): readonly TaskMove[] {
  return MOVES[state];
}

export function isOpen(task: Task): boolean {
  return task.state !== "done" && task.state !== "cannot";
}

export function isLate(task: Task, now: number): boolean {
  return isOpen(task) && task.dueAt !== null && task.dueAt < now;
}

/** Open ones first, the nearest deadline first; then what could not be done; then what is done. */
export function byPressure(tasks: readonly Task[]): Task[] {
  const rank = (task: Task) => (isOpen(task) ? 0 : task.state === "cannot" ? 1 : 2);
  return [...tasks].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER) ||
      a.givenAt - b.givenAt,
  );
}
