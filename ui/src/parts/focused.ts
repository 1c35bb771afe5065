/** Attached to a field that opens under the hand: the next key writes in it. */
export function focused(field: HTMLElement): void {
  field.focus();
}
