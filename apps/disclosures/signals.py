"""The two seams by which a sibling takes part in a step without being imported."""

from django.dispatch import Signal

step_requested = Signal()
"""May this step be taken? Sent with item, step, actor; a receiver returns a list of sentences against it."""

step_taken = Signal()
"""This step was taken. Sent with item, event after the transaction has committed."""
