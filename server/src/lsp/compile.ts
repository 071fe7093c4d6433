import type { CancellationToken, Connection, WorkDoneProgressParams } from "vscode-languageserver/node";
import { t } from "../l10n";
import { type CompileParams, type CompileResult, requests } from "../protocol";
import { engineSource } from "./engine-source";
import { withProgress } from "./progress";
import type { Session } from "./session";

/** `tvmscript/compile`: the user's TVM compiles a definition of an open document. */
export function answerCompile(connection: Connection, session: Session): void {
  connection.onRequest<CompileResult, unknown>(
    requests.compile,
    async (params: CompileParams & WorkDoneProgressParams, token: CancellationToken): Promise<CompileResult> => {
      const ready = session.ready(params.uri);
      if (!ready.ok) return ready;
      const source = engineSource(ready.document);
      const { path, target, emit, output } = params;
      const result = await withProgress(connection, params, token, t("Compiling {0}", path), (options) =>
        ready.engine.compile(source, path, { target, emit, output }, options),
      );
      return result.ok ? result : { ok: false, error: source.place(result.error) };
    },
  );
}
