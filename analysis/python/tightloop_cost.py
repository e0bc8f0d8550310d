"""Reads a cost surface (``cost-surface/1``): what it costs a person to find out, late and in batches, that an agent
went wrong.

One file, standard library only, Python 3.9 or later::

    from tightloop_cost import load

    surface = load("cost-surface.json")
    point = surface.cost(delay_secs=600, batch_size=12)
    print(point.cost_secs.mean, point.cost_secs.q05, point.cost_secs.q95)     # person-seconds
    advice = surface.advise(epsilon=0.02, secs_per_decision=20)
    print(advice.n_star.q50, advice.cost_per_decision_secs.mean)

Nothing is extrapolated: a point outside what was measured is a :class:`CostError` unless ``clamp=True`` asks for the
nearest measured one. Check ``surface.simulated`` and ``surface.problems`` before believing a number.

It gives what the reader in Rust gives: both pass the vectors in ``analysis/conformance``.
"""

from __future__ import annotations

import bisect
import json
import math
import os
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

__all__ = ["Advice", "BreakEven", "CostError", "CostSurface", "DrawnPoint", "Estimate", "Point", "load"]

FORMAT = "cost-surface/1"
COMPONENTS = ("cost_secs", "time_bad_secs", "time_good_secs", "hit", "false_alarm", "located")
QUANTILES = ("mean", "q05", "q50", "q95")

Matrix = List[List[float]]
_NORMAL = NormalDist()


class CostError(ValueError):
    """What is wrong with a surface, or why a question cannot be answered. One line."""


@dataclass(frozen=True)
class Estimate:
    """A mean and three quantiles."""

    mean: float
    q05: float
    q50: float
    q95: float


@dataclass(frozen=True)
class Point:
    """C and its components at one point, as estimates; delay and batch size stand at the edge where clamped."""

    delay_secs: float
    batch_size: float
    cost_secs: Estimate
    time_bad_secs: Estimate
    time_good_secs: Estimate
    hit: Estimate
    false_alarm: Estimate
    located: Estimate


@dataclass(frozen=True)
class DrawnPoint:
    """C and its components in one posterior draw, at one point."""

    cost_secs: float
    time_bad_secs: float
    time_good_secs: float
    hit: float
    false_alarm: float
    located: float


@dataclass(frozen=True)
class BreakEven:
    """The error rate below which checking in every ``to`` decisions costs less than every ``from_``.

    ``epsilon`` is that of the mean costs, None where there is none up to .5; ``epsilon_estimate`` is draw by draw, None
    where no draw has one."""

    from_: float
    to: float
    epsilon: Optional[float]
    epsilon_estimate: Optional[Estimate]


@dataclass(frozen=True)
class Advice:
    """How often to check in. Costs are person-seconds a kept decision, at the recommended number of decisions."""

    n_star: Estimate
    cost_per_decision_secs: Estimate
    regret_secs: Estimate
    fan_out: Estimate
    fan_out_best: Optional[Estimate]
    break_even: Tuple[BreakEven, ...]


def load(path: Union[str, "os.PathLike[str]"]) -> "CostSurface":
    """Reads a surface and checks that it is whole.

    Raises :class:`CostError` where the file cannot be read, is no ``cost-surface/1``, or contradicts itself."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except OSError as error:
        raise CostError(f"{path}: cannot read the cost surface: {error.strerror}") from None
    except ValueError as error:
        raise CostError(f"{path}: no cost surface: {error}") from None
    try:
        return CostSurface(data)
    except CostError as error:
        raise CostError(f"{path}: {error}") from None


class CostSurface:
    """A cost surface. Make one with :func:`load`, or from the parsed JSON."""

    def __init__(self, data: Dict[str, Any]) -> None:
        try:
            _check(data)
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise CostError(f"no cost surface: missing or malformed {error}") from None
        self.data = data
        #: Whether the participants behind it were SIMULATED.
        self.simulated: bool = data["simulated"]
        #: What is wrong with the fit, a sentence each; empty where it may be trusted.
        self.problems: List[str] = list(data["diagnostics"].get("problems", []))
        self.support: Dict[str, List[float]] = data["support"]
        self._grid: Dict[str, Any] = data["grid"]
        self._delays: List[float] = self._grid["delay_secs"]
        self._sizes: List[float] = self._grid["batch_size"]
        self._tau: float = data["model"]["tau_secs"]
        self._names: Dict[str, int] = {name: i for i, name in enumerate(data["draws"]["names"])}
        self._draws: Matrix = data["draws"]["values"]

    # What is measured

    def cost(
        self,
        delay_secs: float,
        batch_size: float,
        clamp: bool = False,
        outstanding: Optional[float] = None,
        cues: Optional[str] = None,
        field_prevalence: Optional[float] = None,
    ) -> Point:
        """C, person-seconds, and its components at a delay (seconds) and a batch size (decisions).

        The rest moves the surface to other conditions, as :meth:`under`. Raises :class:`CostError`."""
        surface = self.under(outstanding, cues, field_prevalence, clamp)
        delay_secs, batch_size = surface._inside(delay_secs, batch_size, clamp)
        place = surface._place(delay_secs, batch_size)
        estimates = {
            name: Estimate(*(_at(surface._grid[name][which], place) for which in QUANTILES)) for name in COMPONENTS
        }
        return Point(delay_secs, batch_size, **estimates)

    def draws_at(self, delay_secs: float, batch_size: float, clamp: bool = False) -> List[DrawnPoint]:
        """Every posterior draw of C and its components at a point, in the file's order. Raises :class:`CostError`."""
        delay_secs, batch_size = self._inside(delay_secs, batch_size, clamp)
        return self._drawn([self._place(delay_secs, batch_size)], self._columns())[0]

    def under(
        self,
        outstanding: Optional[float] = None,
        cues: Optional[str] = None,
        field_prevalence: Optional[float] = None,
        clamp: bool = False,
    ) -> "CostSurface":
        """This surface with so many other briefs outstanding, at this cue level, for people who find this share of
        batches bad. Its estimates then stand on the exported draws.

        Raises :class:`CostError` where the study did not vary what is asked for, or not so far."""
        if outstanding is None and cues is None and field_prevalence is None:
            return self
        lab = self.data["prevalence"]
        if field_prevalence is not None and not (0 < field_prevalence < 1 and 0 < lab < 1):
            raise CostError("field-prevalence: expected a share above 0 and below 1, in the field as in the study")
        time_gain, sensitivity_gain = self._gains(outstanding, cues, clamp)
        spreads = self._spreads()
        columns = self._columns()
        limit = self.data["time_limit_secs"]
        rows, sizes = range(len(self._delays)), range(len(self._sizes))
        draws = []
        for index, before in enumerate(self._draws):
            draw = list(before)
            costs = [[0.0 for _ in sizes] for _ in rows]
            for i in rows:
                for j in sizes:
                    here = DrawnPoint(*(before[columns[name][i][j]] for name in COMPONENTS))
                    times = [
                        _slowed(secs, time_gain[index], spreads[index], limit)
                        for secs in (here.time_bad_secs, here.time_good_secs)
                    ]
                    sensitivity, criterion = _observer(here.hit, here.false_alarm)
                    sensitivity *= math.exp(sensitivity_gain[index])
                    if field_prevalence is not None:
                        criterion += _shift(sensitivity, field_prevalence, lab)
                    moved = self._moved(here, times, _rates(sensitivity, criterion))
                    costs[i][j] = max(
                        moved.cost_secs, costs[i - 1][j] if i else 0.0, costs[i][j - 1] if j else 0.0
                    )
                    for name in COMPONENTS:
                        draw[columns[name][i][j]] = getattr(moved, name)
                    draw[columns["cost_secs"][i][j]] = costs[i][j]
            draws.append(draw)
        grid = dict(self._grid)
        for name in COMPONENTS:
            cells = [[_summary([draw[columns[name][i][j]] for draw in draws]) for j in sizes] for i in rows]
            grid[name] = {which: [[getattr(cell, which) for cell in row] for row in cells] for which in QUANTILES}
        data = dict(self.data, grid=grid, draws={"names": self.data["draws"]["names"], "values": draws})
        if field_prevalence is not None:
            data["prevalence"] = field_prevalence
        return CostSurface(data)

    # What follows from it

    def advise(
        self,
        epsilon: float,
        secs_per_decision: float,
        switch_secs: float = 0.0,
        clamp: bool = False,
        outstanding: Optional[float] = None,
        cues: Optional[str] = None,
        field_prevalence: Optional[float] = None,
        shift_criterion: bool = False,
        between: Sequence[Tuple[int, int]] = (),
    ) -> Advice:
        """How often to check in, where a decision goes wrong with chance ``epsilon`` and takes the agent
        ``secs_per_decision``. ``switch_secs`` is what turning to the agent costs; ``shift_criterion`` lets people
        reject as readily as bad batches are common; ``between`` names pairs of numbers of decisions for break-evens.

        Raises :class:`CostError`."""
        if not 0 <= epsilon < 1:
            raise CostError("epsilon: expected a chance, 0 or more and below 1")
        if not (math.isfinite(secs_per_decision) and secs_per_decision > 0):
            raise CostError("secs-per-decision: expected seconds above 0")
        if not (math.isfinite(switch_secs) and switch_secs >= 0):
            raise CostError("switch-secs: expected seconds, 0 or more")
        pace = _Pace(secs_per_decision, switch_secs, clamp, shift_criterion)
        surface = self.under(outstanding, cues, field_prevalence, clamp)
        table = _Table(surface, pace)
        here = [
            [table.cost_per_decision(draw, column, _Batch(n, epsilon)) for column, n in enumerate(table.sizes)]
            for draw in range(table.draws)
        ]
        means = [sum(row[column] for row in here) / len(here) for column in range(len(table.sizes))]
        recommended = means.index(min(means))
        batch = _Batch(table.sizes[recommended], epsilon)
        work = batch.n * secs_per_decision
        return Advice(
            n_star=_summary([float(table.sizes[row.index(min(row))]) for row in here]),
            cost_per_decision_secs=_summary([row[recommended] for row in here]),
            regret_secs=_summary([row[recommended] - min(row) for row in here]),
            fan_out=_summary(
                [1 + work / max(table.cost(draw, recommended, batch), 1e-9) for draw in range(table.draws)]
            ),
            fan_out_best=self._fan_out_best(batch, pace, cues, field_prevalence),
            break_even=tuple(_between(table, a, b) for a, b in surface._pairs(table, between)),
        )

    def _fan_out_best(
        self, batch: "_Batch", pace: "_Pace", cues: Optional[str], field_prevalence: Optional[float]
    ) -> Optional[Estimate]:
        """How many agents pay: with k of them, max(k·K, n·s + K)/(k·A) person-seconds a kept decision."""
        measured = self._conditions().get("outstanding")
        if measured is None or "param:b_o" not in self._names:
            return None
        best = [(math.inf, 0.0)] * len(self._draws)
        work = batch.n * pace.secs_per_decision
        for others in range(math.ceil(measured[0]), min(math.floor(measured[1]), 100) + 1):
            table = _Table(self.under(float(others), cues, field_prevalence, pace.clamp), pace)
            column, agents = table.sizes.index(batch.n), others + 1.0
            for draw in range(table.draws):
                cost = table.cost(draw, column, batch)
                each = max(agents * cost, work + cost) / (agents * table.kept(draw, column, batch))
                best[draw] = min(best[draw], (each, agents), key=lambda pair: pair[0])
        return _summary([agents for _, agents in best]) if all(math.isfinite(each) for each, _ in best) else None

    def _pairs(self, table: "_Table", between: Sequence[Tuple[int, int]]) -> List[Tuple[int, int]]:
        if between:
            pairs = []
            for low, high in between:
                if low not in table.sizes or high not in table.sizes or low >= high:
                    raise CostError(
                        "between: expected two numbers of decisions that were measured at this pace, "
                        "the smaller one first"
                    )
                pairs.append((table.sizes.index(low), table.sizes.index(high)))
            return pairs
        studied = [table.sizes.index(int(size)) for size in self._sizes if size in table.sizes]
        pairs = list(zip(studied, studied[1:]))
        return pairs + [(studied[0], studied[-1])] if len(studied) > 2 else pairs

    # Parts

    def _conditions(self) -> Dict[str, Any]:
        return self.data["model"].get("conditions") or {}

    def _inside(self, delay_secs: float, batch_size: float, clamp: bool) -> Tuple[float, float]:
        return (
            _inside("delay", delay_secs, self.support["delay_secs"], " s", clamp),
            _inside("batch", batch_size, self.support["batch_size"], " decisions", clamp),
        )

    def _place(self, delay_secs: float, batch_size: float) -> "_Place":
        return (
            _between_lines(self._delays, delay_secs, lambda delay: math.log1p(delay / self._tau)),
            _between_lines(self._sizes, batch_size, math.log),
        )

    def _column(self, name: str) -> int:
        if name not in self._names or not self._draws:
            raise CostError(f"draws: there is no column {name}")
        return self._names[name]

    def _columns(self) -> Dict[str, List[List[int]]]:
        return {
            name: [
                [self._column(f"{name}[{i},{j}]") for j in range(len(self._sizes))] for i in range(len(self._delays))
            ]
            for name in COMPONENTS
        }

    def _drawn(self, places: List["_Place"], columns: Dict[str, List[List[int]]]) -> List[List[DrawnPoint]]:
        """Every draw at every place: by place, then draw."""

        def at(draw: List[float], name: str, place: "_Place") -> float:
            cells = columns[name]
            return _mixed(lambda i, j: draw[cells[i][j]], place)

        return [
            [DrawnPoint(*(at(draw, name, place) for name in COMPONENTS)) for draw in self._draws] for place in places
        ]

    def _moved(self, here: DrawnPoint, times: Sequence[float], rates: Tuple[float, float]) -> DrawnPoint:
        """With other times and rates; C moves by what they say it should."""
        prices = self.data["prices"]

        def parts(secs: float, hit: float) -> float:
            return secs + prices["miss_secs"] * (1 - hit) + prices["misplaced_secs"] * hit * (1 - here.located)

        cost = here.cost_secs + parts(times[0], rates[0]) - parts(here.time_bad_secs, here.hit)
        return DrawnPoint(max(cost, 0.0), times[0], times[1], rates[0], rates[1], here.located)

    def _gains(self, outstanding: Optional[float], cues: Optional[str], clamp: bool) -> Tuple[List[float], List[float]]:
        """Draw by draw, what log time and log d′ gain."""
        conditions = self._conditions()
        terms: List[Tuple[str, str, float]] = []
        if outstanding is not None:
            if conditions.get("outstanding") is None:
                raise CostError("the study did not vary how many briefs are outstanding")
            load_ = _inside("outstanding", outstanding, conditions["outstanding"], " briefs", clamp)
            terms.append(("param:b_o", "param:g_o", math.log(1 + load_)))
        if cues is not None:
            reference = conditions.get("reference_cue")
            if reference is None:
                raise CostError("the study did not vary the cues")
            levels = [cue["level"] for cue in conditions.get("cues", [])]
            if cues != reference and cues not in levels:
                raise CostError(f"cues: '{cues}' was not measured, but {', '.join([reference, *levels])}")
            if cues != reference:
                terms.append((f"param:b_q[{cues}]", f"param:delta_q[{cues}]", 1.0))
        time, sensitivity = [0.0] * len(self._draws), [0.0] * len(self._draws)
        for of_time, of_sensitivity, by in terms:
            loss = -by if of_sensitivity == "param:g_o" else by
            first, second = self._column(of_time), self._column(of_sensitivity)
            time = [sum_ + by * draw[first] for sum_, draw in zip(time, self._draws)]
            sensitivity = [sum_ + loss * draw[second] for sum_, draw in zip(sensitivity, self._draws)]
        return time, sensitivity

    def _spreads(self) -> List[float]:
        """Draw by draw, the standard deviation of log time within a cell; 0 where it is not known."""
        names = ["param:sigma"]
        if self.data["estimand"] == "these_people_and_items":
            names += ["param:sd_person_time", "param:sd_item_time"]
        if names[0] not in self._names:
            return [0.0] * len(self._draws)
        columns = [self._names[name] for name in names if name in self._names]
        return [math.sqrt(sum(draw[column] ** 2 for column in columns)) for draw in self._draws]


_Line = Tuple[int, int, float]
_Place = Tuple[_Line, _Line]


@dataclass(frozen=True)
class _Pace:
    secs_per_decision: float
    switch_secs: float
    clamp: bool
    shift_criterion: bool


class _Batch:
    """n decisions at an error rate: how often they go wrong, and how many of a bad batch can be kept."""

    def __init__(self, n: int, epsilon: float) -> None:
        self.n = n
        self.salvage = 0.0
        sound = 1.0
        for before in range(n):
            self.salvage += before * epsilon * sound
            sound *= 1 - epsilon
        self.bad_share = 1 - sound


class _Table:
    """Every draw at every number of decisions that was measured at a pace."""

    def __init__(self, surface: CostSurface, pace: _Pace) -> None:
        soonest, latest = surface.support["delay_secs"]
        least, most = surface.support["batch_size"]
        self.sizes = [
            n
            for n in range(max(math.ceil(least), 1), math.floor(most) + 1)
            if pace.clamp or soonest <= n * pace.secs_per_decision <= latest
        ]
        if not self.sizes:
            raise CostError(
                "no measured batch size at this pace has a delay that was measured, "
                f"{_plain(soonest)} to {_plain(latest)} s"
            )
        places = [surface._place(min(max(n * pace.secs_per_decision, soonest), latest), n) for n in self.sizes]
        self._points = surface._drawn(places, surface._columns())
        self._surface, self._pace = surface, pace
        self._lab: float = surface.data["prevalence"]
        self._false_alarm_secs: float = surface.data["prices"]["false_alarm_secs"]
        self._observers = (
            [[_observer(point.hit, point.false_alarm) for point in points] for points in self._points]
            if pace.shift_criterion
            else None
        )
        self.draws = len(self._points[0])

    def _check(self, draw: int, column: int, batch: _Batch) -> DrawnPoint:
        point = self._points[column][draw]
        if self._observers is None:
            return point
        sensitivity, criterion = self._observers[column][draw]
        rates = _rates(sensitivity, criterion + _shift(sensitivity, batch.bad_share, self._lab))
        return self._surface._moved(point, (point.time_bad_secs, point.time_good_secs), rates)

    def _cost(self, point: DrawnPoint, batch: _Batch) -> float:
        good = point.time_good_secs + self._false_alarm_secs * point.false_alarm
        return self._pace.switch_secs + (1 - batch.bad_share) * good + batch.bad_share * point.cost_secs

    @staticmethod
    def _kept(point: DrawnPoint, batch: _Batch) -> float:
        kept = (1 - batch.bad_share) * (1 - point.false_alarm) * batch.n
        return max(kept + point.hit * point.located * batch.salvage, 1e-9)

    def cost(self, draw: int, column: int, batch: _Batch) -> float:
        """K, person-seconds a check-in."""
        return self._cost(self._check(draw, column, batch), batch)

    def kept(self, draw: int, column: int, batch: _Batch) -> float:
        """A, decisions that a check-in keeps."""
        return self._kept(self._check(draw, column, batch), batch)

    def cost_per_decision(self, draw: int, column: int, batch: _Batch) -> float:
        """κ, person-seconds a kept decision."""
        point = self._check(draw, column, batch)
        return self._cost(point, batch) / self._kept(point, batch)


_LEAST_EPSILON, _MOST_EPSILON, _STEPS = 1e-5, 0.5, 60
_NEVER, _ALWAYS = "never", "always"


def _between(table: _Table, low: int, high: int) -> BreakEven:
    memo: Dict[Tuple[int, float], _Batch] = {}

    def batch(column: int, epsilon: float) -> _Batch:
        key = (column, epsilon)
        if key not in memo:
            memo[key] = _Batch(table.sizes[column], epsilon)
        return memo[key]

    def excess(draw: int, epsilon: float) -> float:
        larger = table.cost_per_decision(draw, high, batch(high, epsilon))
        return larger - table.cost_per_decision(draw, low, batch(low, epsilon))

    def mean(epsilon: float) -> float:
        return sum(excess(draw, epsilon) for draw in range(table.draws))

    roots = [_root(lambda epsilon, draw=draw: excess(draw, epsilon)) for draw in range(table.draws)]
    ends = {_NEVER: _LEAST_EPSILON, _ALWAYS: _MOST_EPSILON}
    found = any(isinstance(root, float) for root in roots)
    of_mean = _root(mean)
    return BreakEven(
        from_=float(table.sizes[low]),
        to=float(table.sizes[high]),
        epsilon=of_mean if isinstance(of_mean, float) else None,
        epsilon_estimate=_summary([ends.get(root, root) for root in roots]) if found else None,  # type: ignore
    )


def _root(excess: Callable[[float], float]) -> Union[float, str]:
    """Where an excess that begins below 0 first stops being so; or that the larger number never or always pays."""
    paid_before: Optional[float] = None
    for step in range(_STEPS + 1):
        epsilon = _LEAST_EPSILON * (_MOST_EPSILON / _LEAST_EPSILON) ** (step / _STEPS)
        if excess(epsilon) < 0:
            paid_before = epsilon
        elif paid_before is not None:
            low, high = paid_before, epsilon
            for _ in range(40):
                middle = math.sqrt(low * high)
                if excess(middle) < 0:
                    low = middle
                else:
                    high = middle
            return math.sqrt(low * high)
    return _NEVER if paid_before is None else _ALWAYS


# One observer: P(reject) = λ/2 + (1−λ)·Φ(s·d′/2 − c)

_LAPSE, _NEAREST, _LEAST_PREVALENCE, _LEAST_SENSITIVITY = 0.02, 1e-6, 1e-9, 1e-3


def _observer(hit: float, false_alarm: float) -> Tuple[float, float]:
    """d′ and c of whoever has these rates."""

    def z(rate: float) -> float:
        share = (rate - 0.5 * _LAPSE) / (1 - _LAPSE)
        return _NORMAL.inv_cdf(min(max(share, _NEAREST), 1 - _NEAREST))

    z_hit, z_false_alarm = z(hit), z(false_alarm)
    return z_hit - z_false_alarm, -0.5 * (z_hit + z_false_alarm)


def _rates(sensitivity: float, criterion: float) -> Tuple[float, float]:
    """H and F."""
    bad, good = (0.5 * _LAPSE + (1 - _LAPSE) * _cdf(half - criterion) for half in (sensitivity / 2, -sensitivity / 2))
    return bad, good


def _shift(sensitivity: float, field: float, lab: float) -> float:
    """Δc = [logit(1−field) − logit(1−lab)]/d′."""

    def logit_good(bad: float) -> float:
        bad = min(max(bad, _LEAST_PREVALENCE), 1 - _LEAST_PREVALENCE)
        return math.log((1 - bad) / bad)

    return (logit_good(field) - logit_good(lab)) / max(sensitivity, _LEAST_SENSITIVITY)


def _cdf(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _slowed(mean_secs: float, gain: float, spread: float, limit_secs: float) -> float:
    """E[min(T, limit)] after log T has gained ``gain``, where it was ``mean_secs`` and log T has this spread."""
    if spread <= 0 or gain == 0:
        return min(mean_secs * math.exp(gain), limit_secs)
    if mean_secs >= (1 - 1e-9) * limit_secs:
        return min(limit_secs, mean_secs)
    log_limit = math.log(limit_secs)

    def parts(mu: float) -> Tuple[float, float]:
        finished = math.exp(mu + 0.5 * spread * spread) * _cdf((log_limit - mu) / spread - spread)
        return finished, finished + limit_secs * _cdf((mu - log_limit) / spread)

    mu = math.log(mean_secs) - 0.5 * spread * spread
    for _ in range(60):
        slope, mean = parts(mu)
        step = math.log(mean_secs / mean) * mean / slope
        mu += step
        if abs(step) < 1e-13:
            break
    return parts(mu + gain)[1]


# Numbers


def _summary(values: Sequence[float]) -> Estimate:
    """Mean and quantiles (linear between order statistics: Hyndman & Fan's type 7)."""
    ordered = sorted(values)

    def quantile(share: float) -> float:
        place = share * (len(ordered) - 1)
        low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
        return low + (place - math.floor(place)) * (high - low)

    return Estimate(sum(values) / len(values), quantile(0.05), quantile(0.5), quantile(0.95))


def _inside(axis: str, value: float, support: Sequence[float], unit: str, clamp: bool) -> float:
    low, high = support
    if math.isnan(value):
        raise CostError(f"{axis}: expected a number")
    if low <= value <= high:
        return value
    if clamp:
        return min(max(value, low), high)
    raise CostError(
        f"{axis} {_plain(value)}{unit} lies outside what was measured, {_plain(low)} to {_plain(high)}{unit}"
    )


def _plain(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)


def _between_lines(axis: Sequence[float], value: float, scale: Callable[[float], float]) -> _Line:
    """The lines on either side of a value, and how far it lies between them on the axis's scale."""
    high = bisect.bisect_left(axis, value)
    if high == 0:
        return 0, 0, 0.0
    if high == len(axis):
        return high - 1, high - 1, 0.0
    start, end = scale(axis[high - 1]), scale(axis[high])
    return high - 1, high, min(max((scale(value) - start) / (end - start), 0.0), 1.0)


def _at(matrix: Matrix, place: _Place) -> float:
    return _mixed(lambda i, j: matrix[i][j], place)


def _mixed(of: Callable[[int, int], float], place: _Place) -> float:
    """Bilinear in (log m, log(1 + d/τ)), which does not fall where the grid does not."""
    (above, below, down), (left, right, across) = place

    def mix(low: float, high: float, share: float) -> float:
        return low if share == 0 else low + share * (high - low)

    return mix(
        mix(of(above, left), of(above, right), across), mix(of(below, left), of(below, right), across), down
    )


def _check(data: Dict[str, Any]) -> None:
    """Whether the parts that this reader uses are whole."""

    def need(good: bool, field: str, expected: str) -> None:
        if not good:
            raise CostError(f"{field}: expected {expected}")

    def number(value: Any) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)

    need(isinstance(data, dict), "format", f'"{FORMAT}"')
    need(data["format"] == FORMAT, "format", f'"{FORMAT}"')
    units = [data["units"][axis] for axis in ("delay", "batch_size", "cost")]
    need(units == ["s", "decisions", "person-seconds"], "units", "s, decisions, person-seconds")
    need(number(data["prevalence"]) and 0 <= data["prevalence"] <= 1, "prevalence", "a number from 0 to 1")
    prices = [data["prices"][name] for name in ("miss_secs", "misplaced_secs", "false_alarm_secs")]
    need(all(number(price) and price >= 0 for price in prices), "prices", "seconds, 0 or more")
    for field, value in (("time_limit_secs", data["time_limit_secs"]), ("model.tau_secs", data["model"]["tau_secs"])):
        need(number(value) and value > 0, field, "seconds above 0")
    grid = data["grid"]
    for field, least in (("delay_secs", 0), ("batch_size", 1)):
        axis, (low, high) = grid[field], data["support"][field]
        good = all(number(line) and line >= least for line in axis)
        good = good and all(a < b for a, b in zip(axis, axis[1:])) and axis[0] <= low <= high <= axis[-1]
        need(
            good,
            f"grid.{field}",
            "increasing numbers that cover the support, delays from 0 and sizes from 1",
        )
    rows, columns = len(grid["delay_secs"]), len(grid["batch_size"])
    for name in COMPONENTS:
        for which in QUANTILES:
            matrix = grid[name][which]
            good = len(matrix) == rows and all(len(row) == columns for row in matrix)
            need(good, f"grid.{name}.{which}", f"{rows} rows of {columns} numbers")
            need(
                all(number(value) and value >= 0 for row in matrix for value in row),
                f"grid.{name}.{which}",
                "numbers, 0 or more",
            )
    width = len(data["draws"]["names"])
    need(
        all(len(row) == width and all(map(number, row)) for row in data["draws"]["values"]),
        "draws.values",
        "one number a name in every row",
    )
    data["diagnostics"], data["simulated"], data["estimand"]  # noqa: B018 - a KeyError names what is missing
