/** What a PrimFunc touches, each with the scopes around it: what lints ask about. One walk, kept with the function. */
import type {
  AttrStmt,
  Bind,
  Block,
  BlockRealize,
  BufferInfo,
  BufferNode,
  Call,
  Expr,
  For,
  IfThenElse,
  PrimFunc,
  Source,
  Stmt,
  Variable,
  While,
} from "./ir";

/** What is around a place, from the inside out. `Guard`: an operand that is only read if something holds. */
export interface Scope {
  readonly outer: Scope | null;
  readonly node: For | While | IfThenElse | AttrStmt | BlockRealize | Guard;
}

export interface Guard {
  readonly type: "Guard";
  readonly condition: Expr;
}

export interface Access extends Source {
  readonly buffer: BufferNode;
  readonly indices: readonly Expr[];
  /** What is stored; null where it is a load. */
  readonly value: Expr | null;
  readonly scope: Scope | null;
  /** It stands in a block's `T.init`. */
  readonly isInit: boolean;
}

export interface Allocation {
  readonly buffer: BufferNode;
  readonly scope: Scope | null;
}

export interface PlacedBlock {
  readonly block: Block;
  readonly scope: Scope;
}

export interface Condition {
  readonly expr: Expr;
  readonly scope: Scope | null;
}

export interface FunctionAccesses {
  readonly accesses: readonly Access[];
  readonly allocations: readonly Allocation[];
  readonly blocks: readonly PlacedBlock[];
  readonly conditions: readonly Condition[];
  readonly binds: readonly Bind[];
  /** What block axes and bound names stand for. */
  readonly values: ReadonlyMap<Variable, Expr>;
  readonly loops: ReadonlyMap<Variable, For>;
  /** Something may end the function or a loop before its time: what follows stands under a condition. */
  readonly mayLeave: boolean;
}

export function accessesIn(fn: PrimFunc): FunctionAccesses {
  const collector = new Collector();
  collector.stmt(fn.body, null);
  return collector;
}

/** The scopes from a place outwards. */
export function* scopesAround(scope: Scope | null): Generator<Scope["node"]> {
  for (let at = scope; at; at = at.outer) yield at.node;
}

/** The closest block around a place. */
export function blockAround(scope: Scope | null): Block | null {
  for (let at = scope; at; at = at.outer) if (at.node.type === "BlockRealize") return at.node.block;
  return null;
}

/** Calls that end a thread, a loop or the function. */
const LEAVES = new Set(["thread_return", "break_loop", "continue_loop", "ret"]);

class Collector implements FunctionAccesses {
  readonly accesses: Access[] = [];
  readonly allocations: Allocation[] = [];
  readonly blocks: PlacedBlock[] = [];
  readonly conditions: Condition[] = [];
  readonly binds: Bind[] = [];
  readonly values = new Map<Variable, Expr>();
  readonly loops = new Map<Variable, For>();
  mayLeave = false;
  private isInit = false;

  stmt(stmt: Stmt, scope: Scope | null): void {
    switch (stmt.type) {
      case "For": {
        this.expr(stmt.min, scope);
        this.expr(stmt.extent, scope);
        if (stmt.step) this.expr(stmt.step, scope);
        this.loops.set(stmt.loop_var.def, stmt);
        this.stmt(stmt.body, { outer: scope, node: stmt });
        return;
      }
      case "While":
        this.expr(stmt.condition, scope);
        this.stmt(stmt.body, { outer: scope, node: stmt });
        return;
      case "IfThenElse": {
        this.condition(stmt.condition, scope);
        const inner = { outer: scope, node: stmt };
        this.stmt(stmt.then_case, inner);
        if (stmt.else_case) this.stmt(stmt.else_case, inner);
        return;
      }
      case "BufferStore":
        this.expr(stmt.value, scope);
        this.exprs(stmt.indices, scope);
        this.access(stmt, stmt.value, scope);
        return;
      case "AttrStmt":
        this.expr(stmt.value, scope);
        this.stmt(stmt.body, { outer: scope, node: stmt });
        return;
      case "Bind":
        this.expr(stmt.value, scope);
        this.binds.push(stmt);
        if (stmt.var.type === "Var") this.values.set(stmt.var.def, stmt.value);
        if (stmt.body) this.stmt(stmt.body, scope);
        return;
      case "Allocate":
        this.exprs([...stmt.extents, stmt.condition], scope);
        this.stmt(stmt.body, scope);
        return;
      case "AllocateConst":
        this.stmt(stmt.body, scope);
        return;
      case "AllocBuffer":
        this.allocations.push({ buffer: stmt.buffer, scope });
        return;
      case "DeclBuffer":
        if (stmt.data) this.expr(stmt.data, scope);
        else this.allocations.push({ buffer: stmt.buffer, scope });
        if (stmt.body) this.stmt(stmt.body, scope);
        return;
      case "BufferRealize":
        this.stmt(stmt.body, scope);
        return;
      case "AssertStmt": {
        this.expr(stmt.condition, scope);
        if (stmt.body) this.stmt(stmt.body, { outer: scope, node: { type: "Guard", condition: stmt.condition } });
        else this.mayLeave = true;
        return;
      }
      case "Return":
        this.mayLeave = true;
        this.expr(stmt.value, scope);
        return;
      case "Opaque":
        this.mayLeave = true;
        return;
      case "Evaluate":
        this.expr(stmt.value, scope);
        return;
      case "SeqStmt":
        for (const each of stmt.seq) this.stmt(each, scope);
        return;
      case "BlockRealize":
        this.realize(stmt, scope);
        return;
      case "Block":
        this.block(stmt, scope);
        return;
    }
  }

  private realize(realize: BlockRealize, scope: Scope | null): void {
    this.exprs(realize.iter_values, scope);
    realize.block.iter_vars.forEach(({ var: axis }, at) => {
      const value = realize.iter_values[at];
      if (value) this.values.set(axis.def, value);
    });
    const inner: Scope = { outer: scope, node: realize };
    this.condition(realize.predicate, inner);
    this.blocks.push({ block: realize.block, scope: inner });
    this.block(realize.block, inner);
  }

  private block(block: Block, scope: Scope | null): void {
    for (const buffer of block.alloc_buffers) this.allocations.push({ buffer, scope });
    if (block.init) {
      this.isInit = true;
      this.stmt(block.init, scope);
      this.isInit = false;
    }
    this.stmt(block.body, scope);
  }

  private exprs(nodes: readonly (Expr | null)[], scope: Scope | null): void {
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at];
      if (node) this.expr(node, scope);
    }
  }

  private condition(expr: Expr, scope: Scope | null): void {
    this.conditions.push({ expr, scope });
    this.expr(expr, scope);
  }

  private expr(node: Expr, scope: Scope | null): void {
    switch (node.type) {
      case "BufferLoad":
        this.access(node, null, scope);
        this.exprs(node.indices, scope);
        return;
      case "Call":
        this.call(node, scope);
        return;
      case "Cast":
      case "Broadcast":
        this.expr(node.value, scope);
        return;
      case "Not":
        this.expr(node.a, scope);
        return;
      case "Select":
        this.condition(node.condition, scope);
        this.exprs([node.true_value, node.false_value], guarded(node.condition, scope));
        return;
      case "And":
      case "Or":
        this.expr(node.a, scope);
        this.expr(node.b, guarded(node.a, scope));
        return;
      case "Ramp":
        this.exprs([node.base, node.stride], scope);
        return;
      case "Load":
        this.exprs([node.index, node.predicate], scope);
        return;
      case "Shuffle":
        this.exprs([...node.vectors, ...node.indices], scope);
        return;
      case "Let":
        if (node.var.type === "Var") this.values.set(node.var.def, node.value);
        this.exprs([node.value, node.body], scope);
        return;
      case "Reduce":
        this.exprs([...node.source, ...node.init], guarded(node.condition, scope));
        return;
      case "Var":
      case "IntImm":
      case "FloatImm":
      case "StringImm":
      case "CommReducer":
      case "Opaque":
        return;
      default:
        this.expr(node.a, scope);
        this.expr(node.b, scope);
        return;
    }
  }

  private call({ op, args }: Extract<Expr, { type: "Call" }>, scope: Scope | null): void {
    const name = op.type === "Op" ? op.name.slice(op.name.lastIndexOf(".") + 1) : "";
    const operands = exprsIn(args);
    const first = operands[0];
    if (name === "if_then_else" && first) {
      this.condition(first, scope);
      this.exprs(operands.slice(1), guarded(first, scope));
      return;
    }
    if (LEAVES.has(name)) this.mayLeave = true;
    // The place of an element, not the element.
    if (name === "address_of" && first?.type === "BufferLoad") {
      this.exprs(first.indices, scope);
      return;
    }
    this.exprs(operands, scope);
  }

  private access(
    {
      buffer,
      indices,
      predicate,
      span,
    }: Source & Pick<Access, "buffer" | "indices"> & { readonly predicate: Expr | null },
    value: Expr | null,
    scope: Scope | null,
  ): void {
    const at = predicate ? guarded(predicate, scope) : scope;
    this.accesses.push({ buffer, indices, value, scope: at, isInit: this.isInit, span });
  }
}

function guarded(condition: Expr, outer: Scope | null): Scope {
  return { outer, node: { type: "Guard", condition } };
}

/** The variables in an expression, in the indices of its loads too. */
export function variablesIn(expr: Expr, into: Set<Variable> = new Set()): Set<Variable> {
  walkExpr(expr, (node) => {
    if (node.type === "Var") into.add(node.def);
  });
  return into;
}

/** Every expression in one, itself first. */
export function walkExpr(expr: Expr, visit: (node: Expr) => void): void {
  const stack: Expr[] = [];
  for (let at: Expr | undefined = expr; at; at = stack.pop()) {
    visit(at);
    const operands = operandsOf(at);
    for (let i = 0; i < operands.length; i++) stack.push(operands[i] as Expr);
  }
}

const NONE: readonly Expr[] = [];

/** The arguments of a call that are expressions. */
function exprsIn(args: Call["args"]): Expr[] {
  const found: Expr[] = [];
  for (let at = 0; at < args.length; at++) {
    const each = args[at];
    if (each && "dtype" in each) found.push(each as Expr);
  }
  return found;
}

function operandsOf(node: Expr): readonly Expr[] {
  switch (node.type) {
    case "BufferLoad":
    case "Shuffle":
      return node.type === "Shuffle" ? [...node.vectors, ...node.indices] : node.indices;
    case "Call":
      return exprsIn(node.args);
    case "Cast":
    case "Broadcast":
      return [node.value];
    case "Not":
      return [node.a];
    case "Select":
      return [node.condition, node.true_value, node.false_value];
    case "Ramp":
      return [node.base, node.stride, node.lanes];
    case "Load":
      return [node.index, node.predicate];
    case "Let":
      return [node.value, node.body];
    case "Reduce":
      return [...node.source, ...node.init, node.condition];
    case "Var":
    case "IntImm":
    case "FloatImm":
    case "StringImm":
    case "CommReducer":
    case "Opaque":
      return NONE;
    default:
      return [node.a, node.b];
  }
}

/** Whether what an expression gives can change with a variable: through names bound to it, block axes and loops' bounds, too. */
export function dependsOn(expr: Expr, variable: Variable, { values, loops }: FunctionAccesses): boolean {
  const seen = new Set<Variable>();
  const stack = [...variablesIn(expr)];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at === variable) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const value = values.get(at);
    if (value) stack.push(...variablesIn(value));
    const loop = loops.get(at);
    if (loop) stack.push(...variablesIn(loop.min), ...variablesIn(loop.extent));
  }
  return false;
}

/** As `dependsOn`; what is loaded from a buffer may be different for each value of the variable, too. */
export function mayDependOn(expr: Expr, variable: Variable, fn: FunctionAccesses): boolean {
  return dependsOn(expr, variable, fn) || loads(expr, fn, new Set());
}

function loads(expr: Expr, fn: FunctionAccesses, seen: Set<Variable>): boolean {
  let found = false;
  const used = new Set<Variable>();
  walkExpr(expr, (node) => {
    if (node.type === "BufferLoad" || node.type === "Call") found = true;
    if (node.type === "Var" && !seen.has(node.def)) used.add(node.def);
  });
  for (const variable of used) {
    seen.add(variable);
    const value = fn.values.get(variable);
    const loop = fn.loops.get(variable);
    for (const each of [value, loop?.min, loop?.extent]) if (each && !found) found = loads(each, fn, seen);
  }
  return found;
}

/** Whether part of an expression is not known. */
export function isUnclear(expr: Expr): boolean {
  if (expr.type === "Var" || expr.type === "IntImm") return false;
  let found = false;
  walkExpr(expr, (node) => {
    if (node.type === "Opaque") found = true;
  });
  return found;
}

/** Whether two accesses are of one buffer. */
export function sameBuffer(a: BufferNode, b: BufferNode | BufferInfo): boolean {
  return a.info === ("info" in b ? b.info : b);
}
