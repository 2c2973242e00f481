import { compile } from "json-schema-to-typescript";
import type { Release } from "../../specification/model.ts";
import { emitModule } from "../../typescript/emit.ts";
import { noticeLines } from "../notice.ts";
import { type BindingSchema, boundCodeSets, codeTypeName } from "./binding-schema.ts";
import { type ChildChain, chainToChild } from "./child-chain.ts";

/** Names of the types of a return, of what stands around its children, and of a child. */
export interface MainTypes {
  readonly whole: string;
  readonly head: string;
  readonly child: string;
}

export function mainTypes(release: Release, { records }: BindingSchema): MainTypes {
  const whole = records.get(release.root.path) ?? "";
  const child = records.get(release.child?.record.path ?? "") ?? "";
  return { whole, head: whole.replace(/Record$/, "Head"), child };
}

/**
 * The types of a release.
 * @throws when json-schema-to-typescript gave another name than the schema did: it tells equal names apart by numbers
 */
export async function typesModule(release: Release, binding: BindingSchema): Promise<string> {
  const types = mainTypes(release, binding);
  const text = await compile(binding.schema, types.whole, {
    bannerComment: "",
    // The formatter takes six times as long as all the rest.
    format: false,
    additionalProperties: false,
    unreachableDefinitions: true,
  });
  const expected = new Set([...binding.records.values(), ...boundCodeSets(release).map(({ name }) => codeTypeName(name))]);
  const names = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name = ""]) => name);
  const wrong = [...names.filter((name) => !expected.has(name)), ...[...expected].filter((name) => !names.includes(name))];
  if (wrong.length > 0 || new Set([...names, types.head].map((name) => name.toLowerCase())).size !== names.length + 1)
    throw new Error(`The types of ${release.id} have not the names that they should have: ${wrong.join(", ")}.`);
  return emitModule(noticeLines(release), [tidy(text), headType(types, chainToChild(release), binding)]);
}

/** Without the remarks on where a definition stood, with semicolons, and with long unions one code a line. */
function tidy(text: string): string {
  return text
    .replaceAll(/(?: \* ?\n)? \* This interface was referenced by [^\n]*\n \* via the [^\n]*\n/g, "")
    .replaceAll(/ +$/gm, "")
    .replaceAll(/^export type (\w+) = \(?(.*?)\)?;?$/gm, (_, name: string, value: string) => {
      const line = `export type ${name} = ${value};`;
      return line.length <= 120
        ? line
        : `export type ${name} =${value
            .split(" | ")
            .map((code) => `\n| ${code}`)
            .join("")};`;
    })
    .replaceAll(/^(\w+\??: )\((.*)\)$/gm, "$1$2")
    .replaceAll(/^(\w+\??: .*[^;{])$/gm, "$1;");
}

/** The return without the children; where what holds them holds nothing else, without that too. */
function headType({ whole, head }: MainTypes, chain: ChildChain, { records }: BindingSchema): string {
  const without = (depth: number): string => {
    const holder = chain.holders[depth];
    const next = chain.holders[depth + 1] ?? chain.child;
    const type = records.get(holder?.path ?? "") ?? "";
    const rest = `Omit<${type}, ${JSON.stringify(next.name)}>`;
    const isKept = chain.holders.slice(depth + 1).some(({ hasMore }) => hasMore);
    return isKept ? `${rest} & { ${next.name}: ${without(depth + 1)} }` : rest;
  };
  return `/** A return without its children: \`${whole}\` as it is read and written child by child. */\nexport type ${head} = ${without(0)};`;
}
