"""Goldens of the distribution functions, by mpmath with 60 digits: python3 tails.py > tails.json"""
import json
import sys

import mpmath as mp
import scipy.stats as stats

mp.mp.dps = 60
F = mp.mpf


def t_sf(t, df):
    """Near the center from the middle (a Gauss series), far out as an incomplete beta function: both converge."""
    t, df = F(t), F(df)
    if t < 4 and t * t < df / 4:
        height = mp.exp(mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2)) / mp.sqrt(mp.pi * df)
        center = F(1) / 2 - t * height * mp.hyp2f1(F(1) / 2, (df + 1) / 2, F(3) / 2, -t * t / df)
        if center > F("1e-20"):
            return center
    return beta_tail(df / 2, F(1) / 2, df / (df + t * t)) / 2


def beta_tail(a, b, x):
    """I_x(a, b): a series of positive terms, or near 1, where it is slow, the continued fraction DLMF 8.17.22."""
    front = mp.exp(a * mp.log(x) + b * mp.log1p(-x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
    if x < F("0.9"):
        total, term, k = F(0), F(1), 0
        while term > total * F("1e-50"):
            total += term
            term *= (a + b + k) / (a + 1 + k) * x
            k += 1
        return front * total
    c, d, value, m = F(1), 1 / (1 - (a + b) * x / (a + 1)), None, 1
    value = d
    while True:
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + step * d)
            c = 1 + step / c
            value *= c * d
        if abs(c * d - 1) < F("1e-45"):
            return front * value
        m += 1


def t_isf(p, df):
    """Newton on ln tail over ln t, from scipy's quantile of a tail it can still hold."""
    x = mp.log(F(stats.t.isf(max(p, 1e-15), df)))
    for _ in range(200):
        t = mp.exp(x)
        tail = t_sf(t, df)
        density = mp.exp(mp.loggamma(F(df + 1) / 2) - mp.loggamma(F(df) / 2) - F(df + 1) / 2 * mp.log1p(t * t / df)) / mp.sqrt(mp.pi * df)
        step = mp.log(tail / F(p)) * tail / (density * t)
        x += step
        if abs(step) < F("1e-40"):
            return mp.exp(x)
    raise ValueError((p, df))


out = {"source": f"mpmath {mp.__version__}"}
out["normal"] = [{"x": x, "expected": mp.erfc(F(x) / mp.sqrt(2)) / 2} for x in (-8, -3, -0.7, -0.1, 0, 0.3, 0.674, 0.675, 1.96, 4, 5.65, 5.66, 8, 12.5, 20, 30, 37, 37.4)]
ps = (0.6, 0.5001, 0.4999, 0.3, 0.08, 0.025, 1e-3, 1e-6, 1e-12, 1e-30, 1e-100, 1e-250, 1e-300)


def n_isf(p):
    x = F(stats.norm.isf(p))
    for _ in range(60):
        x += (mp.erfc(x / mp.sqrt(2)) / 2 - F(p)) / mp.npdf(x)
    return x


out["normalQuantile"] = [{"p": p, "expected": n_isf(p)} for p in ps]
dfs = (1, 1.7, 2, 5.5, 10, 29.5, 30, 31, 80, 400.25, 5000, 1e6, 1e8)
rows = []
for df in dfs:
    for x in (1e-9, 0.01, 0.5, 1.2, 1.74, 2, 3.5, 7, 15, 25, 36, 120, 3000, 1e8, 1e20):
        tail = t_sf(x, df)
        if tail > F("1e-300"):
            rows.append({"x": x, "df": df, "expected": tail})
out["t"] = rows
rows = []
for df in dfs:
    for p in (0.49, 0.45, 0.3, 0.19, 0.1, 0.025, 1e-3, 1e-7, 1e-15, 1e-60, 1e-300):
        value = t_isf(p, df)
        if value < F("1e150"):
            rows.append({"p": p, "df": df, "expected": value})
out["tQuantile"] = rows
rows = []
for df in (1, 2, 3, 7, 20, 150, 10000):
    for p in (0.5, 0.2, 0.05, 1e-3, 1e-9, 1e-20, 1e-100, 1e-290):
        x = float(stats.chi2.isf(max(p, 1e-290), df))
        tail = mp.gammainc(F(df) / 2, F(x) / 2, mp.inf, regularized=True)
        if tail > F("1e-300"):
            rows.append({"x": x, "df": df, "expected": tail})
out["chiSquared"] = rows
pmf = lambda x, n, p: mp.binomial(n, x) * F(p) ** x * (1 - F(p)) ** (n - x)
out["binomial"] = [{"x": x, "n": n, "p": p, "expected": pmf(x, n, p)} for x, n, p in ((0, 10, 0.3), (10, 10, 0.3), (4, 10, 0.5), (682, 925, 0.75), (1, 10000, 0.01), (600, 1000, 0.5), (500700, 1000000, 0.5))]
out["binomialTail"] = [{"x": x, "n": n, "p": p, "expected": mp.fsum(pmf(k, n, p) for k in (range(0, x + 1) if x < n * p else range(x, n + 1)))} for x, n, p in ((3, 10, 0.5), (9, 10, 0.5), (650, 925, 0.75), (730, 925, 0.75), (400, 1000, 0.5), (620, 1000, 0.5))]


def nct_sf(t, df, nc):
    log = mp.log(2) + F(df) / 2 * mp.log(F(df) / 2) - mp.loggamma(F(df) / 2)
    density = lambda s: mp.exp(log + (df - 1) * mp.log(s) - df * s * s / 2) * mp.ncdf(nc - t * s)
    width = 12 / mp.sqrt(2 * df)
    low = max(F(0), 1 - width)
    return mp.quad(density, mp.linspace(low, 1 + width, 13))


mp.mp.dps = 25
out["noncentralT"] = [{"t": t, "df": df, "nc": nc, "expected": nct_sf(F(t), F(df), F(nc))} for t, df, nc in ((4.3, 2, 1), (2.02, 38, 3.16), (1.98, 100, 0.5), (1.96, 5000, 2.8), (1.96, 1e6, 2.8), (2.6, 14, 0))]


def plain(value):
    if isinstance(value, mp.mpf):
        return float(value)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


json.dump(plain(out), sys.stdout, indent=1)
