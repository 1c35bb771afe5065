/**
 * Keys act where the focus is. When the element that has it goes away (a row that left its list, a
 * part that was exchanged), the browser gives the focus to the page; this takes it back, so that
 * the keys of the workspace go on working. Attach to an element that can take the focus.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: EventTarget | null = null;
  const note = (event: FocusEvent) => {
    last = event.target;
  };
  const watch = new MutationObserver(() => {
    const lost = last instanceof Node && !last.isConnected && document.activeElement === document.body;
    if (!lost) return;
    last = null;
    root.focus({ preventScroll: true });
  });
  root.addEventListener("focusin", note);
  watch.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", note);
    watch.disconnect();
  };
}
