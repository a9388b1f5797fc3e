"""What the outbox tells those above it."""

from django.dispatch import Signal

refused = Signal()
"""A mailbox does not exist. Sent with to (the address) after that is recorded; a receiver that fails stops nothing."""
