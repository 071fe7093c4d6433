import { t } from "../l10n";

/** What has a page of its own in docs/gone: what it was, what to do now, an example before and after. */
const PAGES = new Set([
  "relay",
  "te-schedule",
  "autotvm",
  "auto-scheduler",
  "graph-executor",
  "lower",
  "micro",
  "kv-cache",
]);

/** The page for a piece of advice, below `docs` and without its ending; undefined where there is none. */
export function goneNote(advice: string): string | undefined {
  return PAGES.has(advice) ? `gone/${advice}` : undefined;
}

/**
 * What a person can do about a change that has no name to put in its place, or takes more than a name. The keys are
 * those of server/data/reviewed/renames.json.
 */
export function adviceText(key: string): string | null {
  switch (key) {
    case "buffer-indexing":
      return t("Index the buffer: `A[i]` reads and `A[i] = value` writes.");
    case "preflattened-buffer":
      return t("TVM flattens buffers by itself: leave it out.");
    case "micro":
      return t("microTVM is gone; the last release that has it is 0.18.");
    case "relay":
      return t("Relay is gone: import models with `tvm.relax.frontend` and work on Relax.");
    case "autotvm":
      return t("AutoTVM is gone: tune with MetaSchedule.");
    case "auto-scheduler":
      return t("The auto-scheduler (Ansor) is gone: tune with MetaSchedule.");
    case "tvmc":
      return t("tvmc is gone: compile from Python with `tvm.compile`.");
    case "graph-executor":
      return t("The graph executor and Relay's virtual machine are gone: run models with `tvm.relax.VirtualMachine`.");
    case "adt":
      return t("Use a Python tuple or `tvm_ffi.Array`.");
    case "te-schedule":
      return t(
        "TE schedules are gone: make a PrimFunc with `tvm.te.create_prim_func` and schedule it with the TIR `Schedule`.",
      );
    case "te-hybrid":
      return t("Hybrid script is gone: write the function in TVMScript.");
    case "te-gradient":
      return t("Gradients of TE are gone: use `tvm.relax.transform.Gradient`.");
    case "te-tensorize":
      return t("Tensor intrinsics of TE are gone: register a `TensorIntrin` and use `Schedule.tensorize`.");
    case "topi-schedule":
      return t("TOPI's schedules are gone: use DLight's rules or MetaSchedule.");
    case "lower":
      return t("Use `tvm.compile`, or apply the passes of the TIR pipeline to the IRModule.");
    case "usmp":
      return t("The unified static memory planner is gone.");
    case "astext":
      return t("`script()` prints TVMScript.");
    case "register-extension":
      return t("Give the class a `__tvm_ffi_object__` method, or pass the TVM object itself.");
    case "tuning-api":
      return t("Relax's tuning API is gone: use MetaSchedule.");
    case "checked-type":
      return t("It gives the whole type, with the shape, and not the rank alone.");
    case "access-path":
      return t("Object paths are `tvm_ffi.access_path.AccessPath` now.");
    case "tvm-ffi":
      return t("This part of TVM is the package `tvm_ffi` now.");
    case "allocate":
      return t("`T.alloc_buffer(shape, dtype, scope=…)` gives a buffer, not a pointer, and needs no body.");
    case "let-stmt":
      return t("Write `x = T.bind(value)` in place of the with statement.");
    case "allocate-const":
      return t("Constants in TIR are gone: pass the data as a parameter.");
    case "realize":
      return t("It belonged to TE's schedules and has no successor.");
    case "ir-builder":
      return t("Write the function in TVMScript, or use `tvm.script.ir_builder.IRBuilder`.");
    case "pass-removed":
      return t("The pass is gone; TVM's pipeline does without it.");
    case "msc":
      return t("The multi-system compiler is gone.");
    case "contrib-removed":
      return t("This integration is gone.");
    case "profiling":
      return t("Time functions with `time_evaluator`.");
    case "target-dict":
      return t('Write `tvm.target.Target({"kind": …})`.');
    case "compare-before-after":
      return t("Write the test out: apply the pass and call `tvm.ir.assert_structural_equal`.");
    case "testing":
      return t("TVM no longer offers this test aid.");
    case "testing-env":
      return t("Use pytest's markers, `pytest.mark.parametrize` and `tvm.testing.env`.");
    case "no-body":
      return t("The statement has no body: what follows it stands in the same sequence.");
    case "tvm-error":
      return t("TVM raises Python's own exceptions: RuntimeError, ValueError, TypeError and so on.");
    case "datatype":
      return t("Custom data types are gone.");
    case "target-features":
      return t("Ask `tvm.target.codegen.target_has_features`.");
    case "diagnostics":
      return t("TVM's diagnostics context is gone: errors are Python exceptions.");
    case "libinfo":
      return t("See `tvm.libinfo` and `tvm_ffi.libinfo` for what is left.");
    case "ptx":
      return t("PTX intrinsics are in the namespaces `T.ptx` and `T.cuda`, with other parameters.");
    case "ptx-isa":
      return t(
        "`T.ptx` has instructions as the PTX ISA writes them: `fence.proxy.async.shared::cta` is `T.ptx.fence.proxy.async_.shared__cta()`.",
      );
    case "metal-intrinsics":
      return t("Metal's intrinsics are in the namespace `T.metal`, with other parameters.");
    case "prim-struct-info":
      return t("`PrimType` takes the data type alone; a value is an expression of its own.");
    case "prim-value":
      return t("Pass the int or the expression itself.");
    case "call-constructor":
      return t("`tvm.ir.Call` takes its result's type as `ret_ty`, not the data type first.");
    case "expr":
      return t("TIR and Relax share one `tvm.ir.Expr`: an isinstance test says less than before.");
    case "size-var":
      return t("A plain variable: that it is not negative is no longer assumed.");
    case "return-statement":
      return t("Write `return value`.");
    case "buffer-map":
      return t("A buffer is a parameter itself: what was `func.buffer_map[param]` is `param`.");
    case "axis-separator":
      return t("Axis separators are gone.");
    case "operators":
      return t("Use Python's operators.");
    case "relax-constant":
      return t("`relax.const(…)` makes a constant; its class is `tvm.ir.GenericConst`.");
    case "stmt-functor":
      return t("Visit with tvm_ffi's structural visitors.");
    case "expr-deep-equal":
      return t("Use `tvm_ffi.structural_equal`.");
    case "alloc-buffer":
      return t(
        "`T.alloc_buffer` declares a buffer for the statements after it; a block's own buffer is `T.sblock_alloc_buffer`.",
      );
    case "relax-type":
      return t("The name meant the plain type without a shape; it is what was the structure info.");
    case "compile":
      return t("`tvm.compile` takes TIR and Relax alike.");
    case "build-before":
      return t("Modules with Relax functions are built by `tvm.relax.build`.");
    case "mlc-engine":
      return t(
        "Use `mlc_llm.MLCEngine`: `engine.chat.completions.create(…)` takes messages, and streams with `stream=True`.",
      );
    case "mlc-bench":
      return t("Measure with `python -m mlc_llm.bench`, against a server that `mlc_llm serve` started.");
    case "mlc-build":
      return t("Three commands do its work: `mlc_llm convert_weight`, `mlc_llm gen_config`, `mlc_llm compile`.");
    case "mlc-chat-cli":
      return t("`mlc_llm chat` talks to a model.");
    case "kv-cache":
      return t("`PagedKVCache` keeps the cache of many sequences, and computes the attention in one call.");
    case "struct-info":
      return t("What is known of a value's shape and type is its type now: `relax.Var(name, x.ty)`, `x.ty.shape`.");
    case "r-any":
      return t("`R.Any` says the same.");
    default:
      return null;
  }
}
