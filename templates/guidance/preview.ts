/** Loads a page of the preview again when the specification is no longer what it was made from; which that was stands in the page. */
const shown = document.querySelector<HTMLElement>("[data-version]")?.dataset["version"];
const state = document.querySelector<HTMLElement>("#preview-state");
const events = new EventSource("/events");
events.addEventListener("message", ({ data }) => {
  if (data !== shown) location.reload();
});
events.addEventListener("error", () => {
  if (state !== null) state.textContent = "The preview has ended: this page no longer changes.";
});
