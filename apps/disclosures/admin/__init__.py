"""The working side of a kind: a kind registers its model with DisclosureAdmin and its lines with LineInline."""

from apps.disclosures.admin.inlines import AttachmentInline, LineInline
from apps.disclosures.admin.items import DisclosureAdmin

__all__ = ["AttachmentInline", "DisclosureAdmin", "LineInline"]
