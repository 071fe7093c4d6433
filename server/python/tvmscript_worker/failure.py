"""What goes wrong, as codes. Sentences in the user's language are made by the other side."""


class Failure(Exception):
    """Ends a request.

    kind    one of the kinds of WorkerError in server/src/protocol.ts
    code    names the sentence; ``values`` fill its blanks
    detail  TVM's or Python's own text
    range   where in the source: zero-based lines, UTF-16 characters
    spent   this process can do nothing more, and has to be replaced
    """

    spent = False

    def __init__(self, kind, code, values=(), detail=None, range=None):
        super().__init__(code)
        self.kind = kind
        self.code = code
        self.values = [str(value) for value in values]
        self.detail = detail
        self.range = range

    def as_json(self):
        return {
            "kind": self.kind,
            "code": self.code,
            "values": self.values,
            "detail": self.detail,
            "range": self.range,
            "spent": self.spent,
        }
