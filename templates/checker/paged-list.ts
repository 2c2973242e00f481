import { groupDigits } from "../../runtime/findings/message.ts";
import { button, element } from "./dom.ts";
import type { Part } from "./protocol.ts";

/** A list of which a part is shown at a time. */
export interface PagedList {
  readonly element: HTMLElement;
  /** Shows the first part again, after what is asked for has changed. */
  readonly restart: () => Promise<void>;
}

/**
 * @param label names the list to a person who hears the page
 * @param size entries shown at a time
 * @param load gets a part of the list
 * @param show makes the elements of the part
 */
export function createPagedList<T>(
  { label, size, none }: { readonly label: string; readonly size: number; readonly none: string },
  load: (from: number, size: number) => Promise<Part<T>>,
  show: (entries: readonly T[]) => Node,
): PagedList {
  let from = 0;
  let asked = 0;
  const content = element("div");
  const place = element("p", { class: "minor", role: "status" });
  // aria-disabled in place of disabled, which would take the focus from the button that was just used.
  const before = button("Previous", "secondary", () => go(from - size));
  const after = button("Next", "secondary", () => go(from + size));
  const buttons = element("nav", { class: "pages", "aria-label": `Pages of ${label}` }, before, after);
  const go = async (start: number): Promise<void> => {
    from = Math.max(0, start);
    asked += 1;
    const own = asked;
    const { total, entries } = await load(from, size);
    // An answer that comes after a newer question is of no use.
    if (own !== asked) return;
    content.replaceChildren(entries.length === 0 ? element("p", {}, none) : show(entries));
    place.textContent = total <= size ? "" : `Showing ${groupDigits(from + 1)} to ${groupDigits(from + entries.length)} of ${groupDigits(total)}`;
    buttons.hidden = total <= size;
    before.setAttribute("aria-disabled", String(from === 0));
    after.setAttribute("aria-disabled", String(from + size >= total));
  };
  return { element: element("div", { class: "list" }, content, place, buttons), restart: () => go(0) };
}
