import type { CancellationToken, Connection, WorkDoneProgressParams } from "vscode-languageserver/node";
import type { CallOptions } from "../tvm/engine";
import { abortOn } from "./cancel";

/** Runs long work under the progress that the client asked for by its token, if it did. Cancelling ends the worker. */
export async function withProgress<Result>(
  connection: Connection,
  params: WorkDoneProgressParams,
  token: CancellationToken,
  title: string,
  work: (options: CallOptions) => Promise<Result>,
): Promise<Result> {
  const { workDoneToken } = params;
  if (workDoneToken === undefined) return work({ signal: abortOn(token) });
  const progress = connection.window.attachWorkDoneProgress(workDoneToken);
  progress.begin(title, undefined, undefined, true);
  try {
    return await work({ signal: abortOn(token), onProgress: (message) => progress.report(message) });
  } finally {
    progress.done();
  }
}
