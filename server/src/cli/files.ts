import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { globSync } from "tinyglobby";
import { t } from "../l10n";

/** Folders that hold other people's code or nobody's. */
const SKIPPED = [
  "**/.git/**",
  "**/node_modules/**",
  "**/.venv/**",
  "**/venv/**",
  "**/__pycache__/**",
  "**/.ipynb_checkpoints/**",
  "**/site-packages/**",
];

export interface Found {
  readonly files: readonly string[];
  /** Paths that are not there, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * The Python files, notebooks and Markdown files that paths stand for: a file as it is, a folder with all below it but for what its
 * .gitignore leaves out. Links to folders are not followed, so that no circle can be walked.
 */
export function filesIn(paths: readonly string[]): Found {
  const files = new Set<string>();
  const links = new Set<string>();
  const problems: string[] = [];
  for (const each of paths) {
    if (!existsSync(each)) {
      problems.push(t("{0}: there is no such file or folder.", each));
      continue;
    }
    if (!statSync(each).isDirectory()) {
      files.add(each);
      if (lstatSync(each).isSymbolicLink()) links.add(each);
      continue;
    }
    const rules = ignoreRules(each);
    const names = globSync(["**/*.py", "**/*.ipynb", "**/*.md", "**/*.sh", "**/.vscode/tasks.json"], {
      cwd: each,
      ignore: SKIPPED,
      dot: false,
      followSymbolicLinks: false,
    });
    for (const name of names.sort()) {
      if (rules?.ignores(name)) continue;
      const file = path.join(each, name);
      const own = lstatSync(file);
      if (own.isDirectory()) continue;
      files.add(file);
      if (own.isSymbolicLink()) links.add(file);
    }
  }
  return { files: onceEach([...files], links), problems };
}

/** Without the links to files that are named themselves, or by another link before. */
function onceEach(files: readonly string[], links: ReadonlySet<string>): readonly string[] {
  if (links.size === 0) return files;
  const known = new Set(files.filter((file) => !links.has(file)).map((file) => realpathSync(file)));
  return files.filter((file) => {
    if (!links.has(file)) return true;
    const real = realpathSync(file);
    const isNew = !known.has(real);
    known.add(real);
    return isNew;
  });
}

function ignoreRules(folder: string): Ignore | null {
  const file = path.join(folder, ".gitignore");
  return existsSync(file) ? ignore().add(readFileSync(file, "utf8")) : null;
}
