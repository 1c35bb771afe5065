/** Made-up feeds in all states: well, silent devices, down. */
import type { FeedDefect, FeedStatus, PanelRow, VehiclesRequest, VehiclesSeen } from "../../contract";
import { CENTRE } from "./district";
import words from "./words.json";

const MINUTE = 60_000;
const DOWN = 3;
const DEFECTS: FeedDefect[] = [
  {
    kind: "checksum_mismatch",
    count: 41,
    message: "checksum 0xB9 in the frame, 0x99 computed",
    newestHex: "7e020000810111111111110eb900000800000c0003027d011f",
    cut: true,
  },
  { kind: "noise", count: 3, message: "2 bytes before the first mark 7E", newestHex: "0d0a", cut: false },
];

const VEHICLES = 60;
const OLD_AFTER_S = 120;

/** Made-up vehicles around the middle of the district: some old, one in alarm. */
export function fakeVehicles(view: VehiclesRequest, now: number): VehiclesSeen {
  const all = Array.from({ length: VEHICLES }, (_, number) => ({
    terminal: `0100${String(number).padStart(8, "0")}`,
    plate: `${words.made_up}${String(number).padStart(4, "0")}`,
    point: {
      lon: CENTRE.lon + ((number * 37) % 60) / 600 - 0.05,
      lat: CENTRE.lat + ((number * 17) % 53) / 700 - 0.04,
    },
    heardAt: now - (number % 7 === 0 ? 9 * MINUTE : 12_000),
    speedKmh: (number * 11) % 80,
    alarm: number === 3,
    online: number % 7 !== 0,
  }));
  const vehicles = all.filter(
    ({ point }) =>
      point.lon >= view.west && point.lon <= view.east && point.lat >= view.south && point.lat <= view.north,
  );
  return { vehicles, more: 0, oldAfterS: OLD_AFTER_S };
}

/** What the desk would say of them. */
export function fakeFeeds(now: number): FeedStatus[] {
  return words.feeds.map(([name = "", kind = "", source = ""], index) => ({
    name,
    kind,
    source,
    up: index !== DOWN,
    firstTryAt: now - 3 * 60 * MINUTE,
    lastMessageAt: now - (index === DOWN ? 19 * MINUTE : (index + 1) * 21_000),
    lastTryAt: now - 4_000,
    messages: 120 + index * 37,
    perMinute: index * 40,
    defects: DEFECTS.slice(0, index).reduce((sum, one) => sum + one.count, 0),
    defectKinds: DEFECTS.slice(0, index),
    defectsRemoved: 0,
    why: index === DOWN ? "unreachable" : "",
    devices:
      kind === "jt808" || kind === "mqtt"
        ? {
            known: 640,
            silent: 2,
            silentAfterS: 600,
            named: [
              { name: "010000000007", since: now - 34 * MINUTE },
              { name: "010000000031", since: now - 12 * MINUTE },
            ],
            clockOffsetMs: -3_600_000,
            clockWorst: { name: "010000000007", offsetMs: -3_600_000 },
            clocksOff: [{ name: "010000000007", offsetMs: -3_600_000 }],
            clocksOffCount: 1,
            clockOffAfterS: 60,
            dialects: [],
            dialectsCount: 0,
            dialectsDeparting: 0,
          }
        : null,
    connections:
      kind === "jt808"
        ? { open: 812, refused: 14, refusedAddress: 9, busiest: "127.0.0.1", busiestOpen: 640 }
        : null,
  }));
}

/** Made-up panels of the feed of fire alarm devices. */
export function fakePanels(now: number): PanelRow[] {
  const feed = words.feeds.find(([, kind]) => kind === "gbt26875")?.[0];
  if (feed === undefined) return [];
  const panel = (device: string, disabled: number): PanelRow => ({
    feed,
    device,
    online: disabled < 2,
    heardAt: now - MINUTE,
    disabled,
    parts: Array.from({ length: disabled }, (_, part) => ({
      place: `${device}-1-1-42-${part}`,
      words: words.made_up,
      since: now - 90 * MINUTE,
    })),
    duty: null,
  });
  return [panel("370112000001", 2), panel("370112000002", 0)];
}
