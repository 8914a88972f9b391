"""The estimate of BenchmarkEntropy with NumPy: entropy balancing by Newton steps, the weighted
regression in the same columns, influence values with leverage, and the standard error.

Reads the numbers of rows and columns as text on one line, then rows of 64-bit floats: treated
(1 or 0), outcome, columns. For every further line it estimates once and prints the seconds of the
estimate and of the balancing in it, the effect and its standard error."""
import sys
import time

import numpy as np

rows, columns = (int(x) for x in sys.stdin.buffer.readline().split())
data = np.frombuffer(sys.stdin.buffer.read(8 * rows * (columns + 2))).reshape(rows, columns + 2)


def balance(x):
    """Weights with the sum 1 by which every column of x has mean 0."""
    lam = np.zeros(x.shape[1])

    def weigh(at):
        z = x @ at
        top = z.max()
        w = np.exp(z - top)
        s = w.sum()
        return w / s, top + np.log(s / len(w))

    w, value = weigh(lam)
    for _ in range(200):
        g = w @ x
        if np.abs(g).max() < 1e-11:
            break
        hessian = (x * w[:, None]).T @ x - np.outer(g, g)
        d = np.linalg.solve(hessian, g)
        step, slope = 1.0, g @ d
        while step > 1e-18:
            new, v = weigh(lam - step * d)
            if v <= value - 1e-4 * step * slope + 1e-14 * (1 + abs(value)):
                break
            step /= 2
        lam, w, value = lam - step * d, new, v
    return w


def estimate():
    treated, y, x = data[:, 0] == 1, data[:, 1], data[:, 2:]
    xt, yt, yc = x[treated], y[treated], y[~treated]
    mean, unit = xt.mean(axis=0), xt.std(axis=0, ddof=1)
    xt, xc = (xt - mean) / unit, (x[~treated] - mean) / unit
    start = time.perf_counter()
    w = balance(xc)
    balancing = time.perf_counter() - start
    one = np.column_stack([np.ones(len(xc)), xc])
    products = (one * w[:, None]).T @ one
    beta = np.linalg.solve(products, (one * w[:, None]).T @ yc)
    leverage = w * np.einsum("ij,ij->i", one, np.linalg.solve(products, one.T).T)
    n = len(yt)
    residual = yt - np.column_stack([np.ones(n), xt]) @ beta
    psi = (residual - residual.mean()) / n
    part = w * (yc - one @ beta) / (1 - leverage)
    return balancing, yt.mean() - w @ yc, np.sqrt((psi @ psi) * n / (n - 1) + part @ part)


for _ in sys.stdin.buffer:
    start = time.perf_counter()
    balancing, att, se = estimate()
    print(time.perf_counter() - start, balancing, att, se, flush=True)
