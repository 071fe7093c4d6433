/** A unit that no rule's scan asks for is not parsed, and one that is done with is let go of; what is found must be the same without. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { changedKeywordsOfFunctions, findChangedKeywordsOfFunctions } from "../../server/src/api/changed-keywords";
import { findLostMembers, lostMembers } from "../../server/src/api/lost-members";
import { check } from "../../server/src/rules/engine";
import { calleeBefore } from "../../server/src/rules/scan-call";
import { modelOf } from "../model";
import { readFixture } from "../rules/fixture";

const RELEASES = ["0.10", "0.17", "0.22", "0.26", "0.27"];

function found(text: string, release: string, parseAll: boolean): string[] {
  return check(modelOf(text), { release, parseAll, once: !parseAll }).map(
    ({ rule, start, end, message }) => `${start}-${end} ${rule.code} ${message}`,
  );
}

function expectSame(text: string, releases = RELEASES): void {
  for (const release of releases) {
    expect(found(text, release, false), `${release}: ${text}`).toEqual(found(text, release, true));
  }
}

const fixtures = path.resolve(import.meta.dirname, "../rules");
for (const file of readdirSync(fixtures).filter((name) => name.endsWith(".md"))) {
  it(`finds the same in ${file}`, () => {
    for (const { source, release } of readFixture(readFileSync(path.join(fixtures, file), "utf8"))) {
      expectSame(source);
      expectSame(source.replace(/\n/g, "\r\n"), [release]);
    }
  }, 60_000);
}

it("finds the same where names come by other ways", () => {
  const ways = [
    "import tvm\nt = tvm.tir\n\ndef f():\n    return t.stmt_functor.post_order_visit\n",
    "import tvm\n\ndef f():\n    t = tvm.tir\n    return t.Block\n",
    "import tvm\n\ndef which():\n    return tvm.tir\n\ndef f():\n    t = which()\n    return t.Block\n",
    "import tvm\n\ndef f():\n    a, b = 1, tvm.tir\n    return b.Block\n",
    "import tvm\n\ndef f(x):\n    t = tvm.tirx if x else tvm.tir\n    return t.Block\n",
    "def f():\n    from tvm import (\n        relay,  # gone )\n        tir as t,\n    )\n    return t.Block, relay.var\n",
    "def f():\n    import tvm.tir as t, \\\n        tvm.relay\n    return t.Block\n",
    "import tvm\n\ndef f():\n    return (tvm.\n        nd.array(1))\n",
    "import tvm\n\ndef f():\n    return (tvm  # here\n        .nd.array(1))\n",
    "import tvm\n\ndef f():\n    return tvm \\\n        .nd.array(1)\n",
    "import tvm\n# About tvm.\nx = tvm.nd.array(1)\n",
    "from tvm.script.tir import prim_func as pf\nfrom tvm.script import tir as T\n\n@pf\ndef f():\n    with T.block():\n        pass\n",
    "from tvm.script import tir as T\n\n@T.prim_func\ndef f(\n    a: T.handle\n):\n    x: T.Ptr(\n        'int8') = a\n",
    "import tvm\n\ndef f(x):\n    return x.  asnumpy()\n",
    "import tvm\n\ndef f(x):\n    return (x. # why\n        asnumpy())\n",
    "from tvm import relax as rx\n\ndef f(x):\n    g = rx.call_tir\n    return g('f', x, out_sinfo=x)\n",
    'from tvm import relax as rx\n\ndef f(x):\n    return rx.call_tir("it\'s \\" (", x, out_sinfo=x)\n',
    "from tvm.ir.transform import PassContext\n\ndef f(ctx: PassContext):\n    # Done.\n    ctx.inc_num_evals(1)\n",
    "from tvm import transform\n\nctx = transform.PassContext()\n\ndef f():\n    return ctx.get_trace_stack_size(), ctx\\\n    .get_current_trace()\n",
    "from tvm import transform\n\ndef f():\n    with transform.PassContext() as ctx:\n        ctx.inc_num_evals(1)\n    (ctx).inc_num_evals(2)\n",
    "from tvm import transform\n\nclass A:\n    def __init__(this):\n        this.ctx = transform.PassContext()\n\n    def f(this):\n        this.ctx.inc_num_evals(1)\n",
    "from tvm import transform\n\ndef f():\n    a, ctx = 1, transform.PassContext()\n    return transform.PassContext.current().get_trace_stack_size(), ctx.push_trace\n",
    "from tvm.relax.analysis import well_formed as sound\n\ndef f(mod):\n    sound(mod)\n    assert sound(mod)\n",
    "from tvm.relax import analysis\n\ndef f(mod):\n    analysis.well_formed(mod)\n    return (1 and\n        analysis.well_formed(mod))\n",
    "if True:\n    from tvm import tir\nelse:\n    tir = None\n\ndef f():\n    return tir.Block\n",
    "import tvm as x; y = x.tir; z = y.Block\n",
    "from tvm.tir import *\nfrom . import tvm\n\ndef f():\n    return tvm.tir.Block\n",
    "from tvm.script import tir as T\n\n@T.prim_func\ndef f():\n    with T.block():\n        with T.init():\n            pass; T.reads()\n",
    "def f(cm):\n    return cm . stats ()\n",
    "from tvm.script import tir as T\n\n@T.prim_func\ndef f(A: T.Buffer((8,), 'int32')):\n    B = \\\n        T.Buffer((8,), 'int32', data=A.data)\n    B[0] = 1\n",
    "from tvm.script.tir import Buffer, prim_func\n\n@prim_func\ndef f(A: Buffer((8,), 'int32')):\n    B = Buffer((8,), 'int32')\n    B[0] = A[0]\n",
    "from tvm.script import tirx as T\n\n@T.prim_func\ndef f(x: T.handle):\n    p: T.handle('int8',  # of bytes\n    ) = T.address_of(x)\n",
    "q = q \\\n    .permute_dims([0, 2, 1, 3])\n",
    "from tvm \\\n  .script \\\n  import tirx as T\n\n@T.prim_func(s_tir=True)\ndef f(x: T.handle):\n    p: T.handle( \\\n      'int8') = x\n",
    "from tvm.relax.dpl import is_call_tir as calls\n\ndef f(x):\n    return calls('f', x, tir_vars=x)\n",
    "from tvm.script import tirx as T\n\n@T.prim_func(  # scheduled (by hand\n    s_tir=True\n)\ndef f():\n    pass\n",
    "q = q.permute_dims (  # of four\n    [0, 2, 1, 3])\n",
    "import tvm\nbroken = (tvm.tir\n\ndef f(:\n    return tvm.tir.Block\n",
  ];
  expect(ways.flatMap((text) => RELEASES.flatMap((release) => found(text, release, true))).length).toBeGreaterThan(20);
  for (const text of ways) expectSame(text);
});

it("parses nothing that cannot hold a change of TVM's API", () => {
  const text = [
    "import numpy as np",
    "from tvm.script import ir as I, relax as R, tirx as T",
    "",
    "@T.prim_func",
    "def f(a: T.Buffer((4,), 'float32')):",
    "    for i in range(4):",
    "        a[i] = a[i] + 1.0",
    "",
    "def plain(x):",
    "    return np.sum(x)",
    "",
    "@T.prim_func(s_tir=True)",
    "def g(a: T.handle, B: T.Buffer((4, 8), 'float32')):",
    "    T.func_attr({'tirx.noalias': True})",
    "    n = T.int32()",
    "    A = T.match_buffer(a, (n, 8), 'float32')",
    "    C = T.sblock_alloc_buffer((4,), 'float32')",
    "    p: T.let[T.handle('float32')] = T.address_of(A[0, 0])",
    "    for i, j in T.grid(4, 8):",
    "        with T.sblock('sum'):",
    "            vi, vj = T.axis.remap('SR', [i, j])",
    "            T.reads(A[vi, 0:8])",
    "            T.writes(C[vi])",
    "            with T.init():",
    "                C[vi] = T.float32(0)",
    "            C[vi] = C[vi] + A[vi, vj]",
    "    for i in T.thread_binding(4, thread='threadIdx.x'):",
    "        with T.sblock('copy'):",
    "            vi = T.axis.spatial(4, i)",
    "            T.sblock_attr({'auto_copy': 1})",
    "            B[vi, 0] = T.if_then_else(vi < 2, C[vi], T.float32(1))",
    "",
    "@I.ir_module",
    "class Module:",
    "    @T.prim_func(private=True)",
    "    def add(a: T.Buffer((4,), 'float32'), b: T.Buffer((4,), 'float32')):",
    "        for i in range(4):",
    "            b[i] = a[i] + 1.0",
    "",
    "    @R.function",
    "    def main(x: R.Tensor((4,), dtype='float32')) -> R.Tensor((4,), dtype='float32'):",
    "        cls = Module",
    "        with R.dataflow():",
    "            y = R.call_tir(cls.add, (plain(x),), out_ty=R.Tensor((4,), dtype='float32'))",
    "            z: R.Tensor((4,), 'float32') = R.add(y, R.const(1, 'float32'))",
    "            R.output(z)",
    "        return z",
  ].join("\n");
  const model = modelOf(text);
  const rules = { tir: "off", relax: "off", lint: "off" } as const;
  const read = () => model.units.filter(({ unit }) => unit.isRead).length;
  expect(check(model, { release: "0.27", rules })).toEqual([]);
  expect(read()).toBe(0);
  expect(check(model, { release: "0.27", rules, parseAll: true })).toEqual([]);
  expect(read()).toBe(8);
});

it("knows all members that a class has lost", () => {
  for (const release of ["0.22", "0.27"]) {
    const names = lostMembers(release);
    // Else: node scripts/api/lost-members.mjs
    expect([...findLostMembers(release)].filter((name) => !names.has(name))).toEqual([]);
  }
}, 60_000);

it("knows the calls whose keywords have another name", () => {
  for (const release of ["0.17", "0.27"]) {
    const known = changedKeywordsOfFunctions(release);
    const lacking = [...findChangedKeywordsOfFunctions(release)].filter((call) => {
      const [name = "", keyword = ""] = call.split("(");
      return !known.get(name)?.has(keyword);
    });
    // Else: node scripts/api/changed-keywords.mjs
    expect(lacking).toEqual([]);
  }
}, 60_000);

it("finds the function of an argument in text", () => {
  const at = (text: string) => calleeBefore(text, text.indexOf("k="));
  expect(at("f(1, (2, 3), k=1)")).toBe("f");
  expect(at("a.b.f (x[1], k=1)")).toBe("f");
  expect(at("f(')', k=1)")).toBe("f");
  expect(at("[k=1]")).toBe("");
  expect(at("k=1")).toBe("");
  expect(at("f(x, # :)\n k=1)")).toBeNull();
  expect(at("f('''\n''', k=1)")).toBeNull();
  expect(at("g(1)(k=1)")).toBeNull();
});
