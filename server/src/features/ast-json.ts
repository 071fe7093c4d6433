import type { AstNode, Scalar } from "../ast";

type JsonScalar = string | number | boolean | null | readonly JsonScalar[];

interface JsonNode {
  readonly kind: string;
  readonly category: AstNode["category"];
  readonly span: AstNode["span"];
  readonly fields: Readonly<Record<string, JsonScalar>>;
  readonly children: readonly { readonly role: string; readonly node: JsonNode }[];
}

/** The tree as the command line prints it: one object; see ARCHITECTURE.md. */
export function astJson(root: AstNode): string {
  return `${JSON.stringify(plain(root), null, 2)}\n`;
}

function plain({ kind, category, span, fields, children }: AstNode): JsonNode {
  return {
    kind,
    category,
    span,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, scalar(value)])),
    children: children.map(({ role, node }) => ({ role, node: plain(node) })),
  };
}

/** JSON has no infinities and no NaN: they are strings, as Python prints them. */
function scalar(value: Scalar): JsonScalar {
  if (Array.isArray(value)) return value.map(scalar);
  if (typeof value !== "number" || Number.isFinite(value)) return value as JsonScalar;
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
