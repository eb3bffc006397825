"""Slack: events become rows of the ledger, workers answer them, buttons become commands of the assistant.

The only async code, and the only place that imports ``slack_*``.
"""
