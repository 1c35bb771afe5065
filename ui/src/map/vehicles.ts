/** Vehicles on the map: their picture, their words, and how old their position is. */
import type { VehicleRow, VehiclesSeen } from "../contract";

export type VehicleLook = "live" | "old" | "alarm" | "alarm-old";
export const VEHICLE_LOOKS: readonly VehicleLook[] = ["live", "old", "alarm", "alarm-old"];

/** An old position is hollow and broken, an alarm has a ring: by shape, not by colour. */
export function vehicleLook(row: VehicleRow, oldAfterS: number, now: number): VehicleLook {
  const old = now - row.heardAt >= oldAfterS * 1_000;
  if (row.alarm) return old ? "alarm-old" : "alarm";
  return old ? "old" : "live";
}

/** What a vehicle is called: its plate, else the end of its terminal's number. */
export function vehicleName(row: VehicleRow): string {
  return row.plate === "" ? `…${row.terminal.slice(-4)}` : row.plate;
}

/** The marks of vehicles; those in alarm lie on top. */
export function vehiclePoints(
  seen: VehiclesSeen,
  now: number,
  label: (row: VehicleRow, look: VehicleLook) => string,
): GeoJSON.FeatureCollection {
  const features = seen.vehicles.map((row): GeoJSON.Feature => {
    const look = vehicleLook(row, seen.oldAfterS, now);
    return {
      type: "Feature",
      geometry: { type: "Point", coordinates: [row.point.lon, row.point.lat] },
      properties: {
        kind: "vehicle",
        id: row.terminal,
        icon: `vehicle-${look}`,
        label: label(row, look),
        quiet: !row.alarm,
        order: row.alarm ? 1 : 0,
      },
    };
  });
  return { type: "FeatureCollection", features };
}
