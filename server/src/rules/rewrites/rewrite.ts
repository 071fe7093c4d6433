import type { Use } from "../../semantic/uses";
import type { Fix, UnitContext } from "../rule";

/** What to write for a use of a name that is gone, where that takes more than another name. */
export interface Rewrite {
  /** Names of TIR's script dialect. */
  readonly names: readonly string[];
  /** Null where this use is not like those that it knows. */
  fix(use: Use, context: UnitContext): Fix | null;
}
