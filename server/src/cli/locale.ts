/** The language that a terminal is in, by POSIX's variables; on Windows, where nobody sets them, that of the system. */
export function localeOfTerminal(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const said = env.LC_ALL || env.LC_MESSAGES || env.LANG;
  return said || (platform === "win32" ? Intl.DateTimeFormat().resolvedOptions().locale : undefined);
}
