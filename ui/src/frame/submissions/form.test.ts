import { beforeEach, describe, expect, test } from "vitest";
import type { TellerRow } from "../../contract";
import { toField } from "../../parts/moments";
import { HOUR_MS } from "../../parts/times";
import { CallForm } from "./form.svelte";
import { ratePercent } from "./words";

const NOW = 1_800_000_000_000;
const REPORTER: TellerRow = {
  person: "P1",
  name: "演练 孙桂兰",
  unit: "演练 冷水沟村",
  post: "",
  phone: "000-5501",
  reporter: true,
  place: { words: "演练 冷水沟村", street: "", point: null },
};
let form: CallForm;

beforeEach(() => {
  form = new CallForm(NOW);
  form.texts.matter = " 演练 河水上涨 ";
});

describe("the form of a call", () => {
  test("what happened is enough while eleven telephones ring", () => {
    expect(form.faults(NOW), "nothing is missing").toEqual([]);
    const received = form.received();
    expect(received.matter, "without spaces around").toBe("演练 河水上涨");
    expect(received.harm, "nobody said anything of people").toBeNull();
    expect(received.ongoing, "nor whether it goes on").toBeNull();
    form.texts.matter = "";
    expect(form.faults(NOW), "without it there is nothing to write down").toEqual(["matter"]);
  });

  test("times that are none or lie ahead are named", () => {
    form.texts.told = toField(NOW + HOUR_MS);
    form.texts.happened = "昨天";
    expect(form.faults(NOW), "both").toEqual(["told", "happened"]);
  });

  test("a reporter of the directory fills in the village and the channel", () => {
    form.take(REPORTER);
    const { channel, teller, place } = form.received();
    expect(channel, "a flash").toBe("reporter");
    expect(teller.unit, "the village").toBe("演练 冷水沟村");
    expect(teller.person, "who it is").toBe("P1");
    expect(place.words, "most likely there").toBe("演练 冷水沟村");
  });

  test("who tips off is in the identity alone, and in no draft", () => {
    form.channel = "tip_off";
    form.texts.name = "演练赵吹哨";
    form.texts.phone = "000-9981";
    expect(form.identity(), "for the seal").toEqual({ name: "演练赵吹哨", phone: "000-9981", unit: "" });
    expect(JSON.stringify(form.received()), "not in the record").not.toContain("赵吹哨");
    expect(form.kept(false), "not in what is kept against a crash").not.toContain("赵吹哨");
    form.channel = "phone";
    expect(form.kept(true), "nor before it was known for a tip-off").not.toContain("赵吹哨");
    expect(form.kept(false), "where nothing is sealed a caller's name is kept").toContain("赵吹哨");
    expect(form.identity(), "a caller is no secret").toBeNull();
  });

  test("what was kept is taken up again, and rubbish is not", () => {
    form.channel = "hotline";
    form.ongoing = "yes";
    form.harm.trapped = "3";
    form.texts.place = "演练 花园路";
    const again = new CallForm(NOW);
    expect(again.restore(form.kept(false)), "it can be read").toBe(true);
    expect(again.received(), "as it was").toEqual(form.received());
    for (const rubbish of ["", "{", "7", '{"texts":{}}', '{"channel":"pigeon","texts":{}}']) {
      expect(new CallForm(NOW).restore(rubbish), rubbish).toBe(false);
    }
  });
});

test("a rate has a base or is none", () => {
  expect(ratePercent(0, 0), "nothing was told").toBeNull();
  expect(ratePercent(2, 3), "with one digit").toBe("66.7");
});
