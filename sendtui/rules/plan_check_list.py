"""The checks of a plan, Q1 to Q27: what each asks for, why, a better example, and its source."""

from sendtui.rules.plan_remark import (
    ADULTHOOD,
    ADVICE,
    ANSWERS,
    CONTENT,
    HEALTH,
    LINKS,
    NO_SETTING,
    REVIEW,
    WORDING,
    Check,
)

Q1 = Check(
    "Q1",
    True,
    "All 12 parts are there and labelled",
    "Each part has its letter by law.",
    "Add the part with its letter, even where it says that nothing is required.",
    CONTENT,
)
Q2 = Check(
    "Q2",
    False,
    "Section A has the child's own voice, of the last 12 months",
    "Old or second-hand words are not the child's view now.",
    "In her own words, 3 March 2026: “I like it when I know what is next.”",
    LINKS,
)
Q3 = Check(
    "Q3",
    False,
    "Aspirations are there; from Year 9 on all four areas of adulthood",
    "Outcomes start from what the child or young person hopes for.",
    "I would like to work with animals and live near my sister.",
    LINKS,
)
Q4 = Check(
    "Q4",
    True,
    "Every need in B has provision in F",
    "F is for each and every need in B.",
    "Need: finds it hard to follow spoken instructions. Provision: instructions with "
    "pictures, by the class teaching assistant, in each lesson.",
    LINKS,
)
Q5 = Check(
    "Q5",
    False,
    "A need tells its effect, not only a diagnosis",
    "Provision answers what a need does to learning, not its name.",
    "He has a hearing loss, which means that he misses the ends of words in a noisy room.",
    WORDING,
)
Q6 = Check(
    "Q6",
    True,
    "Every need in C and D has an answer",
    "A need with no answer looks forgotten.",
    "No health provision is required for this need (advice of the nurse, 3 March).",
    LINKS,
)
Q7 = Check(
    "Q7",
    True,
    "Outcomes are there and can be measured",
    "Without a measure, a start and a day nobody can say whether it came true.",
    "By July of Year 6, will be able to read 60 of 100 common words; now 22.",
    LINKS,
)
Q8 = Check(
    "Q8",
    False,
    "An outcome ends with a phase or key stage, and not in the past",
    "Outcomes span a phase; steps towards them are set elsewhere.",
    "By July 2028, the end of Year 6.",
    LINKS,
)
Q9 = Check(
    "Q9",
    False,
    "An outcome is not provision",
    "Receiving help is no result.",
    "Not “will receive 2 hours of therapy” but “will be able to ask for what she needs in "
    "four-word sentences”.",
    LINKS,
)
Q10 = Check(
    "Q10",
    False,
    "An outcome starts from the child, and is one",
    "One result each can be rated.",
    "Will be able to dress alone for PE.",
    WORDING,
)
Q11 = Check(
    "Q11",
    True,
    "Provision says what, who, how often, how long, with whom and from when",
    "Provision that is not specified cannot be secured, nor seen to be missing.",
    "Twice a week, 30 minutes, one to one, by a teaching assistant trained by a speech "
    "and language therapist; from 1 September; reviewed each term.",
    CONTENT,
)
Q12 = Check(
    "Q12",
    False,
    "Provision has no vague words",
    "A vague line promises nothing.",
    "Not “regular access to small group support” but “three times a week, 20 minutes, in "
    "a group of four, by a teaching assistant”.",
    WORDING,
)
Q13 = Check(
    "Q13",
    True,
    "Every line in F meets a need in B",
    "Provision without a need falls at the first review.",
    "Link the line to its need, or write the need into B.",
    LINKS,
)
Q14 = Check(
    "Q14",
    False,
    "Therapy that educates or trains stands in F",
    "It is special educational provision by law, and only F must be secured by the LA.",
    "F: speech and language therapy, weekly, 30 minutes, by a therapist.",
    LINKS,
)
Q15 = Check(
    "Q15",
    False,
    "Each area of need has hours in the year",
    "Hours that add up to none show a line that says too little.",
    "Cognition and learning: 97 hours a year.",
    WORDING,
)
Q16 = Check(
    "Q16",
    False,
    "Training of staff says for whom and by when",
    "Training without a day does not happen.",
    "All adults in class: half a day by a teacher of the deaf, by 30 September.",
    WORDING,
)
Q17 = Check(
    "Q17",
    True,
    "Health provision is agreed by the commissioner",
    "G needs the agreement of the commissioner.",
    "Agreed by the ICB's designated clinical officer on 4 May.",
    HEALTH,
)
Q18 = Check(
    "Q18",
    False,
    "Social care stands in its part",
    "H1 is for under-18s under the 1970 Act, H2 for all else and for adults.",
    "H1: four hours of short breaks a month.",
    LINKS,
)
Q19 = Check(
    "Q19",
    True,
    "Section I is blank in a draft, and has a type in a final plan",
    "A draft must leave the family free to ask for a setting.",
    "Final: Puddleby Common Primary School, a mainstream school.",
    NO_SETTING,
)
Q20 = Check(
    "Q20",
    True,
    "J has the amount where a line is by direct payment",
    "The family must know what it will receive.",
    "£1,240 a year for line 3.",
    CONTENT,
)
Q21 = Check(
    "Q21",
    True,
    "K lists each advice with title, author, role and date",
    "What is in B and F must be traced to advice.",
    "Advice of an educational psychologist, A. Tester, 12 March 2026.",
    ADVICE,
)
Q22 = Check(
    "Q22",
    False,
    "The plan can be read, and is about this child",
    "A family must be able to read it, and trust that it is theirs.",
    "Short sentences; each acronym written out once.",
    WORDING,
)
Q23 = Check(
    "Q23",
    False,
    "Each outcome has its path from an aspiration to provision",
    "The golden thread shows the family what each part is for.",
    "Link the outcome to an aspiration, and a line of provision to both.",
    WORDING,
)
Q24 = Check(
    "Q24",
    False,
    "From Year 9 an outcome for each area of adulthood",
    "Preparing for adulthood begins in Year 9.",
    "Independent living: will be able to travel to college by bus alone.",
    ADULTHOOD,
)
Q25 = Check(
    "Q25",
    True,
    "The review is set, within 12 months",
    "The Act gives 12 months.",
    "Review by 19 January 2027.",
    REVIEW,
)
Q26 = Check(
    "Q26",
    False,
    "Each area of need has strengths",
    "A child is not a list of difficulties.",
    "Remembers every route he has walked.",
    WORDING,
)
Q27 = Check(
    "Q27",
    True,
    "Each comment of the family has an answer",
    "The family is owed one, and the Tribunal will ask for it.",
    "Agreed: section B now names the hearing loss.",
    ANSWERS,
)

CHECKS: dict[str, Check] = {
    check.id: check
    for check in (
        Q1,
        Q2,
        Q3,
        Q4,
        Q5,
        Q6,
        Q7,
        Q8,
        Q9,
        Q10,
        Q11,
        Q12,
        Q13,
        Q14,
        Q15,
        Q16,
        Q17,
        Q18,
        Q19,
        Q20,
        Q21,
        Q22,
        Q23,
        Q24,
        Q25,
        Q26,
        Q27,
    )
}
"""Every check by its id, in order."""
