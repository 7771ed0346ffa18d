"""Strategies from other installed packages: a real, tiny distribution in a temporary directory."""

import subprocess
import sys
import textwrap
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

import asknext
from asknext.errors import InputError, UnknownName
from asknext.strategies import build, plugins
from asknext.strategies import registry as registry_module

GOOD = """
import asknext

@asknext.strategy
def widest(embeddings, *, power=1.0):
    "Items with the widest range of values."
    return (embeddings.max(axis=1) - embeddings.min(axis=1)) ** power
"""


@pytest.fixture(autouse=True)
def _registry_of_its_own(monkeypatch):
    monkeypatch.setattr(registry_module, "_CLASSES", dict(registry_module._CLASSES))
    monkeypatch.setattr(registry_module, "_ORIGINS", dict(registry_module._ORIGINS))
    monkeypatch.setattr(plugins, "_done", set())


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a package of one module with entry points, as pip would lay it out."""

    def install(package, source, **points):
        (tmp_path / f"{package}.py").write_text(textwrap.dedent(source))
        info = tmp_path / f"{package}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        lines = [f"{name} = {value}" for name, value in points.items()]
        (info / "entry_points.txt").write_text("\n".join(["[asknext.strategies]", *lines]))
        monkeypatch.delitem(sys.modules, package, raising=False)
        return package

    monkeypatch.syspath_prepend(str(tmp_path))
    yield install
    for name in [name for name in sys.modules if name.startswith("asknext_plugin_")]:
        del sys.modules[name]


def test_it_is_found_when_its_name_is_not_known(install):
    install("asknext_plugin_good", GOOD, widest="asknext_plugin_good:widest")
    assert "asknext_plugin_good" not in sys.modules
    batch = asknext.select("widest", 1, embeddings=[[0.0, 1.0], [0.0, 5.0]])
    assert batch.indices.tolist() == [1]


def test_it_is_listed_with_its_package_and_composes(install):
    install("asknext_plugin_good", GOOD, widest="asknext_plugin_good:widest")
    info = asknext.strategies()["widest"]
    assert info.origin == "asknext_plugin_good 1.2"
    assert "asknext_plugin_good 1.2" in repr(asknext.strategies())
    assert build("widest(power=2.0) * margin").needs == {"embeddings", "probabilities"}


def test_known_names_load_no_plugin(install):
    install("asknext_plugin_good", GOOD, widest="asknext_plugin_good:widest")
    build("margin")
    assert "asknext_plugin_good" not in sys.modules


def test_a_module_may_hold_several(install):
    source = GOOD + GOOD.replace("widest", "widest_again")
    install("asknext_plugin_two", source, all="asknext_plugin_two")
    assert {"widest", "widest_again"} <= set(asknext.strategies())


@pytest.mark.parametrize(
    ("source", "value", "said"),
    [
        ("raise RuntimeError('no licence')", "{}:widest", "RuntimeError: no licence"),
        ("x = 1", "{}:widest", "AttributeError"),
        ("import nothing_of_that_name", "{}:widest", "ModuleNotFoundError"),
        ("widest = 3", "{}:widest", "must be a strategy class"),
        ("raise SystemExit(3)", "{}:widest", "SystemExit"),
    ],
)
def test_a_broken_one_is_one_warning_that_names_the_package(install, source, value, said):
    install("asknext_plugin_good", GOOD, widest="asknext_plugin_good:widest")
    install("asknext_plugin_bad", source, broken=value.format("asknext_plugin_bad"))
    with pytest.warns(UserWarning, match=f"asknext_plugin_bad 1.2 offers the strategy 'broken'.*{said}") as caught:
        listed = asknext.strategies()
    assert len(caught) == 1
    assert {"widest", "margin"} <= set(listed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asknext.strategies()  # said once


def test_a_name_that_is_taken_is_refused_with_both_names(install):
    install("asknext_plugin_clash", GOOD.replace("widest", "margin"), margin="asknext_plugin_clash:margin")
    with pytest.warns(UserWarning, match=r"'margin' is already taken by Margin \(asknext\).*asknext_plugin_clash 1\.2"):
        listed = asknext.strategies()
    assert listed["margin"].origin == "asknext"


def test_two_plugins_of_one_name(install):
    install("asknext_plugin_a", GOOD, widest="asknext_plugin_a:widest")
    install("asknext_plugin_b", GOOD, widest="asknext_plugin_b:widest")
    with pytest.warns(UserWarning, match=r"\(asknext_plugin_[ab] 1\.2\), so widest \(asknext_plugin_[ab] 1\.2\)"):
        listed = asknext.strategies()
    assert listed["widest"].origin.startswith("asknext_plugin_")


def test_an_unknown_name_stays_unknown(install):
    install("asknext_plugin_good", GOOD, widest="asknext_plugin_good:widest")
    with pytest.raises(UnknownName, match="Did you mean 'widest'"):
        build("widst")


def test_importing_asknext_loads_no_plugin(install, tmp_path):
    install("asknext_plugin_good", "raise SystemExit(9)", widest="asknext_plugin_good:widest")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import asknext; asknext.select"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_class_that_is_not_registered_yet_is_registered(install):
    source = """
        from dataclasses import dataclass
        from asknext.strategies import Scorer

        @dataclass(frozen=True)
        class Last(Scorer):
            "The last row."
            name = "last"

            def score_rows(self, view):
                return view.unlabelled.astype(float)
    """
    install("asknext_plugin_class", source, last="asknext_plugin_class:Last")
    assert asknext.select("last", 1, labels=[None] * 4).indices.tolist() == [3]
    with pytest.raises(InputError, match="must be of letters"):
        asknext.strategies.register(type("Odd", (object,), {"name": "a b"}))


SLOW = (
    """
import threading
from asknext.strategies import plugins
plugins.test_started.set()
plugins.test_go_on.wait(10)
"""
    + GOOD
)


def test_a_second_thread_waits_for_what_the_first_is_loading(install, monkeypatch):
    started, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(plugins, "test_started", started, raising=False)
    monkeypatch.setattr(plugins, "test_go_on", go_on, raising=False)
    install("asknext_plugin_slow", SLOW, widest="asknext_plugin_slow:widest")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(asknext.strategies)
        assert started.wait(10)
        assert plugins.loading_from() is None  # this thread loads nothing
        second = threads.submit(build, "widest")
        assert wait([second], timeout=0.2).not_done
        go_on.set()
        assert second.result(10).name == "widest"
        assert first.result(10)["widest"].origin == "asknext_plugin_slow 1.2"
