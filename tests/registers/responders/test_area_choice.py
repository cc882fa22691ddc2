"""Choosing areas in the forms of the register: in the tree, with a select without script."""

from muster.registers.responders.forms import PairingForm, TeamForm, UnitForm

GROUPS = [("劝业场街道", [("120101001001", "静园社区")])]


def test_the_area_of_a_unit_is_chosen_in_the_tree_and_still_checked():
    form = UnitForm({"area_code": "120102"}, areas=[("120101", "和平区")])

    assert 'data-url="/places/picker/"' in str(form["area_code"])
    assert '<option value="120101">和平区</option>' in str(form["area_code"])
    assert "area_code" in form.errors


def test_only_communities_are_chosen_for_teams_and_pairings():
    for made in (TeamForm, PairingForm):
        form = made({"community": "120101001"}, units=[], communities=GROUPS)

        assert 'data-url="/places/picker/?only=communities"' in str(form["community"])
        assert '<option value="120101001001">劝业场街道 › 静园社区</option>' in str(
            form["community"]
        )
        assert "community" in form.errors
        good = made({"community": "120101001001"}, units=[], communities=GROUPS)
        assert "community" not in good.errors


def test_only_an_optional_community_can_be_taken_back():
    assert "data-none" in str(TeamForm(units=[], communities=GROUPS)["community"])
    assert "data-none" not in str(PairingForm(units=[], communities=GROUPS)["community"])
