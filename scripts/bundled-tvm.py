"""Takes the TVM out of another project's wheel and makes it importable in a virtual environment.

    python bundled-tvm.py WHEELS ENVIRONMENT SOURCES LIBRARIES

WHEELS is the folder with the one wheel; SOURCES and LIBRARIES are folders inside the wheel: the Python package `tvm`
lies in the first, libtvm.so in the second.
"""

import pathlib
import subprocess
import sys
import sysconfig
import zipfile

# What the environment does before a program's own first import: it is told where the libraries are, and what they are
# linked with is loaded, so that neither has to be in the caller's environment.
LOADER = '''\
import ctypes, glob, os

os.environ.setdefault("TVM_LIBRARY_PATH", {libraries!r})
for library in [*glob.glob({cuda!r}), {driver!r}]:
    try:
        ctypes.CDLL(library, ctypes.RTLD_GLOBAL)
    except OSError:
        pass
'''


def main(wheels: str, environment: str, sources: str, libraries: str) -> None:
    home = pathlib.Path(environment).resolve() / "bundle"
    [wheel] = pathlib.Path(wheels).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        wanted = [name for name in archive.namelist() if name.startswith((f"{sources}/", f"{libraries}/"))]
        archive.extractall(home, wanted)
    driver = make_driver(home, sorted((home / libraries).glob("libtvm*.so")))
    packages = pathlib.Path(sysconfig.get_path("purelib"))
    cuda = packages / "nvidia" / "cuda_*" / "lib" / "lib*.so.12"
    loader = LOADER.format(libraries=str(home / libraries), cuda=str(cuda), driver=str(driver))
    (packages / "_bundled_tvm.py").write_text(loader, encoding="utf-8")
    (packages / "bundled_tvm.pth").write_text(f"{home / sources}\nimport _bundled_tvm\n", encoding="utf-8")


def make_driver(home: pathlib.Path, libraries: list[pathlib.Path]) -> pathlib.Path:
    """A stand-in for the CUDA driver that the libraries are linked with: every call answers 100, "no device"."""
    functions = {name for library in libraries for name in undefined(library) if is_driver_call(name)}
    source, driver = home / "no_cuda_driver.c", home / "libcuda.so.1"
    source.write_text("".join(f"int {name}(void) {{ return 100; }}\n" for name in sorted(functions)), encoding="utf-8")
    link = ["cc", "-shared", "-fPIC", f"-Wl,-soname,{driver.name}", "-o", str(driver), str(source)]
    subprocess.run(link, check=True)
    return driver


def undefined(library: pathlib.Path) -> list[str]:
    listing = subprocess.run(["nm", "-D", "--undefined-only", str(library)], capture_output=True, text=True, check=True)
    return [line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()]


def is_driver_call(name: str) -> bool:
    return name.startswith("cu") and name[2:3].isupper()


if __name__ == "__main__":
    main(*sys.argv[1:])
