"""Positions. Python and TVM count UTF-8 bytes in a line, the editor counts UTF-16 units."""
import re

_LINE_END = re.compile("\r\n|\r|\n")  # not str.splitlines: it also splits at form feeds and U+2028


class Text:
    """The text of one file; lines are one-based here, as Python counts them."""

    def __init__(self, text):
        self._mark = text.startswith("\ufeff")
        self.plain = text[1:] if self._mark else text
        self.rows = _LINE_END.split(self.plain)

    def lines(self):
        """As linecache wants them."""
        return [row + "\n" for row in self.rows]

    def position(self, line, byte):
        """One-based line, zero-based column in UTF-8 bytes."""
        row = self._row(line)
        before = row.encode("utf-8", "surrogatepass")[: max(0, byte)].decode("utf-8", "ignore")
        return self._at(line, before)

    def position_of_character(self, line, character):
        """One-based line, zero-based column in code points."""
        return self._at(line, self._row(line)[: max(0, character)])

    def range(self, line, byte, end_line, end_byte):
        return {"start": self.position(line, byte), "end": self.position(end_line, end_byte)}

    def line_range(self, line):
        """A line without its indentation."""
        row = self._row(line)
        indent = row[: len(row) - len(row.lstrip())]
        return {"start": self._at(line, indent), "end": self._at(line, row.rstrip() or row)}

    def _row(self, line):
        return self.rows[line - 1] if 1 <= line <= len(self.rows) else ""

    def _at(self, line, before):
        line = min(max(line, 1), len(self.rows))
        units = len(before.encode("utf-16-le", "surrogatepass")) // 2
        return {"line": line - 1, "character": units + (1 if self._mark and line == 1 else 0)}
