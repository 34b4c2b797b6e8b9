"""Patterns that read text with a grammar, and machines that run on it."""

from tasksynth_code.patterns.pattern import pattern

READING = (
    pattern(
        "evaluate", "expr int", 2,
        """Take the value of the expression. As usual, parentheses go first, then *, then + and -, and
        operators of the same kind from left to right.""",
        """
$values = []
$signs = []
$i = 0
while $i <= len($x):
    $c = $x[$i] if $i < len($x) else ")"
    if $c.isdigit():
        $number = 0
        while $i < len($x) and $x[$i].isdigit():
            $number = 10 * $number + int($x[$i])
            $i += 1
        $values.append($number)
        continue
    if $c == "(":
        $signs.append($c)
    else:
        while $signs and $signs[-1] != "(" and ($signs[-1] == "*" or $c != "*"):
            $sign = $signs.pop()
            $right = $values.pop()
            if $sign == "*":
                $values[-1] *= $right
            elif $sign == "+":
                $values[-1] += $right
            else:
                $values[-1] -= $right
        if $c != ")":
            $signs.append($c)
        elif $signs:
            $signs.pop()
    $i += 1
$y = $values[0]
""",
    ),
    pattern(
        "flat value", "expr int", 1,
        """Ignore all parentheses, and work the expression out strictly from left to right, with no
        operator before another: 2+3*4 gives 20.""",
        """
$y = 0
$sign = "+"
$number = 0
for $c in $x + "+":
    if $c.isdigit():
        $number = 10 * $number + int($c)
    elif $c in "+-*":
        if $sign == "+":
            $y += $number
        elif $sign == "-":
            $y -= $number
        else:
            $y *= $number
        $sign = $c
        $number = 0
""",
    ),
    pattern(
        "numbers in it", "expr ints", 0,
        "Make a list of the numbers in the expression, from left to right, without their signs.",
        """
$y = []
$number = ""
for $c in $x + " ":
    if $c.isdigit():
        $number += $c
    elif $number:
        $y.append(int($number))
        $number = ""
""",
    ),
    pattern(
        "depths", "expr ints", 1,
        """Make a list with a number for every operator (+, - or *) of the expression, from left to
        right: how many pairs of parentheses it stands in.""",
        """
$y = []
$depth = 0
for $c in $x:
    if $c == "(":
        $depth += 1
    elif $c == ")":
        $depth -= 1
    elif $c in "+-*":
        $y.append($depth)
""",
    ),
    pattern(
        "unpack", "coded text", 0,
        """Write the code out: a count is followed by the letter that is to be written so many
        times.""",
        """
$y = ""
$count = 0
for $c in $x:
    if $c.isdigit():
        $count = 10 * $count + int($c)
    else:
        while $count > 0:
            $y += $c
            $count -= 1
""",
    ),
    pattern(
        "coded counts", "coded ints", 0, "Make a list of the counts in the code, from left to right.",
        """
$y = []
$count = 0
for $c in $x:
    if $c.isdigit():
        $count = 10 * $count + int($c)
    else:
        $y.append($count)
        $count = 0
""",
    ),
    pattern(
        "tally", "coded ints", 1,
        """Make a list with a number for each different letter of the code, in the order of the
        alphabet: the sum of its counts.""",
        """
$sums = dict()
$count = 0
for $c in $x:
    if $c.isdigit():
        $count = 10 * $count + int($c)
    else:
        $sums[$c] = $sums.get($c, 0) + $count
        $count = 0
$y = [$sums[$c] for $c in sorted($sums)]
""",
    ),
    pattern(
        "stack machine", "commands ints", 1,
        """Run the commands on a stack that is empty at first: "push N" puts the number N on top,
        "pop" takes the top off, "dup" puts a copy of the top on top, "add" takes the two topmost
        numbers off and puts their sum on top, and "swap" exchanges the two topmost numbers. A command
        for which the stack has too few numbers does nothing. The list is the stack at the end, from
        the bottom up.""",
        """
$y = []
for $line in $x:
    $parts = $line.split()
    if $parts[0] == "push":
        $y.append(int($parts[1]))
    elif $parts[0] == "pop":
        if $y:
            $y.pop()
    elif $parts[0] == "dup":
        if $y:
            $y.append($y[-1])
    elif len($y) >= 2:
        $top = $y.pop()
        if $parts[0] == "add":
            $y[-1] += $top
        else:
            $below = $y.pop()
            $y.append($top)
            $y.append($below)
""",
    ),
    pattern(
        "heights", "commands ints", 0,
        """Take the commands for a stack that is empty at first: "push N" and "dup" make it higher by
        one, "pop" and "add" lower by one, "swap" leaves its height; but a command that would make it
        lower than $low does nothing, and so does "dup" while the height is 0. Make a list of the
        heights after each command.""",
        """
$y = []
$height = 0
for $line in $x:
    if $line.startswith("push"):
        $height += 1
    elif $line == "dup":
        if $height > 0:
            $height += 1
    elif $line != "swap":
        if $height > $low:
            $height -= 1
    $y.append($height)
""",
        low=(0,),
    ),
    pattern(
        "walk", "text ints", 1,
        """Walk on a line of numbers that begins at 0: for each letter of the string in turn, go up by
        $a if it is a vowel (a, e, i, o or u) and otherwise down by $b; but never below $low: a step
        that would end below it ends at $low. The list is where one is after each step.""",
        """
$y = []
$at = 0
for $c in $x:
    if $c in "aeiou":
        $at += $a
    else:
        $at = max($low, $at - $b)
    $y.append($at)
""",
        a=(1, 2, 3), b=(1, 2), low=(-3, -2, 0),
    ),
    pattern(
        "automaton", "ints ints", 1,
        """A machine has the states 0, 1 and 2, and begins in state 0. For each number of the list in
        turn it goes to another state: in state 0, to state 1 if the number is greater than $k, and
        else it stays; in state 1, to state 2 if the number is divisible by $m, and else to state 0; in
        state 2, to state 0 if the number is negative, and else it stays. Replace every number by the
        state after it.""",
        """
$y = []
$state = 0
for $v in $x:
    if $state == 0:
        if $v > $k:
            $state = 1
    elif $state == 1:
        if $v % $m == 0:
            $state = 2
        else:
            $state = 0
    elif $v < 0:
        $state = 0
    $y.append($state)
""",
        k=range(-2, 4), m=(2, 3),
    ),
    pattern(
        "turnstile", "ints ints", 2,
        """A machine holds a credit, 0 at first. For each number of the list in turn: if it is positive,
        it is added to the credit, which is then cut to $cap if it is above that; if it is 0, the credit
        is cleared to 0; if it is negative, its absolute value is taken off the credit if the credit is
        at least as large, and otherwise the number is refused. Replace the list by the credits after
        each number that was not refused.""",
        """
$y = []
$credit = 0
for $v in $x:
    if $v > 0:
        $credit = min($cap, $credit + $v)
    elif $v == 0:
        $credit = 0
    elif -$v <= $credit:
        $credit += $v
    else:
        continue
    $y.append($credit)
""",
        cap=(10, 12, 15),
    ),
)  # fmt: skip
