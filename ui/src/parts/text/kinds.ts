/**
 * Kinds of plans by their codes (`plans/README.md`), in the order of the law: 国办发〔2024〕5号 for
 * governments and their units, 应急管理部令第2号 for firms.
 */
export const KINDS = [
  "general",
  "special",
  "department",
  "community",
  "joint",
  "event",
  "supporting",
  "firm_general",
  "firm_special",
  "firm_site",
] as const;

export type PlanKind = (typeof KINDS)[number];
