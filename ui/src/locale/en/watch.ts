import type { alarm as alarmSource, watch as source } from "../zh-CN/watch";

export const watch: typeof source = {
  title: "Watch",
  alerts: "Alerts",
  sections: { open: "Open", shelved: "Shelved", ended: "Ended", not_actual: "Not actual" },
  search: "Filter by headline, source, place",
  columns: {
    tick: "Tick",
    level: "Level",
    age: "Age",
    headline: "Alert",
    place: "Place",
    source: "Source",
  },
  empty: {
    open: "No open alerts",
    shelved: "No shelved alerts",
    ended: "No ended alerts",
    not_actual: "No exercise or test messages",
  },
  empty_search: "No alert matches",
  ticked: (n) => `${n} ticked`,
  untick: "Untick all",
};

export const alarm: typeof alarmSource = {
  new_alerts: (n, headline) => `${n} new: ${headline}`,
};
