import { changesTarget } from "./changes/changes-target.ts";
import { checkerTarget } from "./checker/checker-target.ts";
import { conformanceTarget } from "./conformance/conformance-target.ts";
import { guidanceTarget } from "./guidance/guidance-target.ts";
import { jsonSchemaTarget } from "./json-schema/json-schema-target.ts";
import { specificationTarget } from "./specification/specification-target.ts";
import { rulesTableTarget } from "./rules-table/rules-table-target.ts";
import { tablesTarget } from "./tables/tables-target.ts";
import type { Target } from "./target.ts";
import { typescriptTarget } from "./typescript/typescript-target.ts";
import { validatorTarget } from "./validator/validator-target.ts";
import { vectorsTarget } from "./vectors/vectors-target.ts";
import { xsdTarget } from "./xsd/xsd-target.ts";

/** Every artefact there is, in the order in which they are made. A new one is a folder beside these and a line here. */
export const TARGETS: readonly Target[] = [
  specificationTarget,
  xsdTarget,
  jsonSchemaTarget,
  rulesTableTarget,
  tablesTarget,
  validatorTarget,
  typescriptTarget,
  vectorsTarget,
  checkerTarget,
  guidanceTarget,
  changesTarget,
  conformanceTarget,
];
