import type { CameraFault } from "../../contract";
import { t } from "../../locale/index.svelte";

/** Why a camera's picture is not opened, in words. */
export function faultWords(fault: CameraFault): string {
  const words = t().cameras;
  return fault.code === "address" ? words.address_fault[fault.fault] : words.fault[fault.code];
}
