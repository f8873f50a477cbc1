from typing import Any

import numpy as np
import pytest
from adam import adam, adam_step
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

CURVATURES = np.array([1.0, 100.0])
POINTS = arrays(np.float64, (3, 2), elements=st.floats(-10, 10))
SQUARES = arrays(np.float64, (3, 2), elements=st.floats(0, 10))


def slope_of_valley(x: Any) -> Any:
    return CURVATURES * x


@settings(deadline=None)
@given(POINTS, POINTS, SQUARES, POINTS, st.integers(1, 20))
def test_a_step_follows_its_five_equations(
    w: NDArray[np.float64], m: NDArray[np.float64], v: NDArray[np.float64], g: NDArray[np.float64], t: int
) -> None:
    eta, beta1, beta2, epsilon = 0.1, 0.8, 0.95, 1e-3
    of_gradient, of_square, following = adam_step(
        w, m, v, g, t, learning_rate=eta, beta1=beta1, beta2=beta2, epsilon=epsilon
    )
    assert_allclose(of_gradient, 0.8 * m + 0.2 * g, rtol=1e-12, atol=1e-12)
    assert_allclose(of_square, 0.95 * v + 0.05 * g * g, rtol=1e-12, atol=1e-12)
    m_hat, v_hat = of_gradient / (1 - 0.8**t), of_square / (1 - 0.95**t)
    assert_allclose(following, w - 0.1 * m_hat / (v_hat**0.5 + 1e-3), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("rate", [0.001, 0.3])
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.7), (0.0, 0.9)])
def test_a_path_agrees_with_torch(rate: float, betas: tuple[float, float]) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch, a second opinion, is not there")
    leaf = torch.tensor([3.0, -2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adam([leaf], lr=rate, betas=betas)
    expected = [leaf.detach().numpy().copy()]
    for _ in range(20):
        optimiser.zero_grad()
        ((leaf**2 * torch.tensor(CURVATURES)).sum() / 2).backward()
        optimiser.step()
        expected.append(leaf.detach().numpy().copy())
    path = adam(slope_of_valley, [3.0, -2.0], steps=20, learning_rate=rate, beta1=betas[0], beta2=betas[1])
    assert_allclose(path, expected, rtol=1e-10)


def test_the_defaults_are_those_of_the_paper() -> None:
    w, m, v, g = 1.0, 0.5, 0.25, 2.0
    result = adam_step(w, m, v, g, 3)
    assert_array_equal(result, adam_step(w, m, v, g, 3, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8))
    path = adam(slope_of_valley, [3.0, -2.0], steps=3)
    expected = adam(slope_of_valley, [3.0, -2.0], steps=3, learning_rate=0.001, beta1=0.9, beta2=0.999)
    assert_array_equal(path, expected)


@settings(deadline=None)
@given(st.sampled_from([-1, 1]), st.floats(1e-3, 1e6))
def test_the_first_step_has_the_length_of_the_learning_rate(sign: int, size: float) -> None:
    following = adam_step(0.0, 0.0, 0.0, sign * size, 1, learning_rate=0.1)[2]
    assert_allclose(following, -0.1 * sign, rtol=1e-4)


def test_the_scale_of_the_cost_hardly_matters() -> None:
    paths = [
        adam(lambda x, scale=scale: scale * slope_of_valley(x), [3.0, -2.0], steps=30, learning_rate=0.1)  # type: ignore[misc]
        for scale in (1.0, 1e6)
    ]
    assert_allclose(paths[0], paths[1], rtol=1e-6)


@pytest.mark.parametrize("t", [1, 2, 10])
def test_the_correction_is_exact_for_a_gradient_that_stays(t: int) -> None:
    path = adam(lambda _: np.array([3.0, -0.5]), [0.0, 0.0], steps=t, learning_rate=0.1)
    assert_allclose(path[-1], [-0.1 * t, 0.1 * t], rtol=1e-6)


def test_finds_the_minimum_of_a_valley() -> None:
    path = adam(slope_of_valley, [1.0, 1.0], steps=600, learning_rate=0.05)
    assert_allclose(path[-1], 0, atol=1e-3)


def test_stays_where_the_gradient_is_zero() -> None:
    assert_array_equal(adam(np.zeros_like, [1.0, 2.0], steps=2), [[1, 2]] * 3)
    assert adam(np.zeros_like, [1, 2], steps=0).tolist() == [[1.0, 2.0]]


def test_a_path_is_made_of_steps_with_its_settings() -> None:
    path = adam(slope_of_valley, [3.0, -2.0], steps=3, learning_rate=0.1, beta1=0.5, beta2=0.7)
    m: Any = np.zeros(2)
    v: Any = np.zeros(2)
    for t in (1, 2, 3):
        slope = slope_of_valley(path[t - 1])
        m, v, w = adam_step(path[t - 1], m, v, slope, t, learning_rate=0.1, beta1=0.5, beta2=0.7)
        assert_array_equal(path[t], w)


@pytest.mark.parametrize(
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int8", "float64")]
)
def test_keeps_type_and_its_arguments(given_type: str, type_back: str) -> None:
    w, m, v, g = (np.array([number, 5], dtype=given_type) for number in (1, 2, 3, 4))
    assert {each.dtype for each in adam_step(w, m, v, g, 1)} == {np.dtype(type_back)}
    assert {adam(np.copy, w, steps=steps).dtype for steps in (0, 2)} == {np.dtype(type_back)}
    assert_array_equal([w, m, v, g], [[1, 5], [2, 5], [3, 5], [4, 5]])


@pytest.mark.parametrize("odd", range(4))
def test_shapes_that_differ_are_named(odd: int) -> None:
    w, m, v, g = (np.ones(() if place == odd else 2) for place in range(4))
    with pytest.raises(ValueError, match=r"one shape, not \(.*\), \(.*\), \(.*\) and \("):
        adam_step(w, m, v, g, 1)


def test_without_memory_each_step_has_the_sign_of_its_gradient() -> None:
    following = adam_step([1.0, 1.0], [5.0, 5.0], [5.0, 5.0], [2.0, -3.0], 7, learning_rate=0.5, beta1=0.0, beta2=0.0)
    assert_allclose(np.stack(following), np.array([[2, -3], [4, 9], [0.5, 1.5]]), rtol=1e-8)


@pytest.mark.parametrize(("v", "t"), [(-1.0, 1), (1.0, 0), (1.0, -1)])
def test_what_no_step_leads_to_is_an_error(v: float, t: int) -> None:
    with pytest.raises(ValueError, match=rf"v of shape \(2,\) must not be negative; t is {t}"):
        adam_step([0.0, 0.0], [0.0, 0.0], [1.0, v], [1.0, 1.0], t)


@pytest.mark.parametrize(
    "changed",
    [
        *({"learning_rate": number} for number in (0.0, -1.0, np.nan)),
        *({"epsilon": number} for number in (0.0, -1.0, np.nan)),
        *({name: number} for name in ("beta1", "beta2") for number in (-0.1, 1.0, np.nan)),
    ],
)
def test_factors_outside_of_their_intervals_are_an_error(changed: Any) -> None:
    with pytest.raises(ValueError, match=r"must be positive, beta1 and beta2 in \[0, 1\), not .*, .*, .* and "):
        adam_step(0.0, 0.0, 0.0, 1.0, 1, **changed)


def test_a_negative_number_of_steps_is_an_error() -> None:
    with pytest.raises(ValueError, match="steps must not be negative, not -1"):
        adam(slope_of_valley, [1.0, 1.0], steps=-1)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_an_integer_counts_as_double_beside_single_precision(place: int) -> None:
    w, m, v, gradient = (np.ones(2, dtype="int8" if place == i else "float32") for i in range(4))
    m, v, w = adam_step(w, m, v, gradient, 1)
    assert (w.dtype, m.dtype, v.dtype)[min(place, 2)] == np.float64


def test_small_integers_do_not_wrap_around() -> None:
    zeros = np.zeros(1)
    assert adam_step(zeros, zeros, zeros, np.array([100], dtype=np.int8), 1, beta2=0.5)[1] == 5000
