/** One read of the desk, kept fresh while it is in view. */
import type { CallError, Topic } from "../contract";
import { asCallError, type Answer, type CallName, type Host, type Request } from "../host/host";
import type { Mirror, Reading } from "./mirror";

/** `stale`: asked, and no answer within [`ANSWER_MS_MAX`]; the last good answer stays in view. */
export type QueryState = "loading" | "ready" | "error" | "stale";

/** An answer that takes longer than this is missed, and the screen says so. */
export const ANSWER_MS_MAX = 5_000;

export interface QueryWish<N extends CallName> {
  /** What to ask; null asks nothing. Reactive: another request is another read. */
  request: () => Request<N> | null;
  /** What makes the answer stale; a getter where it depends on what is asked. */
  readonly topics: readonly Topic[];
  /** `kind:id` when only changes of one entity matter. */
  entity?: () => string | null;
  /** Whether anybody looks; what is out of view is not read. */
  visible?: () => boolean;
  /** What is costly to draw is read again only so long after the last time. */
  restMs?: number | (() => number);
}

export class Query<N extends CallName> implements Reading {
  state: QueryState = $state("loading");
  /** The last good answer with what was asked; replaced, never mutated. */
  #answer: { asked: string; data: Answer<N> } | null = $state.raw(null);
  #failure: { asked: string; error: CallError } | null = $state.raw(null);
  readonly #host: Host;
  readonly #name: N;
  readonly #wish: QueryWish<N>;
  /** The request as text, to see whether another one is asked. */
  #asked: string | null = null;
  #spoilt = true;
  #inFlight = false;
  /** Runs while the query rests. */
  #rest: ReturnType<typeof setTimeout> | null = null;
  /** Counts the reads, so that a late answer to an old request is dropped. */
  #read = 0;

  constructor(host: Host, name: N, wish: QueryWish<N>) {
    this.#host = host;
    this.#name = name;
    this.#wish = wish;
  }

  /**
   * The last good answer to what is asked now. It follows from the request and is not set to null
   * by an effect: a component could then read null in a place that stands only while there is one.
   */
  get data(): Answer<N> | null {
    return this.#answer?.asked === this.#wanted ? this.#answer.data : null;
  }

  /** Why what is asked now was not answered. */
  get error(): CallError | null {
    return this.#failure?.asked === this.#wanted ? this.#failure.error : null;
  }

  /** What is asked now, as text. */
  get #wanted(): string | null {
    const request = this.#wish.request();
    return request === null ? null : JSON.stringify(request);
  }

  get topics(): readonly Topic[] {
    return this.#wish.topics;
  }

  get entity(): string | null {
    return this.#wish.entity?.() ?? null;
  }

  spoil(): void {
    this.#spoilt = true;
  }

  /** Notes what is asked now; another request drops the answer to the old one. */
  aim(): void {
    const asked = this.#wanted;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#read += 1;
    this.#inFlight = false;
    this.#spoilt = true;
    this.stop();
    this.state = "loading";
  }

  /** Reads again at once, because a person asked. */
  again(): void {
    this.spoil();
    this.refresh();
  }

  refresh(): void {
    // Both are looked at every time: an effect that did not look at `visible` once would not run
    // again when it changes, and what became stale out of view would stay so.
    const looked = this.#wish.visible?.() ?? true;
    const request = this.#wish.request();
    if (!looked || request === null) return;
    if (!this.#spoilt || this.#inFlight || this.#rest !== null) return;
    void this.#ask(request, JSON.stringify(request));
  }

  /** Ends the rest, as nobody waits any more. */
  stop(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = null;
  }

  /** Nobody asks any more: an answer on its way is dropped, and what was asked is not looked at. */
  end(): void {
    this.#read += 1;
    this.stop();
  }

  #lieDown(): void {
    const { restMs } = this.#wish;
    if (restMs === undefined) return;
    this.#rest = setTimeout(
      () => {
        this.#rest = null;
        this.refresh();
      },
      typeof restMs === "number" ? restMs : restMs(),
    );
  }

  async #ask(request: Request<N>, asked: string): Promise<void> {
    const read = ++this.#read;
    this.#lieDown();
    this.#spoilt = false;
    this.#inFlight = true;
    const late = setTimeout(() => {
      if (read === this.#read) this.state = "stale";
    }, ANSWER_MS_MAX);
    try {
      const answer = await this.#host.call(this.#name, request);
      if (read !== this.#read) return;
      this.#answer = { asked, data: answer };
      this.#failure = null;
      this.state = "ready";
    } catch (thrown) {
      if (read !== this.#read) return;
      this.#failure = { asked, error: asCallError(thrown) };
      this.state = "error";
    } finally {
      clearTimeout(late);
      if (read === this.#read) {
        this.#inFlight = false;
        // What became stale while the answer was on its way is read once more.
        this.refresh();
      }
    }
  }
}

/** A query that lives as long as the component that asks. Call it while the component is set up. */
export function query<N extends CallName>(
  host: Host,
  mirror: Mirror,
  name: N,
  wish: QueryWish<N>,
): Query<N> {
  const made = new Query(host, name, wish);
  $effect.pre(() => {
    const forget = mirror.add(made);
    return () => {
      forget();
      made.end();
    };
  });
  $effect.pre(() => {
    made.aim();
    made.refresh();
  });
  return made;
}
