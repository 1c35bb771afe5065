export const map = {
  title: "地图",
};
