"""What papermill runs notebooks with: this interpreter's own kernel, and an engine that keeps a notebook that fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "bilateral"


class KeepingEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's engine, which on its own drops the notebook when the kernel dies or a cell takes too long."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, kept: list[Any], **options: Any) -> None:
        """Run the notebook; `kept` receives it before the first cell, and sees it change."""
        kept.append(nb_man.nb)
        options.pop("output_path", None)
        super().execute_managed_notebook(nb_man, kernel_name, **options)


papermill_engines.register(ENGINE, KeepingEngine)


def kernel_manager(environment: Mapping[str, str], folder: Path) -> type[AsyncKernelManager]:
    """A kernel manager that starts this interpreter with this environment in this folder, whatever is installed.

    No folder is searched for kernel specs: one named `python3` in the user's home would run another environment.
    """

    class OwnKernel(AsyncKernelManager):
        async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]  # as in AsyncKernelManager
            options |= {"env": dict(environment), "cwd": str(folder)}
            await super().start_kernel(**options)

        def _kernel_spec_manager_default(self) -> KernelSpecManager:
            return KernelSpecManager(parent=self, kernel_dirs=[], ensure_native_kernel=True)

    return OwnKernel
