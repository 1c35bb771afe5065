/** What was measured goes to whoever started us: one JSON object a line. */

export function say(figure, ...samples) {
  process.stdout.write(`${JSON.stringify({ figure, samples })}\n`);
}

/** What is being done, for a person who waits. */
export function tell(words) {
  process.stderr.write(`window: ${words}\n`);
}

export const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** Does `act(n)` for n = 0, 1, 2, …, so many a second, and answers when the last was done. */
export async function atRate(count, perSecond, act) {
  const began = Date.now();
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.floor(((Date.now() - began) * perSecond) / 1_000) + 1);
    for (; done < due; done += 1) act(done);
    await pause(1_000 / perSecond);
  }
}
