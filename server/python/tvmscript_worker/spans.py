"""The source ranges that TVM itself keeps on its nodes (from 0.26 on; before, there are none)."""


def native(file, text):
    """A function value -> range or None. TVM's lines and columns are one-based, its columns count UTF-8 bytes."""

    def of(value):
        span = _single(getattr(value, "span", None))
        if span is None:
            return None
        name = span.source_name
        if str(getattr(name, "name", name)) != file:
            return None
        if span.line < 1 or (span.line, span.column) == (span.end_line, span.end_column):
            return None
        return text.range(span.line, span.column - 1, span.end_line, span.end_column - 1)

    def guarded(value):
        try:
            return of(value)
        except Exception:
            return None

    return guarded


def _single(span):
    while span is not None and hasattr(span, "spans"):
        inner = list(span.spans)
        span = inner[-1] if inner else None
    return span
