import type { TextEdit } from "../position";
import { LINE_FEED, RETURN } from "./characters";
import { LineIndex } from "./lines";
import { type Piece, split } from "./split";
import type { TextParser } from "./text-parser";
import { type PlacedUnit, readUnit, type Unit } from "./unit";

/** What a text is made of, at one version. Plain data: it outlives later edits. */
export interface Syntax {
  readonly text: string;
  readonly lines: LineIndex;
  readonly units: readonly PlacedUnit[];
  /** The text is longer than `MAX_LENGTH` and was not read. */
  readonly tooLong: boolean;
}

/** A longer text is not read: nobody writes it by hand, and what we say of it would come late. */
export const MAX_LENGTH = 16 * 1024 * 1024;

/** Versions after which units that no longer occur are forgotten. Undo and a string left open for a moment find theirs again. */
const GENERATION = 64;

/** A unit as the text spells it: what tells it from others. */
interface Spelled {
  readonly start: number;
  readonly own: string;
  /** White space before it on its first line. */
  readonly indentation: string;
  /** A class without its body. */
  readonly isShell: boolean;
  readonly shells: readonly PlacedUnit[];
}

/** A text that is edited: keeps the units of the versions before, to use them again where the text is the same. */
export class SyntaxDocument {
  private state: Syntax;
  private pieces: readonly Piece[];
  private young = new Map<string, Unit>();
  private old = new Map<string, Unit>();
  private age = 0;
  private isEdited = false;

  constructor(
    private readonly parser: TextParser,
    text: string,
  ) {
    this.pieces = text.length > MAX_LENGTH ? [] : split(text, 0, text.length, 0);
    this.state = this.read(text, new LineIndex(text), (spelled) => this.unitOf(spelled));
  }

  get syntax(): Syntax {
    return this.state;
  }

  /** Applies edits one after the other, each counted in the text that the one before left. */
  edit(edits: readonly TextEdit[]): Syntax {
    if (!this.isEdited) this.rememberUnits();
    let text = this.state.text;
    for (const edit of edits) {
      const after = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
      this.pieces = after.length > MAX_LENGTH ? [] : splitAgain(this.pieces, after, edit);
      text = after;
    }
    if (++this.age % GENERATION === 0) {
      this.old = this.young;
      this.young = new Map();
    }
    const keys = new Keys();
    this.state = this.read(text, new LineIndex(text), (spelled) => this.knownUnit(keys.of(spelled), spelled));
    return this.state;
  }

  /**
   * Applies edits that are in order, do not overlap and count in the text as it is, of a text that hardly changes again: the units
   * around them are taken over by their places, and none are kept for later versions.
   */
  rewrite(edits: readonly TextEdit[]): Syntax {
    const before = this.state;
    let { text } = before;
    for (const edit of joined(edits, text, this.pieces).reverse()) {
      const after = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
      this.pieces = after.length > MAX_LENGTH ? [] : splitAgain(this.pieces, after, edit);
      text = after;
    }
    const places = new Places(before, edits);
    this.isEdited = false;
    this.state = this.read(text, new LineIndex(text), (spelled) => places.unitOf(spelled) ?? this.unitOf(spelled));
    return this.state;
  }

  /** The units of a text that is never edited need not be found again. */
  private rememberUnits(): void {
    this.isEdited = true;
    const { text, lines, units } = this.state;
    const keys = new Keys();
    let at = 0;
    this.read(text, lines, (spelled) => {
      const { unit } = units[at++] as PlacedUnit;
      this.young.set(keys.of(spelled), unit);
      return unit;
    });
  }

  private read(text: string, lines: LineIndex, unitFor: (spelled: Spelled) => Unit): Syntax {
    const units: PlacedUnit[] = [];
    const place = (pieces: readonly Piece[], shells: readonly PlacedUnit[]) => {
      for (const piece of pieces) {
        const own = text.slice(piece.start, piece.body ? piece.body.start : piece.end);
        const before = text.slice(lineStart(text, piece.start), piece.start);
        // Python counts columns anew behind a form feed.
        const indentation = before.slice(before.lastIndexOf("\f") + 1);
        const placed = {
          unit: unitFor({ start: piece.start, own, indentation, isShell: piece.body !== null, shells }),
          start: piece.start,
          end: piece.end,
          shells,
        };
        units.push(placed);
        if (piece.body) place(piece.body.pieces, [...shells, placed]);
      }
    };
    place(this.pieces, []);
    return { text, lines, units, tooLong: text.length > MAX_LENGTH };
  }

  private knownUnit(key: string, spelled: Spelled): Unit {
    let unit = this.young.get(key);
    if (!unit) {
      unit = this.old.get(key) ?? this.unitOf(spelled);
      this.young.set(key, unit);
    }
    return unit;
  }

  private unitOf({ own, indentation, isShell }: Spelled): Unit {
    return readUnit(this.parser, own, indentation, isShell);
  }
}

/** By what the units of one version are found again in another one. */
class Keys {
  private readonly met = new Map<string, number>();

  of({ own, indentation, isShell, shells }: Spelled): string {
    // The same method in two classes is two units: what is known of `self` differs.
    const same = `${shells.map((shell) => shell.unit.text).join("")}${isShell ? "class" : ""}${indentation}${own}`;
    // So is one text at two places of a version: what its names mean depends on what stands above.
    const times = this.met.get(same) ?? 0;
    this.met.set(same, times + 1);
    return times === 0 ? same : `${same}\0${times}`;
  }
}

/** Where the units of a version are in the next one. Asked in the order of places. */
class Places {
  private readonly units = new Map<number, PlacedUnit>();
  private at = 0;
  private shift = 0;

  constructor(
    private readonly before: Syntax,
    private readonly edits: readonly TextEdit[],
  ) {
    for (const unit of before.units) this.units.set(unit.start, unit);
  }

  /** The unit that stood there, if it is the same one. */
  unitOf({ start, own, indentation, isShell, shells }: Spelled): Unit | null {
    for (let edit = this.edits[this.at]; edit; edit = this.edits[++this.at]) {
      if (edit.start + this.shift + edit.newText.length > start) break;
      this.shift += edit.newText.length - (edit.end - edit.start);
    }
    const placed = this.units.get(start - this.shift);
    if (placed?.unit.text !== own || placed.unit.shell !== isShell || placed.shells.length !== shells.length)
      return null;
    if (!shells.every(({ unit }, i) => unit === placed.shells[i]?.unit)) return null;
    const { text } = this.before;
    return text.slice(lineStart(text, placed.start), placed.start) === indentation ? placed.unit : null;
  }
}

/**
 * The pieces after one edit. A piece depends on the text from its start on and on nothing before it, so the work starts one
 * piece before the edit (the edit may glue its line to that piece) and ends where an old start of a piece is met again.
 */
function splitAgain(before: readonly Piece[], after: string, edit: TextEdit): readonly Piece[] {
  const shift = edit.newText.length - (edit.end - edit.start);
  let kept = before.findIndex((piece) => piece.end >= edit.start);
  kept = Math.max(0, (kept < 0 ? before.length : kept) - 1);
  const starts = new Map<number, number>();
  for (let i = kept; i < before.length; i++) {
    const { start } = before[i] as Piece;
    if (start > edit.end) starts.set(start + shift, i);
  }
  let met = before.length;
  const from = kept === 0 ? 0 : lineStart(after, (before[kept] as Piece).start);
  const made = split(after, from, after.length, 0, (start) => {
    const index = starts.get(start);
    if (index === undefined || start <= edit.start + edit.newText.length) return false;
    met = index;
    return true;
  });
  const rest = before.slice(met);
  return [...before.slice(0, kept), ...made, ...(shift === 0 ? rest : rest.map((piece) => moved(piece, shift)))];
}

/** One edit for each piece that is edited, so that none is cut again for each of its edits. */
function joined(edits: readonly TextEdit[], text: string, pieces: readonly Piece[]): TextEdit[] {
  const found: TextEdit[] = [];
  let at = 0;
  for (const edit of edits) {
    const last = found.at(-1);
    const piece = pieces[at];
    if (last && piece && edit.end <= piece.end) {
      const newText = last.newText + text.slice(last.end, edit.start) + edit.newText;
      found[found.length - 1] = { start: last.start, end: edit.end, newText };
      continue;
    }
    while (at < pieces.length && (pieces[at] as Piece).end < edit.end) at++;
    found.push(edit);
  }
  return found;
}

function lineStart(text: string, at: number): number {
  let start = at;
  for (; start > 0; start--) {
    const before = text.charCodeAt(start - 1);
    if (before === LINE_FEED || before === RETURN) break;
  }
  return start;
}

function moved(piece: Piece, by: number): Piece {
  const body = piece.body && { start: piece.body.start + by, pieces: piece.body.pieces.map((each) => moved(each, by)) };
  return { start: piece.start + by, end: piece.end + by, body };
}
