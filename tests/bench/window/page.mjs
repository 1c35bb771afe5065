/** What is watched from inside a page. All times are of the one clock of this machine. */

/** Begins to note frames, and when each mark was on the screen. */
export function watchPage(window) {
  return window.run(() => {
    const tape = { frames: [], painted: {} };
    window.tape = tape;
    const mark = /MARK-\d{6}/g;
    let changed = true;
    let drawing = [];
    const onScreen = (row) => {
      const { top, bottom, height } = row.getBoundingClientRect();
      const pane = row.closest("[role=grid], .log, #list").getBoundingClientRect();
      return height > 0 && top >= pane.top && bottom <= pane.bottom;
    };
    const look = () => {
      for (const row of document.querySelectorAll("[role=grid] .row, .log li, #list .row")) {
        const fresh = [...new Set(row.textContent.match(mark))].filter((one) => !(one in tape.painted));
        if (fresh.length === 0 || !onScreen(row)) continue;
        for (const one of fresh) tape.painted[one] = 0;
        drawing.push(...fresh);
      }
    };
    new MutationObserver(() => (changed = true)).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    const frame = () => {
      const now = Date.now();
      tape.frames.push(now);
      // What stood in the page when the last frame was drawn is painted when the next one begins.
      for (const one of drawing) tape.painted[one] = now;
      drawing = [];
      if (changed) look();
      changed = false;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** When each mark was painted. */
export async function painted(window) {
  const all = await window.run(() => window.tape.painted);
  return new Map(Object.entries(all).filter(([, at]) => at > 0));
}

/** Frames a second between two times, and the longest time without one, milliseconds. */
export async function frames(window, from, to) {
  const times = await window.run(
    (a, b) => window.tape.frames.filter((at) => at >= a && at <= b),
    from,
    to,
  );
  const gaps = [from, ...times].map((at, index) => (times[index] ?? to) - at);
  return { perSecond: (times.length * 1_000) / (to - from), gapMs: Math.max(...gaps) };
}

/** Milliseconds from where a mark came from to where it was painted, for each that was. */
export function between(from, to) {
  return [...from].flatMap(([mark, at]) => (to.has(mark) ? [to.get(mark) - at] : []));
}
