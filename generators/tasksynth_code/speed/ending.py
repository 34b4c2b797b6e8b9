"""Pairs that end with one number, and pairs that read a string."""

from tasksynth_code.speed.pair import MODULI, pair

ENDING = (
    pair(
        "pairs that add up", "ints int", 1,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        if ($x[$i] + $x[$j]) % $m == $r:
            $y += 1
""",
        """
$y = 0
$count = [0] * $m
for $v in $x:
    $y += $count[($r - $v) % $m]
    $count[$v % $m] += 1
""",
        m=(7, 9, 11, 13), r=range(5),
    ),
    pair(
        "equal pairs", "ints int", 0,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        if $x[$i] == $x[$j]:
            $y += 1
""",
        """
$y = 0
$count = dict()
for $v in $x:
    $y += $count.get($v, 0)
    $count[$v] = $count.get($v, 0) + 1
""",
    ),
    pair(
        "inversions", "ints int", 2,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        if $x[$j] > $x[$i]:
            $y += 1
""",
        """
$y = 0
$some = []
for $v in $x:
    $low = 0
    $high = len($some)
    while $low < $high:
        $mid = ($low + $high) // 2
        if $some[$mid] <= $v:
            $low = $mid + 1
        else:
            $high = $mid
    $y += len($some) - $low
    $some.insert($low, $v)
""",
    ),
    pair(
        "best stretch", "ints int", 1,
        """
$y = 0
for $i in range(len($x)):
    $total = 0
    for $j in range($i, len($x)):
        $total += $x[$j] - $k
        if $total > $y:
            $y = $total
""",
        """
$y = 0
$total = 0
for $v in $x:
    $total = max(0, $total + $v - $k)
    if $total > $y:
        $y = $total
""",
        k=range(1, 6),
    ),
    pair(
        "best gain", "ints int", 0,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        if $x[$i] - $x[$j] > $y:
            $y = $x[$i] - $x[$j]
""",
        """
$y = 0
$low = $x[0] if $x else 0
for $v in $x:
    if $v < $low:
        $low = $v
    if $v - $low > $y:
        $y = $v - $low
""",
    ),
    pair(
        "longest climb", "ints int", 2,
        """
$y = 0
$best = []
for $i in range(len($x)):
    $here = 1
    for $j in range($i):
        if $x[$j] < $x[$i] and $best[$j] >= $here:
            $here = $best[$j] + 1
    $best.append($here)
    if $here > $y:
        $y = $here
""",
        """
$ends = []
for $v in $x:
    $low = 0
    $high = len($ends)
    while $low < $high:
        $mid = ($low + $high) // 2
        if $ends[$mid] < $v:
            $low = $mid + 1
        else:
            $high = $mid
    if $low == len($ends):
        $ends.append($v)
    else:
        $ends[$low] = $v
$y = len($ends)
""",
    ),
    pair(
        "sum of products", "ints int", 1,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        $y = ($y + $x[$i] * $x[$j]) % $m
""",
        """
$y = 0
$total = 0
for $v in $x:
    $y = ($y + $v * $total) % $m
    $total += $v
""",
        m=MODULI,
    ),
    pair(
        "sum of differences", "ints int", 2,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        $y += abs($x[$i] - $x[$j])
""",
        """
$y = 0
$total = 0
$order = sorted($x)
for $i in range(len($order)):
    $y += $order[$i] * $i - $total
    $total += $order[$i]
""",
    ),
    pair(
        "farthest apart", "ints int", 2,
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i):
        if $x[$j] <= $x[$i] and $i - $j > $y:
            $y = $i - $j
""",
        """
$y = 0
$largest = list($x)
for $i in range(len($x) - 2, -1, -1):
    $largest[$i] = max($largest[$i], $largest[$i + 1])
$j = 0
$least = $x[0] if $x else 0
for $i in range(len($x)):
    $least = min($least, $x[$i])
    while $j < len($x) and $largest[$j] >= $least:
        $y = max($y, $j - $i)
        $j += 1
""",
    ),
    pair(
        "stretches that divide", "ints int", 2,
        """
$y = 0
for $i in range(len($x)):
    $total = 0
    for $j in range($i, len($x)):
        $total += $x[$j]
        if $total % $m == 0:
            $y += 1
""",
        """
$y = 0
$count = [1] + [0] * ($m - 1)
$total = 0
for $v in $x:
    $total = ($total + $v) % $m
    $y += $count[$total]
    $count[$total] += 1
""",
        m=(5, 7, 9, 11),
    ),
)  # fmt: skip
"""They can be last only."""
TEXTS = (
    pair(
        "letter so far", "text ints", 0,
        """
$y = []
for $i in range(len($x)):
    $count = 0
    for $j in range($i + 1):
        if $x[$j] == $x[$i]:
            $count += 1
    $y.append($count)
""",
        """
$y = []
$count = dict()
for $c in $x:
    $count[$c] = $count.get($c, 0) + 1
    $y.append($count[$c])
""",
    ),
    pair(
        "letters below", "text ints", 1,
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
$count = [0] * 26
for $c in $x:
    $at = ord($c) - 97
    $y.append(sum($count[:$at]))
    $count[$at] += 1
""",
    ),
    pair(
        "borders", "text ints", 2,
        """
$y = []
for $i in range(len($x)):
    $best = 0
    for $k in range(1, $i + 1):
        if $x[:$k] == $x[$i + 1 - $k:$i + 1]:
            $best = $k
    $y.append($best)
""",
        """
$y = []
$k = 0
for $i in range(len($x)):
    while $i and $k and $x[$k] != $x[$i]:
        $k = $y[$k - 1]
    if $i and $x[$k] == $x[$i]:
        $k += 1
    $y.append($k)
""",
    ),
    pair(
        "rest of the letters", "text ints", 1,
        """
$y = []
for $i in range(len($x)):
    $total = 0
    for $j in range($i, len($x)):
        $total += ord($x[$j]) - 97
    $y.append($total % $m)
""",
        """
$y = [0] * len($x)
$total = 0
for $i in range(len($x) - 1, -1, -1):
    $total = ($total + ord($x[$i]) - 97) % $m
    $y[$i] = $total
""",
        m=MODULI,
    ),
)  # fmt: skip
"""They can be first only."""
