import { words } from "./words";

/** A length of time in words, hours from an hour and a half on. */
function minutes(ms: number | null): string {
  const n = Math.max(1, Math.round((ms ?? 0) / 60_000));
  return n < 90 ? words.minutes(n) : words.hours(Math.round(n / 60));
}

/** The way of a team back to readiness, and what speaks against sending it. */
export const way_back = {
  title: "归建",
  since: (age: string) => `已 ${age}`,
  until: (at: string) => `至 ${at}`,
  over: (at: string) => `应于 ${at} 完成，尚无人报告`,
  open: "何时完成没有人说过",
  moved: (team: string, phase: string, until: string) => `${team} ${phase}${until === "" ? "" : `，${until}`}`,
  choose_team: "先在清单、地图或时间轴上选一支队伍",
  assumed: "时长为本区设置（desk.toml 的 [way_back]），待区里确认",
  against: "派出前须说明",
  against_more: (count: number) => `另有 ${count} 项`,
  despite: "仍要派出的理由",
  despite_hint: "例如：已电话征得张某同意；险情紧急，休整顺延",
  despite_needed: "须说明的队伍尚未派出：写明理由后再按一次",
  sent_despite: (reason: string) => `仍派理由：${reason}`,
  objection: {
    resting: (until: string) => (until === "" ? "正在休整，未说到何时" : `正在休整，至 ${until}`),
    rest_owed: (until: string) => `按本队规定应休整至 ${until}`,
    over_shift: (since: string, hours: number) => `自 ${since} 起连续工作，超过一班 ${hours} 小时`,
    over_scene: (since: string, hours: number) => `自 ${since} 起在现场，超过 ${hours} 小时`,
    off_shift: (begins: string, onCall: number) =>
      onCall > 0 ? `不在班，${begins} 上班；备勤 ${onCall} 人可出` : `不在班，${begins} 上班，无人备勤`,
    authority: (by: string, phone: string) => `出动须经 ${by} 同意${phone === "" ? "" : `（${phone}）`}`,
    insurance_over: (until: string) => `人员意外险已于 ${until} 到期`,
  },
  reason: {
    returning: () => "返回途中，从现位置掉头",
    restocking: (n: number | null) => `补给中，还需 ${minutes(n)}`,
    restocking_over: () => "补给应已完成，先问",
    restocking_open: () => "补给中，何时完成未说，先问",
    cleaning: (n: number | null) => `洗消中，还需 ${minutes(n)}`,
    cleaning_over: () => "洗消应已完成，先问",
    cleaning_open: () => "洗消中，何时完成未说，先问",
    rest_over: () => "休整期已满，先问",
    resting: (n: number | null) => (n === null ? "▲ 休整中，未说到何时" : `▲ 休整中，还需 ${minutes(n)}`),
    rest_owed: (n: number | null) => `▲ 按规定还应休整 ${minutes(n)}`,
    over_shift: (n: number | null, w: string) => `▲ 已连续工作 ${minutes(n)}，一班 ${w} 小时`,
    over_scene: (n: number | null, w: string) => `▲ 已在现场 ${minutes(n)}，上限 ${w} 小时`,
    off_shift: (n: number | null, w: string) => `▲ 不在班，${minutes(n)}后上班，备勤 ${w} 人`,
    authority: (_n: number | null, w: string) => `▲ 出动须经 ${w} 同意`,
    insurance_over: (_n: number | null, w: string) => `▲ 人员意外险已于 ${w} 到期`,
  } as Record<string, (number: number | null, words: string) => string>,
};
