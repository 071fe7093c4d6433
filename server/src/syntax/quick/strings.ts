import type { Building } from "../building";
import { Lexer } from "./lexer";
import { inField, NONE, node } from "./nodes";
import * as token from "./tokens";

/** Deeper than anybody writes: what is nested further is for a parser that needs no stack. */
const DEEPEST = 150;

/** Tokens as nodes, and strings with the expressions in them. */
export abstract class StringReader extends Lexer {
  private level = 0;

  /** One expression; no tuple without parentheses. */
  protected abstract expression(): Building;

  /** Something inside something of its kind. */
  protected enter(): void {
    if (++this.level > DEEPEST) this.fail();
  }

  protected leave(): void {
    this.level--;
  }

  protected override either<T>(first: () => T, second: () => T): T {
    const { level } = this;
    return super.either(first, () => {
      this.level = level;
      return second();
    });
  }

  /** The token that comes next as a node of its own. */
  protected leaf(kind: string): Building {
    const { start, stop } = this;
    this.next();
    return node(kind, start, stop, NONE);
  }

  protected expect(kind: number): void {
    if (this.kind !== kind) this.fail();
    this.next();
  }

  protected name(): Building {
    if (this.kind !== token.NAME) this.fail();
    return this.leaf("identifier");
  }

  protected operatorLeaf(field: string): Building {
    return inField(field, this.leaf(token.TEXTS[this.kind] as string));
  }

  protected strings(): Building {
    const first = this.oneString();
    if (this.kind !== token.STRING && this.kind !== token.FORMAT) return first;
    const all = [first];
    while (this.kind === token.STRING || this.kind === token.FORMAT) all.push(this.oneString());
    return node("concatenated_string", first.start, (all[all.length - 1] as Building).end, all);
  }

  private oneString(): Building {
    if (this.kind === token.STRING) return this.leaf("string");
    const { start, text } = this;
    const quote = start + text.slice(start, start + 3).search(/["']/);
    const closing = text.slice(quote, quote + this.quoteSize(quote));
    const children: Building[] = [];
    let end = -this.stop;
    let at = this.stop;
    for (;;) {
      children.push(this.interpolation("interpolation", at));
      end = this.stringEnd(this.at, closing, true);
      if (end >= 0) break;
      at = -end;
    }
    if (closing.length === 1 && text.slice(start, end).includes("\n")) this.fail();
    this.at = end;
    this.stop = end;
    this.next();
    return node("string", start, end, children);
  }

  /** Ends with the lexer right behind the closing brace. */
  private interpolation(kind: string, from: number): Building {
    const comments = this.comments.length;
    this.enter();
    this.at = from;
    this.next();
    this.next();
    const children = [inField("expression", this.expression())];
    if (this.kind === token.ASSIGN) this.next();
    if (this.kind === token.CONVERSION) children.push(inField("type_conversion", this.leaf("type_conversion")));
    if (this.kind === token.COLON) children.push(this.format());
    if (this.kind !== token.RIGHT_BRACE || this.comments.length > comments) this.fail();
    this.leave();
    return node(kind, from, this.stop, children);
  }

  private format(): Building {
    const { start, text } = this;
    const children: Building[] = [];
    let at = this.stop;
    if (/^\s+[{}]/.test(text.slice(at, at + 2))) this.fail();
    for (;;) {
      const character = text.charAt(at);
      if (character === "{") {
        children.push(this.interpolation("format_expression", at));
        ({ at } = this);
      } else if (character === "}") break;
      else if (character === "" || /["'\n\r\\]/.test(character)) this.fail();
      else at++;
    }
    this.at = at;
    this.next();
    return inField("format_specifier", node("format_specifier", start, at, children.length > 0 ? children : NONE));
  }
}
