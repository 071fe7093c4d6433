"""Where Python itself says that something failed."""


def of_syntax_error(text, error):
    line = error.lineno or 1
    start = text.position_of_character(line, (error.offset or 1) - 1)
    end_line, end_offset = getattr(error, "end_lineno", None), getattr(error, "end_offset", None)
    if end_line and end_offset and (end_line, end_offset) > (line, error.offset or 1):
        return {"start": start, "end": text.position_of_character(end_line, end_offset - 1)}
    end = text.line_range(line)["end"]
    return {"start": start, "end": end if end["character"] > start["character"] else start}


def of_frame(text, step):
    """Columns are known since Python 3.11."""
    code = step.tb_frame.f_code
    if hasattr(code, "co_positions"):
        places = list(code.co_positions())
        number = step.tb_lasti // 2
        if number < len(places) and None not in places[number]:
            line, end_line, byte, end_byte = places[number]
            return text.range(line, byte, end_line, end_byte)
    return text.line_range(step.tb_lineno)
