"""Spanish of every sentence, by its English template: one file a room."""

from epicrisis.i18n.es import (
    cli,
    etl,
    evaluation,
    features,
    flows,
    models,
    plugins,
    reports,
    reports_charts,
    reports_comparison,
    reports_templates,
    settings,
    sources,
    tracking,
    training,
    workspace,
)

SPANISH: dict[str, str] = {
    **cli.SENTENCES,
    **etl.SENTENCES,
    **evaluation.SENTENCES,
    **features.SENTENCES,
    **flows.SENTENCES,
    **models.SENTENCES,
    **plugins.SENTENCES,
    **reports.SENTENCES,
    **reports_charts.SENTENCES,
    **reports_comparison.SENTENCES,
    **reports_templates.SENTENCES,
    **settings.SENTENCES,
    **sources.SENTENCES,
    **tracking.SENTENCES,
    **training.SENTENCES,
    **workspace.SENTENCES,
}
