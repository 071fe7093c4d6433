import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver/node";

const root = path.resolve(import.meta.dirname, "../..");

/** A plain LSP client on the built language server, over standard input and output. */
export class Client {
  private readonly diagnostics = new Map<string, { version: number | undefined; list: Diagnostic[] }>();
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly connection: MessageConnection,
    private readonly stop: () => void,
    readonly capabilities: unknown,
  ) {
    connection.onNotification(
      "textDocument/publishDiagnostics",
      ({ uri, version, diagnostics }: PublishDiagnosticsParams) => {
        this.diagnostics.set(uri, { version, list: diagnostics });
        for (const wake of [...this.waiting]) wake();
      },
    );
  }

  static async start(
    options: {
      settings?: object;
      initializationOptions?: object;
      env?: NodeJS.ProcessEnv;
      resolvesEdits?: boolean;
    } = {},
  ): Promise<Client> {
    const server = spawn(process.execPath, [path.join(root, "dist/server/cli.js"), "lsp", "--stdio"], {
      env: { ...process.env, ...options.env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => options.settings ?? {}),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
    const { capabilities } = await connection.sendRequest<{ capabilities: unknown }>("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        notebookDocument: { synchronization: {} },
        ...(options.resolvesEdits && { textDocument: { codeAction: { resolveSupport: { properties: ["edit"] } } } }),
      },
      initializationOptions: options.initializationOptions ?? {},
    });
    const client = new Client(connection, () => server.kill(), capabilities);
    await connection.sendNotification("initialized", {});
    return client;
  }

  open(uri: string, text: string, languageId = "python"): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Whether a list of that text's has come. */
  heardOf(uri: string): boolean {
    return this.diagnostics.has(uri);
  }

  /** Waits for a list of a text that satisfies a condition. */
  async diagnosticsOf(
    uri: string,
    wanted: (list: Diagnostic[], version: number | undefined) => boolean = () => true,
  ): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.diagnostics.get(uri);
      if (found && wanted(found.list, found.version)) return found.list;
      await new Promise<void>((wake) => {
        const once = () => {
          this.waiting.delete(once);
          wake();
        };
        this.waiting.add(once);
      });
    }
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  async dispose(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    this.connection.dispose();
    this.stop();
  }
}

export function uriOf(name: string): string {
  return pathToFileURL(path.join(root, "samples", name)).href;
}
