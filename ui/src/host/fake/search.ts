/** Full text of the made-up desk: plain words in plans, incidents, alerts and the log. */
import type { SearchAnswer, SearchGroup, SearchHit, SearchKind, SearchRequest } from "../../contract";
import { library } from "./library";
import scene from "./scene.json";
import type { FakeState } from "./state";

const SNIPPET_CHARS = 60;

interface Text {
  kind: SearchKind;
  title: string;
  heading: string;
  body: string;
  more?: Partial<SearchHit>;
}

function marks(text: string, words: readonly string[]): [number, number][] {
  const found = words.flatMap((word): [number, number][] => {
    const at = text.toLowerCase().indexOf(word);
    return at < 0 ? [] : [[at, at + word.length]];
  });
  return found.sort((a, b) => a[0] - b[0]).filter(([from], n, all) => n === 0 || from >= (all[n - 1]?.[1] ?? 0));
}

function hit({ kind, title, heading, body, more }: Text, words: readonly string[]): SearchHit {
  const at = Math.max(0, Math.min(...words.map((word) => body.toLowerCase().indexOf(word)).filter((n) => n >= 0), body.length) - 10);
  const from = at === body.length - 10 ? 0 : at;
  const text = body.slice(from, from + SNIPPET_CHARS);
  return {
    kind,
    title,
    heading: { text: heading, marks: marks(heading, words) },
    snippet: { text, marks: marks(text, words) },
    whole: kind === "law" ? { text: body, marks: marks(body, words) } : { text: "", marks: [] },
    unit: "",
    state: "",
    plan: "",
    clause: null,
    card: "",
    entity: null,
    incident: "",
    fact: "",
    seq: 0,
    at: null,
    ...more,
  };
}

function texts(state: FakeState): Text[] {
  const plans = library().flatMap(({ row, detail: { clauses, cards } }) => {
    return [
      ...clauses.map((clause, index): Text => ({
        kind: "clause",
        title: row.title,
        heading: clause.heading,
        body: clause.paragraphs.join(" "),
        more: { plan: row.id, clause: index, state: "sample", unit: row.unit },
      })),
      ...cards.map((card): Text => ({
        kind: "card",
        title: row.title,
        heading: card.task.what,
        body: card.task.who,
        more: { plan: row.id, clause: 1, card: card.task.card, state: "sample", unit: row.unit },
      })),
    ];
  });
  const laws: Text[] = [
    {
      kind: "law",
      title: "",
      heading: scene.article.heading,
      body: `${`${scene.article.line}\n`.repeat(40)}${scene.article.last}`,
    },
  ];
  const incidents = state.incidents.map((one): Text => ({
    kind: "incident",
    title: one.opened.title,
    heading: one.opened.title,
    body: one.opened.place.words,
    more: { entity: { kind: "incident", id: one.id }, incident: one.id, state: "open", seq: 1, at: one.opened.learnedAt },
  }));
  const lines = state.log.map((line): Text => ({
    kind: "line",
    title: "",
    heading: "",
    body: Object.values((line.body ?? {}) as object).filter((part) => typeof part === "string").join(" "),
    more: { entity: { kind: line.entityKind, id: line.entity }, fact: line.kind, seq: line.seq, at: line.occurredAt },
  }));
  return [...plans, ...laws, ...incidents, ...lines];
}

export function searched(state: FakeState, request: SearchRequest): SearchAnswer {
  const words = request.words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const groups = new Map<SearchKind, SearchHit[]>();
  for (const text of texts(state)) {
    const whole = `${text.heading} ${text.body}`.toLowerCase();
    const wanted = request.kinds.length === 0 || request.kinds.includes(text.kind);
    if (words.length === 0 || !wanted || !words.every((word) => whole.includes(word))) continue;
    const of = groups.get(text.kind) ?? [];
    of.push(hit(text, words));
    groups.set(text.kind, of);
  }
  const page = ([kind, hits]: [SearchKind, SearchHit[]]): SearchGroup => ({
    kind,
    total: hits.length,
    more: false,
    hits: hits.slice(request.offset, request.offset + request.limit),
  });
  const any = groups.size > 0;
  return {
    words,
    cut: false,
    loose: false,
    groups: [...groups].map(page),
    units: any ? [{ name: state.plans[0]?.unit ?? "", hits: 1 }] : [],
    fields: any ? [{ name: "hazmat_leak", hits: 1 }] : [],
    states: any ? [{ name: "sample", hits: 1 }] : [],
    behind: 0,
  };
}
