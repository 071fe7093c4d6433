// Writes docs/changes.md and docs/changes.zh-cn.md, "TVM changes by release", from the reviewed data:
//   node scripts/api/changes-page.mjs           with --check: only say whether they are up to date

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const read = (name) => JSON.parse(readFileSync(path.join(root, "server/data", name), "utf8"));
const { releases } = read("api/releases.json");
const { renames, removals, members } = read("reviewed/renames.json");
const { keywords } = read("reviewed/keywords.json");
/** Each change of an option of PassContext, at the first release that has its old name no more. */
const options = read("reviewed/pass-options.json").options.flatMap((names) =>
  names.flatMap(({ name, last }, at) =>
    last === undefined ? [] : [{ old: name, new: names[at + 1]?.name ?? null, since: after(last) }],
  ),
);

/** Entries that are shown of a kind in a release; the rest is counted. */
const SHOWN = 8;

const words = {
  en: {
    other: "[简体中文](changes.zh-cn.md)",
    title: "TVM changes by release",
    intro:
      "What changed in TVM's Python API from one release to the next, as far as it was reviewed: what is renamed is rewritten by `tvmscript migrate`, what is gone has a [page](gone/README.md) where there is more to say. Written by `scripts/api/changes-page.mjs` from `server/data/reviewed`.",
    head: ["release", "renamed or moved", "gone", "methods and fields", "keywords", "options of `PassContext`"],
    renamed: "Renamed or moved",
    gone: "Gone",
    members: "Methods and fields",
    keywords: "Keywords",
    options: "Options of `PassContext`",
    more: (count) => `… and ${count} more`,
    nothing: "gone",
    unity: "unity (the nightly wheels of 2023)",
  },
  zh: {
    other: "[English](changes.md)",
    title: "TVM 各版本的变化",
    intro:
      "TVM 的 Python API 在相邻版本之间的变化（经过人工核对的部分）：改名的由 `tvmscript migrate` 改写；去掉的如果还有更多要说，有单独的[页面](gone/README.zh-cn.md)。由 `scripts/api/changes-page.mjs` 从 `server/data/reviewed` 生成。",
    head: ["版本", "改名或移动", "去掉", "方法和字段", "关键字参数", "`PassContext` 的选项"],
    renamed: "改名或移动",
    gone: "去掉",
    members: "方法和字段",
    keywords: "关键字参数",
    options: "`PassContext` 的选项",
    more: (count) => `……另有 ${count} 项`,
    nothing: "去掉",
    unity: "unity（2023 年的每夜构建）",
  },
};

const isOfTvm = ({ old }) => old.startsWith("tvm.");
const commit = ({ commit: hash }) =>
  hash ? ` ([${hash.slice(0, 8)}](https://github.com/apache/tvm/commit/${hash}))` : "";
/** What concerns most people first: short paths stand for all below them. */
const byDepth = (a, b) => a.old.split(".").length - b.old.split(".").length;

function after(release) {
  return releases[releases.findIndex((each) => each.release === release) + 1]?.release;
}

function lines(entries, line, more) {
  const sorted = [...entries].sort(byDepth);
  const shown = sorted.slice(0, SHOWN).map((entry) => `- ${line(entry)}${commit(entry)}`);
  return sorted.length > SHOWN ? [...shown, `- ${more(sorted.length - SHOWN)}`] : shown;
}

function section(heading, entries, line, more) {
  return entries.length === 0 ? [] : [`**${heading}**`, "", ...lines(entries, line, more), ""];
}

function page(text) {
  const at = (list, release) => list.filter((entry) => entry.since === release);
  const all = releases.map(({ release }) => ({
    release,
    renamed: at(renames, release).filter(isOfTvm),
    gone: at(removals, release).filter(isOfTvm),
    members: at(members, release),
    keywords: at(keywords, release),
    options: at(options, release),
  }));
  const changed = all.filter(({ release, ...kinds }) => Object.values(kinds).some((list) => list.length > 0)).reverse();
  const rows = changed.map(
    ({ release, ...kinds }) =>
      `| [${release}](#${release.replaceAll(".", "")}) | ${Object.values(kinds)
        .map((list) => list.length || "")
        .join(" | ")} |`,
  );
  const body = changed.flatMap(({ release, renamed, gone, members: own, keywords: named, options: passes }) => [
    `<a id="${release.replaceAll(".", "")}"></a>`,
    "",
    `## ${release === "unity" ? text.unity : release}`,
    "",
    ...section(
      text.renamed,
      renamed,
      (each) => `\`${each.old}\` → \`${each.new.replace(/^builtins\./, "")}\``,
      text.more,
    ),
    ...section(text.gone, gone, ({ old }) => `\`${old}\``, text.more),
    ...section(
      text.members,
      own,
      (each) =>
        `\`${each.of[0].split(".").at(-1)}.${each.old}\` → ${each.new === null ? text.nothing : `\`${each.new}\``}`,
      text.more,
    ),
    ...section(
      text.keywords,
      named,
      (each) => `\`${each.old}=\` → \`${each.new}=\` (\`${each.under.join("`, `")}\`)`,
      text.more,
    ),
    ...section(
      text.options,
      passes,
      (each) => `\`"${each.old}"\` → ${each.new === null ? text.nothing : `\`"${each.new}"\``}`,
      text.more,
    ),
  ]);
  return [
    `# ${text.title}`,
    "",
    text.other,
    "",
    text.intro,
    "",
    `| ${text.head.join(" | ")} |`,
    "|---|---|---|---|---|---|",
    ...rows,
    "",
    ...body,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

let stale = false;
for (const [name, text] of [
  ["docs/changes.md", words.en],
  ["docs/changes.zh-cn.md", words.zh],
]) {
  const file = path.join(root, name);
  const made = page(text);
  if (existsSync(file) && readFileSync(file, "utf8") === made) continue;
  stale = true;
  if (!process.argv.includes("--check")) writeFileSync(file, made);
}
if (stale && process.argv.includes("--check")) {
  process.stderr.write("docs/changes.md is not what the data says: run node scripts/api/changes-page.mjs\n");
  process.exitCode = 1;
}
