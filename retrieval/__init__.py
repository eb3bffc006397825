"""Finding quotations in an archive of articles: no Slack, no settings, no environment."""
