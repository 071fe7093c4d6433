/** Where the project and the things that its scripts make are. All of them are ignored by git. */
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** @param {...string} parts a path below the project's root */
export const at = (...parts) => path.join(root, ...parts);
