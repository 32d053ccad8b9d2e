"""Words that passwords are made of: short, common, spelled one way and told apart on the phone."""

from collections.abc import Callable, Sequence

_SPELT = """
acorn actor album alley almond amber anchor angle ankle answer antler apple apron arch arrow artist
aspen atlas attic autumn avenue badger bagel baker balloon bamboo banana banjo banner barley barrel
basil basket beacon beaver beetle belfry bench berry bicycle biscuit blanket blossom boat bonfire
border bottle boulder bracket bramble branch brass breeze brick bridge bronze brook brush bubble
bucket buckle budget bugle bundle butter button cabin cable cactus camel camera canal candle canoe
canvas canyon caravan carbon cardigan carpet carrot cartoon castle cavern cedar cellar celery chalk
chapel charcoal cherry chimney chorus cider cinema circus clarinet clever cliff clock cloud clover
cobweb coconut coffee comet compass concert copper coral corner cottage cotton cousin cradle crater
crayon cricket crocus crystal cuckoo cupboard curtain cushion daisy damson dancer dawn desert desk
diamond dinner dolphin domino donkey dragon drawer drum duckling dustpan eagle early earth easel
echo eclipse elbow elder elephant ember emerald empire engine envelope estuary evening fabric falcon
fathom feather fence ferry fiddle field figure finch finger flagon flame flannel flint flock flute
folder forest forge fossil fountain freckle fresco frost galaxy gallon garden garlic garnet gazebo
geyser ginger giraffe glacier glider globe glove goblet golden goose gorse granite grape gravel
guitar gumboot gypsum habit hammer hamper hamster handle harbour harp harvest hatch hazel heather
hedge helmet herald heron hiccup hinge hobby hockey holiday hollow honey hornet hotel hummock
iceberg icicle igloo indigo infant inkwell insect island ivory jacket jaguar jasmine jersey jetty
jigsaw jockey journal judge juggle jumper jungle juniper kangaroo kayak kennel kestrel kettle
kingdom kipper kitchen kitten koala label ladder ladle lagoon lantern larder lattice lavender
leaflet ledger legend lemon lentil leopard letter lettuce lilac linen lizard lobster locket lodge
lorry lotus lullaby lumber lupin magnet magpie mallet mammoth mango maple marble margin market
marmot maroon marsh meadow medal melon melody member mercury meteor midnight mill mineral minnow
mirror mitten mohair monkey monsoon morning mosaic mountain muffin mulberry museum mushroom mustard
napkin narrow nectar needle nettle nickel nimble nougat number nutmeg oasis oatmeal oboe ocean
octopus olive onion opal orange orbit orchard orchid organ osprey ostrich otter outing oven oyster
paddle padlock palace pancake panda panther paper parade parcel parrot parsley parsnip pasture path
pavement peacock pebble pelican pencil pendant penguin pepper petal piano pickle picnic pigeon
pillow pilot pioneer pirate pistachio planet plaster platform plum pocket pollen pond pony poppy
porridge portrait postcard potato pottery powder primrose prism pudding puffin pulley pumpkin puppet
puzzle pyramid quarry quarter quiver rabbit radish raft railway rainbow raisin rattle raven reason
recipe reef ribbon riddle river robin rocket rooster rosemary rudder saddle saffron salad salmon
sandal sapphire saucer scarf school scooter seagull season shadow shelter shepherd shovel signal
silver sketch skylark sleeve slipper snail socket spanner sparrow spiral sponge squirrel stable
station stencil stream summer sunset swallow syrup tablet tadpole tangle tapestry teapot temple
thicket thimble thistle thunder ticket timber tinsel toffee tomato torch tortoise tractor treasure
trellis trumpet tulip tunnel turnip turtle umbrella uncle uniform valley vanilla velvet village
vinegar violin volcano voyage waffle wagon walnut walrus wardrobe water weasel wellington whistle
willow window winter wombat wonder yellow yoghurt zebra zigzag zipper
"""

WORDS: tuple[str, ...] = tuple(_SPELT.split())

HOW_MANY = 6
DIGITS = 3


def made(choose: Callable[[Sequence[str]], str]) -> str:
    """A password of six words and a number, by the caller's own source of chance.

    With the words there are that is more than 64 bits: beyond guessing, and short to read aloud.
    """
    words = (choose(WORDS) for _ in range(HOW_MANY))
    number = "".join(choose("0123456789") for _ in range(DIGITS))
    return "-".join((*words, number))
