/**
 * Values that stand in the texts of plans as they are, in every language of the screen
 * (`plans/README.md`). What a reader of English sees instead is in `en/`.
 */

export { KEY_FIELDS } from "../contract";

/** A value that the district has not confirmed yet. */
export const TO_CONFIRM = "待区里确认";

/** Response levels as plans write them. */
export const LEVELS = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"] as const;

const GOVERNMENT = ["1 总则", "2 组织指挥体系与职责", "3 监测预警", "4 应急响应", "5 后期处置", "6 应急保障", "7 预案管理", "8 附则"];

/**
 * Chapters with which a plan begins: 突发事件应急预案管理办法（国办发〔2024〕5号）art. 8 to 15 in the
 * order in use, and GB/T 29639-2020 clauses 6 to 9 for firms.
 */
export const CHAPTERS = {
  general: GOVERNMENT,
  special: GOVERNMENT,
  department: GOVERNMENT,
  community: GOVERNMENT,
  joint: GOVERNMENT,
  event: GOVERNMENT,
  supporting: ["1 适用范围", "2 任务分工", "3 工作流程", "4 资源", "5 联系方式"],
  firm_general: ["1 总则", "2 应急组织机构及职责", "3 应急响应", "4 后期处置", "5 应急保障", "6 附件"],
  firm_special: ["1 适用范围", "2 应急组织机构及职责", "3 响应启动", "4 处置措施", "5 应急保障", "6 附件"],
  firm_site: ["1 事故风险描述", "2 应急工作职责", "3 应急处置", "4 注意事项", "5 附件"],
} as const satisfies Record<string, readonly string[]>;
