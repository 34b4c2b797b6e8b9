"""Pairs that go through a list and look back at what came before."""

from tasksynth_code.speed.pair import MODULI, pair

RUNNING = (
    pair(
        "totals", "ints ints", 0,
        """
$y = []
for $i in range(len($x)):
    $total = 0
    for $j in range($i + 1):
        $total += $x[$j]
    $y.append($total % $m)
""",
        """
$y = []
$total = 0
for $v in $x:
    $total = ($total + $v) % $m
    $y.append($total)
""",
        m=MODULI,
    ),
    pair(
        "largest so far", "ints ints", 0,
        """
$y = []
for $i in range(len($x)):
    $best = $x[0]
    for $j in range($i + 1):
        if $x[$j] > $best:
            $best = $x[$j]
    $y.append($best - $x[$i])
""",
        """
$y = []
$best = $x[0] if $x else 0
for $v in $x:
    if $v > $best:
        $best = $v
    $y.append($best - $v)
""",
    ),
    pair(
        "largest after", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $best = $x[$i]
    for $j in range($i, len($x)):
        if $x[$j] > $best:
            $best = $x[$j]
    $y.append($best)
""",
        """
$y = list($x)
for $i in range(len($x) - 2, -1, -1):
    if $y[$i + 1] > $y[$i]:
        $y[$i] = $y[$i + 1]
""",
    ),
    pair(
        "window sums", "ints ints", 0,
        """
$y = []
for $i in range(len($x) - $k + 1):
    $total = 0
    for $j in range($i, $i + $k):
        $total += $x[$j]
    $y.append($total % $m)
""",
        """
$y = []
$total = 0
for $i in range(len($x)):
    $total += $x[$i]
    if $i >= $k:
        $total -= $x[$i - $k]
    if $i >= $k - 1:
        $y.append($total % $m)
""",
        k=(24, 28, 32, 36), m=MODULI,
    ),
    pair(
        "range sums", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $end = ($i * $a + $b) % len($x)
    $total = 0
    for $j in range(min($i, $end), max($i, $end)):
        $total += $x[$j]
    $y.append($total % $m)
""",
        """
$y = []
$sums = [0]
for $v in $x:
    $sums.append($sums[-1] + $v)
for $i in range(len($x)):
    $end = ($i * $a + $b) % len($x)
    $y.append(($sums[max($i, $end)] - $sums[min($i, $end)]) % $m)
""",
        a=(7, 11, 13), b=range(1, 9), m=MODULI,
    ),
    pair(
        "all but itself", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $made = 1
    for $j in range(len($x)):
        if $j != $i:
            $made = $made * ($x[$j] % $m + 1) % $m
    $y.append($made)
""",
        """
$before = [1]
for $v in $x:
    $before.append($before[-1] * ($v % $m + 1) % $m)
$y = list($x)
$after = 1
for $i in range(len($x) - 1, -1, -1):
    $y[$i] = $before[$i] * $after % $m
    $after = $after * ($x[$i] % $m + 1) % $m
""",
        m=MODULI,
    ),
    pair(
        "since the last equal", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $last = -1
    for $j in range($i):
        if $x[$j] % $m == $x[$i] % $m:
            $last = $j
    $y.append($i - $last)
""",
        """
$y = []
$seen = dict()
for $i in range(len($x)):
    $key = $x[$i] % $m
    $y.append($i - $seen.get($key, -1))
    $seen[$key] = $i
""",
        m=(17, 23, 29, 997),
    ),
    pair(
        "same remainder", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $total = 0
    for $j in range($i + 1):
        if $x[$j] % $m == $x[$i] % $m:
            $total += $x[$j]
    $y.append($total % $n)
""",
        """
$y = []
$sums = [0] * $m
for $v in $x:
    $sums[$v % $m] += $v
    $y.append($sums[$v % $m] % $n)
""",
        m=(5, 7, 9, 11), n=MODULI,
    ),
    pair(
        "different so far", "ints ints", 0,
        """
$y = []
for $i in range(len($x)):
    $seen = set()
    for $j in range($i + 1):
        $seen.add($x[$j])
    $y.append(len($seen))
""",
        """
$y = []
$seen = set()
for $v in $x:
    $seen.add($v)
    $y.append(len($seen))
""",
    ),
    pair(
        "commonest so far", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $count = [0] * $m
    for $j in range($i + 1):
        $count[$x[$j] % $m] += 1
    $y.append($count.index(max($count)))
""",
        """
$y = []
$count = [0] * $m
$best = 0
for $v in $x:
    $key = $v % $m
    $count[$key] += 1
    if $count[$key] > $count[$best] or ($count[$key] == $count[$best] and $key < $best):
        $best = $key
    $y.append($best)
""",
        m=(5, 7, 9, 11),
    ),
    pair(
        "middle so far", "ints ints", 2,
        """
$y = []
for $i in range(len($x)):
    $some = []
    for $j in range($i + 1):
        $some.append($x[$j])
    $some.sort()
    $y.append($some[$i // 2])
""",
        """
$y = []
$some = []
for $v in $x:
    $low = 0
    $high = len($some)
    while $low < $high:
        $mid = ($low + $high) // 2
        if $some[$mid] < $v:
            $low = $mid + 1
        else:
            $high = $mid
    $some.insert($low, $v)
    $y.append($some[(len($some) - 1) // 2])
""",
    ),
)  # fmt: skip
"""Each step of them looks at all that came before."""
