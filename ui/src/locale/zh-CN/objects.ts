import type { Protection } from "../../contract";

/** Protected objects (GB 36894-2018). */
export const objects = {
  title: "防护目标",
  search: "筛选名称、单位、地址、街道",
  kind: "类型",
  all_kinds: "全部类型",
  within: "距重大危险源",
  any_distance: "不限距离",
  no_farther: (metres: string) => `${metres}以内`,
  on_map: "在地图上看",
  columns: ["名称", "类型", "类别", "现有/容纳", "最近的重大危险源", "直线距离"],
  class: {
    highly_sensitive: "高敏感",
    important: "重要",
    first: "一般·一类",
    second: "一般·二类",
    third: "一般·三类",
  } satisfies Record<Protection, string>,
  class_whole: {
    highly_sensitive: "高敏感防护目标",
    important: "重要防护目标",
    first: "一般防护目标一类",
    second: "一般防护目标二类",
    third: "一般防护目标三类",
  } satisfies Record<Protection, string>,
  to_confirm: "待区里确认",
  people: (counted: number | null, holds: number | null) => {
    if (counted === null) return holds === null ? "人数未知" : `${holds} 人`;
    return holds === null ? `现有 ${counted} 人` : `${counted}/${holds} 人`;
  },
  no_grade: "级别待定",
  no_hazard: "没有重大危险源",
  no_point: "没有坐标",
  counts: (total: number, hazards: number) => `${total} 处，按到 ${hazards} 处重大危险源（含资料不全、可能构成的）的直线距离排列`,
  hazards_unplaced: (n: number) => `另有 ${n} 处重大危险源没有坐标，可能更近`,
  unplaced: (n: number) => `没有坐标 ${n} 处`,
  unclassed: (n: number) => `类别待区里确认 ${n} 处`,
  rules: "类别按 GB 36894-2018，在场所档案里填写；哪些类型的场所算防护目标由 desk.toml 的 [objects] 定，待区里确认",
  empty: "场所名册里还没有防护目标：登记学校、医院、避难场所，或给其他场所填写防护目标类别",
  none: "没有符合筛选的防护目标",
  around: "最近的防护目标（直线距离）",
  nearest_hazard: "最近的重大危险源（直线距离）",
};
