/**
 * What TVM adds when a script is read: the root block, and reads and writes of blocks that do not name theirs
 * (`script_complete.cc`, `block_access_region_detector.cc`).
 */
import { intImm } from "./arithmetic";
import { BOOL } from "./dtype";
import type { FunctionFrame } from "./frames";
import type { Block, BlockRealize, BufferInfo, DeclBuffer, Source, Stmt } from "./ir";
import type { Lowering } from "./lowering";
import { accessRegions } from "./regions";

export function complete(low: Lowering, body: Stmt, frame: FunctionFrame, source: Source): Stmt {
  if (!frame.stir) return body;
  const known = new Set<BufferInfo>(frame.bufferMap.values());
  for (const { info } of frame.rootBuffers) known.add(info);
  const filler = new Filler(known, low);
  if (!needsRoot(body, frame)) return body.type === "BlockRealize" ? filler.root(body) : filler.fill(body);
  const filled = filler.fill(body);
  const span = filled.span ?? source.span;
  const block: Block = {
    type: "Block",
    iter_vars: [],
    reads: [],
    writes: [],
    name_hint: "root",
    alloc_buffers: frame.rootBuffers,
    match_buffers: [],
    annotations: new Map(),
    init: null,
    body: filled,
    detect: 0,
    span,
    text: "root",
  };
  return {
    type: "BlockRealize",
    iter_values: [],
    predicate: intImm(BOOL, 1, { span, text: "True" }),
    block,
    span,
    text: "root",
  };
}

function needsRoot(body: Stmt, frame: FunctionFrame): boolean {
  if (frame.rootBuffers.length > 0) return true;
  if (body.type === "BlockRealize") return body.block.iter_vars.length > 0;
  return containsBlock(body);
}

function containsBlock(stmt: Stmt): boolean {
  const stack: Stmt[] = [stmt];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at.type === "BlockRealize") return true;
    stack.push(...childStatements(at));
  }
  return false;
}

export function childStatements(stmt: Stmt): Stmt[] {
  switch (stmt.type) {
    case "For":
    case "While":
    case "AttrStmt":
    case "Allocate":
    case "AllocateConst":
    case "BufferRealize":
      return [stmt.body];
    case "Bind":
    case "DeclBuffer":
    case "AssertStmt":
      return stmt.body ? [stmt.body] : [];
    case "IfThenElse":
      return stmt.else_case ? [stmt.then_case, stmt.else_case] : [stmt.then_case];
    case "SeqStmt":
      return [...stmt.seq];
    case "BlockRealize":
      return [stmt.block];
    case "Block":
      return stmt.init ? [stmt.init, stmt.body] : [stmt.body];
    default:
      return [];
  }
}

/** Fills in the regions of blocks, inner ones first. */
class Filler {
  /** @param known the buffers that a block at this place can reach from outside of it */
  constructor(
    private readonly known: Set<BufferInfo>,
    private readonly low: Lowering,
  ) {}

  /** The block that is a function's whole body: its regions stay as they are written. */
  root(realize: BlockRealize): BlockRealize {
    const { reads, writes } = realize.block;
    return { ...realize, block: { ...this.block(realize.block), reads, writes } };
  }

  fill(stmt: Stmt): Stmt {
    switch (stmt.type) {
      case "For":
      case "While":
      case "AttrStmt":
      case "Allocate":
      case "AllocateConst":
      case "BufferRealize":
        return this.around(stmt);
      case "AllocBuffer":
        this.known.add(stmt.buffer.info);
        return stmt;
      case "DeclBuffer":
        return this.declaration(stmt);
      case "Bind":
      case "AssertStmt":
        return stmt.body ? this.around({ ...stmt, body: stmt.body }) : stmt;
      case "IfThenElse": {
        const then_case = this.fill(stmt.then_case);
        const else_case = stmt.else_case && this.fill(stmt.else_case);
        const isSame = then_case === stmt.then_case && else_case === stmt.else_case;
        return isSame ? stmt : { ...stmt, then_case, else_case };
      }
      case "SeqStmt": {
        const seq = stmt.seq.map((each) => this.fill(each));
        return seq.every((each, at) => each === stmt.seq[at]) ? stmt : { ...stmt, seq };
      }
      case "BlockRealize": {
        const block = this.block(stmt.block);
        return block === stmt.block ? stmt : { ...stmt, block };
      }
      case "Block":
        return this.block(stmt);
      default:
        return stmt;
    }
  }

  private around<Around extends Stmt & { readonly body: Stmt }>(stmt: Around): Around {
    const body = this.fill(stmt.body);
    return body === stmt.body ? stmt : { ...stmt, body };
  }

  private declaration(stmt: DeclBuffer): Stmt {
    const { info } = stmt.buffer;
    if (!stmt.body) {
      this.known.add(info);
      return stmt;
    }
    const isNew = !this.known.has(info);
    this.known.add(info);
    const body = this.fill(stmt.body);
    if (isNew) this.known.delete(info);
    return { ...stmt, body };
  }

  /** A block with what stands in it filled in; its own buffers are known inside. */
  private inside(block: Block): Block {
    const own = [...block.alloc_buffers, ...block.match_buffers.map((each) => each.buffer)].map((each) => each.info);
    for (const info of own) this.known.add(info);
    const body = this.fill(block.body);
    const init = block.init && this.fill(block.init);
    for (const info of own) this.known.delete(info);
    return body === block.body && init === block.init ? block : { ...block, body, init };
  }

  private block(block: Block): Block {
    const inner = this.inside(block);
    if (inner.detect === 0) return inner;
    const { reads, writes, pointer } = accessRegions(inner, this.known);
    if (pointer?.span) this.low.fault({ kind: "pointer-access", span: pointer.span, buffer: pointer.buffer.name });
    return {
      ...inner,
      reads: inner.detect & 1 ? reads : inner.reads,
      writes: inner.detect & 2 ? writes : inner.writes,
    };
  }
}
