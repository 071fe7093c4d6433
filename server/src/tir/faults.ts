/**
 * What TVM's parser rejects, noted while a function is lowered: plain data, one kind for each mistake. Rules put them into
 * words. What cannot be known is no fault, and what a fault leads to (a value that is missing) is none either: it is unknown.
 */
import type { Span } from "../position";
import type { RelaxFault } from "../relax/faults";

/** Another place that belongs to a fault, in the same unit: where a name was defined, what was opened first. */
export interface FaultPlace {
  readonly span: Span;
  readonly as: "defined" | "first" | "around";
}

/** Offsets count in the unit's text. */
export interface FaultAt {
  readonly span: Span;
  readonly related?: readonly FaultPlace[];
}

/** A name that nothing defines where it is used. */
export interface UndefinedName extends FaultAt {
  readonly kind: "undefined-name";
  readonly name: string;
  /** Names that are defined there. */
  readonly known: readonly string[];
}

export type TirFault = UndefinedName;

export type Fault = TirFault | RelaxFault;
export type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { readonly kind: Kind }>;
