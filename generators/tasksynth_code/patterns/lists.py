"""Patterns that make a list of whole numbers of another one."""

from tasksynth_code.patterns.pattern import pattern

LISTS = (
    pattern(
        "keep above", "ints ints", 0, "Keep only the numbers greater than $k.",
        """
$y = []
for $v in $x:
    if $v > $k:
        $y.append($v)
""",
        k=range(-4, 7),
    ),
    pattern(
        "drop multiples", "ints ints", 0, "Remove every number that is divisible by $m.",
        """
$y = []
for $v in $x:
    if $v % $m != 0:
        $y.append($v)
""",
        m=range(2, 6),
    ),
    pattern(
        "affine", "ints ints", 0, "Replace every number v by $a * v + $b.",
        """
$y = []
for $v in $x:
    $y.append($a * $v + $b)
""",
        a=(-1, -2, 2, 3), b=range(1, 9),
    ),
    pattern(
        "clamp", "ints ints", 0,
        "Replace every number below $low by $low, and every number above $high by $high.",
        """
$y = []
for $v in $x:
    if $v < $low:
        $y.append($low)
    elif $v > $high:
        $y.append($high)
    else:
        $y.append($v)
""",
        low=range(-6, 1), high=range(3, 10),
    ),
    pattern(
        "remainders", "ints ints", 0,
        "Replace every number by its remainder modulo $m, which is never negative, for negative "
        "numbers too.",
        """
$y = []
for $v in $x:
    $y.append($v % $m)
""",
        m=range(3, 9),
    ),
    pattern(
        "every kth", "ints ints", 0,
        "Keep only the numbers at the positions 0, $k, 2 * $k and so on, counting from 0.",
        """
$y = []
$i = 0
while $i < len($x):
    $y.append($x[$i])
    $i += $k
""",
        k=(2, 3),
    ),
    pattern(
        "rotate", "ints ints", 0,
        "Move the first number to the end, and do so $k times; an empty list stays empty.",
        """
$y = list($x)
if $y:
    $cut = $k % len($y)
    $y = $y[$cut:] + $y[:$cut]
""",
        k=range(1, 6),
    ),
    pattern(
        "sort", "ints ints", 0, "Sort the list in increasing order.",
        """
$y = sorted($x)
""",
    ),
    pattern(
        "running sums", "ints ints", 0,
        "Replace every number by the sum of all numbers up to it, itself included.",
        """
$y = []
$total = 0
for $v in $x:
    $total += $v
    $y.append($total)
""",
    ),
    pattern(
        "differences", "ints ints", 0,
        """Replace the list by the differences of neighbours: each number from the second on, minus
        the number before it. A list of fewer than two numbers becomes empty.""",
        """
$y = []
for $i in range(1, len($x)):
    $y.append($x[$i] - $x[$i - 1])
""",
    ),
    pattern(
        "running maximum", "ints ints", 0,
        "Replace every number by the largest number up to it, itself included.",
        """
$y = []
for $v in $x:
    if $y and $y[-1] > $v:
        $y.append($y[-1])
    else:
        $y.append($v)
""",
    ),
    pattern(
        "first occurrences", "ints ints", 0,
        "Remove every number that occurs earlier in the list.",
        """
$y = []
$seen = set()
for $v in $x:
    if $v not in $seen:
        $seen.add($v)
        $y.append($v)
""",
    ),
    pattern(
        "one of each run", "ints ints", 0, "Of every run of equal neighbours keep one number.",
        """
$y = []
for $v in $x:
    if not $y or $y[-1] != $v:
        $y.append($v)
""",
    ),
    pattern(
        "digit sums", "ints ints", 0,
        "Replace every number by the sum of the decimal digits of its absolute value.",
        """
$y = []
for $v in $x:
    $rest = abs($v)
    $total = 0
    while $rest > 0:
        $total += $rest % 10
        $rest //= 10
    $y.append($total)
""",
    ),
    pattern(
        "halve or triple", "ints ints", 0,
        "Replace every even number v by v / 2 and every odd number v by 3 * v + 1.",
        """
$y = []
for $v in $x:
    if $v % 2 == 0:
        $y.append($v // 2)
    else:
        $y.append(3 * $v + 1)
""",
    ),
    pattern(
        "negatives first", "ints ints", 1,
        """Move all negative numbers to the front. The negative numbers keep their order among
        themselves, and so do the others.""",
        """
$y = []
$rest = []
for $v in $x:
    if $v < 0:
        $y.append($v)
    else:
        $rest.append($v)
$y = $y + $rest
""",
    ),
    pattern(
        "sort by remainder", "ints ints", 1,
        """Sort the list by the remainder modulo $m, which is never negative, smallest
        remainder first; among numbers with the same remainder, the larger number comes first.""",
        """
$y = sorted($x, key=lambda $v: ($v % $m, -$v))
""",
        m=range(3, 7),
    ),
    pattern(
        "sort by size", "ints ints", 1,
        """Sort the list by absolute value, smallest first; of two numbers with the same absolute
        value, the negative one comes first.""",
        """
$y = sorted($x, key=lambda $v: (abs($v), $v))
""",
    ),
    pattern(
        "reverse blocks", "ints ints", 1,
        """Cut the list from the left into blocks of $k numbers, the last of which may be shorter, and
        reverse the order within every block.""",
        """
$y = []
for $i in range(0, len($x), $k):
    $block = $x[$i:$i + $k]
    $block.reverse()
    $y.extend($block)
""",
        k=(2, 3, 4),
    ),
    pattern(
        "window sums", "ints ints", 1,
        """Replace the list by the sums of every $k numbers in a row, from left to right: the sum of
        the first $k, then of the $k numbers that begin with the second one, and so on. If there are
        fewer than $k numbers, the list becomes empty.""",
        """
$y = []
for $i in range(len($x) - $k + 1):
    $y.append(sum($x[$i:$i + $k]))
""",
        k=(2, 3),
    ),
    pattern(
        "peaks", "ints ints", 1,
        """Keep only the numbers that are greater than each of their neighbours in the list as it is
        before this step; the numbers at the ends have one neighbour, and a single number has none
        and stays.""",
        """
$y = []
for $i in range(len($x)):
    if $i > 0 and $x[$i - 1] >= $x[$i]:
        continue
    if $i + 1 < len($x) and $x[$i + 1] >= $x[$i]:
        continue
    $y.append($x[$i])
""",
    ),
    pattern(
        "records", "ints ints", 1,
        "Keep only the numbers that are greater than all numbers before them; the first one stays.",
        """
$y = []
for $v in $x:
    if not $y or $v > $y[-1]:
        $y.append($v)
""",
    ),
    pattern(
        "shuffle halves", "ints ints", 1,
        """Cut the list into two halves, of which the first has one number more if their count is
        odd, and take numbers from the two halves in turns, beginning with the first half.""",
        """
$y = []
$half = (len($x) + 1) // 2
for $i in range($half):
    $y.append($x[$i])
    if $half + $i < len($x):
        $y.append($x[$half + $i])
""",
    ),
    pattern(
        "frequencies", "ints ints", 1,
        "Replace every number by how many times it occurs in the whole list.",
        """
$count = dict()
for $v in $x:
    $count[$v] = $count.get($v, 0) + 1
$y = []
for $v in $x:
    $y.append($count[$v])
""",
    ),
    pattern(
        "run lengths", "ints ints", 1,
        """Replace the list by the lengths of its runs, from left to right; a run is a longest
        stretch of equal numbers next to one another.""",
        """
$y = []
for $i in range(len($x)):
    if $i > 0 and $x[$i] == $x[$i - 1]:
        $y[-1] += 1
    else:
        $y.append(1)
""",
    ),
    pattern(
        "drop front", "ints ints", 1,
        "Remove numbers from the front for as long as the first one is smaller than $k.",
        """
$i = 0
while $i < len($x) and $x[$i] < $k:
    $i += 1
$y = $x[$i:]
""",
        k=range(6),
    ),
    pattern(
        "bubble pass", "ints ints", 1,
        """Go through the list once from left to right: whenever a number is greater than the one
        after it, swap the two before going on to the next position.""",
        """
$y = list($x)
for $i in range(len($y) - 1):
    if $y[$i] > $y[$i + 1]:
        $kept = $y[$i]
        $y[$i] = $y[$i + 1]
        $y[$i + 1] = $kept
""",
    ),
    pattern(
        "smaller before", "ints ints", 1,
        "Replace every number by how many of the numbers before it are smaller than it.",
        """
$y = []
for $i in range(len($x)):
    $count = 0
    for $j in range($i):
        if $x[$j] < $x[$i]:
            $count += 1
    $y.append($count)
""",
    ),
    pattern(
        "ranks", "ints ints", 1,
        "Replace every number by how many different numbers of the list are smaller than it.",
        """
$order = sorted(set($x))
$y = []
for $v in $x:
    $y.append($order.index($v))
""",
    ),
    pattern(
        "next greater", "ints ints", 2,
        """Replace every number by the nearest number to the right of it that is greater than it, or
        by $d if there is none.""",
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
    pattern(
        "cancel pairs", "ints ints", 2,
        """Put the numbers on a stack, from left to right; but if a number is equal to the one on top
        of the stack, take that one off instead. The list becomes what is on the stack at the end,
        from the bottom up.""",
        """
$y = []
for $v in $x:
    if $y and $y[-1] == $v:
        $y.pop()
    else:
        $y.append($v)
""",
    ),
    pattern(
        "merge equals", "ints ints", 2,
        """Put the numbers on a stack, from left to right. If a number is equal to the one on top of
        the stack, and that one was not made by merging, take that one off and put their sum there;
        this sum was made by merging. The list becomes what is on the stack at the end, from the
        bottom up.""",
        """
$y = []
$fresh = False
for $v in $x:
    if $y and $fresh and $y[-1] == $v:
        $y[-1] += $v
        $fresh = False
    else:
        $y.append($v)
        $fresh = True
""",
    ),
    pattern(
        "longest climb", "ints ints", 2,
        """Keep only the longest stretch of numbers next to one another in which each is greater than
        the one before; of several longest ones, the leftmost.""",
        """
$y = []
$run = []
for $v in $x:
    if $run and $v <= $run[-1]:
        $run = []
    $run.append($v)
    if len($run) > len($y):
        $y = list($run)
""",
    ),
    pattern(
        "josephus", "ints ints", 2,
        """The numbers stand in a circle, in their order, and are taken out one by one: count $k
        numbers, beginning with the first, take out the one where the count ends, and go on counting
        with the one after it. The list becomes the numbers in the order in which they are taken
        out.""",
        """
$y = []
$circle = list($x)
$at = 0
while $circle:
    $at = ($at + $k - 1) % len($circle)
    $y.append($circle.pop($at))
""",
        k=(2, 3, 4),
    ),
)  # fmt: skip
