"""Check that the decision trees of a loaded model point only at their own nodes and at features that exist.

scikit-learn follows the indices in a tree without looking: a forged file could read foreign memory or crash the
process (https://github.com/scikit-learn/scikit-learn/pull/34558). skops checks the types of objects, not this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
from sklearn.tree._tree import Tree

from epicrisis.errors import CorruptFile


def require_sound_trees(model: BaseEstimator, name: str) -> None:
    """Refuse a model one of whose trees points outside itself.

    Parameters
    ----------
    model : BaseEstimator
        A loaded model.
    name : str
        The file's name, for the message.

    Raises
    ------
    CorruptFile
        A node's child is not a later node of the same tree, or a node asks for a feature that does not exist.
    """
    for tree, features in _trees(model, features=0):
        if not (_sound_tree(tree) if isinstance(tree, Tree) else _sound_predictor(tree, features)):
            raise CorruptFile("The model {file} was tampered with: a decision tree points outside itself.", file=name)


def _trees(value: Any, features: int, seen: dict[int, Any] | None = None) -> Iterator[tuple[Any, int]]:
    """Yield every tree inside `value` with the number of features of the estimator that holds it."""
    seen = {} if seen is None else seen
    if id(value) in seen:
        return
    seen[id(value)] = value  # held, so that its number is not given to another object
    if isinstance(value, Tree | TreePredictor):
        yield value, features
        return
    for part in _parts(value):
        yield from _trees(part, getattr(value, "n_features_in_", features), seen)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray):
        return list(value.ravel()) if value.dtype == object else []
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    return list(getattr(value, "__dict__", {}).values())


def _sound_tree(tree: Any) -> bool:
    inner = tree.children_left != -1
    own = _children_follow(tree.children_left, tree.children_right, inner, tree.node_count)
    known = ((tree.feature[inner] >= 0) & (tree.feature[inner] < tree.n_features)).all()
    return bool(own and known and tree.value.shape[0] == tree.node_count)


def _sound_predictor(predictor: Any, features: int) -> bool:
    nodes = predictor.nodes
    inner = nodes["is_leaf"] == 0
    own = _children_follow(nodes["left"].astype(np.int64), nodes["right"].astype(np.int64), inner, len(nodes))
    asked = nodes["feature_idx"][inner]
    bits = nodes["bitset_idx"][inner & (nodes["is_categorical"] != 0)]
    tables = min(len(predictor.binned_left_cat_bitsets), len(predictor.raw_left_cat_bitsets))
    return bool(own and ((asked >= 0) & (asked < features)).all() and (bits < tables).all())


def _children_follow(left: npt.NDArray[Any], right: npt.NDArray[Any], inner: npt.NDArray[np.bool_], size: int) -> bool:
    """Whether both children of every inner node come after it; so no walk leaves the tree or goes round in it."""
    parents = np.flatnonzero(inner)
    return all(((child[inner] > parents) & (child[inner] < size)).all() for child in (left, right))
