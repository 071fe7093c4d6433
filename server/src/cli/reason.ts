import { t } from "../l10n";

/** Why the system did not do something to a file, in brackets behind a sentence. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOENT") return t("there is no such file");
  if (code === "EACCES" || code === "EPERM") return t("no permission");
  if (code === "EISDIR") return t("it is a folder");
  if (code === "EROFS") return t("the disk is read-only");
  if (code === "ENOSPC") return t("the disk is full");
  return code ?? String(error);
}
