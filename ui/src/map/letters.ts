/**
 * Which parts of the font are there. A system that has the font as a whole lends it to all its
 * programs, and no part of the page's own is needed. Else the page's own comes in a hundred parts by signs, and each that is
 * loaded stays in memory. The page loads what its text needs; what is drawn on a canvas or by the
 * map library asks here first, since it is drawn once with what is there at that moment.
 */
import type { StyleSpecification } from "maplibre-gl";
import { FAMILIES, INSTALLED } from "./layers";

/** Signs of the part that every page has loaded. */
const PLAIN = /[\u0000-\u007f]/gu;

/** Where the desk says which signs the names of the base map have; `maps::style::LETTERS`. */
const IN_STYLE = "dutyroom:letters";

/** The signs of the names of the base map. */
export function lettersOf(style: StyleSpecification): string {
  const metadata = style.metadata as Record<string, unknown> | undefined;
  const letters = metadata?.[IN_STYLE];
  return typeof letters === "string" ? letters : "";
}

/** Whether the system has the font as a whole. */
async function isInstalled(): Promise<boolean> {
  try {
    await new FontFace("installed", `local("${INSTALLED}")`).load();
    return true;
  } catch {
    return false;
  }
}

export class Letters {
  readonly #there = new Set<string>();
  #installed: Promise<boolean> | null = null;

  /** The signs of a text that nobody asked for yet. */
  fresh(text: string): string {
    const signs = new Set(text.replace(PLAIN, ""));
    return [...signs].filter((sign) => !this.#there.has(sign)).join("");
  }

  /** Loads the parts of the font that hold these signs. What cannot be loaded is drawn by the system's font. */
  async load(signs: string): Promise<void> {
    for (const sign of signs) this.#there.add(sign);
    this.#installed ??= isInstalled();
    if (await this.#installed) return;
    await document.fonts.load(`12px ${FAMILIES}`, `0${signs}`).catch(() => []);
  }
}
