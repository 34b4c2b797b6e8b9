"""Patterns that read a grid of whole numbers, all rows of which are equally long."""

from tasksynth_code.patterns.pattern import pattern

GRIDS = (
    pattern(
        "transpose", "grid grid", 0, "Turn rows into columns: the first row becomes the first "
        "column, and so on.",
        """
$y = []
for $j in range(len($x[0])):
    $y.append([$row[$j] for $row in $x])
""",
    ),
    pattern(
        "turn", "grid grid", 1, "Turn the grid by a quarter to the right (clockwise).",
        """
$y = []
for $j in range(len($x[0])):
    $line = []
    for $i in range(len($x) - 1, -1, -1):
        $line.append($x[$i][$j])
    $y.append($line)
""",
    ),
    pattern(
        "mirror", "grid grid", 0, "Write every row backwards.",
        """
$y = []
for $row in $x:
    $y.append($row[::-1])
""",
    ),
    pattern(
        "gravity", "grid grid", 1,
        """Let everything other than 0 fall down: in every column the zeros go to the top, and the
        other numbers to the bottom, in their order.""",
        """
$y = [[0] * len($row) for $row in $x]
for $j in range(len($x[0])):
    $free = len($x) - 1
    for $i in range(len($x) - 1, -1, -1):
        if $x[$i][$j] != 0:
            $y[$free][$j] = $x[$i][$j]
            $free -= 1
""",
    ),
    pattern(
        "neighbour sums", "grid grid", 1,
        "Replace every number by the sum of its neighbours above, below, to the left and to the "
        "right, as far as there are any, as they are before this step.",
        """
$y = []
for $i in range(len($x)):
    $line = []
    for $j in range(len($x[$i])):
        $total = 0
        for $di, $dj in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            $a = $i + $di
            $b = $j + $dj
            if 0 <= $a < len($x) and 0 <= $b < len($x[$a]):
                $total += $x[$a][$b]
        $line.append($total)
    $y.append($line)
""",
    ),
    pattern(
        "clear crosses", "grid grid", 1,
        "Wherever a 0 stands before this step, set all numbers of its row and of its column to 0.",
        """
$rows = set()
$columns = set()
for $i in range(len($x)):
    for $j in range(len($x[$i])):
        if $x[$i][$j] == 0:
            $rows.add($i)
            $columns.add($j)
$y = []
for $i in range(len($x)):
    $line = []
    for $j in range(len($x[$i])):
        if $i in $rows or $j in $columns:
            $line.append(0)
        else:
            $line.append($x[$i][$j])
    $y.append($line)
""",
    ),
    pattern(
        "row sums", "grid ints", 0, "Replace the grid by the list of the sums of its rows.",
        """
$y = []
for $row in $x:
    $y.append(sum($row))
""",
    ),
    pattern(
        "column maxima", "grid ints", 0,
        "Replace the grid by the list of the largest numbers of its columns, from left to right.",
        """
$y = []
for $j in range(len($x[0])):
    $best = $x[0][$j]
    for $row in $x:
        $best = max($best, $row[$j])
    $y.append($best)
""",
    ),
    pattern(
        "snake", "grid ints", 0,
        """Read the grid into a list, row by row from the top: the first row from left to right, the
        second from right to left, the third from left to right again, and so on.""",
        """
$y = []
for $i in range(len($x)):
    if $i % 2 == 0:
        $y.extend($x[$i])
    else:
        $y.extend($x[$i][::-1])
""",
    ),
    pattern(
        "diagonals", "grid ints", 1,
        """Replace the grid by the list of the sums of its falling diagonals (each step goes one down
        and one to the right), from the one that has only the lower left corner to the one that has
        only the upper right corner.""",
        """
$y = [0] * (len($x) + len($x[0]) - 1)
for $i in range(len($x)):
    for $j in range(len($x[$i])):
        $y[$j - $i + len($x) - 1] += $x[$i][$j]
""",
    ),
    pattern(
        "spiral", "grid ints", 2,
        """Read the grid into a list along a spiral: along the top row from left to right, down the
        last column, along the bottom row from right to left, up the first column, and so on inwards,
        every number once.""",
        """
$y = []
$rest = [list($row) for $row in $x]
while $rest:
    $y.extend($rest.pop(0))
    $turned = []
    if $rest:
        for $j in range(len($rest[0]) - 1, -1, -1):
            $turned.append([$row[$j] for $row in $rest])
    $rest = $turned
""",
    ),
    pattern(
        "regions", "grid ints", 2,
        """Two cells belong to the same region if one gets from one to the other by steps up, down,
        left and right over cells with the same number. Replace the grid by the list of the sizes of
        all its regions, largest first.""",
        """
$y = []
$seen = set()
for $i in range(len($x)):
    for $j in range(len($x[$i])):
        if ($i, $j) in $seen:
            continue
        $seen.add(($i, $j))
        $todo = [($i, $j)]
        $size = 0
        while $todo:
            $a, $b = $todo.pop()
            $size += 1
            for $c, $d in (($a - 1, $b), ($a + 1, $b), ($a, $b - 1), ($a, $b + 1)):
                if 0 <= $c < len($x) and 0 <= $d < len($x[0]):
                    if $x[$c][$d] == $x[$i][$j] and ($c, $d) not in $seen:
                        $seen.add(($c, $d))
                        $todo.append(($c, $d))
        $y.append($size)
$y.sort(reverse=True)
""",
    ),
    pattern(
        "cheapest path", "grid int", 2,
        """Take the smallest sum of numbers on a way from the upper left to the lower right corner,
        both included, by steps to the right and down only.""",
        """
$best = []
for $i in range(len($x)):
    for $j in range(len($x[$i])):
        if $i == 0 and $j == 0:
            $best.append($x[$i][$j])
        elif $i == 0:
            $best.append($best[$j - 1] + $x[$i][$j])
        elif $j == 0:
            $best[$j] = $best[$j] + $x[$i][$j]
        else:
            $best[$j] = min($best[$j], $best[$j - 1]) + $x[$i][$j]
$y = $best[-1]
""",
    ),
    pattern(
        "largest square", "grid int", 2,
        "Take the side of the largest square of cells none of which is 0 (0 if all are 0).",
        """
$y = 0
$above = [0] * len($x[0])
for $row in $x:
    $here = []
    for $j in range(len($row)):
        if $row[$j] == 0:
            $here.append(0)
        elif $j == 0:
            $here.append(1)
        else:
            $here.append(1 + min($above[$j], $above[$j - 1], $here[$j - 1]))
        $y = max($y, $here[$j])
    $above = $here
""",
    ),
    pattern(
        "saddles", "grid int", 1,
        "Count the cells whose number is the largest of its row and the smallest of its column, "
        "ties allowed.",
        """
$y = 0
for $row in $x:
    for $j in range(len($row)):
        $column = [$line[$j] for $line in $x]
        if $row[$j] == max($row) and $row[$j] == min($column):
            $y += 1
""",
    ),
)  # fmt: skip
