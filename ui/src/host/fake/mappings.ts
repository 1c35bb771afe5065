/** A made-up feed of a broker with one file of rules, which are tried by the simplest means. */
import type { MappingFeed, MappingSaved, MappingTrial, SaveMapping, TriedBreach, TryMapping } from "../../contract";
import { rules, type RuleForm } from "../../workspaces/watch/mapping";
import { MINUTE_MS } from "../../parts/times";
import words from "./words.json";

const TOPIC = "exercise/plant-1/tank/T1";
const FILE = "tank.json";
/** A file that cannot be read, which is shown and never written over. */
const BROKEN_FILE = "pumps.json";
const FEED = words.feeds[0]?.[0] ?? "mqtt";

function rule(name: string, value: string, unit: string, high: number): object {
  return { name, topic: "exercise/+/tank/+", point: `{1}/{3}/${value}`, value: `$.${value}`, quantity: value, unit, limits: { high } };
}

function topicFits(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split("/"), topic.split("/")];
  return wanted.every((one, at) => one === "+" || one === "#" || one === levels[at]) && wanted.length <= levels.length;
}

function breach(one: RuleForm, value: number): TriedBreach | null {
  if (one.high_high !== "" && value >= Number(one.high_high)) return "high_high";
  if (one.low_low !== "" && value <= Number(one.low_low)) return "low_low";
  if (one.high !== "" && value >= Number(one.high)) return "high";
  return one.low !== "" && value <= Number(one.low) ? "low" : null;
}

export class FakeMappings {
  #text = `${JSON.stringify({ rules: [rule("level", "level_m", "m", 8), rule("pressure", "pressure_mpa", "MPa", 1.2)] }, null, 2)}\n`;
  #version = 1;

  feeds(now: number): MappingFeed[] {
    const messages = [8.4, 7.9, 7.2].map((level, at) => ({
      at: now - at * MINUTE_MS,
      text: JSON.stringify({ ts: now - at * MINUTE_MS, level_m: level, pressure_mpa: 0.3 }),
      cut: false,
    }));
    const files = [
      { file: FILE, text: this.#text, sha256: String(this.#version), unreadable: null, also: [] },
      { file: BROKEN_FILE, text: "", sha256: "", unreadable: "not_text" as const, also: [] },
    ];
    return [{ feed: FEED, running: true, files, topics: [{ topic: TOPIC, messages }] }];
  }

  tried({ text, topic, message }: TryMapping): MappingTrial {
    const all = rules(text);
    const trial: MappingTrial = { rules: all?.length ?? 0, values: [], more: 0, faults: [], defects: [] };
    if (all === null) return { ...trial, faults: ["expected value at line 1"] };
    if (topic === "") return trial;
    const fitting = all.filter((one) => topicFits(one.topic, topic));
    if (fitting.length === 0) return { ...trial, defects: [`no rule takes the topic "${topic}"`] };
    let read: Record<string, unknown>;
    try {
      read = JSON.parse(message) as Record<string, unknown>;
    } catch {
      return { ...trial, defects: ["expected value at line 1"] };
    }
    for (const one of fitting) {
      const value = read[one.value.replace("$.", "")];
      if (typeof value !== "number") trial.defects.push(`rule "${one.name}": ${one.value} finds nothing`);
      else {
        const point = one.point.replace(/\{(\d+)\}/g, (_, level: string) => topic.split("/")[Number(level)] ?? "");
        const { name, quantity, unit } = one;
        trial.values.push({ rule: name, point, quantity, value, unit, at: null, good: true, breach: breach(one, value) });
      }
    }
    return trial;
  }

  save({ text, before }: SaveMapping): MappingSaved {
    const there = { leftOut: 0, waiting: [] };
    if (before !== String(this.#version)) {
      return { ...there, outcome: "changed_meanwhile", sha256: String(this.#version), text: this.#text };
    }
    this.#text = text;
    this.#version += 1;
    return { ...there, outcome: "in_force", sha256: String(this.#version), text: "" };
  }
}
