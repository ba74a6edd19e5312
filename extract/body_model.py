"""The page judge's trained model: features of blocks in, the sureness of each block that it is body out.

A few small perceptrons, averaged, in plain numpy: the arrays stand in `body_model.npz`, which
`python -m bench.train_body` writes; what they were trained on and how well they do is told in `body_model.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from extract.body_features import NAMES

Array = NDArray[np.float32]

CLIP = 4.0
"""Standard deviations at which a feature is cut off: a page of 50,000 blocks is not 500 times another one."""


@dataclass(frozen=True)
class Net:
    """A perceptron: weights and offsets of its layers, the last one with one output."""

    weights: tuple[Array, ...]
    offsets: tuple[Array, ...]

    def predict(self, scaled: Array) -> Array:
        """The log-odds of each row."""
        values = scaled
        for weight, offset in zip(self.weights[:-1], self.offsets[:-1], strict=True):
            values = values @ weight
            values += offset
            np.maximum(values, 0, out=values)
        return (values @ self.weights[-1] + self.offsets[-1])[:, 0]


@dataclass(frozen=True)
class Model:
    """Nets that are averaged, the mean and spread of each feature on the training pages, and the print of the feature
    code (`take_print` of the bundled sample's pages), by which a test sees that the two belong together."""

    mean: Array
    spread: Array
    nets: tuple[Net, ...]
    print: Array

    def predict(self, features: Array) -> Array:
        """How sure it is, 0 to 1, that each block is body."""
        scaled = self.scale(features)
        sure: Array = _sigmoid(np.array([net.predict(scaled) for net in self.nets])).mean(axis=0)
        return sure

    def scale(self, features: Array) -> Array:
        """Features as the nets take them."""
        scaled = features - self.mean
        scaled /= self.spread
        return np.clip(scaled, -CLIP, CLIP, out=scaled)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that the model is, by name, as it goes into the file."""
        nets = {
            f"net{number}_{kind}{layer}": array
            for number, net in enumerate(self.nets)
            for kind, arrays in (("w", net.weights), ("b", net.offsets))
            for layer, array in enumerate(arrays)
        }
        return {"names": np.array(NAMES), "mean": self.mean, "spread": self.spread, "print": self.print, **nets}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The model of the arrays. ValueError when it was trained for other features than `NAMES`."""
        if tuple(map(str, arrays["names"])) != NAMES:
            raise ValueError("body_model.npz belongs to other features: run `python -m bench.train_body`")
        count = len({name.split("_")[0] for name in arrays if name.startswith("net")})
        layers = sum(name.startswith("net0_w") for name in arrays)
        nets = tuple(
            Net(
                tuple(arrays[f"net{number}_w{layer}"] for layer in range(layers)),
                tuple(arrays[f"net{number}_b{layer}"] for layer in range(layers)),
            )
            for number in range(count)
        )
        return cls(arrays["mean"], arrays["spread"], nets, arrays["print"])


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The model that comes with this package, read once."""
    with files("extract").joinpath("body_model.npz").open("rb") as file, np.load(file) as arrays:
        return Model.from_arrays(dict(arrays))


def _sigmoid(odds: Array) -> Array:
    sure: Array = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return sure
