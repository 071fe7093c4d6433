import { packageChange } from "../../api/mlc";
import { t } from "../../l10n";
import { programWords, type ShellCommand, type ShellWord } from "../../syntax/shell";
import { defineRule } from "../rule";

/** `pip install mlc-chat-nightly-cu118`: wheels that are no longer built, by names that they no longer have. */
export const outdatedPackage = defineRule({
  code: "TVM121",
  name: "outdated-package",
  severity: "warning",
  scan: () => false,
  check() {},
  shell(command, release, report) {
    for (const word of installed(command)) {
      const name = /^[\w-]+/.exec(word.value)?.[0] ?? "";
      const change = packageChange(name, release);
      if (!change || word.inner === null) continue;
      const span = { start: word.inner, end: word.inner + name.length };
      // A version that is pinned is of the old wheel.
      const isPinned = /^(?:==|~=|@)/.test(word.value.slice(name.length));
      report({
        span,
        message: t(
          "New wheels are called `{0}`; there are those for {1}.",
          change.to,
          ["cpu", ...change.variants].join(", "),
        ),
        fix: {
          title: t("Change to `{0}`", change.to),
          applicability: change.safe && !isPinned ? "safe" : "unsafe",
          edits: [{ ...span, newText: change.to }],
        },
      });
    }
  },
});

/** The packages of `pip install …`, `python -m pip install …`, `uv pip install …`. */
function installed(command: ShellCommand): readonly ShellWord[] {
  const words = programWords(command);
  const at = words.findIndex(
    ({ value }, i) => value === "install" && /(?:^|\/)pip(?:3(?:\.\d+)?)?$/.test(words[i - 1]?.value ?? ""),
  );
  return at < 0 ? [] : words.slice(at + 1).filter(({ value }) => !value.startsWith("-"));
}
