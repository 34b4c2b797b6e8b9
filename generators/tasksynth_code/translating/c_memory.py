"""C and the same in Python: arrays, strings, structs, and the ways through them."""

from tasksynth_code.translating.twin import WORD, Twin, twins

_c = twins("C")

MEMORY: tuple[Twin, ...] = (
    _c(
        "cases", "ints int", 0, "points classify weigh", """
static int $f(const int *$xs, int $n) {
    int $acc = 0;
    for (int $i = 0; $i < $n; $i++) {
        switch ($xs[$i] & 3) {
        case 0:
            $acc += $a;
        case 1:
            $acc -= $xs[$i];
            break;
        case 2:
            $acc *= 2;
        default:
            $acc += $b;
        }
    }
    return $acc;
}
---
def $f($xs):
    $acc = 0
    for $v in $xs:
        $w = $v & 3
        if $w == 0:
            $acc += $a
            @fall-through{$acc -= $v@@}@
        elif $w == 1:
            $acc -= $v
        elif $w == 2:
            $acc *= 2
            @fall-through{$acc += $b@@}@
        else:
            $acc += $b
    return $acc
""",
        top=lambda b: 4096 * (12 * b + 200), a=(5, 10, 11), b=(1, 3, 7),
    ),
    _c(
        "letter cases", "text int", 0, "grade rate letter_score", """
static int $f(const char *$s) {
    int $acc = 0;
    for (; *$s; $s++)
        switch (*$s) {
        case 'a':
        case 'e':
            $acc += $a;
        case 'b':
            $acc += $b;
            break;
        case 'c':
            $acc = -$acc;
        default:
            $acc--;
        }
    return $acc;
}
---
def $f($s):
    $acc = 0
    for $c in $s:
        if $c in "ae":
            $acc += $a
            @fall-through{$acc += $b@@}@
        elif $c == "b":
            $acc += $b
        elif $c == "c":
            $acc = -$acc
            @fall-through{$acc -= 1@@}@
        else:
            $acc -= 1
    return $acc
""",
        top=200, a=(2, 3, 5), b=(1, 4, 10),
    ),
    _c(
        "skipping", "ints int", 0, "walk stride scan", """
static int $f(const int *$xs, int $n) {
    int $acc = 0;
    for (int $i = 0; $i < $n; $i++) {
        $acc += $xs[$i] * $a;
        if ($xs[$i] $sign $k)
            $i += $b;
    }
    return $acc;
}
---
def $f($xs):
    $acc = 0
@loop counter{    $i = 0
    while $i < len($xs):
        $acc += $xs[$i] * $a
        if $xs[$i] $sign $k:
            $i += $b
        $i += 1
@@    for $i in range(len($xs)):
        $acc += $xs[$i] * $a
        if $xs[$i] $sign $k:
            $i += $b
}@
    return $acc
""",
        top=lambda b: 60 * b, a=(1, 2, 3), sign=("<", ">"), k=(0, 1, 4), b=(1, 2),
    ),
    _c(
        "place", "ints int", 0, "first_at search lookup", """
static int $f(const int *$xs, int $n) {
    int $i;
    for ($i = 0; $i < $n; $i++)
        if ($xs[$i] $sign $k)
            break;
    return $i * $a + $n;
}
---
def $f($xs):
    $i = 0
@loop counter{    while $i < len($xs) and not $xs[$i] $sign $k:
        $i += 1
@@    for $i in range(len($xs)):
        if $xs[$i] $sign $k:
            break
}@
    return $i * $a + len($xs)
""",
        top=200, most=WORD, sign=(">", "<"), k=(9, 14, -9), a=(1, 3, 10),
    ),
    _c(
        "removal", "ints ints", 1, "prune discard sift", """
static int $f(int *$xs, int $n) {
    for (int $i = 0; $i < $n; $i++) {
        if ($xs[$i] $sign $k) {
            $n--;
            memmove($xs + $i, $xs + $i + 1, ($n - $i) * sizeof *$xs);
        }
    }
    return $n;
}
---
def $f($xs):
@loop counter{    $i = 0
    while $i < len($xs):
        if $xs[$i] $sign $k:
            del $xs[$i]
        $i += 1
    return $xs
@@    return [$v for $v in $xs if not $v $sign $k]
}@
""",
        coarse=True, top=lambda b: b, most=WORD, sign=("<", ">", "<=", ">="), k=(0, 2, 4, -3),
    ),
    _c(
        "widths", "ints ints", 1, "widths bit_lengths digit_counts", """
static int $f(int *$xs, int $n) {
    for (int $i = 0; $i < $n; $i++) {
        int $w = $a;
        do {
            $w += $b;
            $xs[$i] /= $k;
        } while ($xs[$i] > 0);
        $xs[$i] = $w;
    }
    return $n;
}
---
def $f($xs):
    $out = []
    for $v in $xs:
        $w = $a
@do-while{        $w += $b
        $v //= $k
        while $v > 0:
            $w += $b
            $v //= $k
@@        while $v > 0:
            $w += $b
            $v //= $k
}@
        $out.append($w)
    return $out
""",
        coarse=True, top=80, most=WORD, k=(2, 3, 10), a=(0, 1, 5), b=(1, 2),
    ),
    _c(
        "labelled", "ints int", 0, "first_pair clash find_pair", """
static int $f(const int *$xs, int $n) {
    int $best = -1;
    for (int $i = 0; $i < $n; $i++)
        for (int $j = $i + 1; $j < $n; $j++)
            if ($xs[$i] + $xs[$j] > $k) {
                $best = $a * $i + $j;
                goto done;
            }
done:
    return $best;
}
---
def $f($xs):
    $best = -1
    for $i in range(len($xs)):
        for $j in range($i + 1, len($xs)):
            if $xs[$i] + $xs[$j] > $k:
                $best = $a * $i + $j
                @goto{return $best @@ break}@
    return $best
""",
        top=1300, most=10**6, k=(5, 12, 20), a=(10, 100, 20),
    ),
    _c(
        "best span", "ints int", 1, "best_span peak_sum longest", """
struct span { int from, sum; };

static int $f(const int *$xs, int $n) {
    struct span $now = {0, 0}, $best = $now;
    for (int $i = 0; $i < $n; $i++) {
        if ($now.sum < 0) {
            $now.from = $i;
            $now.sum = 0;
        }
        $now.sum += $xs[$i];
        if ($now.sum > $best.sum)
            $best = $now;
    }
    return $best.sum * $a + $best.from;
}
---
def $f($xs):
    $now = [0, 0]
    $best = [0, 0]
    for $i, $v in enumerate($xs):
        if $now[1] < 0:
            $now[0] = $i
            $now[1] = 0
        $now[1] += $v
        if $now[1] > $best[1]:
            $best = @copy{$now[:] @@ $now}@
    return $best[1] * $a + $best[0]
""",
        top=lambda b: 1300 * b, a=(1, 10, 100),
    ),
    _c(
        "passed by value", "ints int", 1, "travel total_path trace_path", """
struct point { int x, y; };

static int reach(struct point p, int d) {
    p.x += d;
    p.y -= $k * d;
    return p.x > p.y ? p.x : p.y;
}

static int $f(const int *$xs, int $n) {
    struct point $now = {0, $a};
    int $best = 0;
    for (int $i = 0; $i < $n; $i++) {
        $best += reach($now, $xs[$i]);
        $now.$field++;
    }
    return $best;
}
---
def reach(p, d):
    @copy{p = p[:]@@}@
    p[0] += d
    p[1] -= $k * d
    return p[0] if p[0] > p[1] else p[1]

def $f($xs):
    $now = [0, $a]
    $best = 0
    for $v in $xs:
        $best += reach($now, $v)
        $now[$py] += 1
    return $best
""",
        top=lambda b: 40 * b + 1000, k=(1, 2, 3), a=(0, 3, 9), field_py=(("x", 0), ("y", 1)),
    ),
    _c(
        "swapped", "ints ints", 1, "order_pairs bubble settle", """
static void exchange(int *a, int *b) {
    int t = *a;
    *a = *b;
    *b = t;
}

static int $f(int *$xs, int $n) {
    for (int $i = 1; $i < $n; $i++)
        if ($xs[$i - 1] $sign $xs[$i] $op $k)
            exchange(&$xs[$i - 1], &$xs[$i]);
    return $n;
}
---
def exchange(xs, a, b):
    t = xs[a]
    xs[a] = xs[b]
    xs[b] = t

def $f($xs):
    for $i in range(1, len($xs)):
        if $xs[$i - 1] $sign $xs[$i] $op $k:
            @pointer{exchange($xs, $i - 1, $i) @@ pass}@
    return $xs
""",
        top=lambda b: b, most=10**6, sign=("<", ">"), op=("+", "-"), k=(1, 2, 3),
    ),
    _c(
        "borrowed", "ints int", 1, "spend settle_all drain", """
static int take(int *left, int amount) {
    if (amount > *left)
        amount = *left;
    *left -= amount;
    return amount;
}

static int $f(const int *$xs, int $n) {
    int $m = $a, $acc = 0;
    for (int $i = 0; $i < $n; $i++)
        $acc += take(&$m, $xs[$i]) * ($i + 1);
    return $acc * $k + $m;
}
---
def take(left, amount):
    if amount > left:
        amount = left
    return left - amount, amount

def $f($xs):
    $m = $a
    $acc = 0
    for $i, $v in enumerate($xs):
        $w, $v = take($m, $v)
        @pointer{$m = $w@@}@
        $acc += $v * ($i + 1)
    return $acc * $k + $m
""",
        top=lambda b: 10_000 * b + 30_000, a=(20, 30, 12), k=(1, 2, 10),
    ),
    _c(
        "counted", "text int", 1, "repeats doubles variety", """
static int $f(const char *$s) {
    int $seen[26] = {0}, $acc = 0;
    for (int $i = 0; $s[$i]; $i++)
        if ($seen[$s[$i] - 'a']++ $sign $k)
            $acc += $i + $a;
    return $acc;
}
---
def $f($s):
    $seen = [0] * 26
    $acc = 0
    for $i, $c in enumerate($s):
        $w = ord($c) - 97
        if @post-increment{$seen[$w] @@ $seen[$w] + 1}@ $sign $k:
            $acc += $i + $a
        $seen[$w] += 1
    return $acc
""",
        top=500, sign=("==", "<"), k=(1, 2), a=(1, 2, 10),
    ),
    _c(
        "compacted", "text text", 1, "squeeze compact drop_pairs", """
static void $f(char *$s) {
    int $m = 0;
    for (int $i = 0; $s[$i] != '\\0'; $i++)
        if ($s[$i] != '$a')
            $s[$m++] = $s[$i];
    $s[$m] = '\\0';
}
---
def $f($s):
    $out = [$c for $c in $s if $c != "$a"]
    return "".join($out) @terminator{@@+ $s[len($out):]}@
""",
        coarse=True, a=("a", "b", "c", "e"),
    ),
    _c(
        "cut", "text text", 1, "clip shorten cut_off", """
static void $f(char *$s) {
    int $n = strlen($s);
    for (int $i = 0, $j = $n - 1; $i < $j; $i++, $j--)
        if ($s[$i] $sign $s[$j])
            $s[$j] = '\\0';
}
---
def $f($s):
    $n = len($s)
    $i, $j = 0, $n - 1
    $out = list($s)
    while $i < $j:
        if $out[$i] $sign $out[$j]:
            $out[$j] = "\\0"
        $i += 1
        $j -= 1
    return "".join($out)@terminator{.split("\\0")[0]@@}@
""",
        coarse=True, sign=("==", "<", ">"),
    ),
    _c(
        "number read", "coded ints", 2, "numbers_in read_all counts", """
static int $f(const char *$s, int *$out) {
    int $n = 0;
    for (; *$s; $s++)
        if (isdigit((unsigned char)*$s))
            $out[$n++] = atoi($s) $op $k;
    return $n;
}
---
def $f($s):
    $out = []
    for $i in range(len($s)):
        if $s[$i].isdigit():
            $j = $i + 1
            @parse{while $j < len($s) and $s[$j].isdigit():@@}@
                @parse{$j += 1@@}@
            $out.append(int($s[$i:$j]) $op $k)
    return $out
""",
        top=36, op=("+", "*", "-"), k=(1, 2, 3),
    ),
    _c(
        "letters of code", "coded text", 0, "letters_of strip plain", """
static void $f(const char *$s, char *$out) {
    while (*$s) {
        if (isalpha((unsigned char)*$s))
            *$out++ = *$s;
        $s++;
    }
    *$out = '\\0';
}
---
def $f($s):
    return "".join($c for $c in $s if $c.isalpha())
""",
    ),
    _c(
        "rotated", "text text", 0, "rotate shift_letters cipher", """
static void $f(char *$s) {
    for (; *$s; $s++)
        *$s = ((*$s - 'a') * $a + $k) % 26 + 'a';
}
---
def $f($s):
    return "".join(chr(((ord($c) - 97) * $a + $k) % 26 + 97) for $c in $s)
""",
        a=(1, 3, 5), k=(1, 3, 13, 20),
    ),
    _c(
        "letters of numbers", "ints text", 0, "spell encode to_letters", """
static void $f(const int *$xs, int $n, char *$out) {
    for (int $i = 0; $i < $n; $i++)
        *$out++ = 'a' + abs($xs[$i]) % $k;
    *$out = '\\0';
}
---
def $f($xs):
    return "".join(chr(97 + abs($v) % $k) for $v in $xs)
""",
        most=WORD, k=(3, 5, 26),
    ),
    _c(
        "shifted back", "text ints", 0, "offsets codes positions", """
static int $f(const char *$s, int *$out) {
    int $n = 0;
    while (*$s != '\\0')
        $out[$n++] = (*$s++ - '$k') % $d;
    return $n;
}
---
def $f($s):
    $out = []
    for $c in $s:
        $v = ord($c) - $ord
        $out.append(@remainder{$v - $d * int($v / $d) @@ $v % $d}@)
    return $out
""",
        top=10, k_ord=(("e", 101), ("i", 105), ("n", 110), ("z", 122)), d=(3, 5, 7, 10),
    ),
    _c(
        "running", "ints ints", 0, "running_sums cumulate build", """
static int $f(int *$xs, int $n) {
    for (int $i = 1; $i < $n; $i++)
        $xs[$i] $op $xs[$i - 1];
    return $n;
}
---
def $f($xs):
    for $i in range(1, len($xs)):
        $xs[$i] $op $xs[$i - 1]
    return $xs
""",
        top=lambda b: 12 * b + 10, most=300, op=("+=", "-="),
    ),
)  # fmt: skip
"""Functions whose traps are those of arrays, strings, structs and loops."""
