import type { Range } from "./position";

/** What a field of a node may hold besides child nodes. */
export type Scalar = string | number | boolean | null | readonly (string | number | boolean | null)[];

export type AstCategory = "stmt" | "expr" | "type" | "other";

/**
 * One node of a TIR or Relax tree, in TVM's own names for the release asked for: what `tvmscript ast --format json`
 * prints. The static engine and the tvm engine answer in this same form so that they can be compared node by node.
 */
export interface AstNode {
  readonly kind: string;
  readonly category: AstCategory;
  /** Where the node's source is; null where it has none of its own. */
  readonly span: Range | null;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly children: readonly AstChild[];
  /** The node on one line, for people: `i in T.grid(8, 8)`. Not part of the command line's JSON. */
  readonly text?: string;
}

export interface AstChild {
  /** The field of the parent that holds the node (`body`, `indices`, …). */
  readonly role: string;
  readonly node: AstNode;
}
