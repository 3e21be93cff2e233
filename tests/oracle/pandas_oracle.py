"""Writes tests/golden/features/pandas.csv.gz: random series and what pandas 1.5 computes from them.

Run from the root of the repository: python3 tests/oracle/pandas_oracle.py
"""

import gzip
import io

import numpy as np
import pandas as pd

TARGET = "tests/golden/features/pandas.csv.gz"
random = np.random.default_rng(20240229)


def poisson(rows, mean):
    return random.poisson(mean, rows).astype(float)


def with_gaps(values, share):
    values = np.array(values, dtype=float)
    values[random.random(len(values)) < share] = np.nan
    return values


def spiked(rows):
    values = random.normal(10, 3, rows)
    values[random.random(rows) < 0.05] *= 50
    return values


def burst(rows):
    values = random.gamma(2, 5, rows)
    values[20:60] = np.nan
    return values


def series():
    for rows in range(1, 18):
        yield "2024-02-20", with_gaps(poisson(rows, 3) if rows % 2 else random.normal(0, 5, rows), 0.2)
    yield "2023-12-31", [7.0]
    yield "2024-02-29", [np.nan, 2.5]
    yield "2024-02-27", poisson(70, 0.4)
    yield "2023-12-03", with_gaps(poisson(90, 20), 0.3)
    yield "2023-02-11", with_gaps(poisson(390, 2), 0.05)
    yield "2024-02-10", random.normal(0, 1, 400)
    yield "2022-06-01", with_gaps(spiked(90), 0.1)
    yield "2021-11-11", burst(95)
    yield "2020-01-01", with_gaps(np.full(60, 0.1), 0.3)
    yield "2020-02-28", [*np.full(40, 3.0), *poisson(20, 5), *np.full(40, 0.0)]
    yield "2019-12-30", [np.nan, np.nan, *np.round(random.gamma(1, 4, 60), 2), np.nan, np.nan]


def windowed(x, window, least):
    def rolling(needed=1):
        return x.rolling(window, min_periods=max(least, needed))

    step = pd.Series(np.arange(len(x), dtype=float), index=x.index).where(x.notna())
    deviation = rolling(2).std()
    score = ((x - rolling(2).mean()) / deviation).mask((deviation == 0) & x.notna(), 0.0)
    return {
        "ma": rolling().mean(),
        "sum": rolling().sum(),
        "std": deviation,
        "var": rolling(2).var(),
        "min": rolling().min(),
        "max": rolling().max(),
        "count": x.rolling(window, min_periods=0).count(),
        "median": rolling().median(),
        "q90": rolling().quantile(0.9),
        "q2.5": rolling().quantile(0.025),
        "skew": rolling(3).skew(),
        "zscore": score,
        "trend": x.rolling(window, min_periods=max(least, 2)).cov(step) / step.rolling(window, min_periods=max(least, 2)).var(),
        "rank": rolling().rank(pct=True).where(x.notna()),
    }


def features(x):
    made = {}
    for window, least in ((5, 3), (7, 1), (28, 1)):
        for name, values in windowed(x, window, least).items():
            made[f"{name}_{window}"] = values
    for adjust in (False, True):
        for ignore in (False, True):
            ewm = x.ewm(alpha=0.3, adjust=adjust, ignore_na=ignore)
            made[f"ema_{adjust}_{ignore}".lower()] = ewm.mean()
            made[f"ema_std_{adjust}_{ignore}".lower()] = ewm.std()
    for name in ("mean", "sum", "std", "min", "max", "count"):
        made[f"expanding_{name}"] = getattr(x.expanding(min_periods=0 if name == "count" else 2 if name == "std" else 1), name)()
    made["pct_change_2"] = (x / x.shift(2) - 1).where(x.shift(2) != 0)
    made["diff_3"] = x.diff(3)
    made["seasonal_ma_7_3"] = pd.concat([x.shift(7 * k) for k in (1, 2, 3)], axis=1).mean(axis=1)
    made["seasonal_lag_1"] = x.shift(364)
    made["seasonal_date_1"] = x.reindex(x.index - pd.DateOffset(years=1)).set_axis(x.index)
    return made


def main():
    parts = []
    for number, (start, values) in enumerate(series()):
        x = pd.Series(values, index=pd.date_range(start, periods=len(values)), dtype=float)
        x = x.round(6)
        frame = pd.DataFrame({"target": x, **features(x)})
        frame.insert(0, "day", x.index.strftime("%Y-%m-%d"))
        frame.insert(0, "series", number)
        parts.append(frame)
    text = io.StringIO()
    pd.concat(parts).to_csv(text, index=False, float_format="%.12g")
    with open(TARGET, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        packed.write(text.getvalue().encode())


main()
