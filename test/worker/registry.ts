/** Python that has `list_global_func_names`, wherever a release keeps it, and `importlib`. */
export const REGISTRY = `
import importlib
for module in ("tvm_ffi.registry", "tvm.ffi.registry", "tvm._ffi.registry"):
    try:
        list_global_func_names = importlib.import_module(module).list_global_func_names
        break
    except ImportError:
        pass
`;
