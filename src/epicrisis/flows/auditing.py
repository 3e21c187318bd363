"""An audit of a model or a run: every place where it left something, searched for what belongs to patients."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from epicrisis.audit.findings import Finding
from epicrisis.audit.identifiers import identifiers
from epicrisis.audit.needles import Needles
from epicrisis.audit.notes import Codes, NoteFile, patient_codes, sentence_findings
from epicrisis.audit.search import Search, Wanted
from epicrisis.audit.vocabulary import feature_steps, rare_terms
from epicrisis.errors import CorruptFile, OrchestratorUnavailable, TrackingUnavailable
from epicrisis.etl.deidentification.notes import further_names
from epicrisis.flows.leftovers import prefect_texts
from epicrisis.flows.locating import Target, locate, model_file
from epicrisis.flows.server import configured_api, healthy
from epicrisis.progress import Listener, notice, silent
from epicrisis.record import Record
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import Address, mask, resolve_address
from epicrisis.tracking.leftovers import server_files, server_texts, stored_folders
from epicrisis.tracking.model_io import load_pipeline
from epicrisis.workspace import Workspace, open_workspace

PROTECTED = ("snapshots", "clean", "explanations", "clinic")
"""Folders of the workspace that hold the notes themselves, the artificial clinic's too, and so are not searched."""
_MOST_SQUEEZED = 200_000
"""Of more identifiers than these, other ways of punctuating are not searched: that would take gigabytes."""
_OF_RUNS = ("reports", "runs", "mlartifacts")


class AuditRecord(Record):
    """What an audit looked at and what it found.

    Parameters
    ----------
    target : str
        The model, run or comparison.
    files : dict of str to int
        Files searched, by place.
    strings, patient_codes, identifiers, notes : int
        Strings given, codes of the patient column, identifiers of the notes that fewer than `min_patients` patients
        share, and files of notes that were searched for.
    codes_passed_over : int
        Codes too short to be told from other figures and words.
    not_searched : list of str
        Places that hold the notes themselves.
    unread : list of str
        Places that could not be read as what they are, or not reached: the audit is not complete.
    findings : list of Finding
        What was found.
    found : bool
        Whether anything was.
    seconds : float
        How long it took.
    min_patients : int
        ``privacy.min_patients_per_term``.
    """

    target: str
    files: dict[str, int]
    strings: int
    patient_codes: int
    identifiers: int
    codes_passed_over: int
    notes: int
    not_searched: list[str]
    unread: list[str]
    findings: list[Finding]
    found: bool
    seconds: float
    min_patients: int


@dataclass
class _Audit:
    settings: Settings
    workspace: Workspace
    target: Target
    search: Search
    files: dict[str, int] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)

    def look(self, path: Path) -> None:
        """Search a file, or all files of a folder, unless that has been done."""
        found = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        for file in [one for one in found if one.resolve() not in self.seen]:
            self.seen.add(file.resolve())
            place = self._place(file)
            where = place.split("/")[0] if not Path(place).is_absolute() else str(path)
            self.files[where] = self.files.get(where, 0) + 1
            self.search.look_at_file(place, file)

    def look_at_run(self) -> None:
        """Search the run's own folders, the stores that it shares with others, and the servers that know it."""
        for path in sorted(self.workspace.root.iterdir()):
            if path.name not in (*PROTECTED, *_OF_RUNS):
                self.look(path)
        for one in self.target.every:
            self._look_at_folders(one)
        if home := os.environ.get("PREFECT_HOME"):
            self.look(Path(home))
        address = resolve_address(self.settings, self.workspace)
        if address.database is not None and address.database != self.workspace.mlflow_database:
            for file in sorted(address.database.parent.glob(f"{address.database.name}*")):
                self.look(file)
        for run_id in dict.fromkeys(one.run_id for one in self.target.every if one.run_id):
            try:
                self._look_at_mlflow(address, run_id)
            except TrackingUnavailable as error:
                self.search.unread.append(str(error))
        try:
            self._look_at_prefect()
        except OrchestratorUnavailable as error:
            self.search.unread.append(str(error))

    def _look_at_folders(self, one: Target) -> None:
        if not one.is_run:  # a candidate of which nothing but its model and metric is known
            self.search.unread.append(one.name)
        for folder in (self.workspace.reports, self.workspace.runs):
            if one.local_id and (folder / one.local_id).exists():
                self.look(folder / one.local_id)

    def _look_at_mlflow(self, address: Address, run_id: str) -> None:
        if address.database is not None:
            folders, elsewhere = stored_folders(address.database, run_id)
            for folder in folders:
                self.look(folder)
            self.search.unread += elsewhere
            return
        for place, text in server_texts(address, self.workspace.root, run_id):
            self.search.look_at_text(place, [text])
        with TemporaryDirectory() as fetched:
            server_files(address, self.workspace.root, run_id, Path(fetched))
            self._look_at_fetched(Path(fetched), mask(address.uri), f"{run_id}/" if self.target.candidates else "")

    def _look_at_fetched(self, folder: Path, uri: str, whose: str) -> None:
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            self.search.look_at_file(f"MLflow:{whose}{file.relative_to(folder).as_posix()}", file)
            self.files[uri] = self.files.get(uri, 0) + 1

    def _look_at_prefect(self) -> None:
        api_url = configured_api()
        flow_runs = dict.fromkeys(one.flow_run_id for one in self.target.every if one.flow_run_id)
        if not api_url or not flow_runs:
            return
        if not healthy(api_url, timeout=10):
            raise OrchestratorUnavailable("Prefect does not answer at {url}.", url=mask(api_url))
        for flow_run_id in flow_runs:
            for place, text in prefect_texts(api_url, flow_run_id):
                self.search.look_at_text(place, [text])

    def _place(self, file: Path) -> str:
        root = self.workspace.root
        return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)


def audit(
    settings: Settings, given: str = "", strings: Sequence[str] = (), *, listener: Listener = silent
) -> AuditRecord:
    """Look for patients' words in everything that a model, a run or a comparison left behind.

    Searched for are the strings given, the codes of the patient column, names, numbers and contacts that stand in the
    notes, their sentences, and terms of the model that fewer than ``privacy.min_patients_per_term`` patients have.

    Parameters
    ----------
    settings : Settings
        The workspace, the columns, MLflow's address and the least number of patients.
    given : str
        The model, run or comparison, see `epicrisis.flows.locating.locate`; the latest if empty.
    strings : sequence of str
        Names, identifiers and sentences that must not be found.
    listener : callable
        Told how it goes on.

    Raises
    ------
    SourceNotFound
        There is no such model or run.
    TrackingUnavailable
        The model had to be looked up in MLflow, which cannot be reached.
    """
    started = time.perf_counter()
    workspace = open_workspace(settings.workspace.dir)
    target = locate(settings, workspace, given)
    raw = [_notes(settings, target, file) for file in _snapshots(workspace, target)]
    codes = patient_codes(raw)
    least = settings.privacy.min_patients_per_term
    known = identifiers(raw, least, further_names(settings.privacy))
    wanted = Wanted(
        Needles(list(strings)),
        Needles(codes.texts, squeezed=False),
        Needles(known, squeezed=len(known) <= _MOST_SQUEEZED),
    )
    search = Search(wanted)
    work = _Audit(settings, workspace, target, search)
    for path in target.files:
        work.look(path)
    if target.is_run:
        work.look_at_run()
    notice(listener, "Files searched: {files}. Now they are compared with the notes.", files=search.files)
    findings = [
        *search.findings(),
        *sentence_findings(search, raw, least),
        *_rare_terms(work, listener),
    ]
    return _record(work, strings, codes, len(raw), findings, time.perf_counter() - started)


def _record(
    work: _Audit, strings: Sequence[str], codes: Codes, notes: int, findings: list[Finding], seconds: float
) -> AuditRecord:
    kept = [str(work.workspace.root / name) for name in PROTECTED if (work.workspace.root / name).exists()]
    return AuditRecord(
        target=work.target.name,
        files=work.files,
        strings=len(strings),
        patient_codes=len(codes.texts),
        identifiers=len(work.search.wanted.identifiers.texts),
        codes_passed_over=codes.passed_over,
        notes=notes,
        not_searched=kept,
        unread=list(dict.fromkeys(work.search.unread)),
        findings=findings,
        found=bool(findings),
        seconds=round(seconds, 3),
        min_patients=work.settings.privacy.min_patients_per_term,
    )


def _rare_terms(work: _Audit, listener: Listener) -> Iterator[Finding]:
    cleaned = [_notes(work.settings, work.target, notes) for notes in _cleaned(work.workspace, work.target)]
    models = work.target.candidates or [work.target]
    for one in models if cleaned else []:
        file = model_file(work.settings, work.workspace, one)
        if file is None:
            continue
        notice(listener, "The terms of the model are counted again in the notes.")
        place = f"model:{one.name}" if work.target.candidates else "model"
        try:
            for features in feature_steps(load_pipeline(file)):
                yield from rare_terms(place, features, cleaned, work.settings.privacy.min_patients_per_term)
        except (CorruptFile, AttributeError):
            # Of another version, say: its file has been searched all the same.
            work.search.unread.append(str(file))


def _snapshots(workspace: Workspace, target: Target) -> list[Path]:
    name = target.snapshot_id or "*"
    return sorted(workspace.snapshots.glob(f"{name}/notes.parquet"))


def _cleaned(workspace: Workspace, target: Target) -> list[Path]:
    wanted = f'"{target.snapshot_id}"'.encode()
    return [
        folder / "notes.parquet"
        for folder in sorted(workspace.clean.glob("*"))
        if (folder / "ledger.json").is_file()
        and (not target.snapshot_id or wanted in (folder / "ledger.json").read_bytes())
    ]


def _notes(settings: Settings, target: Target, file: Path) -> NoteFile:
    text = target.columns.get("text") or settings.columns.text
    patient = target.columns.get("patient", [settings.columns.patient])
    return NoteFile(file, list(text), patient[0] if patient else "")
