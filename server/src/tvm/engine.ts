import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AstNode } from "../ast";
import { t } from "../l10n";
import type {
  CompileResult,
  DefinitionKind,
  DoctorReport,
  Failure,
  GeneratedSource,
  RunResult,
  TensorValue,
  WorkerError,
} from "../protocol";
import type { ToldType } from "../relax/answers";
import type {
  CheckResult,
  Probe,
  ProbeResult,
  RelaxTypesResult,
  Source,
  TargetKind,
  TargetsResult,
  TreeResult,
  Verdict,
} from "./answers";
import { type DeviceTest, doctorReport, type Facts, type SelfTest } from "./doctor";
import { failureOf, faultOf } from "./failure";
import { WorkerFault } from "./fault";
import type { Interpreter } from "./interpreter";
import { noteMessage } from "./notes";
import { badPair } from "./pairs";
import { type RequestKind, WorkerPool } from "./pool";
import { rememberedProbe, rememberProbe } from "./probe-memory";
import { progressMessage } from "./progress";
import type { RawFailure } from "./worker-process";

export type * from "./answers";

/** Milliseconds. */
export interface Timeouts {
  readonly start: number;
  readonly probe: number;
  readonly check: number;
  readonly compile: number;
  readonly run: number;
  readonly idle: number;
}

const TIMEOUTS: Timeouts = {
  start: 20_000,
  probe: 20_000,
  check: 120_000,
  compile: 600_000,
  run: 600_000,
  idle: 300_000,
};

export interface EngineOptions {
  /** null where none was found: every request then fails with that sentence. */
  readonly interpreter: Interpreter | null;
  /** Why there is none, where something better is known than that PATH has none. */
  readonly problem?: WorkerError | undefined;
  /** The folder of worker.py. */
  readonly workerDir: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Where the workers start; a request changes to the folder of its file. */
  readonly cwd?: string;
}

export interface CallOptions {
  /** Aborting ends the worker that is at it. */
  readonly signal?: AbortSignal | undefined;
  /** Hears sentences: "Importing TVM…", "Compiling f for llvm…". */
  readonly onProgress?: ((message: string) => void) | undefined;
}

export interface CompileOptions {
  /** A name, a JSON object, or the old form "llvm -mcpu=…". */
  readonly target: string;
  /** Only these formats (`ll`, `asm`, `c`, `cuda` …); all where left out. */
  readonly emit?: readonly string[] | undefined;
  /** The library's file; where left out, one in a temporary folder that lasts as long as the engine. */
  readonly output?: string | undefined;
  /** False: only the texts. */
  readonly link?: boolean;
}

export interface RunOptions {
  readonly target: string;
  readonly seed?: number | undefined;
}

/** After so many crashes in one file the rest is not tried any more. */
const MOST_CRASHES = 5;

type Answer<Result> = { readonly ok: true; readonly result: Result; readonly printed: string } | Failure;

interface RawProbe extends Probe {
  readonly watch: readonly string[];
}

/**
 * The user's own TVM, in processes of its own. Every method answers; failures are values. Requests that run code of
 * the user's (check, ast, compile, run) are for a user's action in a trusted place only: that is the caller's to see to.
 */
export class Engine {
  private readonly timeouts: Timeouts;
  private readonly pool: WorkerPool | null;
  private folder: string | null = null;
  private known: TargetsResult | null = null;

  constructor(private readonly options: EngineOptions) {
    this.timeouts = { ...TIMEOUTS, ...options.timeouts };
    this.pool = options.interpreter
      ? new WorkerPool({
          interpreter: options.interpreter.path,
          folder: options.workerDir,
          cwd: options.cwd ?? tmpdir(),
          startMs: this.timeouts.start,
          idleMs: this.timeouts.idle,
        })
      : null;
  }

  /** Versions, without importing TVM. Remembered while the interpreter and its packages stay as they are. */
  async probe(options: CallOptions = {}): Promise<ProbeResult> {
    const file = this.options.interpreter?.path;
    const known = file === undefined ? null : rememberedProbe(file);
    if (known) return { ok: true, ...known };
    const answer = await this.ask<RawProbe>("probe", {}, this.timeouts.probe, "plain", options);
    if (!answer.ok || file === undefined) return answer.ok ? this.noInterpreter() : answer;
    const { python, tvm, tvmPath, tvmFfi, mlcLlm, watch } = answer.result;
    const probe = { interpreter: file, python, tvm, tvmPath, tvmFfi, mlcLlm };
    if (tvm) rememberProbe(file, probe, watch);
    return { ok: true, ...probe };
  }

  /** TVM's verdict on one definition, or on all of the file. One that ends the worker is told as such, the others are judged. */
  async check(source: Source, definition?: string, options: CallOptions = {}): Promise<CheckResult> {
    interface Raw {
      readonly tvm: string;
      readonly definitions: readonly (Omit<Verdict, "error"> & { readonly error: RawFailure | null })[];
    }
    const crashed: Verdict[] = [];
    for (;;) {
      let last = "";
      const params = { source, path: definition, skip: crashed.map((verdict) => verdict.path) };
      const answer = await this.ask<Raw>(
        "check",
        params,
        this.timeouts.check,
        "user-code",
        options,
        (code, [path = ""]) => {
          if (code === "parsing") last = path;
        },
      );
      if (answer.ok) {
        const { tvm, definitions } = answer.result;
        const judged = definitions.map((each) => ({ ...each, error: each.error && failureOf(each.error) }));
        return { ok: true, tvm, definitions: [...judged, ...crashed] };
      }
      if (definition !== undefined || answer.error.kind !== "crash" || last === "" || crashed.length >= MOST_CRASHES)
        return answer;
      crashed.push({ path: last, kind: null, accepted: null, error: answer.error });
    }
  }

  /** The tree of a definition; of the only one where no path is given. */
  async ast(source: Source, definition: string | undefined, options: CallOptions = {}): Promise<TreeResult> {
    interface Raw {
      readonly tvm: string;
      readonly path: string;
      readonly kind: DefinitionKind;
      readonly root: AstNode;
    }
    const answer = await this.ask<Raw>("ast", { source, path: definition }, this.timeouts.check, "user-code", options);
    return answer.ok ? { ok: true, ...answer.result } : answer;
  }

  async compile(
    source: Source,
    definition: string | undefined,
    { target, emit, output, link }: CompileOptions,
    options: CallOptions = {},
  ): Promise<CompileResult> {
    interface Raw {
      readonly artifact: string | null;
      readonly sources: readonly GeneratedSource[];
      readonly seconds: number;
      readonly tvm: string;
      readonly notes: readonly (readonly string[])[];
    }
    const folder = this.buildFolder();
    if (typeof folder !== "string") return folder;
    const params = { source, path: definition, target, emit, link, folder, output: output && path.resolve(output) };
    const answer = await this.ask<Raw>("compile", params, this.timeouts.compile, "user-code", options);
    if (!answer.ok) return answer;
    const { artifact, sources, seconds, tvm, notes } = answer.result;
    return { ok: true, artifact, sources, seconds, tvm, notes: notes.map(noteMessage) };
  }

  /** Compiles and calls a function once with made-up arguments, the same for the same seed. */
  async run(
    source: Source,
    definition: string | undefined,
    { target, seed }: RunOptions,
    options: CallOptions = {},
  ): Promise<RunResult> {
    interface Raw {
      readonly function: string;
      readonly arguments: readonly TensorValue[];
      readonly result: TensorValue | null;
      readonly seconds: number;
      readonly tvm: string;
      readonly notes: readonly (readonly string[])[];
    }
    const answer = await this.ask<Raw>(
      "run",
      { source, path: definition, target, seed },
      this.timeouts.run,
      "user-code",
      options,
    );
    if (!answer.ok) return answer;
    const { function: name, arguments: values, result, seconds, tvm, notes } = answer.result;
    const told = notes.map(noteMessage);
    return { ok: true, function: name, arguments: values, result, seconds, output: answer.printed, tvm, notes: told };
  }

  /**
   * The types that TVM gives the results of Relax functions of our own making (`relax/questions.ts`), which hold no code of the
   * user's. Null for one that it rejects, that it has no plain type for, or that ends the worker.
   */
  async relaxTypes(questions: readonly string[], options: CallOptions = {}): Promise<RelaxTypesResult> {
    interface Raw {
      readonly types: readonly (ToldType | null)[];
    }
    const answer = await this.ask<Raw>("relaxTypes", { questions }, this.timeouts.check, "clean", options);
    if (answer.ok) return { ok: true, types: answer.result.types };
    if (answer.error.kind !== "crash") return answer;
    if (questions.length === 1) return { ok: true, types: [null] };
    const half = Math.ceil(questions.length / 2);
    const first = await this.relaxTypes(questions.slice(0, half), options);
    if (!first.ok) return first;
    const second = await this.relaxTypes(questions.slice(half), options);
    return second.ok ? { ok: true, types: [...first.types, ...second.types] } : second;
  }

  /** What this TVM generates code for. Found out once: it is tried. */
  async targets(options: CallOptions = {}): Promise<TargetsResult> {
    if (this.known) return this.known;
    interface Raw {
      readonly tvm: string;
      readonly targets: readonly TargetKind[];
      readonly devices: readonly TargetKind[];
    }
    const answer = await this.ask<Raw>("targets", {}, this.timeouts.check, "plain", options);
    if (!answer.ok) return answer;
    this.known = { ok: true, ...answer.result };
    return this.known;
  }

  /** Everything that could be wrong with the interpreter and its TVM. A crash in one question is one finding. */
  async doctor(options: CallOptions = {}): Promise<DoctorReport> {
    const { check, probe: short } = this.timeouts;
    const probe = await this.probe(options);
    const hasTvm = probe.ok && probe.tvmPath !== null;
    const imported = hasTvm
      ? await this.ask<{ tvm: string; seconds: number }>("probeImport", {}, check, "plain", options)
      : null;
    const facts = imported?.ok ? await this.ask<Facts>("facts", {}, check, "plain", options) : null;
    const targets = imported?.ok ? await this.targets(options) : null;
    const selfTest = (kind?: string) => this.ask<SelfTest>("selfTest", { kind }, check + short, "plain", options);
    const test = imported?.ok ? await selfTest() : null;
    const deviceTests: DeviceTest[] = [];
    for (const device of facts?.ok ? facts.result.devices : []) {
      if (device.kind === "cpu" || (targets?.ok && !targets.targets.some(({ kind }) => kind === device.kind))) continue;
      deviceTests.push({ device, test: await selfTest(device.kind) });
    }
    return doctorReport(this.options.interpreter, probe, { imported, facts, targets, test, deviceTests });
  }

  /** Ends the workers and removes what they compiled into temporary folders. */
  dispose(): void {
    this.pool?.dispose();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.folder = null;
  }

  private async ask<Result>(
    method: string,
    params: { readonly source?: Source; readonly [name: string]: unknown },
    timeoutMs: number,
    kind: RequestKind,
    { signal, onProgress }: CallOptions,
    onStage?: (code: string, values: readonly string[]) => void,
  ): Promise<Answer<Result>> {
    if (!this.pool) return this.noInterpreter();
    const hear = (code: string, values: readonly string[]) => {
      onStage?.(code, values);
      onProgress?.(progressMessage(code, values));
    };
    try {
      const reply = await this.pool.ask({ method, params, timeoutMs, signal, onProgress: hear }, kind);
      if ("failure" in reply) return { ok: false, error: await this.explained(failureOf(reply.failure)) };
      return { ok: true, result: reply.result as Result, printed: reply.printed };
    } catch (fault) {
      if (fault instanceof WorkerFault)
        return { ok: false, error: await this.explained(placed(faultOf(fault), params.source)) };
      throw fault;
    }
  }

  /** A TVM that cannot be imported may be known not to work with the apache-tvm-ffi beside it. */
  private async explained(error: WorkerError): Promise<WorkerError> {
    if (error.kind !== "tvm-import") return error;
    const probe = await this.probe();
    const pair = probe.ok && probe.tvm !== null ? badPair(probe.tvm, probe.tvmFfi) : null;
    return pair?.status === "error" ? { ...error, message: `${pair.detail} ${pair.advice}` } : error;
  }

  private noInterpreter(): Failure {
    const message = t(
      "There is no Python on PATH. Install Python 3.8 or newer with TVM in it, or choose an interpreter.",
    );
    return { ok: false, error: this.options.problem ?? { kind: "no-python", message } };
  }

  /** A new folder for what one compilation makes. What removes old files from a temporary folder may have been at ours. */
  private buildFolder(): string | Failure {
    try {
      this.folder ??= mkdtempSync(path.join(tmpdir(), "tvmscript-"));
      mkdirSync(this.folder, { recursive: true });
      return mkdtempSync(path.join(this.folder, "build-"));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message = t("No temporary folder can be made in {0} ({1}).", tmpdir(), code ?? String(error));
      return { ok: false, error: { kind: "unsupported", message } };
    }
  }
}

/** Python's last words name the line of the user's code that was at work. */
function placed(error: WorkerError, source: Source | undefined): WorkerError {
  if (!source || error.range || !error.detail) return error;
  const frame = error.detail.split(`File "${path.resolve(source.fileName)}", line `)[1];
  const line = Number(/^\d+/.exec(frame ?? "")?.[0]) - 1;
  const text = source.text.split(/\r\n|\r|\n/)[line];
  if (text === undefined) return error;
  const character = text.length - text.trimStart().length;
  return {
    ...error,
    range: { start: { line, character }, end: { line, character: Math.max(character, text.trimEnd().length) } },
  };
}
