"""Goldens of the statistics core, from scipy, statsmodels and mpmath: python3 stats.py > stats.json

Figures are worked out with 60 digits from the very doubles the tests read, and checked against scipy and statsmodels where these serve.
"""
import json
import sys

import mpmath as mp
import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

mp.mp.dps = 60
rng = np.random.default_rng(20261123)
F = mp.mpf


def t_sf(t, df):
    """P(T > t) by the incomplete beta function."""
    t, df = F(t), F(df)
    tail = mp.betainc(df / 2, F(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return tail if t >= 0 else 1 - tail


def t_isf(p, df):
    p, df = F(p), F(df)
    guess = F(stats.t.isf(float(p), float(df)))
    return mp.findroot(lambda x: mp.log(t_sf(x, df) / p), (guess, guess * F("1.0001")))


def n_sf(z):
    return mp.erfc(F(z) / mp.sqrt(2)) / 2


def n_isf(p):
    p = F(p)
    guess = F(stats.norm.isf(float(p)))
    return mp.findroot(lambda x: mp.log(n_sf(x) / p), (guess, guess + F("1e-8")))


def close(a, b, tolerance=1e-9):
    assert abs(float(a) - float(b)) <= tolerance * max(abs(float(b)), 1e-300), (float(a), float(b))


def fieller(d, v, base, vbase, cov, c):
    """The two roots of (d - r base)^2 = c^2 (v - 2 r cov + r^2 vbase), or None where they do not bound an interval."""
    a = base**2 - c**2 * vbase
    if base <= 0 or a <= 0:
        return None
    b = d * base - c**2 * cov
    k = d**2 - c**2 * v
    root = mp.sqrt(b * b - a * k)
    return [(b - root) / a, (b + root) / a]


def inference(d, v, df, base, vbase, cov, alpha, alternative):
    se = mp.sqrt(v)
    t = d / se
    two = alternative == "two-sided"
    c = t_isf(F(alpha) / 2 if two else F(alpha), df)
    p = 2 * t_sf(abs(t), df) if two else t_sf(t if alternative == "greater" else -t, df)
    lo = None if alternative == "less" else d - c * se
    hi = None if alternative == "greater" else d + c * se
    roots = fieller(d, v, base, vbase, cov, c)
    rel = None
    if roots:
        rel = {"lift": d / base, "ci": [None if alternative == "less" else roots[0], None if alternative == "greater" else roots[1]]}
    return {"difference": d, "se": se, "df": df, "t": t, "p": p, "ci": [lo, hi], "relative": rel}


def welch(mc, vc, nc, mt, vt, nt, alpha, alternative):
    v = vc + vt
    df = v**2 / (vc**2 / (nc - 1) + vt**2 / (nt - 1))
    return inference(mt - mc, v, df, mc, vc, -vc, alpha, alternative)


def moments(values):
    values = [F(float(x)) for x in values]
    n = len(values)
    m = mp.fsum(values) / n
    return m, mp.fsum((x - m) ** 2 for x in values) / (n - 1), n


cases = {}

# Welch from values, from n, mean and sd (p down to 1e-300), one- and two-sided
rows, far = [], []
for size, scale, shift in [(2, 1, 0), (5, 1, 1), (20, 3, 0.5), (30, 1, 1e9)]:
    c = (rng.standard_normal(size) * 1 + shift + 5).tolist()
    t = (rng.standard_normal(size + 3) * scale + shift + 5.5).tolist()
    for alternative in ("two-sided", "greater", "less"):
        (mc, sc, nc), (mt, st, nt) = moments(c), moments(t)
        out = welch(mc, sc / nc, nc, mt, st / nt, nt, 0.05, alternative)
        ref = stats.ttest_ind(t, c, equal_var=False, alternative=alternative)
        if shift < 1e6:
            close(out["p"], ref.pvalue)
        (rows if shift < 1e6 else far).append({"control": {"values": c}, "treatment": {"values": t}, "alpha": 0.05, "alternative": alternative, "expected": out})
for nc, mc, sc, nt, mt, st, alpha in [
    (100, 10, 3, 120, 10.8, 4, 0.05),
    (100000, 1.25, 14, 100000, 1.75, 15, 0.01),
    (1000000, 0.2, 0.4, 1000000, 0.221, 0.41, 0.05),
    (9000, 50, 20, 1000, 58, 21, 0.001),
    (50, 3, 9, 40, 2, 1, 0.1),
    (12, 2, 1, 9, 3000, 2, 0.05),
    (5000, 100, 10, 5000, 70, 10, 0.05),
    (2, 3, 0.5, 2, 4, 0.7, 0.2),
    (10000000, 1, 30, 10000000, 1.0001, 30, 0.05),
]:
    for alternative in ("two-sided", "greater", "less"):
        out = welch(F(mc), F(sc) ** 2 / nc, nc, F(mt), F(st) ** 2 / nt, nt, alpha, alternative)
        if out["p"] < mp.mpf("1e-305"):
            continue
        arms = {"control": {"n": nc, "mean": mc, "sd": sc}, "treatment": {"n": nt, "mean": mt, "sd": st}}
        rows.append({**arms, "alpha": alpha, "alternative": alternative, "expected": out})
cases["welch"] = rows
cases["welchFarFromZero"] = far

# Proportions, unpooled by t, pooled by z (statsmodels)
rows = []
for nc, xc, nt, xt in [(28, 14, 30, 16), (21306, 2262, 21307, 3894), (1000000, 1000, 1000000, 1180), (5000, 4800, 5100, 4990), (400000, 40000, 400000, 50000)]:
    pc, pt = F(xc) / nc, F(xt) / nt
    out = welch(pc, pc * (1 - pc) / nc, nc, pt, pt * (1 - pt) / nt, nt, 0.05, "two-sided")
    z, p = proportions_ztest([xt, xc], [nt, nc])
    pool = F(xc + xt) / (nc + nt)
    zz = (pt - pc) / mp.sqrt(pool * (1 - pool) * (F(1) / nc + F(1) / nt))
    close(zz, z)
    if p > 1e-14:
        close(2 * n_sf(abs(zz)), p, 1e-7)
    rows.append({"control": {"n": nc, "successes": xc}, "treatment": {"n": nt, "successes": xt}, "expected": out, "pooledZ": zz, "pooledP": 2 * n_sf(abs(zz))})
cases["proportions"] = rows

# Ratios: the delta method, equal to cluster-robust errors (statsmodels)
rows = []
for nc, nt in [(40, 50), (300, 200)]:
    arms, estimates = [], []
    for n, bump in [(nc, 0), (nt, 0.4)]:
        count = rng.poisson(4, n) + 1
        level = rng.gamma(2, 3, n) + bump
        per = [np.round(rng.normal(level[i], 2, count[i]), 6) for i in range(n)]
        y = [mp.fsum(F(float(v)) for v in p) for p in per]
        z = [F(int(c)) for c in count]
        my, mz = mp.fsum(y) / n, mp.fsum(z) / n
        r = my / mz
        var = mp.fsum(((a - my) - r * (b - mz)) ** 2 for a, b in zip(y, z)) / (n - 1) / (n * mz**2)
        flat = np.concatenate(per)
        fit = sm.OLS(flat, np.ones(len(flat))).fit(cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(n), count)})
        close(mp.sqrt(var), fit.bse[0])
        yd = [float(v) for v in y]
        sums = {"n": n, "numeratorSum": mp.fsum(map(F, yd)), "numeratorSumSquares": mp.fsum(F(v) ** 2 for v in yd), "denominatorSum": mp.fsum(z), "denominatorSumSquares": mp.fsum(v * v for v in z), "productSum": mp.fsum(F(a) * b for a, b in zip(yd, z))}
        arms.append({k: (v if k == "n" else float(v)) for k, v in sums.items()})
        estimates.append((r, var, n))
    (rc, vc, n1), (rt, vt, n2) = estimates
    rows.append({"control": arms[0], "treatment": arms[1], "expected": welch(rc, vc, n1, rt, vt, n2, 0.05, "two-sided")})
cases["ratio"] = rows

# CUPED for means and for ratios, from unit values
def cov(a, b):
    n = len(a)
    ma, mb = mp.fsum(a) / n, mp.fsum(b) / n
    return mp.fsum((x - ma) * (y - mb) for x, y in zip(a, b)) / (n - 1)


def cuped(yc, xc, yt, xt):
    theta = (cov(yc, xc) + cov(yt, xt)) / (cov(xc, xc) + cov(xt, xt))
    mean = lambda a: mp.fsum(a) / len(a)
    adjusted = lambda y, x: (cov(y, y) + theta**2 * cov(x, x) - 2 * theta * cov(y, x)) / len(y)
    vc, vt = adjusted(yc, xc), adjusted(yt, xt)
    v = vc + vt
    df = v**2 / (vc**2 / (len(yc) - 1) + vt**2 / (len(yt) - 1))
    d = mean(yt) - mean(yc) - theta * (mean(xt) - mean(xc))
    shared = -(cov(yc, yc) - theta * cov(yc, xc)) / len(yc)
    out = inference(d, v, df, mean(yc), cov(yc, yc) / len(yc), shared, 0.05, "two-sided")
    return {**out, "theta": theta, "varianceReduction": 1 - v / (cov(yc, yc) / len(yc) + cov(yt, yt) / len(yt))}


rows = []
for n, slope in [(30, 0.9), (200, 0.4), (500, 0.0)]:
    arms = []
    for bump in (0, 0.5):
        x = np.round(rng.gamma(2, 5, n), 3)
        y = np.round(slope * x + rng.normal(10 + bump, 3, n), 3)
        arms.append(([F(float(v)) for v in y], [F(float(v)) for v in x]))
    sums = [{"n": n, "sum": float(mp.fsum(y)), "sumSquares": float(mp.fsum(v * v for v in y)), "preSum": float(mp.fsum(x)), "preSumSquares": float(mp.fsum(v * v for v in x)), "productSum": float(mp.fsum(a * b for a, b in zip(y, x)))} for y, x in arms]
    rows.append({"control": sums[0], "treatment": sums[1], "expected": cuped(*arms[0], *arms[1])})
cases["cuped"] = rows

rows = []
for n in (60, 250):
    influence, values = [], []
    for bump in (1.0, 1.1):
        trait = rng.gamma(3, 1, n)
        z0, z1 = rng.poisson(4 * trait) + 1, rng.poisson(5 * trait) + 1
        y0, y1 = np.round(z0 * rng.gamma(4, 1, n), 3), np.round(bump * z1 * rng.gamma(4, 1, n), 3)
        table = np.column_stack([y1, z1, y0, z0]).tolist()
        values.append(table)
        columns = [[F(row[k]) for row in table] for k in range(4)]
        mean = [mp.fsum(column) / n for column in columns]
        after = [mean[0] / mean[1] + (a - mean[0] / mean[1] * b) / mean[1] for a, b in zip(columns[0], columns[1])]
        before = [mean[2] / mean[3] + (a - mean[2] / mean[3] * b) / mean[3] for a, b in zip(columns[2], columns[3])]
        influence.append((after, before))
    rows.append({"control": values[0], "treatment": values[1], "expected": cuped(*influence[0], *influence[1])})
cases["cupedRatio"] = rows

# Quantiles: numpy's, with the order statistics at q -+ z sqrt(q (1 - q) / n)
rows = []
for n, q in [(500, 0.5), (800, 0.9), (4000, 0.99)]:
    estimates, arms = [], []
    for bump in (0, 0.3):
        values = np.round(rng.lognormal(bump, 1, n), 4)
        z = stats.norm.ppf(0.975)
        reach = z * np.sqrt(q * (1 - q) / n)
        low, mid, high = np.quantile(values, [q - reach, q, q + reach])
        arms.append({"values": values.tolist()})
        estimates.append((F(mid), ((F(high) - F(low)) / (2 * F(z))) ** 2, n))
    (mc, vc, n1), (mt, vt, n2) = estimates
    rows.append({"control": arms[0], "treatment": arms[1], "q": q, "expected": welch(mc, vc, n1, mt, vt, n2, 0.05, "two-sided")})
cases["quantile"] = rows

# Sample ratio
rows = []
for counts, weights in [([821588, 815482], [1, 1]), ([10, 12, 20], [1, 1, 2]), ([500000, 520000], [50, 50]), ([30000, 30500, 61000, 1000], [0.25, 0.25, 0.49, 0.01]), ([7, 3], [1, 1]), ([990000, 10900], [0.99, 0.01])]:
    total, weight = sum(counts), mp.fsum(map(F, weights))
    chi2 = mp.fsum((F(c) - total * F(w) / weight) ** 2 / (total * F(w) / weight) for c, w in zip(counts, weights))
    p = mp.gammainc(F(len(counts) - 1) / 2, chi2 / 2, mp.inf, regularized=True)
    ref = stats.chisquare(counts, [total * w / sum(weights) for w in weights])
    close(p, ref.pvalue, 1e-8)
    rows.append({"counts": counts, "weights": weights, "expected": {"chi2": chi2, "df": len(counts) - 1, "p": p}})
cases["sampleRatio"] = rows

rows = []
for x, n, p in [(682, 925, 0.75), (3, 10, 0.5), (0, 20, 0.3), (20, 20, 0.9), (100, 1000, 0.05), (5200, 10000, 0.5), (11, 1000, 0.02), (500700, 1000000, 0.5)]:
    rows.append({"x": x, "n": n, "p": p, "expected": stats.binomtest(x, n, p).pvalue})
cases["binomial"] = rows

rows = []
for weights, looks, concentration in [
    ([1, 1], [[480, 520], [1000, 1100], [5000, 5400], [50000, 51500]], 10000),
    ([0.9, 0.1], [[910, 90], [9000, 1300], [90000, 10800], [900000, 100400]], 10000),
    ([1, 1, 2], [[30, 20, 50], [300, 260, 500], [3000000, 3001000, 6005000]], 500),
]:
    shares = [F(w) / mp.fsum(map(F, weights)) for w in weights]
    best, out = F(1), []
    for counts in looks:
        n = sum(counts)
        log = mp.loggamma(concentration) - mp.loggamma(concentration + n)
        for c, s in zip(counts, shares):
            log += mp.loggamma(concentration * s + c) - mp.loggamma(concentration * s) - c * mp.log(s)
        best = min(best, mp.exp(-log))
        out.append(best)
    rows.append({"looks": looks, "weights": weights, "concentration": concentration, "expected": out})
cases["sampleRatioSequence"] = rows

# Adjusted p values (statsmodels)
rows = []
for size in (1, 6, 25):
    p = np.round(rng.beta(0.4, 2, size), 6).tolist()
    rows.append({"p": p, **{name: multipletests(p, method=method)[1].tolist() for name, method in [("holm", "holm"), ("bonferroni", "bonferroni"), ("benjamini-hochberg", "fdr_bh")]}})
cases["adjust"] = rows

# Independence of two assignments (scipy)
rows = []
for counts in ([[250, 260], [240, 275]], [[5000, 5200, 4900], [10100, 9800, 10050]]):
    chi2, p, df, _ = stats.chi2_contingency(counts, correction=False)
    rows.append({"counts": counts, "expected": {"chi2": chi2, "df": df, "p": p}})
cases["independence"] = rows


# Group sequential bounds: Clenshaw-Curtis quadrature on the z scale, unlike the recursion on the score scale in the core
def clenshaw_curtis(size):
    theta = np.pi * np.arange(size + 1) / size
    k = np.arange(1, size // 2)
    weights = 1 - 2 * (np.cos(2 * np.outer(theta, k)) / (4 * k**2 - 1)).sum(axis=1) - np.cos(size * theta) / (size**2 - 1)
    weights *= 2 / size
    weights[[0, -1]] /= 2
    return np.cos(theta), weights


NODES, WEIGHTS = clenshaw_curtis(900)


def spent(spending, a, t):
    t = min(t, 1)
    if spending == "obrien-fleming":
        return 2 * stats.norm.sf(stats.norm.isf(a / 2) / np.sqrt(t))
    if spending == "pocock":
        return a * np.log(1 + (np.e - 1) * t)
    return a * t ** spending["power"]


def bounds(alpha, sides, spending, information):
    a = alpha / sides
    out, total, before, f, z, w = [], [], 0, None, None, None
    for k, t in enumerate(information):
        now = spent(spending, a, t)
        chance = now - before
        if k == 0:
            crossing = lambda c: stats.norm.sf(c)
        else:
            last = information[k - 1]
            crossing = lambda c: np.dot(w * f, stats.norm.sf((c * np.sqrt(t) - z * np.sqrt(last)) / np.sqrt(t - last)))
        c = optimize.brentq(lambda x: np.log(crossing(x) / chance), -5, 30, xtol=1e-14, rtol=1e-14) if chance > 0 else None
        out.append(c)
        total.append(now * sides)
        if k + 1 == len(information):
            break
        high = min(c, 12) if c is not None else 12
        low = -high if sides == 2 else -12
        grid = low + (high - low) * (NODES + 1) / 2
        weight = WEIGHTS * (high - low) / 2
        if k == 0:
            density = stats.norm.pdf(grid)
        else:
            last = information[k - 1]
            step = (grid[:, None] * np.sqrt(t) - z[None, :] * np.sqrt(last)) / np.sqrt(t - last)
            density = (stats.norm.pdf(step) * (w * f)[None, :]).sum(axis=1) * np.sqrt(t / (t - last))
        z, w, f, before = grid, weight, density, now
    return {"bounds": out, "spent": total}


rows = []
for alpha, sides, spending, information in [
    (0.05, 2, "obrien-fleming", [1]),
    (0.05, 2, "obrien-fleming", [0.2, 0.4, 0.6, 0.8, 1]),
    (0.05, 2, "pocock", [0.2, 0.4, 0.6, 0.8, 1]),
    (0.025, 1, "obrien-fleming", [0.25, 0.5, 0.75, 1]),
    (0.05, 1, "pocock", [0.1, 0.5, 0.7, 1]),
    (0.05, 2, {"power": 1}, [0.3, 0.5, 1]),
    (0.01, 2, {"power": 3}, [0.1, 0.15, 0.6, 0.95, 1.2]),
    (0.001, 2, "obrien-fleming", [0.2, 0.35, 0.8, 0.9, 1]),
    (0.05, 2, "obrien-fleming", [(k + 1) / 14 for k in range(14)]),
    (0.05, 2, "pocock", [(k + 1) / 14 for k in range(14)]),
    (0.05, 2, "obrien-fleming", [0.05, 0.09, 0.3, 0.31, 0.62, 0.7, 0.97]),
]:
    rows.append({"alpha": alpha, "sides": sides, "spending": spending, "information": information, "expected": bounds(alpha, sides, spending, information)})
# The recursion itself is checked against the bivariate normal distribution.
two = bounds(0.05, 2, "pocock", [0.5, 1])["bounds"]
mvn = stats.multivariate_normal(cov=[[1, np.sqrt(0.5)], [np.sqrt(0.5), 1]])
inside = mvn.cdf([two[0], two[1]]) - mvn.cdf([-two[0], two[1]]) - mvn.cdf([two[0], -two[1]]) + mvn.cdf([-two[0], -two[1]])
close(1 - inside, 0.05, 1e-7)
cases["sequentialBounds"] = rows

# Asymptotic confidence sequence
rows = []
for n, d, se, alpha, planned in [(6461, 0.29, 0.1248, 0.05, 1000), (20000, 0.01, 0.004, 0.05, 20000), (500, 2, 0.5, 0.01, 100000), (1000000, 0.5, 0.01, 0.05, 1000000)]:
    rho2 = (-2 * mp.log(F(alpha)) + mp.log(1 - 2 * mp.log(F(alpha)))) / planned
    nr = n * rho2
    reach = F(se) * mp.sqrt(n) * mp.sqrt(2 * (nr + 1) / (n * n * rho2) * mp.log(mp.sqrt(nr + 1) / F(alpha)))
    s = n * (F(d) / F(se)) ** 2
    p = min(F(1), mp.sqrt(nr + 1) * mp.exp(-rho2 * s / (2 * (nr + 1))))
    rows.append({"n": n, "difference": d, "se": se, "alpha": alpha, "plannedN": planned, "expected": {"ci": [F(d) - reach, F(d) + reach], "p": p}})
cases["confidenceSequence"] = rows

# Bayes
rows = []
for estimate, se, prior in [(0.04, 0.02, None), (0.04, 0.02, {"mean": 0, "sd": 0.3}), (-0.1, 0.05, {"mean": 0.02, "sd": 0.04}), (0.5, 0.02, None), (0.01, 0.0005, {"mean": 0, "sd": 0.3}), (-0.5, 0.02, None)]:
    precision = 1 / F(se) ** 2
    total = precision + (1 / F(prior["sd"]) ** 2 if prior else 0)
    mean = (precision * F(estimate) + (F(prior["mean"]) / F(prior["sd"]) ** 2 if prior else 0)) / total
    sd = 1 / mp.sqrt(total)
    loss = sd * mp.npdf(mean / sd) - mean * mp.ncdf(-mean / sd)
    z = n_isf(F("0.025"))
    rows.append({"estimate": estimate, "se": se, "prior": prior, "expected": {"mean": mean, "sd": sd, "chanceToWin": mp.ncdf(mean / sd), "expectedLoss": loss, "ci": [mean - z * sd, mean + z * sd]}})
cases["bayes"] = rows

# Shrinkage: the likelihood maximised by scipy, polished with 60 digits
rows = []
for size, tau in [(12, 0.05), (40, 0.02), (15, 0.0)]:
    se = np.round(rng.uniform(0.01, 0.05, size), 5)
    effect = np.round(rng.normal(0, np.sqrt(tau**2 + se**2)), 6)
    loss = lambda s: 0.5 * np.sum(np.log(s + se**2) + effect**2 / (s + se**2))
    grid = np.geomspace(1e-12, 1, 4000)
    best = grid[np.argmin([loss(s) for s in grid])]
    slope = lambda s: mp.fsum((F(e) ** 2 - (s + F(x) ** 2)) / (s + F(x) ** 2) ** 2 for e, x in zip(effect.tolist(), se.tolist()))
    square = F(0) if loss(0) <= loss(best) else mp.findroot(slope, (F(best) / F("1.01"), F(best) * F("1.01")), solver="illinois", tol=F("1e-60"), verify=False)
    out = [F(e) * square / (square + F(x) ** 2) for e, x in zip(effect.tolist(), se.tolist())]
    rows.append({"estimates": [{"effect": e, "se": x} for e, x in zip(effect.tolist(), se.tolist())], "expected": {"tau": mp.sqrt(square), "shrunk": out}})
cases["shrink"] = rows

# Units per arm
rows = []
for baseline, delta, alpha, power in [({"rate": 0.2}, 0.05, 0.05, 0.8), ({"rate": 0.031}, 0.001, 0.01, 0.9), ({"mean": 20, "sd": 35}, 0.4, 0.05, 0.8)]:
    z = n_isf(F(alpha) / 2) - n_isf(F(power))
    if "rate" in baseline:
        a, b = F(baseline["rate"]), F(baseline["rate"]) + F(delta)
        variance = a * (1 - a) + b * (1 - b)
    else:
        variance = 2 * F(baseline["sd"]) ** 2
    rows.append({"baseline": baseline, "effect": {"absolute": delta}, "alpha": alpha, "power": power, "expected": int(mp.ceil(z**2 * variance / F(delta) ** 2))})
cases["sampleSize"] = rows


def plain(value):
    if isinstance(value, mp.mpf):
        return float(value)
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


source = f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, mpmath {mp.__version__}, numpy {np.__version__}"
json.dump({"source": source, **plain(cases)}, sys.stdout, indent=1)
