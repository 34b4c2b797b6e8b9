"""JavaScript and the same in Python: lists, and the ways through them."""

from tasksynth_code.translating.twin import WORD, Twin, twins

_js = twins("JavaScript")

LISTS: tuple[Twin, ...] = (
    _js(
        "lag", "ints ints", 1, "changes deltas steps", """
function $f($xs) {
  return $xs.map(($v, $i) => $v $op ($xs[$i - $k] ?? $d));
}
---
def $f($xs):
    $out = []
    for $i, $v in enumerate($xs):
        $w = @undefined{$xs[$i - $k] if $i >= $k else $d @@ $xs[$i - $k] if len($xs) >= $k else $d}@
        $out.append($v $op $w)
    return $out
""",
        top=lambda b: 2 * b + 9, op=("-", "+"), k=(1, 2), d=(0, 1, 9),
    ),
    _js(
        "smooth", "ints ints", 1, "smooth neighbours blend", """
function $f($xs) {
  const $out = [];
  for (let $i = 0; $i < $xs.length; $i++) {
    $out.push(($xs[$i - 1] || $d) + $k * $xs[$i] + ($xs[$i + 1] || $d));
  }
  return $out;
}
---
def $f($xs):
    $out = []
    for $i in range(len($xs)):
        $w = @undefined{$xs[$i - 1] if $i else 0 @@ $xs[$i - 1]}@
        $now = $xs[$i + 1] if $i + 1 < len($xs) else 0
        $out.append(($w or $d) + $k * $xs[$i] + ($now or $d))
    return $out
""",
        top=lambda b: 5 * b + 8, k=(1, 2, 3), d=(0, 1, 4),
    ),
    _js(
        "backwards", "ints int", 1, "mirrorScore reflect match", """
function $f($xs) {
  const $out = $xs.reverse();
  let $acc = 0;
  for (let $i = 0; $i < $xs.length; $i++) {
    $acc += $k * $out[$i] * ($i + 1) - $xs[$i];
  }
  return $acc;
}
---
def $f($xs):
    $out = $xs[::-1]
    @in place{$xs = $out@@}@
    $acc = 0
    for $i in range(len($xs)):
        $acc += $k * $out[$i] * ($i + 1) - $xs[$i]
    return $acc
""",
        top=lambda b: 300 * b, k=(1, 2, 3),
    ),
    _js(
        "placed", "ints int", 1, "moved displaced distance", """
function $f($xs) {
  const $out = $xs.sort(($v, $w) => $v - $w);
  let $acc = 0;
  $xs.forEach(($now, $i) => {
    $acc += ($i + 1) * ($now $op $k * $out[$out.length - 1 - $i]);
  });
  return $acc;
}
---
def $f($xs):
    $out = sorted($xs)
    @in place{$xs = $out@@}@
    $acc = 0
    for $i, $now in enumerate($xs):
        $acc += ($i + 1) * ($now $op $k * $out[len($out) - 1 - $i])
    return $acc
""",
        top=lambda b: 400 * b, op=("-", "+"), k=(1, 2, 3),
    ),
    _js(
        "tally", "ints ints", 2, "distinct uniqueValues present", """
function $f($xs) {
  const $seen = {};
  for (const $v of $xs) {
    $seen[$v] = ($seen[$v] || 0) + 1;
  }
  return Object.keys($seen).map(Number);
}
---
def $f($xs):
    $seen = list(dict.fromkeys($xs))
    $out = [$v for $v in $seen if $v < 0]
    return @key order{sorted($v for $v in $seen if $v >= 0) + $out @@ $seen}@
""",
        coarse=True, top=lambda b: b, most=WORD,
    ),
    _js(
        "spelled tally", "ints label", 2, "summary histogram describe", """
function $f($xs) {
  const $seen = {};
  for (const $v of $xs) {
    $seen[$v] = ($seen[$v] ?? $d) + $k;
  }
  return Object.entries($seen).map(([$w, $n]) => `${$w}:${$n}`).join("$sep");
}
---
def $f($xs):
    $seen = dict()
    for $v in $xs:
        $seen[$v] = $seen.get($v, $d) + $k
    $out = list($seen)
    @key order{$out = sorted($v for $v in $seen if $v >= 0) + [$v for $v in $seen if $v < 0]@@}@
    return "$sep".join(str($w) + ":" + str($seen[$w]) for $w in $out)
""",
        most=WORD, d=(0, 1, 5), k=(1, 2), sep=(" ", ",", ";"),
    ),
    _js(
        "pairs spelled", "ints label", 1, "label caption render", """
function $f($xs) {
  let $out = "";
  for (let $i = 0; $i + 1 < $xs.length; $i += $k) {
    $out += $xs[$i] + $xs[$i + 1] + "$sep" + $xs[$i] + $d;
  }
  return $out;
}
---
def $f($xs):
    $out = ""
    for $i in range(0, len($xs) - 1, $k):
        $out += str($xs[$i] + $xs[$i + 1]) + "$sep"
        $out += @plus{str($xs[$i]) + "$d" @@ str($xs[$i] + $d)}@
    return $out
""",
        k=(1, 2), d=(1, 2, 7), sep=("/", ":", "|"),
    ),
    _js(
        "chunks", "ints int", 2, "groups blocks batches", """
function $f($xs) {
  let $acc = 0;
  for (let $i = 0; $i < $xs.length; $i += $k) {
    const $w = $xs.slice($i, $i + $k).filter(($v) => $v > $d);
    if ($w) {
      $acc += $w.length + $a;
    } else {
      $acc -= $i;
    }
  }
  return $acc;
}
---
def $f($xs):
    $acc = 0
    for $i in range(0, len($xs), $k):
        $w = [$v for $v in $xs[$i:$i + $k] if $v > $d]
        @truthiness{$acc += len($w) + $a @@ $acc += len($w) + $a if $w else -$i}@
    return $acc
""",
        top=150, most=WORD, k=(2, 3), d=(0, 2, 5), a=(1, 3, 10),
    ),
    _js(
        "above", "ints ints", 2, "clipped relevant above", """
function $f($xs) {
  const $w = $xs.filter(($v) => $v > $k);
  return ($w || $xs).map(($v) => $v - $d);
}
---
def $f($xs):
    $w = [$v for $v in $xs if $v > $k]
    return [$v - $d for $v in @truthiness{$w @@ $w or $xs}@]
""",
        coarse=True, top=lambda b: b + 9, k=(5, 9, 12), d=(1, 3, 9),
    ),
    _js(
        "gaps", "ints int", 2, "gapSum recency spacing", """
function $f($xs) {
  const $seen = new Map();
  let $acc = 0;
  $xs.forEach(($v, $i) => {
    $acc += $i - ($seen.get($v) ?? -$k);
    $seen.set($v, $i);
  });
  return $acc;
}
---
def $f($xs):
    $seen = dict()
    $acc = 0
    for $i, $v in enumerate($xs):
        $acc += $i - @nullish{$seen.get($v, -$k) @@ ($seen.get($v) or -$k)}@
        $seen[$v] = $i
    return $acc
""",
        top=400, most=WORD, k=(1, 2, 5, 10),
    ),
    _js(
        "callback", "ints int", 1, "tallyUp collect countUp", """
function $f($xs) {
  let $acc = 0;
  $xs.forEach(($v, $i) => {
    if ($v $sign $k) return;
    $acc += $i $op $v;
  });
  return $acc;
}
---
def $f($xs):
    $acc = 0
    for $i, $v in enumerate($xs):
        if $v $sign $k:
            @callback return{continue @@ break}@
        $acc += $i $op $v
    return $acc
""",
        top=lambda b: 100 + 40 * b, sign=("<", ">"), k=(0, 3, -2), op=("+", "-", "*"),
    ),
    _js(
        "cases", "ints int", 0, "points classify weigh", """
function $f($xs) {
  let $acc = 0;
  for (const $v of $xs) {
    switch ($v & 3) {
      case 0:
        $acc += $a;
      case 1:
        $acc -= $v;
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
    _js(
        "skipping", "ints int", 0, "walk stride scan", """
function $f($xs) {
  let $acc = 0;
  for (let $i = 0; $i < $xs.length; $i++) {
    $acc += $xs[$i] * $a;
    if ($xs[$i] $sign $k) $i += $b;
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
    _js(
        "removal", "ints ints", 1, "pruned discard sift", """
function $f($xs) {
  for (let $i = 0; $i < $xs.length; $i++) {
    if ($xs[$i] $sign $k) {
      $xs.splice($i, 1);
    }
  }
  return $xs;
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
    _js(
        "place", "ints int", 0, "firstAt search lookup", """
function $f($xs) {
  let $i;
  for ($i = 0; $i < $xs.length; $i++) {
    if ($xs[$i] $sign $k) break;
  }
  return $i * $a + $xs.length;
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
    _js(
        "widths", "ints ints", 1, "widths lengths digitCounts", """
function $f($xs) {
  return $xs.map(($v) => {
    let $n = $a;
    do {
      $n += $b;
      $v = Math.floor($v / $k);
    } while ($v > 0);
    return $n;
  });
}
---
def $f($xs):
    $out = []
    for $v in $xs:
        $n = $a
@do-while{        $n += $b
        $v //= $k
        while $v > 0:
            $n += $b
            $v //= $k
@@        while $v > 0:
            $n += $b
            $v //= $k
}@
        $out.append($n)
    return $out
""",
        coarse=True, top=80, most=WORD, k=(2, 3, 10), a=(0, 1, 5), b=(1, 2),
    ),
    _js(
        "labelled", "ints int", 0, "firstPair clash findPair", """
function $f($xs) {
  let $best = -1;
  outer: for (let $i = 0; $i < $xs.length; $i++) {
    for (let $j = $i + 1; $j < $xs.length; $j++) {
      if ($xs[$i] + $xs[$j] > $k) {
        $best = $a * $i + $j;
        break outer;
      }
    }
  }
  return $best;
}
---
def $f($xs):
    $best = -1
    for $i in range(len($xs)):
        for $j in range($i + 1, len($xs)):
            if $xs[$i] + $xs[$j] > $k:
                $best = $a * $i + $j
                @label{return $best @@ break}@
    return $best
""",
        top=1300, most=10**6, k=(5, 12, 20), a=(10, 100, 20),
    ),
    _js(
        "labelled continue", "ints ints", 0, "leaders fresh novel", """
function $f($xs) {
  const $out = [];
  next: for (const $v of $xs) {
    for (const $w of $out) {
      if (Math.abs($v - $w) < $k) continue next;
    }
    $out.push($v);
  }
  return $out;
}
---
def $f($xs):
    $out = []
    for $v in $xs:
        for $w in $out:
            if abs($v - $w) < $k:
                @label{break @@ continue}@
        @label{else:@@if True:}@
            $out.append($v)
    return $out
""",
        coarse=True, top=lambda b: b, most=10**6, k=(2, 3, 5, 8),
    ),
    _js(
        "running", "ints ints", 0, "runningSums cumulative build", """
function $f($xs) {
  let $acc = $k;
  return $xs.map(($v) => ($acc $op $v));
}
---
def $f($xs):
    $acc = $k
    $out = []
    for $v in $xs:
        $acc $op $v
        $out.append($acc)
    return $out
""",
        top=lambda b: 12 * b + 10, most=300, op=("+=", "-="), k=(0, 1, 10),
    ),
    _js(
        "distinct", "ints int", 0, "variety kinds spreadOf", """
function $f($xs) {
  return new Set($xs).size * $a + $xs.length;
}
---
def $f($xs):
    return len(set($xs)) * $a + len($xs)
""",
        top=200, most=WORD, a=(2, 3, 7, 10),
    ),
    _js(
        "letters of numbers", "ints text", 0, "encode spell toLetters", """
function $f($xs) {
  return $xs.map(($v) => String.fromCharCode(97 + Math.abs($v) % $k)).join("");
}
---
def $f($xs):
    return "".join(chr(97 + abs($v) % $k) for $v in $xs)
""",
        most=WORD, k=(3, 5, 26),
    ),
)  # fmt: skip
"""Functions whose traps are those of lists and of loops."""
