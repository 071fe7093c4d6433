/** Leaves, so that the walk need not ask for their children. */
export const LEAVES = new Set([
  "identifier",
  "integer",
  "float",
  "true",
  "false",
  "none",
  "comment",
  "ellipsis",
  "pass_statement",
  "break_statement",
  "continue_statement",
]);
/** Parts of a string that nobody asks for: the string's own text says as much. */
export const DROPPED = new Set(["string_start", "string_content", "string_end", "line_continuation"]);

/** A node while its children are read. */
export interface Building {
  kind: string;
  field: string | null;
  start: number;
  end: number;
  parent: Building | null;
  children: Building[];
  error: boolean;
  hasError: boolean;
}
