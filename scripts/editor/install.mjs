/**
 * A real VS Code workbench from the npm registry alone: code-server, which shows it in a browser.
 *
 * It is no dependency of package.json: `npm ci` would then bring its 300 MB to everyone who only builds. And its install
 * scripts are skipped, because they want a compiler; the little that they do besides compiling is done here.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../command.mjs";
import { isMade, once } from "../once.mjs";
import { at } from "../place.mjs";

const platform = `${process.platform}-${process.arch}`;
/** Node itself, as an npm package. */
const nodePackage = `node-${platform}`;
/** The compiled half of node-pty, without which the editor has no terminal; newer editors bring their own. */
const ptyPackage = `@lydell/node-pty-${platform}`;

/**
 * The editors to choose from, by the VS Code release inside. The older one runs on the Node that runs this script and is
 * installed in half the time; the newer one is what users have, and brings the Node that it needs.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const releases = {
  "4.100": { "code-server": "4.100.3", [ptyPackage]: "1.1.0" },
  4.139: { "code-server": "4.139.1", [nodePackage]: "24.21.0" },
};

/**
 * @typedef {object} Editor
 * @property {string} folder where it is installed
 * @property {string} node the Node that runs it
 * @property {string} entry code-server's main file
 */

/** The release to use unless another one is asked for: CODE_SERVER=4.139 chooses the newer. */
export const chosenRelease = () => process.env.CODE_SERVER ?? "4.100";

/**
 * Installs the editor where it is not installed yet.
 * @param {string} [release]
 * @returns {Promise<Editor>}
 */
export async function ensureEditor(release = chosenRelease()) {
  const packages = releases[release];
  if (!packages) {
    const known = Object.keys(releases).join(" and ");
    throw new Error(`No editor "${release}" is known (CODE_SERVER): there are ${known}.`);
  }
  const folder = at(".editor", release);
  const recipe = JSON.stringify(packages);
  if (!isMade(folder, recipe)) {
    console.log(`Installing code-server ${packages["code-server"]}…`);
    await once(folder, recipe, () => install(folder, packages));
  }
  return editorIn(folder);
}

/** @param {string} folder @returns {Editor} */
function editorIn(folder) {
  const modules = path.join(folder, "node_modules");
  const ownNode = path.join(modules, nodePackage, "bin/node");
  const node = existsSync(ownNode) ? ownNode : process.execPath;
  return { folder, node, entry: path.join(modules, "code-server/out/node/entry.js") };
}

async function install(folder, packages) {
  const manifest = {
    private: true,
    dependencies: packages,
    // code-server 4.100 pins an argon2 that wants a download or a compiler; from 0.44 on, it carries its binaries
    overrides: { argon2: "^0.44.0" },
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  const npm = (cwd, ...more) => run("npm", ["install", ...flags, ...more], { cwd, quiet: true });
  await npm(folder);
  const vscode = path.join(folder, "node_modules/code-server/lib/vscode");
  await npm(vscode, "--omit=dev");
  await npm(path.join(vscode, "extensions"), "--omit=dev");
  linkPlatformScripts(vscode);
  addTerminal(folder, vscode);
}

const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];

/** The editor calls its two shell scripts by names without the platform. */
function linkPlatformScripts(vscode) {
  const system = process.platform === "darwin" ? "darwin" : "linux";
  const scripts = [
    ["bin/remote-cli", "code", "code-server"],
    ["bin/helpers", "browser", "browser.sh"],
  ];
  for (const [folder, script, name] of scripts) {
    const link = path.join(vscode, folder, name);
    rmSync(link, { force: true });
    symlinkSync(`${script}-${system}.sh`, link);
  }
}

function addTerminal(folder, vscode) {
  const binary = path.join(folder, "node_modules", ptyPackage, "pty.node");
  if (!existsSync(binary)) return;
  const release = path.join(vscode, "node_modules/node-pty/build/Release");
  mkdirSync(release, { recursive: true });
  copyFileSync(binary, path.join(release, "pty.node"));
}
