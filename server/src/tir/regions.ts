/** Which regions of which buffers a block reads and writes, found as TVM finds them (`BlockReadWriteDetector`). */
import { cast, dtypeOf, intImm, operate } from "./arithmetic";
import { INT32 } from "./dtype";
import type {
  Binary,
  Block,
  BlockRealize,
  BufferInfo,
  BufferNode,
  BufferRegion,
  Call,
  Expr,
  Opaque,
  Range,
  Source,
  Stmt,
  Variable,
} from "./ir";
import { bufferAt, opaque, range } from "./make";
import { constantDifference, constantValue, linear, simplify } from "./simplify";

/** The values that an index can take; a point is one object for both ends, null is no bound that is known. */
interface Interval {
  readonly min: Expr;
  readonly max: Expr;
}
type IndexSet = Interval | "everything" | "unclear";

interface Access {
  readonly buffer: BufferNode;
  sets: IndexSet[];
}

export interface AccessRegions {
  readonly reads: (BufferRegion | Opaque)[];
  readonly writes: (BufferRegion | Opaque)[];
  /** The first use of a buffer's pointer: nobody can tell what is read or written through it. */
  readonly pointer: PointerUse | null;
}

export interface PointerUse extends Source {
  readonly buffer: BufferInfo;
}

/** @param visible the buffers from outside of the block: only those are regions of it */
export function accessRegions(block: Block, visible: ReadonlySet<BufferInfo>): AccessRegions {
  const detector = new Detector(visible);
  detector.block(block);
  const writes = detector.writes.map(regionOf);
  const written = new Set(block.init ? detector.writes.map((each) => each.buffer.info) : []);
  const reads = detector.reads.filter((each) => !written.has(each.buffer.info)).map(regionOf);
  const { unclear } = detector;
  const pointer = detector.hidesStatement ? null : detector.pointer;
  return { reads: [...reads, ...unclear], writes: [...writes, ...unclear], pointer };
}

class Detector {
  readonly reads: Access[] = [];
  readonly writes: Access[] = [];
  /** Opaque statements: nobody knows what they touch. */
  readonly unclear: Opaque[] = [];
  pointer: PointerUse | null = null;
  /** What nobody knows may say what the block reads and writes: a macro, say. */
  hidesStatement = false;
  private readonly pointers = new Map<Variable, BufferInfo>();
  private readonly domains = new Map<Variable, Interval>();
  private readonly bound = new Map<Variable, Expr>();
  private readonly matched = new Map<BufferInfo, BufferRegion>();

  constructor(private readonly visible: ReadonlySet<BufferInfo>) {
    for (const info of visible) if (!this.pointers.has(info.data)) this.pointers.set(info.data, info);
  }

  block(block: Block): void {
    for (const { buffer, source } of block.match_buffers) {
      this.matched.set(buffer.info, source);
      if (this.visible.has(source.buffer.info)) this.pointers.set(buffer.info.data, buffer.info);
    }
    for (const { dom } of block.iter_vars) {
      if (dom) this.exprs([dom.min, dom.extent]);
    }
    for (const region of [...block.reads, ...block.writes, ...block.match_buffers.map((each) => each.source)]) {
      if (region.type === "BufferRegion")
        for (const each of region.region) if (each.type === "Range") this.exprs([each.min, each.extent]);
    }
    if (block.init) this.stmt(block.init);
    this.stmt(block.body);
  }

  private exprs(nodes: readonly (Expr | null)[]): void {
    for (const node of nodes) if (node) this.expr(node);
  }

  private stmt(stmt: Stmt): void {
    switch (stmt.type) {
      case "For": {
        this.exprs([stmt.min, stmt.extent]);
        const { def } = stmt.loop_var;
        const before = this.domains.get(def);
        this.domains.set(def, loopInterval(stmt.min, stmt.extent));
        this.stmt(stmt.body);
        if (before) this.domains.set(def, before);
        else this.domains.delete(def);
        return;
      }
      case "While":
        this.expr(stmt.condition);
        this.stmt(stmt.body);
        return;
      case "IfThenElse":
        this.expr(stmt.condition);
        this.stmt(stmt.then_case);
        if (stmt.else_case) this.stmt(stmt.else_case);
        return;
      case "BufferStore":
        this.access(this.writes, stmt.buffer, stmt.indices);
        this.exprs([stmt.value, ...stmt.indices]);
        return;
      case "AttrStmt":
        this.expr(stmt.value);
        this.stmt(stmt.body);
        return;
      case "Bind": {
        const def = stmt.var.type === "Var" ? stmt.var.def : null;
        if (def) this.bound.set(def, stmt.value);
        this.expr(stmt.value);
        if (stmt.body) {
          this.stmt(stmt.body);
          if (def) this.bound.delete(def);
        }
        return;
      }
      case "Allocate":
        this.exprs([...stmt.extents, stmt.condition]);
        this.stmt(stmt.body);
        return;
      case "AllocateConst":
        this.exprs(stmt.extents);
        this.stmt(stmt.body);
        return;
      case "DeclBuffer":
        if (stmt.body) this.stmt(stmt.body);
        return;
      case "BufferRealize":
        this.expr(stmt.condition);
        this.stmt(stmt.body);
        return;
      case "AssertStmt":
        this.expr(stmt.condition);
        if (stmt.body) this.stmt(stmt.body);
        return;
      case "Evaluate":
      case "Return":
        this.expr(stmt.value);
        return;
      case "SeqStmt":
        for (const each of stmt.seq) this.stmt(each);
        return;
      case "Block":
        this.block(stmt);
        return;
      case "BlockRealize":
        this.inner(stmt);
        return;
      case "Opaque":
        this.hidesStatement = true;
        this.unclear.push(opaque("other", stmt));
        return;
    }
  }

  /** A block inside: what it says of itself is all that counts. */
  private inner(realize: BlockRealize): void {
    const values = new Map<Variable, Expr>();
    realize.block.iter_vars.forEach((each, at) => {
      const value = realize.iter_values[at];
      if (value) values.set(each.var.def, value);
    });
    const add = (into: Access[], regions: readonly (BufferRegion | Opaque)[]): void => {
      for (const region of regions) {
        if (region.type === "Opaque") this.unclear.push(region);
        else {
          const sets = region.region.map((each) =>
            each.type === "Opaque" ? "unclear" : this.relax(substituteRange(each, values)),
          );
          this.add(into, region.buffer, sets);
        }
      }
    };
    add(this.reads, realize.block.reads);
    add(this.writes, realize.block.writes);
  }

  private relax(dom: Range): IndexSet {
    const whole = rangeInterval(dom.min, dom.extent);
    if (whole.min === whole.max) return this.evaluate(whole.min);
    const low = this.evaluate(whole.min);
    const high = this.evaluate(whole.max);
    if (low === "unclear" || high === "unclear") return "unclear";
    if (low === "everything" || high === "everything") return "everything";
    return { min: low.min, max: high.max };
  }

  private expr(node: Expr): void {
    switch (node.type) {
      case "BufferLoad":
        this.access(this.reads, node.buffer, node.indices);
        this.exprs(node.indices);
        return;
      case "Call":
        this.call(node);
        return;
      case "Cast":
        this.expr(node.value);
        return;
      case "Not":
        this.expr(node.a);
        return;
      case "Select":
        this.exprs([node.condition, node.true_value, node.false_value]);
        return;
      case "Ramp":
        this.exprs([node.base, node.stride]);
        return;
      case "Load":
        this.exprs([node.index, node.predicate]);
        return;
      case "Broadcast":
        this.expr(node.value);
        return;
      case "Shuffle":
        this.exprs([...node.vectors, ...node.indices]);
        return;
      case "Let":
        this.exprs([node.value, node.body]);
        return;
      case "Reduce":
        this.exprs([...node.source, ...node.init, node.condition]);
        return;
      case "Var":
        this.pointerUse(node.def, node);
        return;
      case "IntImm":
      case "FloatImm":
      case "StringImm":
      case "CommReducer":
      case "Opaque":
        return;
      default:
        this.exprs([node.a, node.b]);
        return;
    }
  }

  /** `T.tvm_access_ptr` says by its mask what it is for; with both bits it is a pointer like any other. */
  private call(node: Call): void {
    const { op, args } = node;
    const [, data, , , mask] = args;
    const isAccess = op.type === "Op" && op.name.endsWith(".tvm_access_ptr");
    const variable = data && "dtype" in data ? pointerIn(data as Expr) : null;
    if (!isAccess || !variable || !mask || mask.type !== "IntImm") {
      for (const each of args) if ("dtype" in each) this.expr(each as Expr);
      return;
    }
    const info = this.pointers.get(variable);
    if (!info) return;
    const bits = Number(mask.value) & 3;
    if (bits === 3) this.pointerUse(variable, node);
    else if (bits !== 0) {
      const whole = info.shape.map((extent) => wholeOf(extent));
      this.add(bits === 1 ? this.reads : this.writes, bufferAt(info, node), whole);
    }
  }

  private pointerUse(variable: Variable, { span }: Source): void {
    const buffer = this.pointers.get(variable);
    if (buffer) this.pointer ??= { buffer, span };
  }

  private access(into: Access[], buffer: BufferNode, indices: readonly Expr[]): void {
    this.add(
      into,
      buffer,
      indices.map((index) => this.index(substitute(index, this.bound))),
    );
  }

  private index(index: Expr): IndexSet {
    if (index.type !== "Ramp") return index.type === "Broadcast" ? this.evaluate(index.value) : this.evaluate(index);
    const base = this.evaluate(index.base);
    const stride = constantValue(index.stride);
    const lanes = constantValue(index.lanes);
    if (typeof base === "string") return base;
    if (stride === null || lanes === null || stride <= 0n) return "unclear";
    const dtype = dtypeOf(index.base) ?? INT32;
    return { min: base.min, max: operate("Add", base.max, intImm(dtype, stride * (lanes - 1n), index), index) };
  }

  private add(into: Access[], node: BufferNode, given: IndexSet[]): void {
    let buffer = node;
    let sets = given;
    const source = this.matched.get(buffer.info);
    if (source) {
      buffer = source.buffer;
      // Leading dimensions of the source may be cut off.
      const cut = source.region.length - given.length;
      sets = source.region.map((each, at) => {
        if (cut < 0 || each.type === "Opaque") return "unclear";
        if (at < cut) return rangeInterval(each.min, each.extent);
        const set = given[at - cut] ?? "unclear";
        return shifted(each, set === "everything" ? wholeOf(node.info.shape[at - cut]) : set);
      });
    }
    if (!this.visible.has(buffer.info)) return;
    const known = into.find((each) => each.buffer.info === buffer.info);
    if (!known) {
      into.push({ buffer, sets });
      return;
    }
    known.sets = known.sets.map((each, at) => union(each, sets[at] ?? "unclear"));
  }

  private evaluate(expr: Expr): IndexSet {
    switch (expr.type) {
      case "IntImm":
        return { min: expr, max: expr };
      case "Var": {
        const domain = this.domains.get(expr.def);
        if (!domain) return { min: expr, max: expr };
        return this.expand(domain, 0);
      }
      case "Add":
      case "Sub":
      case "Mul":
      case "Div":
      case "Mod":
      case "FloorDiv":
      case "FloorMod":
      case "Min":
      case "Max": {
        const a = this.evaluate(expr.a);
        const b = this.evaluate(expr.b);
        if (a === "unclear" || b === "unclear") return "unclear";
        if (
          a !== "everything" &&
          b !== "everything" &&
          a.min === expr.a &&
          a.max === expr.a &&
          b.min === expr.b &&
          b.max === expr.b
        ) {
          return { min: expr, max: expr };
        }
        if (a === "everything" || b === "everything") {
          if (expr.type === "FloorMod" && b !== "everything" && isPoint(b)) return modulo(b.min);
          return "everything";
        }
        return combine(expr.type, a, b, expr);
      }
      case "Cast": {
        const value = this.evaluate(expr.value);
        if (typeof value === "string") return value;
        const min = cast(expr.dtype, value.min, expr);
        return { min, max: isPoint(value) ? min : cast(expr.dtype, value.max, expr) };
      }
      case "BufferLoad": {
        if (expr.dtype.code !== "int" && expr.dtype.code !== "uint") return "everything";
        return expr.indices.some((each) => this.usesLoop(each)) ? "everything" : { min: expr, max: expr };
      }
      case "Select": {
        const a = this.evaluate(expr.false_value);
        const b = this.evaluate(expr.true_value);
        if (typeof a === "string" || typeof b === "string")
          return a === "everything" || b === "everything" ? "everything" : "unclear";
        return { min: operate("Min", a.min, b.min, expr), max: operate("Max", a.max, b.max, expr) };
      }
      case "Opaque":
        return "unclear";
      default:
        return "everything";
    }
  }

  /** A domain whose ends use loops outside of it grows by theirs. */
  private expand(domain: Interval, depth: number): IndexSet {
    if (depth > 8) return domain;
    const low = this.evaluate(domain.min);
    const high = isPoint(domain) ? null : this.evaluate(domain.max);
    if (typeof low === "string") return low;
    if (high === null) return low;
    if (typeof high === "string") return high;
    return { min: low.min, max: high.max };
  }

  private usesLoop(expr: Expr): boolean {
    if (expr.type === "Var") return this.domains.has(expr.def);
    for (const { atom } of linear(expr).terms.values()) {
      if (atom.type === "Var" ? this.domains.has(atom.def) : atom !== expr && this.usesLoop(atom)) return true;
      if (atom === expr && "a" in expr && "b" in expr && (this.usesLoop(expr.a) || this.usesLoop(expr.b))) return true;
    }
    return false;
  }
}

const isPoint = (set: Interval): boolean => set.min === set.max;

function loopInterval(min: Expr, extent: Expr): Interval {
  return rangeInterval(min, extent);
}

function rangeInterval(min: Expr, extent: Expr): Interval {
  if (extent.type === "IntImm" && extent.value === 1n) return { min, max: min };
  const source: Source = { span: min.span };
  return { min, max: operate("Sub", operate("Add", extent, min, source), intImm(INT32, 1, source), source) };
}

function modulo(divisor: Expr): IndexSet {
  const dtype = dtypeOf(divisor) ?? INT32;
  const value = constantValue(divisor);
  if (value === null || value <= 0n) return "unclear";
  return { min: intImm(dtype, 0, divisor), max: intImm(dtype, value - 1n, divisor) };
}

function combine(type: Binary["type"], a: Interval, b: Interval, source: Source): IndexSet {
  const point = isPoint(a) && isPoint(b);
  const apply = (x: Expr, y: Expr): Expr => operate(type, x, y, source);
  if (point) {
    const value = apply(a.min, b.min);
    return { min: value, max: value };
  }
  switch (type) {
    case "Add":
      return { min: apply(a.min, b.min), max: apply(a.max, b.max) };
    case "Sub":
      return { min: apply(a.min, b.max), max: apply(a.max, b.min) };
    case "Mul": {
      const [set, factor] = isPoint(b) ? [a, b.min] : isPoint(a) ? [b, a.min] : [a, null];
      const value = factor ? constantValue(factor) : null;
      if (!factor || value === null) return factor ? "unclear" : "everything";
      if (value === 0n) return { min: factor, max: factor };
      if (value === 1n) return set;
      const [low, high] = value > 0n ? [set.min, set.max] : [set.max, set.min];
      return { min: operate("Mul", low, factor, source), max: operate("Mul", high, factor, source) };
    }
    case "Div":
    case "FloorDiv": {
      const value = isPoint(b) ? constantValue(b.min) : null;
      if (value === null) return isPoint(b) ? "unclear" : "everything";
      if (value === 1n) return a;
      if (value <= 0n) return "unclear";
      return { min: apply(a.min, b.min), max: apply(a.max, b.min) };
    }
    case "Mod":
      return isPoint(b) ? modulo(b.min) : "everything";
    case "FloorMod": {
      if (!isPoint(b)) return "everything";
      const value = constantValue(b.min);
      if (value === null || value <= 0n) return "unclear";
      const low = simplify(operate("FloorDiv", a.min, b.min, source));
      const high = simplify(operate("FloorDiv", a.max, b.min, source));
      if (low && high && constantDifference(low, high) === 0n) {
        const base = operate("Mul", b.min, operate("FloorDiv", a.min, b.min, source), source);
        return { min: operate("Sub", a.min, base, source), max: operate("Sub", a.max, base, source) };
      }
      return modulo(b.min);
    }
    case "Min":
    case "Max":
      return { min: apply(a.min, b.min), max: apply(a.max, b.max) };
    default:
      return "unclear";
  }
}

function union(a: IndexSet, b: IndexSet): IndexSet {
  if (a === "unclear" || b === "unclear") return "unclear";
  if (a === "everything" || b === "everything") return "everything";
  const min = extreme("Min", a.min, b.min);
  const max = extreme("Max", a.max, b.max);
  return min && max ? { min, max } : "unclear";
}

/** The smaller or larger of two, in the analyser's normal form. */
function extreme(type: "Min" | "Max", a: Expr, b: Expr): Expr | null {
  const by = constantDifference(a, b);
  if (by !== null) return simplify((type === "Min") === by <= 0n ? a : b);
  const x = simplify(a);
  const y = simplify(b);
  return x && y ? operate(type, x, y, { span: a.span }) : null;
}

/** The variable of a pointer: `A.data`. */
function pointerIn(node: Expr): Variable | null {
  if (node.type === "Var") return node.def;
  const only = (
    node.type === "Call" && node.op.type === "Op" && node.op.name.endsWith(".buffer_data") ? node.args : []
  )[0];
  return only?.type === "Var" ? only.def : null;
}

/** A dimension from its beginning to its end. */
function wholeOf(extent: Expr | undefined): IndexSet {
  return extent ? rangeInterval(intImm(dtypeOf(extent) ?? INT32, 0, extent), extent) : "unclear";
}

function shifted(dom: Range, set: IndexSet): IndexSet {
  if (typeof set === "string") return set;
  const min = simplify(operate("Add", dom.min, set.min, set.min));
  const max = isPoint(set) ? min : simplify(operate("Add", dom.min, set.max, set.max));
  return min && max ? { min, max } : "unclear";
}

function regionOf(access: Access): BufferRegion {
  const source: Source = { span: access.buffer.span };
  const region = access.sets.map((set, at) => coverOf(set, access.buffer.info.shape[at], source));
  return { type: "BufferRegion", buffer: access.buffer, region, span: source.span };
}

function coverOf(set: IndexSet, extent: Expr | undefined, source: Source): Range | Opaque {
  if (set === "unclear") return opaque("other", source);
  if (set === "everything") {
    if (!extent) return opaque("other", source);
    return range(intImm(dtypeOf(extent) ?? INT32, 0, extent), extent, source);
  }
  const place: Source = { span: set.min.span ?? source.span };
  if (isPoint(set) || constantDifference(set.min, set.max) === 0n) {
    return range(set.min, intImm(dtypeOf(set.min) ?? INT32, 1, place), place);
  }
  const min = simplify(set.min);
  const length = simplify(operate("Sub", operate("Add", set.max, intImm(INT32, 1, place), place), set.min, place));
  return min && length ? range(min, length, place) : opaque("other", place);
}

/** The expression with variables replaced; the same object where there is nothing to replace. */
export function substitute(expr: Expr, values: ReadonlyMap<Variable, Expr>): Expr {
  if (values.size === 0) return expr;
  switch (expr.type) {
    case "Var":
      return values.get(expr.def) ?? expr;
    case "Cast": {
      const value = substitute(expr.value, values);
      return value === expr.value ? expr : cast(expr.dtype, value, expr);
    }
    case "Add":
    case "Sub":
    case "Mul":
    case "Div":
    case "Mod":
    case "FloorDiv":
    case "FloorMod":
    case "Min":
    case "Max":
    case "EQ":
    case "NE":
    case "LT":
    case "LE":
    case "GT":
    case "GE":
    case "And":
    case "Or": {
      const a = substitute(expr.a, values);
      const b = substitute(expr.b, values);
      return a === expr.a && b === expr.b ? expr : { ...expr, a, b };
    }
    case "BufferLoad": {
      const indices = expr.indices.map((each) => substitute(each, values));
      return indices.every((each, at) => each === expr.indices[at]) ? expr : { ...expr, indices };
    }
    case "Ramp": {
      const base = substitute(expr.base, values);
      return base === expr.base ? expr : { ...expr, base };
    }
    default:
      return expr;
  }
}

function substituteRange(dom: Range, values: ReadonlyMap<Variable, Expr>): Range {
  return { ...dom, min: substitute(dom.min, values), extent: substitute(dom.extent, values) };
}
