#pragma once

#include <array>
#include <string_view>

namespace Signalbox {

/// The words aliases are made of: short, friendly, easy to say aloud and to tell apart in a list.
inline constexpr std::array<std::string_view, 128> AliasAdjectives{
    "able",     "agile",   "airy",     "amber",  "ample",  "apt",    "arctic",  "autumn", "azure",
    "bold",     "brave",   "breezy",   "brief",  "bright", "brisk",  "bronze",  "busy",   "calm",
    "candid",   "careful", "cheerful", "chief",  "civil",  "clear",  "clever",  "cobalt", "coral",
    "cosy",     "crisp",   "curious",  "daring", "dapper", "deft",   "dewy",    "dusty",  "eager",
    "early",    "easy",    "elegant",  "epic",   "exact",  "fair",   "famous",  "fancy",  "fast",
    "fearless", "fine",    "fleet",    "fluent", "fond",   "frank",  "free",    "fresh",  "frosty",
    "gentle",   "glad",    "golden",   "good",   "grand",  "green",  "handy",   "happy",  "hardy",
    "hazel",    "honest",  "humble",   "indigo", "ivory",  "jolly",  "jovial",  "joyful", "keen",
    "kind",     "large",   "lively",   "local",  "loyal",  "lucky",  "lunar",   "magic",  "mellow",
    "merry",    "mighty",  "mild",     "misty",  "modest", "neat",   "nimble",  "noble",  "novel",
    "olive",    "open",    "patient",  "plucky", "polite", "proud",  "purple",  "quick",  "quiet",
    "rapid",    "ready",   "regal",    "rosy",   "royal",  "rustic", "scarlet", "serene", "sharp",
    "shiny",    "silent",  "silver",   "simple", "sleek",  "smart",  "smooth",  "snowy",  "solar",
    "spry",     "steady",  "sturdy",   "sunny",  "swift",  "tidy",   "topaz",   "upbeat", "velvet",
    "vivid",    "witty",
};
inline constexpr std::array<std::string_view, 128> AliasAnimals{
    "albatross", "alpaca",  "ant",       "antelope", "auk",      "avocet",  "badger",    "bat",
    "bear",      "beaver",  "bee",       "beetle",   "bison",    "bittern", "bobcat",    "buffalo",
    "bunting",   "buzzard", "camel",     "caribou",  "cat",      "cheetah", "cicada",    "cod",
    "condor",    "coot",    "cormorant", "cougar",   "crab",     "crane",   "cricket",   "crow",
    "cuckoo",    "curlew",  "deer",      "dingo",    "dolphin",  "dove",    "dragonfly", "duck",
    "dunlin",    "eagle",   "eel",       "egret",    "elk",      "emu",     "falcon",    "ferret",
    "finch",     "firefly", "flamingo",  "fox",      "frog",     "gannet",  "gazelle",   "gecko",
    "gibbon",    "giraffe", "goat",      "goose",    "grebe",    "grouse",  "gull",      "hare",
    "harrier",   "hawk",    "hedgehog",  "heron",    "hippo",    "hoopoe",  "horse",     "ibex",
    "ibis",      "iguana",  "impala",    "jackdaw",  "jaguar",   "jay",     "kestrel",   "kite",
    "kiwi",      "koala",   "lapwing",   "lark",     "lemur",    "leopard", "linnet",    "lion",
    "lizard",    "llama",   "lobster",   "lynx",     "magpie",   "mallard", "marmot",    "marten",
    "mole",      "moose",   "moth",      "newt",     "nuthatch", "ocelot",  "orca",      "oriole",
    "osprey",    "otter",   "owl",       "panda",    "parrot",   "pelican", "penguin",   "pigeon",
    "plover",    "puffin",  "quail",     "rabbit",   "raven",    "robin",   "salmon",    "seal",
    "sparrow",   "stork",   "swan",      "tiger",    "toucan",   "turtle",  "walrus",    "wren",
};

} // namespace Signalbox
