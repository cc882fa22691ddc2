"""Forms of posts, and of what they are made of."""

from muster.operations.duty.forms.catalogue import KindForm, PatternForm
from muster.operations.duty.forms.fields import FIELD_OF
from muster.operations.duty.forms.posts import CardsForm, PostForm, merged
from muster.operations.duty.forms.setup import SetUpForm, SourceForm, TemplateForm, TemplateNameForm
from muster.operations.duty.forms.shifts import NoteForm, ReportForm, StepForm, TripForm

__all__ = [
    "FIELD_OF",
    "CardsForm",
    "KindForm",
    "NoteForm",
    "PatternForm",
    "PostForm",
    "ReportForm",
    "SetUpForm",
    "SourceForm",
    "StepForm",
    "TemplateForm",
    "TemplateNameForm",
    "TripForm",
    "merged",
]
