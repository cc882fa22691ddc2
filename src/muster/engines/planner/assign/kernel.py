"""The annealing kernel of level A, compiled once and kept; the interpreter's lock is released.

A move takes a block, some parties of one unit, from community `a` to `b`, mostly with a block of
another unit coming back. The community after the last one is the reserve. Scores are differences
of cost: below zero is better.
"""

import numpy as np
import numpy.typing as npt

from muster.engines.planner.assign.tuples import Block, Facts, State
from muster.engines.planner.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_RISE = 0.85  # of the moves, until what is missed costs all it costs
_SINGLE = 0.2  # of the moves swap one party
_PART = 0.3  # of the moves take some of a unit, the others all that are there
_KNOWN = 0.35  # of the moves go where the unit is already
_OWN = 0.5  # of the others go near the party's home, not the unit's middle
_RETURN = 0.85  # of the moves bring somebody back
_LISTEN_EVERY = 1024  # moves
_DRAWN = 0.15  # of the blocks hold the party drawn, though others would gain more


@compiled()
def random(seed: npt.NDArray[np.uint64]) -> float:
    """Draw from [0, 1): xorshift (Marsaglia 2003)."""
    x = seed[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    seed[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@compiled(inline="always")
def _there(f: Facts, s: State, u: int, a: int) -> int:
    """Count the parties of unit `u` at `a`."""
    count = 0
    for at in range(f.begin[u], f.begin[u + 1]):
        count += s.place[f.order[at]] == a
    return count


@compiled()
def _pick(f: Facts, s: State, u: int, a: int, b: int, wanted: int, block: Block) -> int:
    """Choose up to `wanted` parties of `u` at `a` that gain most at `b`; return how many."""
    count = 0
    for at in range(f.begin[u], f.begin[u + 1]):
        i = f.order[at]
        if s.place[i] != a:
            continue
        delta = f.cost[i, b] - f.cost[i, a]
        if not np.isfinite(delta):
            continue
        if count < wanted:
            slot = count
            count += 1
        elif delta < block.gain[count - 1]:
            slot = count - 1
        else:
            continue
        while slot > 0 and block.gain[slot - 1] > delta:
            block.gain[slot] = block.gain[slot - 1]
            block.party[slot] = block.party[slot - 1]
            slot -= 1
        block.gain[slot] = delta
        block.party[slot] = i
    return count


@compiled(inline="always")
def _hold(f: Facts, i: int, a: int, b: int, count: int, block: Block) -> None:
    """Put party `i` into the block, instead of the last one: who gains least may hold no trait."""
    for at in range(count):
        if block.party[at] == i:
            return
    if count > 0 and np.isfinite(f.cost[i, b] - f.cost[i, a]):
        block.party[count - 1] = i
        block.gain[count - 1] = f.cost[i, b] - f.cost[i, a]


@compiled(inline="always")
def _one(f: Facts, i: int, a: int, b: int, block: Block) -> int:
    """Take one party, if it may go."""
    block.party[0] = i
    block.gain[0] = f.cost[i, b] - f.cost[i, a]
    return 1 if np.isfinite(block.gain[0]) else 0


@compiled(inline="always")
def _whole_teams(f: Facts, u: int, a: int, there: int, wanted: int, draw: float) -> int:
    """Do not leave less than a team behind in a community: take all, or leave one."""
    if f.keep[u] and a < len(f.low) and 0 < there - wanted < f.team[u]:
        return there if draw < 0.5 else max(there - f.team[u], 1)  # noqa: PLR2004
    return wanted


@compiled(inline="always")
def _go(f: Facts, s: State, i: int, b: int, block: Block, draws: Floats) -> int:
    """Fill the block that leaves with party `i` or its kind; 0 if it may not go."""
    u, a = f.unit[i], s.place[i]
    if draws[0] < _SINGLE:
        return _one(f, i, a, b, block)
    there = _there(f, s, u, a)
    wanted = there
    if draws[0] > 1 - _PART:
        wanted = _whole_teams(f, u, a, there, 1 + int(draws[1] * there), draws[2])
    if _pick(f, s, u, a, b, wanted, block) != wanted:
        return 0
    if draws[6] < _DRAWN:
        _hold(f, i, a, b, wanted, block)
    return wanted


@compiled(inline="always")
def _come(
    f: Facts, s: State, i: int, j: int, count: int, load: float, block: Block, draws: Floats
) -> int:
    """Fill the block that comes back with party `j` or its kind; -1 if it may not come."""
    a, b, v = s.place[i], s.place[j], f.unit[j]
    if draws[0] < _SINGLE:
        return 1 if _one(f, j, b, a, block) else -1
    if v == f.unit[i]:
        return 0
    there = _there(f, s, v, b)
    wanted = count
    if b < len(f.low) and load > 0 and draws[3] >= 0.25:  # noqa: PLR2004
        middle = (f.low[b] + f.high[b]) / 2
        wanted = int(np.rint((s.filled[b] + load - middle) / load * count))
        if draws[3] < 0.4:  # noqa: PLR2004
            wanted += int(draws[4] * 3) - 1
    wanted = _whole_teams(f, v, b, there, min(max(wanted, 1), there), draws[5])
    if _pick(f, s, v, b, a, wanted, block) != wanted:
        return -1
    if draws[7] < _DRAWN:
        _hold(f, j, b, a, wanted, block)
    return wanted


@compiled(inline="always")
def _thin(count: int, team: int) -> int:
    return max(team - count, 0) if count > 0 else 0


@compiled(inline="always")
def _parts(f: Facts, s: State, u: int, a: int, b: int, net: int, thin: float) -> float:
    """Score the parts of `u` when `net` people go from `a` to `b`."""
    if not f.keep[u] or net == 0:
        return 0.0
    home = len(f.low)
    score = 0.0
    for side in range(2):
        c = b if side else a
        if c == home:
            continue
        before = s.heads[u, c]
        after = before + (net if side else -net)
        score += f.fragment * (int(after > 0) - int(before > 0))
        score += thin * (_thin(after, f.team[u]) - _thin(before, f.team[u]))
    return score


@compiled(inline="always")
def _targets(
    f: Facts, s: State, c: int, load: float, change: Ints, sign: int, wall: float, lack: float
) -> float:
    """Score the targets of `c` when it gains `sign` times the load and traits of a move."""
    if c == len(f.low):
        return 0.0
    before, after = s.filled[c], s.filled[c] + sign * load
    low, high = f.low[c], f.high[c]
    score = max(low - after, 0.0) + max(after - high, 0.0)
    score -= max(low - before, 0.0) + max(before - high, 0.0)
    missing = 0
    for k in range(len(change)):
        gap = f.need[c, k] - s.held[c, k]
        missing += max(gap - sign * change[k], 0) - max(gap, 0)
    return float(wall * score + lack * missing)


@compiled(inline="always")
def _apply(f: Facts, s: State, block: Block, count: int, b: int) -> None:
    """Move the first `count` parties of a block to `b`."""
    for at in range(count):
        i = block.party[at]
        a = s.place[i]
        s.heads[f.unit[i], a] -= f.size[i]
        s.heads[f.unit[i], b] += f.size[i]
        s.filled[a] -= f.give[i]
        s.filled[b] += f.give[i]
        for k in range(f.need.shape[1]):
            s.held[a, k] -= f.has[i, k]
            s.held[b, k] += f.has[i, k]
        s.number[a] -= 1
        last = s.where[a, s.number[a]]
        s.where[a, s.spot[i]] = last
        s.spot[last] = s.spot[i]
        s.where[b, s.number[b]] = i
        s.spot[i] = s.number[b]
        s.number[b] += 1
        s.place[i] = b


@compiled(inline="always")
def _target(f: Facts, s: State, i: int, seed: npt.NDArray[np.uint64]) -> int:
    """Draw where to: where the unit is already, or near."""
    u = f.unit[i]
    b = s.place[i]
    if f.idle > 0 and random(seed) < f.idle:
        return len(f.low)
    if random(seed) < _KNOWN:
        b = s.place[f.order[f.begin[u] + int(random(seed) * (f.begin[u + 1] - f.begin[u]))]]
    if b == s.place[i]:
        draw = random(seed)
        if random(seed) < _OWN:
            b = f.close[i, int(draw * draw * f.ways[i])]
        else:
            b = f.near[u, int(draw * draw * f.reach[u])]
    return int(b)


@compiled(inline="always")
def _sum(f: Facts, block: Block, count: int, sign: int, change: Ints) -> tuple[float, float, int]:
    """Return cost, person-shifts and people of a block; add its traits to `change`."""
    gain, load, people = 0.0, 0.0, 0
    for at in range(count):
        i = block.party[at]
        gain += block.gain[at]
        load += f.give[i]
        people += f.size[i]
        for k in range(len(change)):
            change[k] += sign * f.has[i, k]
    return gain, load, people


@compiled(inline="always")
def _try(
    f: Facts, s: State, out: Block, back: Block, change: Ints, seed: npt.NDArray[np.uint64],
    draws: Floats, heat: float, wall: float, lack: float,
) -> None:  # fmt: skip
    """Draw one move and make it if it is better, or by chance."""
    i = int(random(seed) * len(s.place))
    u, a = f.unit[i], s.place[i]
    if f.ways[i] == 0:
        return
    b = _target(f, s, i, seed)
    if b == a:
        return
    for at in range(len(draws)):
        draws[at] = random(seed)
    count = _go(f, s, i, b, out, draws)
    if count == 0:
        return
    for k in range(len(change)):
        change[k] = 0
    score, load, net = _sum(f, out, count, 1, change)
    came, v, back_net = 0, u, 0
    if s.number[b] > 0 and random(seed) < _RETURN:
        j = s.where[b, int(random(seed) * s.number[b])]
        came = _come(f, s, i, j, count, load, back, draws)
        if came < 0:
            return
        v = f.unit[j]
        more, back_load, back_net = _sum(f, back, came, -1, change)
        score += more
        load -= back_load
    if v == u:
        score += _parts(f, s, u, a, b, net - back_net, lack * f.strict)
    else:
        score += _parts(f, s, u, a, b, net, lack * f.strict)
        score += _parts(f, s, v, b, a, back_net, lack * f.strict)
    score += _targets(f, s, a, load, change, -1, wall, lack)
    score += _targets(f, s, b, load, change, 1, wall, lack)
    if score <= 0 or random(seed) < np.exp(-score / heat):
        _apply(f, s, out, count, b)
        _apply(f, s, back, came, a)


@compiled()
def run(
    f: Facts, s: State, moves: int, seed: npt.NDArray[np.uint64], heats: Floats, walls: Floats,
    lacks: Floats, stop: npt.NDArray[np.bool_],
) -> bool:  # fmt: skip
    """Make `moves` moves on the state; return whether all were made before `stop` (1,) was set.

    `heats` (2,) first and last temperature; `walls`, `lacks` (3,) the first and last price of a
    person-shift outside the targets and of a missing person while it rises, and the full one.
    """
    parties = len(s.place)
    out = Block(np.zeros(parties, dtype=np.int64), np.zeros(parties))
    back = Block(np.zeros(parties, dtype=np.int64), np.zeros(parties))
    change = np.zeros(f.need.shape[1], dtype=np.int64)
    draws = np.zeros(8)
    for move in range(moves):
        if move % _LISTEN_EVERY == 0 and stop[0]:
            return False
        done = min(move / (_RISE * moves), 1.0)
        heat = heats[0] * (heats[1] / heats[0]) ** done
        wall, lack = walls[2], lacks[2]
        if done < 1:
            wall = walls[0] * (walls[1] / walls[0]) ** done
            lack = lacks[0] * (lacks[1] / lacks[0]) ** done
        _try(f, s, out, back, change, seed, draws, heat, wall, lack)
    return True
