/** No path in a library has so many names; a longer chain is not followed. */
export const MAX_NAMES = 32;

/** Paths in libraries whose names we know anything about. */
export const LIBRARIES = /^(?:tvm|mlc_llm|mlc_chat|tvm_ffi)(?:\.|$)/;
