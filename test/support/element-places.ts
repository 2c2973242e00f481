/** An element of a document written without comments or CDATA inside its root. */
export interface ElementPlace {
  readonly tag: string;
  readonly line: number;
  readonly column: number;
  /** Its text, references resolved; null when elements stand in it. */
  readonly text: string | null;
}

/** All elements by path, every step with its number among those of its name: `/Message[1]/Children[1]`. Written apart from the reader that it judges. */
export function elementPlaces(document: string): ReadonlyMap<string, ElementPlace> {
  const places = new Map<string, ElementPlace>();
  const open: { readonly path: string; readonly counts: Map<string, number> }[] = [{ path: "", counts: new Map() }];
  for (const match of document.matchAll(/<!--[^]*?-->|<\?[^]*?\?>|<(\/?)([\w.-]+)[^>]*?(\/?)>/g)) {
    const [whole, closing, tag, empty] = match;
    if (tag === undefined) continue;
    if (closing === "/") {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    if (parent === undefined) throw new Error("an end tag too many");
    const count = (parent.counts.get(tag) ?? 0) + 1;
    parent.counts.set(tag, count);
    const path = `${parent.path}/${tag}[${count}]`;
    const before = document.slice(0, match.index).split("\n");
    const end = match.index + whole.length;
    const inner = empty === "/" ? "" : document.slice(end, document.indexOf("<", end));
    const isValue = empty === "/" || document.startsWith(`</${tag}>`, end + inner.length);
    places.set(path, { tag, line: before.length, column: [...(before.at(-1) ?? "")].length + 1, text: isValue ? unescapeText(inner) : null });
    if (empty !== "/") open.push({ path, counts: new Map() });
  }
  return places;
}

function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A path of a finding with the numbers that it leaves out where there can be one element only. */
export function fullPath(path: string): string {
  return path.replaceAll(/([^/\]])(?=\/|$)/g, "$1[1]");
}
