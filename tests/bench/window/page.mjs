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

/**
 * Begins to watch an act: the tape notes when `event` came into the page, and when what follows it was
 * drawn to its end. `there` is what is then in the page, with this text where one is given; `busy` is
 * what is in the page no longer. The page looks itself: to ask it again and again would cost it frames.
 */
export function watchAct(window, event, there, text, busy) {
  return window.run(
    (event, there, text, busy) => {
      const act = { began: 0, drawn: 0 };
      window.tape.act = act;
      const isThere = () => {
        const found = document.querySelector(there);
        return found !== null && (text === null || found.textContent === text) && document.querySelector(busy) === null;
      };
      const watch = new MutationObserver(() => {
        if (act.began === 0 || !isThere()) return;
        watch.disconnect();
        // The frame after this one is drawn; it is on the screen when the next one begins.
        requestAnimationFrame(() => requestAnimationFrame(() => (act.drawn = Date.now())));
      });
      document.addEventListener(event, () => (act.began = Date.now()), { capture: true, once: true });
      watch.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
    },
    event,
    there,
    text,
    busy,
  );
}

/** Times of the act that is watched; 0 for what has not happened. */
export function actSeen(window) {
  return window.run(() => window.tape.act);
}

/**
 * Which share of its frames the window missed between two times, per cent, and the longest time without
 * one. Counted from the last frame before to the first one after, so that a gap at an end counts whole;
 * what comes early after a gap makes up for nothing.
 */
export async function missed(window, from, to, perSecond) {
  const times = await window.run(
    (a, b) => {
      const all = window.tape.frames;
      const last = all.findIndex((at) => at >= b);
      return all.slice(Math.max(0, all.findLastIndex((at) => at <= a)), last < 0 ? all.length : last + 1);
    },
    from,
    to,
  );
  const gaps = times.slice(1).map((at, index) => at - times[index]);
  const lost = gaps.map((ms) => Math.max(0, Math.round((ms * perSecond) / 1_000) - 1)).reduce((a, b) => a + b, 0);
  return { share: (100 * lost) / (lost + gaps.length), gapMs: Math.max(...gaps) };
}

/** Milliseconds from where a mark came from to where it was painted, for each that was. */
export function between(from, to) {
  return [...from].flatMap(([mark, at]) => (to.has(mark) ? [to.get(mark) - at] : []));
}
