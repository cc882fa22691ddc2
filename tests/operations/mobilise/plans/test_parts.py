"""Batches, pictures and sentences of a plan: plain functions of its documents."""

from django.utils import translation

from muster.operations.mobilise import charts, planner_words
from muster.operations.mobilise.services.batches import batch_rows, in_batches


def instance(days=14, sizes=(4, 3, 3)):
    units = [
        {"id": f"u{n}", "people": [f"u{n}p{k}" for k in range(size)]}
        for n, size in enumerate(sizes)
    ]
    units.append({"id": "own", "people": ["own1"], "local": True, "community": "c"})
    people = [
        {"id": who, "unit": unit["id"], "leave": [], "lead": who.endswith("p0")}
        for unit in units
        for who in unit["people"]
    ]
    return {"horizon": {"days": days}, "units": units, "people": people, "meta": {"homes": 1}}


def working_days(facts):
    days = range(facts["horizon"]["days"])
    return {
        one["id"]: [d for d in days if not any(a <= d <= b for a, b in one["leave"])]
        for one in facts["people"]
    }


def test_one_batch_works_while_the_other_rests():
    facts = in_batches(instance(), 7)
    days = working_days(facts)
    batch = facts["meta"]["batches"]["units"]
    for one in facts["people"]:
        if one["unit"] == "own":
            assert days[one["id"]] == list(range(14))
        else:
            first = 7 * batch[one["unit"]]
            assert days[one["id"]] == list(range(first, first + 7))
    assert facts["meta"]["homes"] == 1


def test_batches_are_whole_units_and_even_in_leads():
    facts = in_batches(instance(sizes=(10, 1, 6, 5)), 7)
    batch = facts["meta"]["batches"]["units"]
    assert sorted(batch.values()) == [0, 0, 1, 1]
    assert "own" not in batch


def test_turns_of_the_batches_cover_every_day_once():
    facts = in_batches(instance(days=10), 3)
    document = {"assignment": {"u0p0": "c", "u1p0": "c", "own1": "c"}}
    rows = batch_rows(facts, document)
    turns = sorted(turn for row in rows for turn in row["turns"])
    assert turns == [[0, 2], [3, 5], [6, 8], [9, 9]]
    assert sum(row["people"] for row in rows) == 10
    assert sum(row["sent"] for row in rows) == 2


def test_leave_that_was_there_stays():
    given = instance()
    given["people"][0]["leave"] = [[2, 8]]
    facts = in_batches(given, 7)
    days = working_days(facts)["u0p0"]
    assert not set(days) & set(range(2, 9))


def test_gap_is_none_before_rosters_and_never_below_zero():
    assert charts.gap([{"t": 1, "cost": None}]) is None
    found = charts.gap(
        [
            {"t": 1, "cost": 120.0, "bound": None, "short": 3},
            {"t": 2, "cost": 100.0, "bound": 80.0, "short": 1},
        ]
    )
    assert (found.percent, found.short, found.seconds) == (20.0, 1, 2.0)
    assert charts.gap([{"t": 1, "cost": 5.0, "bound": 6.0}]).percent == 0.0


def test_points_of_the_curve_lie_inside_the_picture():
    rows = [
        {"weight": w, "fragments": f, "km": k}
        for w, f, k in ((0, 700, 7.1), (20, 160, 7.5), (80, 120, 8.4))
    ]
    found = charts.curve(rows, 20.0)
    assert [one.current for one in found.points] == [False, True, False]
    assert all(0 < one.x < found.width and 0 < one.y < found.height for one in found.points)
    xs, ys = [one.x for one in found.points], [one.y for one in found.points]
    assert xs == sorted(xs, reverse=True)
    assert ys == sorted(ys, reverse=True)


def test_sentence_of_the_planner_has_names_and_days_from_one():
    said = {
        "code": "leave",
        "params": {"person": "id-1", "shift": "three.D", "day": 0},
    }
    names = {"id-1": "田秀兰", "three.D": "白班"}
    with translation.override("en"):
        assert "田秀兰" in planner_words.say_finding(said, names)
        assert "day 1" in planner_words.say_finding(said, names)
    with translation.override("zh-hans"):
        assert "第 1 天" in planner_words.say_finding(said, names).replace("第1天", "第 1 天")
    assert planner_words.ids_in([said]) >= {"id-1", "three.D"}


def test_sentence_nobody_has_words_for_is_said_as_it_was_kept():
    assert planner_words.say({"code": "gone", "params": {}, "sentence": "Old."}, {}) == "Old."


def test_rest_is_a_rule_in_an_explanation_and_a_breach_in_a_finding():
    """Both have the code `rest`, with other parameters."""
    rule = {"code": "rest", "params": {"limit": "11", "amount": 2}}
    stands = {"before": "N", "since": 0, "shift": "D", "day": 1}
    breach = {"code": "rest", "params": {"person": "p", "hours": 8, "least": 11, **stands}}
    whole = {"code": "explained", "params": {"community": "c", "short": 2, "causes": [rule]}}
    with translation.override("en"):
        assert "2 rests too short" in planner_words.say(whole, {"c": "新兴里"})
        assert "田秀兰 rests 8 h" in planner_words.say_finding(breach, {"p": "田秀兰"})
