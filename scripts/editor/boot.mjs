/** Starting and stopping an editor: code-server on an address of this machine alone. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const host = "127.0.0.1";

/** Nothing that asks, advertises or calls home stands between a visitor and the file. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
  // as in today's VS Code: an unknown folder opens in restricted mode, without a question in the way
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "always",
};

/**
 * @typedef {object} Boot
 * @property {import("./install.mjs").Editor} editor
 * @property {string} state a folder for everything that it writes
 * @property {string} [extensions] the folder with the extensions, `state`/extensions unless given
 * @property {Readonly<Record<string, unknown>>} [defaults] settings that hold until somebody changes them in the editor
 * @property {Readonly<Record<string, unknown>>} [settings] settings that hold from now on
 * @property {boolean} [trusted] every folder is trusted; otherwise one opens in restricted mode until its visitor trusts it
 * @property {string} [locale] the user interface's language, such as zh-cn
 * @property {number} [port] a free one unless given
 * @property {NodeJS.ProcessEnv} [env] on top of this process's
 *
 * @typedef {object} RunningEditor
 * @property {string} url
 * @property {number} port
 * @property {string} log the file that the editor's own output goes to
 * @property {() => Promise<void>} stop
 */

/** @param {Boot} options @returns {Promise<RunningEditor>} */
export async function boot({ editor, state, extensions, defaults, settings, trusted, locale, port, env }) {
  const data = path.join(state, "data");
  const extensionsFolder = extensions ?? path.join(state, "extensions");
  mkdirSync(extensionsFolder, { recursive: true });
  writeSettings(path.join(data, "User"), { ...quietSettings, ...defaults }, settings);
  // The workbench is a remote window to VS Code: there, a setting about the machine only counts in the machine's own file.
  writeSettings(path.join(data, "Machine"), ofTheMachine(defaults), ofTheMachine(settings));
  const config = path.join(state, "config.yaml");
  writeFileSync(config, "");
  const log = path.join(state, "code-server.log");
  const chosenPort = port ?? (await freePort());

  const options = ["--bind-addr", `${host}:${chosenPort}`, "--auth", "none", "--config", config];
  options.push("--user-data-dir", data, "--extensions-dir", extensionsFolder);
  options.push("--disable-telemetry", "--disable-update-check", "--disable-getting-started-override");
  if (trusted) options.push("--disable-workspace-trust");
  if (locale) options.push("--locale", locale);

  const output = openSync(log, "a");
  const child = spawn(editor.node, [editor.entry, ...options], {
    stdio: ["ignore", output, output],
    env: { ...outsideEditor(process.env), ...env },
    // a group of its own, so that stopping it also stops the language servers and Pythons below it
    detached: true,
  });
  closeSync(output);
  // however this process ends, the editor does not outlive it
  process.on("exit", () => signalGroup(child, "SIGKILL"));
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const running = { url: `http://${host}:${chosenPort}/`, port: chosenPort, log, stop: () => stop(child, exited) };
  try {
    await answered(running, exited);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function ofTheMachine(settings = {}) {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name.startsWith("tvmscript.interpreter.")));
}

function writeSettings(folder, defaults, settings) {
  const file = path.join(folder, "settings.json");
  mkdirSync(folder, { recursive: true });
  try {
    const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, JSON.stringify({ ...defaults, ...kept, ...settings }, null, 2));
  } catch {
    // somebody put comments into it: it is theirs
  }
}

/** Started from a terminal inside an editor, code-server would only hand the folder to that editor. */
function outsideEditor(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_|ELECTRON_)/.test(name)));
}

async function answered({ url, log }, exited) {
  let gone = false;
  exited.then(() => {
    gone = true;
  });
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (gone) throw new Error(`The editor ended while it started; ${log} says why.`);
    try {
      if ((await fetch(`${url}healthz`)).ok) return;
    } catch {
      // not listening yet
    }
    await sleep(100);
  }
  throw new Error(`The editor did not answer within a minute; ${log} may say why.`);
}

async function stop(child, exited) {
  signalGroup(child, "SIGTERM");
  await Promise.race([exited, sleep(5000, undefined, { ref: false })]);
  signalGroup(child, "SIGKILL");
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // nobody is left in it
  }
}

/** @param {number} [wanted] this one if nobody has it, else the next that is free; any without it */
export async function freePort(wanted = 0) {
  for (let port = wanted; ; port++) {
    const found = await listenOnce(port);
    if (found !== null) return found;
  }
}

function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}
