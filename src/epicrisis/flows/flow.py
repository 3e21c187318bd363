"""A flow that brings its own server when it is called from Python and there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect.context import FlowRunContext
from prefect.flows import Flow
from prefect.utilities.callables import get_call_parameters

from epicrisis.flows.job import handed_over, handing_over
from epicrisis.flows.parameters import load_job
from epicrisis.flows.server import configured_api, find_server
from epicrisis.flows.session import prefect_session

P = ParamSpec("P")
R = TypeVar("R")

_NOT_PARAMETERS = ("return_state", "wait_for")


class WorkspaceFlow(Flow[P, R]):
    """A flow of epicrisis.

    Called from Python without a Prefect server chosen, a plain flow starts Prefect's own temporary server: it writes
    into ``~/.prefect`` and gives up after 20 seconds, which its first start takes. This one starts ours, whose home is
    the workspace. Runs from a deployment, a parent flow or the command line do not pass here.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the flow, see `prefect.Flow`."""
        if handed_over() or FlowRunContext.get() or configured_api():
            return super().__call__(*args, **kwargs)
        own = {name: value for name, value in kwargs.items() if name not in _NOT_PARAMETERS}
        given = get_call_parameters(self.fn, args, own)
        job = load_job(given["config"], given["nregistros"], given["n_trials"], nested=given["nested"])
        with prefect_session(job, lambda: find_server(job.workspace)), handing_over(job):
            return super().__call__(*args, **kwargs)


def workspace_flow(name: str, flow_run_name: Callable[[], str]) -> Callable[[Callable[P, R]], WorkspaceFlow[P, R]]:
    """Make a function a flow whose results are neither persisted nor printed.

    Parameters
    ----------
    name : str
        The flow's name on Prefect's page.
    flow_run_name : callable
        Gives the name of a run while it runs.
    """

    def decorate(function: Callable[P, R]) -> WorkspaceFlow[P, R]:
        return WorkspaceFlow(function, name=name, flow_run_name=flow_run_name, persist_result=False, log_prints=False)

    return decorate
