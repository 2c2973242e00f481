import { namesIn, type Property, type PropertyGroup } from "./shapes.ts";
import { propertyName } from "./type-names.ts";

/** A comment for people, as the lines of a block before a declaration; nothing when there is nothing to say. */
export function commentLines(documentation: readonly string[]): readonly string[] {
  const lines = documentation.flatMap(wrapText);
  if (lines.length === 0) return [];
  const [only = "", more] = lines;
  return more === undefined ? [`/** ${only} */`] : ["/**", ...lines.map((line) => ` * ${line}`), " */"];
}

const WIDTH = 140;

/** A text for a comment, in lines that are not too long to read; a word that is longer stays whole. */
export function wrapText(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.replaceAll("*/", "*\\/").split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** A group of properties as the text of a type. */
export function groupText(group: PropertyGroup): string {
  return [propertiesText(group.properties, []), ...choiceTexts(group)].join(" & ");
}

/** The choices of a group, each as a union in parentheses. */
export function choiceTexts({ choices }: PropertyGroup): readonly string[] {
  return choices.map((branches) => {
    const all = [...new Set(branches.flatMap(namesIn))];
    const texts = branches.map((branch) => {
      const own = new Set(namesIn(branch));
      return [
        propertiesText(
          branch.properties,
          all.filter((name) => !own.has(name)),
        ),
        ...choiceTexts(branch),
      ].join(" & ");
    });
    return `(\n${texts.map((text) => `| ${text}`).join("\n")}\n)`;
  });
}

/** @param never names of properties that must not be there */
function propertiesText(properties: readonly Property[], never: readonly string[]): string {
  const lines = [
    ...properties.flatMap(({ name, text, isOptional, documentation }) => [
      ...commentLines(documentation),
      `${propertyName(name)}${isOptional ? "?" : ""}: ${text};`,
    ]),
    ...never.map((name) => `${propertyName(name)}?: never;`),
  ];
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n}`;
}
