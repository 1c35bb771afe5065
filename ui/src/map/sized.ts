/**
 * Does something in the frame after an element got a size or another one; answers how to end it.
 * Done at once it would be a change in the midst of the measuring, which the browser reports as an
 * error of the page.
 */
export function whenSized(element: Element, act: () => void): () => void {
  let frame = 0;
  const size = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(act);
  });
  size.observe(element);
  return () => {
    cancelAnimationFrame(frame);
    size.disconnect();
  };
}
