import numpy as np
import pytest
from activation_function import curves
from numpy.testing import assert_allclose, assert_array_equal


@pytest.mark.parametrize(
    ("name", "at_minus_one", "at_zero", "at_one"),
    [
        ("identity", -1, 0, 1),
        ("unit step", 0, 1, 1),
        ("sigmoid", 1 / (1 + np.e), 1 / 2, np.e / (1 + np.e)),
        ("tanh", -np.tanh(1), 0, np.tanh(1)),
        ("softsign", -1 / 2, 0, 1 / 2),
        ("ReLU", 0, 0, 1),
        ("leaky ReLU, α = 0.1", -0.1, 0, 1),
        ("softplus", np.log(1 + np.e) - 1, np.log(2), np.log(1 + np.e)),
    ],
)
def test_each_name_has_its_function(name: str, at_minus_one: float, at_zero: float, at_one: float) -> None:
    assert_allclose(curves([-1, 0, 1])[name], [at_minus_one, at_zero, at_one], rtol=1e-14)


def test_all_never_fall() -> None:
    assert all((np.diff(values) >= 0).all() for values in curves(np.linspace(-9, 9, 99)).values())


def test_only_the_identity_is_straight() -> None:
    bends = {name: np.abs(np.diff(values, 2)).max() for name, values in curves(np.arange(-2, 3)).items()}
    assert [name for name, bend in bends.items() if bend == 0] == ["identity"]


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    for values in curves(np.ones(shape, dtype=given_type)).values():
        assert (values.dtype, values.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone_and_gives_arrays_of_their_own() -> None:
    x = np.array([1.0, 2.0])
    curves(x)["identity"][0] = 9
    assert_array_equal(x, [1, 2])
