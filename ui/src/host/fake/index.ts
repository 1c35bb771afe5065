/**
 * A made-up desk for tests and for development in a browser: exercise data only, kept in memory.
 * It answers every call in the shape of the contract; it does not know the rules.
 */
import type { Changes } from "../../contract";
import type { Answer, CallName, Host, Request } from "../host";
import { FakeDesk, type FakeWish } from "./desk";

export type { FakeWish };

export function fakeHost(wish: FakeWish): Host {
  const desk = new FakeDesk(wish);
  return {
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      // A real desk answers later, never within the call.
      await Promise.resolve();
      return structuredClone(desk.calls[name](request)) as Answer<N>;
    },
    async follow(take: (changes: Changes) => void) {
      desk.follow(take);
    },
  };
}
