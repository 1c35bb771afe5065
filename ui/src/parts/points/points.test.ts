import { expect, test } from "vitest";
import { endOf } from "./points";

test("a long address is known by its end, where the devices of one kind differ", () => {
  const one = endOf("YL0000000000000000000007/a21001", 22);
  expect(one, "the station and what it measures").toBe("…00000000000007/a21001");
  expect(one).not.toBe(endOf("YL0000000000000000000008/a21001", 22));
  expect(endOf("pipe/演练16/pressure", 22), "a short one as it is").toBe("pipe/演练16/pressure");
});
