/** Giving commands in Command: now, or with the time that stands on paper (补录). */
import { createContext } from "svelte";
import type { Command, Receipt, Who } from "../../contract";
import type { Desk } from "../../desk.svelte";
import { dayTime } from "../../locale/format";
import { t } from "../../locale/index.svelte";
import { readPaperTime } from "./paper";

export class Acts {
  /** True while acts are entered from paper. */
  catchingUp = $state(false);
  /** The time as typed. */
  paperText = $state("");
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The time on paper; null for now. */
  get paper(): { at: number | null; trouble: string } {
    if (!this.catchingUp) return { at: null, trouble: "" };
    const read = readPaperTime(this.paperText, this.#desk.clock.now);
    if (read.is === "time") return { at: read.at, trouble: "" };
    const words = t().command.paper;
    return { at: null, trouble: read.is === "future" ? words.future : words.invalid };
  }

  /** Begins at the present minute, so that only what differs is typed. */
  toggle(): void {
    this.catchingUp = !this.catchingUp;
    if (this.catchingUp) this.paperText = dayTime(this.#desk.clock.now);
  }

  /** False, with a word to the officer, while the time on paper cannot be read. */
  #ready(): boolean {
    const { trouble } = this.paper;
    if (trouble !== "") this.#desk.notices.say("trouble", trouble);
    return trouble === "";
  }

  /** Gives a command; says `done` when it is on disk. Null when it came to nothing. */
  async give(command: Command, done: string, secondPin = ""): Promise<Receipt | null> {
    if (!this.#ready()) return null;
    const receipt = await this.#desk.command(command, this.paper.at, secondPin);
    if (receipt !== null && done !== "") this.#desk.notices.say("done", done, this.#undo(command, receipt));
    return receipt;
  }

  /** Gives several commands in one go; the receipts of those that were accepted. */
  async giveAll(commands: Command[]): Promise<Receipt[]> {
    return this.#ready() ? this.#desk.commands(commands, this.paper.at) : [];
  }

  /** How an order that was just given is taken back as a slip; nothing for anything else. */
  #undo(command: Command, receipt: Receipt): (() => void) | null {
    const gives =
      command.do === "send_team" ||
      (command.do === "order" && ["give", "issue", "redirect", "hand_over"].includes(command.act));
    const order = receipt.entities[0]?.split(":")[1];
    if (!gives || order === undefined) return null;
    const words = t().sent.order;
    return () => void this.give({ do: "order", act: "undo", order, reason: words.slip }, words.undone);
  }

  /** The same; for each command in their order its receipt, or null where it came to nothing. */
  async giveEach(commands: Command[]): Promise<(Receipt | null)[]> {
    return this.#ready() ? this.#desk.commandEach(commands, this.paper.at) : commands.map(() => null);
  }

  /** Who acts, for calls that are no commands; null while that cannot be said. */
  who(): Who | null {
    if (!this.#ready()) return null;
    if (this.#desk.ui.actor === "") {
      this.#desk.notices.say("trouble", t().duty.who_first);
      this.#desk.actions.run("duty");
      return null;
    }
    return { ...this.#desk.who, paperAt: this.paper.at };
  }
}

export const [useActs, setActs] = createContext<Acts>();
