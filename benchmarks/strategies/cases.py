"""What is measured: for each row of the table, a call of asknext and the same of the peers that have it.

A case is ``build(problem) -> call``; only the call is timed. Libraries are imported inside, in the environment named.
"""

import os

import numpy as np
import stubs
from problem import CLASSES, LABELLED

CASES = {}
SIZES = (10_000, 100_000, 1_000_000)
THREADS = int(os.environ.get("BENCH_THREADS", "1"))
TO_100K, TO_10K = SIZES[:2], SIZES[:1]
UNCERTAINTY = ("least_confidence", "margin", "entropy")


def case(row, library, *, env=None, sizes=SIZES, b=1000):
    def remember(build):
        CASES[row, library] = {"env": env, "sizes": sizes, "b": b, "build": build}
        return build

    return remember


def ours(row, strategy, *, b=1000, sizes=SIZES, inputs=("embeddings",), labelled=True, **parameters):
    """A case of asknext: ``select`` as a user calls it, with all checks and reasons."""

    @case(row, "asknext", b=b, sizes=sizes)
    def _(problem):
        import asknext

        given = {name: getattr(problem, name) for name in inputs}
        rows = problem.labelled if labelled else None
        return lambda: (
            asknext.select(strategy, problem.b, labelled=rows, threads=THREADS, **given, **parameters).indices
        )


for measure in UNCERTAINTY:
    ours(measure, measure, inputs=("probabilities",), labelled=False)

    @case(measure, "modAL", env="modal")
    def _(problem, measure=measure):
        from modAL import uncertainty

        name = {"least_confidence": "uncertainty", "margin": "margin", "entropy": "entropy"}[measure]
        query, model, p = getattr(uncertainty, f"{name}_sampling"), stubs.Ready(), problem.probabilities
        return lambda: query(model, p, n_instances=problem.b)[0]

    @case(measure, "small-text", env="smalltext", sizes=SIZES if measure == "least_confidence" else TO_10K)
    def _(problem, measure=measure):
        import small_text

        names = {"least_confidence": "LeastConfidence", "margin": "BreakingTies", "entropy": "PredictionEntropy"}
        query, p = getattr(small_text, names[measure])(), problem.probabilities
        unlabelled, labelled = np.arange(LABELLED, problem.n), problem.labelled
        y = problem.classes[:LABELLED]
        return lambda: query.query(stubs.Ready(), p, unlabelled, labelled, y, n=problem.b)

    @case(measure, "scikit-activeml", env="ska")
    def _(problem, measure=measure):
        from skactiveml.pool import UncertaintySampling

        method = {"least_confidence": "least_confident", "margin": "margin_sampling"}.get(measure, measure)
        p, y, model = problem.probabilities, problem.known, stubs.skactiveml()
        query = UncertaintySampling(method=method, random_state=0)
        return lambda: query.query(p, y, model, fit_clf=False, batch_size=problem.b)


for b in (100, 1000):
    ours(f"k-center, b = {b}", "k_center_greedy", b=b)

    @case(f"k-center, b = {b}", "scikit-activeml", env="ska", sizes=SIZES if b == 100 else TO_100K, b=b)
    def _(problem):
        from skactiveml.pool import CoreSet

        x, y, query = problem.embeddings, problem.known, CoreSet(random_state=0)
        return lambda: query.query(x, y, batch_size=problem.b)


@case("k-center, b = 100", "small-text", env="smalltext", sizes=TO_10K, b=100)
def _(problem):
    from small_text import greedy_coreset

    x, unlabelled, labelled = problem.embeddings, np.arange(LABELLED, problem.n), problem.labelled
    return lambda: greedy_coreset(x, unlabelled, labelled, problem.b, distance_metric="euclidean")


ours("BADGE, b = 100", "badge", b=100, inputs=("embeddings", "probabilities"))
ours("BADGE, b = 1000", "badge", inputs=("embeddings", "probabilities"))


@case("BADGE, b = 100", "scikit-activeml", env="ska", sizes=TO_100K, b=100)
def _(problem):
    from skactiveml.pool import Badge

    x, y, model = problem.embeddings, problem.known, stubs.skactiveml(problem.probabilities)
    query = Badge(random_state=0)
    return lambda: query.query(x, y, model, fit_clf=False, batch_size=problem.b)


for row, strategy in (("k-means, b = 100", "kmeans"), ("CLUE, b = 100", "clue")):
    ours(row, strategy, b=100, inputs=("embeddings", "probabilities") if strategy == "clue" else ("embeddings",))


@case("k-means, b = 100", "small-text", env="smalltext", sizes=TO_100K, b=100)
def _(problem):
    from small_text import EmbeddingKMeans

    x, unlabelled, labelled = problem.embeddings, np.arange(LABELLED, problem.n), problem.labelled
    query = EmbeddingKMeans()
    return lambda: query.sample(None, None, unlabelled, labelled, None, problem.b, x)


@case("CLUE, b = 100", "scikit-activeml", env="ska", sizes=TO_100K, b=100)
def _(problem):
    from skactiveml.pool import Clue

    x, y, model = problem.embeddings, problem.known, stubs.skactiveml(problem.probabilities)
    query = Clue(random_state=0, cluster_algo_dict={"random_state": 0})
    return lambda: query.query(x, y, model, fit_estimator=False, batch_size=problem.b)


ours("weighted k-means, beta 10", "weighted_kmeans", inputs=("embeddings", "probabilities"), beta=10)


@case("weighted k-means, beta 10", "scikit-learn by hand")
def _(problem):
    """Preselection by margin, scikit-learn's k-means with its defaults, the nearest item to each centre."""
    from sklearn.cluster import KMeans

    x, p = problem.embeddings[LABELLED:], problem.probabilities[LABELLED:]

    def select():
        two = np.partition(p, -2, axis=1)[:, -2:]
        weight = 1 - (two[:, 1] - two[:, 0])
        few = (
            np.argpartition(-weight, 10 * problem.b)[: 10 * problem.b] if len(x) > 10 * problem.b else np.arange(len(x))
        )
        model = KMeans(problem.b, random_state=0).fit(x[few], sample_weight=weight[few])
        return few[np.unique(model.transform(x[few]).argmin(axis=0))]

    return select


for row, strategy, peer in (
    ("committee of 5, vote entropy", "vote_entropy", "vote_entropy"),
    ("committee of 5, KL", "kl_to_consensus", "KL_divergence"),
):
    ours(row, strategy, b=100, inputs=("committee",), labelled=False)

    @case(row, "scikit-activeml", env="ska", b=100)
    def _(problem, peer=peer):
        from skactiveml.pool import QueryByCommittee

        members = [stubs.skactiveml(each) for each in problem.committee]
        x, y, query = problem.embeddings, problem.known, QueryByCommittee(method=peer, random_state=0)
        return lambda: query.query(x, y, members, fit_ensemble=False, batch_size=problem.b)

    @case(row, "modAL", env="modal", b=100)
    def _(problem, peer=peer):
        from modAL import disagreement

        class Members(list):
            """What modAL's functions ask of a committee; its own class needs an older scikit-learn."""

            learner_list = property(list)
            classes_ = np.arange(CLASSES)

            def vote(self, X, **_):
                return np.stack([each.predict(X) for each in self], axis=1)

            def vote_proba(self, X, **_):
                return np.stack([each.predict_proba(X) for each in self], axis=1)

            def predict_proba(self, X, **_):
                return self.vote_proba(X).mean(axis=1)

        members, x = Members(map(stubs.Ready, problem.committee)), problem.embeddings
        query = {"vote_entropy": disagreement.vote_entropy_sampling}.get(peer, disagreement.max_disagreement_sampling)
        return lambda: query(members, x, n_instances=problem.b)[0]


ours("information density, cosine", "information_density", b=100)


@case("information density, cosine", "modAL", env="modal", sizes=TO_10K, b=100)
def _(problem):
    from modAL.density import information_density

    x = problem.embeddings
    return lambda: np.argsort(-information_density(x, "cosine"))[: problem.b]


for row, strategy, peer, sizes in (
    ("TypiClust, b = 100", "typiclust", "TypiClust", TO_10K),
    ("ProbCover, b = 100", "prob_cover", "ProbCover", TO_10K),
):
    ours(row, strategy, b=100)

    @case(row, "scikit-activeml", env="ska", sizes=sizes, b=100)
    def _(problem, peer=peer):
        import skactiveml.pool

        x, y, given = problem.embeddings, problem.known, {"n_classes": CLASSES} if peer == "ProbCover" else {}
        query = getattr(skactiveml.pool, peer)(random_state=0, **given)
        return lambda: query.query(x, y, batch_size=problem.b)


for strategy in ("max_herding", "graph_density", "facility_location"):
    ours(strategy.replace("_", " ") + ", b = 100", strategy, b=100)

HUGE = (10_000_000, 100_000_000)


def scores_on_disk(problem):
    path = problem._folder / f"scores-{problem.n}.npy"
    if not path.exists():
        problem._folder.mkdir(parents=True, exist_ok=True)
        np.save(path, np.random.default_rng(0).random(problem.n, dtype=np.float32))
    scores = np.load(path, mmap_mode="r", allow_pickle=False)
    scores.max()  # the file is in the page cache, whoever comes first
    return scores


@case("top of memory-mapped scores", "asknext", sizes=HUGE)
def _(problem):
    from asknext.strategies import top_scores

    scores = scores_on_disk(problem)
    return lambda: top_scores(scores, problem.b)


@case("top of memory-mapped scores", "reading alone", sizes=HUGE)
def _(problem):
    scores = scores_on_disk(problem)
    return lambda: max(scores[at : at + (1 << 20)].max() for at in range(0, problem.n, 1 << 20))


@case("top of memory-mapped scores", "numpy argpartition", sizes=HUGE)
def _(problem):
    scores = scores_on_disk(problem)
    return lambda: np.argpartition(scores, -problem.b)[-problem.b :]
