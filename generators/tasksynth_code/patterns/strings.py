"""Patterns that read a string of small letters, or words of them."""

from tasksynth_code.patterns.pattern import pattern

STRINGS = (
    pattern(
        "reverse text", "text text", 0, "Write the string backwards.",
        """
$y = ""
for $c in $x:
    $y = $c + $y
""",
    ),
    pattern(
        "drop vowels", "text text", 0, "Remove every vowel (a, e, i, o and u).",
        """
$y = ""
for $c in $x:
    if $c not in "aeiou":
        $y += $c
""",
    ),
    pattern(
        "shift letters", "text text", 0,
        """Replace every letter by the one $k places after it in the alphabet, where z is followed by
        a again.""",
        """
$y = ""
for $c in $x:
    $y += chr((ord($c) - ord("a") + $k) % 26 + ord("a"))
""",
        k=range(1, 26, 3),
    ),
    pattern(
        "squeeze", "text text", 0, "Of every run of equal letters keep one letter.",
        """
$y = ""
for $c in $x:
    if not $y.endswith($c):
        $y += $c
""",
    ),
    pattern(
        "first letters", "text text", 0, "Remove every letter that occurs earlier in the string.",
        """
$y = ""
for $c in $x:
    if $c not in $y:
        $y += $c
""",
    ),
    pattern(
        "swap pairs", "text text", 1,
        """Swap the first letter with the second, the third with the fourth and so on; a last letter
        without a partner stays.""",
        """
$y = ""
for $i in range(0, len($x), 2):
    if $i + 1 < len($x):
        $y += $x[$i + 1]
    $y += $x[$i]
""",
    ),
    pattern(
        "cancel letters", "text text", 1,
        """Read the string from left to right and write its letters down; but if a letter is equal to
        the last one that still stands there, rub that one out instead of writing. The string becomes
        what stands there at the end.""",
        """
$y = ""
for $c in $x:
    if $y.endswith($c):
        $y = $y[:-1]
    else:
        $y += $c
""",
    ),
    pattern(
        "sort letters", "text text", 1,
        """Sort the letters: those that occur more often come first, and of letters that occur
        equally often the one that is earlier in the alphabet; all occurrences of a letter stand
        together.""",
        """
$count = dict()
for $c in $x:
    $count[$c] = $count.get($c, 0) + 1
$y = ""
for $c in sorted($count, key=lambda $d: (-$count[$d], $d)):
    $y += $c * $count[$c]
""",
    ),
    pattern(
        "odd then even", "text text", 1,
        "Put the letters at the positions 1, 3, 5 and so on, counted from 0, before all others; "
        "otherwise the order stays.",
        """
$y = ""
for $start in (1, 0):
    for $i in range($start, len($x), 2):
        $y += $x[$i]
""",
    ),
    pattern(
        "count vowels", "text int", 0, "Count the vowels (a, e, i, o and u) in the string.",
        """
$y = 0
for $c in $x:
    if $c in "aeiou":
        $y += 1
""",
    ),
    pattern(
        "ordered pairs", "text int", 1,
        "Count the pairs of positions at which the letter on the left comes before the letter on "
        "the right in the alphabet; they need not be neighbours.",
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i + 1, len($x)):
        if $x[$i] < $x[$j]:
            $y += 1
""",
    ),
    pattern(
        "without repeat", "text int", 2,
        "Take the length of the longest stretch of letters next to one another in which no letter "
        "occurs twice.",
        """
$y = 0
$start = 0
$last = dict()
for $i in range(len($x)):
    if $x[$i] in $last and $last[$x[$i]] >= $start:
        $start = $last[$x[$i]] + 1
    $last[$x[$i]] = $i
    $y = max($y, $i - $start + 1)
""",
    ),
    pattern(
        "longest palindrome", "text int", 2,
        "Take the length of the longest stretch of letters next to one another that reads the same "
        "backwards.",
        """
$y = 0
for $i in range(len($x)):
    for $j in range($i + 1, len($x) + 1):
        $part = $x[$i:$j]
        if $part == $part[::-1] and len($part) > $y:
            $y = len($part)
""",
    ),
    pattern(
        "letter numbers", "text ints", 0,
        "Replace the string by the list of its letters' places in the alphabet, from a = 1 to "
        "z = 26.",
        """
$y = []
for $c in $x:
    $y.append(ord($c) - ord("a") + 1)
""",
    ),
    pattern(
        "letter counts", "text ints", 1,
        "Replace the string by a list that says how many times each different letter occurs, in "
        "the order in which the letters first occur.",
        """
$order = []
$count = dict()
for $c in $x:
    if $c not in $count:
        $order.append($c)
    $count[$c] = $count.get($c, 0) + 1
$y = [$count[$c] for $c in $order]
""",
    ),
    pattern(
        "since last", "text ints", 1,
        """Replace the string by a list with a number for each letter: how many places before it the
        same letter last occurred, or 0 if it did not occur before.""",
        """
$y = []
$last = dict()
for $i in range(len($x)):
    if $x[$i] in $last:
        $y.append($i - $last[$x[$i]])
    else:
        $y.append(0)
    $last[$x[$i]] = $i
""",
    ),
    pattern(
        "borders", "text ints", 2,
        """Replace the string by a list with a number for each position: of the string up to and
        including that position, the length of the longest beginning that is also an ending of it and
        is not all of it.""",
        """
$y = []
for $i in range(len($x)):
    $size = $y[-1] if $y else 0
    while $size > 0 and $x[$size] != $x[$i]:
        $size = $y[$size - 1]
    if $i > 0 and $x[$size] == $x[$i]:
        $size += 1
    $y.append($size)
""",
    ),
    pattern(
        "pieces", "text words", 0,
        "Cut the string from the left into words of $k letters, the last of which may be shorter.",
        """
$y = []
for $i in range(0, len($x), $k):
    $y.append($x[$i:$i + $k])
""",
        k=(2, 3),
    ),
    pattern(
        "climbing pieces", "text words", 1,
        """Cut the string into words: a new word begins at the first letter, and wherever a letter
        comes before its left neighbour in the alphabet.""",
        """
$y = []
for $i in range(len($x)):
    if $i > 0 and $x[$i] >= $x[$i - 1]:
        $y[-1] += $x[$i]
    else:
        $y.append($x[$i])
""",
    ),
    pattern(
        "long words", "words words", 0, "Keep only the words of at least $k letters.",
        """
$y = []
for $w in $x:
    if len($w) >= $k:
        $y.append($w)
""",
        k=(2, 3, 4),
    ),
    pattern(
        "words backwards", "words words", 0, "Write every word backwards; the words stay where they "
        "are.",
        """
$y = []
for $w in $x:
    $y.append($w[::-1])
""",
    ),
    pattern(
        "sort words", "words words", 0,
        "Sort the words by length, shortest first, and words of the same length by the alphabet.",
        """
$y = sorted($x, key=lambda $w: (len($w), $w))
""",
    ),
    pattern(
        "drop repeated words", "words words", 1,
        "Remove all words that occur more than once, with all their occurrences.",
        """
$y = []
for $w in $x:
    if $x.count($w) == 1:
        $y.append($w)
""",
    ),
    pattern(
        "no beginnings", "words words", 2,
        "Remove every word that is the beginning of a different, longer word of the list.",
        """
$y = []
for $w in $x:
    $found = False
    for $other in $x:
        if $other != $w and $other.startswith($w):
            $found = True
    if not $found:
        $y.append($w)
""",
    ),
    pattern(
        "word lengths", "words ints", 0, "Replace the words by the list of their lengths.",
        """
$y = []
for $w in $x:
    $y.append(len($w))
""",
    ),
    pattern(
        "class sizes", "words ints", 2,
        """Two words are alike if they are made of the same letters, each as often, in any order.
        Replace the words by the list of the sizes of the groups of words that are alike, largest
        first.""",
        """
$groups = dict()
for $w in $x:
    $key = "".join(sorted($w))
    $groups[$key] = $groups.get($key, 0) + 1
$y = sorted($groups.values(), reverse=True)
""",
    ),
    pattern(
        "initials", "words text", 0,
        "Replace the words by the string of their first letters, in order.",
        """
$y = ""
for $w in $x:
    $y += $w[0]
""",
    ),
    pattern(
        "joined", "words text", 0, "Join the words into one string, without anything between them.",
        """
$y = "".join($x)
""",
    ),
    pattern(
        "longest word", "words text", 1,
        "Take the longest word; of several, the first in the list; the empty string if there are no "
        "words.",
        """
$y = ""
for $w in $x:
    if len($w) > len($y):
        $y = $w
""",
    ),
    pattern(
        "overlap chain", "words text", 2,
        """Join the words into one string, from left to right: each word is put at the end of the
        string so that it overlaps with the string by as many letters as possible, which may be all
        of the word.""",
        """
$y = ""
for $w in $x:
    $size = min(len($w), len($y))
    while not $y.endswith($w[:$size]):
        $size -= 1
    $y += $w[$size:]
""",
    ),
)  # fmt: skip
