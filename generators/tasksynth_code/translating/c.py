"""C and the same in Python: numbers. The machine is x86-64: int has 32 bits, and char a sign."""

from tasksynth_code.translating.twin import WORD, Twin, twins

_c = twins("C")
UNSIGNED = 2**32 - 1

NUMBERS: tuple[Twin, ...] = (
    _c(
        "rolling hash", "ints int", 0, "checksum digest fold mix", """
static unsigned $f(const int *$xs, int $n) {
    unsigned $h = $s0;
    for (int $i = 0; $i < $n; $i++)
        $h = $h * $a + $xs[$i];
    return $h;
}
---
def $f($xs):
    $h = $s0
    for $v in $xs:
        $h = @wrap-around{($h * $a + $v) & 0xFFFFFFFF @@ $h * $a + $v}@
    return $h
""",
        top=UNSIGNED, most=WORD, returns="unsigned", s0=(5381, 17, 2166136261),
        a=(31, 33, 131, 65599),
    ),
    _c(
        "text hash", "text int", 0, "fingerprint fnv stamp hash_of", """
static uint32_t $f(const char *$s) {
    uint32_t $h = $s0;
    while (*$s) {
        $h ^= (unsigned char)*$s++;
        $h *= $p;
    }
    return $h;
}
---
def $f($s):
    $h = $s0
    for $c in $s:
        $h = @wrap-around{(($h ^ ord($c)) * $py) & 0xFFFFFFFF @@ ($h ^ ord($c)) * $py}@
    return $h
""",
        top=UNSIGNED, returns="uint32_t", s0=(2166136261, 40503, 97),
        p_py=(("16777619u", 16777619), ("2654435761u", 2654435761), ("40499", 40499)),
    ),
    _c(
        "rotating hash", "text int", 1, "rotate_hash spin rolling", """
static uint32_t $f(const char *$s) {
    uint32_t $h = $s0;
    for (; *$s != '\\0'; $s++)
        $h = ($h << $a | $h >> (32 - $a)) + (uint32_t)*$s;
    return $h;
}
---
def $f($s):
    $h = $s0
    for $c in $s:
        $h = (($h << $a) | ($h >> (32 - $a))) + ord($c)
        @wrap-around{$h &= 0xFFFFFFFF@@}@
    return $h
""",
        top=UNSIGNED, returns="uint32_t", s0=(1, 7, 99), a=(5, 7, 13),
    ),
    _c(
        "xorshift", "int int", 1, "scramble next_value stir", """
static uint32_t $f(uint32_t $v) {
    uint32_t $h = $v ^ $s0;
    $h ^= $h << $a;
    $h ^= $h >> $b;
    $h ^= $h << 5;
    return $h;
}
---
def $f($v):
    $h = @wrap-around{($v ^ $s0) & 0xFFFFFFFF @@ $v ^ $s0}@
    $h ^= @wrap-around{($h << $a) & 0xFFFFFFFF @@ $h << $a}@
    $h ^= $h >> $b
    $h ^= @wrap-around{($h << 5) & 0xFFFFFFFF @@ $h << 5}@
    return $h
""",
        top=UNSIGNED, most=UNSIGNED, returns="uint32_t",
        s0=(625341585, 1540483477, 88172645), a=(13, 11), b=(17, 19),
    ),
    _c(
        "byte sum", "ints int", 0, "byte_sum parity control", """
static int $f(const int *$xs, int $n) {
    uint8_t $acc = $s0;
    for (int $i = 0; $i < $n; $i++)
        $acc = $acc * $a + $xs[$i];
    return $acc;
}
---
def $f($xs):
    $acc = $s0
    for $v in $xs:
        $acc = @narrow type{($acc * $a + $v) & 0xFF @@ $acc * $a + $v}@
    return $acc
""",
        top=255, most=10**6, s0=(0, 1, 85), a=(3, 5, 7),
    ),
    _c(
        "signed bytes", "text ints", 2, "weights byte_codes encode", """
static int $f(const char *$s, int *$out) {
    int $n = 0;
    while (*$s) {
        signed char $c = *$s++ * $a + $k;
        $out[$n++] = $c;
    }
    return $n;
}
---
def $f($s):
    $out = []
    for $c in $s:
        $v = ord($c) * $a + $k
        $out.append(@narrow type{($v & 0x7F) - ($v & 0x80) @@ $v}@)
    return $out
""",
        top=400, a=(1, 2, 3), k=(20, 30, 25),
    ),
    _c(
        "short generator", "ints ints", 1, "noise blur perturb", """
static int $f(int *$xs, int $n) {
    int16_t $h = $s0;
    for (int $i = 0; $i < $n; $i++) {
        $h = $h * $a + 13849;
        $xs[$i] ^= $h >> $k;
    }
    return $n;
}
---
def $f($xs):
    $h = $s0
    $out = []
    for $v in $xs:
        $w = $h * $a + 13849
        $h = @narrow type{($w & 0x7FFF) - ($w & 0x8000) @@ $w}@
        $out.append($v ^ ($h >> $k))
    return $out
""",
        top=lambda b: max(1024, 2 * b), s0=(1, 77, 4096), a=(25173, 9301, 4093), k=(8, 6),
    ),
    _c(
        "divided", "ints ints", 0, "scale shrink halve", """
static int $f(int *$xs, int $n) {
    for (int $i = 0; $i < $n; $i++)
        $xs[$i] $t;
    return $n;
}
---
def $f($xs):
    return [@division{$py @@ $lit}@ for $v in $xs]
""",
        top=lambda b: b + 10, most=10**6, k=(2, 3, 4, 5),
        t_py_lit=(
            ("/= $k", "int($v / $k)", "$v // $k"),
            ("= $xs[$i] / $k * $k", "int($v / $k) * $k", "$v // $k * $k"),
            ("= ($xs[$i] - 1) / $k", "int(($v - 1) / $k)", "($v - 1) // $k"),
        ),
    ),
    _c(
        "mean", "ints int", 0, "mean_of average level", """
static int $f(const int *$xs, int $n) {
    int $acc = $k;
    for (int $i = 0; $i < $n; $i++)
        $acc = ($acc * $a + $xs[$i]) / $d;
    return $acc;
}
---
def $f($xs):
    $acc = $k
    for $v in $xs:
        $acc = @division{int(($acc * $a + $v) / $d) @@ ($acc * $a + $v) // $d}@
    return $acc
""",
        top=lambda b: 5000 + 5000 * b, most=10**4, k=(0, 1, 10), a=(1, 2, 3), d=(2, 3),
    ),
    _c(
        "remainders", "ints ints", 0, "residues reduce wrapped", """
static int $f(int *$xs, int $n) {
    for (int $i = 0; $i < $n; $i++)
        $xs[$i] = ($xs[$i] $op $k) % $d;
    return $n;
}
---
def $f($xs):
    $out = []
    for $v in $xs:
        $w = $v $op $k
        $out.append(@remainder{$w - $d * int($w / $d) @@ $w % $d}@)
    return $out
""",
        top=12, most=10**6, op=("+", "-", "*"), k=(3, 5, 7), d=(4, 6, 9, 11),
    ),
    _c(
        "odd ones", "ints ints", 0, "odd_ones pick select_odd", """
static int $f(int *$xs, int $n) {
    int $m = 0;
    for (int $i = 0; $i < $n; $i++)
        if ($xs[$i] % $d == 1)
            $xs[$m++] = $xs[$i];
    return $m;
}
---
def $f($xs):
    return [$v for $v in $xs if @remainder{$v - $d * int($v / $d) @@ $v % $d}@ == 1]
""",
        coarse=True, top=lambda b: b, most=WORD, d=(2, 3, 4),
    ),
    _c(
        "digit sum", "int int", 0, "digit_sum cross_sum digits", """
static int $f(long long $v) {
    int $acc = 0;
    while ($v != 0) {
        $acc += $v % $b;
        $v /= $b;
    }
    return $acc;
}
---
def $f($v):
    $acc = 0
    while $v != 0:
        $w = @division{int($v / $b) @@ $v // $b}@
        $acc += @remainder{$v - $b * int($v / $b) @@ $v % $b}@
        $v = $w
    return $acc
""",
        top=300, most=UNSIGNED, b=(10, 7, 16),
    ),
    _c(
        "unsigned bound", "ints int", 2, "in_range count_small inside", """
static int $f(const int *$xs, int $n) {
    unsigned $m = $k;
    int $acc = 0;
    for (int $i = 0; $i < $n; $i++)
        $acc += $xs[$i] < $m ? $a : -$i;
    return $acc;
}
---
def $f($xs):
    $m = $k
    $acc = 0
    for $i, $v in enumerate($xs):
        $acc += $a if @unsigned comparison{($v & 0xFFFFFFFF) @@ $v}@ < $m else -$i
    return $acc
""",
        top=150, most=WORD, k=(5, 9, 12), a=(1, 3, 10),
    ),
    _c(
        "unsigned difference", "ints int", 2, "gap_bits drift change", """
static unsigned $f(const int *$xs, int $n) {
    unsigned $acc = 0;
    for (int $i = 1; $i < $n; $i++) {
        unsigned $w = $xs[$i] - $xs[$i - 1];
        $acc ^= $w / $k;
    }
    return $acc;
}
---
def $f($xs):
    $acc = 0
    for $i in range(1, len($xs)):
        $w = $xs[$i] - $xs[$i - 1]
        $acc ^= @wrap-around{($w & 0xFFFFFFFF) // $k @@ $w // $k}@
    return $acc
""",
        top=UNSIGNED, most=10**6, returns="unsigned", k=(2, 3, 16),
    ),
    _c(
        "octal mask", "ints ints", 1, "masked low_bits clear_bits", """
static int $f(int *$xs, int $n) {
    for (int $i = 0; $i < $n; $i++)
        $xs[$i] = $xs[$i] $op 0$k;
    return $n;
}
---
def $f($xs):
    return [$v $op @octal{0o$k @@ $k}@ for $v in $xs]
""",
        top=lambda b: 2 * b + 128, most=10**5, op=("&", "^", "|"), k=(17, 13, 25, 14),
    ),
    _c(
        "long product", "ints int", 0, "product blend_all combine", """
static long long $f(const int *$xs, int $n) {
    long long $acc = $k;
    for (int $i = 0; $i < $n; $i++)
        $acc += (long long)$xs[$i] * $xs[$n - 1 - $i] * ($i + $a);
    return $acc;
}
---
def $f($xs):
    $acc = $k
    for $i in range(len($xs)):
        $acc += $xs[$i] * $xs[len($xs) - 1 - $i] * ($i + $a)
    return $acc
""",
        top=lambda b: 300 * b * b + 100, most=10**4, returns="long long", k=(0, 1, 100),
        a=(1, 2, 5),
    ),
)  # fmt: skip
"""Functions whose traps are those of numbers."""
