import type { CancellationToken, Connection, WorkDoneProgressParams } from "vscode-languageserver/node";
import { t } from "../l10n";
import { type RunParams, type RunResult, requests } from "../protocol";
import { engineSource } from "./engine-source";
import { withProgress } from "./progress";
import type { Session } from "./session";

/** `tvmscript/run`: the user's TVM compiles a function and calls it once, with arguments made from its signature. */
export function answerRun(connection: Connection, session: Session): void {
  connection.onRequest<RunResult, unknown>(
    requests.run,
    async (params: RunParams & WorkDoneProgressParams, token: CancellationToken): Promise<RunResult> => {
      const ready = session.ready(params.uri);
      if (!ready.ok) return ready;
      const source = engineSource(ready.document);
      const { path, target, seed } = params;
      const result = await withProgress(connection, params, token, t("Running {0}", path), (options) =>
        ready.engine.run(source, path, { target, seed }, options),
      );
      return result.ok ? result : { ok: false, error: source.place(result.error) };
    },
  );
}
