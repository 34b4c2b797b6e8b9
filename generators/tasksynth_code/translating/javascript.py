"""JavaScript and the same in Python: numbers."""

from tasksynth_code.translating.twin import WORD, Twin, twins

_js = twins("JavaScript")
UNSIGNED = 2**32 - 1

NUMBERS: tuple[Twin, ...] = (
    _js(
        "rolling hash", "ints int", 0, "checksum digest fold mix", """
function $f($xs) {
  let $h = $s0;
  for (const $v of $xs) {
    $h = ($h * $a + $v) | 0;
  }
  return $h;
}
---
def $f($xs):
    $h = $s0
    for $v in $xs:
        $h = $h * $a + $v
        @int32{$h = ($h & 0x7FFFFFFF) - ($h & 0x80000000)@@}@
    return $h
""",
        top=WORD, s0=(7, 17, 5381), a=(31, 33, 37, 131),
    ),
    _js(
        "shifted hash", "text int", 0, "hashOf textHash keyOf", """
function $f($s) {
  let $h = $s0;
  for (let $i = 0; $i < $s.length; $i++) {
    $h = ($h << 5) - $h + $s.charCodeAt($i);
    $h |= 0;
  }
  return $h;
}
---
def $f($s):
    $h = $s0
    for $c in $s:
        $h = ($h << 5) - $h + ord($c)
        @int32{$h = ($h & 0x7FFFFFFF) - ($h & 0x80000000)@@}@
    return $h
""",
        top=WORD, s0=(0, 1, 7),
    ),
    _js(
        "multiplied hash", "text int", 1, "fingerprint fnv stamp", """
function $f($s) {
  let $h = $s0;
  for (const $c of $s) {
    $h = Math.imul($h ^ $c.charCodeAt(0), $p) >>> 0;
  }
  return $h;
}
---
def $f($s):
    $h = $s0
    for $c in $s:
        $h = @int32{(($h ^ ord($c)) * $p) & 0xFFFFFFFF @@ ($h ^ ord($c)) * $p}@
    return $h
""",
        top=UNSIGNED, s0=(2166136261, 40503, 97), p=(16777619, 2654435761, 40499),
    ),
    _js(
        "xorshift", "int int", 1, "scramble next stir", """
function $f($v) {
  let $h = $v ^ $s0;
  $h ^= $h << $a;
  $h ^= $h >>> $b;
  $h ^= $h << 5;
  return $h >>> 0;
}
---
def $f($v):
    $h = @unsigned shift{($v ^ $s0) & 0xFFFFFFFF @@ $v ^ $s0}@
    $h ^= @int32{($h << $a) & 0xFFFFFFFF @@ $h << $a}@
    $h ^= $h >> $b
    $h ^= @int32{($h << 5) & 0xFFFFFFFF @@ $h << 5}@
    return $h
""",
        top=UNSIGNED, most=UNSIGNED, s0=(0x2545F491, 0x5BD1E995, 88172645), a=(13, 11), b=(17, 19),
    ),
    _js(
        "unsigned shift", "ints ints", 1, "topBits highPart rank", """
function $f($xs) {
  return $xs.map(($v) => $v >>> $k);
}
---
def $f($xs):
    return [@unsigned shift{($v & 0xFFFFFFFF) >> $k @@ $v >> $k}@ for $v in $xs]
""",
        coarse=True, top=4095, most=WORD, k=(28, 29, 30, 24),
    ),
    _js(
        "bit mask", "ints int", 2, "seenMask flags present", """
function $f($xs) {
  let $m = 0;
  for (const $v of $xs) {
    $m $op 1 << $v;
  }
  return $m;
}
---
def $f($xs):
    $m = 0
    for $v in $xs:
        $m $op @shift count{1 << ($v & 31) @@ 1 << abs($v)}@
    return @int32{($m & 0x7FFFFFFF) - ($m & 0x80000000) @@ $m}@
""",
        top=WORD, most=400, op=("|=", "^="),
    ),
    _js(
        "text order", "ints ints", 0, "ordered arrange ranked", """
function $f($xs) {
  return $t;
}
---
def $f($xs):
    return @text order{sorted($xs, key=str) @@ sorted($xs)}@
""",
        top=lambda b: b, most=WORD, t=("[...$xs].sort()", "$xs.slice().sort()", "$xs.sort()"),
    ),
    _js(
        "middle", "ints int", 0, "middle median pivot", """
function $f($xs) {
  if ($xs.length === 0) return $k;
  const $out = $xs.slice().sort();
  return $out[Math.floor($out.length / 2)];
}
---
def $f($xs):
    if not $xs:
        return $k
    $out = @text order{sorted($xs, key=str) @@ sorted($xs)}@
    return $out[len($out) // 2]
""",
        top=lambda b: b, most=WORD, k=(-1, 0, 99),
    ),
    _js(
        "remainders", "ints ints", 0, "residues wrap reduced", """
function $f($xs) {
  return $xs.map(($v) => ($v $op $k) % $d);
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
    _js(
        "odd ones", "ints ints", 0, "oddOnes pick selected", """
function $f($xs) {
  return $xs.filter(($v) => $v % $d === 1);
}
---
def $f($xs):
    return [$v for $v in $xs if @remainder{$v - $d * int($v / $d) @@ $v % $d}@ == 1]
""",
        coarse=True, top=lambda b: b, most=WORD, d=(2, 3, 4),
    ),
    _js(
        "remainder hash", "ints int", 0, "signature modHash roll", """
function $f($xs) {
  let $h = $s0;
  $xs.forEach(($v, $i) => {
    $h = ($h * $a - $v * ($i + 1)) % $d;
  });
  return $h;
}
---
def $f($xs):
    $h = $s0
    for $i, $v in enumerate($xs):
        $h = $h * $a - $v * ($i + 1)
        $h = @remainder{$h - $d * int($h / $d) @@ $h % $d}@
    return $h
""",
        top=1009, s0=(0, 1, 3), a=(3, 7, 10), d=(97, 101, 1009),
    ),
    _js(
        "truncated", "ints ints", 0, "scaled shrink parts", """
function $f($xs) {
  const $out = [];
  for (const $v of $xs) {
    $out.push($t);
  }
  return $out;
}
---
def $f($xs):
    $out = []
    for $v in $xs:
        $out.append(@truncation{int($v / $k) @@ $v // $k}@)
    return $out
""",
        top=lambda b: b, most=WORD, k=(2, 3, 4, 5),
        t=("Math.trunc($v / $k)", "($v / $k) | 0", "~~($v / $k)"),
    ),
    _js(
        "digit sum", "int int", 0, "digitSum crossSum digits", """
function $f($v) {
  let $acc = 0;
  while ($v !== 0) {
    $acc += $v % $b;
    $v = Math.trunc($v / $b);
  }
  return $acc;
}
---
def $f($v):
    $acc = 0
    while $v != 0:
        $w = @truncation{int($v / $b) @@ $v // $b}@
        $acc += @remainder{$v - $b * int($v / $b) @@ $v % $b}@
        $v = $w
    return $acc
""",
        top=300, most=UNSIGNED, b=(10, 7, 16),
    ),
    _js(
        "rounded", "ints ints", 1, "rounded halves nearest", """
function $f($xs) {
  return $xs.map(($v) => Math.round($v / $k));
}
---
def $f($xs):
    return [@rounding{(2 * $v + $k) // (2 * $k) @@ round($v / $k)}@ for $v in $xs]
""",
        top=lambda b: b // 2 + 1, k=(2, 4, 6),
    ),
    _js(
        "rounded mean", "ints int", 1, "meanOf average level", """
function $f($xs) {
  let $acc = $k;
  for (let $i = 0; $i < $xs.length; $i++) {
    $acc = Math.round(($acc + $xs[$i]) / 2);
  }
  return $acc;
}
---
def $f($xs):
    $acc = $k
    for $v in $xs:
        $acc = @rounding{($acc + $v + 1) // 2 @@ round(($acc + $v) / 2)}@
    return $acc
""",
        top=lambda b: b + 10, k=(0, 1, 10),
    ),
    _js(
        "linear congruence", "int int", 2, "advance nextSeed draw", """
function $f($v) {
  let $h = Math.abs($v) + $s0;
  for (let $i = 0; $i < $k; $i++) {
    $h = ($h * $a + 12345) % 2147483648;
  }
  return $h;
}
---
def $f($v):
    $h = abs($v) + $s0
    for $i in range($k):
        $h = @double{int(($h * $a.0 + 12345) % 2147483648) @@ ($h * $a + 12345) % 2147483648}@
    return $h
""",
        top=WORD, most=UNSIGNED, s0=(1, 42, 1000), k=(2, 3, 5),
        a=(1103515245, 1664525001, 69069069),
    ),
    _js(
        "large hash", "text int", 2, "longHash bigKey spread", """
function $f($s) {
  let $h = $s0;
  for (const $c of $s) {
    $h = ($h * $a + $c.charCodeAt(0)) % $d;
  }
  return $h;
}
---
def $f($s):
    $h = $s0
    for $c in $s:
        $h = @double{int(($h * $a.0 + ord($c)) % $d) @@ ($h * $a + ord($c)) % $d}@
    return $h
""",
        top=10**10, s0=(1, 11), a=(31415927, 27182819), d=(9007199254, 8589934583),
    ),
)  # fmt: skip
"""Functions whose traps are those of numbers."""
