import { newestRelease, type Release, releaseOf, releases } from "../api/releases";
import type { Folders } from "../folders";
import { t } from "../l10n";
import { CannotDo } from "./exit";

/** The release that --tvm names, or that the interpreter of --python has; the newest known without either. */
export async function chooseRelease(
  options: { readonly tvm?: string; readonly python?: string },
  folders: Folders,
): Promise<Release> {
  if (options.tvm && options.python)
    throw new CannotDo(t("--tvm and --python both say which release is meant: give one of them."));
  if (options.python) return releaseOfInterpreter(options.python, folders);
  return options.tvm ? releaseNamed(options.tvm) : newestRelease();
}

/** The release that a version given as text is of; says so where it is taken as an older one. */
export function releaseNamed(word: string): Release {
  const known = releaseOf(word);
  if (!known) throw new CannotDo(t("{0} is no TVM release that is known; there are {1}.", word, releases().join(", ")));
  if (known.newer)
    process.stderr.write(
      `tvmscript: ${t("TVM {0} is newer than all that is known here: taken as {1}.", word, known.release)}\n`,
    );
  return known.release;
}

async function releaseOfInterpreter(python: string, folders: Folders): Promise<Release> {
  const { findInterpreter } = await import("../tvm/interpreter");
  const { Engine } = await import("../tvm/engine");
  const found = await findInterpreter(python);
  if (!found.ok) throw new CannotDo(found.error.message);
  const engine = new Engine({ interpreter: found.interpreter, workerDir: folders.worker });
  try {
    const probe = await engine.probe();
    if (!probe.ok) throw new CannotDo(probe.error.message);
    const known = probe.tvm ? releaseOf(probe.tvm) : null;
    if (!known) throw new CannotDo(t("{0} has no TVM whose release is known.", python));
    return known.release;
  } finally {
    engine.dispose();
  }
}
