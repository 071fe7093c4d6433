import type { CancellationToken } from "vscode-languageserver/node";

/** A signal that aborts when the client takes its request back. */
export function abortOn(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
