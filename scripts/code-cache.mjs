// Runs the built programs once on a sample and keeps the machine code that they needed, for the launcher to start from.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** @param {string} root the project's folder, with dist/ built */
export async function writeCodeCaches(root) {
  const env = { ...process.env, TVMSCRIPT_WRITE_CODE_CACHE: "1" };
  const sample = path.join(root, "samples/lesson.py");
  // What the rules do to a file, on all that they are tested with; each run adds to what the one before left.
  const files = ["samples", "docs/rules", "test/rules"].map((folder) => path.join(root, folder));
  for (const command of [["check"], ["migrate", "--to", "0.27"]]) {
    const cli = spawnSync(
      process.execPath,
      [path.join(root, "dist/server/cli.js"), ...command, "--no-cache", ...files],
      { env },
    );
    if (cli.status !== 1) throw new Error(`the command line does not run: ${cli.stderr}`);
  }
  await openInServer(path.join(root, "dist/server/main.js"), sample, env);
}

/** One file opened in the language server, as an editor would, and goodbye once its diagnostics are there. */
function openInServer(program, sample, env) {
  const server = spawn(process.execPath, [program, "--stdio"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const textDocument = {
    uri: pathToFileURL(sample).href,
    languageId: "python",
    version: 1,
    text: readFileSync(sample, "utf8"),
  };
  let heard = "";
  server.stdout.on("data", (chunk) => {
    const before = heard;
    heard += chunk;
    const now = (word) => heard.includes(word) && !before.includes(word);
    if (now('"id":0')) {
      send({ method: "initialized", params: {} });
      send({ method: "textDocument/didOpen", params: { textDocument } });
    }
    if (now("TVM101")) send({ id: 1, method: "shutdown" });
    if (now('"id":1')) send({ method: "exit" });
  });
  const initializationOptions = { settings: { targetVersion: "0.27" }, trusted: false };
  send({
    id: 0,
    method: "initialize",
    params: { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions },
  });
  return new Promise((resolve, reject) => {
    server.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the language server ended with ${code}`))));
  });
}
