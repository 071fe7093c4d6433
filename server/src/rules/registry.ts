import { attributeKey } from "./api/attribute-key";

import { listArgument } from "./api/list-argument";
import { missingSTir } from "./api/missing-s-tir";
import { removedName } from "./api/removed-name";
import { renamedKeyword } from "./api/renamed-keyword";
import { renamedMember } from "./api/renamed-member";
import { supersededName } from "./api/superseded-name";
import type { Rule } from "./rule";

/** Every rule there is, by code. */
export const rules: readonly Rule[] = [
  removedName,
  renamedMember,
  renamedKeyword,
  missingSTir,
  listArgument,
  attributeKey,
  supersededName,
];

/** A rule by its code or its name. */
export function ruleNamed(codeOrName: string): Rule | undefined {
  return rules.find((rule) => rule.code === codeOrName || rule.name === codeOrName);
}
