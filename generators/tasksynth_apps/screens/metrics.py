"""How wide words are: the advances of the typeface's glyphs, so that no layout asks a font.

What stands where is thus the same on every machine, with whatever version of a font renderer, and
trees of screens need none. In units of 1/2048 of the size; Roboto (Apache 2.0), regular and medium.
"""

from functools import lru_cache

UNITS = 2048
_CHARACTERS = "".join(map(chr, (*range(32, 127), *range(0xA0, 0x180)))) + "–—…“”„‘’•€−"
_REGULAR = """
    508 528 656 1261 1151 1500 1274 358 701 713 882 1162 403 566 540 845 1151 1151 1151 1151 1151
    1151 1151 1151 1151 1151 496 433 1041 1124 1071 968 1839 1336 1276 1333 1344 1164 1132 1395
    1461 557 1130 1285 1103 1788 1461 1409 1292 1409 1262 1216 1222 1328 1304 1817 1284 1230 1227
    543 841 543 856 924 633 1114 1150 1072 1155 1086 712 1150 1128 498 490 1038 498 1796 1131
    1168 1150 1164 694 1057 670 1129 992 1539 1016 969 1016 693 500 693 1393 508 500 1121 1191
    1461 1076 492 1256 857 1609 916 961 1134 566 1610 939 765 1095 751 751 642 1161 1002 535 508
    751 932 960 1500 1589 1593 970 1336 1336 1336 1336 1336 1336 1914 1333 1164 1164 1164 1164
    557 557 557 557 1374 1461 1409 1409 1409 1409 1409 1093 1409 1328 1328 1328 1328 1230 1210
    1218 1114 1114 1114 1114 1114 1114 1730 1072 1086 1086 1086 1086 507 507 507 507 1201 1131
    1168 1168 1168 1168 1168 1170 1161 1129 1129 1129 1129 969 1180 969 1336 1114 1336 1114 1336
    1114 1333 1072 1333 1072 1333 1072 1333 1072 1344 1305 1374 1224 1164 1086 1164 1086 1164
    1086 1164 1086 1164 1086 1395 1150 1395 1150 1395 1150 1395 1150 1461 1128 1435 1158 557 507
    557 507 557 507 557 498 557 507 1687 988 1130 516 1285 1038 1140 1103 498 1103 498 1103 648
    1103 718 1103 554 1461 1131 1461 1131 1461 1131 1131 1419 1161 1409 1168 1409 1168 1409 1168
    1953 1860 1262 694 1262 694 1262 694 1216 1057 1216 1057 1216 1057 1216 1057 1222 670 1222
    710 1222 670 1328 1129 1328 1129 1328 1129 1328 1129 1328 1129 1328 1129 1817 1539 1230 969
    1230 1227 1016 1227 1016 1227 1016 508 1344 1599 1370 724 732 706 410 410 691 1151 1171
"""
_MEDIUM = """
    510 549 664 1250 1164 1504 1309 346 715 723 906 1142 451 673 572 811 1164 1164 1164 1164 1164
    1164 1164 1164 1164 1164 543 487 1041 1146 1066 997 1833 1363 1293 1337 1338 1158 1126 1395
    1456 578 1137 1291 1109 1793 1455 1414 1310 1414 1279 1237 1244 1336 1326 1803 1296 1248 1234
    562 856 562 876 924 660 1109 1153 1073 1157 1099 726 1161 1137 524 513 1069 524 1783 1139
    1166 1153 1163 720 1058 682 1138 1014 1522 1031 997 1031 687 514 687 1361 510 543 1149 1206
    1438 1089 509 1273 901 1605 914 994 1134 673 1605 988 779 1099 758 758 668 1211 1006 578 529
    758 935 994 1488 1579 1623 997 1363 1363 1363 1363 1363 1363 1925 1337 1158 1158 1158 1158
    578 578 578 578 1368 1455 1414 1414 1414 1414 1414 1093 1413 1336 1336 1336 1336 1248 1227
    1256 1109 1109 1109 1109 1109 1109 1729 1073 1099 1099 1099 1099 539 539 539 539 1191 1139
    1166 1166 1166 1166 1166 1170 1161 1138 1138 1138 1138 997 1175 997 1363 1109 1363 1109 1363
    1109 1337 1073 1337 1073 1337 1073 1337 1073 1338 1307 1368 1262 1158 1099 1158 1099 1158
    1099 1158 1099 1158 1099 1395 1161 1395 1161 1395 1161 1395 1161 1456 1137 1456 1167 578 539
    578 539 578 539 578 524 578 539 1715 1037 1137 551 1291 1069 1176 1109 524 1109 524 1109 674
    1109 744 1124 591 1455 1139 1455 1139 1455 1139 1139 1428 1161 1414 1166 1414 1166 1414 1166
    1972 1851 1279 720 1279 720 1279 720 1237 1058 1237 1058 1237 1058 1237 1058 1244 682 1244
    722 1244 682 1336 1138 1336 1138 1336 1138 1336 1138 1336 1138 1336 1138 1803 1522 1248 997
    1248 1234 1031 1234 1031 1234 1031 525 1321 1584 1446 788 796 776 448 444 716 1164 1155
"""
ADVANCES = tuple(
    dict(zip(_CHARACTERS, map(int, numbers.split()), strict=True))
    for numbers in (_REGULAR, _MEDIUM)
)
"""By character; of the regular weight, and of the medium one."""
ELLIPSIS = "…"
UNKNOWN = 1150
"""The advance of other characters, which somebody may type."""


@lru_cache(maxsize=1 << 15)
def _units(text: str, medium: bool) -> int:  # noqa: FBT001 - a key of the cache
    table = ADVANCES[medium]
    return sum([table.get(character, UNKNOWN) for character in text])


def units(text: str, *, medium: bool = False) -> int:
    """The width of a text at size 2048; what the table does not have is as wide as a digit."""
    return _units(text, medium)


def width(text: str, size: int, *, medium: bool = False) -> int:
    """Pixels that a text takes at a size in pixels."""
    return -(-_units(text, medium) * size // UNITS)


@lru_cache(maxsize=1 << 14)
def fitted(text: str, size: int, room: int, *, medium: bool = False) -> str:
    """The text, or as much of it as has room, and an ellipsis."""
    if width(text, size, medium=medium) <= room:
        return text
    table, left = ADVANCES[medium], room * UNITS // max(1, size) - ADVANCES[medium][ELLIPSIS]
    for end, character in enumerate(text):
        left -= table.get(character, UNKNOWN)
        if left < 0:
            return text[:end].rstrip() + ELLIPSIS
    return text


def wrapped(text: str, size: int, room: int, *, most: int = 100) -> list[str]:
    """The lines of a text, each with room but for words that are too long themselves."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]
