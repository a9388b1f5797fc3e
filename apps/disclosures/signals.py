"""The seams by which another app takes part without being imported."""

from django.dispatch import Signal

step_requested = Signal()
"""May this step be taken? Sent with item, step, actor; a receiver returns a list of sentences against it."""

result_requested = Signal()
"""What did the publicity period end with? Sent with item; a receiver that counts objections returns a publicity.Result,
which then takes the place of anybody's choice."""

state_changed = Signal()
"""The state is about to be another. Sent with item and event inside the transaction of the step: what a receiver
writes stands or falls with it, and what it raises stops it."""

step_taken = Signal()
"""This step was taken. Sent with item, event after the transaction has committed."""

remarks_requested = Signal()
"""What should whoever writes or checks this item know? Sent with item; a receiver returns a list of sentences.
None of them stops a step."""

beginning_requested = Signal()
"""What does a new draft begin with? Sent with kind (the model), query (of the form's address) and actor; a receiver
returns a drafting.Beginning or None."""

ticked = Signal()
"""A minute has passed. Sent with clock (the account of scheduled steps) by `manage.py tick`; a receiver does what is
due in a transaction of its own and returns sentences about it."""
