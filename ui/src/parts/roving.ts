/** Arrow keys in a list: one row takes the focus, and Tab leaves the list. */

/** Rows are the elements marked `data-row`. */
function rowsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-row]:not(:disabled)")];
}

/** The row that Tab comes back to. */
function settle(list: HTMLElement, wanted: HTMLElement | undefined): void {
  const rows = rowsOf(list);
  const current =
    wanted ?? rows.find((row) => row.tabIndex === 0 && row.dataset.settled === "") ?? rows[0];
  for (const row of rows) {
    const tabIndex = row === current ? 0 : -1;
    // Written again, the same value would be styled again, row by row.
    if (row.tabIndex !== tabIndex) row.tabIndex = tabIndex;
    if (row === current) row.dataset.settled = "";
    else if (row.dataset.settled !== undefined) delete row.dataset.settled;
  }
}

function target(rows: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
      return rows[Math.min(at + 1, rows.length - 1)];
    case "ArrowUp":
      return rows[Math.max(at - 1, 0)];
    case "Home":
      return rows[0];
    case "End":
      return rows.at(-1);
    default:
      return undefined;
  }
}

/** Attach to the element around the rows. */
export function roving(list: HTMLElement): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = rowsOf(list);
    const at = rows.findIndex((row) => row === event.target);
    if (at < 0) return;
    const next = target(rows, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  /** What had the focus last in here, so that it is not lost with a row that goes away. */
  let held: Element | null = null;
  const enter = (event: FocusEvent) => {
    held = event.target instanceof Element ? event.target : null;
    const row = rowsOf(list).find((one) => one === event.target);
    if (row !== undefined) settle(list, row);
  };
  const watch = new MutationObserver(() => {
    settle(list, undefined);
    // The focus came before the rows did.
    if (document.activeElement === list) rowsOf(list)[0]?.focus({ preventScroll: true });
    if (held === null || held.isConnected) return;
    held = null;
    if (document.activeElement === document.body) focusFirst(list);
  });
  watch.observe(list, { childList: true, subtree: true });
  list.addEventListener("keydown", press);
  list.addEventListener("focusin", enter);
  settle(list, undefined);
  return () => {
    watch.disconnect();
    list.removeEventListener("keydown", press);
    list.removeEventListener("focusin", enter);
  };
}

/** Puts the focus on the first row, or on the list itself while it has none. */
export function focusFirst(list: HTMLElement | null | undefined): void {
  if (list === null || list === undefined) return;
  (rowsOf(list)[0] ?? list).focus();
}
