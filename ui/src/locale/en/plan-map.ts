import type { plan_map as source } from "../zh-CN/plan-map";

export const plan_map: typeof source = {
  title: "Map of plans",
  by: "Counted by",
  by_street: "By street",
  by_field: "By key field",
  street: "Street",
  field: "Key field",
  whole_district: "Whole district",
  no_field: "No key field",
  column: {
    all: "All",
    in_force: "In force",
    in_revision: "In revision",
    draft: "Draft",
    overdue: "Overdue",
    not_drilled: "Not drilled",
    ended: "Ended",
  },
  all_plans: "All plans",
  chosen: (name) => `Chosen${name === "" ? "" : `: ${name}`}`,
  locate: "Locate",
  about: "Locate (about)",
  no_place: "No place",
  none: "No such plan",
  at_place: (n) => `${n}`,
};
