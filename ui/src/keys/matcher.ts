/** From a key press to the action it asks for. */
import { ACTIONS, ACTION_NAMES, type ActionFacts, type ActionName, type Scope } from "./actions";

/** The press in the words of the action list: `Ctrl+K`, `Shift+F2`, `A`, `?`. */
export function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const sign = event.key.length === 1 && !/^[A-Z0-9]$/.test(key);
  const held = [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    // With a sign, Shift is part of how it is typed.
    event.shiftKey && !sign ? "Shift" : "",
  ].filter((part) => part !== "");
  return [...held, key].join("+");
}

/** True while the person writes text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest("input, textarea, select, [contenteditable=true]");
  if (field === null) return false;
  const quiet = ["checkbox", "radio", "button", "range", "file"];
  return !(field instanceof HTMLInputElement && quiet.includes(field.type));
}

function inScope(target: EventTarget | null, scope: Scope, key: string): boolean {
  // A sign alone, slipped between the fields of a form, does not lead away from it.
  if (scope === "anywhere") return key.length > 1 || !(target instanceof Element && target.closest("dialog") !== null);
  return target instanceof Element && target.closest(`[data-scope~="${scope}"]`) !== null;
}

/**
 * The action of a key press, or nothing. Nothing while an input method is composing: the letters
 * that spell a Chinese word are not commands.
 */
export function actionFor(
  event: KeyboardEvent,
  singleKeys: boolean,
  available: (action: ActionName) => boolean,
): ActionName | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  // What an element took for itself, such as the editor's own search, asks for nothing else.
  if (event.defaultPrevented) return undefined;
  const press = pressed(event);
  const typing = isTyping(event.target);
  return ACTION_NAMES.find((name) => {
    const { key, scope, typing: whileTyping }: ActionFacts = ACTIONS[name];
    if (key !== press || (typing && !whileTyping)) return false;
    if (key.length === 1 && !singleKeys) return false;
    return inScope(event.target, scope, key) && available(name);
  });
}
