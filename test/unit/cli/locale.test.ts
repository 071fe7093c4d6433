import { expect, it } from "vitest";
import { localeOfTerminal } from "../../../server/src/cli/locale";

it.each([
  [{ LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "linux", "zh_CN.UTF-8"],
  [{ LC_ALL: "", LC_MESSAGES: "zh_CN", LANG: "en_US" }, "linux", "zh_CN"],
  [{ LANG: "zh_CN.GBK" }, "win32", "zh_CN.GBK"],
  [{}, "linux", undefined],
  [{}, "win32", Intl.DateTimeFormat().resolvedOptions().locale],
] as const)("the language of %j on %s is %s", (env, platform, locale) => {
  expect(localeOfTerminal(env, platform)).toBe(locale);
});
