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
    "function-required": (
        _("Say in which function"),
        _(
            "Some categories in law are held for some functions only. In registering, name "
            "those of the category's scope that the body has; in asking or deciding, name the "
            "one that you exercise, or that it is none of them."
        ),
    ),
    "principal-required": (
        _("Name the body for which it acts"),
        _(
            "This category is held through a contract, or on behalf of another body. Name that "
            "body; it is registered first."
        ),
    ),
    "delegation-required": (
        _("Say what was delegated, by whom, and from when"),
        _(
            "A provider holds this category by a delegation: name the body that delegated, the "
            "functions, the first day and, if there is one, the last."
        ),
    ),
    "outside-delegation": (
        _("This function is not delegated to you now"),
        _(
            "A provider acts in the functions that were delegated to it, while they are. Name "
            "the function that you exercise, or ask the body that delegated it."
        ),
    ),
    "agreement-required": (
        _("Name the agreement with the local authority"),
        _(
            "Another authority is a relevant partner by agreement (Social Services and "
            "Well-being (Wales) Act 2014, section 162(4)(b)). Give its reference."
        ),
    ),
    "regulation-required": (
        _("Name the regulations that specify this body"),
        _(
            "A person is a relevant partner under section 162(4)(h) of the Social Services and "
            "Well-being (Wales) Act 2014 where regulations say so. Give their reference."
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
