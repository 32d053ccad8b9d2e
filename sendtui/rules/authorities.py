"""England's local authorities by their three-digit codes, with the abolished ones.

A code outlives its authority: it stays in UPNs and in old files, and `successors` says who took
over. North Yorkshire, Somerset, Buckinghamshire and County Durham became unitary and kept theirs.
"""

from datetime import date

from sendtui.rules.codes import Code, CodeSet

_SOURCE = "DfE local authority codes"

_CURRENT: dict[str, dict[str, str]] = {
    "London": {
        "201": "City of London",
        "202": "Camden",
        "203": "Greenwich",
        "204": "Hackney",
        "205": "Hammersmith and Fulham",
        "206": "Islington",
        "207": "Kensington and Chelsea",
        "208": "Lambeth",
        "209": "Lewisham",
        "210": "Southwark",
        "211": "Tower Hamlets",
        "212": "Wandsworth",
        "213": "Westminster",
        "301": "Barking and Dagenham",
        "302": "Barnet",
        "303": "Bexley",
        "304": "Brent",
        "305": "Bromley",
        "306": "Croydon",
        "307": "Ealing",
        "308": "Enfield",
        "309": "Haringey",
        "310": "Harrow",
        "311": "Havering",
        "312": "Hillingdon",
        "313": "Hounslow",
        "314": "Kingston upon Thames",
        "315": "Merton",
        "316": "Newham",
        "317": "Redbridge",
        "318": "Richmond upon Thames",
        "319": "Sutton",
        "320": "Waltham Forest",
    },
    "West Midlands": {
        "330": "Birmingham",
        "331": "Coventry",
        "332": "Dudley",
        "333": "Sandwell",
        "334": "Solihull",
        "335": "Walsall",
        "336": "Wolverhampton",
        "860": "Staffordshire",
        "861": "Stoke-on-Trent",
        "884": "Herefordshire, County of",
        "885": "Worcestershire",
        "893": "Shropshire",
        "894": "Telford and Wrekin",
        "937": "Warwickshire",
    },
    "North West": {
        "340": "Knowsley",
        "341": "Liverpool",
        "342": "St. Helens",
        "343": "Sefton",
        "344": "Wirral",
        "350": "Bolton",
        "351": "Bury",
        "352": "Manchester",
        "353": "Oldham",
        "354": "Rochdale",
        "355": "Salford",
        "356": "Stockport",
        "357": "Tameside",
        "358": "Trafford",
        "359": "Wigan",
        "876": "Halton",
        "877": "Warrington",
        "888": "Lancashire",
        "889": "Blackburn with Darwen",
        "890": "Blackpool",
        "895": "Cheshire East",
        "896": "Cheshire West and Chester",
        "942": "Cumberland",
        "943": "Westmorland and Furness",
    },
    "Yorkshire and The Humber": {
        "370": "Barnsley",
        "371": "Doncaster",
        "372": "Rotherham",
        "373": "Sheffield",
        "380": "Bradford",
        "381": "Calderdale",
        "382": "Kirklees",
        "383": "Leeds",
        "384": "Wakefield",
        "810": "Kingston upon Hull, City of",
        "811": "East Riding of Yorkshire",
        "812": "North East Lincolnshire",
        "813": "North Lincolnshire",
        "815": "North Yorkshire",
        "816": "York",
    },
    "North East": {
        "390": "Gateshead",
        "391": "Newcastle upon Tyne",
        "392": "North Tyneside",
        "393": "South Tyneside",
        "394": "Sunderland",
        "805": "Hartlepool",
        "806": "Middlesbrough",
        "807": "Redcar and Cleveland",
        "808": "Stockton-on-Tees",
        "840": "County Durham",
        "841": "Darlington",
        "929": "Northumberland",
    },
    "South West": {
        "420": "Isles of Scilly",
        "800": "Bath and North East Somerset",
        "801": "Bristol, City of",
        "802": "North Somerset",
        "803": "South Gloucestershire",
        "838": "Dorset",
        "839": "Bournemouth, Christchurch and Poole",
        "865": "Wiltshire",
        "866": "Swindon",
        "878": "Devon",
        "879": "Plymouth",
        "880": "Torbay",
        "908": "Cornwall",
        "916": "Gloucestershire",
        "933": "Somerset",
    },
    "East of England": {
        "821": "Luton",
        "822": "Bedford",
        "823": "Central Bedfordshire",
        "873": "Cambridgeshire",
        "874": "Peterborough",
        "881": "Essex",
        "882": "Southend-on-Sea",
        "883": "Thurrock",
        "919": "Hertfordshire",
        "926": "Norfolk",
        "935": "Suffolk",
    },
    "South East": {
        "825": "Buckinghamshire",
        "826": "Milton Keynes",
        "845": "East Sussex",
        "846": "Brighton and Hove",
        "850": "Hampshire",
        "851": "Portsmouth",
        "852": "Southampton",
        "867": "Bracknell Forest",
        "868": "Windsor and Maidenhead",
        "869": "West Berkshire",
        "870": "Reading",
        "871": "Slough",
        "872": "Wokingham",
        "886": "Kent",
        "887": "Medway",
        "921": "Isle of Wight",
        "931": "Oxfordshire",
        "936": "Surrey",
        "938": "West Sussex",
    },
    "East Midlands": {
        "830": "Derbyshire",
        "831": "Derby",
        "855": "Leicestershire",
        "856": "Leicester",
        "857": "Rutland",
        "891": "Nottinghamshire",
        "892": "Nottingham",
        "925": "Lincolnshire",
        "940": "North Northamptonshire",
        "941": "West Northamptonshire",
    },
}

_FOUNDED = {
    **dict.fromkeys(("822", "823", "895", "896"), date(2009, 4, 1)),
    **dict.fromkeys(("838", "839"), date(2019, 4, 1)),
    **dict.fromkeys(("940", "941"), date(2021, 4, 1)),
    **dict.fromkeys(("942", "943"), date(2023, 4, 1)),
}

_ABOLISHED: tuple[tuple[str, str, str, date, tuple[str, ...]], ...] = (
    ("820", "Bedfordshire", "East of England", date(2009, 3, 31), ("822", "823")),
    ("835", "Dorset (before 2019)", "South West", date(2019, 3, 31), ("838", "839")),
    ("836", "Poole", "South West", date(2019, 3, 31), ("839",)),
    ("837", "Bournemouth", "South West", date(2019, 3, 31), ("839",)),
    ("875", "Cheshire", "North West", date(2009, 3, 31), ("895", "896")),
    ("909", "Cumbria", "North West", date(2023, 3, 31), ("942", "943")),
    ("928", "Northamptonshire", "East Midlands", date(2021, 3, 31), ("940", "941")),
)

AUTHORITIES = CodeSet(
    "Local authorities",
    (
        *(
            Code(code, name, _FOUNDED.get(code), None, _SOURCE, region)
            for region, names in _CURRENT.items()
            for code, name in names.items()
        ),
        *(
            Code(code, name, None, until, _SOURCE, region)
            for code, name, region, until, _ in _ABOLISHED
        ),
    ),
)
"""153 authorities of today and those abolished since 2009; `area` is the region."""

_SUCCESSORS = {code: after for code, _, _, _, after in _ABOLISHED}


def successors(code: str) -> tuple[str, ...]:
    """The codes of the authorities that took over from an abolished one; empty for the others."""
    return _SUCCESSORS.get(code, ())
