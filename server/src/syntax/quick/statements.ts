import type { Building } from "../building";
import type { Comment } from "./lexer";
import { inField, node } from "./nodes";
import { SimpleStatementReader } from "./simple-statements";
import * as token from "./tokens";

/** Blocks in blocks. */
const DEEPEST = 60;

/** All statements. */
export class StatementReader extends SimpleStatementReader {
  /** Columns of the line that comes next. */
  private columns = 0;
  /** Where the last statement's line, or block, ended. */
  private ended = 0;
  /** How many of the comments are in a block that has ended. */
  private settled = 0;
  private blocks = 0;

  /**
   * All of the text's statements.
   * @param columns white space before the text on its first line
   */
  protected statements(columns: number): Building[] {
    this.next();
    this.columns = columns;
    const all: Building[] = [];
    while (this.kind !== token.END) {
      if (this.columns !== columns) this.fail();
      this.statement(all);
    }
    return all;
  }

  private statement(into: Building[]): void {
    switch (this.kind) {
      case token.IF:
        into.push(this.ifStatement());
        break;
      case token.FOR:
        into.push(this.forStatement());
        break;
      case token.WHILE:
        into.push(this.whileStatement());
        break;
      case token.WITH:
        into.push(this.withStatement());
        break;
      case token.TRY:
        into.push(this.tryStatement());
        break;
      case token.DEF:
        into.push(this.functionDefinition());
        break;
      case token.CLASS:
        into.push(this.classDefinition());
        break;
      case token.AT:
        into.push(this.decorated());
        break;
      case token.ASYNC:
        into.push(this.asynchronous());
        break;
      default:
        this.line(into);
    }
  }

  /** The word is no node: what it stands before begins with it. */
  private asynchronous(): Building {
    const { start } = this;
    this.next();
    const made =
      this.kind === token.DEF
        ? this.functionDefinition()
        : this.kind === token.FOR
          ? this.forStatement()
          : this.kind === token.WITH
            ? this.withStatement()
            : this.fail();
    made.start = start;
    return made;
  }

  /** Simple statements up to the end of the line. */
  private line(into: Building[]): void {
    for (;;) {
      into.push(this.simple());
      if (this.kind !== token.SEMICOLON) break;
      this.next();
      if (this.kind === token.NEWLINE || this.kind === token.END) break;
    }
    this.endLine();
  }

  private endLine(): void {
    if (this.kind !== token.NEWLINE && this.kind !== token.END) this.fail();
    this.ended = this.stop;
    this.settled = this.comments.length;
    this.columns = this.kind === token.END ? 0 : this.beginLine();
  }

  private block(field: string | null): Building {
    this.expect(token.COLON);
    if (++this.blocks > DEEPEST) this.fail();
    const statements: Building[] = [];
    if (this.kind !== token.NEWLINE) {
      this.line(statements);
    } else {
      const around = this.columns;
      this.columns = this.beginLine();
      this.settled = this.comments.length;
      const { columns } = this;
      if (this.kind === token.END || columns <= around) this.fail();
      this.statement(statements);
      while (this.columns === columns && this.kind !== token.END) this.statement(statements);
      if (this.columns > columns) this.fail();
      this.takeComments(columns);
    }
    this.blocks--;
    const made = node("block", (statements[0] as Building).start, this.ended, statements);
    made.field = field;
    return made;
  }

  /** Comments behind a block's last statement are its own up to the first that stands before its columns. */
  private takeComments(columns: number): void {
    for (; this.settled < this.comments.length; this.settled++) {
      const comment = this.comments[this.settled] as Comment;
      if (comment.indentation < columns) return;
      this.ended = comment.end;
    }
  }

  private ifStatement(): Building {
    const { start } = this;
    this.next();
    const condition = inField("condition", this.expression());
    const columns = this.columns;
    const children = [condition, this.block("consequence")];
    while (this.kind === token.ELIF && this.columns === columns) {
      const from = this.start;
      this.next();
      const clause = [inField("condition", this.expression()), this.block("consequence")];
      children.push(inField("alternative", node("elif_clause", from, this.ended, clause)));
    }
    this.otherwise(children, columns, "alternative");
    return node("if_statement", start, this.ended, children);
  }

  private otherwise(children: Building[], columns: number, field: string | null): void {
    if (this.kind !== token.ELSE || this.columns !== columns) return;
    const { start } = this;
    this.next();
    const body = this.block("body");
    const made = node("else_clause", start, body.end, [body]);
    made.field = field;
    children.push(made);
  }

  private forStatement(): Building {
    const { start, columns } = this;
    this.next();
    const left = inField("left", this.targets());
    this.expect(token.IN);
    const right = inField("right", this.expressions());
    const children = [left, right, this.block("body")];
    this.otherwise(children, columns, "alternative");
    return node("for_statement", start, this.ended, children);
  }

  private whileStatement(): Building {
    const { start, columns } = this;
    this.next();
    const condition = inField("condition", this.expression());
    const children = [condition, this.block("body")];
    this.otherwise(children, columns, "alternative");
    return node("while_statement", start, this.ended, children);
  }

  private withStatement(): Building {
    const { start } = this;
    this.next();
    const children = [this.withClause(), this.block("body")];
    return node("with_statement", start, this.ended, children);
  }

  private withClause(): Building {
    if (this.kind !== token.LEFT_PAREN) return this.withItems();
    return this.either(
      () => {
        const clause = this.withItems();
        const isTuple = clause.children.some((item) => item.children[0]?.kind === "tuple");
        return isTuple || this.kind !== token.COLON ? this.fail() : clause;
      },
      () => this.itemsInParentheses(),
    );
  }

  private itemsInParentheses(): Building {
    const { start } = this;
    this.next();
    const items = [this.withItem()];
    // A single one in parentheses is an expression.
    if (this.kind !== token.COMMA) this.fail();
    while (this.kind === token.COMMA) {
      this.next();
      if (this.kind === token.RIGHT_PAREN) break;
      items.push(this.withItem());
    }
    const { stop } = this;
    this.expect(token.RIGHT_PAREN);
    return node("with_clause", start, stop, items);
  }

  private withItems(): Building {
    const items = [this.withItem()];
    while (this.kind === token.COMMA) {
      this.next();
      items.push(this.withItem());
    }
    const [first, last] = [items[0] as Building, items[items.length - 1] as Building];
    return node("with_clause", first.start, last.end, items);
  }

  private withItem(): Building {
    const expression = this.expression();
    const value = this.kind === token.AS ? this.named(expression, this.primaryAfterAs()) : expression;
    return node("with_item", value.start, value.end, [inField("value", value)]);
  }

  private primaryAfterAs(): Building {
    this.next();
    return this.primary();
  }

  private named(expression: Building, target: Building): Building {
    const alias = inField("alias", node("as_pattern_target", target.start, target.end, [target]));
    return node("as_pattern", expression.start, alias.end, [expression, alias]);
  }

  private tryStatement(): Building {
    const { start, columns } = this;
    this.next();
    const children = [this.block("body")];
    while (this.kind === token.EXCEPT && this.columns === columns) children.push(this.exceptClause());
    const handlers = children.length - 1;
    if (handlers > 0) this.otherwise(children, columns, null);
    if (this.kind === token.FINALLY && this.columns === columns) {
      const from = this.start;
      this.next();
      const block = this.block(null);
      children.push(node("finally_clause", from, block.end, [block]));
    } else if (handlers === 0) this.fail();
    return node("try_statement", start, this.ended, children);
  }

  private exceptClause(): Building {
    const { start } = this;
    this.next();
    const children: Building[] = [];
    if (this.kind !== token.COLON) {
      const expression = this.expression();
      const value = this.kind === token.AS ? this.named(expression, this.nameAfterAs()) : expression;
      children.push(inField("value", value));
    }
    children.push(this.block(null));
    return node("except_clause", start, this.ended, children);
  }

  private nameAfterAs(): Building {
    this.next();
    return this.name();
  }

  private functionDefinition(): Building {
    const { start } = this;
    this.next();
    const children = [inField("name", this.name()), inField("parameters", this.parameters())];
    if (this.kind === token.ARROW) {
      this.next();
      children.push(inField("return_type", this.type()));
    }
    children.push(this.block("body"));
    return node("function_definition", start, this.ended, children);
  }

  private parameters(): Building {
    const { start } = this;
    this.expect(token.LEFT_PAREN);
    const all: Building[] = [];
    while (this.kind !== token.RIGHT_PAREN) {
      all.push(this.parameter());
      if (this.kind !== token.COMMA) break;
      this.next();
    }
    const { stop } = this;
    this.expect(token.RIGHT_PAREN);
    return node("parameters", start, stop, all);
  }

  private parameter(): Building {
    const name = this.starredParameter() ?? this.name();
    const isPlain = name.kind === "identifier";
    if (this.kind === token.COLON && name.children.length === (isPlain ? 0 : 1)) {
      this.next();
      const type = inField("type", this.type());
      if (this.kind !== token.ASSIGN) return node("typed_parameter", name.start, type.end, [name, type]);
      if (!isPlain) this.fail();
      this.next();
      const value = inField("value", this.expression());
      return node("typed_default_parameter", name.start, value.end, [inField("name", name), type, value]);
    }
    if (!isPlain || this.kind !== token.ASSIGN) return name;
    this.next();
    return this.withDefault(name, this.expression());
  }

  private classDefinition(): Building {
    const { start } = this;
    this.next();
    const children = [inField("name", this.name())];
    if (this.kind === token.LEFT_PAREN) children.push(inField("superclasses", this.arguments()));
    if (children[1]?.kind === "generator_expression") this.fail();
    children.push(this.block("body"));
    return node("class_definition", start, this.ended, children);
  }

  private decorated(): Building {
    const { start, columns } = this;
    const children: Building[] = [];
    while (this.kind === token.AT && this.columns === columns) {
      const from = this.start;
      this.next();
      const expression = this.expression();
      this.endLine();
      children.push(node("decorator", from, this.ended, [expression]));
    }
    if (this.columns !== columns) this.fail();
    if (this.kind === token.DEF) children.push(inField("definition", this.functionDefinition()));
    else if (this.kind === token.ASYNC) children.push(inField("definition", this.asynchronous()));
    else if (this.kind === token.CLASS) children.push(inField("definition", this.classDefinition()));
    else this.fail();
    return node("decorated_definition", start, this.ended, children);
  }
}
