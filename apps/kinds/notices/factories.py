from apps.disclosures.factories import DisclosureFactory
from apps.kinds.notices.models import Notice


class NoticeFactory(DisclosureFactory):
    class Meta:
        model = Notice

    body = "<p>各位家长：现将有关安排公布如下。</p>"
