"""What is never trained on. Drawn by lot (seed 7) when the workshop was set up; written down since, because the list of
named subjects grows and a new draw would let models that exist have seen what they are tested on."""

HELD_OUT = tuple("""
admission-tickets fireworks game-die japanese-dolls yarn yo-yo blossom cricket front-facing-baby-chick rabbit-face rat
water-buffalo beverage-box candy clinking-glasses garlic hot-dog bell-with-slash boomerang briefcase card-index
carpentry-saw chart-increasing-with-yen clamp crayon desktop-computer fax-machine film-frames glasses gloves jeans link
mirror moai notebook-with-decorative-cover nut-and-bolt ring running-shoe spiral-notepad white-cane articulated-lorry
bank barber-pole bullet-train construction desert-island first-quarter-moon-face fog foggy high-speed-train
hourglass-done last-quarter-moon playground-slide shooting-star snowman-without-snow stadium sun-behind-small-cloud
sun-with-face sunrise wood
""".split())
