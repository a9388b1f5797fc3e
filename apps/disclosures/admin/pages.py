"""The pages beside the form: a step, a correction, the history."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.disclosures.admin import editor, words
from apps.disclosures.attachments import clean_name
from apps.disclosures.correcting import correct, reasons_against
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import expected_period, period_of, result_of
from apps.disclosures.rules import problems, proposal_of_withdrawal, remarks
from apps.disclosures.states import ON_BOARD, Outcome, State
from apps.disclosures.templatetags.portal import listed
from apps.disclosures.workflow import STEPS, Refused, obstacles, open_steps, take, was_taken


class ItemPages(editor.WithEditor):
    """Every item is looked up among those this person may see."""

    def get_urls(self):
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/step/<str:step>/", view(self.step_view), name=f"{name}_step"),
            path("<int:pk>/correct/", view(require_POST(self.correct_view)), name=f"{name}_correct"),
            *super().get_urls(),
        ]

    def _item(self, request, pk):
        try:
            return get_object_or_404(self.get_queryset(request), pk=pk)
        except ValueError as error:
            raise Http404 from error

    def form_address(self, item):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[item.pk])

    # Above the form: what stands in the way, and where it goes from here.

    def render_change_form(self, request, context, *args, **kwargs):
        item = kwargs.get("obj")
        if item and request.method == "GET":
            context |= self._standing(item, request)
        if request.FILES:  # a browser never sends a chosen file a second time
            names = listed(clean_name(file.name) for file in request.FILES.values())
            messages.warning(request, _("Choose these files again before you save: %(names)s") % {"names": names})
        return super().render_change_form(request, context, *args, **kwargs)

    def _standing(self, item, request):
        """Where the item stands, and the steps that are this person's to take, each with what speaks against it."""
        missing = problems(item) if item.state == State.DRAFT else []
        steps = open_steps(item, request.user)
        return {
            "frozen": words.why_frozen(item),
            "returned": words.return_of(item),
            "missing": missing,
            "is_complete": item.state == State.DRAFT and not missing,
            "remarks": remarks(item),
            "ready_steps": [step for step, reasons in steps if not reasons],
            "blocked_steps": [(step, [r for r in reasons if r not in missing]) for step, reasons in steps if reasons],
            "may_correct": item.state in ON_BOARD and request.user.has_perm("disclosures.draft", item),
            "correction_refusals": reasons_against(item, request.user),
        }

    # A step.

    def step_view(self, request, pk, step):
        """What a step will do and the text it is about; a POST takes it, or says why not and keeps the reason."""
        item = self._item(request, pk)
        if step not in STEPS:
            reasons = [_("There is no such step. Go back to the item and choose one of its buttons.")]
            return self._step_page(request, item, None, reasons, 404)
        if request.method != "POST":
            return self._step_page(request, item, STEPS[step], obstacles(item, STEPS[step], request.user))
        reason = request.POST.get("reason", "").replace("\0", "")
        try:
            taken = take(
                step,
                item,
                actor=request.user,
                reason=reason,
                outcome=request.POST.get("outcome", ""),
                seen=request.POST.get("stamp", ""),
            )
        except Refused as refused:
            taken = self._item(request, pk)
            if not was_taken(step, taken, actor=request.user, reason=reason):
                return self._step_page(request, taken, STEPS[step], refused.reasons, 409)
        messages.success(request, words.after(STEPS[step], taken))
        return redirect(self.form_address(taken))

    def _step_page(self, request, item, step, reasons, status=200):
        result = result_of(item) if step and step.needs_outcome else None
        context = {
            **self.admin_site.each_context(request),
            "title": step.label if step else _("No such step"),
            "item": item,
            "form_address": self.form_address(item),
            "status": status,
            "step": step,
            "is_offered": step and (request.method == "POST" or not reasons),
            "consequence": words.CONSEQUENCES[step.name] if step else "",
            "period": expected_period(item) if step and step.name == "post" else None,
            "reasons": reasons,
            "reason": request.POST.get("reason", ""),
            "outcome": request.POST.get("outcome", ""),
            "outcomes": Outcome.choices,
            "result": result,
            "outcome_label": Outcome(result.outcome).label if result else "",
            "proposal": proposal_of_withdrawal(item),
            "preview": "" if item.register_no else preview(item, request),
        }
        return TemplateResponse(request, "admin/disclosures/step.html", context, status=status)

    # A correction.

    def correct_view(self, request, pk):
        item = self._item(request, pk)
        try:
            draft = correct(item, actor=request.user)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons))
            return redirect(self.form_address(item))
        messages.success(request, _("This is the correction. Change the text, say what was corrected, then submit it."))
        return redirect(self.form_address(draft))

    # The history.

    def history_view(self, request, object_id, extra_context=None):
        item = self._item(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % item,
            "item": item,
            "form_address": self.form_address(item),
            "events": words.history(item, request.user),
        }
        return TemplateResponse(request, "admin/disclosures/history.html", context)


def preview(item: Disclosure, request: HttpRequest) -> SafeString:
    """The kind's own page as readers will see it."""
    context = {"item": item, "period": period_of(item) or expected_period(item), "frame": "desk/preview.html"}
    return render_to_string(f"{item._meta.app_label}/detail.html", context, request)
