/**
 * How each release shows its nodes: the node's name and the fields that reflection gives, in TVM's order. This table is the
 * only place that knows; a change of TVM's is a row here. Checked against the trees of real TVMs by the differential test.
 */
import type { AstCategory } from "../ast";
import { atLeast, type Release } from "./release";

/** [since, name in TVM, fields]. A field is `name`, or `name=property` where ours is called otherwise; `name#` is a number. */
type Row = readonly [since: Release, name: string, fields: string];

const BINARY: readonly Row[] = [
  ["0.17", "", "dtype a b"],
  ["0.26", "", "a b"],
];
const binary = (name: string): readonly Row[] => BINARY.map(([since, , fields]) => [since, name, fields]);

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  Var: [
    ["0.17", "Var", "dtype name type_annotation"],
    ["0.26", "Var", "name"],
  ],
  SizeVar: [
    ["0.17", "SizeVar", "dtype name type_annotation"],
    ["0.26", "Var", "name"],
  ],
  IntImm: [
    ["0.17", "IntImm", "dtype value"],
    ["0.26", "IntImm", "value"],
  ],
  FloatImm: [
    ["0.17", "FloatImm", "dtype value"],
    ["0.26", "FloatImm", "value"],
  ],
  StringImm: [
    ["0.17", "StringImm", "dtype value"],
    ["0.26", "StringImm", "value"],
  ],
  Add: binary("Add"),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  Div: binary("Div"),
  Mod: binary("Mod"),
  FloorDiv: binary("FloorDiv"),
  FloorMod: binary("FloorMod"),
  Min: binary("Min"),
  Max: binary("Max"),
  EQ: binary("EQ"),
  NE: binary("NE"),
  LT: binary("LT"),
  LE: binary("LE"),
  GT: binary("GT"),
  GE: binary("GE"),
  And: binary("And"),
  Or: binary("Or"),
  BitwiseAnd: binary("BitwiseAnd"),
  BitwiseOr: binary("BitwiseOr"),
  BitwiseXor: binary("BitwiseXor"),
  LShift: binary("LShift"),
  RShift: binary("RShift"),
  Not: [
    ["0.17", "Not", "dtype a"],
    ["0.26", "Not", "a"],
  ],
  BitwiseNot: [
    ["0.17", "BitwiseNot", "dtype a"],
    ["0.26", "BitwiseNot", "a"],
  ],
  Select: [
    ["0.17", "Select", "dtype condition true_value false_value"],
    ["0.26", "Select", "condition true_value false_value"],
  ],
  Cast: [
    ["0.17", "Cast", "dtype value"],
    ["0.26", "Cast", "value"],
  ],
  Ramp: [
    ["0.17", "Ramp", "dtype base stride lanes"],
    ["0.26", "Ramp", "base stride lanes"],
  ],
  Broadcast: [
    ["0.17", "Broadcast", "dtype value lanes"],
    ["0.26", "Broadcast", "value lanes"],
  ],
  Shuffle: [
    ["0.17", "Shuffle", "dtype vectors indices"],
    ["0.26", "Shuffle", "vectors indices"],
  ],
  Let: [
    ["0.17", "Let", "dtype var value body"],
    ["0.26", "Let", "var value body"],
  ],
  BufferLoad: [
    ["0.17", "BufferLoad", "dtype buffer indices"],
    ["0.18", "BufferLoad", "dtype buffer indices predicate"],
    ["0.26", "BufferLoad", "buffer indices predicate"],
    ["0.27", "TensorLoad", "source=buffer indices"],
  ],
  Load: [["0.17", "Load", "dtype buffer_var index predicate"]],
  Store: [["0.17", "Store", "buffer_var value index predicate"]],
  Call: [
    ["0.17", "Call", "dtype op args"],
    ["0.26", "Call", "op args"],
  ],
  Op: [
    ["0.17", "Op", "name op_type description arguments attrs_type_key num_inputs support_level"],
    ["0.26", "Op", "name description arguments attrs_type_key num_inputs support_level"],
  ],
  ArgumentInfo: [
    ["0.17", "Object", "name type_info description"],
    ["0.25", "ArgumentInfo", "name type_info description"],
  ],
  GlobalVar: [["0.17", "GlobalVar", "name_hint"]],
  CommReducer: [["0.17", "CommReducer", "lhs rhs result identity_element"]],
  Reduce: [
    ["0.17", "Reduce", "dtype combiner source init axis condition value_index"],
    ["0.26", "Reduce", "combiner source init axis condition value_index"],
  ],
  Range: [["0.17", "Range", "min extent"]],
  IterVar: [["0.17", "IterVar", "dom var iter_type thread_tag"]],
  Buffer: [
    [
      "0.17",
      "Buffer",
      "data dtype shape strides axis_separators elem_offset name data_alignment offset_factor buffer_type",
    ],
    [
      "0.25",
      "Buffer",
      "data dtype shape strides axis_separators elem_offset name data_alignment offset_factor buffer_type layout",
    ],
    ["0.26", "Var", "name"],
  ],
  TileLayout: [["0.25", "TileLayout", "shard"]],
  Iter: [["0.25", "Iter", "extent stride axis"]],
  Axis: [["0.25", "Axis", "name"]],
  BufferRegion: [
    ["0.17", "BufferRegion", "buffer region"],
    ["0.27", "TensorRegion", "source=buffer region"],
  ],
  MatchBufferRegion: [["0.17", "MatchBufferRegion", "buffer source"]],
  For: [
    ["0.17", "For", "loop_var min extent kind body thread_binding annotations"],
    ["0.23", "For", "loop_var min extent kind body thread_binding annotations step"],
  ],
  While: [["0.17", "While", "condition body"]],
  IfThenElse: [["0.17", "IfThenElse", "condition then_case else_case"]],
  BufferStore: [
    ["0.17", "BufferStore", "buffer value indices"],
    ["0.18", "BufferStore", "buffer value indices predicate"],
    ["0.27", "BufferStore", "buffer value indices"],
  ],
  AttrStmt: [["0.17", "AttrStmt", "node attr_key value body"]],
  Bind: [
    ["0.17", "LetStmt", "var value body"],
    ["0.24", "Bind", "var value"],
  ],
  Allocate: [["0.17", "Allocate", "buffer_var dtype extents condition body annotations"]],
  AllocateConst: [["0.17", "AllocateConst", "buffer_var irmod_storage_idx dtype extents body annotations"]],
  AllocBuffer: [["0.17", "AllocBuffer", "buffer annotations"]],
  DeclBuffer: [
    ["0.17", "DeclBuffer", "buffer body"],
    ["0.24", "DeclBuffer", "buffer"],
    ["0.26", "DeclBuffer", "buffer data"],
  ],
  BufferRealize: [["0.17", "BufferRealize", "buffer bounds condition body"]],
  AssertStmt: [
    ["0.17", "AssertStmt", "condition message body"],
    ["0.24", "AssertStmt", "condition error_kind message_parts"],
  ],
  Evaluate: [["0.17", "Evaluate", "value"]],
  Return: [["0.17", "Return", "value"]],
  ScopeIdDefStmt: [["0.17", "ScopeIdDefStmt", "def"]],
  ScopeIdDef: [["0.17", "ScopeIdDef", "def_ids extents scope preferred_extents"]],
  TilePrimitiveCall: [["0.25", "TilePrimitiveCall", "op args workspace config dispatch scope"]],
  ExecScope: [["0.25", "ExecScope", "kind"]],
  Target: [["0.17", "Target", "kind tag keys host"]],
  TargetKind: [["0.17", "TargetKind", "name default_device_type default_keys"]],
  SeqStmt: [["0.17", "SeqStmt", "seq"]],
  Block: [
    ["0.17", "Block", "iter_vars reads writes name_hint body init alloc_buffers match_buffers annotations"],
    ["0.23", "Block", "iter_vars reads writes name_hint alloc_buffers match_buffers annotations init body"],
    ["0.24", "SBlock", "iter_vars reads writes name_hint alloc_buffers match_buffers annotations init body"],
  ],
  BlockRealize: [
    ["0.17", "BlockRealize", "iter_values predicate block"],
    ["0.24", "SBlockRealize", "iter_values predicate block"],
  ],
  PrimFunc: [
    ["0.17", "PrimFunc", "params body ret_type buffer_map"],
    ["0.24", "PrimFunc", "params ret_type buffer_map body"],
    ["0.26", "PrimFunc", "params ret_type body"],
  ],
  PrimType: [["0.17", "PrimType", "dtype"]],
  PointerType: [["0.17", "PointerType", "element_type storage_scope"]],
  TensorMapType: [["0.17", "TensorMapType", ""]],
  TupleType: [["0.17", "TupleType", "fields"]],
  IRModule: [["0.17", "IRModule", "functions"]],

  RelaxVar: [
    ["0.17", "Var", "name_hint=name"],
    ["0.26", "Var", "name"],
  ],
  DataflowVar: [
    ["0.17", "DataflowVar", "name_hint=name"],
    ["0.26", "DataflowVar", "name"],
  ],
  Constant: [
    ["0.17", "Constant", ""],
    ["0.27", "GenericConst", ""],
  ],
  Tuple: [["0.17", "Tuple", "fields"]],
  TupleGetItem: [["0.17", "TupleGetItem", "tuple_value index"]],
  ShapeExpr: [["0.17", "ShapeExpr", "values"]],
  PrimValue: [["0.17", "PrimValue", "value"]],
  RelaxStringImm: [["0.17", "StringImm", "value"]],
  DataTypeImm: [
    ["0.17", "DataTypeImm", "value"],
    ["0.27", "GenericConst", "value"],
  ],
  ExternFunc: [["0.17", "ExternFunc", "global_symbol"]],
  RelaxCall: [
    ["0.17", "Call", "op args sinfo_args=ty_args"],
    ["0.26", "Call", "op args ty_args"],
  ],
  If: [["0.17", "If", "cond true_branch false_branch"]],
  SeqExpr: [["0.17", "SeqExpr", "blocks body"]],
  BindingBlock: [["0.17", "BindingBlock", "bindings"]],
  DataflowBlock: [["0.17", "DataflowBlock", "bindings"]],
  // The reflection of 0.22 lists a binding's variable twice.
  VarBinding: [
    ["0.17", "VarBinding", "var value"],
    ["0.22", "VarBinding", "var var value"],
    ["0.23", "VarBinding", "var value"],
  ],
  MatchCast: [
    ["0.17", "MatchCast", "var value struct_info=ty"],
    ["0.22", "MatchCast", "var var value struct_info=ty"],
    ["0.23", "MatchCast", "var value struct_info=ty"],
    ["0.26", "MatchCast", "var value"],
  ],
  Function: [
    ["0.17", "Function", "params body is_pure# ret_struct_info=ret_ty"],
    ["0.22", "Function", "params body is_pure ret_struct_info=ret_ty"],
    ["0.26", "Function", "params body ret_ty is_pure"],
  ],
  TensorType: [
    ["0.17", "TensorStructInfo", "shape dtype vdevice ndim"],
    ["0.26", "TensorType", "shape dtype vdevice ndim"],
  ],
  ShapeType: [
    ["0.17", "ShapeStructInfo", "values ndim"],
    ["0.26", "ShapeType", "values ndim"],
  ],
  PrimStructType: [
    ["0.17", "PrimStructInfo", "value dtype"],
    ["0.26", "PrimType", "dtype"],
  ],
  RelaxTupleType: [
    ["0.17", "TupleStructInfo", "fields"],
    ["0.26", "TupleType", "fields"],
  ],
  FuncType: [
    ["0.17", "FuncStructInfo", "params ret derive_func purity#"],
    ["0.22", "FuncStructInfo", "params ret derive_func purity"],
    ["0.26", "FuncType", "params ret derive_func purity"],
  ],
  ObjectType: [
    ["0.17", "ObjectStructInfo", ""],
    ["0.26", "AnyType", ""],
  ],
};

/** Operators that a release shows as nodes of their own instead of calls. */
const OPERATOR_NODES: Readonly<Record<string, readonly [since: Release, type: string]>> = {
  "tir.bitwise_and": ["0.27", "BitwiseAnd"],
  "tir.bitwise_or": ["0.27", "BitwiseOr"],
  "tir.bitwise_xor": ["0.27", "BitwiseXor"],
  "tir.bitwise_not": ["0.27", "BitwiseNot"],
  "tir.shift_left": ["0.27", "LShift"],
  "tir.shift_right": ["0.27", "RShift"],
};

/** Traits of a release that are not a node's name or fields. */
export interface Traits {
  /** What TIR's operators are called after: `tir.exp` or `tirx.exp`. */
  readonly dialect: "tir" | "tirx";
  /** Numbers in annotations are nodes (`IntImm`), not fields. */
  readonly boxedAnnotations: boolean;
  /** Numbers stand in Relax expressions as they are, without a `PrimValue` around them. */
  readonly plainNumbers: boolean;
  /** A number that an attribute is about is a node, too. */
  readonly boxedNodes: boolean;
  /** Vectors of booleans are called after the bit that they hold: `uint1x4`. */
  readonly wideBooleans: boolean;
  /** Types of results that reflection leaves out of the tree. */
  readonly hiddenTypes: ReadonlySet<string>;
}

export interface Field {
  readonly name: string;
  readonly property: string;
  readonly numeric: boolean;
}

export interface Shape {
  readonly name: string;
  readonly category: AstCategory;
  readonly fields: readonly Field[];
}

const STATEMENTS = new Set([
  "For",
  "While",
  "IfThenElse",
  "BufferStore",
  "Store",
  "AttrStmt",
  "LetStmt",
  "Bind",
  "Allocate",
  "AllocBuffer",
  "DeclBuffer",
  "BufferRealize",
  "AssertStmt",
  "Evaluate",
  "SeqStmt",
  "Block",
  "SBlock",
  "BlockRealize",
  "SBlockRealize",
  "AllocateConst",
  "VarBinding",
  "MatchCast",
  "BindingBlock",
  "DataflowBlock",
  "PrimFunc",
  "Function",
  "IRModule",
  "TilePrimitiveCall",
  "Return",
]);
const OTHERS = new Set([
  "Buffer",
  "BufferRegion",
  "TensorRegion",
  "Range",
  "IterVar",
  "MatchBufferRegion",
  "Op",
  "GlobalVar",
]);

function categoryOf(name: string): AstCategory {
  if (/(Type|StructInfo)$/.test(name)) return "type";
  if (STATEMENTS.has(name)) return "stmt";
  return OTHERS.has(name) ? "other" : "expr";
}

/** One release's view: made once, then looked up by node type. */
export class Schema {
  readonly traits: Traits;
  private readonly shapes = new Map<string, Shape>();

  constructor(readonly release: Release) {
    const tirx = atLeast(release, "0.24");
    this.traits = {
      dialect: tirx ? "tirx" : "tir",
      boxedAnnotations: !atLeast(release, "0.21"),
      boxedNodes: !atLeast(release, "0.26"),
      plainNumbers: atLeast(release, "0.26"),
      wideBooleans: !atLeast(release, "0.25"),
      hiddenTypes: new Set(atLeast(release, "0.26") ? ["TensorType"] : []),
    };
  }

  shape(type: string): Shape {
    let known = this.shapes.get(type);
    if (!known) {
      known = this.make(type);
      this.shapes.set(type, known);
    }
    return known;
  }

  /** The node type that a call of an operator has here, when it is not a call. */
  operatorNode(operator: string): string | null {
    const row = Object.hasOwn(OPERATOR_NODES, operator) ? OPERATOR_NODES[operator] : undefined;
    return row && atLeast(this.release, row[0]) ? row[1] : null;
  }

  private make(type: string): Shape {
    let row: Row | undefined;
    for (const each of ROWS[type] ?? []) if (atLeast(this.release, each[0])) row = each;
    if (!row) return { name: type, category: categoryOf(type), fields: [] };
    const fields = row[2]
      .split(" ")
      .filter(Boolean)
      .map((each): Field => {
        const numeric = each.includes("#");
        const [name = "", property = name] = each.replace("#", "").split("=");
        return { name, property, numeric };
      });
    return { name: row[1], category: categoryOf(row[1]), fields };
  }
}

const schemas = new Map<Release, Schema>();

export function schemaOf(release: Release): Schema {
  let known = schemas.get(release);
  if (!known) {
    known = new Schema(release);
    schemas.set(release, known);
  }
  return known;
}
