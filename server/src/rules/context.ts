import type { Release } from "../api/releases";
import type { Span } from "../position";
import type { Answers } from "../relax/answers";
import type { Model } from "../semantic/model";
import type { Uses } from "../semantic/uses";
import type { SyntaxNode } from "../syntax/node";
import type { PlacedUnit } from "../syntax/unit";
import type { Reading } from "../tir/lower";
import { knownReadings, readingsOf } from "./definitions";
import type { PartEdit, UnitContext } from "./rule";

/** The contexts of a model's units, each made when it is first asked for. */
export class Contexts {
  private readonly made = new Map<PlacedUnit, UnitContext>();

  constructor(
    readonly model: Model,
    readonly release: Release,
    /** Keep what units are lowered to, for versions of the document that hold the same ones. */
    private readonly remember = false,
    /** What the code was written for, where somebody said so. */
    readonly from: Release | null = null,
    private readonly answers: Answers | undefined = undefined,
  ) {}

  of(unit: PlacedUnit): UnitContext {
    let context = this.made.get(unit);
    if (!context) {
      context = new LazyContext(this.model, unit, this.release, this.from, this.remember, this.answers);
      this.made.set(unit, context);
    }
    return context;
  }

  /**
   * Lets go of all that was made for a unit which nobody will ask about again. What is kept until a large file is done outlives the
   * collector's young space, and is copied twice for nothing.
   */
  forget(unit: PlacedUnit): void {
    this.made.delete(unit);
    this.model.forget(unit);
  }

  all(): UnitContext[] {
    return this.model.units.map((unit) => this.of(unit));
  }
}

class LazyContext implements UnitContext {
  private lowered: readonly Reading[] | undefined;

  constructor(
    readonly model: Model,
    readonly unit: PlacedUnit,
    readonly release: Release,
    readonly from: Release | null,
    private readonly remember: boolean,
    private readonly answers: Answers | undefined,
  ) {}

  get uses(): Uses {
    return this.model.uses(this.unit);
  }

  get definitions(): readonly Reading[] {
    this.lowered ??= (this.remember ? knownReadings : readingsOf)(this.unit, this.model, this.release, this.answers);
    return this.lowered;
  }

  text(node: Span): string {
    return this.unit.unit.text.slice(node.start, node.end);
  }

  path(node: SyntaxNode): string | null {
    return this.model.evaluator.path({ node, unit: this.unit });
  }

  edit(span: Span, newText: string): PartEdit {
    const { start } = this.unit;
    const part = this.model.partOf(this.unit);
    const isOfWindows = newText.includes("\n") && part.syntax.text.includes("\r\n");
    const written = isOfWindows ? newText.replace(/\r?\n/g, "\r\n") : newText;
    return { part, start: start + span.start, end: start + span.end, newText: written };
  }
}
