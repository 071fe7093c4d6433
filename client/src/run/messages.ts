/** What the run view and the extension say to each other. */
import type { RunSuccess } from "../../../server/src/protocol";

export type ToRunView = {
  readonly type: "result";
  readonly result: RunSuccess;
  readonly path: string;
  readonly target: string;
  readonly seed: number | null;
  /** The file or notebook, as the workspace calls it. */
  readonly file: string;
};

export type FromRunView = { readonly type: "ready" } | { readonly type: "again"; readonly newValues: boolean };
