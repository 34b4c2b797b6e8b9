"""JavaScript and the same in Python: strings."""

from tasksynth_code.translating.twin import Twin, twins

_js = twins("JavaScript")

TEXTS: tuple[Twin, ...] = (
    _js(
        "replace", "text text", 0, "swapOut rewrite renamed", """
function $f($s) {
  return $s.replace("$a", "$b");
}
---
def $f($s):
    return @replace{$s.replace("$a", "$b", 1) @@ $s.replace("$a", "$b")}@
""",
        a=("a", "b", "c"), b=("e", "z", "x", ""),
    ),
    _js(
        "substring", "text text", 1, "between section excerpt", """
function $f($s) {
  const $i = $s.indexOf("$a");
  const $j = $s.lastIndexOf("$b");
  return $s.substring($i, $j);
}
---
def $f($s):
    $i = $s.find("$a")
    $j = $s.rfind("$b")
    @substring{$i, $j = max(0, min($i, $j)), max(0, max($i, $j))@@}@
    return $s[$i:$j]
""",
        coarse=True, a=("a", "b", "e"), b=("b", "c", "d"),
    ),
    _js(
        "substr", "text text", 1, "window part middlePart", """
function $f($s) {
  return $s.substr($i0, $k) + $s.charAt($s.length - 1);
}
---
def $f($s):
    return @substring{$s[$i0:$i0 + $k] @@ $s[$i0:$k]}@ + $s[-1:]
""",
        coarse=True, i0=(1, 2, 3), k=(4, 5, 6),
    ),
    _js(
        "split", "text text", 1, "headOf trimmed leading", """
function $f($s) {
  return $s.split("$a", $k).join("$b");
}
---
def $f($s):
    return "$b".join(@split{$s.split("$a")[:$k] @@ $s.split("$a", $k)}@)
""",
        coarse=True, a=("a", "b", "c"), k=(1, 2), b=("", "z", "q"),
    ),
    _js(
        "no repeats", "text text", 1, "squeeze dedupe compact", """
function $f($s) {
  let $out = "";
  for (let $i = 0; $i < $s.length; $i++) {
    if ($s[$i] !== $s[$i - $k]) $out += $s[$i];
  }
  return $out;
}
---
def $f($s):
    $out = ""
    for $i in range(len($s)):
        if @undefined{$i < $k or $s[$i] != $s[$i - $k] @@ len($s) < $k or $s[$i] != $s[$i - $k]}@:
            $out += $s[$i]
    return $out
""",
        coarse=True, k=(1, 2),
    ),
    _js(
        "rotated", "text text", 0, "rotate shifted cipher", """
function $f($s) {
  return $s
    .split("")
    .map(($c) => String.fromCharCode(((($c.charCodeAt(0) - 97) * $a + $k) % 26) + 97))
    .join("");
}
---
def $f($s):
    return "".join(chr((((ord($c) - 97) * $a + $k) % 26) + 97) for $c in $s)
""",
        a=(1, 3, 5), k=(1, 3, 13, 20),
    ),
    _js(
        "shifted back", "text ints", 0, "offsets codes positions", """
function $f($s) {
  const $out = [];
  for (const $c of $s) {
    $out.push(($c.charCodeAt(0) - $k) % $d);
  }
  return $out;
}
---
def $f($s):
    $out = []
    for $c in $s:
        $v = ord($c) - $k
        $out.append(@remainder{$v - $d * int($v / $d) @@ $v % $d}@)
    return $out
""",
        top=10, k=(101, 105, 110, 122), d=(3, 5, 7, 10),
    ),
    _js(
        "letter cases", "text int", 0, "grade rate letterScore", """
function $f($s) {
  let $acc = 0;
  for (const $c of $s) {
    switch ($c) {
      case "a":
      case "e":
        $acc += $a;
      case "b":
        $acc += $b;
        break;
      case "c":
        $acc = -$acc;
      default:
        $acc--;
    }
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
    _js(
        "runs", "text ints", 1, "runLengths streaks stretches", """
function $f($s) {
  const $out = [];
  let $i = 0;
  while ($i < $s.length) {
    let $n = $k;
    const $c = $s[$i];
    do {
      $n++;
      $i++;
    } while ($s[$i] > $c);
    $out.push($n);
  }
  return $out;
}
---
def $f($s):
    $out = []
    $i = 0
    while $i < len($s):
        $n = $k
        $c = $s[$i]
@do-while{        $n += 1
        $i += 1
        while $i < len($s) and $s[$i] > $c:
            $n += 1
            $i += 1
@@        while $i < len($s) and $s[$i] > $c:
            $n += 1
            $i += 1
        $i += 1
}@
        $out.append($n)
    return $out
""",
        coarse=True, top=20, k=(0, 1, 3),
    ),
    _js(
        "numbers read", "coded ints", 2, "numbersIn readAll counts", """
function $f($s) {
  const $out = [];
  for (let $i = 0; $i < $s.length; $i++) {
    const $v = parseInt($s.slice($i), 10);
    if (!Number.isNaN($v)) $out.push($v $op $k);
  }
  return $out;
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
        top=24, op=("+", "*", "-"), k=(1, 2, 3),
    ),
    _js(
        "greater digits", "coded int", 2, "bigDigits heavy above", """
function $f($s) {
  let $n = 0;
  for (const $c of $s) {
    if ($c > $k) $n += $a;
    else $n++;
  }
  return $n;
}
---
def $f($s):
    $n = 0
    for $c in $s:
        if @coercion{$c.isdigit() and int($c) > $k @@ $c > "$k"}@:
            $n += $a
        else:
            $n += 1
    return $n
""",
        top=200, k=(1, 2, 0), a=(3, 5, 10),
    ),
    _js(
        "loose equality", "coded ints", 2, "marks hits flagsOf", """
function $f($s) {
  return $s.split("").map(($c, $i) => ($c == $k ? $i + $a : $b));
}
---
def $f($s):
    return [$i + $a if $c == @loose equality{"$k"@@$k}@ else $b for $i, $c in enumerate($s)]
""",
        top=40, k=(1, 2), a=(1, 2, 10), b=(0, -1),
    ),
    _js(
        "letters of code", "coded text", 0, "lettersOf strip plain", """
function $f($s) {
  return $s.replace(/\\d+/g, "$b");
}
---
def $f($s):
    $out = ""
    for $i, $c in enumerate($s):
        if not $c.isdigit():
            $out += "$b" + $c
    return $out
""",
        b=("", "a", "x"),
    ),
)  # fmt: skip
"""Functions whose traps are those of strings."""
