/** The times of all teams beside each other. */
import type { TimeState } from "../../contract";

export const times = {
  title: "队伍时间轴",
  hours: (n: number) => `前 ${n} 小时`,
  range: "时段",
  only_busy: "只看有任务的",
  count: (shown: number, idle: number) => `${shown} 队有任务记录，${idle} 队无`,
  columns: { team: "队伍", now: "现在", line: "时间" },
  state: {
    sent: "待签收",
    acknowledged: "已签收",
    en_route: "途中",
    on_scene: "在现场",
    returning: "返回",
    restocking: "补给",
    cleaning: "洗消",
    resting: "休整",
  } satisfies Record<TimeState, string>,
  legend: "图例",
  planned: "计划",
  planned_state: (state: string) => `计划${state}`,
  late: "迟到",
  idle: "待命",
  now: "现在",
  span: (from: string, to: string, state: string, sign: string) =>
    `${from} 至 ${to} ${state}${sign === "" ? "" : ` ${sign}`}`,
  goes_on: "现在",
  ended: (progress: string) => `，${progress}`,
  empty: "这段时间没有队伍出动",
  empty_busy: "现在没有队伍在任务中",
  table: (team: string) => `${team} 的经过`,
  head: { from: "从", to: "到", state: "状态", incident: "事件", end: "结束" },
  pick: "用 ↑ ↓ 选一队，在此看它的经过",
  open: "打开事件",
};
