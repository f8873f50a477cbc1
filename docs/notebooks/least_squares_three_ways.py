# %% [markdown]
# # 最小二乘的三条路 · Least squares three ways
#
# 同一道题，三种解法：照公式解正规方程、沿梯度一步步走、用 QR 分解。数据好的时候，三者得到同样的数；
# 数据不好的时候，高下立见。每一个说法都由一行 `assert_…` 检验：说错了，网站就建不起来。
#
# One problem, solved three times: by the formula, by walking against the gradient, and by a QR factorisation. On good
# data all three find the same numbers. On bad data they part. Every claim is an `assert_…`: if one were wrong, this
# site would not build.

# %%
import sys
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose, assert_array_less, assert_raises
from numpy.typing import NDArray

# A script knows its own place, a kernel only the folder it runs in: look for snippets/ from there upwards.
here = Path(globals().get("__file__", "notebook")).resolve()
sys.path.insert(0, next(str(folder / "snippets") for folder in here.parents if (folder / "snippets").is_dir()))

from gradient import gradient
from gradient_descent import gradient_descent
from learning_rate import contraction
from least_squares import least_squares, normal_equations
from linear_regression import regression_line
from mean_squared_error import mean_squared_error

Array = NDArray[np.floating]

# %% [markdown]
# ## 题目 · The problem
#
# 一条抛物线加上噪声，量了五十次。三列 1、t、t² 排成矩阵 X，要找三个参数 θ，让 Xθ 离 y 最近。
#
# A parabola with noise, measured fifty times. The columns 1, t, t² make the matrix X, and three parameters θ are wanted
# such that Xθ is as near to y as can be.

# %%
random = np.random.default_rng(0)
t = np.linspace(-1, 1, 50)
x = np.vander(t, 3, increasing=True)
y = x @ [1.0, -2.0, 3.0] + random.normal(scale=0.1, size=50)

# %% [markdown]
# ## 第一条路：公式 · The first way: the formula
#
# θ̂ = (XᵀX)⁻¹Xᵀy，一步到位。离得最近的意思是：残差与 X 的每一列都垂直。往哪边再挪一点，误差都更大。
#
# θ̂ = (XᵀX)⁻¹Xᵀy, in one go. To be nearest means that the residual is perpendicular to each column of X. A little to
# any side, the error is larger.

# %%
by_formula = normal_equations(x, y)
residual = y - x @ by_formula
print("formula:", by_formula.round(6))

assert_allclose(by_formula, [1, -2, 3], atol=0.2)
assert_allclose(x.T @ residual, np.zeros(3), atol=1e-12)
for shift in (*np.eye(3), *-np.eye(3)):
    assert_array_less(mean_squared_error(y, x @ by_formula), mean_squared_error(y, x @ (by_formula + 0.01 * shift)))

# %% [markdown]
# ## 第二条路：梯度下降 · The second way: gradient descent
#
# 均方误差的一半，梯度是 Xᵀ(Xθ − y)/n。先与差商核对，再一步步走下去。
#
# The gradient of half the mean squared error is Xᵀ(Xθ − y)/n. Check it against difference quotients first; then walk.


# %%
def slope(theta: Array) -> Array:
    return x.T @ (x @ theta - y) / len(y)


def half_error(theta: Array) -> Array:
    return mean_squared_error(y, x @ theta) / 2


somewhere = np.array([0.3, 0.2, -0.5])
assert_allclose(slope(somewhere), gradient(half_error, somewhere), rtol=0, atol=1e-9)

# %% [markdown]
# 学习率不必猜。曲率就是 XᵀX/n 的特征值，最好的学习率是 2 除以最大与最小之和；每一步，到终点的距离至多变为 ρ 倍，
# 所以要走多少步事先就知道。
#
# The rate need not be guessed. The curvatures are the eigenvalues of XᵀX/n, and 2 over the sum of the largest and the
# least is the best rate. With each step the distance to the end shrinks at least by the factor ρ: the number of steps
# is known beforehand.

# %%
curvatures = np.linalg.eigvalsh(x.T @ x / len(y))
rate = 2 / (curvatures[0] + curvatures[-1])
rho = contraction(rate, curvatures)
steps = int(np.ceil(np.log(1e-10) / np.log(rho)))
path = gradient_descent(slope, np.zeros(3), learning_rate=rate, steps=steps)
distances = np.linalg.norm(path - by_formula, axis=-1)
print("curvatures:", curvatures.round(3), " ρ =", rho.round(4), " steps:", steps)
print("descent:", path[-1].round(6))

assert_allclose(path[-1], by_formula, rtol=0, atol=1e-8)
assert_array_less(distances, rho ** np.arange(steps + 1) * distances[0] * (1 + 1e-6) + 1e-12)

# %% [markdown]
# 界线 2/L 两边只差百分之一，一边收敛，一边越走越远。
#
# One per cent on either side of the border 2/L: here it converges, there it flies away.

# %%
for share, converges in ((0.99, True), (1.01, False)):
    edge = share * 2 / curvatures[-1]
    end = gradient_descent(slope, np.zeros(3), learning_rate=edge, steps=3000)[-1]
    print(f"{share} · 2/L ends at a distance of", np.linalg.norm(end - by_formula))
    if converges:
        assert_allclose(end, by_formula, atol=1e-8)
    else:
        assert_array_less(1e6, np.linalg.norm(end - by_formula))

# %% [markdown]
# ## 第三条路：QR 分解 · The third way: a QR factorisation
#
# X = QR，Q 的各列互相垂直、长度为 1，R 是上三角。于是 XᵀX = RᵀR，正规方程化成 Rθ̂ = Qᵀy，从最后一行往回代就解出来了。
# 关键在于：XᵀX 根本没有算。
#
# X = QR, where the columns of Q are perpendicular and of length 1, and R is upper triangular. So XᵀX = RᵀR, and the
# normal equations become Rθ̂ = Qᵀy, solved from the last row back. What matters: XᵀX was never computed.

# %%
q, r = np.linalg.qr(x)
by_qr = least_squares(x, y)
print("QR:", by_qr.round(6))

assert_allclose(q.T @ q, np.eye(3), atol=1e-14)
assert_allclose(r.T @ r, x.T @ x, atol=1e-12)
assert_allclose(r @ by_qr, q.T @ y, atol=1e-12)
assert_allclose(by_qr, by_formula, rtol=1e-12)

# %% [markdown]
# ## 数据不好的时候 · On bad data
#
# 在 0 与 1 之间取高次多项式，各列彼此越来越像。y 不加噪声，所以真正的答案是已知的：全是 1。
# XᵀX 的条件数是 X 的平方，照公式解，丢掉的位数便是 QR 的两倍。
#
# Polynomials of higher degree between 0 and 1: columns that look more and more alike. There is no noise in y, so the
# right answer is known: ones. The condition number of XᵀX is the square of that of X, and the formula loses twice as
# many digits as QR.


# %%
def powers(degree: int) -> Array:
    return np.vander(np.linspace(0, 1, 50), degree + 1, increasing=True)


print("degree  condition  error: formula       QR")
for degree in (3, 5, 7, 9):
    bad, ones = powers(degree), np.ones(degree + 1)
    errors = [np.abs(way(bad, bad @ ones) - ones).max() for way in (normal_equations, least_squares)]
    condition = np.linalg.cond(bad)
    print(f"{degree:6}  {condition:9.1e}  {errors[0]:14.1e}  {errors[1]:7.1e}")

    assert_allclose(np.linalg.cond(bad.T @ bad), condition**2, rtol=0.1)
    assert_array_less(errors[1], 1e-15 * condition * 10)

assert_array_less(1000 * errors[1], errors[0])

# %% [markdown]
# 到了十一次，XᵀX 在双精度下与奇异矩阵已经没有区别，代码宁可报错，也不给出没有意义的数；QR 至少还准到六位。
#
# At degree eleven, double precision cannot tell XᵀX from a singular matrix. The code raises an error rather than return
# numbers that mean nothing; QR is still right to six digits at least.

# %%
bad, ones = powers(11), np.ones(12)
assert_raises(ValueError, normal_equations, bad, bad @ ones)
assert_allclose(least_squares(bad, bad @ ones), ones, rtol=1e-6)

# %% [markdown]
# 梯度下降呢？曲率相差 10¹⁶ 倍，用最好的学习率，ρ 与 1 也只差 10⁻¹⁶ 左右：就算一微秒走一步，
# 要让最慢的方向上的距离缩到三分之一，也得两百多年。
#
# And descent? The curvatures differ by a factor of 10¹⁶, and with the best of rates ρ falls short of 1 by some 10⁻¹⁶.
# At a microsecond a step, it would take more than two centuries until the distance in the slowest direction is a third
# of what it was.

# %%
singular = np.linalg.svd(bad, compute_uv=False)
spread = (singular[-1] / singular[0]) ** 2  # of the least curvature to the largest
gap = 2 * spread / (1 + spread)  # 1 - ρ, without the subtraction that would cancel it
years = np.log(3) / gap * 1e-6 / (365 * 24 * 3600)
print(f"1 - ρ = {gap:.1e}, years: {years:.0f}")

assert_array_less(gap, 1e-15)
assert_array_less(200, years)

# %% [markdown]
# ## 一条直线 · A straight line
#
# 只有两列 1 与 t 时，公式可以写得更短：回归直线的斜率与截距。三条路给出的也是它。
#
# With two columns, 1 and t, the formula has a short form: slope and intercept of the regression line. All three ways
# lead to it.

# %%
line = x[:, :2]
slope_of_line, intercept = regression_line(t, y)
walked = gradient_descent(lambda theta: line.T @ (line @ theta - y) / len(y), np.zeros(2), learning_rate=1.0, steps=200)
print("line:", intercept.round(6), slope_of_line.round(6))

for theta in (normal_equations(line, y), least_squares(line, y), walked[-1]):
    assert_allclose(theta, [intercept, slope_of_line], rtol=1e-10)
