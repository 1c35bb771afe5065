/** A list is asked again once typing rests, and not with each letter. */
import { TYPING_MS } from "./times";

/** Takes what is typed, without the space around it, as soon as it rests. Call it while the component is set up. */
export function onTyped(typing: () => string, take: (text: string) => void): void {
  $effect(() => {
    const text = typing().trim();
    const timer = setTimeout(() => take(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
}
