/** Made-up cameras: with an address, with a number alone, and with nothing. */
import type { CameraFault, CameraOpened, CameraRow, CamerasNear } from "../../contract";
import { CENTRE } from "./district";
import words from "./words.json";
import { MINUTE_MS } from "../../parts/times";

const CAMERAS = 8;
const PLAYER = "mpv";

function told(number: number): { device: string; address: string; fault: CameraFault | null } {
  if (number % 4 === 1) {
    const device = `370112${String(number).padStart(14, "0")}`;
    return { device, address: "", fault: { code: "no_template" } };
  }
  if (number % 4 === 3) return { device: "", address: "", fault: { code: "address", fault: "empty" } };
  return { device: "", address: `rtsp://camera-${number}.invalid/live`, fault: null };
}

function camera(number: number, now: number): CameraRow {
  const street = words.streets[number % words.streets.length] ?? "";
  return {
    site: `camera-${number}`,
    name: `${street}${number + 1}(${words.hint})`,
    place: { words: street, street, point: { lon: CENTRE.lon + number / 300, lat: CENTRE.lat } },
    distanceM: 140 + number * 310,
    working: number === 2 ? false : number === 5 ? null : true,
    reportedAt: number === 5 ? null : now - number * 7 * MINUTE_MS,
    told: "",
    pane: false,
    ...told(number),
  };
}

/** The same ones near everything. */
export function camerasNear(now: number): CamerasNear {
  const cameras = Array.from({ length: CAMERAS }, (_, number) => camera(number, now));
  return { from: CENTRE, cameras, more: 3, unplaced: 1, player: PLAYER };
}

/** Nothing is started. */
export function openedCamera(site: string, now: number): CameraOpened | null {
  const row = camerasNear(now).cameras.find((one) => one.site === site);
  return row === undefined ? null : { player: PLAYER, address: row.address, pane: false, fault: row.fault };
}
