/**
 * What TVM's parser rejects, noted while a function is lowered: plain data, one kind for each mistake. Rules put them into
 * words. What cannot be known is no fault, and what a fault leads to (a value that is missing) is none either: it is unknown.
 */
import type { Span } from "../position";
import type { RelaxFault } from "../relax/faults";
import type { Value } from "./values";

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

/** What something is, where something else was wanted. */
export type Found = Exclude<Value["type"], "opaque">;

interface Kinds {
  /** A name that nothing defines where it is used; `known` are those that are defined there. */
  "undefined-name": { readonly name: string; readonly known: readonly string[] };
  /** What Python itself does not take, although it can be parsed. */
  "syntax-error": { readonly what: "outside-loop" | "repeated" | "gone" | "order" | "default"; readonly text: string };
  /** Python that TVM's parser does not read: `try`, `del`, `def`. */
  "unsupported-statement": { readonly statement: string };
  "chained-assignment": object;
  /** A name that the same scope has already, or that one target has twice. */
  "duplicate-name": { readonly name: string; readonly inTarget: boolean };
  "missing-annotation": { readonly name: string };
  /** An annotation that names no type; `name` of the parameter or variable. */
  "annotation-kind": { readonly of: "parameter" | "result" | "variable"; readonly name: string; readonly found: Found };
  /** As many names as values: `found` null where the value cannot be taken apart at all. */
  unpacking: { readonly expected: number; readonly found: number | Found };
  "not-a-loop": { readonly found: Found };
  "not-a-scope": { readonly found: Found };
  /** `with T.block() as x`: a scope that gives nothing to name. */
  "scope-without-value": object;
  /** A statement that is a value of no use. */
  "statement-value": { readonly found: Found };
  /** `x = value` where the value is none that TIR has. */
  "unbindable-value": { readonly found: Found };
  /** `if`, `T.if_then_else`: what is asked is no condition. */
  condition: { readonly found: Found };
  "missing-message": object;
  "missing-return-value": object;
  /** `x: T.int32` alone, before a variable could wait for its value. */
  "missing-bound-value": { readonly name: string };
  /** More arguments than the function takes by position. */
  "too-many-arguments": { readonly callee: string; readonly expected: number; readonly found: number };
  "unknown-keyword": {
    readonly callee: string;
    /** The function's dotted path. */
    readonly path: string;
    readonly name: string;
    readonly known: readonly string[];
  };
  "missing-argument": { readonly callee: string; readonly names: readonly string[] };
  /** Given by position and by keyword. */
  "repeated-argument": { readonly callee: string; readonly name: string };
  /** An argument of another kind than the function takes. */
  "argument-kind": {
    readonly callee: string;
    readonly parameter: string;
    readonly expected: Wanted;
    readonly found: Found;
  };
  "bad-dtype": { readonly name: string };
  /** More or fewer indices than the buffer has dimensions. */
  "index-rank": { readonly buffer: string; readonly expected: number; readonly found: number };
  "index-kind": { readonly found: Found };
  "slice-step": object;
  /** A slice before the last dimension of a load or store. */
  "vector-place": object;
  /** `T.axis.remap`: letters and bindings differ in number. */
  "remap-count": { readonly kinds: number; readonly bindings: number };
  "remap-kind": { readonly letter: string };
  /** A binding that is no loop variable. */
  "remap-binding": object;
  /** `T.reads`, `T.axis.spatial` … where no block is open, or another scope is inside of it. */
  "outside-block": { readonly callee: string };
  /** `T.func_attr`, `T.match_buffer` of a parameter: in a scope within the function. */
  "outside-function": { readonly callee: string };
  /** Said twice of one block. */
  "repeated-in-block": { readonly callee: string };
  /** One key of a block's annotations, with another value than before. */
  "annotation-conflict": { readonly key: string };
  /** An axis whose domain or binding is no integer. */
  "axis-type": { readonly found: string };
  /** `T.match_buffer` of a region: sizes, `?` where they are not known. */
  "match-shape": { readonly expected: string; readonly found: string };
  /** A buffer's pointer in a block that leaves what it reads or writes to TVM. */
  "pointer-access": { readonly buffer: string };
  "operand-kinds": { readonly operator: string; readonly left: Found; readonly right: Found | null };
  "operand-types": { readonly operator: string; readonly left: string; readonly right: string | null };
  /** A value that cannot be stored into an element of a buffer. */
  "stored-value": { readonly found: Found };
  /** Another number of lanes than the place has. */
  "stored-lanes": { readonly expected: number; readonly found: number };
  "not-a-buffer": { readonly found: Found };
  "not-callable": { readonly found: Found };
  "unknown-member": { readonly of: Found; readonly name: string; readonly known: readonly string[] };
}

/** What an argument has to be. */
export type Wanted =
  | "expression"
  | "extent"
  | "operand"
  | "domain"
  | "value"
  | "packed"
  | "relax"
  | "scalar"
  | "constant"
  | "callee"
  | "matched-value"
  | "type"
  | "single-type"
  | "type-shape"
  | "integer"
  | "flag"
  | "shape"
  | "sizes"
  | "new-shape"
  | "fill"
  | "dtype"
  | "written-dtype"
  | "string"
  | "handle"
  | "matched"
  | "region"
  | "buffer"
  | "dictionary"
  | "attributes"
  | "text"
  | "number"
  | "condition"
  | "lanes"
  | "alignment"
  | "prim"
  | "indices"
  | "field"
  | "te-function"
  | "function"
  | "addressed"
  | "place"
  | "items"
  | "positions";

type FaultKind<Kind extends keyof Kinds> = FaultAt & { readonly kind: Kind } & Kinds[Kind];
export type TirFault = { [Kind in keyof Kinds]: FaultKind<Kind> }[keyof Kinds];

export type Fault = TirFault | RelaxFault;
export type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { readonly kind: Kind }>;
