// A plain LSP client that measures: when it writes, and when the diagnostics of that version are there.
import { spawn } from "node:child_process";
import path from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

const server = path.resolve(import.meta.dirname, "../../dist/server/cli.js");

export class LanguageServer {
  #process;
  #connection;
  #version = new Map();
  #waiting = new Map();

  /** @param {object} settings what the client answers for `tvmscript` */
  static async start(settings = { targetVersion: "0.27" }) {
    const made = new LanguageServer();
    made.#process = spawn(process.execPath, [server, "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    const { stdin, stdout } = made.#process;
    made.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    made.#connection.onRequest("workspace/configuration", ({ items }) => items.map(() => settings));
    made.#connection.onNotification("textDocument/publishDiagnostics", ({ uri, version }) => {
      made.#waiting.get(`${uri} ${version}`)?.();
    });
    made.#connection.listen();
    const capabilities = { workspace: { configuration: true } };
    await made.#connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
    await made.#connection.sendNotification("initialized", {});
    return made;
  }

  /** Milliseconds until the file's first diagnostics. */
  open(uri, text) {
    this.#version.set(uri, 1);
    const textDocument = { uri, languageId: "python", version: 1, text };
    return this.#timed(uri, 1, () => this.#connection.sendNotification("textDocument/didOpen", { textDocument }));
  }

  /** Milliseconds from a typed key to its diagnostics. */
  type(uri, at, text) {
    return this.#change(uri, { range: { start: at, end: at }, text });
  }

  /** Takes one character away, after `at`. */
  erase(uri, at) {
    return this.#change(uri, { range: { start: at, end: { line: at.line, character: at.character + 1 } }, text: "" });
  }

  #change(uri, change) {
    const version = this.#version.get(uri) + 1;
    this.#version.set(uri, version);
    const params = { textDocument: { uri, version }, contentChanges: [change] };
    return this.#timed(uri, version, () => this.#connection.sendNotification("textDocument/didChange", params));
  }

  #timed(uri, version, send) {
    const start = performance.now();
    return new Promise((done) => {
      this.#waiting.set(`${uri} ${version}`, () => done(performance.now() - start));
      send();
    });
  }

  /** Resident memory in MB. */
  get pid() {
    return this.#process.pid;
  }

  async stop() {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    this.#process.kill();
  }
}
