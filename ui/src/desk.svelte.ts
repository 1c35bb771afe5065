/** What every component may use: the desk behind the host, the mirror, the clock, who acts. */
import { createContext } from "svelte";
import type { CallError, Command, Hello, ListRequest, Receipt, Who, Written } from "./contract";
import { asCallError, type Answer, type CallName, type Host, type Request } from "./host/host";
import { ActionBoard } from "./keys/board.svelte";
import { MapView } from "./map/view.svelte";
import { Clock } from "./mirror/clock.svelte";
import { Mirror } from "./mirror/mirror";
import { Query, query, type QueryWish } from "./mirror/query.svelte";
import { Notices } from "./notices.svelte";
import { Selection } from "./selection.svelte";
import { Ui } from "./ui.svelte";
import { errorWords } from "./locale/errors";
import { t } from "./locale/index.svelte";
import { plainLine } from "./parts/plain";

/** The bar counts and names states: twice a second is as often as a person reads it. */
const STATUS_REST_MS = 500;
/** Commands that the desk takes in one go. */
const COMMANDS_MAX = 200;
/** Characters of the files that are said to lie in the paper folder. */
const FILES_CHARS_MAX = 200;

export class Desk {
  readonly host: Host;
  readonly mirror = new Mirror();
  readonly clock: Clock;
  readonly ui = new Ui();
  readonly notices = new Notices();
  readonly actions = new ActionBoard();
  /** The alert that is open and those that are ticked. */
  readonly selection = new Selection();
  /** The one map of the window. */
  readonly map = new MapView(this.ui);
  /** Who the desk is; none until it answered. */
  hello: Hello | null = $state.raw(null);
  /** The status bar's facts; made by the frame. */
  status: Query<"status">;

  constructor(host: Host, clock: Clock) {
    this.host = host;
    this.clock = clock;
    this.status = new Query(host, "status", {
      request: () => ({}),
      topics: ["status", "alerts", "duty", "reports", "drill", "incidents", "teams", "lots", "people", "submissions", "sites"],
      restMs: STATUS_REST_MS,
    });
  }

  #painted = false;

  /** The first list stands; called again, nothing happens. */
  listed(): void {
    if (this.#painted) return;
    this.#painted = true;
    // The frame after the one that draws it begins when it has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => this.host.painted?.()));
  }

  /** A read that lives as long as the component that asks; to be called while it is set up. */
  query<N extends CallName>(name: N, wish: QueryWish<N>): Query<N> {
    return query(this.host, this.mirror, name, wish);
  }

  /** Who acts now. */
  get who(): Who {
    const { actor, role } = this.ui;
    return { actor, role, paperAt: null };
  }

  /**
   * Asks, and says what went wrong in the officer's words, or in those that the asker has for it;
   * null when it came to nothing.
   */
  async ask<N extends CallName>(
    name: N,
    request: Request<N>,
    instead: Partial<Record<CallError["code"], string>> = {},
  ): Promise<Answer<N> | null> {
    try {
      return await this.host.call(name, request);
    } catch (thrown) {
      const error = asCallError(thrown);
      this.notices.say("trouble", instead[error.code] ?? errorWords(error, this.clock.now));
      return null;
    }
  }

  /** Prints lists as they are in view, and says where they lie. */
  async printList(...lists: ListRequest[]): Promise<void> {
    const files: string[] = [];
    let folder = "";
    for (const list of lists) {
      const written = await this.ask("print_list", list);
      if (written === null) return;
      files.push(...written.files);
      folder = written.folder;
    }
    this.wrote({ files, folder });
  }

  /** Opens a firm with all that is its. */
  openFirm(id: string): void {
    this.ui.firmAsked = id;
    this.actions.run("firms");
  }

  /** Says which files lie in the paper folder, and where that is; nothing of what was not written. */
  wrote(written: Pick<Written, "files" | "folder"> | null): void {
    if (written === null) return;
    const names = plainLine(written.files.join(t().words.comma), FILES_CHARS_MAX);
    this.notices.say("done", t().frame.printed(names, plainLine(written.folder, FILES_CHARS_MAX)));
  }

  /** Gives a command in the name of the person on watch; null when it was refused. */
  async command(
    command: Command,
    paperAt: number | null = null,
    secondPin = "",
  ): Promise<Receipt | null> {
    if (this.ui.actor === "") {
      this.notices.say("trouble", t().duty.who_first);
      this.actions.run("duty");
      return null;
    }
    return this.ask("command", { command, who: { ...this.who, paperAt }, secondPin });
  }

  /** Gives several commands in one go; the receipts of those that were accepted. */
  async commands(commands: Command[], paperAt: number | null = null): Promise<Receipt[]> {
    return (await this.commandEach(commands, paperAt)).filter((receipt) => receipt !== null);
  }

  /**
   * Gives several commands in one go; for each, in their order, its receipt, or null where it came
   * to nothing. Each reason for which some were refused is said once.
   */
  async commandEach(commands: Command[], paperAt: number | null = null): Promise<(Receipt | null)[]> {
    if (this.ui.actor === "") {
      this.notices.say("trouble", t().duty.who_first);
      this.actions.run("duty");
      return commands.map(() => null);
    }
    const receipts: (Receipt | null)[] = [];
    const reasons = new Set<string>();
    for (let first = 0; first < commands.length; first += COMMANDS_MAX) {
      const some = commands.slice(first, first + COMMANDS_MAX);
      const answer = await this.ask("commands", { commands: some, who: { ...this.who, paperAt } });
      for (const [index] of some.entries()) {
        const { receipt, refused } = answer?.[index] ?? { receipt: null, refused: null };
        receipts.push(receipt);
        if (refused !== null) reasons.add(errorWords(refused, this.clock.now));
      }
    }
    for (const reason of reasons) this.notices.say("trouble", reason);
    return receipts;
  }
}

export const [useDesk, setDesk] = createContext<Desk>();
