import type { DefinitionSchema } from "../language/schema.ts";
import type { Typed } from "../language/typed.ts";
import { isComparable, type Type, type Year } from "../language/types.ts";
import type { ItemNode, RecordNode } from "../specification/model.ts";

/**
 * A derived item as the language sees it: a definition of its record, so that every backend computes it where a rule names it, with the type
 * that the specification gives the item.
 */
export interface DerivedItemSchema extends DefinitionSchema {
  readonly item: ItemNode;
  /** Type of the item in its own year. */
  readonly itemType: Type;
}

export function derivedItemSchema(record: RecordNode, item: ItemNode, text: string, itemType: Type): [string, DerivedItemSchema] {
  return [
    derivedKey(record.path, item.name),
    { name: item.name, owner: { record: record.path, isList: false }, parameters: [], text, optional: [], item, itemType },
  ];
}

/** The name under which definitions keep a derived item. */
export function derivedKey(record: string, item: string): string {
  return `${record}#${item}`;
}

export function isDerivedItem(definition: DefinitionSchema | undefined): definition is DerivedItemSchema {
  return definition !== undefined && "itemType" in definition;
}

/** The expression of a derived item with the type of the item; null when it gives something else. */
export function asItem(body: Typed, { itemType }: DerivedItemSchema, year: Year): Typed | null {
  const type: Type = itemType.kind === "code" ? { ...itemType, year } : itemType;
  return isComparable(type, body.type) ? { ...body, type } : null;
}
