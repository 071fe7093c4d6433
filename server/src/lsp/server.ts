import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Folders } from "../folders";
import { useLocale } from "../l10n";
import { type InitializationOptions, requests, type SetInterpreterParams, type SetTrustParams } from "../protocol";
import { pythonParser } from "../syntax/parser";
import { version } from "../version";
import { answerAst } from "./ast";
import { answerCodeActions, FIX_ALL, NOTEBOOK_FIX_ALL } from "./code-actions";
import { answerCodeLens } from "./code-lens";
import { answerCompile } from "./compile";
import { answerDefinitions } from "./definitions";
import { publishDiagnostics } from "./diagnostics";
import { answerDoctor } from "./doctor";
import { answerFixAll } from "./fix-all";
import { answerMigrate } from "./migrate";
import { answerRun } from "./run";
import { Session } from "./session";
import { syncDocuments } from "./sync";
import { answerTargets } from "./targets";

/** Every handler, one file each: what is added to the server is added here. */
const handlers = [
  syncDocuments,
  publishDiagnostics,
  answerCodeActions,
  answerFixAll,
  answerMigrate,
  answerCodeLens,
  answerDefinitions,
  answerAst,
  answerCompile,
  answerRun,
  answerTargets,
  answerDoctor,
];

/**
 * Serves one client until it says goodbye or goes away.
 */
export function startServer(connection: Connection, folders: Folders): void {
  let session: Session | null = null;
  let params: InitializeParams | null = null;

  connection.onInitialize(async (asked): Promise<InitializeResult> => {
    params = asked;
    const options = (asked.initializationOptions ?? {}) as InitializationOptions;
    const locale = options.locale ?? asked.locale;
    useLocale(locale, folders.messages);
    const made = new Session(connection, await pythonParser(folders.grammar), folders);
    made.start({ ...options, ...(locale !== undefined && { locale }) }, asked.capabilities);
    for (const handler of handlers) handler(connection, made);
    session = made;
    return {
      serverInfo: { name: "tvmscript", version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        notebookDocumentSync: {
          notebookSelector: [{ notebook: { notebookType: "jupyter-notebook" }, cells: [{ language: "python" }] }],
        },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, NOTEBOOK_FIX_ALL],
          resolveProvider: true,
        },
        codeLensProvider: {},
      },
    };
  });

  connection.onInitialized(async () => {
    if (!session || !params) return;
    const own = session;
    const canAsk = params.capabilities.workspace?.configuration === true;
    const read = async (): Promise<unknown> =>
      canAsk ? connection.workspace.getConfiguration("tvmscript") : params?.initializationOptions?.settings;
    if (params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "tvmscript" });
    }
    connection.onDidChangeConfiguration(({ settings }) => {
      const sent = (settings as { tvmscript?: unknown } | null)?.tvmscript;
      void own.configure(canAsk ? read : async () => sent);
    });
    await own.configure(read);
  });

  connection.onRequest(requests.setTrust, async ({ trusted }: SetTrustParams) => {
    await session?.setTrust(trusted);
    return null;
  });
  connection.onRequest(requests.setInterpreter, async ({ path }: SetInterpreterParams) => {
    await session?.setInterpreter(path);
    return null;
  });
  connection.onShutdown(() => session?.dispose());
  connection.onExit(() => session?.dispose());
  connection.listen();
}
