/** The texts in the language that is chosen. */
import type { Language } from "../ui.svelte";
import en from "./en";
import zhCN from "./zh-CN";

export type Texts = typeof zhCN;

const TEXTS: Record<Language, Texts> = { "zh-CN": zhCN, en };

let language: Language = $state("zh-CN");

export function setLanguage(to: Language): void {
  language = to;
  document.documentElement.lang = to;
}

/** The texts; read inside a template or an effect, it follows the language. */
export function t(): Texts {
  return TEXTS[language];
}

/** The language of `Intl`. */
export function locale(): Language {
  return language;
}
