import type { AstNode } from "../ast";
import type { DefinitionKind, Failure, WorkerError } from "../protocol";
import type { ToldType } from "../relax/answers";

/** A file as the editor has it; a notebook as one joined text. Ranges in answers count in `text`. */
export interface Source {
  readonly fileName: string;
  readonly text: string;
}

export interface Probe {
  readonly interpreter: string;
  readonly python: string;
  /** Full version ("0.27.0.post1", "0.17.dev0"); null where there is no TVM. */
  readonly tvm: string | null;
  readonly tvmPath: string | null;
  readonly tvmFfi: string | null;
  /** mlc_llm's version, "?" where it doesn't say, null where it isn't there. */
  readonly mlcLlm: string | null;
}

export type ProbeResult = ({ readonly ok: true } & Probe) | Failure;

/** TVM's verdict on one definition. */
export interface Verdict {
  readonly path: string;
  /** null where its worker ended before it was known. */
  readonly kind: DefinitionKind | null;
  /** null: it depends on something that only has a value while other code runs, or it ended the worker. */
  readonly accepted: boolean | null;
  readonly error: WorkerError | null;
}

export type CheckResult =
  | { readonly ok: true; readonly tvm: string; readonly definitions: readonly Verdict[] }
  | Failure;

export type TreeResult =
  | {
      readonly ok: true;
      readonly tvm: string;
      readonly path: string;
      readonly kind: DefinitionKind;
      readonly root: AstNode;
    }
  | Failure;

export type RelaxTypesResult = { readonly ok: true; readonly types: readonly (ToldType | null)[] } | Failure;

export interface TargetKind {
  /** TVM's name, which is also the target's: `llvm`, `cuda`. */
  readonly kind: string;
  /** For people. */
  readonly name: string;
}

export type TargetsResult =
  | {
      readonly ok: true;
      readonly tvm: string;
      readonly targets: readonly TargetKind[];
      readonly devices: readonly TargetKind[];
    }
  | Failure;
