/** The dialogs that Command opens, one at a time. */
import type { Draw, Lot, Order, Task, TeamRow } from "../../contract";
import type { OrderMove } from "./claims";
import type { Form } from "./sent/form";

export type Ask =
  | { what: "grade" | "harm" | "place" | "merge" | "split" | "close" | "reopen" | "end" | "task" | "cameras" }
  | { what: "form"; form: Form }
  | { what: "respond"; plan: string | null }
  | { what: "cannot"; task: Task }
  | { what: "move"; order: Order; move: OrderMove }
  | { what: "redirect" | "hand_over"; order: Order }
  | { what: "custody"; row: TeamRow }
  | { what: "rule_team"; row: TeamRow }
  | { what: "rule_draw"; lot: Lot; draw: Draw }
  | { what: "return"; lot: Lot; drawn: number };
