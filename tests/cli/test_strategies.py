"""``asknext strategies``: all of them, some of them, one of them."""

import pytest

import asknext


def names(done):
    assert done.code == 0, done.err
    return {each["name"] for each in done.json["strategies"]}


def test_all_of_them(run):
    assert names(run("strategies", "--json")) == set(asknext.strategies())
    lines = run("strategies").out.splitlines()
    assert len(lines) == 2 + len(asknext.strategies())
    assert lines[0].split() == ["name", "family", "needs", "from", "summary"]


def test_those_of_a_family_a_task_or_with_these_inputs(run):
    every = asknext.strategies()
    assert names(run("strategies", "--family", "committee", "--json")) == {
        name for name, info in every.items() if info.family == "committee"
    }
    both = names(run("strategies", "--needs", "embeddings,predictions,labels", "--task", "regression", "--json"))
    assert {"improved_greedy_sampling", "lcmd", "random"} <= both
    assert not both & {"committee_std", "margin"}


def test_one_in_full(run):
    done = run("strategies", "weighted_kmeans")
    assert done.code == 0
    assert "beta = 10.0: how many times the batch is kept for clustering" in done.out
    assert "Zhdanov 2019" in done.out
    assert run("strategies", "weighted_kmeans", "--json").json["needs"] == ["embeddings", "probabilities"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["margn"], "no strategy 'margn'"),
        (["--family", "divers"], "no family 'divers'"),
        (["--needs", "embedding"], "no input 'embedding'"),
        (["--task", "regresion"], "no task 'regresion'"),
    ],
)
def test_an_unknown_name_offers_the_nearest(run, words, message):
    done = run("strategies", *words)
    assert done.code == 2
    assert message in done.err
    assert "Did you mean" in done.err
