/** Dragging a team: what travels with the pointer, and where it may be let go. */

/** Of this window only; what other programs drag is left alone. */
const TYPE = "application/x-dutyroom-team";

/** Attach to the row of a team. */
export function dragsTeam(team: string): (element: HTMLElement) => () => void {
  return (element) => {
    const start = (event: DragEvent) => {
      event.dataTransfer?.setData(TYPE, team);
      if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "link";
    };
    element.setAttribute("draggable", "true");
    element.addEventListener("dragstart", start);
    return () => element.removeEventListener("dragstart", start);
  };
}

/** Attach to where a team may be let go; `over` says whether it would be taken there. */
export function takesTeam(
  take: (team: string, event: DragEvent) => void,
  over: (event: DragEvent) => boolean = () => true,
): (element: HTMLElement) => () => void {
  return (element) => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes(TYPE) === true;
    const pass = (event: DragEvent) => {
      const here = carries(event) && over(event);
      element.toggleAttribute("data-drop", here);
      if (!here) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "link";
    };
    const leave = () => element.removeAttribute("data-drop");
    const drop = (event: DragEvent) => {
      leave();
      const team = event.dataTransfer?.getData(TYPE) ?? "";
      if (team === "" || !over(event)) return;
      event.preventDefault();
      take(team, event);
    };
    element.addEventListener("dragover", pass);
    element.addEventListener("dragleave", leave);
    element.addEventListener("drop", drop);
    return () => {
      element.removeEventListener("dragover", pass);
      element.removeEventListener("dragleave", leave);
      element.removeEventListener("drop", drop);
    };
  };
}
