/** The desk behind the window. Nothing else imports `@tauri-apps`. */
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Changes, Salvaged, SalvageStep } from "../contract";
import { asCallError, type Answer, type CallName, type Host, type Request } from "./host";

export function tauriHost(): Host {
  return {
    async call<N extends CallName>(name: N, request: Request<N>): Promise<Answer<N>> {
      try {
        return await invoke<Answer<N>>("call", { name, request });
      } catch (thrown) {
        throw asCallError(thrown);
      }
    },
    async follow(take) {
      const channel = new Channel<Changes>();
      channel.onmessage = take;
      await invoke("follow", { channel });
    },
    async salvage(told) {
      const channel = new Channel<SalvageStep>();
      channel.onmessage = told;
      try {
        return await invoke<Salvaged>("salvage", { channel });
      } catch (thrown) {
        throw asCallError(thrown);
      }
    },
    painted() {
      // What the log would have said is no matter of the officer's.
      invoke("painted").catch(() => undefined);
    },
  };
}
