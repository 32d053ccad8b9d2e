"""Names no child has: words put together for the sound of them.

A surname is two words that never stand together in a real one (Quillpocket, Thistlekettle), so
that no made-up pupil can be taken for somebody.
"""

from seed.chance import Chance

_FORENAMES_WORDS = """
Zephyr Marmalade Pippin Thimble Bramble Quill Saffron Tumbleweed Biscuit Clover Pomelo Sorrel
Fizz Nutmeg Parsnip Pebble Wisp Teasel Juniper Truffle Cobweb Puddle Dandelion Mizzle Acorn
Bumble Cricket Dapple Ember Fidget Gooseberry Hickory Inkling Jellybean Kettle Lollop Mothwing
Noodle Oatcake Papaya Quince Ripple Skylark Tangerine Umbra Velvet Waffle Xylo Yonder Zinnia
Anemone Bluebell Caraway Damson Elderflower Figgy Gingham Halcyon Isobar Jigsaw Kumquat Lantern
Macaroon Nimbus Orbit Periwinkle Quaver Radish Starling Treacle Ukulele Vermicelli Whimsy Yarrow
Zigzag Aurora-Jam Button Crumpet Dumpling Eiderdown Flotsam Gumdrop Hopscotch Icicle Jamboree
Kazoo Limerick Mistral Nettle Origami Pumpernickel Quicksilver Rumpus Semolina Tiddlywink
Undertow Vesper Wobble Yoyo Zither Almanac Brioche Comet Doodle Echo Foxglove Gadabout
Hullabaloo Éclair Soufflé Étoile Mañana Brûlée Crème Frühling Naïf Piñata Señal
"""

_FIRST_WORDS = """
Quill Thistle Button Bramble Copper Dapple Ember Fiddle Glimmer Hazel Inkle Jumble Kettle
Larkspur Mossy Nimble Otter Pepper Quaver Rumble Saffron Tangle Umber Velvet Whistle Yarrow
Zigzag Acorn Bumble Candle Dandy Elder Fable Gossamer Hopper Ivory Juniper Lantern Marble Noodle
Oat Puddle Quince Ribbon Sprocket Treacle Twilight Wander Willow Bobbin
"""

_SECOND_WORDS = """
feather wick pocket kettle whistle bobbin spindle mitten trinket fiddle thimble crumpet parasol
teacup gumboot moonbeam snowdrop hopscotch tuppence wobble gusset doodle pudding snapdragon
flannel muffin quibble rumpus twiddle zither button bramble cobble dimple flutter gadget jangle
marrow nettle pickle
"""

_PREFERRED_WORDS = """
Zeph Marmie Pip Thim Bram Biz Clo Fizzy Meg Pebs Wispy Juno Dandy Mizzy Bee Dap Em Fidge Goose
Ink Jelly Lolly Moth Noo Oaty Rip Sky Tang Vel Waff Zin
"""

_ADULTS_WORDS = """
Bartholomoo Clementina Dorabelle Ferdinandy Gwendolyne Horatia Ignatz Jemimah Kasimir Lavendula
Montagoo Nocturna Octavian Philomena Quentina Rosalba Septimoo Thaddea Ursuline Valerio
Wilhelmoo Xanthippe Yolandy Zebediah Araminty Barnaby-Blue Calliope Dulcibella
"""

FORENAMES = tuple(_FORENAMES_WORDS.split())
_FIRST = tuple(_FIRST_WORDS.split())
_SECOND = tuple(_SECOND_WORDS.split())
PREFERRED = tuple(_PREFERRED_WORDS.split())
ADULTS = tuple(_ADULTS_WORDS.split())

_OWN = ("O'Marrow", "D'Éclair", "Ní Bhiscuit", "Mac an Teapot", "van der Muffin", "ap Crumpet")

RIGHT_TO_LEFT = (("فراشة", "قوس قزح"), ("פרפר", "ענן לימון"), ("نجمة", "ابريق الشاي"))
"""Butterfly Rainbow, Butterfly Lemon-cloud, Star Teapot: as a family might write theirs."""

STAFF = (
    "Mx Juniper Clockwhistle",
    "Mr Otto Brambleteacup",
    "Ms Pearl Umberquibble",
    "Mrs Dot Fablekettle",
    "Mr Basil Sprocketmuffin",
    "Ms Wren Gossamerpickle",
    "Mrs Fern Larkspurbobbin",
    "Mr Jasper Noodlegadget",
    "Miss Hattie Twilightflannel",
    "Mx Robin Candlecobble",
    "Mrs Olive Tanglemitten",
    "Mr Ned Rumblethimble",
    "Ms Posy Quaverpudding",
    "Mr Linus Ottertuppence",
)
"""Teachers and teaching assistants; the first is the SENCO."""

SENCO = STAFF[0]
SPECIALISTS = {
    "EP": ("Dr Cosmo Marbledimple", "educational psychologist", "Puddleby Psychology Service"),
    "SALT": ("Ms Tilly Velvetflutter", "speech and language therapist", "Puddleby NHS Children"),
    "OT": ("Mr Piers Hoppersnapdragon", "occupational therapist", "Puddleby NHS Children"),
    "HI": ("Mrs Bella Whistlezither", "teacher of the deaf", "Puddleby Sensory Service"),
    "VI": ("Mr Fitz Lanternjangle", "qualified teacher of vision", "Puddleby Sensory Service"),
    "ASD": ("Ms Ottoline Ribbonmarrow", "autism advisory teacher", "Puddleby Inclusion Team"),
    "CAMHS": ("Mr Monty Willowgusset", "mental health practitioner", "Puddleby NHS Children"),
    "FAM": ("Ms Etta Inklespindle", "family support worker", "Puddleby Early Help"),
}


def surname(chance: Chance) -> str:
    """A surname: two words in one, now and then double-barrelled or with an apostrophe."""
    draw = chance.random()
    if draw < 0.02:
        return _OWN[int(draw * 50 * len(_OWN))]
    one = _compound(chance)
    return f"{one}-{_compound(chance)}" if draw > 0.94 else one


def _compound(chance: Chance) -> str:
    first, second = chance.pick(_FIRST), chance.pick(_SECOND)
    return first + (second if first.lower() != second else "feather")


def forename(chance: Chance) -> str:
    """A forename, now and then a double one."""
    one = chance.pick(FORENAMES)
    return f"{one} {chance.pick(FORENAMES)}" if chance.happens(0.03) else one
