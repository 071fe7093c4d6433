/** The language server as the features see it: typed requests, two events, start, stop and restart. */
import * as vscode from "vscode";
import {
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import {
  type AstParams,
  type AstResult,
  type CompileParams,
  type CompileResult,
  type Definition,
  type DefinitionsParams,
  type DoctorReport,
  type FixAllParams,
  type FixAllResult,
  type InitializationOptions,
  type MigrateParams,
  type MigrateResult,
  notifications,
  type RunParams,
  type RunResult,
  requests,
  type SetInterpreterParams,
  type SetTrustParams,
  type StatusParams,
  type TargetChoice,
} from "../../server/src/protocol";
import type { Interpreter } from "./interpreter";

interface Exchanges {
  readonly definitions: readonly [DefinitionsParams, Definition[]];
  readonly ast: readonly [AstParams, AstResult | null];
  readonly compile: readonly [CompileParams, CompileResult];
  readonly run: readonly [RunParams, RunResult];
  readonly fixAll: readonly [FixAllParams, FixAllResult];
  readonly migrate: readonly [MigrateParams, MigrateResult];
  readonly targets: readonly [Record<string, never>, TargetChoice[]];
  readonly doctor: readonly [Record<string, never>, DoctorReport];
  readonly setInterpreter: readonly [SetInterpreterParams, unknown];
  readonly setTrust: readonly [SetTrustParams, unknown];
}

export interface Analysed {
  readonly uri: string;
  readonly version: number;
}

export interface RequestOptions {
  readonly token?: vscode.CancellationToken;
  /** Sentences about how far a long request has come. */
  readonly onProgress?: (message: string) => void;
}

export interface Server extends vscode.Disposable {
  /** @throws when the server is not there, or the request was cancelled. */
  request<Name extends keyof Exchanges>(
    name: Name,
    params: Exchanges[Name][0],
    options?: RequestOptions,
  ): Promise<Exchanges[Name][1]>;
  /** What the status bar shows; the last one is kept for who asks later. */
  readonly onStatus: vscode.Event<StatusParams>;
  readonly status: StatusParams | null;
  /** A document was analysed anew. */
  readonly onAnalysed: vscode.Event<Analysed>;
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
}

export const documentSelector: DocumentSelector = [
  { scheme: "file", language: "python" },
  { scheme: "untitled", language: "python" },
  { scheme: "file", language: "markdown" },
  { scheme: "untitled", language: "markdown" },
  { scheme: "file", language: "shellscript" },
  { notebook: { notebookType: "jupyter-notebook" }, language: "python" },
];

/** More crashes than this within the window of time, and the server stays down until the user says otherwise. */
const crashes = { most: 4, withinMs: 3 * 60 * 1000 };

/** Waits out a start, the one after a crash too; false where the server is down. */
async function running(client: LanguageClient): Promise<boolean> {
  if (client.state === State.Starting) {
    await new Promise<void>((resolve) => {
      const listening = client.onDidChangeState(({ newState }) => {
        if (newState === State.Starting) return;
        listening.dispose();
        resolve();
      });
    });
  }
  return client.state === State.Running;
}

export function createServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  interpreter: Interpreter,
): Server {
  const statusEmitter = new vscode.EventEmitter<StatusParams>();
  const analysedEmitter = new vscode.EventEmitter<Analysed>();
  let status: StatusParams | null = null;
  let client: LanguageClient | undefined;
  let starting: Promise<void> | undefined;
  let nextProgress = 0;

  function make(): LanguageClient {
    const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server", "main.js").fsPath;
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
    };
    const options: LanguageClientOptions = {
      documentSelector,
      outputChannel: log,
      synchronize: { configurationSection: "tvmscript" },
      initializationOptions: (): InitializationOptions => ({
        locale: vscode.env.language,
        trusted: vscode.workspace.isTrusted,
        interpreter: interpreter.path,
      }),
      // One sentence of our own instead of the library's (see `start`).
      initializationFailedHandler: () => false,
      errorHandler: errorHandler(),
    };
    const made = new LanguageClient("tvmscript", "TVMScript", server, options);
    made.onNotification(notifications.status, (params: StatusParams) => {
      status = params;
      statusEmitter.fire(params);
    });
    made.onNotification(notifications.analysed, (params: Analysed) => analysedEmitter.fire(params));
    return made;
  }

  function errorHandler(): ErrorHandler {
    const times: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        times.push(now);
        while (times.length > 0 && now - (times[0] ?? now) > crashes.withinMs) times.shift();
        if (times.length <= crashes.most) {
          log.warn(`The language server stopped; starting it again (${times.length} of ${crashes.most}).`);
          return { action: CloseAction.Restart, handled: true };
        }
        void sayDown(
          vscode.l10n.t("The TVMScript language server stopped {0} times in a row and stays off.", times.length),
        );
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  async function sayDown(sentence: string): Promise<void> {
    const again = vscode.l10n.t("Restart");
    const show = vscode.l10n.t("Show log");
    const answer = await vscode.window.showErrorMessage(sentence, again, show);
    if (answer === again) await restart();
    if (answer === show) log.show();
  }

  async function start(): Promise<void> {
    client ??= make();
    starting = client.start();
    try {
      await starting;
    } catch (error) {
      log.error("the language server did not start", error instanceof Error ? error : String(error));
      void sayDown(vscode.l10n.t("The TVMScript language server could not be started; the log says why."));
    }
  }

  async function stop(): Promise<void> {
    const old = client;
    client = undefined;
    starting = undefined;
    // A server that is down already has nothing to stop; one that hangs is killed by dispose.
    if (old?.state === State.Running) await old.stop(2000).catch(() => undefined);
    await old?.dispose().catch(() => undefined);
  }

  async function restart(): Promise<void> {
    await stop();
    await start();
  }

  return {
    onStatus: statusEmitter.event,
    get status() {
      return status;
    },
    onAnalysed: analysedEmitter.event,
    start,
    stop,
    restart,
    async request<Name extends keyof Exchanges>(
      name: Name,
      params: Exchanges[Name][0],
      options: RequestOptions = {},
    ): Promise<Exchanges[Name][1]> {
      await starting?.catch(() => undefined);
      const current = client && (await running(client)) ? client : undefined;
      if (!current) throw new Error(vscode.l10n.t("The TVMScript language server is not running."));
      const { token, onProgress } = options;
      // The library would send an undefined token as one more parameter.
      const rest = token ? [token] : [];
      if (!onProgress) return current.sendRequest<Exchanges[Name][1]>(requests[name], params, ...rest);
      const workDoneToken = `tvmscript-${name}-${nextProgress++}`;
      const listening = current.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind !== "end" && value.message) onProgress(value.message);
      });
      try {
        return await current.sendRequest<Exchanges[Name][1]>(requests[name], { ...params, workDoneToken }, ...rest);
      } finally {
        listening.dispose();
      }
    },
    dispose() {
      void stop();
      statusEmitter.dispose();
      analysedEmitter.dispose();
    },
  };
}
