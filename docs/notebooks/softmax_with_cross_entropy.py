# %% [markdown]
# # Softmax 与交叉熵：为什么梯度只是 y − t · Softmax with cross-entropy: why the gradient is just y − t
#
# 分类网络的最后一步几乎总是这两个函数。分开看，两者的导数都不短；合起来，误差对得分的梯度却只剩预测减正解。
# 这里用本库的代码推一遍、算一遍，每一个说法都由一行 `assert_…` 检验：说错了，网站就建不起来。
#
# The last step of a classifier is nearly always these two functions. Each of them has a derivative of some length; of
# both together, the gradient with respect to the scores is the prediction minus the truth. Here it is derived, and
# computed with the library's own code. Every claim is an `assert_…`: if one were wrong, this site would not build.

# %%
import sys
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal, assert_array_less

# A script knows its own place, a kernel only the folder it runs in: look for snippets/ from there upwards.
here = Path(globals().get("__file__", "notebook")).resolve()
sys.path.insert(0, next(str(folder / "snippets") for folder in here.parents if (folder / "snippets").is_dir()))

from cross_entropy import cross_entropy
from gradient import gradient
from gradient_descent import gradient_descent
from sigmoid import sigmoid
from softmax import softmax

# %% [markdown]
# ## 一个例子 · One example
#
# 三个类，得分 z，第二类是正解。得分先变成概率，再算误差；正解是独热向量，所以误差就是 −log y₂。
#
# Three classes with scores z, of which the second is right. The scores become probabilities, and these an error; the
# truth is one-hot, so the error is −log y₂.

# %%
z = np.array([2.0, 1.0, -1.0])
t = np.array([0.0, 1.0, 0.0])
y = softmax(z)
loss = cross_entropy(t, y)
print("y =", y.round(4), " L =", loss.round(4))

assert_allclose(y.sum(), 1)
assert_allclose(loss, -np.log(y[1]))

# %% [markdown]
# ## 推导 · The derivation
#
# 把 yₖ = exp zₖ / Σⱼ exp zⱼ 代入 L = −Σₖ tₖ log yₖ，又因为正解的各分量之和是 1，便有
#
#     L = −Σₖ tₖ zₖ + log Σⱼ exp zⱼ
#
# 前一项对 zᵢ 的偏导数是 −tᵢ，后一项的是 exp zᵢ / Σⱼ exp zⱼ，也就是 yᵢ。于是
#
#     ∂L/∂zᵢ = yᵢ − tᵢ
#
# Put the yₖ of softmax into the L of cross-entropy, and use that the tₖ add up to 1: that is the first line. Its first
# term has the derivative −tᵢ, its second exp zᵢ / Σⱼ exp zⱼ, which is yᵢ, and so the second line follows.

# %%
shortcut = -(t @ z) + np.log(np.exp(z).sum())
assert_allclose(loss, shortcut)


# %% [markdown]
# 差商不知道这个推导，却得到同样的数。
#
# Difference quotients know nothing of the derivation, and find the same numbers.

# %%
numerical = gradient(lambda scores: cross_entropy(t, softmax(scores)), z)
print("y - t     =", (y - t).round(8))
print("numerical =", numerical.round(8))

assert_allclose(numerical, y - t, rtol=0, atol=1e-9)

# %% [markdown]
# 平滑过的标签不是独热向量，推导里也没有用到独热，所以结论照样成立。
# 梯度的各分量之和总是零：得分整体加上一个数，误差不变。
#
# Smoothed labels are not one-hot; nor did the derivation need it. The entries of the gradient always add up to zero,
# since a number added to all scores changes no error.

# %%
smoothed = np.array([0.05, 0.9, 0.05])
numerical = gradient(lambda scores: cross_entropy(smoothed, softmax(scores)), z)

assert_allclose(numerical, y - smoothed, rtol=0, atol=1e-9)
assert_allclose((y - smoothed).sum(), 0, atol=1e-15)
assert_allclose(softmax(z + 100), y)

# %% [markdown]
# ## 极端的得分 · Extreme scores
#
# 照公式直接算，得分为 1000 时 exp 会溢出。代码里的 Softmax 先减去最大的得分。
# 给正解的概率小到存不下时，误差是无穷大，梯度 y − t 却仍然有限，也仍然指着该走的方向：训练时正应当用它。
#
# Taken literally, the formula overflows at exp 1000; the snippet subtracts the largest score first. If the probability
# of the truth is too small to be held, the error is infinite. But the gradient y − t is finite, and still shows the
# way: one more reason to use it.

# %%
extreme = np.array([1000.0, 0.0, 0.0])
print("y =", softmax(extreme), " L =", cross_entropy(t, softmax(extreme)), " y - t =", softmax(extreme) - t)

assert_array_equal(cross_entropy(t, softmax(extreme)), np.inf)
assert_array_equal(softmax(extreme) - t, [1.0, -1.0, 0.0])

# %% [markdown]
# ## 沿梯度下降 · Descending
#
# 把得分本身当作参数，沿着 y − t 的反方向走。误差每一步都变小，正解的概率趋于 1。
# 它到不了 1：独热的正解要求得分之差为无穷大；平滑过的标签则有一个够得着的终点。
#
# Take the scores themselves for parameters, and go against y − t. Every step lowers the error, and the probability of
# the right class tends to 1. It never arrives, for that takes an infinite difference of scores; with smoothed labels
# there is an end that can be reached.

# %%
path = gradient_descent(lambda scores: softmax(scores) - t, z, learning_rate=1.0, steps=200)
losses = cross_entropy(np.broadcast_to(t, path.shape), softmax(path))
print("L =", losses[[0, 1, 10, 200]].round(4))

assert_array_less(np.diff(losses), 0)
assert_allclose(softmax(path)[-1, 1], 1, atol=0.01)
assert_array_less(softmax(path)[-1, 1], 1)

end = gradient_descent(lambda scores: softmax(scores) - smoothed, z, learning_rate=1.0, steps=2000)[-1]
entropy = cross_entropy(smoothed, smoothed)
print("y =", softmax(end).round(6), " H(t) =", entropy.round(6))

assert_allclose(softmax(end), smoothed)
assert_allclose(cross_entropy(smoothed, softmax(end)), entropy)

# %% [markdown]
# ## 两个类就是 Sigmoid · Two classes are a sigmoid
#
# 只有两个类时，Softmax 只看得分之差，就是这个差的 Sigmoid；梯度也就是 σ(z) − t。
#
# With two classes, softmax looks only at the difference of the scores, and is the sigmoid of it. The gradient then is
# σ(z) − t.

# %%
scores = np.linspace(-5, 5, 11)
pairs = np.stack([scores, np.zeros_like(scores)], axis=-1)
truth = np.broadcast_to([1.0, 0.0], pairs.shape)
slopes = gradient(lambda points: cross_entropy(truth, softmax(points)), pairs)

assert_allclose(softmax(pairs)[:, 0], sigmoid(scores))
assert_allclose(slopes[:, 0], sigmoid(scores) - 1, rtol=0, atol=1e-9)
