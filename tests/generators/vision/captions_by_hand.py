"""Captions of three pictures, in the ways in which people and models write them."""

ONE = [
    (
        "There are five things: a green cross, a teal star, a yellow heart, a yellow star and a "
        "teal cross. All are small except the yellow star and the teal cross, which are large. "
        "All are plain except the heart and the yellow star, which are dotted, and the teal "
        "cross, which is striped."
    ),
    (
        "Five things. There is a green cross, a teal star, a heart, a yellow star and a teal "
        "cross; the heart is yellow. Only the yellow star and the teal cross are large; the rest "
        "are small. The heart and the yellow star are dotted, the teal cross is striped, and the "
        "others are plain."
    ),
    (
        "### Crosses (2)\n- Large, striped, teal\n- Small, plain, green\n\n"
        "### Stars (2)\n- Large, dotted, yellow\n- Small, plain, teal\n\n"
        "### Heart\nSmall, dotted, yellow"
    ),
    (
        "objects:\n"
        "  - shape: cross\n    color: teal\n    size: large\n    pattern: striped\n"
        "  - shape: heart\n    color: yellow\n    size: small\n    pattern: dotted\n"
        "  - shape: star\n    color: teal\n    size: small\n    pattern: plain\n"
        "  - shape: cross\n    color: green\n    size: small\n    pattern: plain\n"
        "  - shape: star\n    color: yellow\n    size: large\n    pattern: dotted"
    ),
    (
        "<ul><li>1x large striped teal cross (120, 80)</li><li>1x small dotted yellow heart, "
        "about 60 pixels wide</li><li>1x small plain teal star, 30% from the left</li>"
        "<li>1x small plain green cross at x=12, y=80</li><li>1x large dotted yellow star "
        "(5 in total)</li></ul>"
    ),
    (
        "size,pattern,colour,shape\nlarge,striped,teal,cross\nsmall,dotted,yellow,heart\n"
        "small,plain,teal,star\nsmall,plain,green,cross\nlarge,dotted,yellow,star"
    ),
    (
        "small, plain, green, cross\nsmall, plain, teal, star\nsmall, dotted, yellow, heart\n"
        "large, dotted, yellow, star\nlarge, striped, teal, cross"
    ),
    (
        "There are five shapes. A small plain green cross, a small plain teal star, a small "
        "yellow heart with dots, a large yellow star with dots, and a large teal cross with "
        "stripes."
    ),
    (
        "The image shows five shapes on a dark gray textured background: a large teal cross "
        "with white diagonal stripes at the top, a small yellow heart with brown dots below "
        "it, a small solid teal star on the left, a small solid green cross near the center, "
        "and a large yellow star with dots in the bottom left corner."
    ),
    (
        "- 2 crosses: one small, plain and green; one large, striped and teal\n"
        "- 2 stars: one small, plain and teal; one large, dotted and yellow\n"
        "- 1 heart: small, dotted and yellow"
    ),
    (
        "**Shapes:**\n"
        "1. Large striped teal cross\n"
        "2. Small dotted yellow heart\n"
        "3. Small plain teal star\n"
        "4. Small plain green cross\n"
        "5. Large dotted yellow star"
    ),
    (
        "| Shape | Color | Size | Pattern |\n"
        "|---|---|---|---|\n"
        "| Cross | Teal | Large | Striped |\n"
        "| Heart | Yellow | Small | Dotted |\n"
        "| Star | Teal | Small | Plain |\n"
        "| Cross | Green | Small | Plain |\n"
        "| Star | Yellow | Large | Dotted |"
    ),
    (
        "This picture contains 5 objects. Two of them are large: a striped turquoise cross "
        "and a polka-dotted yellow star. The other three are small: a solid turquoise star, a"
        " solid green plus sign, and a yellow heart with polka dots."
    ),
    (
        "A big turquoise cross with stripes. A tiny solid turquoise star. A tiny solid green "
        "cross. A little yellow heart with spots. A big yellow star with spots."
    ),
    (
        "There are two stars and two crosses, and one heart. One star is small, plain, and "
        "teal; the other star is large, dotted, and yellow. One cross is small, plain, and "
        "green; the other cross is large, striped, and teal. The heart is small, dotted, and "
        "yellow."
    ),
    (
        "The scene features a large, teal, striped cross; a small, yellow, dotted heart; a "
        "small, teal, plain star; a small, green, plain cross; and a large, yellow, dotted "
        "star."
    ),
    (
        "I can see a large teal cross, which has stripes. There is also a small heart. It is "
        "yellow and dotted. Next to it there's a small green cross that is plain. On the left"
        " is a small teal star, which is plain as well. Finally, a large yellow star, which "
        "is dotted, can be seen at the bottom left."
    ),
    (
        "Yellow things: a large dotted star and a small dotted heart. Teal things: a large "
        "striped cross and a small plain star. Green things: a small plain cross."
    ),
    (
        "The heart is small, yellow and dotted. The green cross is small and plain. The teal "
        "cross is large and striped. The teal star is small and plain. The yellow star is "
        "large and dotted."
    ),
    (
        "### Description\n"
        "\n"
        "The image displays a collection of **five** geometric shapes.\n"
        "\n"
        "* **Cross (large)** \u2013 teal, striped\n"
        "* **Cross (small)** \u2013 green, plain\n"
        "* **Star (large)** \u2013 yellow, dotted\n"
        "* **Star (small)** \u2013 teal, plain\n"
        "* **Heart (small)** \u2013 yellow, dotted"
    ),
    (
        "Five shapes are visible. Three of them are small and two are large. The small ones "
        "are a plain green cross, a plain teal star and a dotted yellow heart. The large ones"
        " are a dotted yellow star and a striped teal cross."
    ),
    (
        "Large objects: 2 (a dotted yellow star, a striped teal cross). Small objects: 3 (a "
        "plain green cross, a plain teal star, a dotted yellow heart)."
    ),
    (
        "There is one heart, which is small, yellow, and dotted. There are two crosses: a "
        "small green one that is plain and a large teal one that is striped. There are also "
        "two stars, a small plain teal one and a large dotted yellow one."
    ),
    (
        "A composition of five shapes: a large striped teal cross, a small dotted yellow "
        "heart, a small plain green cross, a small plain teal star, and a large dotted yellow"
        " star."
    ),
    (
        "Shapes by size:\n"
        "\n"
        "**Small**\n"
        "- plain green cross\n"
        "- plain teal star\n"
        "- dotted yellow heart\n"
        "\n"
        "**Large**\n"
        "- dotted yellow star\n"
        "- striped teal cross"
    ),
    (
        "The picture shows two crosses, two stars and a heart. The first cross is large, teal"
        " and striped. The second cross is small, green and plain. The first star is small, "
        "teal and plain. The second star is large, yellow and dotted. The heart is small, "
        "yellow and dotted."
    ),
    (
        "Two crosses (one large, teal, with stripes; one small, green, plain), two stars (one"
        " small, teal, plain; one large, yellow, with dots) and one small, yellow heart with "
        "dots."
    ),
    (
        "There are 3 small shapes (a plain green cross, a plain teal star, and a dotted "
        "yellow heart) and 2 large shapes (a dotted yellow star and a striped teal cross)."
    ),
    (
        "In this image, we see five shapes. There's a large teal-colored cross with a striped"
        " pattern. There's a small yellow heart with a dotted pattern. There's a small teal "
        "star with a plain pattern. There's a small green cross with a plain pattern. There's"
        " a large yellow star with a dotted pattern."
    ),
    (
        "The large cross is teal and has stripes, the small cross is green and plain. The "
        "large star is yellow and has dots, while the small star is teal and plain. The only "
        "heart is small, yellow, and dotted."
    ),
    (
        "cross: large, teal, striped\n"
        "cross: small, green, plain\n"
        "star: large, yellow, dotted\n"
        "star: small, teal, plain\n"
        "heart: small, yellow, dotted"
    ),
    (
        "Large striped teal cross; small plain green cross; large dotted yellow star; small "
        "plain teal star; small dotted yellow heart."
    ),
    (
        "Colors: teal (a large striped cross and a small plain star), yellow (a large dotted "
        "star and a small dotted heart), green (a small plain cross)."
    ),
    (
        "What we have here is a set of five paper shapes on dark felt. At the top there is a "
        "large teal cross striped in white. Slightly below, a small yellow heart with brown "
        "polka dots. A small plain green cross sits in the middle, and to its left is a small"
        " plain teal star. In the bottom left corner there is a large yellow star covered "
        "with dots."
    ),
    (
        "small green cross (no pattern), small teal star (no pattern), small yellow heart "
        "(dots), large yellow star (dots), large teal cross (stripes)"
    ),
    (
        "The crosses: one is a large striped teal one, the other is a small plain green one. "
        "The stars: one is a small plain teal one, the other is a large dotted yellow one. "
        "And then there is one small dotted yellow heart."
    ),
    (
        "5 objects total:\n"
        "\u2022 1 large teal cross with diagonal stripes\n"
        "\u2022 1 small green cross, solid\n"
        "\u2022 1 large yellow star with spots\n"
        "\u2022 1 small teal star, solid\n"
        "\u2022 1 small yellow heart with spots"
    ),
    (
        "Against a dark gray backdrop are five shapes. Two of the five are crosses: a big "
        "teal one with stripes and a small plain green one. Two are stars: a small plain teal"
        " one and a big dotted yellow one. The fifth is a small dotted yellow heart."
    ),
    (
        "Sizes: the teal cross and the yellow star are large; the green cross, the teal star "
        "and the heart are small. Patterns: the teal cross is striped, the yellow star and "
        "the heart are dotted, and the green cross and the teal star are plain. The heart is "
        "yellow."
    ),
    (
        "The picture shows a large cross that is teal with white stripes, a small cross that "
        "is plain green, a large star that is yellow with dots, a small star that is plain "
        "teal and a small heart that is yellow with dots."
    ),
    (
        "Three small shapes and two large shapes are shown. Small: plain green cross, plain "
        "teal star, dotted yellow heart. Large: striped teal cross, dotted yellow star."
    ),
]
"""Of five things; their places are not asked about."""
TWO = [
    (
        '{"upper_left": [{"shape": "heart", "color": "green", "size": "small", "pattern": '
        '"striped"}], "upper right": ["small plain blue star", "large plain green circle"], '
        '"bottom_left": {"count": 3, "things": ["small plain blue star", "small plain green '
        'ring", "large plain teal triangle"]}, "LR": ["large plain teal circle"]}'
    ),
    (
        "Upper Left\nsmall striped green heart\n\nUpper Right\nsmall plain blue star\n"
        "large plain green circle\n\nLower Left\nsmall plain blue star\nsmall plain green ring"
        "\nlarge plain teal triangle\n\nLower Right\nlarge plain teal circle"
    ),
    (
        "- Green heart\n  - size: small\n  - pattern: striped\n  - location: north-west quarter\n"
        "- small plain blue star, UR\n- small plain blue star (LL)\n"
        "- large plain green circle (right half, upper half)\n"
        "- small plain green ring, LL quarter\n- large plain teal triangle, LL quarter\n"
        "- large plain teal circle, LR quarter"
    ),
    (
        "Upper left: a small striped green heart.\n"
        "Upper right: a small plain blue star and a large plain green circle.\n"
        "Lower left: a small plain blue star, a small plain green ring and a large plain teal"
        " triangle.\n"
        "Lower right: a large plain teal circle."
    ),
    (
        "In the top left corner there is a small green heart with stripes. In the top right, "
        "there is a small solid blue star and a large solid green circle. In the bottom left "
        "quarter, there are a small solid blue star, a small solid green ring, and a large "
        "solid teal triangle. In the bottom right there is a large solid teal circle."
    ),
    (
        "A small striped green heart is in the upper left quadrant. Two small plain blue "
        "stars: one is in the upper right quadrant and the other one is in the lower left "
        "quadrant. A large plain green circle is in the upper right quadrant. A small plain "
        "green ring and a large plain teal triangle are in the lower left quadrant. A large "
        "plain teal circle is in the lower right quadrant."
    ),
    (
        "The picture has 7 shapes.\n"
        "\n"
        "**Top-left quarter**\n"
        "- green heart, small, striped\n"
        "\n"
        "**Top-right quarter**\n"
        "- blue star, small, plain\n"
        "- green circle, large, plain\n"
        "\n"
        "**Bottom-left quarter**\n"
        "- blue star, small, plain\n"
        "- green ring, small, plain\n"
        "- teal triangle, large, plain\n"
        "\n"
        "**Bottom-right quarter**\n"
        "- teal circle, large, plain"
    ),
    (
        "| # | Object | Color | Size | Pattern | Location |\n"
        "|---|---|---|---|---|---|\n"
        "| 1 | heart | green | small | striped | upper left |\n"
        "| 2 | star | blue | small | plain | upper right |\n"
        "| 3 | circle | green | large | plain | upper right |\n"
        "| 4 | star | blue | small | plain | lower left |\n"
        "| 5 | ring | green | small | plain | lower left |\n"
        "| 6 | triangle | teal | large | plain | lower left |\n"
        "| 7 | circle | teal | large | plain | lower right |"
    ),
    (
        "There are two small, plain, blue stars, one in the upper right and one in the lower "
        "left. There are two large, plain circles: a green one in the upper right and a teal "
        "one in the lower right. A small, plain, green ring and a large, plain, teal triangle"
        " are located in the lower left. A small, striped, green heart is located in the "
        "upper left."
    ),
    (
        "1. A small green striped heart (upper left quarter)\n"
        "2. A small plain blue star (upper right quarter)\n"
        "3. A large plain green circle (upper right quarter)\n"
        "4. A small plain blue star (lower left quarter)\n"
        "5. A small plain green ring (lower left quarter)\n"
        "6. A large plain teal triangle (lower left quarter)\n"
        "7. A large plain teal circle (lower right quarter)"
    ),
    (
        "The upper left quarter contains a small striped green heart. The upper right quarter"
        " contains a large plain green circle and a small plain blue star. The lower left "
        "quarter contains a large plain teal triangle, a small plain green ring and a small "
        "plain blue star. The lower right quarter contains only a large plain teal circle."
    ),
    (
        "A small blue star, which is plain, lies at the top right, and another small blue "
        "star, which is plain too, lies at the bottom left. A small plain green donut lies at"
        " the bottom left. A big plain teal triangle lies at the bottom left. A big plain "
        "teal disc lies at the bottom right, and a big plain green disc lies at the top "
        "right. A small striped green heart lies at the top left."
    ),
    (
        "Seven things: two blue stars, two circles, a ring, a triangle and a heart. Both "
        "stars are small and plain. One star is in the upper right, the other is in the lower"
        " left. The circles are large and plain. The green circle is in the upper right and "
        "the teal circle is in the lower right. The ring is small, plain and green and lies "
        "in the lower left. The triangle is large, plain and teal and lies in the lower left."
        " The heart is small, striped and green and lies in the upper left."
    ),
    (
        "Top left:\n"
        "  * Heart: small, green, striped\n"
        "Top right:\n"
        "  * Star: small, blue, plain\n"
        "  * Circle: large, green, plain\n"
        "Bottom left:\n"
        "  * Star: small, blue, plain\n"
        "  * Ring: small, green, plain\n"
        "  * Triangle: large, teal, plain\n"
        "Bottom right:\n"
        "  * Circle: large, teal, plain"
    ),
    (
        "On the left side, in the top half, there is a small green heart with stripes. The "
        "top right has a small blue star without any pattern and a large green circle without"
        " any pattern. The bottom left has a small plain blue star, a small plain green ring,"
        " and a large plain teal triangle. The bottom right has a large plain teal circle."
    ),
    (
        "A small green heart with diagonal stripes sits in the upper-left quadrant. In the "
        "upper-right quadrant, a small, solid blue star sits next to a large, solid green "
        "circle. The lower-left quadrant holds a small solid blue star, a small solid green "
        "ring, and a large solid teal triangle. A large, solid teal circle occupies the "
        "lower-right quadrant."
    ),
    (
        "There are three green things: a small striped heart in the upper left, a small plain"
        " ring in the lower left and a large plain circle in the upper right. There are two "
        "blue things, small plain stars: one in the upper right, one in the lower left. There"
        " are two teal things: a large plain triangle in the lower left and a large plain "
        "circle in the lower right."
    ),
    (
        "The scene shows seven shapes arranged on a light background.\n"
        "\n"
        "- **Upper left:** one small green heart with stripes.\n"
        "- **Upper right:** one small plain blue star; one large plain green circle.\n"
        "- **Lower left:** one small plain blue star; one small plain green ring; one large "
        "plain teal triangle.\n"
        "- **Lower right:** one large plain teal circle."
    ),
    (
        "A green striped heart, which is small, is located in the top-left quadrant of the "
        "image. A small plain blue star and a large plain green circle are both located in "
        "the top-right quadrant. The bottom-left quadrant features three shapes: a small "
        "plain blue star, a small plain green ring, and a large plain teal triangle. Finally,"
        " the bottom-right quadrant contains one large plain teal circle."
    ),
    (
        "There are 2 small plain blue stars (1 upper right, 1 lower left), 2 large plain "
        "circles (the green one upper right, the teal one lower right), 1 small plain green "
        "ring (lower left), 1 large plain teal triangle (lower left) and 1 small striped "
        "green heart (upper left)."
    ),
    (
        "Quarter by quarter: upper left - small striped green heart; upper right - small "
        "plain blue star, large plain green circle; lower left - small plain blue star, small"
        " plain green ring, large plain teal triangle; lower right - large plain teal circle."
    ),
    (
        "Seven shapes in total. All but one of them are plain. In the upper left, a small "
        "green heart has stripes. In the upper right lie a small plain blue star and a large "
        "plain green circle. In the lower left lie a small plain blue star, a small plain "
        "green ring, and a large plain teal triangle. In the lower right lies a large plain "
        "teal circle."
    ),
    (
        "Heart: small, green, striped, upper left. Star 1: small, blue, plain, upper right. "
        "Star 2: small, blue, plain, lower left. Circle 1: large, green, plain, upper right. "
        "Circle 2: large, teal, plain, lower right. Ring: small, green, plain, lower left. "
        "Triangle: large, teal, plain, lower left."
    ),
    (
        "Green shapes (3): small striped heart in the upper left, large plain circle in the "
        "upper right, small plain ring in the lower left.\n"
        "Teal shapes (2): large plain triangle in the lower left, large plain circle in the "
        "lower right.\n"
        "Blue shapes (2): small plain star in the upper right, small plain star in the lower "
        "left."
    ),
    (
        '{"objects": [{"shape": "heart", "color": "green", "size": "small", "pattern": '
        '"striped", "position": "upper left"}, {"shape": "star", "color": "blue", "size": '
        '"small", "pattern": "plain", "position": "upper right"}, {"shape": "circle", '
        '"color": "green", "size": "large", "pattern": "plain", "position": "upper right"}, '
        '{"shape": "star", "color": "blue", "size": "small", "pattern": "plain", "position": '
        '"lower left"}, {"shape": "ring", "color": "green", "size": "small", "pattern": '
        '"plain", "position": "lower left"}, {"shape": "triangle", "color": "teal", "size": '
        '"large", "pattern": "plain", "position": "lower left"}, {"shape": "circle", "color":'
        ' "teal", "size": "large", "pattern": "plain", "position": "lower right"}]}'
    ),
    (
        "This minimalist composition shows seven shapes. At the upper left sits a small "
        "striped heart in green. At the upper right there is a small plain star in blue, "
        "accompanied by a large plain circle in green. At the lower left one finds a small "
        "plain star in blue, a small plain ring in green and a large plain triangle in teal. "
        "At the lower right rests a large plain circle in teal."
    ),
    (
        "Two small plain blue stars are shown, one of them in the upper right quarter and one"
        " of them in the lower left quarter. Of the two large plain circles, the green one is"
        " in the upper right quarter and the teal one is in the lower right quarter. The "
        "small striped green heart is in the upper left quarter, and the small plain green "
        "ring and the large plain teal triangle are in the lower left quarter."
    ),
    (
        "The image depicts a collection of seven geometric shapes scattered across a light, "
        "off-white surface. In the top-left corner, there is a small green heart with white "
        "stripes. Near the top center-right, there is a small solid blue star. In the top-"
        "right corner there's a large solid green circle. On the lower left side is another "
        "small solid blue star. In the bottom-left corner, we have a small solid green ring "
        "and a large solid teal triangle. In the bottom-right corner is a large solid teal "
        "circle."
    ),
    (
        "Upper half: a small striped green heart on the left, a small plain blue star on the "
        "right and a large plain green circle on the right. Lower half: a small plain blue "
        "star on the left, a small plain green ring on the left, a large plain teal triangle "
        "on the left and a large plain teal circle on the right."
    ),
    (
        "In the upper left quarter, one green heart (small, striped). In the upper right "
        "quarter, one blue star (small, plain) and one green circle (large, plain). In the "
        "lower left quarter, one blue star (small, plain), one green ring (small, plain), one"
        " teal triangle (large, plain). In the lower right quarter, one teal circle (large, "
        "plain)."
    ),
    (
        "Seven objects:\n"
        "- **Small blue star (plain):** 2 \u2014 one in the upper right quarter, one in the lower "
        "left quarter\n"
        "- **Large green circle (plain):** 1 \u2014 upper right quarter\n"
        "- **Large teal circle (plain):** 1 \u2014 lower right quarter\n"
        "- **Small green ring (plain):** 1 \u2014 lower left quarter\n"
        "- **Large teal triangle (plain):** 1 \u2014 lower left quarter\n"
        "- **Small green heart (striped):** 1 \u2014 upper left quarter"
    ),
    (
        "There's a small striped green heart up in the top left. Over in the top right you "
        "can find a small plain blue star as well as a large plain green circle. Down in the "
        "bottom left there's a small plain blue star, a small plain green ring and a large "
        "plain teal triangle, and in the bottom right you can find a large plain teal circle."
    ),
    (
        "The small, striped heart is green and is found in the upper left quarter. The small,"
        " plain ring is green and is found in the lower left quarter. The large, plain circle"
        " that is green is found in the upper right quarter; the large, plain circle that is "
        "teal is found in the lower right quarter. The large, plain triangle is teal and is "
        "found in the lower left quarter. Two small, plain stars are blue: one is found in "
        "the upper right quarter, the other in the lower left quarter."
    ),
    (
        "All seven shapes are plain except the heart, which is striped. In the upper left "
        "there is a small striped green heart. In the upper right there are a small plain "
        "blue star and a large plain green circle. In the lower left there are a small plain "
        "blue star, a small plain green ring and a large plain teal triangle. In the lower "
        "right there is a large plain teal circle."
    ),
    (
        "Left half: a small striped green heart at the top, a small plain blue star at the "
        "bottom, a small plain green ring at the bottom and a large plain teal triangle at "
        "the bottom. Right half: a small plain blue star at the top, a large plain green "
        "circle at the top and a large plain teal circle at the bottom."
    ),
    (
        "In the top row from left to right: a small striped green heart (upper left), a small"
        " plain blue star (upper right) and a large plain green circle (upper right). In the "
        "bottom row: a small plain blue star (lower left), a small plain green ring (lower "
        "left), a large plain teal triangle (lower left) and a large plain teal circle (lower"
        " right)."
    ),
    (
        "Two plain circles, both large: a green one (upper right) and a teal one (lower "
        "right). Two plain stars, both small and blue: one upper right, one lower left. One "
        "large plain teal triangle, lower left. One small plain green ring, lower left. One "
        "small striped green heart, upper left."
    ),
]
"""Of seven things, whose quarters are asked about."""
THREE = [
    (
        "In the upper left quarter there are a large plain teal star, a large plain blue "
        "circle and a large striped orange star. In the upper right quarter there is a large "
        "plain yellow cross. In the lower left quarter there is a large plain orange square. "
        "In the lower right quarter there are a small striped orange square and a small "
        "dotted teal star.\n"
        "\n"
        "From left to right: orange star, large orange square, large teal star, blue circle, "
        "small teal star, yellow cross, small orange square.\n"
        "From top to bottom: large teal star, blue circle, yellow cross, orange star, small "
        "teal star, large orange square, small orange square."
    ),
    (
        "1. Large plain teal star, upper left\n"
        "2. Large striped orange star, upper left\n"
        "3. Large plain blue circle, upper left\n"
        "4. Large plain yellow cross, upper right\n"
        "5. Large plain orange square, lower left\n"
        "6. Small dotted teal star, lower right\n"
        "7. Small striped orange square, lower right\n"
        "\n"
        "Order from left to right: striped orange star, plain orange square, large teal star,"
        " blue circle, dotted teal star, yellow cross, striped orange square.\n"
        "Order from top to bottom: plain teal star, blue circle, yellow cross, striped orange"
        " star, dotted teal star, plain orange square, striped orange square."
    ),
    (
        "**Upper left quarter** (3 things):\n"
        "- teal star (large, plain)\n"
        "- blue circle (large, plain)\n"
        "- orange star (large, striped)\n"
        "\n"
        "**Upper right quarter** (1 thing):\n"
        "- yellow cross (large, plain)\n"
        "\n"
        "**Lower left quarter** (1 thing):\n"
        "- orange square (large, plain)\n"
        "\n"
        "**Lower right quarter** (2 things):\n"
        "- teal star (small, dotted)\n"
        "- orange square (small, striped)\n"
        "\n"
        "**Left to right:** large orange star, large orange square, large teal star, blue "
        "circle, small teal star, yellow cross, small orange square\n"
        "\n"
        "**Top to bottom:** large teal star, blue circle, yellow cross, orange star, small "
        "teal star, large orange square, small orange square"
    ),
    (
        "There are three stars, two squares, one circle and one cross. The stars: a large "
        "plain teal star in the upper left, a large striped orange star in the upper left, "
        "and a small dotted teal star in the lower right. The squares: a large plain orange "
        "square in the lower left and a small striped orange square in the lower right. The "
        "circle is large, plain and blue, and is in the upper left. The cross is large, plain"
        " and yellow, and is in the upper right. Reading from left to right, there are the "
        "orange star, the large square, the large teal star, the circle, the small star, the "
        "cross and the small square. Going from top to bottom, there are the large teal star,"
        " the circle, the cross, the orange star, the small star, the large square and the "
        "small square."
    ),
    (
        "A large plain teal star lies in the upper left quarter. A large plain blue circle "
        "lies in the upper left quarter. A large striped orange star lies in the upper left "
        "quarter. A large plain yellow cross lies in the upper right quarter. A large plain "
        "orange square lies in the lower left quarter. A small dotted teal star lies in the "
        "lower right quarter. A small striped orange square lies in the lower right quarter.\n"
        "Left to right:\n"
        "1. the striped orange star\n"
        "2. the plain orange square\n"
        "3. the plain teal star\n"
        "4. the circle\n"
        "5. the dotted teal star\n"
        "6. the cross\n"
        "7. the striped orange square\n"
        "\n"
        "Top to bottom:\n"
        "1. the plain teal star\n"
        "2. the circle\n"
        "3. the cross\n"
        "4. the striped orange star\n"
        "5. the dotted teal star\n"
        "6. the plain orange square\n"
        "7. the striped orange square"
    ),
    (
        "All the shapes: large plain teal star (top left), large plain blue circle (top "
        "left), large striped orange star (top left), large plain yellow cross (top right), "
        "large plain orange square (bottom left), small dotted teal star (bottom right), "
        "small striped orange square (bottom right). From right to left: the small orange "
        "square, the yellow cross, the small teal star, the blue circle, the large teal star,"
        " the large orange square and the orange star. From bottom to top: the small orange "
        "square, the large orange square, the small teal star, the orange star, the yellow "
        "cross, the blue circle and the large teal star."
    ),
    (
        "Seven shapes are on a gray background. Upper left quarter: a large plain teal star, "
        "a large plain blue circle, and a large striped orange star. Upper right quarter: a "
        "large plain yellow cross. Lower left quarter: a large plain orange square. Lower "
        "right quarter: a small dotted teal star and a small striped orange square. Ordered "
        "from left to right, the shapes are: the orange star, the large orange square, the "
        "large teal star, the blue circle, the small teal star, the yellow cross, and the "
        "small orange square. Ordered from top to bottom, they are: the large teal star, the "
        "blue circle, the yellow cross, the orange star, the small teal star, the large "
        "orange square, and the small orange square."
    ),
    (
        "Upper left: large plain teal star, large plain blue circle, large striped orange "
        "star\n"
        "Upper right: large plain yellow cross\n"
        "Lower left: large plain orange square\n"
        "Lower right: small dotted teal star, small striped orange square\n"
        "\n"
        "Left-to-right order: orange star < large square < large teal star < circle < small "
        "teal star < cross < small square\n"
        "Top-to-bottom order: large teal star < circle < cross < orange star < small teal "
        "star < large square < small square"
    ),
    (
        "In the upper left there are three large things: a plain teal star, a plain blue "
        "circle and a striped orange star. In the upper right there is one large plain yellow"
        " cross. In the lower left there is one large plain orange square. In the lower right"
        " there are two small things: a dotted teal star and a striped orange square. From "
        "left to right one sees the striped orange star, then the plain orange square, then "
        "the plain teal star, then the blue circle, then the dotted teal star, then the "
        "yellow cross, and then the striped orange square. From top to bottom one sees the "
        "plain teal star, followed by the blue circle, the yellow cross, the striped orange "
        "star, the dotted teal star, the plain orange square and the striped orange square."
    ),
    (
        "Quarter | Things\n"
        "--- | ---\n"
        "upper left | large plain teal star, large plain blue circle, large striped orange "
        "star\n"
        "upper right | large plain yellow cross\n"
        "lower left | large plain orange square\n"
        "lower right | small dotted teal star, small striped orange square\n"
        "\n"
        "Left to right: the striped orange star, the plain orange square, the plain teal "
        "star, the blue circle, the dotted teal star, the yellow cross, the striped orange "
        "square\n"
        "Top to bottom: the plain teal star, the blue circle, the yellow cross, the striped "
        "orange star, the dotted teal star, the plain orange square, the striped orange "
        "square"
    ),
    (
        "Going from left to right, we first see a large striped orange star in the upper "
        "left, then a large plain orange square in the lower left, a large plain teal star in"
        " the upper left, a large plain blue circle in the upper left, a small dotted teal "
        "star in the lower right, a large plain yellow cross in the upper right, and finally "
        "a small striped orange square in the lower right. Going from top to bottom, we first"
        " see the large teal star, then the blue circle, the yellow cross, the orange star, "
        "the small teal star, the large orange square, and finally the small orange square."
    ),
]
"""Of seven things, whose order is asked about, too."""
PARTLY_TWO = [
    (
        "The image features various geometric shapes on a light textured background. In the "
        "upper left of the image, there is a small, green, striped heart. In the upper right "
        "of the image, there is a large, solid green circle, and to its left is a small, "
        "solid blue star. In the lower left of the image, there is another small, solid blue "
        "star, above a small, solid green ring, and a large, solid teal triangle. In the "
        "lower right of the image, there is a large, solid teal circle."
    ),
    (
        "The small heart in the upper left is green and striped. The small star in the upper "
        "right is blue and plain, and so is the small star in the lower left. The large "
        "circle in the upper right is green and plain. The large circle in the lower right is"
        " teal and plain. The small ring in the lower left is green and plain. The large "
        "triangle in the lower left is teal and plain."
    ),
    (
        "The small green ring is plain and lies in the lower left, directly below the small "
        "plain blue star, which is also in the lower left. To the right of the ring, in the "
        "lower left as well, is a large plain teal triangle. Further right, in the lower "
        "right, is a large plain teal circle. Above it, in the upper right, is a large plain "
        "green circle. To its left is a small plain blue star, in the upper right. The small "
        "striped green heart is in the upper left."
    ),
]
PARTLY_THREE = [
    (
        "The image shows seven shapes. A large, solid teal star is in the upper left. Below "
        "it is a large, solid blue circle, also in the upper left. To the left of the blue "
        "circle is a large, striped orange star, which is in the upper left too. A large, "
        "solid yellow cross is in the upper right. A large, solid orange square is in the "
        "lower left. A small teal star with dots is in the lower right, below the yellow "
        "cross. A small, striped orange square is in the lower right, below the small teal "
        "star. The large orange square is to the right of the orange star and to the left of "
        "the large teal star. The large teal star is to the left of the blue circle. The "
        "small teal star is to the left of the yellow cross, and the small orange square is "
        "to the right of the yellow cross. The blue circle is above the orange star. The "
        "yellow cross is above the orange star. The small orange square is below the large "
        "orange square, and the small teal star is above the large orange square."
    ),
]
"""True ones from which not all follows."""
