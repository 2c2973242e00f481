import { MESSAGE_LENGTH, readable } from "../../runtime/findings/readable.ts";

type Content = Node | string;

/** An element with attributes and content. Text is only ever set as text, so nothing in a return can become markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** Data from a return or a file name: cut when long, and kept from changing the direction of what stands around it. */
export function data(text: string): HTMLElement {
  return element("bdi", {}, readable(text, MESSAGE_LENGTH));
}

/** The element of the page with an id; the page and its script are made for each other. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} ${id}.`);
  return found;
}

/** A button with an action that may take time; a second click while it runs does nothing. */
export function button(text: string, className: string, act: () => void | Promise<void>): HTMLButtonElement {
  const made = element("button", { type: "button", class: className }, text);
  let isBusy = false;
  const run = async (): Promise<void> => {
    if (isBusy || made.getAttribute("aria-disabled") === "true") return;
    isBusy = true;
    try {
      await act();
    } finally {
      isBusy = false;
    }
  };
  made.addEventListener("click", () => void run());
  return made;
}
