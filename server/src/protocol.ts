/** The requests that this server answers beyond LSP. The client imports its types from here. */
import type { AstNode } from "./ast";
import type { Position, Range } from "./position";

export type { AstCategory, AstChild, AstNode, Scalar } from "./ast";
export type { Position, Range } from "./position";

export type DefinitionKind = "PrimFunc" | "Function" | "IRModule";

/** Something that can be shown, compiled or run: a decorated function or module. */
export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Names from the outside in: `Module.main`; a definition in a test function: `test_x.Module.main`. */
  readonly path: string;
  /** The file; in a notebook, the cell. */
  readonly uri: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly children: readonly Definition[];
}

export interface DefinitionsParams {
  readonly uri: string;
}

export interface AstParams {
  readonly uri: string;
  /** The definition around this place… */
  readonly position?: Position;
  /** …or the one with this path. */
  readonly path?: string;
  readonly engine?: "static" | "tvm";
}

export interface AstResult {
  readonly version: number;
  readonly path: string;
  readonly kind: DefinitionKind;
  readonly uri: string;
  readonly engine: "static" | "tvm";
  /** The release whose names are used. */
  readonly tvm: string;
  /** The text no longer parses here: this is the tree of its last good state. */
  readonly stale: boolean;
  readonly root: AstNode | null;
  /** Why there is no tree, or an old one: one sentence. */
  readonly message?: string;
  readonly definitions: readonly Definition[];
}

export interface FixAllParams {
  /** Of a file, a notebook or any of its cells. */
  readonly uri: string;
}

export interface FixAllResult {
  /** By uri of the file or cell. */
  readonly changes: Readonly<Record<string, readonly { readonly range: Range; readonly newText: string }[]>>;
  readonly found: number;
  /** Findings that are left for a person. */
  readonly left: number;
}

export interface MigrateParams {
  /** Folders, files and notebooks. */
  readonly uris: readonly string[];
  /** Files that are left out. */
  readonly except?: readonly string[];
  /** The release to write for. */
  readonly to: string;
  /** The release that the code was written for; without it, it is found out from what the code uses. */
  readonly from?: string;
  /** Fixes that a person has to look at, too. */
  readonly unsafe?: boolean;
  /** What the release takes and calls old, too. */
  readonly modernize?: boolean;
}

/** What changes in a file (of a notebook that is not open: in its JSON), or in one cell of an open notebook. */
export interface MigratedText {
  /** Null for a file. */
  readonly cell: number | null;
  /** The cell's address, where its notebook is open: it then says which cell is meant. */
  readonly cellUri?: string;
  /** In order, none overlapping, counted in the text as it is. */
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

export interface MigratedFile {
  readonly uri: string;
  readonly texts: readonly MigratedText[];
  /** Findings that the edits put an end to. */
  readonly fixed: number;
  /** How a file was read that no editor has open and that is not all ASCII: an editor may take it to be in another encoding. */
  readonly reading?: {
    readonly isUtf8: boolean;
    /** SHA-1 of its text without a byte order mark and with line feeds for all line ends. */
    readonly sha1: string;
  };
}

/** A finding that no fix applies to. */
export interface LeftPlace {
  readonly uri: string;
  readonly cell: number | null;
  readonly cellUri?: string;
  /** In the text after the edits. */
  readonly range: Range;
  /** In the text as it is. */
  readonly before: Range;
  readonly code: string;
  readonly message: string;
}

export interface MigrateResult {
  /** What the code was written for; null where nothing in it tells. */
  readonly from: string | null;
  readonly to: string;
  /** How many files were read. */
  readonly read: number;
  readonly files: readonly MigratedFile[];
  readonly left: readonly LeftPlace[];
  /** How often each rule's findings were fixed, most frequent first. */
  readonly changes: readonly { readonly code: string; readonly rule: string; readonly count: number }[];
  /** Files that could not be read, a sentence each. */
  readonly problems: readonly string[];
}

/** A target that the user's TVM can compile for. */
export interface TargetChoice {
  /** What `compile` and `run` take: a name or JSON. */
  readonly target: string;
  /** For people. */
  readonly label: string;
  /** It can run here, too. */
  readonly runs: boolean;
}

export type WorkerErrorKind =
  | "no-python"
  | "no-tvm"
  | "tvm-import"
  | "syntax"
  | "tvm-error"
  | "user-code"
  | "timeout"
  | "crash"
  | "cancelled"
  | "untrusted"
  | "not-found"
  | "unsupported";

export interface WorkerError {
  readonly kind: WorkerErrorKind;
  /** One clear sentence with what to do, in the user's language. */
  readonly message: string;
  /** TVM's own words. */
  readonly detail?: string;
  readonly range?: Range;
  /** The file or notebook cell that `range` counts in. */
  readonly uri?: string;
}

export interface Failure {
  readonly ok: false;
  readonly error: WorkerError;
}

export interface CompileParams {
  readonly uri: string;
  readonly path: string;
  /** A target's name (`llvm`, `c`) or its JSON form. */
  readonly target: string;
  readonly emit?: readonly string[];
  readonly output?: string;
}

export interface GeneratedSource {
  /** `llvm`, `c`, `cuda` …: the kind of the runtime module that the text belongs to. */
  readonly module: string;
  /** `ll`, `asm`, `c`, … */
  readonly format: string;
  /** A file that holds the text. */
  readonly path: string;
}

export interface CompileSuccess {
  readonly ok: true;
  readonly artifact: string | null;
  readonly sources: readonly GeneratedSource[];
  readonly seconds: number;
  readonly tvm: string;
  readonly notes: readonly string[];
}

export type CompileResult = CompileSuccess | Failure;

export interface RunParams {
  readonly uri: string;
  readonly path: string;
  readonly target: string;
  readonly seed?: number;
}

export interface TensorValue {
  readonly name: string;
  readonly role: "input" | "output" | "inout";
  readonly shape: readonly number[];
  readonly dtype: string;
  /** As NumPy prints it, the middle left out. */
  readonly preview: string;
  /** Of an inout: what it held when the function was called. */
  readonly before?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface RunSuccess {
  readonly ok: true;
  readonly function: string;
  readonly arguments: readonly TensorValue[];
  readonly result: TensorValue | null;
  /** Of one call, without what only a first one takes; of the only one where that took long. */
  readonly seconds: number;
  /** What the program printed. */
  readonly output: string;
  readonly tvm: string;
  /** What is to be known of it, a sentence each. */
  readonly notes: readonly string[];
}

export type RunResult = RunSuccess | Failure;

export interface DoctorCheck {
  readonly id: string;
  readonly status: "ok" | "info" | "warning" | "error";
  readonly title: string;
  readonly detail: string;
  readonly advice?: string;
}

export interface DoctorReport {
  readonly ok: boolean;
  readonly interpreter: string | null;
  readonly python: string | null;
  readonly tvm: string | null;
  readonly tvmFfi: string | null;
  readonly checks: readonly DoctorCheck[];
}

export interface StatusParams {
  /** The release that diagnostics are for. */
  readonly tvm: string;
  readonly source: "setting" | "interpreter" | "default";
  readonly interpreter: string | null;
  /** One sentence when the interpreter could not be asked. */
  readonly problem?: string;
}

export interface SetInterpreterParams {
  readonly path: string | null;
}

export interface SetTrustParams {
  readonly trusted: boolean;
}

/** What the client tells the server at start. */
export interface InitializationOptions {
  readonly locale?: string;
  readonly trusted?: boolean;
  readonly interpreter?: string | null;
}

export const requests = {
  fixAll: "tvmscript/fixAll",
  migrate: "tvmscript/migrate",
  targets: "tvmscript/targets",
  definitions: "tvmscript/definitions",
  ast: "tvmscript/ast",
  compile: "tvmscript/compile",
  run: "tvmscript/run",
  doctor: "tvmscript/doctor",
  setInterpreter: "tvmscript/setInterpreter",
  setTrust: "tvmscript/setTrust",
} as const;

export const notifications = {
  status: "tvmscript/status",
  /** The server has new analysis of a document: views may ask again. Params: `{uri, version}`. */
  analysed: "tvmscript/analysed",
} as const;
