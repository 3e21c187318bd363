"""Write the artificial clinic into the database server that the settings beside this file point to.

``python load_clinic.py --notes 10000``. A table that is already there is left as it is.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

import sqlalchemy as sa

from epicrisis.errors import EpicrisisError, UsageError
from epicrisis.settings.loading import load_settings
from epicrisis.sources.addresses import FileAddress, locate
from epicrisis.sources.synthetic import TABLE, generate

CLINIC = sa.Table(
    TABLE,
    sa.MetaData(),
    sa.Column("nota_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("paciente_id", sa.String(20), nullable=False),
    sa.Column("fecha", sa.Date, nullable=False),
    sa.Column("sexo", sa.String(20)),
    sa.Column("edad", sa.Integer),
    sa.Column("especialidad_medica", sa.String(60), nullable=False),
    sa.Column("subjetivo", sa.Text),
    sa.Column("objetivo", sa.Text),
    sa.Column("grupo", sa.String(60), nullable=False),
)


def load_clinic(config: Path, notes: int, seed: int) -> None:
    """Make the table and fill it, in one transaction."""
    address = locate(load_settings(config).settings.source)
    if isinstance(address, FileAddress):
        raise UsageError("{path} is a file; the clinic goes into a database server.", path=address.path)
    engine = sa.create_engine(address, hide_parameters=True)
    with engine.begin() as connection:
        CLINIC.create(connection, checkfirst=False)
        for batch in generate(notes, seed):
            rows = [row._asdict() | {"fecha": datetime.date.fromisoformat(row.fecha)} for row in batch]
            connection.execute(CLINIC.insert(), rows)
    engine.dispose()


def main() -> int:
    """Read the command line, load, and tell failures in a sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("epicrisis.toml"))
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    try:
        load_clinic(options.config, options.notes, options.seed)
    except EpicrisisError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except sa.exc.DBAPIError as error:
        # Only what the server says: SQLAlchemy's own message would repeat the rows.
        print(error.orig, file=sys.stderr)
        return 5
    print(f"{options.notes} notes in table {TABLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
