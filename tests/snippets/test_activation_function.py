from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from activation_function import curves, plot
from numpy.testing import assert_allclose, assert_array_equal

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "activation-function.md"


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
    ("given_type", "type_back"), [("float32", "float32"), ("float64", "float64"), ("int64", "float64")]
)
@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_keeps_type_and_shape(given_type: str, type_back: str, shape: tuple[int, ...]) -> None:
    for values in curves(np.ones(shape, dtype=given_type)).values():
        assert (values.dtype, values.shape) == (np.dtype(type_back), shape)


def test_leaves_its_argument_alone_and_gives_arrays_of_their_own() -> None:
    x = np.array([1.0, 2.0])
    curves(x)["identity"][0] = 9
    assert_array_equal(x, [1, 2])


def test_the_picture_has_every_curve_in_a_frame_of_its_own() -> None:
    frames = [child for child in ET.fromstring(plot()) if child.tag == "g"]  # noqa: S314 - our own text
    assert [frame.findtext("text") for frame in frames] == list(curves(0.0))
    assert len({frame.get("transform") for frame in frames}) == len(frames)
    for frame, function in zip(frames, curves(0.0), strict=True):
        polyline = frame.find("polyline")
        assert polyline is not None
        points = np.array([point.split(",") for point in polyline.get("points", "").split()], dtype=float) * [
            0.05,
            -0.05,
        ]
        assert all(one[0] < other[0] for one, other in pairwise(points))
        assert (points[:, 1] >= -2).all()
        assert (points[:, 1] <= 4).all()
        assert_allclose(points[:, 1], curves(points[:, 0])[function], atol=1e-3)
        assert points[-1, 0] > 3.5


def test_the_page_shows_the_picture_as_it_is_drawn_now() -> None:
    assert plot() in PAGE.read_text(encoding="utf-8")
