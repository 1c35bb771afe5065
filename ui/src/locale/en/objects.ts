import type { objects as source } from "../zh-CN/objects";

export const objects: typeof source = {
  title: "Protected objects",
  search: "Name, unit, address, street",
  kind: "Kind",
  all_kinds: "All kinds",
  within: "From a major hazard",
  any_distance: "Any distance",
  no_farther: (metres) => `within ${metres}`,
  on_map: "Show on the map",
  columns: ["Name", "Kind", "Class", "People now/room", "Nearest major hazard", "Straight line"],
  class: {
    highly_sensitive: "Highly sensitive",
    important: "Important",
    first: "General, first",
    second: "General, second",
    third: "General, third",
  },
  class_whole: {
    highly_sensitive: "Highly sensitive object",
    important: "Important object",
    first: "General object, first class",
    second: "General object, second class",
    third: "General object, third class",
  },
  to_confirm: "to be confirmed",
  people: (counted, holds) => {
    if (counted === null) return holds === null ? "unknown" : `${holds}`;
    return holds === null ? `${counted} now` : `${counted}/${holds}`;
  },
  no_grade: "grade open",
  no_hazard: "no major hazard",
  no_point: "no position",
  counts: (total, hazards) => `${total}, in the order of the straight line to ${hazards} major hazards (with those that may be one)`,
  hazards_unplaced: (n) => `${n} major hazards without a position may be nearer`,
  unplaced: (n) => `${n} without a position`,
  unclassed: (n) => `${n} whose class is to be confirmed`,
  rules: "Classes are those of GB 36894-2018 and are entered in the profile of the place; which kinds of places count is set in [objects] of desk.toml, to be confirmed by the district",
  empty: "No protected objects among the places yet: enter schools, hospitals, shelters, or the class of another place",
  none: "No protected object fits",
  around: "Nearest protected objects (straight line)",
  nearest_hazard: "Nearest major hazard (straight line)",
};
