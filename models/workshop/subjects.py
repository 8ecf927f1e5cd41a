"""The subjects nano knows by name: icon, singular, plural. All other icons are seen without a name."""

_LISTED = """
dog; cat; fox/foxes; lion; tiger; bear; panda; koala; rabbit; mouse/mice; cow; pig; horse; ewe=sheep/sheep; goat
elephant; giraffe; zebra; monkey; gorilla; hedgehog; bat; wolf/wolves; deer/deer; owl; eagle; duck; swan; penguin
rooster; parrot; flamingo; turtle; snake; frog; crocodile; dragon; t-rex=dinosaur; whale; dolphin; fish/fish; shark
octopus/octopuses; crab; snail; butterfly/butterflies; honeybee=bee; lady-beetle=ladybug; spider; ant; unicorn
chipmunk=squirrel; kangaroo; camel; peacock; hamster; raccoon; baby-chick=chick
deciduous-tree=tree; evergreen-tree=pine tree; palm-tree=palm tree; cactus/cacti; sunflower; rose; tulip; mushroom
red-apple=red apple; green-apple=green apple; banana; lemon; tangerine=orange; pear; peach/peaches
strawberry/strawberries; cherries=bunch of cherries/bunches of cherries; grapes=bunch of grapes/bunches of grapes
watermelon; pineapple; tomato/tomatoes; carrot; ear-of-corn=ear of corn/ears of corn; bread=loaf of bread/loaves of bread
cheese-wedge=piece of cheese/pieces of cheese; egg; pizza=slice of pizza/slices of pizza; hamburger; cookie
birthday-cake=cake; doughnut; ice-cream=ice cream; hot-beverage=cup of coffee/cups of coffee; teapot
automobile=car; bus/buses; taxi; police-car=police car; ambulance; fire-engine=fire engine; tractor
delivery-truck=truck; bicycle; motorcycle; locomotive=train; airplane=plane; helicopter; rocket; sailboat=boat; ship
flying-saucer=flying saucer
house; castle; tent; church/churches; sun; crescent-moon=moon; star; cloud; rainbow; fire; snowman/snowmen; mountain
volcano/volcanoes; umbrella; balloon; kite; soccer-ball=ball; basketball; guitar; drum; trumpet; violin; robot; ghost
alien; teddy-bear=teddy bear; wrapped-gift=gift; crown; top-hat=hat; key; closed-book=book; light-bulb=light bulb; bell
alarm-clock=clock; camera; telephone; television; chair; bed; door; candle; hammer; trophy/trophies; gem-stone=gem
anchor; red-heart=heart; backpack
"""


def _parse() -> dict[str, tuple[str, str]]:
    named = {}
    for entry in _LISTED.replace('\n', ';').split(';'):
        if not (entry := entry.strip()):
            continue
        icon, _, words = entry.partition('=')
        if not words:
            icon, _, plural = icon.partition('/')
            words = icon.replace('-', ' ') + ('/' + plural if plural else '')
        singular, _, plural = words.partition('/')
        named[icon] = (singular, plural or singular + 's')
    return named


NAMED: dict[str, tuple[str, str]] = _parse()


def with_article(noun: str) -> str:
    vowel = noun[0] in 'aeio' or (noun[0] == 'u' and not noun.startswith(('uni', 'use')))
    return ('an ' if vowel else 'a ') + noun
