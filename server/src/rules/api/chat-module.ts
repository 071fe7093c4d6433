import { changeOf } from "../../api/changes";
import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { sentences } from "../../sentences";
import { child, type SyntaxNode } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { Contexts } from "../context";
import { defineRule, type Finding, type PartEdit, type UnitContext } from "../rule";
import { importFix } from "./import-fix";
import { withoutImport } from "./import-removal";
import { importRenaming } from "./rename";

const FAMILY = /^mlc_(?:llm|chat)\.(?:ChatModule|ChatConfig|ConvConfig|GenerationConfig|callback\.\w+)$/;
const CALLBACK = /^mlc_(?:llm|chat)\.callback\.StreamToStdout$/;
const MODULE = /^mlc_(?:llm|chat)\.ChatModule$/;
const RECEIVER = /^mlc_(?:llm|chat)\.(?:ChatModule|MLCEngine)$/;

/**
 * mlc_llm's `ChatModule`, its configurations and callbacks, where they are used. They went in May 2024; `MLCEngine` answers
 * requests in OpenAI's form, and keeps no conversation. The import itself is TVM101's.
 */
export const chatModule = defineRule({
  code: "TVM119",
  name: "chat-module",
  severity: "error",
  needs: { words: () => [...NAMES, ...METHODS.keys()] },
  scan: ({ text }) => IN_TEXT.test(text),
  check(context, report) {
    for (const use of context.uses.names) {
      if (use.names.length !== 1 || !isGone(use.rootPath, context)) continue;
      if (!isGuarded(use.node, context.unit.unit.text)) report(useFinding(use));
    }
    for (const { name, node } of context.uses.members) {
      const method = METHODS.get(name);
      if (!method || node.parent?.kind !== "call" || node.field !== "function") continue;
      const of = context.model.evaluator.receiver({ node, unit: context.unit });
      if (!of || !RECEIVER.test(of) || !isGone("mlc_llm.ChatModule", context)) continue;
      const attribute = child(node, "attribute");
      if (attribute && !isGuarded(node, context.unit.unit.text)) report(memberFinding(name, node, attribute, method));
    }
  },
});

/** The release has neither the name nor the same thing under another name. */
function isGone(path: string, context: UnitContext): boolean {
  if (!FAMILY.test(path) || existsIn(path, context.release) !== false) return false;
  const to = changeOf(path, context.release)?.to ?? null;
  return to === null || to.endsWith(".MLCEngine");
}

function useFinding(use: Use): Finding {
  const name = use.rootPath.slice(use.rootPath.lastIndexOf(".") + 1);
  return {
    span: use.node,
    deprecated: true,
    message: MODULE.test(use.rootPath)
      ? t("`{0}` is gone from mlc_llm: its `MLCEngine` answers requests in OpenAI's form.", name)
      : t("`{0}` went from mlc_llm together with `ChatModule`.", name),
    ...(MODULE.test(use.rootPath) && {
      fix: (at) => {
        const edits = engineEdits(use, at);
        return edits && { title: t("Use `{0}`", "MLCEngine"), applicability: "unsafe", edits };
      },
    }),
  };
}

/** `ChatModule(model=…, model_lib_path=…)` as `MLCEngine(model=…, model_lib=…)`, with its import. */
function engineEdits(use: Use, context: UnitContext): PartEdit[] | null {
  const imported = new Contexts(context.model, context.release)
    .all()
    .flatMap((each) => each.uses.imports.map((found) => ({ found, context: each })))
    .filter(({ found }) => found.boundPath === use.rootPath);
  const edits = imported.flatMap(({ found, context: at }) => {
    const change = importRenaming(found, at.release);
    return change ? (importFix(found, change, at)?.edits ?? []) : [];
  });
  if (edits.length === 0) return null;
  const call = use.node.parent?.kind === "call" && use.node.field === "function" ? use.node.parent : null;
  const keywords = call ? argumentsOf(call).keywords.map((each) => child(each, "name")) : [];
  const library = keywords.find((each) => each && context.text(each) === "model_lib_path");
  return library ? [...edits, context.edit(library, "model_lib")] : edits;
}

interface Method {
  message(): string;
  /** The edits that write it for an engine; null where a person has to. */
  edits?(call: SyntaxNode, attribute: SyntaxNode, context: UnitContext): PartEdit[] | null;
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    "generate",
    {
      message: () =>
        t("An engine is asked with `chat.completions.create(messages=…)`; it keeps no conversation from call to call."),
      edits: generateEdits,
    },
  ],
  [
    "reset_chat",
    {
      message: () =>
        t("An engine keeps no conversation: each call gets its messages. `reset()` drops what is running."),
      edits: (_, attribute, context) => [context.edit(attribute, "reset")],
    },
  ],
  [
    "stats",
    {
      message: () => t("What an engine measured is in `metrics()`."),
      edits: (_, attribute, context) => [context.edit(attribute, "metrics")],
    },
  ],
  [
    "benchmark_generate",
    { message: () => t("An engine measures nothing of its own: `python -m mlc_llm.bench` does.") },
  ],
  ["embed_text", { message: () => t("Embeddings are `mlc_llm serve`'s: `--embedding-model`.") }],
]);

const NAMES = [
  "ChatModule",
  "ChatConfig",
  "ConvConfig",
  "GenerationConfig",
  "StreamToStdout",
  "StreamIterator",
  "DeltaCallback",
];
const IN_TEXT = new RegExp(`${NAMES.join("|")}|\\.[\\s\\\\]*(?:${[...METHODS.keys()].join("|")})[\\s\\\\]*\\(`);

function memberFinding(name: string, node: SyntaxNode, attribute: SyntaxNode, method: Method): Finding {
  const call = node.parent;
  const { edits } = method;
  return {
    span: attribute,
    deprecated: true,
    message: sentences(t("`MLCEngine` has no `{0}`.", name), method.message()),
    ...(edits &&
      call && {
        fix: (at) => {
          const made = edits(call, attribute, at);
          return made && { title: t("Rewrite for `{0}`", "MLCEngine"), applicability: "unsafe", edits: made };
        },
      }),
  };
}

interface Generate {
  readonly prompt: SyntaxNode;
  readonly callback: SyntaxNode | null;
}

/** `generate(prompt=…, progress_callback=StreamToStdout(…))`, where nothing else is asked of it. */
function generateOf(call: SyntaxNode, context: UnitContext): Generate | null {
  const { positional, keywords, spread } = argumentsOf(call);
  if (spread) return null;
  const named = (name: string) => keywords.find((each) => context.text(child(each, "name") ?? each) === name) ?? null;
  const prompt = positional[0] ?? named("prompt");
  const callback = positional[1] ?? named("progress_callback");
  const value = prompt?.kind === "keyword_argument" ? child(prompt, "value") : prompt;
  if (!prompt || !value || /^(?:list|list_comprehension)$/.test(value.kind)) return null;
  if (positional.length + keywords.length !== (callback ? 2 : 1)) return null;
  const streams = callback === null || /(?:^|=\s*)(?:[\w.]*\.)?StreamToStdout\(/.test(context.text(callback));
  return streams ? { prompt, callback } : null;
}

function generateEdits(call: SyntaxNode, attribute: SyntaxNode, context: UnitContext): PartEdit[] | null {
  const parts = generateOf(call, context);
  if (!parts) return null;
  const { prompt, callback } = parts;
  const value = prompt.kind === "keyword_argument" ? (child(prompt, "value") ?? prompt) : prompt;
  // What was printed while it came, and not kept, is printed.
  const prints = callback !== null && call.parent?.kind === "expression_statement";
  const content = ".choices[0].message.content";
  return [
    ...(prints ? [context.edit({ start: call.start, end: call.start }, "print(")] : []),
    context.edit(attribute, "chat.completions.create"),
    context.edit({ start: prompt.start, end: value.start }, 'messages=[{"role": "user", "content": '),
    context.edit({ start: value.end, end: value.end }, "}]"),
    ...(callback ? withoutArgument(callback, context) : []),
    context.edit({ start: call.end, end: call.end }, prints ? `${content})` : content),
    ...(callback ? callbackImports(context) : []),
  ];
}

/** The imports of the callback, where all that reads it is rewritten along. */
function callbackImports(context: UnitContext): PartEdit[] {
  const contexts = new Contexts(context.model, context.release).all();
  const isRewritten = (use: Use, at: UnitContext) => {
    let argument: SyntaxNode | null = use.node;
    while (argument && argument.parent?.kind !== "argument_list") argument = argument.parent;
    // The callback's own argument list is around its name only in `generate`'s.
    const call = argument?.parent?.parent;
    const own = call?.kind === "call" ? generateOf(call, at) : null;
    return own?.callback === argument;
  };
  const reads = contexts.flatMap((at) =>
    at.uses.names.filter((use) => CALLBACK.test(use.rootPath)).map((use) => isRewritten(use, at)),
  );
  if (!reads.every(Boolean)) return [];
  return contexts.flatMap((at) =>
    at.uses.imports
      .filter(
        (use) => use.boundPath !== null && CALLBACK.test(use.boundPath) && !isGuarded(use.statement, at.unit.unit.text),
      )
      .flatMap((use) => withoutImport(use, at)),
  );
}
