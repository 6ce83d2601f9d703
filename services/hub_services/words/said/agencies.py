"""Refusals of registering: agencies, their people, posts, roles, keys and arrangements."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "already-registered": (
        _("This is registered already"),
        _("To change someone's roles, use the change of roles."),
    ),
    "not-registered": (
        _("This person is not registered with your agency"),
        _("Register the person first, with their post and work contact."),
    ),
    "not-its-own": (
        _("Only an agency itself changes its people, posts and keys"),
        _("Not even the operator can. Ask that agency's information governance lead to do it."),
    ),
    "lead-required": (
        _("An agency always has an information governance lead"),
        _("Give the role to someone else first."),
    ),
    "role-missing": (
        _("Give the person at least one role"),
        _("Someone without a role can do nothing. To register that they left, change roles."),
    ),
    "role-not-for-kind": (
        _("This role does not belong to this kind of agency"),
        _(
            "Partners hold casework roles, auditors and reviewers scrutiny roles, the operator "
            "its own. Choose a role of that kind."
        ),
    ),
    "holder-required": (
        _("A duty post needs at least one holder"),
        _("Name at least one registered person who is on the rota."),
    ),
    "arrangement-incomplete": (
        _("Complete the arrangements"),
        _(
            "Name your own functions, the services others provide for you, how you share, who "
            "owns this, and when it is reviewed (Children Act 2004, section 11 or 28)."
        ),
    ),
    "not-guidance": (
        _("The catalogue has no such guidance"),
        _(
            "Cite guidance by its row in the catalogue, so that your people are told when it "
            "is replaced. sharing-hub law list shows what there is."
        ),
    ),
    "category-required": (
        _("A partner takes part under at least one category in law"),
        _("Choose the kind of body it is, from the list in force."),
    ),
    "epoch-out-of-order": (
        _("The key is out of order"),
        _("Keys follow one another without a gap. Publish the next one."),
    ),
    "key-published-before": (
        _("This key was published before"),
        _("Each epoch has keys of its own. Make new ones at your desk and publish those."),
    ),
}
