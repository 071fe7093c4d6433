/** Paths in libraries whose names we know anything about. */
export const LIBRARIES = /^(?:tvm|mlc_llm|mlc_chat|tvm_ffi)(?:\.|$)/;
