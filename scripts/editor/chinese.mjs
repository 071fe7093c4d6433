/**
 * The workbench in Simplified Chinese, as far as the npm registry has it: the official language packs are on the
 * Marketplace only, but one package carries the texts of an older VS Code under the names that VS Code gives them. Most
 * names still stand (three quarters); what is newer stays English.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../command.mjs";
import { once } from "../once.mjs";
import { at } from "../place.mjs";

/** The last version whose texts have names: later ones are numbered in the order of a build that is not ours. */
const source = "@codingame/monaco-vscode-language-pack-zh-hans@4.3.2";

/**
 * Puts the Chinese texts into an editor's state, where it looks for what its language packs brought. The editor is then to
 * be started with the locale zh-cn.
 * @param {import("./install.mjs").Editor} editor
 * @param {string} state the folder that the editor will be started with
 */
export async function addChinese(editor, state) {
  const folder = at(".editor", `${path.basename(editor.folder)}-zh-cn`);
  await once(folder, source, () => make(folder, editor));
  const extensions = path.join(folder, "extensions");
  const translations = { vscode: path.join(folder, "main.json") };
  for (const file of readdirSync(extensions)) {
    translations[file.replace(".i18n.json", "")] = path.join(extensions, file);
  }
  const identifier = { id: "tvmscript.zh-cn" };
  const pack = { hash: "1", extensions: [{ extensionIdentifier: identifier, version: "1.0.0" }], translations };
  mkdirSync(path.join(state, "data"), { recursive: true });
  const languages = { "zh-cn": { ...pack, label: "中文(简体)" } };
  writeFileSync(path.join(state, "data/languagepacks.json"), JSON.stringify(languages));
}

async function make(folder, editor) {
  const inFolder = { cwd: folder, quiet: true };
  await run("npm", ["pack", "--silent", source], inFolder);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  await run("tar", ["--extract", "--file", archive, "--strip-components=1"], inFolder);
  rmSync(path.join(folder, archive));
  const translations = path.join(folder, "translations");
  const { default: texts } = await import(pathToFileURL(path.join(translations, "main.i18n.json.js")).href);
  writeFileSync(path.join(folder, "main.json"), JSON.stringify({ contents: fitting(texts, editor) }));
  renameSync(path.join(translations, "extensions"), path.join(folder, "extensions"));
}

/** The texts that take the same arguments as the editor's own English ones. */
function fitting(texts, editor) {
  const build = path.join(editor.folder, "node_modules/code-server/lib/vscode/out");
  const read = (name) => JSON.parse(readFileSync(path.join(build, name), "utf8"));
  const english = read("nls.messages.json").values();
  const contents = {};
  for (const [module, keys] of read("nls.keys.json")) {
    contents[module] = {};
    for (const key of keys) {
      const { value } = english.next();
      const text = texts[module]?.[key];
      if (text && placeholders(text) === placeholders(value)) contents[module][key] = text;
    }
  }
  return contents;
}

const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g))].sort().join();
