// The peer of `check.mjs`: every file of a folder parsed once, with the parser that the command line has, and nothing else.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";

const [folder = ".", grammar = ""] = process.argv.slice(2);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (name.endsWith(".py")) parser.parse(readFileSync(path.join(folder, name), "utf8")).delete();
}
