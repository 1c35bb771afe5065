/** Made-up alerts and what the officer does to them. */
import type {
  AlertCounts,
  AlertDetail,
  AlertPage,
  AlertQuery,
  AlertRow,
  AlertSection,
  Command,
  LogLine,
  Notice,
  SourceOut,
  WarningLevel,
} from "../../contract";
import { actOn, gather, lifeOf, stationOf, under } from "./alarms";
import { Chance } from "./chance";
import { strange } from "./points";
import words from "./words.json";

const MINUTE = 60_000;
const CENTRE = { lon: 117.15, lat: 36.68 };
/** The kind of each made-up event. */
const KINDS = ["gas", "storm", "sos", "pollution", "fire", "pressure", "landslide", "flood"];
const LEVELS: readonly WarningLevel[] = ["red", "orange", "yellow", "blue"];

export interface FakeAlert {
  row: AlertRow;
  notice: Notice;
}

function level(chance: Chance): number {
  const dice = chance.next();
  if (dice < 0.03) return 1;
  if (dice < 0.12) return 2;
  if (dice < 0.35) return 3;
  return dice < 0.95 ? 4 : 5;
}

export function makeAlert(index: number, chance: Chance, sent: number): FakeAlert {
  const step = level(chance);
  const [event, description, instruction] = chance.of(words.events) as [string, string, string];
  const street = chance.of(words.streets);
  const point = {
    lon: CENTRE.lon + (chance.next() - 0.5) * 0.3,
    lat: CENTRE.lat + (chance.next() - 0.5) * 0.25,
  };
  const word = step === 5 ? "" : (words.levels[step - 1] ?? "");
  const headline = `${street}${event}${word}(${words.hint})`;
  const source = chance.of(words.sources);
  const actual = chance.next() > 0.06;
  const expires = sent + (4 + chance.below(20)) * 60 * MINUTE;
  const id = `fake-${index}`;
  const defects = chance.next() < 0.05 ? [words.defect] : [];
  const radiusM = chance.next() < 0.4 ? 400 + chance.below(1600) : 0;
  const d = 0.012;
  const polygon = [
    { lon: point.lon - d, lat: point.lat - d },
    { lon: point.lon + d, lat: point.lat - d * 0.6 },
    { lon: point.lon + d * 0.7, lat: point.lat + d },
    { lon: point.lon - d, lat: point.lat - d },
  ];
  const notice: Notice = {
    format: "cap-1.2",
    sender: "drill@example.invalid",
    identifier: id,
    sent,
    status: actual ? "actual" : "exercise",
    msgType: "alert",
    references: [],
    event,
    eventCode: "",
    level: LEVELS[step - 1] ?? null,
    levelByConvention: step === 4,
    severity: "Severe",
    urgency: "Immediate",
    certainty: "Likely",
    effective: sent,
    onset: null,
    expires,
    senderName: source,
    texts: [
      { language: "zh-CN", headline, description, instruction, area: street },
      { language: "en", headline: `Exercise alert ${index}`, description: "", instruction: "", area: "" },
    ],
    polygons: radiusM === 0 && step < 4 ? [polygon] : [],
    circles: radiusM > 0 ? [{ centre: point, radiusM }] : [],
    geocodes: ["370112"],
    defects,
  };
  const row: AlertRow = {
    id,
    level: step,
    priority: Math.min(step, 4),
    prioritized: false,
    life: "unacknowledged",
    kind: KINDS[words.events.findIndex(([one]) => one === event)] ?? "other",
    gathered: null,
    sourceId: source,
    precision: { found: { real: 9, unreal: 3, other: 1 }, n: 12, percent: chance.next() < 0.5 ? 75 : null, least: 5 },
    headline,
    source,
    place: street,
    feed: chance.of(words.feeds)[0] ?? "",
    sent,
    recorded: sent + 800,
    acknowledged: false,
    shelvedUntil: null,
    expires,
    cancelled: false,
    superseded: false,
    dismissed: false,
    mergedInto: null,
    merged: 0,
    incident: null,
    copies: 1 + chance.below(3),
    defects: defects.length,
    distanceM: chance.next() < 0.7 ? 0 : chance.below(30_000),
    status: notice.status,
    point,
    atPoint: index % 9 === 4 ? strange(index) : null,
  };
  return { row, notice };
}

function section(row: AlertRow, now: number): AlertSection {
  if (row.status !== "actual") return "not_actual";
  const over = row.expires !== null && row.expires < now;
  if (row.cancelled || row.superseded || row.dismissed || row.mergedInto !== null || over) {
    return "ended";
  }
  return row.shelvedUntil !== null && row.shelvedUntil > now ? "shelved" : "open";
}

export class FakeAlerts {
  readonly all = new Map<string, FakeAlert>();
  readonly timeline = new Map<string, LogLine[]>();
  readonly outs: SourceOut[] = [];
  /** Whether rows of one place stand as one. */
  isGathered = false;
  #sections: Record<AlertSection, AlertRow[]> | null = null;
  #now: () => number;

  constructor(count: number, chance: Chance, now: () => number) {
    this.#now = now;
    for (let index = 0; index < count; index += 1) {
      const made = makeAlert(index, chance, now() - index * 47_000 - chance.below(40_000));
      made.row.acknowledged = index > 7;
      if (index % 29 === 11) made.row.shelvedUntil = now() + 30 * MINUTE;
      if (index % 17 === 13) made.row.cancelled = true;
      // Most alerts of a night are over; some hundred stay open.
      if (index > 40 && index % 3 !== 0) made.row.superseded = true;
      this.all.set(made.row.id, made);
    }
  }

  /** Something changed: the sections are sorted again when they are asked for. */
  changed(): void {
    this.#sections = null;
  }

  #sorted(): Record<AlertSection, AlertRow[]> {
    if (this.#sections !== null) return this.#sections;
    const sections: Record<AlertSection, AlertRow[]> = {
      open: [],
      shelved: [],
      ended: [],
      not_actual: [],
    };
    for (const { row } of this.all.values()) {
      row.life = lifeOf(row, this.#now());
      sections[section(row, this.#now())].push(row);
    }
    for (const rows of Object.values(sections)) {
      rows.sort(
        (a, b) =>
          Number(a.acknowledged) - Number(b.acknowledged) || a.level - b.level || b.sent - a.sent,
      );
    }
    this.#sections = sections;
    return sections;
  }

  counts(): AlertCounts {
    const sections = this.#sorted();
    const counts: AlertCounts = {
      unacknowledged: [0, 0, 0, 0, 0],
      open: [0, 0, 0, 0, 0],
      shelved: sections.shelved.length,
      suppressed: 0,
      outOfService: 0,
      returned: 0,
      latched: 0,
      waiting: [0, 0, 0, 0],
      headings: gather(sections.open).length,
      ended: sections.ended.length,
      notActual: sections.not_actual.length,
    };
    for (const row of sections.open) {
      const index = (row.level - 1) as 0 | 1 | 2 | 3 | 4;
      counts.open[index] += 1;
      if (!row.acknowledged) counts.unacknowledged[index] += 1;
    }
    return counts;
  }

  /** Every open alert by itself. */
  open(): AlertRow[] {
    return this.#sorted().open;
  }

  /** Every row of one place. */
  under(id: string): string[] {
    return under(this.#sorted().open, id).map((row) => row.id);
  }

  page(query: AlertQuery, seq: number): AlertPage {
    const all = this.#sorted()[query.section];
    const isGathered = this.isGathered && query.section === "open" && query.text === "" && query.life === null;
    const found = all.filter(
      (row) =>
        (query.text === "" || [row.headline, row.source, row.place].some((s) => s.includes(query.text))) &&
        (query.life === null || row.life === query.life),
    );
    const rows = !isGathered ? found : query.under === null ? gather(all) : under(all, query.under);
    return {
      isGathered,
      seq,
      total: rows.length,
      rows: rows.slice(query.offset, query.offset + query.limit),
      counts: this.counts(),
    };
  }

  detail(id: string): AlertDetail | null {
    const found = this.all.get(id);
    if (found === undefined) return null;
    const { row, notice } = found;
    const mark = (on: boolean) => (on ? { by: words.officers[0] ?? "", at: row.sent, note: "" } : null);
    return {
      alert: {
        id,
        notice,
        feed: row.feed,
        firstRecorded: row.recorded,
        receivedBy: null,
        copies: row.copies,
        exercise: row.status !== "actual",
        distanceM: row.distanceM,
        acknowledged: mark(row.acknowledged),
        shelved: row.shelvedUntil === null ? null : [row.shelvedUntil, { by: "", at: row.sent, note: words.hint }],
        dismissed: mark(row.dismissed),
        mergedInto: row.mergedInto,
        merged: [],
        incident: row.incident,
        near: [],
        began: true,
        latched: null,
        reset: null,
        aside: null,
        verified: null,
        parted: null,
        prioritized: null,
        escalated: null,
        successors: row.cancelled ? [{ alert: "fake-2", cancels: true, sent: row.sent + MINUTE }] : [],
      },
      row,
      priority: { priority: row.priority, reasons: [{ why: "kind", kind: row.kind }, { why: "night" }] },
      heading: this.isGathered ? (gather(under(this.#sorted().open, id))[0]?.gathered ?? null) : null,
      pointId: `${row.sourceId}#${row.kind}`,
      stationId: stationOf(row.sourceId),
      shelfMore: 0,
      out: null,
      raw: `<?xml version="1.0"?>\n<alert>\n  <identifier>${id}</identifier>\n  <headline>${row.headline}</headline>\n</alert>\n`,
      rawSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      rawCut: false,
      merged: [...this.all.values()].filter((one) => one.row.mergedInto === id).map((one) => one.row),
      timeline: this.timeline.get(id) ?? [],
      near: [],
    };
  }

  /** Does what a command says, as far as the list shows it; null when it is not about alerts. */
  apply(command: Command): string[] | null {
    const change = (ids: string[], by: (row: AlertRow) => void) => {
      for (const id of ids) {
        const found = this.all.get(id);
        if (found) by(found.row);
      }
      this.changed();
      return ids.map((id) => `alert:${id}`);
    };
    switch (command.do) {
      case "acknowledge_alerts":
        return change(command.alerts, (row) => (row.acknowledged = true));
      case "reopen_alert":
        return change([command.alert], (row) => {
          row.acknowledged = false;
          row.dismissed = false;
        });
      case "shelve_alert":
        return change([command.alert], (row) => (row.shelvedUntil = command.until));
      case "unshelve_alert":
        return change([command.alert], (row) => (row.shelvedUntil = null));
      case "dismiss_alert":
        return change([command.alert], (row) => (row.dismissed = true));
      case "merge_alert":
        change([command.into], (row) => (row.merged += 1));
        return change([command.alert], (row) => (row.mergedInto = command.into));
      case "unmerge_alert":
        return change([command.alert], (row) => (row.mergedInto = null));
      case "raise_alerts":
        return change(command.alerts, (row) => {
          row.incident = command.incident;
          row.acknowledged = true;
        });
      case "alarm": {
        const touched = actOn(this.all, this.outs, command, words.officers[0] ?? "", this.#now());
        this.changed();
        return touched.map((id) => `alert:${id}`);
      }
      case "lower_alert":
        return change([command.alert], (row) => (row.incident = null));
      default:
        return null;
    }
  }
}
