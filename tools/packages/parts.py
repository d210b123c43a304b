"""Which Python packages belong into the program of an installer, whatever else is installed."""

from __future__ import annotations

import re
from importlib import metadata

from packaging.requirements import Requirement

PROGRAM = "sr-desktop"
COMMUNITY = ("spandrel", "einops")  # installed without what they ask for, see the Makefile
# torch asks for these and runs without them: what they are for is left out as well.
UNUSED = {
    *("fsspec", "jinja2", "markupsafe", "mpmath", "networkx", "setuptools", "sympy", "torchvision"),
    "triton",  # compiles for CUDA: torch.compile's
}


def shipped() -> list[str]:
    """The names, as package indexes write them, of all that the program imports."""
    found: set[str] = set()
    for name in (PROGRAM, *COMMUNITY):
        _gather(name, found)
    return sorted(found)


def foreign_modules() -> list[str]:
    """The modules of everything else in this environment: tools, and extras under the GPL."""
    own = set(shipped())
    return sorted(
        module
        for module, packages in metadata.packages_distributions().items()
        if not own & {normal(package) for package in packages} and module.isidentifier()
    )


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _gather(wanted: str, found: set[str]) -> None:
    """wanted is as packages ask for others: httpx[socks]>=0.28; python_version > "3"."""
    asked = Requirement(wanted)
    name = normal(asked.name)
    if name in found | UNUSED:
        return
    try:
        needs = metadata.distribution(name).requires or ()
    except metadata.PackageNotFoundError:
        return  # what other systems need
    found.add(name)
    for line in needs:
        marker = Requirement(line).marker
        if marker is None or any(marker.evaluate({"extra": each}) for each in (*asked.extras, "")):
            _gather(line, found)
