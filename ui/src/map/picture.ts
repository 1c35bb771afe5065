/** How the pictures of the map are made. */

/** Drawn at twice the size, for sharp screens. */
export const ICON_RATIO = 2;

/** A token of the palette that is in use. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

type Draw = (pen: CanvasRenderingContext2D) => void;

/** A picture of that many pixels on a side; none where nothing can be drawn. */
export function picture(size: number, draw: Draw): ImageData | null {
  const canvas = document.createElement("canvas");
  canvas.width = size * ICON_RATIO;
  canvas.height = size * ICON_RATIO;
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  pen.scale(ICON_RATIO, ICON_RATIO);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
