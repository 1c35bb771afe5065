import type { AlertSection } from "../../contract";

export const watch = {
  title: "值守",
  alerts: "告警",
  sections: {
    open: "待处置",
    shelved: "搁置",
    ended: "已结束",
    not_actual: "非实战",
  } satisfies Record<AlertSection, string>,
  search: "筛选标题、来源、地点",
  columns: {
    tick: "勾选",
    level: "级别",
    age: "时间",
    headline: "告警",
    place: "地点",
    source: "来源",
  },
  empty: {
    open: "没有待处置的告警",
    shelved: "没有搁置的告警",
    ended: "没有已结束的告警",
    not_actual: "没有演练、测试类消息",
  } satisfies Record<AlertSection, string>,
  empty_search: "没有匹配的告警",
  ticked: (n: number) => `已勾选 ${n} 条`,
  untick: "取消勾选",
};

export const alarm = {
  new_alerts: (n: number, headline: string) => `新告警 ${n} 条:${headline}`,
};
