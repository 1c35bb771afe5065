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

/** Begins to note how many alarms the rows with this mark stand for, each time more were painted. */
export function watchCounts(window, mark) {
  return window.run((wanted) => {
    const tape = [];
    window.counts = tape;
    let changed = true;
    let drawing = null;
    const look = () => {
      const pane = document.querySelector("[role=grid]").getBoundingClientRect();
      const found = { count: 0, rows: 0 };
      for (const row of document.querySelectorAll("[role=grid] .row")) {
        const { top, bottom, height } = row.getBoundingClientRect();
        const seen = height > 0 && top >= pane.top && bottom <= pane.bottom;
        if (!seen || !row.textContent.includes(wanted)) continue;
        found.rows += 1;
        found.count += Number(row.querySelector("[data-gathered]")?.dataset.gathered ?? 1);
      }
      return found;
    };
    new MutationObserver(() => (changed = true)).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["data-gathered"],
    });
    const frame = () => {
      // What stood in the page when the last frame was drawn is painted when the next one begins.
      if (drawing !== null && drawing.count > (tape.at(-1)?.count ?? 0)) {
        tape.push({ ...drawing, at: Date.now() });
      }
      drawing = changed ? look() : null;
      changed = false;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, mark);
}

/** What was noted of that. */
export function counted(window) {
  return window.run(() => window.counts);
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
