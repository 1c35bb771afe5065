/**
 * The seam between the screens and the desk: everything that a screen may ask of the world.
 * In the window it is Tauri (`tauri.ts`, the only file that knows of it); in tests and in a
 * browser it is a made-up desk (`fake/`).
 */
import type { CallError, Calls, Changes, Salvaged, SalvageStep } from "../contract";

export type CallName = keyof Calls;
export type Request<N extends CallName> = Calls[N][0];
export type Answer<N extends CallName> = Calls[N][1];

export interface Host {
  /** Asks the desk; what it throws is always a `CallError`. */
  call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>>;
  /** Hands over every batch of changes from now on, at most ten a second. */
  follow(take: (changes: Changes) => void): Promise<void>;
  /** The officer sees the desk's first answer; where there is a log, it says how long that took. */
  painted?(): void;
  /** The way out of a damaged log: says how far it is, answers what is missing, throws a `CallError`. */
  salvage?(told: (step: SalvageStep) => void): Promise<Salvaged>;
}

/** What was thrown, as the error that a screen can put into words. */
export function asCallError(thrown: unknown): CallError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as CallError;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", refusal: null, message };
}
