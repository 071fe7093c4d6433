/** Kinds of syntax nodes that hold statements without making a scope of their own: where to look for definitions. */
export const blockKinds: ReadonlySet<string> = new Set([
  "module",
  "block",
  "if_statement",
  "elif_clause",
  "else_clause",
  "with_statement",
  "try_statement",
  "except_clause",
  "finally_clause",
  "for_statement",
  "while_statement",
]);
