import { unknownName } from "../../api/dialect-names";
import { t } from "../../l10n";
import { isForSeveralReleases } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { closestTo } from "../closest";
import { defineRule, type UnitContext } from "../rule";
import { type PathTest, pathTest } from "../scan";

const hasUnknown: PathTest = pathTest((path, release) => {
  const dot = path.lastIndexOf(".");
  if (dot < 0) return false;
  const module = path.slice(0, dot);
  return hasUnknown(module, release) || unknownName(module, path.slice(dot + 1), release) !== null;
});

/** A name of TVM's scripts that no release has: `T.gird(8, 8)`. What another release has is `removed-name`'s. */
export const unknownAttribute = defineRule({
  code: "TVM201",
  name: "unknown-attribute",
  severity: "error",
  needs: { names: hasUnknown },
  check(context, report) {
    for (const use of context.uses.names) {
      const found = unknownIn(use, context);
      if (!found || isForSeveralReleases(use.node, context.unit.unit.text)) continue;
      const { node, of, name, meant } = found;
      report({
        span: node,
        message:
          meant === null
            ? t("TVM {0} has no `{1}` in `{2}`.", context.release, name, of)
            : t("TVM {0} has no `{1}` in `{2}`. Did you mean `{3}`?", context.release, name, of, meant),
        ...(meant !== null && {
          fix: (at: UnitContext) => ({
            title: t("Change to `{0}`", meant),
            applicability: "unsafe" as const,
            edits: [at.edit(node, meant)],
          }),
        }),
      });
    }
  },
});

/** The first name of a chain that is not in what stands before it. */
function unknownIn(use: Use, context: UnitContext) {
  let path = use.rootPath;
  for (const node of use.names.slice(1)) {
    const name = context.text(node);
    const among = unknownName(path, name, context.release);
    if (among) return { node, of: path, name, meant: closestTo(name, among) };
    path += `.${name}`;
  }
  return null;
}
