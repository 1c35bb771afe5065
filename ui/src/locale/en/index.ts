/** The texts in English: the same shape as the Chinese ones. */
import { actions, keys } from "./actions";
import { alarms } from "./alarms";
import { assign } from "./assign";
import { command } from "./command";
import { drill } from "./drill";
import { errors } from "./errors";
import { facts } from "./facts";
import { duty, frame, line, palette } from "./frame";
import { map } from "./map";
import { plans } from "./plans";
import { resources } from "./resources";
import { roads } from "./roads";
import { search } from "./search";
import { sent } from "./sent";
import { times } from "./times";
import { wall } from "./wall";
import { alarm, watch } from "./watch";
import { words } from "./words";
import type zhCN from "../zh-CN";

export default {
  actions,
  alarm,
  alarms,
  assign,
  command,
  drill,
  duty,
  errors,
  facts,
  frame,
  keys,
  line,
  map,
  palette,
  plans,
  resources,
  roads,
  search,
  sent,
  times,
  wall,
  watch,
  words,
} satisfies typeof zhCN;
