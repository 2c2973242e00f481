/** Lets files be dropped on the page: on the field of last year's return for that one, anywhere else for the return. */
export function acceptDrops(form: HTMLFormElement): void {
  const zones = [...form.querySelectorAll<HTMLElement>("[data-drop]")];
  const zoneOf = (target: EventTarget | null): HTMLElement | undefined =>
    zones.find((zone) => target instanceof Node && zone.contains(target) && !zone.hidden) ?? zones[0];
  const mark = (chosen: HTMLElement | undefined): void => {
    for (const zone of zones) zone.classList.toggle("dropping", zone === chosen);
  };
  document.addEventListener("dragover", (event) => {
    // Without this the browser would leave the page and open the file.
    event.preventDefault();
    mark(zoneOf(event.target));
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(undefined);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(undefined);
    const files = event.dataTransfer?.files;
    const input = zoneOf(event.target)?.querySelector("input");
    if (files === undefined || files.length === 0 || !(input instanceof HTMLInputElement)) return;
    input.files = files;
    input.focus();
  });
}
