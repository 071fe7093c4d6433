import type { Tree } from "web-tree-sitter";

/** What reads the texts that are not plain Python. */
export interface TextParser {
  parse(text: string): Tree | null;
}

/** Thrown where a text has to be parsed and there is no parser yet. */
export class ParserNeeded extends Error {}

/** Stands for a parser until somebody needs one: most files are read without, and to load it costs more than many of them. */
export const noParser: TextParser = {
  parse() {
    throw new ParserNeeded("this text is not read without the parser");
  },
};
