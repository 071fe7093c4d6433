/** Where web-tree-sitter's memory has what the reader of trees takes from there, in bytes; bits of `FLAGS`. */
export const SUBTREE = 8;
export const VISIBLE = 1;
export const NAMED = 2;
export const EXTRA = 4;
export const MISSING = 8;

/** Offsets in `SubtreeHeapData`. */
export const PADDING = 4;
export const SIZE = 16;
export const CHILD_COUNT = 36;
export const SYMBOL = 40;
export const FLAGS = 44;
export const PRODUCTION_ID = 66;

/** Offsets in `TSLanguage`. */
export const SYMBOL_COUNT = 4;
export const ALIAS_COUNT = 8;
export const PRODUCTION_COUNT = 28;
export const MAX_ALIAS_LENGTH = 36;
export const FIELD_MAP_SLICES = 64;
export const FIELD_MAP_ENTRIES = 68;
export const SYMBOL_METADATA = 72;
export const PUBLIC_SYMBOLS = 76;
export const ALIAS_SEQUENCES = 84;
