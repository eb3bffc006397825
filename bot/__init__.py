"""The bot: one door, Assistant.reply, and the front ends that translate to and from it."""
