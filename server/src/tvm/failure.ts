import { t } from "../l10n";
import type { Range, WorkerError, WorkerErrorKind } from "../protocol";
import type { WorkerFault } from "./fault";
import type { RawFailure } from "./worker-process";

/** A failure that the worker reported, as a sentence. Codes: the second argument of every Failure in server/python. */
export function failureOf(raw: RawFailure): WorkerError {
  return {
    kind: raw.kind as WorkerErrorKind,
    message: withHint(sentence(raw.code, raw.values), raw.values),
    ...(raw.detail && { detail: raw.detail }),
    ...(isRange(raw.range) && { range: raw.range }),
  };
}

/** A name that TVM does not have is mostly one that it had. */
const UNKNOWN_NAME = /cannot import name '\w+' from 'tvm|No module named 'tvm\.|module 'tvm[\w.]*' has no attribute/;

function withHint(message: string, values: readonly string[]): string {
  if (!values.some((value) => UNKNOWN_NAME.test(value))) return message;
  return t("{0} This TVM may have another name for it: fix the outdated API first.", message);
}

function sentence(code: string, values: readonly string[]): string {
  const [first = "", second = "", third = ""] = values;
  switch (code) {
    case "no-tvm":
      return t("{0} has no TVM. Install it there (pip install apache-tvm), or choose another interpreter.", first);
    case "tvm-import":
      return t(
        "TVM cannot be imported in {0}: {1}. Reinstall it there, or choose another interpreter.",
        first,
        unstopped(second),
      );
    case "syntax":
      return t("Python cannot read this: {0}.", unstopped(first));
    case "rejected":
      return t("TVM rejects this: {0}.", unstopped(first));
    case "statement-failed":
      return t("Line {0}, which this needs, fails: {1}.", first, unstopped(second));
    case "needs-value":
      return third === "for"
        ? t("{0} needs {1}, which only has a value while the loop around it runs.", first, second)
        : t("{0} needs {1}, which only has a value while {2} runs.", first, second, third);
    case "no-definitions":
      return t("There is no PrimFunc, Relax function or IRModule in {0}.", first);
    case "no-definition":
      return t("There is no {0} here; there is {1}.", first, second);
    case "which-definition":
      return t("Which one? There is {0}.", second);
    case "not-a-definition":
      return t("{0} did not become a PrimFunc, Relax function or IRModule.", first);
    case "no-functions":
      return t("{0} has no function that could be run.", first);
    case "which-function":
      return t("{0} has several functions and none is called main. Name one: {1}.", first, second);
    case "bad-target":
      return t("TVM does not know the target {0}: {1}.", first, unstopped(second));
    case "no-codegen":
      return t("This TVM ({0}) was built without code generation for {1}. It has: {2}.", first, second, third || "-");
    case "compile-failed":
      return t("TVM cannot compile {0} for {1}: {2}.", first, second, unstopped(third));
    case "unbound":
      return t(
        "TVM cannot compile {0} for {1}: no loop is bound to threads (T.thread_binding, or bind in a schedule), and TVM's default GPU schedule does not fit: {2}.",
        first,
        second,
        unstopped(third),
      );
    case "no-device-compiler":
      return t(
        "The device code cannot be compiled here: there is neither NVRTC (pip install cuda-bindings) nor nvcc on PATH.",
      );
    case "no-device-code":
      return t("TVM made no device code for {0}: everything stayed on the processor.", first);
    case "other-arch":
      return t(
        "The code made for {0} does not run on {1}. Leave arch out of the target, or name its own.",
        first,
        second,
      );
    case "device-memory":
      return t("The device has no memory left for {0} ({1} GB).", first, second);
    case "run-failed":
      return t("{0} failed while it ran: {1}.", first, unstopped(second));
    case "cannot-load":
      return t("The compiled code cannot be loaded here: {0}.", unstopped(first));
    case "no-artifact":
      return t("{0} cannot be made: {1}.", first, unstopped(second));
    case "output-ending":
      return t("{0}: a library's name ends in one of {1}.", first, second);
    case "no-device":
      return second === ""
        ? t("There is no {0} device here. Choose llvm to run on the processor.", first)
        : t(
            "There is no {0} device here: TVM's library for it cannot be loaded ({1}). Choose llvm to run on the processor.",
            first,
            second,
          );
    case "raw-handle":
      return t(
        "The parameter {0} is a plain handle: nothing says what to pass for it. Give it a buffer by T.match_buffer.",
        first,
      );
    case "unknown-shape":
      return t("The parameter {0} has no shape: nothing says how large it should be.", first);
    case "parameter":
      return t("The parameter {0} is of type {1}: there is no value that could be made up for it.", first, second);
    case "dimension":
      return t("The dimension {0} cannot be worked out.", first);
    case "dtype":
      return t(
        "No values of {1} can be made for {0} with what is installed (ml_dtypes may be missing).",
        first,
        second,
      );
    case "too-large":
      return t("{0} takes {1} GB: too much to be filled for a try.", first, second);
    case "tree-too-large":
      return t("The tree of {0} has more than {1} nodes.", first, second);
    default:
      return t("The TVM worker has a bug: {0}.", first || code);
  }
}

/** What became of a request that got no answer, with what to do. */
export function faultOf(fault: WorkerFault): WorkerError {
  const { reason, stage } = fault;
  const detail = fault.printed.trim() === "" ? {} : { detail: fault.printed.trim() };
  switch (reason.type) {
    case "missing":
      return {
        kind: "no-python",
        message: t("There is no Python interpreter at {0}. Choose another one.", reason.path),
      };
    case "not-executable":
      return {
        kind: "no-python",
        message: t("{0} is not a program that can be started. Choose a Python interpreter.", reason.path),
        ...detail,
      };
    case "not-python":
      return {
        kind: "no-python",
        message: t(
          "{0} is not a Python that works: it ended with {1}. Choose another interpreter.",
          reason.path,
          reason.status,
        ),
        ...detail,
      };
    case "too-old":
      return {
        kind: "no-python",
        message: t(
          "{0} is Python {1}; 3.8 or newer is needed. Choose another interpreter.",
          reason.path,
          reason.version,
        ),
      };
    case "silent":
      return {
        kind: "no-python",
        message: t(
          "{0} did not answer as a Python within {1} seconds. Choose another interpreter.",
          reason.path,
          reason.seconds,
        ),
        ...detail,
      };
    case "timeout":
      return { kind: "timeout", message: timedOut(stage, reason.seconds), ...detail };
    case "cancelled":
      return { kind: "cancelled", message: t("Cancelled.") };
    case "ended":
      return ended(reason.status, stage, detail);
    case "garbled":
      return {
        kind: "crash",
        message: t("The TVM worker answered something that cannot be read, and was replaced. Try again."),
        ...detail,
      };
  }
}

function timedOut(stage: string | null, seconds: number): string {
  return stage === "importing"
    ? t("Importing TVM took more than {0} seconds and was stopped. The doctor says more.", seconds)
    : t("TVM took more than {0} seconds and was stopped. Try again, or make the work smaller.", seconds);
}

function ended(status: string, stage: string | null, detail: { readonly detail?: string }): WorkerError {
  if (stage === "importing") {
    return {
      kind: "tvm-import",
      message: t("Importing TVM ended the interpreter ({0}). Reinstall TVM, or choose another interpreter.", status),
      ...detail,
    };
  }
  const message = /^SIG/.test(status)
    ? t("TVM or the program crashed ({0}). It runs in a process of its own: the next try gets a new one.", status)
    : t("The program ended the interpreter (status {0}). The next try gets a new one.", status);
  return { kind: "crash", message, ...detail };
}

/** Sentences bring their own full stop. */
function unstopped(text: string): string {
  return text.replace(/[.\s]+$/, "");
}

function isRange(value: unknown): value is Range {
  return typeof value === "object" && value !== null && "start" in value && "end" in value;
}
