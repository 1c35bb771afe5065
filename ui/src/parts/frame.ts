/** A window that nobody sees draws no frames; whoever waits goes on after this. */
const WAIT_MS_MAX = 100;

/** Waits for the next frame, so that what comes after is not one long piece of work with what was before. */
export function nextFrame(): Promise<void> {
  return new Promise((go) => {
    const late = setTimeout(go, WAIT_MS_MAX);
    requestAnimationFrame(() => {
      clearTimeout(late);
      go();
    });
  });
}
