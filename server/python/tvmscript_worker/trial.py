"""A function small enough to try a TVM with: B[i] = A[i] + 1."""

NAME = "add_one"
LENGTH = 8


def add_one(tvm):
    """Made without TVMScript, whose spelling differs between releases."""
    from tvm import te

    source = te.placeholder((LENGTH,), "float32", name="A")
    result = te.compute((LENGTH,), lambda i: source[i] + 1.0, name="B")
    function = te.create_prim_func([source, result]).with_attr("global_symbol", NAME)
    return tvm.IRModule({NAME: function})
