"""Which TVM this interpreter has. Imports nothing of it: answers in milliseconds and cannot crash."""
import os
import sys

from .. import installed


def answer(params, progress):
    folder = installed.tvm_folder()
    return {
        "python": "%d.%d.%d" % sys.version_info[:3],
        "executable": sys.executable,
        "prefix": sys.prefix,
        "tvm": installed.tvm_version(folder) if folder else None,
        "tvmPath": folder,
        "tvmFfi": installed.ffi_version(),
        "mlcLlm": installed.distribution("mlc-llm") or installed.distribution("mlc-llm-nightly")
        or ("?" if installed.present("mlc_llm") else None),
        # An installation or an upgrade changes one of these.
        "watch": sorted({os.path.dirname(folder), folder} if folder else _site_folders()),
    }


def _site_folders():
    return {entry for entry in sys.path if "site-packages" in entry or "dist-packages" in entry}
