"""More formulas as well-known books write them, which the grammar was not made for, declared as in `book_formulas`.

When they were first tried, on 2026-11-26, 35 of the 46 were understood and agreed at first sight (76 %); 3 of the
others were wrongly declared.
"""

from __future__ import annotations

import math

import numpy as np
from book_formulas import Entry, sigma, softmax

MORE: list[Entry] = [
    # Nielsen
    (r"C=C_0+\frac{\lambda}{n}\sum_w|w|", r"C_0: real; \lambda: real > 0; n: dim+; w: vector[m]", lambda c, lam, n, w: c + lam / n * abs(w).sum()),
    (r"\delta^l=((w^{l+1})^T\delta^{l+1})\odot\sigma'(z^l)", r"w^{l+1}: matrix[m,n]; \delta^{l+1}: vector[m]; z^l: vector[n]; \sigma: func:s.sigma", lambda w, d, z: w.T @ d * sigma(z) * (1 - sigma(z))),
    (r"w\rightarrow w'=\left(1-\frac{\eta\lambda}{n}\right)w-\frac{\eta}{m}\sum_x\frac{\partial C_x}{\partial w}", r"w: real; \eta,\lambda: real in (0,1); n: dim+; m: dim; \frac{\partial C_x}{\partial w}: vector[m] at x; x: index[m]", lambda w, e, lam, n, g: (1 - e * lam / n) * w - e * g.mean()),
    # Goodfellow, Bengio, Courville
    (r"\sigma(x)=\frac{\exp(x)}{\exp(x)+\exp(0)}", "x: real[-30,30]", sigma),
    (r"\mathcal{N}(x;\mu,\beta^{-1})=\sqrt{\frac{\beta}{2\pi}}\exp\left(-\frac{1}{2}\beta(x-\mu)^2\right)", r"x,\mu: real[-3,3]; \beta: real in [0.1,5]", lambda x, m, b: np.sqrt(b / 2 / np.pi) * np.exp(-b * (x - m) ** 2 / 2)),
    (r"D_{\mathrm{KL}}(P\|Q)=\mathbb{E}_{\mathrm{x}\sim P}\left[\log\frac{P(x)}{Q(x)}\right]", "P,Q: dist[n]; x: index[n]", lambda p, q: p @ np.log(p / q)),
    (r"H(P,Q)=-\mathbb{E}_{\mathrm{x}\sim P}\log Q(x)", "P,Q: dist[n]; x: index[n]", lambda p, q: -p @ np.log(q)),
    (r"\hat{k}=\underset{k}{\operatorname{arg\,max}}\,z_k", "z: vector[n]; k: index[n]", lambda z: z.argmax() + 1),
    (r"\boldsymbol{A}=\boldsymbol{V}\mathrm{diag}(\boldsymbol{\lambda})\boldsymbol{V}^{-1}", r"V: matrix[n,n] regular; \lambda: vector[n]", lambda v, lam: v @ np.diag(lam) @ np.linalg.inv(v)),
    (r"\boldsymbol{h}^{(l)}=g(\boldsymbol{W}^{(l)\top}\boldsymbol{h}^{(l-1)}+\boldsymbol{b}^{(l)})", r"\boldsymbol{W}^{(l)}: matrix[n,m]; \boldsymbol{h}^{(l-1)}: vector[n]; \boldsymbol{b}^{(l)}: vector[m]; g: func:s.relu", lambda w, h, b: np.maximum(w.T @ h + b, 0)),
    (r"\hat{\boldsymbol{s}}\leftarrow\frac{\boldsymbol{s}}{1-\rho_1^t}", r"s: vector[n]; \rho_1: real in (0,1); t: int[1,9]", lambda s, r, t: s / (1 - r**t)),
    (r"S(i,j)=(K*I)(i,j)=\sum_m\sum_n I(i-m,j-n)K(m,n)", "I: matrix[9,9]; K: matrix[3,3]; i,j: int[2,8]; m,n: index[3]; base: 0", lambda x, w, i, j: (x[i - 2 : i + 1, j - 2 : j + 1][::-1, ::-1] * w).sum()),
    # Bishop
    (r"y_k(\mathbf{x},\mathbf{w})=\sigma\left(\sum_{j=1}^{M}w_{kj}^{(2)}h\left(\sum_{i=1}^{D}w_{ji}^{(1)}x_i+w_{j0}^{(1)}\right)+w_{k0}^{(2)}\right)", r"w^{(1)}: matrix[M,D]; w^{(2)}: matrix[K,M]; x: vector[D]; w_{j0}^{(1)}: vector[M] at j; w_{k0}^{(2)}: vector[K] at k; \sigma: func:s.sigma; h: func:s.relu; k: index[K]; j: index[M]; i: index[D]; M,D: dim", lambda a, b, x, c, d: sigma(b @ np.maximum(a @ x + c, 0) + d)),
    (r"E_D(\mathbf{w})=\frac{1}{2}\sum_{n=1}^{N}\{t_n-\mathbf{w}^{\mathrm{T}}\boldsymbol{\phi}(\mathbf{x}_n)\}^2", r"t: vector[N]; w: vector[M]; \boldsymbol{\phi}(\mathbf{x}_n): vector[M] for n; n: index[N]; N: dim", lambda t, w, f: ((t - f @ w) ** 2).sum() / 2),
    (r"p(\mathbf{t}|\mathbf{w})=\prod_{n=1}^{N}y_n^{t_n}\{1-y_n\}^{1-t_n}", "t: binary[N]; y: vector[N] in (0,1); n: index[N]; N: dim", lambda t, y: np.prod(y**t * (1 - y) ** (1 - t))),
    (r"E(\mathbf{w}_1,\ldots,\mathbf{w}_K)=-\sum_{n=1}^{N}\sum_{k=1}^{K}t_{nk}\ln y_{nk}", "t: matrix[N,K]; y: matrix[N,K] in (0,1]; n: index[N]; k: index[K]; N,K: dim", lambda t, y: -(t * np.log(y)).sum()),
    (r"\gamma(z_{nk})=\frac{\pi_k\mathcal{N}(x_n|\mu_k,\sigma_k)}{\sum_{j=1}^{K}\pi_j\mathcal{N}(x_n|\mu_j,\sigma_j)}", r"x: vector[N]; \pi: simplex[K]; \mu: vector[K]; \sigma: vector[K] in [0.5,3]; \mathcal{N}: func:s.normal; n: index[N]; k,j: index[K]; K: dim", lambda x, p, m, s: softmax(np.log(p) - ((x[:, None] - m) ** 2) / 2 / s**2 - np.log(s))),
    # Murphy
    (r"\mathbb{H}(X)\triangleq-\sum_{k=1}^{K}p(X=k)\log_2p(X=k)", "p(X=k): dist[K] at k; k: index[K]; K: dim", lambda p: -p @ np.log2(p)),
    (r"\ell(\theta)=\sum_{n:y_n=1}\log\mu_n+\sum_{n:y_n=0}\log(1-\mu_n)", r"y: binary[N]; \mu: vector[N] in (0,1); n: index[N]", lambda y, m: (y * np.log(m) + (1 - y) * np.log(1 - m)).sum()),
    (r"\hat{y}=\operatorname*{argmax}_{c\in\{1,\ldots,C\}}f_c", "f: vector[C]; c: index[C]; C: dim", lambda f: f.argmax() + 1),
    (r"N_c=\sum_{n=1}^{N}\mathbf{1}\{y_n=c\}", "y: labels[N]; c: int[1,3]; n: index[N]; N: dim", lambda y, c: (y == c - 1).sum()),
    (r"\|\mathbf{W}\|_F^2=\sum_{i=1}^{m}\sum_{j=1}^{n}w_{ij}^2=\operatorname{tr}(\mathbf{W}^{\mathsf T}\mathbf{W})", "w: matrix[m,n]; i: index[m]; j: index[n]; m,n: dim; W: matrix[m,n]*; where: W=w", lambda w: (w**2).sum()),
    # 李航
    (r"P(Y=1\mid x)=\frac{\exp(w\cdot x+b)}{1+\exp(w\cdot x+b)}", "w,x: vector[n] in [-3,3]; b: real[-3,3]", lambda w, x, b: sigma(w @ x + b)),
    (r"L(Y,f(X))=\begin{cases}1,&Y\neq f(X)\\0,&Y=f(X)\end{cases}", "Y,f(X): int[0,2]", lambda y, f: float(y != f)),
    (r"e_m=\sum_{i=1}^{N}w_{mi}I(G_m(x_i)\neq y_i)", "w_{mi}: simplex[N] at i; G_m(x_i): binary[N] at i; y: binary[N]; i: index[N]; N: dim", lambda w, g, y: w @ (g != y)),
    (r"H(D)=-\sum_{k=1}^{K}\frac{|C_k|}{|D|}\log_2\frac{|C_k|}{|D|}", "|C_k|: vector[K] in [1,50] at k; |D|: real in [50,99]; k: index[K]; K: dim", lambda c, d: -(c / d * np.log2(c / d)).sum()),
    (r"L_p(x_i,x_j)=\left(\sum_{l=1}^{n}|x_i^{(l)}-x_j^{(l)}|^p\right)^{\frac1p}", "x: matrix[N,n]; p: int[1,3]; i,j: index[N]; l: index[n]; n: dim", lambda x, p: (abs(x[:, None] - x) ** p).sum(-1) ** (1 / p)),
    (r"L_\infty(x_i,x_j)=\max_l|x_i^{(l)}-x_j^{(l)}|", "x: matrix[N,n]; i,j: index[N]; l: index[n]", lambda x: abs(x[:, None] - x).max(-1)),
    (r"\alpha_m=\frac{1}{2}\log\frac{1-e_m}{e_m}", "e_m: real in (0,1)", lambda e: np.log((1 - e) / e) / 2),
    # 周志华
    (r"E(f;D)=\frac{1}{m}\sum_{i=1}^{m}\mathbb{I}\left(f(\boldsymbol{x}_i)\neq y_i\right)", r"f(\boldsymbol{x}_i): labels[m] at i; y: labels[m]; i: index[m]; m: dim", lambda f, y: (f != y).mean()),
    (r"\mathrm{Gini}(D)=\sum_{k=1}^{|\mathcal{Y}|}\sum_{k'\neq k}p_kp_{k'}=1-\sum_{k=1}^{|\mathcal{Y}|}p_k^2", r"p: simplex[N]; k,k': index[N]; |\mathcal{Y}|: real*; N: dim; where: |\mathcal{Y}|=N", lambda p: 1 - p @ p),
    (r"w=\frac{\sum_{i=1}^{m}y_i(x_i-\bar{x})}{\sum_{i=1}^{m}x_i^2-\frac{1}{m}\left(\sum_{i=1}^{m}x_i\right)^2}", r"y: vector[m]; x: vector[m] distinct; \bar{x}: real*; i: index[m]; m: dim >= 2; where: \bar{x}=\frac{1}{m}\sum_{i=1}^{m}x_i", lambda y, x: (y * (x - x.mean())).sum() / ((x - x.mean()) ** 2).sum()),
    (r"F_\beta=\frac{(1+\beta^2)\times P\times R}{(\beta^2\times P)+R}", r"\beta,P,R: real in (0,1]", lambda b, p, r: (1 + b * b) * p * r / (b * b * p + r)),
    (r"\mathrm{AUC}=\frac{1}{2}\sum_{i=1}^{m-1}(x_{i+1}-x_i)\cdot(y_i+y_{i+1})", "x,y: vector[m]; i: index[m]; m: dim >= 2", lambda x, y: (np.diff(x) * (y[1:] + y[:-1])).sum() / 2),
    (r"g_j=\hat{y}_j^k(1-\hat{y}_j^k)(y_j^k-\hat{y}_j^k)", r"\hat{y}^k,y^k: vector[n]; j: index[n]", lambda h, y: h * (1 - h) * (y - h)),
    # Zhang, Lipton, Li, Smola
    (r"\hat{\mathbf{y}}=\mathrm{softmax}(\mathbf{o})\quad\text{其中}\quad\hat{y}_j=\frac{\exp(o_j)}{\sum_k\exp(o_k)}", r"\mathrm{softmax}: func:s.softmax; o: vector[q]; \hat{y}: vector[q]*; j,k: index[q]", softmax),
    (r"l(\mathbf{y},\hat{\mathbf{y}})=-\sum_{j=1}^{q}y_j\log\frac{\exp(o_j)}{\sum_{k=1}^{q}\exp(o_k)}=\sum_{j=1}^{q}y_j\log\sum_{k=1}^{q}\exp(o_k)-\sum_{j=1}^{q}y_jo_j", "y: simplex[q]; o: vector[q] in [-9,9]; j,k: index[q]; q: dim", lambda y, o: -y @ np.log(softmax(o))),
    (r"\mathrm{BN}(\mathbf{x})=\boldsymbol{\gamma}\odot\frac{\mathbf{x}-\hat{\boldsymbol{\mu}}_\mathcal{B}}{\hat{\boldsymbol{\sigma}}_\mathcal{B}}+\boldsymbol{\beta}", r"\gamma,x,\hat{\boldsymbol{\mu}}_\mathcal{B},\beta: vector[n] entrywise; \hat{\boldsymbol{\sigma}}_\mathcal{B}: vector[n] in [0.5,3] entrywise", lambda g, x, m, b, s: g * (x - m) / s + b),
    (r"\alpha(\mathbf{q},\mathbf{k}_i)=\frac{\exp(a(\mathbf{q},\mathbf{k}_i))}{\sum_{j=1}^{m}\exp(a(\mathbf{q},\mathbf{k}_j))}", r"q: vector[d]; k: matrix[m,d]; a: func:s.kernel; i,j: index[m]; m: dim", lambda q, k: softmax(np.exp(-((q - k) ** 2).sum(axis=1)))),
    (r"[\mathbf{H}]_{i,j}=u+\sum_{a=0}^{\Delta}\sum_{b=0}^{\Delta}[\mathbf{V}]_{a,b}[\mathbf{X}]_{i+a,j+b}", r"u: real; V: matrix[k,k]; X: matrix[p+k,q+k]; i: index[p]; j: index[q]; a,b: index[k]; \Delta: real*; where: \Delta=k-1; k: dim; base: 0", lambda u, v, x: u + np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(x, v.shape), v)[:-1, :-1]),
    # Burden, Faires; Strang
    (r"\ell_i(t)=\prod_{\substack{j=1\\j\neq i}}^{n}\frac{t-x_j}{x_i-x_j}", "t: real; x: vector[n] distinct; i,j: index[n]; n: dim", lambda t, x: np.array([np.prod([(t - b) / (a - b) for b in x if b != a]) for a in x])),
    (r"f'''(a)=\lim_{h\to0}\frac{f''(a+h)-f''(a)}{h}", "f: smooth; a: real; h: real*", lambda f, a: f.derivative().derivative().derivative()(a)),
    (r"\mathbf{x}=\begin{pmatrix}x_1\\\vdots\\x_n\end{pmatrix}", "x: vector[n]; n: dim", lambda x: x),
    (r"p_n(x)=a_0+a_1x+\cdots+a_nx^n", "x: real; a: vector[n+1]; n: dim; base: 0", lambda x, a: np.polyval(a[::-1], x)),
    (r"\lVert A\rVert_{2,1}=\sum_{j=1}^{n}\lVert a_j\rVert_2", "a: matrix[n,m]; j: index[n]; n: dim", lambda a: np.linalg.norm(a, axis=1).sum()),
    (r"P(X=k)=\frac{\lambda^ke^{-\lambda}}{k!},\quad k=0,1,2,\ldots", r"\lambda: real in (0,5]; k: int[0,6]", lambda lam, k: lam**k * math.exp(-lam) / math.factorial(k)),
]  # fmt: skip
