/** Where something found by name is shown. */
import type { Found } from "../contract";
import type { Desk } from "../desk.svelte";
import { STREET_ZOOM } from "../map/view.svelte";

/** Where the middle of a street office's area is only roughly known, all of it is shown. */
const AREA_ZOOM = 12.5;

export function goTo(desk: Desk, found: Found): void {
  switch (found.kind) {
    case "incident":
      desk.ui.openIncident(found.id);
      if (found.point !== null) desk.map.show("incident", found.id, found.point);
      return;
    case "plan":
      desk.ui.openPlan(found.id);
      return;
    case "firm":
      desk.openFirm(found.id);
      return;
    case "team":
    case "site":
      withMap(desk);
      desk.map.show(found.kind, found.id, found.point);
      return;
    default:
      withMap(desk);
      if (found.point === null) return;
      desk.map.go(found.point, found.approximate ? AREA_ZOOM : STREET_ZOOM);
  }
}

/** Two workspaces show the map; from the others the watch is the way to it. */
function withMap(desk: Desk): void {
  if (desk.ui.workspace !== "watch" && desk.ui.workspace !== "command") desk.ui.workspace = "watch";
}
