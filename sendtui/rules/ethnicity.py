"""Ethnicity: the 18 main census codes, refused and not obtained, and the 88 extended codes.

An authority uses main or extended codes, never both; an extended code's `area` is its main code,
and "" where the lists do not say which it belongs to.
"""

from sendtui.rules.codes import Code, CodeSet

_SOURCE = "DfE school census and SEN2 code sets"

_MAIN = {
    "WBRI": "White - British",
    "WIRI": "White - Irish",
    "WIRT": "White - Irish Traveller",
    "WOTH": "Any Other White Background",
    "WROM": "Gypsy / Roma",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "Any Other Mixed Background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "Any Other Asian Background",
    "BCRB": "Black Caribbean",
    "BAFR": "Black - African",
    "BOTH": "Any Other Black Background",
    "CHNE": "Chinese",
    "OOTH": "Any Other Ethnic Group",
    "REFU": "Refused",
    "NOBT": "Information not yet obtained",
}

_EXTENDED = {
    "WCOR": ("White - Cornish", "WBRI"),
    "WENG": ("White - English", "WBRI"),
    "WNIR": ("White - Northern Irish", "WBRI"),
    "WSCO": ("White - Scottish", "WBRI"),
    "WWEL": ("White - Welsh", "WBRI"),
    "WOWB": ("Other White British", "WBRI"),
    "WALB": ("Albanian", "WOTH"),
    "WBOS": ("Bosnian - Herzegovinian", "WOTH"),
    "WCRO": ("Croatian", "WOTH"),
    "WGRE": ("Greek/ Greek Cypriot", "WOTH"),
    "WGRK": ("Greek", "WOTH"),
    "WGRC": ("Greek Cypriot", "WOTH"),
    "WITA": ("Italian", "WOTH"),
    "WKOS": ("Kosovan", "WOTH"),
    "WPOR": ("Portuguese", "WOTH"),
    "WSER": ("Serbian", "WOTH"),
    "WTUR": ("Turkish/ Turkish Cypriot", "WOTH"),
    "WTUK": ("Turkish", "WOTH"),
    "WTUC": ("Turkish Cypriot", "WOTH"),
    "WEUR": ("White European", "WOTH"),
    "WEEU": ("White Eastern European", "WOTH"),
    "WWEU": ("White Western European", "WOTH"),
    "WOTW": ("White Other", "WOTH"),
    "WROG": ("Gypsy", "WROM"),
    "WROR": ("Roma", "WROM"),
    "WROO": ("Other Gypsy/Roma", "WROM"),
    "MWAP": ("White and Pakistani", "MWAS"),
    "MWAI": ("White and Indian", "MWAS"),
    "MWAO": ("White and Any Other Asian Background", "MWAS"),
    "ABRI": ("Asian - British", ""),
    "AWEL": ("Asian - Welsh", ""),
    "MAOE": ("Asian and Any Other Ethnic Group", "MOTH"),
    "MABL": ("Asian and Black", "MOTH"),
    "MACH": ("Asian and Chinese", "MOTH"),
    "MBOE": ("Black and Any Other Ethnic Group", "MOTH"),
    "MBCH": ("Black and Chinese", "MOTH"),
    "MCOE": ("Chinese and Any Other Ethnic Group", "MOTH"),
    "MWOE": ("White and Any Other Ethnic Group", "MOTH"),
    "MWCH": ("White and Chinese", "MOTH"),
    "MOTM": ("Other Mixed Background", "MOTH"),
    "AMPK": ("Mirpuri - Pakistani", "APKN"),
    "AKPA": ("Kashmiri Pakistani", "APKN"),
    "AOPK": ("Other Pakistani", "APKN"),
    "AAFR": ("African Asian", "AOTH"),
    "AKAO": ("Kashmiri Other", "AOTH"),
    "ANEP": ("Nepali", "AOTH"),
    "ASNL": ("Sri Lankan Sinhalese", "AOTH"),
    "ASLT": ("Sri Lankan Tamil", "AOTH"),
    "ASRO": ("Sri Lankan Other", "AOTH"),
    "AOTA": ("Other Asian", "AOTH"),
    "BBRI": ("Black - British", ""),
    "BWEL": ("Black - Welsh", ""),
    "BANN": ("Black - Angolan", "BAFR"),
    "BCON": ("Black - Congolese", "BAFR"),
    "BGHA": ("Black - Ghanaian", "BAFR"),
    "BNGN": ("Black - Nigerian", "BAFR"),
    "BSLN": ("Black - Sierra Leonean", "BAFR"),
    "BSOM": ("Black - Somali", "BAFR"),
    "BSUD": ("Black - Sudanese", "BAFR"),
    "BAOF": ("Other Black African", "BAFR"),
    "BEUR": ("Black European", "BOTH"),
    "BNAM": ("Black North American", "BOTH"),
    "BOTB": ("Other Black", "BOTH"),
    "CHKC": ("Hong Kong Chinese", "CHNE"),
    "CMAL": ("Malaysian Chinese", "CHNE"),
    "CSNG": ("Singaporean Chinese", "CHNE"),
    "CTWN": ("Taiwanese", "CHNE"),
    "COCH": ("Other Chinese", "CHNE"),
    "OAFG": ("Afghan", "OOTH"),
    "ORAB": ("Arab", "OOTH"),
    "OARA": ("Arab Other", "OOTH"),
    "OEGY": ("Egyptian", "OOTH"),
    "OFIL": ("Filipino", "OOTH"),
    "OIRN": ("Iranian", "OOTH"),
    "OIRQ": ("Iraqi", "OOTH"),
    "OJPN": ("Japanese", "OOTH"),
    "OKOR": ("Korean", "OOTH"),
    "OKRD": ("Kurdish", "OOTH"),
    "OLAM": ("Latin/ South/ Central American", "OOTH"),
    "OLEB": ("Lebanese", "OOTH"),
    "OLIB": ("Libyan", "OOTH"),
    "OMAL": ("Malay", "OOTH"),
    "OMRC": ("Moroccan", "OOTH"),
    "OPOL": ("Polynesian", "OOTH"),
    "OTHA": ("Thai", "OOTH"),
    "OVIE": ("Vietnamese", "OOTH"),
    "OYEM": ("Yemeni", "OOTH"),
    "OOEG": ("Other Ethnic Group", "OOTH"),
}

ETHNICITY = CodeSet(
    "Ethnicity",
    (
        *(Code(code, label, None, None, _SOURCE) for code, label in _MAIN.items()),
        *(
            Code(code, label, None, None, _SOURCE, main)
            for code, (label, main) in _EXTENDED.items()
        ),
    ),
)


def main_code(code: str) -> str:
    """The main code an ethnicity code belongs to: itself if it is one, "" if that is not known."""
    if code in _MAIN:
        return code
    found = ETHNICITY.get(code)
    return found.area if found else ""
