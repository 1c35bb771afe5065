import { afterEach, describe, expect, it } from "vitest";
import { keepFocus, takeFocusBack } from "./keep-focus";

function page(): { root: HTMLElement; rows: HTMLElement[] } {
  const root = document.createElement("div");
  root.id = "root";
  root.tabIndex = -1;
  const rows = ["a", "b"].map((word) => {
    const row = document.createElement("button");
    row.textContent = word;
    return row;
  });
  root.append(...rows);
  const other = document.createElement("input");
  other.id = "other";
  document.body.replaceChildren(root, other);
  return { root, rows };
}
/** Mutation observers are told in a task of their own. */
const told = () => new Promise((done) => setTimeout(done, 0));

describe("the focus", () => {
  let stop = () => {};
  afterEach(() => stop());

  it("comes back to the workspace when the row that had it goes away", async () => {
    const { root, rows } = page();
    stop = keepFocus(root);
    rows[0]?.focus();
    rows[0]?.remove();
    (document.activeElement as HTMLElement | null)?.blur();
    await told();
    expect(document.activeElement, "keys act again").toBe(root);
  });

  it("comes back to a row that was moved", async () => {
    const { root, rows } = page();
    stop = keepFocus(root);
    rows[0]?.focus();
    rows[0]?.blur();
    root.append(rows[0]!);
    await told();
    expect(document.activeElement, "the same row has it").toBe(rows[0]);
  });

  it("comes back to the form when the button that had it cannot be pressed for a while", async () => {
    const { root, rows } = page();
    stop = keepFocus(root);
    rows[0]?.focus();
    rows[0]?.blur();
    rows[0]?.setAttribute("disabled", "");
    await told();
    expect(document.activeElement, "the keys of the form act").toBe(root);
  });

  it("stays where the officer put it", async () => {
    const { root, rows } = page();
    stop = keepFocus(root);
    rows[0]?.focus();
    const other = document.querySelector<HTMLElement>("#other");
    other?.focus();
    rows[1]?.remove();
    await told();
    expect(document.activeElement, "a field elsewhere keeps it").toBe(other);
    takeFocusBack(root);
    expect(document.activeElement, "nothing was lost, nothing is taken").toBe(other);
  });
});
