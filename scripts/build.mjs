// Bundles the three programs (client, language server, command line) and the webviews into dist/.

import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";
import { writeCodeCaches } from "./code-cache.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => path.join(root, ...parts);
const watch = process.argv.includes("--watch");

/** The Chinese strings are kept beside the area that they belong to; users get one bundle. */
function mergeMessages() {
  const parts = at("l10n/parts");
  const merged = {};
  for (const file of readdirSync(parts)
    .filter((name) => name.endsWith(".zh-cn.json"))
    .sort()) {
    Object.assign(merged, JSON.parse(readFileSync(path.join(parts, file), "utf8")));
  }
  const sorted = Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(at("l10n/bundle.l10n.zh-cn.json"), `${JSON.stringify(sorted, null, 2)}\n`);
}

function copyGrammar() {
  mkdirSync(at("dist"), { recursive: true });
  copyFileSync(at("node_modules/web-tree-sitter/web-tree-sitter.wasm"), at("dist/web-tree-sitter.wasm"));
  copyFileSync(at("node_modules/tree-sitter-python/tree-sitter-python.wasm"), at("dist/tree-sitter-python.wasm"));
}

/** What is started is the launcher; code that an earlier build left would be of another bundle. */
function copyLauncher() {
  mkdirSync(at("dist/server"), { recursive: true });
  for (const name of ["main", "cli"]) {
    copyFileSync(at("server/src/launcher.cjs"), at(`dist/server/${name}.js`));
    chmodSync(at(`dist/server/${name}.js`), 0o755);
    rmSync(at(`dist/server/${name}.bundle.js.cache`), { force: true });
  }
}

/** Webview scripts: one bundle for each media/<view>/main.ts. */
function webviews() {
  if (!existsSync(at("media"))) return [];
  return readdirSync(at("media"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(at("media", entry.name, "main.ts")))
    .map((entry) => ({ in: at("media", entry.name, "main.ts"), out: entry.name }));
}

const shared = { bundle: true, sourcemap: true, logLevel: "warning", legalComments: "none", absWorkingDir: root };
// web-tree-sitter's loader mentions import.meta.url on a path that Node's CommonJS never takes.
const node = {
  ...shared,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Less to read at each start of the command line.
  minify: true,
  // The launcher runs the bundles as scripts, which cannot import(): what is asked for so is required.
  supported: { "dynamic-import": false },
  // Some packages ship a UMD build as "main", whose requires no bundler can follow.
  mainFields: ["module", "main"],
  // Packages that are ES modules find their own files by import.meta.url, which a CommonJS bundle has not.
  define: { "import.meta.url": "bundleUrl" },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  alias: { "web-tree-sitter": at("node_modules/web-tree-sitter/web-tree-sitter.cjs") },
};
/** Tables of encodings that few files are in: asked for by name when one is, and not read with the programs at each start. */
const encodings = {
  name: "encodings",
  setup({ onResolve }) {
    onResolve({ filter: /^iconv-lite$/ }, ({ kind }) =>
      kind === "require-call" ? { path: "./iconv-lite.js", external: true } : undefined,
    );
  },
};
const bundles = [
  {
    ...node,
    entryPoints: { "main.bundle": "server/src/main.ts", "cli.bundle": "server/src/cli/main.ts" },
    outdir: "dist/server",
    plugins: [encodings],
  },
  { ...node, entryPoints: ["iconv-lite"], outdir: "dist/server", charset: "utf8" },
  { ...node, entryPoints: { extension: "client/src/extension.ts" }, outdir: "dist/client", external: ["vscode"] },
];
const views = webviews();
if (views.length > 0) {
  bundles.push({
    ...shared,
    entryPoints: views,
    outdir: "dist/media",
    platform: "browser",
    target: "es2022",
    format: "iife",
    minify: true,
    loader: { ".css": "text", ".svg": "text", ".ttf": "file" },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
  });
}

copyGrammar();
copyLauncher();
mergeMessages();
if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
  await writeCodeCaches(root);
}
