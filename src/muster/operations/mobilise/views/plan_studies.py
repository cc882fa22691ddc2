"""What can be asked about a plan: why it is short, what would help, absences, cohesion."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.kernel.errors import Invalid
from muster.kernel.permissions import allowed, requires
from muster.operations.mobilise import charts, planner_words, queries, rules
from muster.operations.mobilise.enums import StudyKind
from muster.operations.mobilise.models import DeploymentPlan, PlanStudy
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services import again, studies
from muster.operations.mobilise.views.plan_parts import (
    crumbs_of_plan,
    people_names,
    place_names,
    plan_url,
    posted,
    tabs_of_plan,
)
from muster.operations.mobilise.views.plans import ids_named
from muster.platform.jobs.queries import find_job
from muster.ui.http import Request
from muster.ui.parts import Crumb, Figure

PAGE_OF = {
    StudyKind.SHORT: "plan_short",
    StudyKind.ABSENCE: "plan_absence",
    StudyKind.CURVE: "plan_cohesion",
}


@requires(rules.VIEW_PLANS)
@require_GET
def short(request: Request, plan_id: UUID) -> HttpResponse:
    """Show what is short and why; for each community, what would help and at what price."""
    row, known = _opened(request, plan_id, StudyKind.SHORT)
    whole = known.get("")
    answer = whole.answer if whole else None
    menus = {name: one for name, one in known.items() if name}
    context = _page(request, row, "plan_short", _("What is short")) | {"study": whole}
    context["work"] = _work(request, whole)
    if answer is not None:
        menu_answers = {name: one.answer for name, one in menus.items()}
        said = [one["said"] for one in (*answer["lacks"], *answer["communities"])]
        said += [each["said"] for one in answer["communities"] for each in one["causes"]]
        said += [each["said"] for one in menu_answers.values() if one for each in one["menu"]]
        words = ids_named(request, row, said)
        context |= {
            "lacks": [planner_words.say(one["said"], words) for one in answer["lacks"]],
            "communities": [
                _explained(request, one, words, menus.get(one["community"]), menu_answers)
                for one in sorted(answer["communities"], key=lambda one: -one["short"])
            ],
        }
    if request.headers.get("HX-Request"):
        works = (_work(request, one) for one in known.values())
        context["work"] = next((one for one in works if one is not None), None)
        return render(request, "mobilise/_plan_work.html", context)
    return render(request, "mobilise/plan_short.html", context)


@requires(rules.VIEW_PLANS)
@require_GET
def absence(request: Request, plan_id: UUID) -> HttpResponse:
    """Show what happens where 5 or 10 in a hundred do not arrive."""
    row, known = _opened(request, plan_id, StudyKind.ABSENCE)
    context = _page(request, row, "plan_absence", _("If some do not come"))
    context["shares"] = [
        {
            "share": share,
            "study": known.get(share),
            "work": _work(request, known.get(share)),
            **_absence(request, row, known.get(share)),
        }
        for share in studies.SHARES
    ]
    context["work"] = next((one["work"] for one in context["shares"] if one["work"]), None)
    name = "mobilise/_plan_work.html" if request.headers.get("HX-Request") else None
    return render(request, name or "mobilise/plan_absence.html", context)


@requires(rules.VIEW_PLANS)
@require_GET
def cohesion(request: Request, plan_id: UUID) -> HttpResponse:
    """Show parts of units against ways, for each price of a part."""
    row, known = _opened(request, plan_id, StudyKind.CURVE)
    study = known.get("")
    context = _page(request, row, "plan_cohesion", _("Units together")) | {
        "study": study,
        "work": _work(request, study),
    }
    if request.headers.get("HX-Request"):
        return render(request, "mobilise/_plan_work.html", context)
    answer = study.answer if study else None
    price = float(unpacked(row.instance).get("weights", {}).get("fragment", 0))
    context |= {
        "price": price,
        "curve": charts.curve(answer["points"], price) if answer else None,
    }
    return render(request, "mobilise/plan_cohesion.html", context)


@requires(rules.MAKE_PLANS)
@require_POST
def ask(request: Request, plan_id: UUID) -> HttpResponse:
    """Ask one of these questions; the answer is worked out while the page shows how far it is."""
    kind, subject = request.POST.get("kind", ""), request.POST.get("subject", "")
    page = PAGE_OF.get(kind, "plan")  # type: ignore[call-overload]
    return posted(
        request,
        lambda: studies.ask_study(actor=request.actor, plan_id=plan_id, kind=kind, subject=subject),
        back=reverse(f"mobilise:{page}", args=[plan_id]),
    )


@requires(rules.MAKE_PLANS)
@require_POST
def adopt(request: Request, study_id: UUID) -> HttpResponse:
    """Plan again with an entry of a menu."""
    study = queries.study(actor=request.actor, study_id=study_id)
    entry = request.POST.get("entry", "")
    return posted(
        request,
        lambda: again.plan_again_relaxed(
            actor=request.actor, study_id=study_id, entry=int(entry) if entry.isdigit() else -1
        ),
        _("Another plan is being made with this. The one before stays as it is."),
        back=reverse("mobilise:plan_short", args=[study.plan_id]),
        to=plan_url,
    )


@requires(rules.MAKE_PLANS)
@require_POST
def weigh(request: Request, plan_id: UUID) -> HttpResponse:
    """Plan again with the price of a point of the curve."""

    def act() -> DeploymentPlan:
        row = queries.plan(actor=request.actor, plan_id=plan_id)
        try:
            price = float(request.POST.get("fragment", ""))
        except ValueError:
            raise Invalid(_("A price is a number."), next_step=_("Choose a point.")) from None
        return again.plan_again_weighed(actor=request.actor, plan_id=row.id, fragment=price)

    return posted(
        request,
        act,
        _("Another plan is being made with this. The one before stays as it is."),
        back=reverse("mobilise:plan_cohesion", args=[plan_id]),
        to=plan_url,
    )


def _opened(
    request: Request, plan_id: UUID, kind: StudyKind
) -> tuple[DeploymentPlan, dict[str, PlanStudy]]:
    row = queries.plan(actor=request.actor, plan_id=plan_id)
    found = queries.studies(actor=request.actor, plan_id=row.id)
    return row, {one.subject: one for one in found if one.kind == kind}


def _page(request: Request, row: DeploymentPlan, name: str, words: str) -> dict[str, Any]:
    return {
        "plan": row,
        "crumbs": crumbs_of_plan(row, Crumb(words)),
        "tabs": tabs_of_plan(row, name),
        "here": reverse(f"mobilise:{name}", args=[row.id]),
        "may_make": row.is_solved and allowed(request.actor, rules.MAKE_PLANS, row),
    }


def _work(request: Request, study: PlanStudy | None) -> Any:
    """Return the job that works on an answer, open or failed; None where there is nothing."""
    if study is None or study.result is not None or study.job_id is None:
        return None
    return find_job(actor=request.actor, job_id=study.job_id)


def _explained(
    request: Request,
    one: Mapping[str, Any],
    words: Mapping[str, str],
    menu: PlanStudy | None,
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    answer = answers.get(one["community"])
    return {
        **one,
        "name": words.get(one["community"], one["community"]),
        "sentence": planner_words.say(one["said"], words),
        "proofs": [planner_words.say(each, words) for each in one["proofs"]],
        "menu": menu,
        "work": _work(request, menu),
        "entries": None
        if answer is None
        else [
            {**each, "number": number, "sentence": planner_words.say(each["said"], words)}
            for number, each in enumerate(answer["menu"])
        ],
    }


def _absence(request: Request, row: DeploymentPlan, study: PlanStudy | None) -> dict[str, Any]:
    answer = study.answer if study else None
    if answer is None:
        return {}
    hurt: Sequence[Mapping[str, Any]] = [
        one for one in answer["communities"] if one["short"] or one["alone"]
    ]
    names = place_names(one["community"] for one in hurt)
    people = people_names(request.actor, [who for one in hurt for who in one["reserves"]])
    return {
        "answer": answer,
        "figures": [
            Figure(_("Do not come"), answer["absent"], note=_("drawn from %(n)s sent")
                   % {"n": f"{answer['sent']:,}"}),
            Figure(_("Crews with somebody missing"), answer["crews_broken"]),
            Figure(pgettext("crews", "Would fall to one"), answer["alone"],
                   tone="bad" if answer["alone"] else "", note=_("before the repair; none after")),
            Figure(_("Shifts short after the repair"), answer["short"],
                   tone="warn" if answer["short"] else "",
                   note=_("in %(n)s kinds of post") % {"n": answer["posts_short"]}),
            Figure(_("People whose shifts change"), answer["changed"]),
        ],
        "hurt": [
            {
                **one,
                "name": names[one["community"]],
                "reserve_names": [people.get(who, who) for who in one["reserves"]],
            }
            for one in sorted(hurt, key=lambda one: (-one["short"], -one["alone"]))
        ],
    }  # fmt: skip
