import { existsSync } from "node:fs";
import path from "node:path";
import * as l10n from "@vscode/l10n";

/** Translates a message; the English text is its key. `{0}`, `{1}` … are replaced by the arguments. */
export const t = l10n.t;

let chosen: string | undefined;

/** What `useLocale` was told, for another thread of this process. */
export function messageLocale(): string | undefined {
  return chosen;
}

/**
 * Chooses the language of every message of this process.
 * @param locale a BCP 47 or POSIX name ("zh-cn", "zh_CN.UTF-8"); anything that is not Chinese means English.
 * @param bundles the folder that holds `bundle.l10n.<locale>.json`.
 */
export function useLocale(locale: string | undefined, bundles: string): void {
  chosen = locale;
  if (!isChinese(locale)) return;
  const fsPath = path.join(bundles, "bundle.l10n.zh-cn.json");
  if (existsSync(fsPath)) l10n.config({ fsPath });
}

export function isChinese(locale: string | undefined): boolean {
  return locale !== undefined && /^zh(?:[-_.]|$)/i.test(locale);
}
