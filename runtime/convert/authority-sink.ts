import { readable } from "../findings/readable.ts";
import { stepsTo } from "../validator/row-builders.ts";
import { holderOf } from "../validator/table-records.ts";
import { type ItemTable, type RecordTable } from "../validator/tables.ts";
import { type ConvertLayout, type ReturnSink, textOf, trimBlanks } from "./return-sink.ts";

const SHOWN_TEXT = 60;

/**
 * Names the returning authority in a return that names none. Its item is the one around the children whose codes are authorities': the one that has the
 * code given.
 * @param tell takes a sentence where the code could not be, or need not be, put in
 */
export function createAuthoritySink(layout: ConvertLayout, code: string, sink: ReturnSink, tell: (sentence: string) => void): ReturnSink {
  const [place, ...others] = placesOf(layout.root, layout.child.path, code);
  return {
    ...sink,
    head: (root) => {
      if (place === undefined || others.length > 0)
        tell(`${layout.release} has nothing around the children that takes the authority ${readable(code, SHOWN_TEXT)}, so the output does not name it.`);
      else {
        const { record, item } = place;
        const holder = holderOf(root, stepsTo(layout.root, record.path));
        const known = trimBlanks(textOf(holder, item));
        // The text is what is written; whatever was read of a blank cell stays beside it.
        if (known === "") holder[`${item.name}$text`] = code;
        else if (known !== code)
          tell(
            `The return names an authority itself (${item.name}: ${readable(known, SHOWN_TEXT)}), which was kept; ${readable(code, SHOWN_TEXT)} was not used.`,
          );
      }
      sink.head(root);
    },
  };
}

interface Place {
  readonly record: RecordTable;
  readonly item: ItemTable;
}

/** The items of one text outside the children that a code is allowed in. */
function placesOf(record: RecordTable, childPath: string, code: string): readonly Place[] {
  return record.children.flatMap((child): readonly Place[] => {
    // Of what may be there several times none is the return's own.
    if (child.kind === "record") return child.path === childPath || child.maximum !== 1 ? [] : placesOf(child, childPath, code);
    return child.maximum === 1 && child.type.kind === "code" && child.type.codes.has(code) ? [{ record, item: child }] : [];
  });
}
