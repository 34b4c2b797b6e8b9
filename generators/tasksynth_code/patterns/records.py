"""Patterns that read dates, spans of time, and graphs."""

from tasksynth_code.patterns.pattern import pattern

DAYS = """
$lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
$y = []
for $date in $x:
    $year = int($date[0:4])
    $month = int($date[5:7])
    $day = int($date[8:10])
"""

RECORDS = (
    pattern(
        "day of year", "dates ints", 0,
        "Replace every date by its number within its year, from 1 for January 1st on.",
        DAYS + """
    for $m in range($month - 1):
        $day += $lengths[$m]
    if $month > 2 and ($year % 4 == 0 and $year % 100 != 0 or $year % 400 == 0):
        $day += 1
    $y.append($day)
""",
    ),
    pattern(
        "days left in month", "dates ints", 0,
        "Replace every date by how many days of its month come after it.",
        DAYS + """
    $size = $lengths[$month - 1]
    if $month == 2 and ($year % 4 == 0 and $year % 100 != 0 or $year % 400 == 0):
        $size += 1
    $y.append($size - $day)
""",
    ),
    pattern(
        "day numbers", "dates ints", 1,
        "Replace every date by how many days it is after January 1st of the year 1900, which counts "
        "0.",
        DAYS + """
    $past = $year - 1
    $day += 365 * ($year - 1900) + $past // 4 - $past // 100 + $past // 400 - 460
    for $m in range($month - 1):
        $day += $lengths[$m]
    if $month > 2 and ($year % 4 == 0 and $year % 100 != 0 or $year % 400 == 0):
        $day += 1
    $y.append($day - 1)
""",
    ),
    pattern(
        "weekdays", "dates ints", 1,
        "Replace every date by its day of the week, from 0 for Monday to 6 for Sunday. (January 1st "
        "of 1900 was a Monday.)",
        DAYS + """
    $past = $year - 1
    $day += 365 * ($year - 1900) + $past // 4 - $past // 100 + $past // 400 - 460
    for $m in range($month - 1):
        $day += $lengths[$m]
    if $month > 2 and ($year % 4 == 0 and $year % 100 != 0 or $year % 400 == 0):
        $day += 1
    $y.append(($day - 1) % 7)
""",
    ),
    pattern(
        "quarters", "dates ints", 0,
        "Replace the dates by a list of four numbers: how many of the dates lie in January to March, "
        "in April to June, in July to September, and in October to December.",
        """
$y = [0, 0, 0, 0]
for $date in $x:
    $month = int($date[5:7])
    $y[($month - 1) // 3] += 1
""",
    ),
    pattern(
        "latest per month", "dates ints", 1,
        """Replace the dates by a list with one number for every month (of any year) in which there is
        a date, from January on: the largest day of the month among its dates.""",
        """
$latest = dict()
for $date in $x:
    $month = int($date[5:7])
    $latest[$month] = max($latest.get($month, 0), int($date[8:10]))
$y = [$latest[$month] for $month in sorted($latest)]
""",
    ),
    pattern(
        "span lengths", "spans ints", 0,
        "Replace every span by its length, which is its end minus its start.",
        """
$y = []
for $start, $end in $x:
    $y.append($end - $start)
""",
    ),
    pattern(
        "merged lengths", "spans ints", 1,
        """Merge spans that overlap, or of which one ends where the other starts, until there are none
        left, and make a list of the lengths (end minus start) of the merged spans, by their start
        from left to right.""",
        """
$merged = []
for $start, $end in sorted($x):
    if $merged and $start <= $merged[-1][1]:
        $merged[-1][1] = max($merged[-1][1], $end)
    else:
        $merged.append([$start, $end])
$y = [$end - $start for $start, $end in $merged]
""",
    ),
    pattern(
        "free gaps", "spans ints", 1,
        """Make a list of the lengths of all gaps between the spans: the longest stretches that lie
        between the smallest start and the largest end and in no span, from left to right. Gaps of
        length 0 do not count.""",
        """
$y = []
$reached = None
for $start, $end in sorted($x):
    if $reached is not None and $start > $reached:
        $y.append($start - $reached)
    if $reached is None or $end > $reached:
        $reached = $end
""",
    ),
    pattern(
        "most at once", "spans int", 1,
        "Take the largest number of spans that hold one point at once, where a span holds its start "
        "but not its end (0 if there are none).",
        """
$y = 0
for $start, $end in $x:
    $count = 0
    for $a, $b in $x:
        if $a <= $start < $b:
            $count += 1
    $y = max($y, $count)
""",
    ),
    pattern(
        "most apart", "spans int", 2,
        """Take the largest number of spans that can be chosen so that no two of them overlap; a span
        may start where another ends.""",
        """
$y = 0
$free = None
for $start, $end in sorted($x, key=lambda $span: $span[1]):
    if $free is None or $start >= $free:
        $y += 1
        $free = $end
""",
    ),
    pattern(
        "degrees", "graph ints", 0,
        "Make a list that says for every node from 0 to $NODES - 1 how many roads end at it.",
        """
$y = [0] * nodes
for $a, $b in $x:
    $y[$a] += 1
    $y[$b] += 1
""",
    ),
    pattern(
        "distances", "graph ints", 1,
        """Make a list that says for every node from 0 to $NODES - 1 how many roads the shortest way
        from node $s to it has, or -1 if there is no way. Roads can be used both ways.""",
        """
$y = [-1] * nodes
$y[$s] = 0
$todo = [$s]
for $a in $todo:
    for $b, $c in $x:
        for $d, $e in (($b, $c), ($c, $b)):
            if $d == $a and $y[$e] < 0:
                $y[$e] = $y[$a] + 1
                $todo.append($e)
""",
        s=(0, 1),
    ),
    pattern(
        "components", "graph ints", 1,
        """Make a list that says for every node from 0 to $NODES - 1 which is the smallest node that
        one can get to from it over any number of roads, none included. Roads can be used both
        ways.""",
        """
$y = list(range(nodes))
$moved = True
while $moved:
    $moved = False
    for $a, $b in $x:
        $low = min($y[$a], $y[$b])
        if $y[$a] != $low or $y[$b] != $low:
            $y[$a] = $low
            $y[$b] = $low
            $moved = True
""",
    ),
    pattern(
        "triangles", "graph int", 1,
        "Count the sets of three different nodes every two of which are joined by a road.",
        """
$joined = set()
for $a, $b in $x:
    $joined.add((min($a, $b), max($a, $b)))
$y = 0
for $a in range(nodes):
    for $b in range($a + 1, nodes):
        for $c in range($b + 1, nodes):
            if ($a, $b) in $joined and ($a, $c) in $joined and ($b, $c) in $joined:
                $y += 1
""",
    ),
    pattern(
        "downhill order", "graph ints", 2,
        """Take every road [a, b] for a one-way road from the smaller to the larger of its two nodes,
        and make a list that says for every node from 0 to $NODES - 1 how many roads the longest way
        that ends at it has.""",
        """
$y = [0] * nodes
for $node in range(nodes):
    for $a, $b in $x:
        if max($a, $b) == $node:
            $y[$node] = max($y[$node], $y[min($a, $b)] + 1)
""",
    ),
    pattern(
        "bridges", "graph int", 2,
        """Count the roads without which there would be no way any more between the two nodes that they
        join. Roads can be used both ways.""",
        """
$y = 0
for $skip in range(len($x)):
    $near = [$x[$skip][0]]
    for $a in $near:
        for $i in range(len($x)):
            if $i != $skip and $a in $x[$i]:
                $b = $x[$i][0] + $x[$i][1] - $a
                if $b not in $near:
                    $near.append($b)
    if $x[$skip][1] not in $near:
        $y += 1
""",
    ),
)  # fmt: skip
