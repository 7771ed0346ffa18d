import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.people.identity import LOCAL, Identity
from asknext.people.permissions import may, verbs_of
from asknext.people.principal import Principal
from asknext.people.role import PROJECT_ROLES, Role
from asknext.people.verb import SERVER_VERBS, Verb

# The whole table, written down by hand: the narrowest role that may.
NARROWEST = {
    Verb.OWN_ACCOUNT: Role.ANNOTATOR,
    Verb.VIEW_PROJECT: Role.ANNOTATOR,
    Verb.LABEL: Role.ANNOTATOR,
    Verb.COMMENT: Role.ANNOTATOR,
    Verb.REVIEW: Role.REVIEWER,
    Verb.ADJUDICATE: Role.REVIEWER,
    Verb.SEE_ITEMS: Role.REVIEWER,
    Verb.SEE_QUALITY: Role.REVIEWER,
    Verb.SEE_DASHBOARD: Role.MANAGER,
    Verb.EXPORT: Role.MANAGER,
    Verb.IMPORT: Role.MANAGER,
    Verb.PRIORITISE: Role.MANAGER,
    Verb.EDIT_ONTOLOGY: Role.MANAGER,
    Verb.EDIT_GUIDELINES: Role.MANAGER,
    Verb.EDIT_SETTINGS: Role.MANAGER,
    Verb.FIX_LABELS: Role.MANAGER,
    Verb.MANAGE_MEMBERS: Role.MANAGER,
    Verb.MANAGE_WEBHOOKS: Role.MANAGER,
    Verb.TRAIN: Role.MANAGER,
    Verb.MANAGE_SERVER: Role.ADMIN,
    Verb.SEE_AUDIT: Role.ADMIN,
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_verb(role, verb):
    assert may(role, verb) is (role.rank >= NARROWEST[verb].rank)


@pytest.mark.parametrize("verb", Verb)
def test_nobody_may_nothing(verb):
    assert not may(None, verb)


def test_each_role_may_all_that_the_one_before_may():
    for narrow, wide in zip(Role, list(Role)[1:], strict=False):
        assert verbs_of(narrow) < verbs_of(wide)


@given(st.sampled_from(Role), st.frozensets(st.sampled_from(Verb)), st.sampled_from(Verb))
def test_a_token_has_never_more_than_its_owner(role, scopes, verb):
    owner, token = Identity("a", role), Identity("a", role, scopes)
    assert token.may(verb) == (owner.may(verb) and verb in scopes)


def test_the_name_in_a_request_is_believed_only_where_nobody_logs_in():
    assert LOCAL.acting_as("Ann") == "Ann"
    assert Identity("Bob", Role.ADMIN).acting_as("Ann") == "Bob"


ROLES = st.dictionaries(st.sampled_from("pq"), st.sampled_from(PROJECT_ROLES))
LIMITS = st.none() | st.frozensets(st.sampled_from("pq"))


@given(ROLES, st.booleans(), LIMITS, st.sampled_from("pqr"))
def test_the_role_in_a_project_is_that_project_s(roles, admin, limit, project):
    found = Principal(1, "a", admin, roles, projects=limit).in_project(project).role
    if limit is not None and project not in limit:
        assert found is None
    else:
        assert found == (Role.ADMIN if admin else roles.get(project))


@given(ROLES, LIMITS)
def test_only_an_admin_whose_token_is_not_limited_to_projects_has_the_server(roles, limit):
    for admin in (False, True):
        server = Principal(1, "a", admin, roles, projects=limit).on_server()
        assert any(server.may(verb) for verb in SERVER_VERBS) == (admin and limit is None)
        assert not any(server.may(verb) for verb in set(Verb) - SERVER_VERBS - {Verb.OWN_ACCOUNT, Verb.VIEW_PROJECT})
