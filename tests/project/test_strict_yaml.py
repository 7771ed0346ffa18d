import pytest

from asknext.errors import DataError
from asknext.project.strict_yaml import compose


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x81", "\ufffe", "\ud800"])
def test_a_sign_that_yaml_does_not_take_is_a_mistake_in_the_text(sign):
    with pytest.raises(DataError, match="not YAML"):
        compose(f"name: a{sign}b")
