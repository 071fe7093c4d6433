/** What TVM's parser rejects in a Relax function; see `tir/faults.ts`. */
import type { FaultAt } from "../tir/faults";
import type { RelaxType } from "./ir";
import type { OperatorProblem } from "./operator-types";

/** A statement that the parser doesn't read: its kind in the grammar. */
export interface UnsupportedStatement extends FaultAt {
  readonly kind: "relax-statement";
  readonly statement: string;
}
export interface MissingParameterType extends FaultAt {
  readonly kind: "relax-parameter-type";
  readonly name: string;
}
export interface ReturnFault extends FaultAt {
  readonly kind: "relax-return";
  readonly wrong: "missing" | "second" | "after" | "empty" | "in-branch" | "module";
}
/** A value that a statement makes, and nothing holds. */
export interface UnboundValue extends FaultAt {
  readonly kind: "relax-unbound-value";
}
export interface OutputFault extends FaultAt {
  readonly kind: "relax-output";
  readonly wrong: "outside" | "second" | "not-of-block" | "not-a-variable" | "binding-after";
  readonly name: string;
}
export interface BlockFault extends FaultAt {
  readonly kind: "relax-block";
  readonly wrong: "nested-dataflow" | "if-in-dataflow" | "other-with" | "several-with" | "with-target";
}
export interface BranchFault extends FaultAt {
  readonly kind: "relax-branch";
  readonly wrong: "no-else" | "empty" | "names-differ";
  readonly names: readonly [string, string];
}
/** A function that the module doesn't have. */
export interface UnknownFunction extends FaultAt {
  readonly kind: "relax-unknown-function";
  readonly name: string;
  readonly known: readonly string[];
}
export interface UnknownMember extends FaultAt {
  readonly kind: "relax-unknown-member";
  readonly name: string;
}
export interface TupleFault extends FaultAt {
  readonly kind: "relax-tuple";
  readonly wrong:
    | "index"
    | "negative-index"
    | "not-a-number"
    | "slice"
    | "no-tuple"
    | "several"
    | "count"
    | "call"
    | "repeated";
  /** The index, or the number of names. */
  readonly given: number;
  /** The number of fields. */
  readonly fields: number;
}
/** A type that is written and cannot be that of the value. */
export interface TypeMismatch extends FaultAt {
  readonly kind: "relax-type-mismatch";
  readonly wrong: "annotation" | "cast" | "cast-annotation" | "call-annotation";
  readonly given: RelaxType;
  readonly found: RelaxType;
}
export interface OperatorFault extends FaultAt {
  readonly kind: "relax-operator";
  readonly operator: string;
  readonly problem: OperatorProblem;
}
export interface CallFault extends FaultAt {
  readonly kind: "relax-call";
  readonly wrong: "count" | "type" | "keyword" | "not-callable";
  readonly name: string;
  readonly at: number;
  readonly counts: readonly [number, number];
  readonly types: readonly [RelaxType, RelaxType] | null;
}
export interface CallTirFault extends FaultAt {
  readonly kind: "relax-call-tir";
  readonly wrong:
    | "not-a-function"
    | "arguments"
    | "inplace-count"
    | "inplace-index"
    | "inplace-twice"
    | "inplace-none"
    | "inplace-input"
    | "count"
    | "argument"
    | "output"
    | "output-shape"
    | "output-type";
  readonly name: string;
  readonly at: number;
  readonly counts: readonly [number, number];
  readonly types: readonly [RelaxType, RelaxType] | null;
}
export interface ImpureCall extends FaultAt {
  readonly kind: "relax-impure";
  readonly inDataflow: boolean;
  readonly callee: string;
}
/** Python's operator between a Relax value and something else. */
export interface OperandFault extends FaultAt {
  readonly kind: "relax-operand";
  readonly wrong: "number" | "text" | "operator";
  readonly operator: string;
}
export interface TypeFault extends FaultAt {
  readonly kind: "relax-type";
  readonly wrong:
    | "shape-number"
    | "rank-and-shape"
    | "negative-rank"
    | "rank-type"
    | "size-type"
    | "quoted-size"
    | "not-a-type"
    | "symbol-dtype"
    | "no-value";
}
/** A key of `R.func_attr` that is there already, or that a private function doesn't have. */
export interface AttributeFault extends FaultAt {
  readonly kind: "relax-attribute";
  readonly wrong: "repeated" | "private";
  readonly key: string;
}
/** A function of `R.rewriter`'s class that is not as TVM asks for. */
export interface RewriterFault extends FaultAt {
  readonly kind: "relax-rewriter";
  readonly wrong: "missing" | "not-relax" | "public" | "signature";
  readonly name: string;
}
/** A second function of a name in a module. */
export interface DuplicateFunction extends FaultAt {
  readonly kind: "relax-duplicate-function";
  readonly name: string;
}

export type RelaxFault =
  | UnsupportedStatement
  | MissingParameterType
  | ReturnFault
  | UnboundValue
  | OutputFault
  | BlockFault
  | BranchFault
  | UnknownFunction
  | UnknownMember
  | TupleFault
  | TypeMismatch
  | OperatorFault
  | CallFault
  | CallTirFault
  | ImpureCall
  | OperandFault
  | AttributeFault
  | DuplicateFunction
  | RewriterFault
  | TypeFault;
