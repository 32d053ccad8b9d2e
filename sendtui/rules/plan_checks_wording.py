"""The checks of a plan's words: voices, needs, outcomes and provision as a family reads them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from sendtui.rules.calendar import academic_year, period_of_months
from sendtui.rules.plan_check_list import Q2, Q3, Q5, Q8, Q9, Q10, Q12, Q14, Q15, Q16, Q22, Q26
from sendtui.rules.plan_facts import PFA, PlanFacts, PlanLine
from sendtui.rules.plan_remark import Remark
from sendtui.rules.plan_wording import outcome_wording, vague_words
from sendtui.rules.plan_words import WordLists, has_any, sentence_with, sentences
from sendtui.rules.years import is_from_year_9, year_by_age

_CHILD = ("child", "young person", "pupil")
_HOW = ("quoted", "reported")
_ENDS = {"R": "EYFS", "2": "KS1", "6": "KS2", "9": "KS3", "11": "KS4", "13": "KS5", "14": "KS5"}


def voices(plan: PlanFacts, today: date) -> Iterator[Remark]:
    """Q2 and Q3: who speaks in section A, when, and what they hope for."""
    own = [voice for voice in plan.voices if voice.who in _CHILD and voice.text.strip()]
    fresh = [v for v in own if v.said_on and today <= period_of_months(v.said_on, 12)]
    if not own:
        yield Q2.remark("Section A", "The child's own voice is missing.")
    elif not fresh:
        newest = own[-1]
        says = "The child's voice has no date in the last 12 months."
        sentence = sentence_with(newest.text, "")
        yield Q2.remark("Section A", says, sentence, newest.record, "said_on")
    for voice in plan.voices:
        if voice.how not in _HOW:
            says = "Say whether these are the words themselves or reported by somebody."
            yield Q2.remark("Section A", says, sentence_with(voice.text, ""), voice.record, "how")
    if not plan.aspirations:
        yield Q3.remark("Section A", "There are no aspirations.")
    elif is_from_year_9(plan.born, plan.year, today):
        touched = {area for each in plan.aspirations for area in each.pfa}
        for area in PFA:
            if area not in touched:
                yield Q3.remark("Section A", f"No aspiration touches {area}.")


def needs(plan: PlanFacts, words: WordLists) -> Iterator[Remark]:
    """Q5 and Q26: needs that tell their effect, beside strengths."""
    for need in plan.needs:
        if not has_any(need.text, words.effect):
            says = "Say what it means for learning or daily life."
            yield Q5.remark(f"Section {need.section}", says, need.text, need.record, "text")
    areas = dict.fromkeys(need.area for need in plan.needs_of("B") if need.area)
    for area in areas:
        if not any(n.strengths.strip() for n in plan.needs_of("B") if n.area == area):
            yield Q26.remark(f"Section B, {area}", "No strengths are told beside these needs.")


def outcomes(plan: PlanFacts, today: date) -> Iterator[Remark]:
    """Q8, Q9 and Q10: when outcomes end, and how they are put."""
    checks = {"outcome is provision": Q9, "not from the pupil": Q10, "two results": Q10}
    for outcome in plan.outcomes:
        for found in outcome_wording(outcome.what):
            check = checks[found.check]
            yield check.remark("Section E", found.says, outcome.what, outcome.record, "what")
        if outcome.by is None:
            continue
        if outcome.by < today:
            says = "Its day is past."
            yield Q8.remark("Section E", says, outcome.what, outcome.record, "by")
        elif plan.born and not _ends_a_stage(plan.born, outcome.by):
            says = "Its day is not at the end of a phase or key stage."
            yield Q8.remark("Section E", says, outcome.what, outcome.record, "by")


def _ends_a_stage(born: date, by: date) -> bool:
    """Whether a day is of the last months, June to August, of the last year of a stage."""
    after_school = by >= date(academic_year(born) + 20, 6, 1)
    return after_school or (year_by_age(born, by) in _ENDS and 6 <= by.month <= 8)


def provision(plan: PlanFacts, words: WordLists) -> Iterator[Remark]:
    """Q12, Q14, Q15 and Q16: lines that promise something certain, in the right part."""
    for line in plan.lines_of("F"):
        for word in _vague(line, words):
            says = f"“{word}” promises nothing certain: say how much, how often and by whom."
            sentence = sentence_with(line.what, word)
            yield Q12.remark("Section F", says, sentence, line.record, "what")
        if line.training and not (line.who.strip() and line.by):
            says = "Say who is trained and by when."
            yield Q16.remark("Section F", says, line.what, line.record, "by")
    in_f = " ".join(line.what.casefold() for line in plan.lines_of("F"))
    for line in plan.lines_of("G"):
        for therapy in words.therapies:
            if therapy in line.what.casefold() and therapy not in in_f:
                says = f"“{therapy}” stands only in G: where it educates or trains it belongs in F."
                sentence = sentence_with(line.what, therapy)
                yield Q14.remark("Section G", says, sentence, line.record, "section")
    for area, hours in hours_by_area(plan).items():
        if not hours:
            yield Q15.remark(f"Section F, {area}", "Its provision adds up to no hours in a year.")


def _vague(line: PlanLine, words: WordLists) -> list[str]:
    known = vague_words(line.what, line.who, line.minutes, line.group_size or 1)
    mine = [word for word in words.vague if sentence_has(line.what, word)]
    found = dict.fromkeys([*known, *mine])
    return [word for word in found if word not in words.allowed]


def sentence_has(text: str, word: str) -> bool:
    """Whether a whole word stands in a text, whatever its case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def hours_by_area(plan: PlanFacts) -> dict[str, float]:
    """Hours of provision in a year per area of need in B; a line of two areas counts in both."""
    areas = {need.record: need.area for need in plan.needs_of("B") if need.area}
    found = dict.fromkeys(areas.values(), 0.0)
    for line in plan.lines_of("F"):
        for area in {areas[need] for need in line.needs if need in areas}:
            found[area] += line.hours_a_year
    return found


_ACRONYM = re.compile(r"\b[A-Z][A-Z&]{1,5}\b")
_OTHERS: dict[str, tuple[str, ...]] = {
    "he": ("she", "her", "hers"),
    "she": ("he", "him", "his"),
}


def reading(plan: PlanFacts, words: WordLists) -> Iterator[Remark]:
    """Q22: long sentences, acronyms, somebody else's name or pronoun, paragraphs told twice."""
    prose = [(subject, text) for subject, text in plan.prose() if text.strip()]
    whole = " ".join(text for _, text in prose)
    told = set[str]()
    for subject, text in prose:
        for sentence in sentences(text):
            if (count := len(sentence.split())) > words.longest_sentence:
                yield Q22.remark(subject, f"The sentence has {count} words.", sentence)
        for acronym in dict.fromkeys(_ACRONYM.findall(text)):
            if acronym in told or acronym in words.acronyms or f"({acronym})" in whole:
                continue
            told.add(acronym)
            says = f"“{acronym}” is nowhere written out."
            yield Q22.remark(subject, says, sentence_with(text, acronym))
        yield from _about_another(plan, subject, text)
    counts = Counter(" ".join(text.split()).casefold() for _, text in prose)
    for text, times in counts.items():
        if times > 1 and len(text.split()) >= 8:
            yield Q22.remark("The plan", f"This text stands {times} times.", text)


def _about_another(plan: PlanFacts, subject: str, text: str) -> Iterator[Remark]:
    for name in plan.wrong_names:
        if sentence_has(text, name):
            says = "A name of another record stands here."
            yield Q22.remark(subject, says, sentence_with(text, name))
    for word in _OTHERS.get(plan.pronouns, ()):
        if sentence_has(text, word):
            says = f"“{word}” may be about somebody else: this child's is “{plan.pronouns}”."
            yield Q22.remark(subject, says, sentence_with(text, word))
            break
