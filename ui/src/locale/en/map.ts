import type { map as source } from "../zh-CN/map";

export const map: typeof source = {
  title: "Map",
};
