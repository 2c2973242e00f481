import { nameUnseen } from "./readable.ts";

/** Columns of reports for people. */
export const WIDTH = 100;

/**
 * A paragraph in lines of at most WIDTH characters, each ended. Nothing in it can do more to a terminal than be seen.
 * @param first begins the first line
 * @param next begins the others: as many blanks as `first` is long when not given
 */
export function wrap(text: string, first = "", next: string = " ".repeat(Array.from(first).length)): string {
  const paragraph = nameUnseen(text);
  if (first.length + paragraph.length <= WIDTH) return `${`${first}${paragraph}`.trimEnd()}\n`;
  const lines: string[] = [];
  let line = first;
  let length = Array.from(first).length;
  let isEmpty = true;
  const breakLine = (): void => {
    lines.push(line.trimEnd());
    line = next;
    length = Array.from(next).length;
    isEmpty = true;
  };
  for (const word of paragraph.split(" ")) {
    let rest = Array.from(word);
    if (!isEmpty && length + 1 + rest.length > WIDTH) breakLine();
    // A word longer than a line is cut.
    while (length + rest.length > WIDTH) {
      const room = WIDTH - length;
      line += rest.slice(0, room).join("");
      rest = rest.slice(room);
      breakLine();
    }
    line += `${isEmpty ? "" : " "}${rest.join("")}`;
    length += rest.length + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  if (!isEmpty) lines.push(line.trimEnd());
  return `${lines.join("\n")}\n`;
}
