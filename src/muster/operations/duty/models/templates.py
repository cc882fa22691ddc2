"""Templates: a named set of posts that a community gets at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.models import TenantModel
from muster.operations.duty import rules
from muster.operations.duty.models.patterns import LABEL_LENGTH
from muster.operations.duty.models.posts import PostShape


class PostTemplate(TenantModel):
    """A named set of posts."""

    view_permission = rules.VIEW_POSTS
    area_field = None

    name = models.CharField(_("name"), max_length=LABEL_LENGTH)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("template of posts")
        verbose_name_plural = _("templates of posts")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="duty_one_template_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class TemplatePost(PostShape):
    """A post of a set. `letters` are its shifts; `gear` the lines of `contracts.GearLine`."""

    area_field = None

    template = models.ForeignKey(PostTemplate, on_delete=models.CASCADE, related_name="posts")
    letters = models.CharField(_("shifts"), max_length=12)
    gear = models.JSONField(default=list, blank=True)

    class Meta(PostShape.Meta):
        verbose_name = _("post of a template")
        verbose_name_plural = _("posts of templates")
        constraints = [
            *PostShape.Meta.constraints,
            models.UniqueConstraint(
                fields=["template", "kind", "number"], name="duty_template_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(letters=""), name="duty_template_some_shift"
            ),
        ]
