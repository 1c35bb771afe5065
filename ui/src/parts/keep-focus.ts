/** What lies behind a form that is open takes no focus: the form has it. */
function isBehind(root: HTMLElement): boolean {
  const form = document.querySelector("dialog[open]");
  return form !== null && !form.contains(root);
}

/**
 * Keys act where the focus is. When the element that has it leaves the page, is moved in its list or
 * cannot be used for a while, the browser gives the focus to the page; this takes it back, so that
 * the keys of the workspace or the form go on working. Attach to an element that can take the focus.
 */
export function keepFocus(root: HTMLElement): () => void {
  const { activeElement } = document;
  let last = activeElement instanceof HTMLElement && root.contains(activeElement) ? activeElement : null;
  const note = (event: FocusEvent) => {
    const { target } = event;
    last = target instanceof HTMLElement && root.contains(target) ? target : null;
  };
  const watch = new MutationObserver(() => {
    if (last === null || document.activeElement !== document.body || isBehind(root)) return;
    (last.isConnected && !last.matches(":disabled") ? last : root).focus({ preventScroll: true });
  });
  document.addEventListener("focusin", note);
  watch.observe(root, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  return () => {
    document.removeEventListener("focusin", note);
    watch.disconnect();
  };
}

/** After a dialog: what had the focus before it may have gone with what the dialog did; so may all of `root`. */
export function takeFocusBack(root: HTMLElement | null | undefined): void {
  if (root == null || document.activeElement !== document.body || isBehind(root)) return;
  root.focus({ preventScroll: true });
}

/** Whoever comes to a view goes on with its keys, unless something in it or a form over it has the focus. */
export function takeFocus(root: HTMLElement | undefined): void {
  if (root === undefined || root.contains(document.activeElement) || isBehind(root)) return;
  root.focus({ preventScroll: true });
}
