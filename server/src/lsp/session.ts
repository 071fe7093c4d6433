import { setTimeout as delay } from "node:timers/promises";
import type { ClientCapabilities, Connection } from "vscode-languageserver/node";
import type { Parser } from "web-tree-sitter";
import { newestRelease, type Release, releaseOf } from "../api/releases";
import type { Folders } from "../folders";
import { isChinese, t } from "../l10n";
import type { Failure, InitializationOptions, StatusParams, WorkerError } from "../protocol";
import { notifications } from "../protocol";
import { Answers } from "../relax/answers";
import { check, type Diagnostic, type RuleSettings } from "../rules/engine";
import { Engine } from "../tvm/engine";
import { findInterpreter, type Interpreter } from "../tvm/interpreter";
import { Documents, type OpenDocument } from "./documents";

/** The settings that the server reads, under `tvmscript.`. */
export interface Settings {
  readonly targetVersion: string;
  readonly interpreterPath: string | null;
  readonly rules: RuleSettings;
  readonly codeLens: boolean;
  /** Whether pages and scripts of a shell are looked at, too. */
  readonly markdown: boolean;
  /** Whether the user's TVM may be asked, while code is typed, what types operators give. */
  readonly askTypes: boolean;
}

/** How long the first diagnostics wait for the interpreter to say which TVM it has. */
const FIRST_ANSWER_MS = 1500;

const DEFAULTS: Settings = {
  targetVersion: "auto",
  interpreterPath: null,
  rules: {},
  codeLens: true,
  markdown: true,
  askTypes: false,
};

/**
 * What lasts as long as the connection: open documents, settings, the release that diagnostics are for, the user's TVM.
 * Handlers (one file each in this folder) read it; only this class changes it.
 */
export class Session {
  readonly documents = new Documents();
  settings: Settings = DEFAULTS;
  release: Release = newestRelease();
  trusted = true;
  /** Pages are shown in 简体中文 where messages are. */
  chinese = false;
  /** Whether the client asks for an action's edit once the action is chosen. */
  resolvesEdits = false;
  private chosen: string | null = null;
  private interpreter: Interpreter | null = null;
  private interpreterError: WorkerError | undefined;
  private running: Engine | null = null;
  private asked: string | null | undefined;
  private readonly scheduled = new Set<OpenDocument>();
  private settled = false;
  /** The release of the interpreter's TVM. */
  private installed: Release | null = null;
  /** What TVM has said of types. What is asked is no code of the user's, so it holds for the release. */
  private readonly told = new Map<Release, Answers>();
  private asking = false;

  constructor(
    readonly connection: Connection,
    readonly parser: Parser,
    readonly folders: Folders,
  ) {}

  start(options: InitializationOptions, { textDocument }: ClientCapabilities): void {
    this.resolvesEdits = textDocument?.codeAction?.resolveSupport?.properties.includes("edit") ?? false;
    this.trusted = options.trusted ?? true;
    this.chosen = options.interpreter ?? null;
    this.chinese = isChinese(options.locale);
  }

  /** Reads the settings anew and answers to what changed in them. */
  async configure(read: () => Promise<unknown>): Promise<void> {
    this.settings = settingsFrom(await read().catch(() => null));
    // Diagnostics for a release that is not the user's would be wrong ones: the first wait until it is known, within reason.
    await Promise.race([this.decideRelease(), delay(FIRST_ANSWER_MS, undefined, { ref: false })]);
    this.settled = true;
    this.scheduleAll();
  }

  async setTrust(trusted: boolean): Promise<void> {
    this.trusted = trusted;
    await this.decideRelease();
  }

  async setInterpreter(chosen: string | null): Promise<void> {
    this.chosen = chosen;
    await this.decideRelease();
  }

  /** The user's TVM; null in a workspace that is not trusted, where nothing of the user's may be started. */
  engine(): Engine | null {
    if (!this.trusted) return null;
    this.running ??= new Engine({
      interpreter: this.interpreter,
      problem: this.interpreterError,
      workerDir: this.folders.worker,
    });
    return this.running;
  }

  /** What a request needs that has the user's TVM work on an open document; or why it cannot. */
  ready(uri: string): { readonly ok: true; readonly document: OpenDocument; readonly engine: Engine } | Failure {
    const document = this.documents.find(uri);
    const engine = this.engine();
    if (!engine) return { ok: false, error: this.untrusted() };
    const message = t("The file is not open: open it and try again.");
    return document ? { ok: true, document, engine } : { ok: false, error: { kind: "not-found", message } };
  }

  /** What is said where `engine` gives none. */
  untrusted(): WorkerError {
    const message = t("This folder is not trusted, so nothing in it is run. Trust it to compile and run its code.");
    return { kind: "untrusted", message };
  }

  /** Findings of a document at its present version. */
  findings(document: OpenDocument): readonly Diagnostic[] {
    const { release, answers } = this;
    if (!this.reads(document)) return [];
    return check(document.model(), { release, rules: this.settings.rules, remember: true, answers });
  }

  /** Whether the user wants such a document looked at. */
  reads({ kind }: OpenDocument): boolean {
    return this.settings.markdown || kind === "file" || kind === "notebook";
  }

  /** Where the user lets TVM be asked, and it is of the release that diagnostics are for. */
  private get answers(): Answers | undefined {
    if (!this.settings.askTypes || !this.trusted || this.installed !== this.release) return undefined;
    let known = this.told.get(this.release);
    if (!known) {
      known = new Answers();
      this.told.set(this.release, known);
    }
    return known;
  }

  /** Asks what the last check wanted to know; what is learnt is checked with once more. Nobody waits for it. */
  private async askTypes(): Promise<void> {
    const { answers } = this;
    const engine = this.engine();
    if (!answers || !engine || this.asking) return;
    const questions = answers.take();
    if (questions.length === 0) return;
    this.asking = true;
    const before = answers.version;
    try {
      const result = await engine.relaxTypes(questions);
      // What was cut short may be asked again; what TVM fails at is not: an error is told where the user asks for something.
      if (!result.ok && result.error.kind === "cancelled") return;
      questions.forEach((each, i) => {
        answers.learn(each, (result.ok && result.types[i]) || null);
      });
    } finally {
      this.asking = false;
    }
    if (answers.version !== before) this.scheduleAll();
    else this.askTypes().catch((error) => this.connection.console.error(String(error)));
  }

  /** Has a document's diagnostics sent once the messages that are waiting have been read. */
  schedule(document: OpenDocument): void {
    if (this.scheduled.has(document) || !this.settled) return;
    this.scheduled.add(document);
    setImmediate(() => {
      this.scheduled.delete(document);
      this.publish(document);
      this.askTypes().catch((error) => this.connection.console.error(String(error)));
    });
  }

  /** What sends a document's diagnostics; set once, by `diagnostics.ts`. */
  publish: (document: OpenDocument) => void = () => {};

  dispose(): void {
    this.running?.dispose();
    this.running = null;
  }

  private async decideRelease(): Promise<void> {
    const wish = this.settings.targetVersion;
    const fixed = wish === "auto" ? null : releaseOf(wish);
    // A release that the user chose needs no interpreter: nobody waits for one.
    if (fixed) this.aim(fixed.release);
    await this.findTvm();
    const probe = this.trusted && this.interpreter ? await this.probe() : null;
    const found = probe ? releaseOf(probe) : null;
    this.installed = found && !found.newer ? found.release : null;
    const release = fixed?.release ?? found?.release ?? newestRelease();
    this.aim(release);
    const status: StatusParams = {
      tvm: release,
      source: fixed ? "setting" : found ? "interpreter" : "default",
      interpreter: this.interpreter?.path ?? null,
      ...(this.interpreterError && { problem: this.interpreterError.message }),
    };
    void this.connection.sendNotification(notifications.status, status);
  }

  /** From now on diagnostics are for this release. */
  private aim(release: Release): void {
    const changed = release !== this.release || !this.settled;
    this.release = release;
    this.settled = true;
    if (changed) this.scheduleAll();
  }

  private scheduleAll(): void {
    for (const document of this.documents.all()) this.schedule(document);
  }

  /** Looks for the interpreter again where what was asked for is not what it was. */
  private async findTvm(): Promise<void> {
    const wanted = this.chosen ?? this.settings.interpreterPath;
    if (wanted === this.asked || !this.trusted) return;
    this.asked = wanted;
    const found = await findInterpreter(wanted);
    this.interpreter = found.ok ? found.interpreter : null;
    this.interpreterError = found.ok ? undefined : found.error;
    this.running?.dispose();
    this.running = null;
    this.told.clear();
  }

  /** The TVM version that the interpreter has, without importing it; null where there is none. */
  private async probe(): Promise<string | null> {
    const probe = await this.engine()?.probe();
    if (!probe) return null;
    this.interpreterError = probe.ok ? undefined : probe.error;
    return probe.ok ? probe.tvm : null;
  }
}

function settingsFrom(value: unknown): Settings {
  if (typeof value !== "object" || value === null) return DEFAULTS;
  const read = value as {
    targetVersion?: unknown;
    interpreter?: { path?: unknown };
    rules?: unknown;
    codeLens?: { enabled?: unknown };
    markdown?: { enabled?: unknown };
    relaxTypes?: { askTvm?: unknown };
  };
  return {
    targetVersion: typeof read.targetVersion === "string" ? read.targetVersion : "auto",
    interpreterPath:
      typeof read.interpreter?.path === "string" && read.interpreter.path !== "" ? read.interpreter.path : null,
    rules: typeof read.rules === "object" && read.rules !== null ? (read.rules as RuleSettings) : {},
    codeLens: read.codeLens?.enabled !== false,
    markdown: read.markdown?.enabled !== false,
    askTypes: read.relaxTypes?.askTvm === true,
  };
}
