import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";

/** So many paths go into one call: a command line has a limit. */
const AT_ONCE = 500;

/**
 * Which of the files have changes that git has not committed: what is written into them could not be taken back. A file that
 * git does not know, and one outside of any repository, has none.
 */
export function uncommitted(files: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const [root, own] of byRepository(files)) {
    for (let at = 0; at < own.length; at += AT_ONCE) {
      const some = own.slice(at, at + AT_ONCE);
      const changed = new Set(
        changedIn(
          root,
          some.map(({ real }) => real),
        ),
      );
      for (const { file, real } of some) if (changed.has(real)) found.add(file);
    }
  }
  return found;
}

interface Located {
  readonly file: string;
  readonly real: string;
}

function byRepository(files: readonly string[]): Map<string, Located[]> {
  const roots = new Map<string, string | null>();
  const found = new Map<string, Located[]>();
  for (const file of files) {
    const real = realpathSync(file);
    const folder = path.dirname(real);
    let root = roots.get(folder);
    if (root === undefined) {
      root = rootOf(folder);
      roots.set(folder, root);
    }
    if (root !== null) found.set(root, [...(found.get(root) ?? []), { file, real }]);
  }
  return found;
}

function rootOf(folder: string): string | null {
  const out = git(folder, ["rev-parse", "--show-toplevel"]);
  return out === null ? null : realpathSync(out.replace(/\r?\n$/, ""));
}

function changedIn(root: string, files: readonly string[]): string[] {
  const options = ["status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=all"];
  const out = git(root, ["--literal-pathspecs", ...options, "--", ...files]) ?? "";
  return out.split("\0").flatMap((entry) => (entry === "" ? [] : [path.join(root, entry.slice(3))]));
}

/** Null where there is no git, or it fails: no repository. */
function git(folder: string, args: readonly string[]): string | null {
  try {
    return execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
      // A status must not write an index that somebody else is just writing.
      env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" },
    });
  } catch {
    return null;
  }
}
