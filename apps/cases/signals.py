"""The seam by which mail and inbox take part without being imported."""

from django.dispatch import Signal

step_taken = Signal()
"""Something happened to a case. Sent with case and event inside the transaction: what a receiver writes stands or
falls with it."""
