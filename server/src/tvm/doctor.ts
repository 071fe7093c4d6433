import { t } from "../l10n";
import type { DoctorCheck, DoctorReport, Failure } from "../protocol";
import type { ProbeResult, TargetKind, TargetsResult } from "./answers";
import type { Interpreter } from "./interpreter";
import { badPair } from "./pairs";

/** What the worker's request `facts` answers. */
export interface Facts {
  readonly codegens: readonly string[];
  readonly devices: readonly TargetKind[];
  /** Names that are looked for and that this release has none of. */
  readonly gone: readonly string[];
  readonly library: string | null;
  /** [device, reason]: libraries of TVM's own for a device, which could not be loaded. */
  readonly unloaded: readonly (readonly [string, string])[];
}

/** What became of it on a device that is there. */
export interface DeviceTest {
  readonly device: TargetKind;
  readonly test: NonNullable<Asked<SelfTest>>;
}

export interface SelfTest {
  readonly target: string;
  readonly right: boolean;
  readonly seconds: number;
}

type Asked<Result> = { readonly ok: true; readonly result: Result } | Failure | null;

/** What a TVM that can be imported answers; null: not asked, since something before it failed. */
export interface Asking {
  readonly imported: Asked<{ readonly tvm: string; readonly seconds: number }>;
  readonly facts: Asked<Facts>;
  readonly targets: TargetsResult | null;
  readonly test: Asked<SelfTest>;
  readonly deviceTests: readonly DeviceTest[];
}

/** Findings as a report. */
export function doctorReport(
  interpreter: Interpreter | null,
  probe: ProbeResult,
  { imported, facts, targets, test, deviceTests }: Asking,
): DoctorReport {
  const checks = [
    interpreterCheck(interpreter, probe),
    tvmCheck(probe),
    pairCheck(probe),
    importCheck(probe, imported),
    ...(facts === null
      ? []
      : facts.ok
        ? factChecks(facts.result, targets)
        : [failed("codegen", t("Code generation"), facts)]),
    ...(test === null ? [] : [selfTestCheck(test)]),
    ...deviceTests.map(deviceCheck),
    mlcCheck(probe),
  ].filter((check) => check !== null);
  return {
    ok: checks.every(({ status }) => status !== "error"),
    interpreter: interpreter?.path ?? null,
    python: probe.ok ? probe.python : null,
    tvm: imported?.ok ? imported.result.tvm : probe.ok ? probe.tvm : null,
    tvmFfi: probe.ok ? probe.tvmFfi : null,
    checks,
  };
}

function interpreterCheck(interpreter: Interpreter | null, probe: ProbeResult): DoctorCheck {
  const title = t("Python interpreter");
  if (!probe.ok) {
    const advice = t("Name one that has TVM: --python PATH, or the command TVMScript: Select interpreter.");
    return { ...failed("interpreter", title, probe), advice };
  }
  const origin = interpreter?.source === "path" ? t("the first on PATH") : t("chosen");
  return {
    id: "interpreter",
    status: "ok",
    title,
    detail: t("Python {0} at {1} ({2})", probe.python, probe.interpreter, origin),
  };
}

function tvmCheck(probe: ProbeResult): DoctorCheck | null {
  if (!probe.ok) return null;
  const title = t("TVM is installed");
  if (probe.tvmPath === null) {
    const advice = t("Install it: {0}", `${probe.interpreter} -m pip install apache-tvm`);
    return { id: "tvm", status: "error", title, detail: t("There is no tvm package in this interpreter."), advice };
  }
  return { id: "tvm", status: "ok", title, detail: t("TVM {0} in {1}", probe.tvm ?? "?", probe.tvmPath) };
}

function pairCheck(probe: ProbeResult): DoctorCheck | null {
  if (!probe.ok || probe.tvm === null || probe.tvmFfi === null) return null;
  const title = t("TVM and apache-tvm-ffi fit together");
  const bad = badPair(probe.tvm, probe.tvmFfi);
  if (bad) return { id: "tvm-ffi", status: bad.status, title, detail: bad.detail, advice: bad.advice };
  return { id: "tvm-ffi", status: "ok", title, detail: t("apache-tvm-ffi {0}", probe.tvmFfi) };
}

function importCheck(probe: ProbeResult, imported: Asked<{ readonly seconds: number }>): DoctorCheck | null {
  if (imported === null) return null;
  const title = t("TVM can be imported");
  if (imported.ok) return { id: "import", status: "ok", title, detail: t("in {0} seconds", imported.result.seconds) };
  const pair = probe.ok && probe.tvm !== null ? badPair(probe.tvm, probe.tvmFfi) : null;
  const advice = pair?.advice ?? t("Reinstall TVM in this interpreter, or choose another one.");
  const detail = [imported.error.message, ...lastLines(imported.error.detail)].join("\n");
  return { id: "import", status: "error", title, detail, advice };
}

function factChecks(
  { codegens, devices, gone, library, unloaded }: Facts,
  targets: TargetsResult | null,
): DoctorCheck[] {
  const title = t("Code generation");
  const detail = (targets?.ok ? targets.targets.map(({ kind }) => kind) : codegens).join(", ");
  const llvm: DoctorCheck = codegens.includes("llvm")
    ? { id: "codegen", status: "ok", title, detail }
    : {
        id: "codegen",
        status: "warning",
        title,
        detail: t("No LLVM, so nothing can be compiled for the processor but as C source; there is: {0}", detail),
        advice: t("Install a TVM with LLVM: the apache-tvm wheels have it."),
      };
  const others = devices
    .filter(({ kind }) => kind !== "cpu")
    .map(({ kind, name }) => (kind === name ? kind : `${kind} (${name})`));
  return [
    llvm,
    { id: "devices", status: "info", title: t("Devices"), detail: ["cpu", ...others].join(", ") },
    ...unloaded.map(unloadedCheck),
    ...(library ? [{ id: "library", status: "info", title: t("Loaded library"), detail: library } as const] : []),
    ...(gone.length > 0 ? [goneCheck(gone)] : []),
  ];
}

function unloadedCheck([kind, reason]: readonly [string, string]): DoctorCheck {
  return {
    id: `runtime-${kind}`,
    status: "info",
    title: t("TVM's library for {0} devices", kind),
    detail: t("It cannot be loaded, so nothing runs there: {0}", reason),
  };
}

function goneCheck(gone: readonly string[]): DoctorCheck {
  return {
    id: "names",
    status: "info",
    title: t("Names that this TVM does not have"),
    detail: gone.join(", "),
    advice: t("tvmscript check finds them in your files, tvmscript check --fix replaces what has a successor."),
  };
}

function selfTestCheck(test: NonNullable<Asked<SelfTest>>): DoctorCheck {
  const title = t("A small function compiles and runs");
  if (!test.ok) {
    const advice = t(
      "The message above is TVM's own; without this, compiling for the processor and running will not work.",
    );
    // A TVM without LLVM parses, prints and transforms all the same.
    const status = test.error.kind === "unsupported" ? "warning" : "error";
    return { ...failed("self-test", title, test), status, advice };
  }
  const { right, target, seconds } = test.result;
  if (right) return { id: "self-test", status: "ok", title, detail: t("target {0}, {1} seconds", target, seconds) };
  const advice = t("Reinstall TVM in this interpreter, or choose another one.");
  return { id: "self-test", status: "error", title, detail: t("It gave wrong numbers (target {0}).", target), advice };
}

/** Who has no use for the device loses nothing by what is wrong with it. */
function deviceCheck({ device, test }: DeviceTest): DoctorCheck {
  const id = `self-test-${device.kind}`;
  const title = t("A small function compiles and runs on {0}", device.kind);
  if (!test.ok) return { ...failed(id, title, test), status: "warning" };
  const { right, seconds } = test.result;
  return right
    ? { id, status: "ok", title, detail: t("in {0} seconds", seconds) }
    : { id, status: "warning", title, detail: t("It gave wrong numbers (target {0}).", device.kind) };
}

function mlcCheck(probe: ProbeResult): DoctorCheck | null {
  if (!probe.ok) return null;
  const title = "mlc_llm";
  if (probe.mlcLlm === null)
    return { id: "mlc-llm", status: "info", title, detail: t("not installed (only needed for chat models)") };
  return { id: "mlc-llm", status: "ok", title, detail: probe.mlcLlm };
}

function failed(id: string, title: string, { error }: Failure): DoctorCheck {
  return { id, status: "error", title, detail: [error.message, ...lastLines(error.detail)].join("\n") };
}

/** The end of a long text is where it says what happened. */
function lastLines(text: string | undefined): string[] {
  const lines = (text ?? "").split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-3);
}
