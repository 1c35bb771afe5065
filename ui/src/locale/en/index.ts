/** The texts in English: the same shape as the Chinese ones. */
import { actions, keys } from "./actions";
import { alarms } from "./alarms";
import { assign } from "./assign";
import { cameras } from "./cameras";
import { command } from "./command";
import { countdowns } from "./countdowns";
import { dangers } from "./dangers";
import { drill } from "./drill";
import { errors } from "./errors";
import { facts } from "./facts";
import { feeds } from "./feeds";
import { fences } from "./fences";
import { firms } from "./firms";
import { duty, frame, line, palette } from "./frame";
import { map } from "./map";
import { mapping } from "./mapping";
import { objects } from "./objects";
import { plan_edit } from "./plan-edit";
import { plan_import } from "./plan-import";
import { plan_life } from "./plan-life";
import { plan_map } from "./plan-map";
import { plans } from "./plans";
import { points } from "./points";
import { position } from "./position";
import { resources } from "./resources";
import { risks } from "./risks";
import { road_import } from "./road-import";
import { roads } from "./roads";
import { rota } from "./rota";
import { salvage } from "./salvage";
import { search } from "./search";
import { sent } from "./sent";
import { submissions } from "./submissions";
import { times } from "./times";
import { wall } from "./wall";
import { alarm, watch } from "./watch";
import { way_back } from "./way-back";
import { words } from "./words";
import type zhCN from "../zh-CN";

export default {
  actions,
  alarm,
  alarms,
  assign,
  cameras,
  command,
  countdowns,
  dangers,
  drill,
  duty,
  errors,
  facts,
  feeds,
  fences,
  firms,
  frame,
  keys,
  line,
  map,
  mapping,
  objects,
  palette,
  plan_edit,
  plan_import,
  plan_life,
  plan_map,
  plans,
  points,
  position,
  resources,
  risks,
  road_import,
  roads,
  rota,
  salvage,
  search,
  sent,
  submissions,
  times,
  wall,
  watch,
  way_back,
  words,
} satisfies typeof zhCN;
