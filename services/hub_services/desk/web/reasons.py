"""What a reason lacks, said beside it; which word was taken for a name, to its author alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hub_domain.law.refusals import Lack
from hub_domain.text_checks import named_in
from hub_services.desk.web.forms import Form
from hub_services.words.catalogue import _
from hub_services.words.refusals import LACKS

NAMES: Final = _("It names the person: “%(word)s”. Write it without this word.")


def say_lack(
    form: Form, field: str, lacking: Lack, called: Sequence[str], blank: str = ""
) -> None:
    """Say what the text of a field lacks; ``called``: the names of those it is about.

    The checks that go to the hub say that it names somebody, and never by which word (R-480).
    """
    if lacking == "names-subject":
        form.wrong(field, NAMES, word=named_in(form.text(field), called))
    else:
        form.wrong(field, LACKS[lacking] or blank)
