# %% [markdown]
# # 亲手训练一个两层网络 · A two-layer network, trained by hand
#
# 正向传播、代价、反向传播、随机梯度下降：一个网络的学习只有这四步。这里用本库的代码把它们接起来，在一小份自己造的数据上
# 从头做到尾。梯度与差商核对；每一个说法都由一行 `assert_…` 检验，说错了，网站就建不起来。
#
# Forward pass, cost, backpropagation, stochastic gradient descent: that is all there is to how a network learns. Here
# they are put together from the library's own code, on a small made data set. The gradients are checked against
# difference quotients, and every claim is an `assert_…`: if one were wrong, this site would not build.

# %%
import sys
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal, assert_array_less
from numpy.typing import NDArray

# A script knows its own place, a kernel only the folder it runs in: look for snippets/ from there upwards.
here = Path(globals().get("__file__", "notebook")).resolve()
sys.path.insert(0, next(str(folder / "snippets") for folder in here.parents if (folder / "snippets").is_dir()))

from backpropagation import backpropagate, weight_gradient
from forward_propagation import forward_propagation
from gradient import gradient
from logistic_regression import fit, probability
from mean_squared_error import quadratic_cost
from sigmoid import sigmoid, sigmoid_derivative
from stochastic_gradient_descent import stochastic_gradient_descent
from weight_initialization import xavier_uniform

Array = NDArray[np.floating]

# %% [markdown]
# ## 数据：异或 · The data: exclusive or
#
# 平面上的点，两个坐标同号的是 1，异号的是 0。没有一条直线能把它们分开，所以单个神经元（逻辑回归）比瞎猜好不了多少。
# 另造一份同样的数据，训练时不用，只用来打分。
#
# Points of the plane: class 1 if both coordinates have one sign, else class 0. No straight line separates them, so a
# single neuron, which is logistic regression, does little better than guess. A second set of the same kind is kept for
# the test.

# %%
random = np.random.default_rng(0)


def points(count: int) -> tuple[Array, Array]:
    x = random.uniform(-1, 1, size=(count, 2))
    return x, (x[:, :1] * x[:, 1:] > 0) * 1.0


def accuracy(outputs: Array, truth: Array) -> float:
    return float(np.mean((outputs > 0.5) == (truth > 0.5)))  # noqa: PLR2004


x, y = points(200)
x_test, y_test = points(1000)
w, b = fit(x, y[:, 0], penalty=1e-3)
alone = accuracy(probability(x_test, w, b), y_test[:, 0])
print("one neuron alone:", alone)

assert_array_less(alone, 0.7)

# %% [markdown]
# ## 网络与它的参数 · The network and its parameters
#
# 两个输入，八个隐藏神经元，一个输出，都用 Sigmoid。优化方法只认识一个长向量，所以把两个权重矩阵和两个偏置向量首尾相接；
# 用的时候再切开。
#
# Two inputs, eight hidden neurons, one output, with a sigmoid everywhere. Optimisers know nothing but a long vector:
# the two matrices of weights and the two vectors of biases are joined end to end, and cut apart again for use.

# %%
SHAPES = ((8, 2), (1, 8), (8,), (1,))
CUTS = np.cumsum([int(np.prod(shape)) for shape in SHAPES])[:-1]


def layers(parameters: Array) -> tuple[list[Array], list[Array]]:
    pieces = [piece.reshape(shape) for piece, shape in zip(np.split(parameters, CUTS), SHAPES, strict=True)]
    return pieces[:2], pieces[2:]


def joined(weights: list[Array], biases: list[Array]) -> Array:
    return np.concatenate([piece.ravel() for piece in (*weights, *biases)])


start = joined([xavier_uniform(2, 8, random), xavier_uniform(8, 1, random)], [np.zeros(8), np.zeros(1)])
weights, biases = layers(start)
print("parameters:", start.size)

assert_array_equal(joined(weights, biases), start)

# %% [markdown]
# ## 正向传播 · The forward pass
#
# 每一层做同样的事：加权求和，加偏置，过 Sigmoid。逐层写出来，与库里的正向传播逐个相同。
#
# Each layer does the same: a weighted sum, a bias, a sigmoid. Written out layer by layer, it gives what the library's
# forward propagation gives.

# %%
z1 = x @ weights[0].T + biases[0]
a1 = sigmoid(z1)
z2 = a1 @ weights[1].T + biases[1]
a2 = sigmoid(z2)
cost = quadratic_cost(y, a2)
print("outputs of the first three:", a2[:3, 0].round(4), " cost:", cost.round(4))

for mine, theirs in zip((x, a1, a2), forward_propagation(x, weights, biases), strict=True):
    assert_allclose(mine, theirs, rtol=1e-12)

# %% [markdown]
# ## 反向传播 · Backpropagation
#
# 误差从输出层往回传：先是 (a − y) ⊙ σ′(z)，再乘以权重的转置，又逐元素乘以 σ′。
# 权重的梯度是“前一头的输出乘以后一头的误差”，对样本取平均。
#
# The errors go back from the output: first (a − y) ⊙ σ′(z), then the transposed weights times that, entry by entry
# times σ′ again. The gradient of a weight is the activation at its one end times the error at the other, averaged over
# the examples.

# %%
delta2 = (a2 - y) * sigmoid_derivative(z2)
delta1 = (delta2 @ weights[1]) * sigmoid_derivative(z1)
by_hand = joined(
    [weight_gradient(x, delta1).mean(axis=0), weight_gradient(a1, delta2).mean(axis=0)],
    [delta1.mean(axis=0), delta2.mean(axis=0)],
)
assert_allclose(by_hand, joined(*backpropagate(weights, biases, x, y)), rtol=1e-12, atol=1e-15)

# %% [markdown]
# 差商不懂链式法则，只会把每个参数前后各挪一点，重算两遍代价。33 个参数要算 66 遍；反向传播只走了一个来回，数却相同。
#
# Difference quotients know no chain rule. They move each parameter a little forward and back, and compute the cost
# anew: 66 times for 33 parameters. Backpropagation went there and back once, and found the same numbers.


# %%
def cost_at(parameters: Array) -> Array:
    return quadratic_cost(y, forward_propagation(x, *layers(parameters))[-1])


numerical = gradient(cost_at, start)
print("largest difference:", np.abs(numerical - by_hand).max())

assert_allclose(by_hand, numerical, rtol=0, atol=1e-9)

# %% [markdown]
# ## 随机梯度下降 · Stochastic gradient descent
#
# 每次只看十个样本：求它们的梯度，走一步，再换十个。全部样本用过一遍叫一轮，每轮都重新打乱。
# 单看一步，代价可升可降；看整条路，它降下来了，没见过的数据也分得对。
#
# Ten examples at a time: their gradient, a step, the next ten. Once through all of them is an epoch, and each has an
# order of its own. A single step may raise the cost. Over the whole way it falls, and new points are told apart as
# well.


# %%
def slope(parameters: Array, batch: NDArray[np.intp]) -> Array:
    return joined(*backpropagate(*layers(parameters), x[batch], y[batch]))


path = stochastic_gradient_descent(slope, start, examples=len(x), batch_size=10, learning_rate=3.0, epochs=300, seed=1)
costs = np.array([cost_at(parameters) for parameters in path])
together = accuracy(forward_propagation(x_test, *layers(path[-1]))[-1], y_test)
print("cost after 0, 10, 50, 100, 300 epochs:", costs[[0, 10, 50, 100, 300]].round(4))
print("right on new points:", together)

assert_array_less(costs[-1], costs[0] / 10)
assert_array_less(0.93, together)
assert_array_less(alone + 0.25, together)

# %% [markdown]
# 训练之后，梯度仍与差商一致：核对不能只在起点做，那里许多数都还很小、很像。
#
# After training, the gradient still agrees with the quotients. It is worth checking here too: at the start many numbers
# are small and alike.

# %%
assert_allclose(slope(path[-1], np.arange(len(x))), gradient(cost_at, path[-1]), rtol=0, atol=1e-9)

# %% [markdown]
# ## 为什么要随机的起点 · Why the start is random
#
# 若所有权重都从同一个数开始，八个隐藏神经元收到的梯度一模一样，永远走在一起：八个只顶一个，异或就学不会。
#
# If all weights begin with one number, the eight hidden neurons get the same gradient and never part: eight are no more
# than one, and exclusive or is beyond them.

# %%
alike = stochastic_gradient_descent(
    slope, np.full_like(start, 0.5), examples=len(x), batch_size=10, learning_rate=3.0, epochs=100, seed=1
)[-1]
hidden = layers(alike)[0][0]
stuck = accuracy(forward_propagation(x_test, *layers(alike))[-1], y_test)
print("weights of two hidden neurons:", hidden[0].round(4), hidden[7].round(4), " right:", stuck)

assert_allclose(hidden, np.broadcast_to(hidden[0], hidden.shape), rtol=1e-6)
assert_array_less(stuck, 0.8)
