"""Patterns that make a whole number of a list of them, or of another number."""

from tasksynth_code.patterns.pattern import pattern

NUMBERS = (
    pattern(
        "sum", "ints int", 0, "Take the sum of the list (0 if it is empty).",
        """
$y = 0
for $v in $x:
    $y += $v
""",
    ),
    pattern(
        "largest", "ints int", 0, "Take the largest number of the list (0 if it is empty).",
        """
$y = 0
for $i in range(len($x)):
    if $i == 0 or $x[$i] > $y:
        $y = $x[$i]
""",
    ),
    pattern(
        "spread", "ints int", 0,
        "Take the largest number minus the smallest one (0 if the list is empty).",
        """
$y = 0
if $x:
    $y = max($x) - min($x)
""",
    ),
    pattern(
        "count multiples", "ints int", 0, "Count the numbers that are divisible by $m.",
        """
$y = 0
for $v in $x:
    if $v % $m == 0:
        $y += 1
""",
        m=range(2, 5),
    ),
    pattern(
        "alternating sum", "ints int", 0,
        "Take the first number minus the second plus the third minus the fourth and so on (0 if "
        "the list is empty).",
        """
$y = 0
$sign = 1
for $v in $x:
    $y += $sign * $v
    $sign = -$sign
""",
    ),
    pattern(
        "distinct", "ints int", 0, "Count the different numbers in the list.",
        """
$y = len(set($x))
""",
    ),
    pattern(
        "fold", "ints int", 1,
        """Begin with h = $s; for every number v of the list, from left to right, replace h by the
        remainder of $a * h + v modulo $m, which is never negative. Take the h that this ends with.""",
        """
$y = $s
for $v in $x:
    $y = ($a * $y + $v) % $m
""",
        s=(0, 1, 7), a=(3, 5, 31), m=(97, 101, 1009),
    ),
    pattern(
        "second largest", "ints int", 1,
        "Take the second largest of the different numbers in the list, or -1 if there are fewer "
        "than two.",
        """
$order = sorted(set($x))
$y = -1
if len($order) >= 2:
    $y = $order[-2]
""",
    ),
    pattern(
        "most frequent", "ints int", 1,
        """Take the number that occurs most often; of several, the smallest; 0 if the list is
        empty.""",
        """
$count = dict()
for $v in $x:
    $count[$v] = $count.get($v, 0) + 1
$y = 0
$best = 0
for $v in sorted($count):
    if $count[$v] > $best:
        $y = $v
        $best = $count[$v]
""",
    ),
    pattern(
        "place of largest", "ints int", 1,
        "Take the position, counted from 0, of the largest number; of several, the last; -1 if the "
        "list is empty.",
        """
$y = -1
for $i in range(len($x)):
    if $y < 0 or $x[$i] >= $x[$y]:
        $y = $i
""",
    ),
    pattern(
        "longest run", "ints int", 1,
        "Take the length of the longest stretch of equal numbers next to one another (0 if the "
        "list is empty).",
        """
$y = 0
$run = 0
for $i in range(len($x)):
    if $i > 0 and $x[$i] == $x[$i - 1]:
        $run += 1
    else:
        $run = 1
    $y = max($y, $run)
""",
    ),
    pattern(
        "inversions", "ints int", 1,
        "Count the pairs of positions at which the number on the left is greater than the number "
        "on the right; they need not be neighbours.",
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i + 1, len($x)):
        if $x[$i] > $x[$j]:
            $y += 1
""",
    ),
    pattern(
        "pairs with sum", "ints int", 1,
        "Count the pairs of different positions whose numbers add up to $k; the order of the two "
        "positions does not matter.",
        """
$y = 0
$count = dict()
for $v in $x:
    $y += $count.get($k - $v, 0)
    $count[$v] = $count.get($v, 0) + 1
""",
        k=range(8),
    ),
    pattern(
        "greatest divisor", "ints int", 1,
        "Take the greatest common divisor of the absolute values of all numbers (0 if there is no "
        "number other than 0).",
        """
$y = 0
for $v in $x:
    $a = $y
    $b = abs($v)
    while $b:
        $rest = $a % $b
        $a = $b
        $b = $rest
    $y = $a
""",
    ),
    pattern(
        "best stretch", "ints int", 2,
        "Take the largest sum that one or more numbers next to one another have (0 if the list is "
        "empty).",
        """
$y = 0
$here = 0
for $i in range(len($x)):
    if $here > 0:
        $here += $x[$i]
    else:
        $here = $x[$i]
    if $i == 0 or $here > $y:
        $y = $here
""",
    ),
    pattern(
        "no neighbours", "ints int", 2,
        "Choose some numbers, no two of which stand next to one another, so that their sum is as "
        "large as possible, and take that sum; choosing none counts 0.",
        """
$y = 0
$before = 0
for $v in $x:
    $with_it = max($y, $before + $v)
    $before = $y
    $y = $with_it
""",
    ),
    pattern(
        "longest subsequence", "ints int", 2,
        "Take the largest count of numbers that can be left when others are removed so that each "
        "is greater than the one before (0 if the list is empty).",
        """
$y = 0
$best = []
for $i in range(len($x)):
    $here = 1
    for $j in range($i):
        if $x[$j] < $x[$i]:
            $here = max($here, $best[$j] + 1)
    $best.append($here)
    $y = max($y, $here)
""",
    ),
    pattern(
        "stretches with sum", "ints int", 2,
        "Count the stretches of one or more numbers next to one another whose sum is divisible by "
        "$m.",
        """
$y = 0
$total = 0
$seen = dict()
$seen[0] = 1
for $v in $x:
    $total = ($total + $v) % $m
    $y += $seen.get($total, 0)
    $seen[$total] = $seen.get($total, 0) + 1
""",
        m=(3, 4, 5),
    ),
    pattern(
        "trapped water", "ints int", 2,
        """Take the numbers, negative ones as 0, for the heights of walls of width 1 that stand side by
        side, and take how much water they hold after rain: over each wall it stands as high as the
        lower of the highest wall from there to the left end and the highest from there to the right
        end, both including the wall itself.""",
        """
$y = 0
$walls = [max(0, $v) for $v in $x]
for $i in range(len($walls)):
    $level = min(max($walls[:$i + 1]), max($walls[$i:]))
    $y += $level - $walls[$i]
""",
    ),
    pattern(
        "smallest gap", "ints int", 2,
        "Take the smallest number from 0 on that is not in the list.",
        """
$y = 0
$there = set($x)
while $y in $there:
    $y += 1
""",
    ),
    pattern(
        "reverse digits", "int int", 0,
        "Write the digits of the absolute value of the number in reverse order, as a number without leading "
        "zeros, and put the sign back.",
        """
$y = int(str(abs($x))[::-1])
if $x < 0:
    $y = -$y
""",
    ),
    pattern(
        "count ones", "int int", 1, "Count the ones in the binary form of the absolute value of the number.",
        """
$y = 0
$rest = abs($x)
while $rest > 0:
    $y += $rest % 2
    $rest //= 2
""",
    ),
    pattern(
        "last digits", "int int", 0,
        "Take the remainder of $a times the number modulo $m, which is never negative.",
        """
$y = $a * $x % $m
""",
        a=(3, 7, 11), m=(10, 50, 97),
    ),
)  # fmt: skip
