/** How a worker process failed, as far as the process alone can tell. What it was told to do is known further out. */
export type FaultReason =
  | { readonly type: "missing"; readonly path: string }
  | { readonly type: "not-executable"; readonly path: string; readonly code: string }
  | { readonly type: "not-python"; readonly path: string; readonly status: string }
  | { readonly type: "too-old"; readonly path: string; readonly version: string }
  | { readonly type: "silent"; readonly path: string; readonly seconds: number }
  | { readonly type: "timeout"; readonly seconds: number }
  | { readonly type: "cancelled" }
  | { readonly type: "ended"; readonly status: string }
  | { readonly type: "garbled" };

/** A request got no answer. */
export class WorkerFault extends Error {
  constructor(
    readonly reason: FaultReason,
    /** The last progress code that was heard: "importing", "compiling", … */
    readonly stage: string | null = null,
    /** What the process had printed. */
    readonly printed = "",
  ) {
    super(reason.type);
  }
}
