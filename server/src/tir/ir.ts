/**
 * The typed trees. Node types and their fields carry TVM's own names (snake case where TVM has it), so that `schema.ts` can
 * say by field name what a release keeps; a node holds what any release needs.
 */
import type { Span } from "../position";
import type { RelaxType } from "../relax/ir";
import type { DType } from "./dtype";
import type { Reason } from "./lowering";

export interface Source {
  /** Where the node is written, in offsets of the unit. */
  readonly span: Span | null;
  /** What to show instead of the source at `span`. */
  readonly text?: string;
}

/** A type as TVM annotates variables with. */
export type VarType =
  | { readonly type: "PrimType"; readonly dtype: DType }
  | { readonly type: "PointerType"; readonly element_type: VarType; readonly storage_scope: string }
  | { readonly type: "TensorMapType" };

/** A variable's definition: shared by all its uses, as an object is in TVM. It is named when it is bound to a name. */
export interface Variable {
  name: string;
  /** What it is called in the source, where TVM calls it otherwise. */
  written?: string;
  readonly dtype: DType;
  readonly annotation: VarType;
  readonly size: boolean;
  /** The type is the usual one, and may be another. */
  readonly guessed?: boolean;
}

/** A buffer's definition, shared by all accesses. */
export interface BufferInfo {
  name: string;
  readonly dtype: DType;
  readonly shape: readonly Expr[];
  readonly strides: readonly Expr[];
  readonly elemOffset: Expr | null;
  /** The pointer to its first element: a variable of its own unless one was given. */
  readonly data: Variable;
  readonly ownsData: boolean;
  readonly scope: string;
  readonly alignment: number;
  readonly offsetFactor: number;
  /** 1: default, 2: `auto_broadcast`. */
  readonly kind: number;
  readonly axisSeparators: readonly Expr[];
  readonly layout: TileLayout | Opaque | null;
  /** The element type is the usual one, and may be another. */
  guessed?: boolean;
  source: Source;
}
/** How a buffer's elements are placed: an extent and a stride along an axis for each dimension. */
export interface TileLayout extends Source {
  readonly type: "TileLayout";
  readonly shard: readonly LayoutIter[];
}
export interface LayoutIter extends Source {
  readonly type: "Iter";
  readonly extent: Expr;
  readonly stride: Expr;
  readonly axis: LayoutAxis;
}
export interface LayoutAxis extends Source {
  readonly type: "Axis";
  readonly name: string;
}

export interface VarNode extends Source {
  readonly type: "Var";
  readonly def: Variable;
  readonly dtype: DType;
}
export interface IntImm extends Source {
  readonly type: "IntImm";
  readonly dtype: DType;
  readonly value: bigint;
}
export interface FloatImm extends Source {
  readonly type: "FloatImm";
  readonly dtype: DType;
  readonly value: number;
}
export interface StringImm extends Source {
  readonly type: "StringImm";
  readonly dtype: DType;
  readonly value: string;
}
export type BinaryType =
  | "Add"
  | "Sub"
  | "Mul"
  | "Div"
  | "Mod"
  | "FloorDiv"
  | "FloorMod"
  | "Min"
  | "Max"
  | "EQ"
  | "NE"
  | "LT"
  | "LE"
  | "GT"
  | "GE"
  | "And"
  | "Or";
export interface Binary extends Source {
  readonly type: BinaryType;
  readonly dtype: DType;
  readonly a: Expr;
  readonly b: Expr;
}
export interface Not extends Source {
  readonly type: "Not";
  readonly dtype: DType;
  readonly a: Expr;
}
export interface Select extends Source {
  readonly type: "Select";
  readonly dtype: DType;
  readonly condition: Expr;
  readonly true_value: Expr;
  readonly false_value: Expr;
}
export interface Cast extends Source {
  readonly type: "Cast";
  readonly dtype: DType;
  readonly value: Expr;
}
export interface Ramp extends Source {
  readonly type: "Ramp";
  readonly dtype: DType;
  readonly base: Expr;
  readonly stride: Expr;
  readonly lanes: Expr;
}
export interface Broadcast extends Source {
  readonly type: "Broadcast";
  readonly dtype: DType;
  readonly value: Expr;
  readonly lanes: Expr;
}
export interface Shuffle extends Source {
  readonly type: "Shuffle";
  readonly dtype: DType;
  readonly vectors: readonly Expr[];
  readonly indices: readonly Expr[];
}
export interface BufferLoad extends Source {
  readonly type: "BufferLoad";
  readonly dtype: DType;
  readonly buffer: BufferNode;
  readonly indices: readonly Expr[];
  readonly predicate: Expr | null;
}
/** A load through a pointer, in releases before there were only buffers. */
export interface Load extends Source {
  readonly type: "Load";
  readonly dtype: DType;
  readonly buffer_var: Expr;
  readonly index: Expr;
  readonly predicate: Expr;
}
export interface Let extends Source {
  readonly type: "Let";
  readonly dtype: DType;
  readonly var: Expr;
  readonly value: Expr;
  readonly body: Expr;
}
export interface Call extends Source {
  readonly type: "Call";
  readonly dtype: DType;
  readonly op: OpNode | GlobalVar;
  readonly args: readonly (Expr | GlobalVar | BufferRegion | OpNode)[];
}
export interface OpNode extends Source {
  readonly type: "Op";
  readonly name: string;
}
export interface GlobalVar extends Source {
  readonly type: "GlobalVar";
  readonly name_hint: string;
  /** What the module's Relax function of that name gives; undefined where it is none. */
  readonly ret?: RelaxType | Opaque;
  /** The scalar that the module's PrimFunc of that name returns; undefined where it returns none. */
  readonly scalar?: DType;
}
export interface CommReducer extends Source {
  readonly type: "CommReducer";
  readonly lhs: readonly Expr[];
  readonly rhs: readonly Expr[];
  readonly result: readonly Expr[];
  readonly identity_element: readonly Expr[];
}
export interface Reduce extends Source {
  readonly type: "Reduce";
  readonly dtype: DType;
  readonly combiner: CommReducer;
  readonly source: readonly Expr[];
  readonly init: readonly Expr[];
  readonly axis: readonly IterVar[];
  readonly condition: Expr;
  readonly value_index: number;
}
/** What cannot be known without running the program. */
export interface Opaque extends Source {
  readonly type: "Opaque";
  readonly category: "stmt" | "expr" | "type" | "other";
  readonly dtype: DType | null;
  /** Why, where it is not simply an unknown name. */
  readonly reason?: string;
  /** The type of node that it is for certain, although no more is known. */
  readonly of?: string;
}

export type Expr =
  | VarNode
  | IntImm
  | FloatImm
  | StringImm
  | Binary
  | Not
  | Select
  | Cast
  | Ramp
  | Broadcast
  | Shuffle
  | BufferLoad
  | Load
  | Let
  | Call
  | Reduce
  | CommReducer
  | Opaque;

/** A buffer where it is named. */
export interface BufferNode extends Source {
  readonly type: "Buffer";
  readonly info: BufferInfo;
}
export interface Range extends Source {
  readonly type: "Range";
  readonly min: Expr;
  readonly extent: Expr;
}
export interface BufferRegion extends Source {
  readonly type: "BufferRegion";
  readonly buffer: BufferNode;
  readonly region: readonly (Range | Opaque)[];
}
export interface MatchBufferRegion extends Source {
  readonly type: "MatchBufferRegion";
  readonly buffer: BufferNode;
  readonly source: BufferRegion;
}
export interface IterVar extends Source {
  readonly type: "IterVar";
  readonly dom: Range | null;
  readonly var: VarNode;
  /** TVM's `IterVarType`: 0 data parallel, 1 thread index, 2 reduction, 3 ordered, 4 opaque … */
  readonly iter_type: number;
  readonly thread_tag: string;
}

/** Values of annotations and attributes, as far as they show in a tree. */
export type Annotation =
  | null
  | boolean
  | number
  | string
  | PythonFloat
  | TargetNode
  | Expr
  | BufferNode
  | readonly Annotation[]
  | Annotations;
/** `T.target("cuda")`, as an attribute is about one. */
export interface TargetNode extends Source {
  readonly type: "Target";
  readonly kind: TargetKind;
  readonly tag: string;
  readonly keys: readonly string[];
  readonly host: null;
}
export interface TargetKind extends Source {
  readonly type: "TargetKind";
  readonly name: string;
  readonly default_device_type: number;
  readonly default_keys: readonly string[];
}
/** A number with a point, which stays one even where its value is whole. */
export interface PythonFloat extends Source {
  readonly type: "PythonFloat";
  readonly value: number;
}
export interface Annotations extends ReadonlyMap<string, Annotation> {}

export interface For extends Source {
  readonly type: "For";
  readonly loop_var: VarNode;
  readonly min: Expr;
  readonly extent: Expr;
  /** TVM's `ForKind`: 0 serial, 1 parallel, 2 vectorized, 3 unrolled, 4 thread binding. */
  readonly kind: number;
  readonly body: Stmt;
  readonly thread_binding: IterVar | null;
  readonly annotations: Annotations;
  readonly step: Expr | null;
}
export interface While extends Source {
  readonly type: "While";
  readonly condition: Expr;
  readonly body: Stmt;
}
export interface IfThenElse extends Source {
  readonly type: "IfThenElse";
  readonly condition: Expr;
  readonly then_case: Stmt;
  readonly else_case: Stmt | null;
}
export interface BufferStore extends Source {
  readonly type: "BufferStore";
  readonly buffer: BufferNode;
  readonly value: Expr;
  readonly indices: readonly Expr[];
  readonly predicate: Expr | null;
}
export interface Store extends Source {
  readonly type: "Store";
  readonly buffer_var: Expr;
  readonly value: Expr;
  readonly index: Expr;
  readonly predicate: Expr;
}
export interface AttrStmt extends Source {
  readonly type: "AttrStmt";
  readonly node: Annotation | IterVar;
  readonly attr_key: string;
  readonly value: Expr;
  readonly body: Stmt;
}
/** `LetStmt` with a body, or (newer) `Bind` in front of what follows. */
export interface Bind extends Source {
  readonly type: "Bind";
  readonly var: Expr;
  readonly value: Expr;
  readonly body: Stmt | null;
}
export interface Allocate extends Source {
  readonly type: "Allocate";
  readonly buffer_var: VarNode;
  readonly dtype: DType;
  readonly extents: readonly Expr[];
  readonly condition: Expr;
  readonly body: Stmt;
  readonly annotations: Annotations;
}
export interface AllocateConst extends Source {
  readonly type: "AllocateConst";
  readonly buffer_var: VarNode;
  readonly dtype: DType;
  readonly extents: readonly Expr[];
  readonly body: Stmt;
  readonly annotations: Annotations;
}
export interface AllocBuffer extends Source {
  readonly type: "AllocBuffer";
  readonly buffer: BufferNode;
  readonly annotations: Annotations;
}
export interface DeclBuffer extends Source {
  readonly type: "DeclBuffer";
  readonly buffer: BufferNode;
  readonly data: Expr | null;
  readonly body: Stmt | null;
}
export interface BufferRealize extends Source {
  readonly type: "BufferRealize";
  readonly buffer: BufferNode;
  readonly bounds: readonly (Range | Opaque)[];
  readonly condition: Expr;
  readonly body: Stmt;
}
export interface AssertStmt extends Source {
  readonly type: "AssertStmt";
  readonly condition: Expr;
  /** One message; newer releases: its parts. */
  readonly message: Expr;
  readonly message_parts: readonly Expr[];
  readonly error_kind: Expr;
  readonly body: Stmt | null;
}
export interface Evaluate extends Source {
  readonly type: "Evaluate";
  readonly value: Expr;
}
export interface Return extends Source {
  readonly type: "Return";
  readonly value: Expr;
}
/** Ids of a TIRx kernel: `T.cta_id([4])`. */
export interface ScopeIdDef extends Source {
  readonly type: "ScopeIdDef";
  readonly def_ids: readonly VarNode[];
  /** Null: found out later. */
  readonly extents: readonly Expr[] | null;
  /** TVM's `ScopeBinding`. */
  readonly scope: number;
  readonly preferred_extents: readonly Expr[] | null;
}
export interface ScopeIdDefStmt extends Source {
  readonly type: "ScopeIdDefStmt";
  readonly def: ScopeIdDef;
}
/** What a tile primitive is called with. */
export type TileArgument =
  | null
  | boolean
  | number
  | string
  | Expr
  | BufferNode
  | BufferRegion
  | OpNode
  | readonly TileArgument[];
export interface TilePrimitiveCall extends Source {
  readonly type: "TilePrimitiveCall";
  readonly op: OpNode;
  readonly args: readonly TileArgument[];
  readonly workspace: ReadonlyMap<string, TileArgument>;
  readonly config: ReadonlyMap<string, TileArgument>;
  readonly dispatch: string | null;
  readonly scope: ExecScope;
}
export interface ExecScope extends Source {
  readonly type: "ExecScope";
  readonly kind: number;
}
export interface SeqStmt extends Source {
  readonly type: "SeqStmt";
  readonly seq: readonly Stmt[];
}
export interface Block extends Source {
  readonly type: "Block";
  readonly iter_vars: readonly IterVar[];
  readonly reads: readonly (BufferRegion | Opaque)[];
  readonly writes: readonly (BufferRegion | Opaque)[];
  readonly name_hint: string;
  readonly alloc_buffers: readonly BufferNode[];
  readonly match_buffers: readonly MatchBufferRegion[];
  readonly annotations: Annotations;
  readonly init: Stmt | null;
  readonly body: Stmt;
  /** What the program leaves to TVM to find: 1 the reads, 2 the writes. */
  readonly detect: number;
}
export interface BlockRealize extends Source {
  readonly type: "BlockRealize";
  readonly iter_values: readonly Expr[];
  readonly predicate: Expr;
  readonly block: Block;
}

export type Stmt =
  | For
  | While
  | IfThenElse
  | BufferStore
  | Store
  | AttrStmt
  | Bind
  | Allocate
  | AllocateConst
  | AllocBuffer
  | DeclBuffer
  | BufferRealize
  | AssertStmt
  | Evaluate
  | Return
  | SeqStmt
  | ScopeIdDefStmt
  | TilePrimitiveCall
  | Block
  | BlockRealize
  | Opaque;

export interface PrimFunc extends Source {
  readonly type: "PrimFunc";
  readonly name: string;
  readonly params: readonly (VarNode | Opaque)[];
  readonly ret_type: VarType | null | Opaque;
  readonly buffer_map: readonly BufferNode[];
  /** The buffer that each parameter is matched with. */
  readonly buffers: readonly (BufferInfo | null)[];
  readonly body: Stmt;
  readonly reasons: readonly Reason[];
}

export type TirNode =
  | Expr
  | Stmt
  | PrimFunc
  | BufferNode
  | Range
  | BufferRegion
  | MatchBufferRegion
  | IterVar
  | OpNode
  | GlobalVar;
