"""The national figures a made-up school is shaped by.

Sources (Open Government Licence): Department for Education, "Special educational needs in
England" 2019/20 (age and sex), 2021/22 (primary need) and 2024/25 and 2025/26 (totals), and
"Education, health and care plans" 2025 (need by age, male share, years held). Shares in per cent.
What is not published is marked "assumed".
"""

from seed.chance import Shares

YEARS = ("R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")
PRIMARY_YEARS = YEARS[:7]

SUPPORT_BY_YEAR = (9.5, 12.5, 14.6, 15.8, 16.9, 17.3, 17.0, 14.6, 13.9, 13.3, 12.8, 12.4)
"""SEN Support, per cent of pupils, R to 11: 14.8 over primary and 13.4 over secondary (2025)."""

PLAN_BY_YEAR = (2.5, 2.9, 3.3, 3.7, 4.2, 4.7, 5.2, 5.5, 5.5, 5.5, 5.5, 5.5)
"""EHC plan, per cent of pupils: rising from Reception to Year 7, then flat."""

REGISTER_PLAN_SHARE = 6.0 / (14.8 + 6.0)
"""Of pupils with SEN, the share with a plan (January 2026: 6.0 % and 14.8 % of all pupils)."""

SUPPORT_NEEDS = {
    "SLCN": 25.1,
    "SEMH": 20.0,
    "MLD": 18.9,
    "SPLD": 14.4,
    "ASD": 7.6,
    "NSA": 4.4,
    "OTH": 4.3,
    "PD": 2.2,
    "HI": 1.6,
    "VI": 0.9,
    "MSI": 0.3,
    "SLD": 0.2,
    "PMLD": 0.1,
}
"""Primary need of pupils with SEN Support, 2021/22."""

_REST = {"OTH": 1.2, "VI": 0.8, "MSI": 0.3, "DS": 0.3}

PLAN_NEEDS_BY_AGE = {
    4: {
        "ASD": 28.5,
        "SLCN": 48.7,
        "SEMH": 2.3,
        "MLD": 4.1,
        "SLD": 2.5,
        "PD": 5.0,
        "SPLD": 0.7,
        "HI": 1.5,
        "PMLD": 2.5,
        **_REST,
    },
    10: {
        "ASD": 32.9,
        "SLCN": 32.0,
        "SEMH": 14.1,
        "MLD": 7.4,
        "SLD": 3.0,
        "PD": 3.6,
        "SPLD": 1.4,
        "HI": 1.3,
        "PMLD": 1.4,
        **_REST,
    },
    15: {
        "ASD": 31.3,
        "SLCN": 15.0,
        "SEMH": 25.6,
        "MLD": 12.3,
        "SLD": 3.9,
        "PD": 3.5,
        "SPLD": 3.0,
        "HI": 1.3,
        "PMLD": 1.1,
        **_REST,
    },
    19: {
        "ASD": 30.3,
        "SLCN": 11.6,
        "SEMH": 27.7,
        "MLD": 12.6,
        "SLD": 5.1,
        "PD": 4.4,
        "SPLD": 2.5,
        "HI": 1.5,
        "PMLD": 1.3,
        **_REST,
    },
}
"""Primary need of plans by age (up to and with), January 2025; Down syndrome assumed at 0.3."""

MALE_SHARE = {
    "ASD": 76,
    "SLCN": 72,
    "SEMH": 73,
    "MLD": 62,
    "SPLD": 67,
    "SLD": 64,
    "PD": 57,
    "HI": 57,
    "PMLD": 56,
    "OTH": 63,
    "VI": 55,
    "MSI": 58,
    "DS": 56,
    "NSA": 66,
}
"""Male share of plans by primary need, January 2025; DS and NSA assumed."""

SUPPORT_MALE_OFFSET = 5.5
"""How much lower the male share is with SEN Support, so that it comes to 63 % over all needs."""

OTHER_MALE_SHARE = 48.7
"""Male share of pupils without SEN, so that a school comes to about 51 %."""

SECOND_NEED = {"K": 20.0, "E": 40.0}
"""Share of pupils with a second need (assumed)."""

SECOND_NEED_AFTER = {
    "ASD": {"SLCN": 60, "SEMH": 25, "SPLD": 15},
    "SLCN": {"ASD": 30, "SEMH": 20, "SPLD": 25, "MLD": 25},
    "SEMH": {"SPLD": 45, "SLCN": 30, "ASD": 25},
    "MLD": {"SLCN": 60, "SEMH": 30, "PD": 10},
    "SPLD": {"SEMH": 60, "SLCN": 30, "PD": 10},
}
"""Which second need goes with which first (assumed): ASD + SLCN and SEMH + SPLD most often."""

SECOND_NEED_OTHERWISE = {"SLCN": 40, "SEMH": 20, "OTH": 20, "PD": 20}

FLAG_SHARES = {
    "N": {"FSM": 16.0, "PP": 19.0, "EAL": 20.0, "LAC": 0.4},
    "K": {"FSM": 29.9, "PP": 34.0, "EAL": 17.0, "LAC": 1.8},
    "E": {"FSM": 34.6, "PP": 38.0, "EAL": 16.0, "LAC": 3.4},
}
"""Free school meals of pupils with SEN, 2019/20; the others assumed near national totals."""

YEARS_HELD = {
    "0": 114_091,
    "1": 92_975,
    "2": 72_118,
    "3": 60_306,
    "4": 56_012,
    "5": 46_309,
    "6": 56_535,
    "7": 53_450,
    "8": 86_949,
}
"""For how many years a plan has been held, January 2025."""

SUPPORT_NEED = Shares(SUPPORT_NEEDS)
PLAN_NEED = {age: Shares(shares) for age, shares in PLAN_NEEDS_BY_AGE.items()}
SECOND = {need: Shares(shares) for need, shares in SECOND_NEED_AFTER.items()}
SECOND_OTHERWISE = Shares(SECOND_NEED_OTHERWISE)
HELD = Shares(YEARS_HELD)
