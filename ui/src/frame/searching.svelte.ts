/** The question that is asked while a person types, and the newest answer to it. */
import type { SearchAnswer, SearchKind, SearchRequest } from "../contract";
import type { Host } from "../host/host";
import { TYPING_MS } from "../parts/times";
import { FIRST_HITS, PAGE_HITS } from "./search";

export type Filter = "unit" | "field" | "state";

export class Searching {
  words: string = $state("");
  kind: SearchKind | null = $state(null);
  unit: string = $state("");
  field: string = $state("");
  state: string = $state("");
  offset: number = $state(0);
  /** The last good answer; it stays in view until the next one is there. */
  answer: SearchAnswer | null = $state.raw(null);
  /** What it answers. */
  answered: SearchRequest | null = $state.raw(null);
  busy: boolean = $state(false);
  failed: boolean = $state(false);
  readonly #host: Host;
  /** Counts the questions: only the newest one is answered. */
  #asked = 0;
  /** What `offset` counts on: other words begin at the first page. */
  #paged = "";

  constructor(host: Host, words: string) {
    this.#host = host;
    this.words = words;
  }

  get isFiltered(): boolean {
    return this.kind !== null || this.unit !== "" || this.field !== "" || this.state !== "";
  }

  /** Whether the answer in view is that to the question in view; nothing else is opened. */
  get isCurrent(): boolean {
    const of = this.answered;
    return (
      of !== null &&
      of.words === this.words &&
      (of.kinds[0] ?? null) === this.kind &&
      of.unit === this.unit &&
      of.field === this.field &&
      of.state === this.state &&
      of.offset === this.offset
    );
  }

  /** Looks at hits of one kind alone, or of all again. */
  only(kind: SearchKind | null): void {
    this.kind = kind;
    this.offset = 0;
  }

  filter(name: Filter, value: string): void {
    this[name] = value;
    this.offset = 0;
  }

  clear(): void {
    this.only(null);
    this.unit = "";
    this.field = "";
    this.state = "";
  }

  #request(): SearchRequest {
    const { words, kind, unit, field, state } = this;
    if (this.#paged !== words) {
      this.#paged = words;
      this.offset = 0;
    }
    return {
      words,
      kinds: kind === null ? [] : [kind],
      unit,
      field,
      state,
      offset: this.offset,
      limit: kind === null ? FIRST_HITS : PAGE_HITS,
    };
  }

  /** Asks when the person has stopped typing; answers how to give the question up. */
  look(): () => void {
    const request = this.#request();
    const mine = ++this.#asked;
    if (request.words.trim() === "") {
      this.answer = null;
      this.answered = null;
      this.busy = false;
      this.failed = false;
      return () => undefined;
    }
    this.busy = true;
    const timer = setTimeout(() => void this.#ask(request, mine), TYPING_MS);
    return () => clearTimeout(timer);
  }

  async #ask(request: SearchRequest, mine: number): Promise<void> {
    if (mine !== this.#asked) return;
    try {
      const answer = await this.#host.call("search", request);
      if (mine !== this.#asked) return;
      this.answer = answer;
      this.answered = request;
      this.failed = false;
    } catch {
      if (mine !== this.#asked) return;
      this.failed = true;
    }
    this.busy = false;
  }
}
