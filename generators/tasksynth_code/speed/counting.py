"""Pairs that compare all numbers with all others, or that work one number out at length."""

from tasksynth_code.speed.pair import MODULI, pair

COUNTING = (
    pair(
        "how often", "ints ints", 0,
        """
$y = []
for $v in $x:
    $count = 0
    for $w in $x:
        if $w == $v:
            $count += 1
    $y.append($count)
""",
        """
$count = dict()
for $v in $x:
    $count[$v] = $count.get($v, 0) + 1
$y = []
for $v in $x:
    $y.append($count[$v])
""",
    ),
    pair(
        "ranks", "ints ints", 1,
        """
$y = []
for $v in $x:
    $count = 0
    for $w in $x:
        if $w < $v:
            $count += 1
    $y.append($count)
""",
        """
$order = sorted($x)
$first = dict()
for $i in range(len($order)):
    if $order[$i] not in $first:
        $first[$order[$i]] = $i
$y = []
for $v in $x:
    $y.append($first[$v])
""",
    ),
    pair(
        "smaller before", "ints ints", 2,
        """
$y = []
for $i in range(len($x)):
    $count = 0
    for $j in range($i):
        if $x[$j] < $x[$i]:
            $count += 1
    $y.append($count)
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
    $y.append($low)
""",
    ),
    pair(
        "next greater", "ints ints", 2,
        """
$y = []
for $i in range(len($x)):
    $found = $d
    for $j in range(len($x) - 1, $i, -1):
        if $x[$j] > $x[$i]:
            $found = $x[$j]
    $y.append($found)
""",
        """
$y = [$d] * len($x)
$waiting = []
for $i in range(len($x)):
    while $waiting and $x[$waiting[-1]] < $x[$i]:
        $y[$waiting.pop()] = $x[$i]
    $waiting.append($i)
""",
        d=(-1, 0, 99),
    ),
    pair(
        "distances", "ints ints", 2,
        """
$y = []
for $v in $x:
    $total = 0
    for $w in $x:
        $total += abs($v - $w)
    $y.append($total % $m)
""",
        """
$order = sorted($x)
$known = dict()
$below = 0
$total = sum($order)
for $i in range(len($order)):
    $v = $order[$i]
    $above = $total - $below - $v
    $known[$v] = ($v * $i - $below + $above - $v * (len($order) - $i - 1)) % $m
    $below += $v
$y = []
for $v in $x:
    $y.append($known[$v])
""",
        m=MODULI,
    ),
    pair(
        "bubble sort", "ints ints", 0,
        """
$y = list($x)
for $i in range(len($y)):
    for $j in range(len($y) - 1):
        if $y[$j] > $y[$j + 1]:
            $kept = $y[$j]
            $y[$j] = $y[$j + 1]
            $y[$j + 1] = $kept
""",
        """
$y = sorted($x)
""",
    ),
    pair(
        "turn", "ints ints", 0,
        """
$y = list($x)
for $i in range($k):
    for $j in range(len($y) - 1):
        $kept = $y[$j]
        $y[$j] = $y[$j + 1]
        $y[$j + 1] = $kept
""",
        """
$y = list($x)
if $y:
    $cut = $k % len($y)
    $y = $y[$cut:] + $y[:$cut]
""",
        k=range(30, 50),
    ),
    pair(
        "powers", "ints ints", 1,
        """
$y = []
for $v in $x:
    $made = 1
    for $j in range($k):
        $made = $made * $v % $m
    $y.append($made)
""",
        """
$y = []
for $v in $x:
    $made = 1
    $base = $v % $m
    $left = $k
    while $left:
        if $left % 2:
            $made = $made * $base % $m
        $base = $base * $base % $m
        $left //= 2
    $y.append($made)
""",
        k=range(90, 130), m=MODULI,
    ),
    pair(
        "polynomial", "ints ints", 1,
        """
$y = []
for $v in $x:
    $total = 0
    for $j in range($d):
        $term = $a + $j
        for $i in range($j):
            $term = $term * $v % $m
        $total += $term
    $y.append($total % $m)
""",
        """
$y = []
for $v in $x:
    $total = 0
    for $j in range($d - 1, -1, -1):
        $total = ($total * $v + $a + $j) % $m
    $y.append($total)
""",
        d=(14, 15, 16), a=(2, 3, 4), m=MODULI,
    ),
    pair(
        "again and again", "ints ints", 2,
        """
$y = []
for $v in $x:
    $now = $v % $m
    for $j in range($k):
        $now = ($now * $now + $c) % $m
    $y.append($now)
""",
        """
$step = []
for $v in range($m):
    $step.append(($v * $v + $c) % $m)
$last = list(range($m))
$left = $k
while $left:
    if $left % 2:
        $then = []
        for $v in $last:
            $then.append($step[$v])
        $last = $then
    $then = []
    for $v in $step:
        $then.append($step[$v])
    $step = $then
    $left //= 2
$y = []
for $v in $x:
    $y.append($last[$v % $m])
""",
        k=range(70, 110), m=(11, 13, 17), c=(1, 2, 3),
    ),
    pair(
        "divisors", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $v = ($x[$i] + $i) % $m + 30
    $count = 0
    for $d in range(1, $v + 1):
        if $v % $d == 0:
            $count += 1
    $y.append($count)
""",
        """
$y = []
for $i in range(len($x)):
    $v = ($x[$i] + $i) % $m + 30
    $count = 0
    $d = 1
    while $d * $d < $v:
        if $v % $d == 0:
            $count += 2
        $d += 1
    if $d * $d == $v:
        $count += 1
    $y.append($count)
""",
        m=(80, 100, 120),
    ),
    pair(
        "common divisors", "ints ints", 1,
        """
$y = []
for $i in range(len($x)):
    $a = ($x[$i] + $i) % $m + 20
    $b = ($x[$i - 1] + 2 * $i) % $m + 20
    $best = 1
    for $d in range(1, min($a, $b) + 1):
        if $a % $d == 0 and $b % $d == 0:
            $best = $d
    $y.append($best)
""",
        """
$y = []
for $i in range(len($x)):
    $a = ($x[$i] + $i) % $m + 20
    $b = ($x[$i - 1] + 2 * $i) % $m + 20
    while $b:
        $kept = $b
        $b = $a % $b
        $a = $kept
    $y.append($a)
""",
        m=(60, 80, 100),
    ),
    pair(
        "ways to climb", "ints ints", 0,
        """
def $ways($n):
    if $n < 2:
        return 1
    return $ways($n - 1) + $ways($n - 2)
$y = []
for $i in range(len($x)):
    $y.append($ways(($x[$i] + $i) % $k) % $m)
""",
        """
$table = [1, 1]
while len($table) < $k:
    $table.append($table[-1] + $table[-2])
$y = []
for $i in range(len($x)):
    $y.append($table[($x[$i] + $i) % $k] % $m)
""",
        k=(9, 10, 11), m=MODULI,
    ),
    pair(
        "ways to pay", "ints ints", 2,
        """
def $ways($n, $coin):
    if $n == 0:
        return 1
    if $n < 0 or $coin == 0:
        return 0
    return $ways($n - ($a, $b, $c)[$coin - 1], $coin) + $ways($n, $coin - 1)
$y = []
for $i in range(len($x)):
    $y.append($ways(($x[$i] + $i) % $k, 3) % $m)
""",
        """
$table = [1] + [0] * ($k - 1)
for $coin in ($a, $b, $c):
    for $n in range($coin, $k):
        $table[$n] += $table[$n - $coin]
$y = []
for $i in range(len($x)):
    $y.append($table[($x[$i] + $i) % $k] % $m)
""",
        a=(1, 2), b=(3, 4), c=(5, 6, 7), k=(20, 24, 28), m=MODULI,
    ),
    pair(
        "smallest two", "ints ints", 1,
        """
$rest = list($x)
$y = []
while len($rest) > 1:
    $made = 0
    for $j in range(2):
        $at = 0
        for $i in range(len($rest)):
            if $rest[$i] < $rest[$at]:
                $at = $i
        $made += $rest.pop($at)
    $y.append($made)
    $rest.append(($made + $k) % $m)
""",
        """
$rest = sorted($x)
$y = []
while len($rest) > 1:
    $made = $rest.pop(0) + $rest.pop(0)
    $y.append($made)
    $v = ($made + $k) % $m
    $low = 0
    $high = len($rest)
    while $low < $high:
        $mid = ($low + $high) // 2
        if $rest[$mid] < $v:
            $low = $mid + 1
        else:
            $high = $mid
    $rest.insert($low, $v)
""",
        k=range(1, 30), m=MODULI,
    ),
)  # fmt: skip
"""Each of them is quadratic where it is slow, or takes many turns for one number."""
