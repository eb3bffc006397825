"""The pytest plugin for scripted conversations."""
