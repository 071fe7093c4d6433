import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a file that is there, all of it or nothing: into a new file beside it, which then takes its place with its mode. A link
 * stays a link. Throws where it cannot; the file is then as it was.
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const real = realpathSync(file);
  const { mode } = statSync(real);
  // Who may not write into a file shall not replace it, though the folder would let them.
  if ((mode & 0o222) === 0) throw Object.assign(new Error("the file is read-only"), { code: "EACCES" });
  const made = path.join(path.dirname(real), `.${path.basename(real)}.${process.pid}.tmp`);
  try {
    writeFileSync(made, content, { mode });
    chmodSync(made, mode);
    renameSync(made, real);
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
}
