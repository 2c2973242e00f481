import MiniSearch from "minisearch";

/** What can be found: a thing with a page or an anchor of its own. */
interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly href: string;
}

/** More results than this nobody reads; the count says how many there are. */
const SHOWN = 50;
const WORDS_SHOWN = 40;

/** Makes the field of the search page find entries while it is typed in; what is searched for stands behind `#` in the address. */
export function start(entries: readonly Entry[]): void {
  const field = document.querySelector<HTMLInputElement>("#search-for");
  const form = document.querySelector<HTMLFormElement>("#search-form");
  const results = document.querySelector<HTMLElement>("#search-results");
  const count = document.querySelector<HTMLElement>("#search-count");
  if (field === null || form === null || results === null || count === null) return;
  const index = new MiniSearch<Entry & { id: number }>({
    fields: ["name", "label", "text"],
    storeFields: [],
    tokenize: (text) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [],
    searchOptions: {
      boost: { name: 4, label: 2 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
      combineWith: "AND",
    },
  });
  index.addAll(entries.map((entry, id) => ({ ...entry, id })));
  const show = (): void => {
    const wanted = field.value.trim();
    const found = wanted === "" ? [] : index.search(wanted).flatMap(({ id }) => entries[id as number] ?? []);
    results.replaceChildren(...found.slice(0, SHOWN).map(itemOf));
    count.textContent = wanted === "" ? "" : countWords(found.length);
  };
  field.addEventListener("input", () => {
    show();
    history.replaceState(null, "", field.value.trim() === "" ? location.pathname : `#${encodeURIComponent(field.value.trim())}`);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  window.addEventListener("hashchange", readAddress);
  form.hidden = false;
  document.querySelector("#search-off")?.remove();
  readAddress();

  function readAddress(): void {
    if (field === null) return;
    try {
      field.value = decodeURIComponent(location.hash.slice(1));
    } catch {
      field.value = "";
    }
    show();
  }
}

function countWords(count: number): string {
  if (count === 0) return "Nothing found. Try fewer or shorter words.";
  return `${count} ${count === 1 ? "result" : "results"}${count > SHOWN ? `, the first ${SHOWN} shown` : ""}`;
}

function itemOf({ kind, name, label, text, href }: Entry): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = href;
  link.textContent = label;
  const about = document.createElement("span");
  about.className = "guidance-found";
  about.textContent = name === "" ? kind : `${kind} ${name}`;
  const words = document.createElement("p");
  words.className = "govuk-body-s";
  const all = text.split(/\s+/);
  words.textContent = all.length > WORDS_SHOWN ? `${all.slice(0, WORDS_SHOWN).join(" ")} …` : text;
  item.append(link, " ", about, words);
  return item;
}
