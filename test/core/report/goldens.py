"""Welch tests of the example arms by statsmodels and scipy: python3 test/core/report/goldens.py > test/core/report/goldens.json"""

import json

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

AMOUNTS = [23.5, 99, 45, 180, 12, 250, 61.25]


def arm(units, buyers, failures):
    unit = np.arange(units)
    bought = (unit < buyers).astype(float)
    amount = bought * np.array(AMOUNTS)[unit % len(AMOUNTS)]
    return {"bought": bought, "amount": amount, "failed": (unit % 7 < failures).astype(float)}


def welch(control, treatment):
    compared = CompareMeans(DescrStatsW(treatment), DescrStatsW(control))
    t, p, df = compared.ttest_ind(usevar="unequal")
    low, high = compared.tconfint_diff(alpha=0.05, usevar="unequal")
    return {
        "difference": float(treatment.mean() - control.mean()),
        "t": float(t),
        "df": float(df),
        "p": float(p),
        "ci": [float(low), float(high)],
    }


def shares(control, treatment):
    """Welch with p(1-p)/n, from summary statistics: scipy divides the given variance by n."""
    values = [(a.mean(), np.sqrt(a.mean() * (1 - a.mean())), len(a)) for a in (treatment, control)]
    result = stats.ttest_ind_from_stats(*values[0], *values[1], equal_var=False)
    return {"t": float(result.statistic), "p": float(result.pvalue)}


control, treatment = arm(4012, 409, 1), arm(3988, 487, 1)


def ratio(one):
    """Delta method: the ratio as the mean of y / z linearised around its own value."""
    value = one["amount"].sum() / one["bought"].sum()
    return value + (one["amount"] - value * one["bought"]) / one["bought"].mean()


print(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
            "purchase-rate": shares(control["bought"], treatment["bought"]),
            "revenue": welch(control["amount"], treatment["amount"]),
            "order-value": welch(ratio(control), ratio(treatment)),
            "failures": welch(control["failed"], treatment["failed"]),
            "sample-ratio": float(stats.chisquare([4012, 3988]).pvalue),
        },
        indent=2,
    )
)
