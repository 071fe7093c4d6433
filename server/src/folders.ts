import path from "node:path";

/** Where the companions of a bundle are: dist/server/*.js stands between the grammar above it and the rest at the root. */
export interface Folders {
  readonly root: string;
  readonly bundle: string;
  readonly grammar: string;
  readonly worker: string;
  readonly messages: string;
}

/** @param bundle the folder of the running program: dist/server */
export function foldersOf(bundle: string): Folders {
  const root = path.resolve(bundle, "../..");
  return {
    root,
    bundle,
    grammar: path.resolve(bundle, ".."),
    worker: path.join(root, "server/python"),
    messages: path.join(root, "l10n"),
  };
}
