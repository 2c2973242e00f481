import { readable } from "../findings/readable.ts";
import { stepsTo } from "../validator/row-builders.ts";
import { holderOf } from "../validator/table-records.ts";
import { type ItemTable, type RecordTable } from "../validator/tables.ts";
import { type ConvertLayout, type ReturnSink, textOf, trimBlanks } from "./return-sink.ts";

const SHOWN_TEXT = 60;

/**
 * Names the returning authority in a return that names none.
 * @param tell takes a sentence where the code need not be put in
 */
export function createAuthoritySink(
  layout: ConvertLayout,
  { record, item }: AuthorityPlace,
  code: string,
  sink: ReturnSink,
  tell: (sentence: string) => void,
): ReturnSink {
  return {
    ...sink,
    head: (root) => {
      const holder = holderOf(root, stepsTo(layout.root, record.path));
      const known = trimBlanks(textOf(holder, item));
      // The text is what is written; whatever was read of a blank cell stays beside it.
      if (known === "") holder[`${item.name}$text`] = code;
      else if (known !== code)
        tell(
          `The return names an authority itself (${item.name}: ${readable(known, SHOWN_TEXT)}), which was kept; ${readable(code, SHOWN_TEXT)} was not used.`,
        );
      sink.head(root);
    },
  };
}

/** Where a return names its authority. */
export interface AuthorityPlace {
  readonly record: RecordTable;
  readonly item: ItemTable;
}

/** The one item around the children that the code of the authority is allowed in; null when there is none, or it could be any of several. */
export function findAuthorityPlace(layout: ConvertLayout, code: string): AuthorityPlace | null {
  const [place, ...others] = placesOf(layout.root, layout.child.path, code);
  return others.length > 0 ? null : (place ?? null);
}

/** The items of one text outside the children that a code is allowed in. */
function placesOf(record: RecordTable, childPath: string, code: string): readonly AuthorityPlace[] {
  return record.children.flatMap((child): readonly AuthorityPlace[] => {
    // Of what may be there several times none is the return's own.
    if (child.kind === "record") return child.path === childPath || child.maximum !== 1 ? [] : placesOf(child, childPath, code);
    return child.maximum === 1 && child.type.kind === "code" && child.type.codes.has(code) ? [{ record, item: child }] : [];
  });
}
