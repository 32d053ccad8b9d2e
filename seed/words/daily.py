"""What happens between reviews: talk with families, things undertaken, what was noticed."""

# ruff: noqa: E501  (what people say is one line, however long)

CONTACTS: tuple[tuple[str, str, str, bool], ...] = (
    ("meeting", "Talked over the term's outcomes. The family would like the same picture cards at home; copies given. They said mornings are the hard part.", "", True),
    ("phone", "Rang to say how well the week had gone. Parent surprised, pleased, and a little tearful.", "", False),
    ("phone", "Parent asked when the speech and language visit will be, as nothing has been heard since spring.", "Find the date of the visit and ring back", False),
    ("e-mail", "Parent asks whether the spelling homework may be halved: it takes an hour and ends in tears.", "Speak to the class teacher and answer", False),
    ("meeting", "Plan read together line by line and agreed. One change: reading aloud only by choice.", "", True),
    ("phone", "Told of a fall on the stairs, no harm done. Agreed to use the rail and the trolley for bags.", "", False),
    ("letter", "Copy of the optician's letter received: glasses to be worn all day for near work.", "", False),
    ("meeting", "First meeting about SEN Support. Explained what it is and is not. The family had noticed the same things, and felt heard.", "", True),
    ("e-mail", "Advice from the occupational therapist arrived; forwarded the two pages for home.", "", False),
    ("phone", "Parent worried about the move to a new class. Offered two visits and a photo book.", "Send the photo book before the end of term", False),
    ("meeting", "Talked about sleep. Family would welcome help; early help offered and agreed to.", "Send the early help form", True),
    ("phone", "Therapist rang: three missed visits to the clinic mean discharge. Family did not know of them; wrong address.", "Ring the clinic with the right address", False),
    ("e-mail", "Parent sent a film of reading at home. Shown to the class teacher with their leave.", "", False),
    ("meeting", "Parent not in agreement with the target for writing: too low. Target raised, review brought forward.", "", True),
    ("phone", "Asked for a copy of everything on file. Explained how, and by when.", "Hand over the copy", False),
    ("e-mail", "New phone number and a request to write rather than ring during shifts.", "", False),
    ("meeting", "Grandparent came instead; spoke through an interpreter, by arrangement. Notes to be sent in plain words.", "Send the notes in plain words", True),
    ("phone", "Brief call after a hard morning: what happened, what helped, what we will do tomorrow.", "", False),
    ("meeting", "Looked at the child's drawings together. Parent told us about the summer. Agreed who else should know, and who not.", "", True),
    ("phone", "Asked about dyslexia testing. Explained what is already being done and what a test would add.", "Ask the specialist teacher for her view", False),
    ("letter", "Letter from the clinic: discharged with a programme for school. Copy for the file, programme to the class.", "", False),
    ("e-mail", "Thanks for the trip: “first one we have not been rung from”.", "", False),
)  # fmt: skip
"""How, what was said, what reply was promised ("" for none), whether it was a meeting with parents."""

MARKUP_NOTE = (
    "Typed from a phone: strategies [see plan] worked, except [/x] at lunch; "
    "score [b]7[/b], link=[https://puddleby.example/a?b=1&c=2] \\ <i>ok</i> {brace} %s"
)
"""A note with brackets, as people write them: never to be read as markup."""

ACTIONS: tuple[tuple[str, str], ...] = (
    ("Ask the speech and language service for a date", "SENCO"),
    ("Print the now-and-next strip and laminate two", "teaching assistant"),
    ("Order the sloped board and a pack of pencil grips", "SENCO"),
    ("Share the one-page profile with supply staff", "class teacher"),
    ("Arrange two visits to the new class", "class teacher"),
    ("Collect views before the review: pictures, not the form", "teaching assistant"),
    ("Send the early help form to the family", "SENCO"),
    ("Watch a lesson and note time on task", "SENCO"),
    ("Repeat the reading measure", "teaching assistant"),
    ("Ask for hearing and sight to be checked", "SENCO"),
    ("Put the garden-stairs pass on the staff list", "SENCO"),
    ("Send the topic words home on Friday", "class teacher"),
    ("Book the interpreter for the review", "office"),
    ("Ask the specialist teacher for advice on spelling", "SENCO"),
    ("Charge and label the spare radio aid", "teaching assistant"),
    ("Check that access arrangements are the usual way of working", "exams officer"),
    ("Write to the family with what was agreed", "SENCO"),
    ("Move the seat away from the hand-dryer wall", "class teacher"),
    ("Tell midday staff about the end table", "SENCO"),
    ("Hand over to the new key adult, with the pupil there", "learning mentor"),
    ("Add the risk of running to the trip plan", "trip leader"),
    ("Make the photo book of the new classroom", "teaching assistant"),
)

CONCERNS: tuple[tuple[str, str, str], ...] = (
    ("SLCN", "Talks in single words to adults; plays alongside, not with.", "Commenting rather than questions; talk partner; words sent home."),
    ("SPLD", "Reading has stood still since autumn. Skips lines, loses the place.", "Line guide, smaller groups, books that fit the sounds taught."),
    ("SEMH", "Tearful at drop-off for three weeks; says nothing is wrong.", "Side door, a job first thing, talk with the family."),
    ("MLD", "Needs each step shown again the next day, in all subjects.", "Worked examples, real objects, taught ahead in a small group."),
    ("", "Very tired by Wednesday. Falls asleep in story.", "Seat by the window, early night plan with the family."),
    ("SLCN", "Does not answer to name in a noisy room; turns when touched.", "Hearing test asked for; seat moved; name and eyes first."),
    ("SPLD", "Writes letters back to front at eight, and tires after two lines.", "Sound mat, sloped board, oral rehearsal."),
    ("SEMH", "Leaves the room when corrected; back after ten minutes, works on.", "Quiet word alongside; five-minute card; greeting at the door."),
    ("ASD", "Distressed at changes of room; talks at length of lifts.", "Warned beforehand; visual timetable; lift book as a reward."),
    ("", "Parent worried about progress in maths; school's marks do not show it.", "Looked at books together; number check; look again at half term."),
    ("PD", "Falls over own feet, avoids PE, cannot do buttons.", "Bigger fastenings, gross-motor group, family to see the GP."),
    ("MLD", "Copies a neighbour's work beautifully, and cannot read it back.", "Mini-whiteboard, fewer questions, ask aloud."),
    ("SLCN", "New to English; hard to tell language from need.", "Home language checked with an interpreter: fluent. Time, and pictures."),
    ("VI", "Holds books at the nose. Says board is fuzzy.", "Seat at the front; sight test asked for."),
    ("SEMH", "Since a bereavement quiet and last to leave.", "Chosen adult; memory box; family support offered."),
)  # fmt: skip
"""Need suspected, what was noticed, what was tried."""

CONCERN_ENDS = (
    "Better with good teaching alone: closed.",
    "Glasses were the answer: closed.",
    "Still a concern after two terms: placed on the SEN register with the parents' agreement.",
    "Family and school agree to watch until half term.",
    "Moved to SEN Support after advice.",
)

MISSED = (
    "Adult covering another class",
    "Pupil absent",
    "Room in use for the photographer",
    "Sports day rehearsal",
    "Pupil did not want to come",
    "Adult on a course",
    "Trip",
    "Fire drill ran into it",
    "Adult unwell, nobody to cover",
    "Hall needed for the book fair",
    "Clinic appointment",
    "Snow: closed at noon",
)

SESSION_NOTES = (
    "Two new words, used twice unasked.",
    "Tired; stopped after five minutes and read instead.",
    "Best score yet. Wanted to show the teacher, and did.",
    "Wobbly start, good finish.",
    "Chose the order of the tasks.",
    "Needed the model for the first three, then not.",
    "Taught the game to a friend.",
    "Short because of assembly.",
)

ADVICE: tuple[tuple[str, str], ...] = (
    ("SALT", "Understanding of two key words; expression at about two years below age. Advises sentence work with colour strips, and adults who comment more than they ask."),
    ("EP", "Strong reasoning with shapes, slow recall of words. Advises fewer words, more time, and practice that is short and daily."),
    ("OT", "Low tone in shoulders and hands. Advises a strength programme, sloped board and rests before tiredness."),
    ("HI", "Moderate loss on both sides, aids well worn. Advises the radio aid in all lessons, and repair strategies."),
    ("VI", "Reduced distance vision; N24 print. Advises tablet access and routes practice."),
    ("ASD", "Finds change and crowds hardest; strengths in detail. Advises a true timetable, warned changes and a way out."),
    ("CAMHS", "Worry is kept up by reassurance. Advises small steps chosen by the pupil and one answer to each question."),
    ("FAM", "Family has asked for help with sleep and mornings. Working on a plan at home that school will mirror."),
)  # fmt: skip
"""Which specialist, what they advise."""

TRIED: tuple[tuple[str, str], ...] = (
    ("CL CI", "Seat at the front, instructions in two steps, picture list: for six weeks. Better starts, no change in what is finished."),
    ("CL CI SP", "Extra time, worked examples and talk partner for half a term. Helps when an adult is near."),
    ("CL", "Daily reading to an adult and books at the right level for eight weeks: two words more than before."),
    ("SEMH", "Class-wide calm corner and check-in: used well, and still not enough after lunch."),
    ("CL", "Rods and ten-frames on all tables for a term; uses them, and counts from one."),
    ("SEMH CI SP", "Task in three parts with a timer: two of three are done."),
    ("CI", "Words taught ahead with pictures to the whole class for a half term; knows them and does not use them."),
    ("SP CI", "Moved away from noise, name first, eyes first: fewer repeats, the same gaps."),
    ("SEMH", "Greeting at the door, choice of two tasks, praise for starting: for five weeks. Fewer walk-outs before lunch."),
    ("SP", "Seat, light and table height looked at with the pupil; less tired by noon, writing still slow."),
    ("CI", "Visual timetable and warned changes for the whole class: fewer tears, the hall is still too much."),
)  # fmt: skip
"""Broad areas it fits, good teaching that was tried and what came of it."""

OBSERVED: tuple[tuple[str, str], ...] = (
    ("CL", "Watched for 20 minutes in maths: begins when the table begins, looks to a neighbour seven times, works well with objects."),
    ("CI SEMH", "Watched at play: stays near the wall, watches one game closely, joins for two minutes when asked by name."),
    ("CI SP", "Watched in the hall: hands over ears from the first note; calm as soon as outside."),
    ("CL SP", "Watched in writing: talks the story well, then writes five words. Rubs out three."),
    ("CI CL", "Watched at carpet time: settled for six minutes, fidgets with a shoe, answers well when given time."),
    ("CL", "Watched in science: leads the group in the practical part, silent in the write-up."),
    ("SEMH", "Watched on arrival: eleven minutes from gate to task; settles with a job."),
    ("CL", "Watched in reading: fluent, with a finger under the line; cannot say why the fox left."),
    ("SEMH", "Watched in a group task: takes charge, is not followed, leaves; comes back when asked to fetch the glue."),
    ("SP", "Watched in PE: watches others first, chooses the low bench, finishes what is begun."),
)  # fmt: skip
"""Broad areas it fits, what was seen."""

PUPIL_AGAIN = (
    "It is easier than before, but I still like the help.",
    "I can do it when I am not tired.",
    "Keep it the same please. Except not before lunch.",
    "I taught it to my little brother. He is bad at it.",
    "Some days yes and some days no.",
    "It works with you but not with other people yet.",
    "I want to do it in class now, not outside.",
    "My best bit was when nobody noticed I had help.",
    "It got boring but I got better.",
    "I forgot for a bit and then I remembered.",
    "Can my friend come too?",
    "I am nearly there. I can see the end of it.",
    "I liked it more when it was mornings.",
    "Seven out of ten. It was four.",
)
PARENT_AGAIN = (
    "We see it at home now, too, at weekends more than in the week.",
    "Slow, but it is going the right way. We would like it to go on.",
    "Happier about coming in. That matters more to us than the score.",
    "It went backwards over the holiday; we should like ideas for the next one.",
    "We had hoped for more by now, and would like to know what was missed and why.",
    "The same words at home as at school have made a difference.",
    "Homework is calmer. We do ten minutes and stop.",
    "Thank you for ringing with the good news as well.",
    "We think the target could be higher.",
    "There is pride where there used to be tummy aches.",
    "We would like to come and watch a session.",
    "Grandparents have noticed, without being told.",
)
"""What is said of an aim that has been carried on from an earlier cycle."""

REVIEWED: dict[str, tuple[tuple[str, str], ...]] = {
    "continue": (
        ("Good progress on what was planned; what was missed is known and will be made up.", "It is working and not finished: same support, higher target."),
        ("The pupil came, brought the folder and chaired the first half. Most of it has worked.", "The pupil would like to go on, and so would we."),
        ("Better than hoped for in the group, and beginning to show in class.", "Next: the same thing in lessons, with the teacher."),
    ),
    "continue, slowly": (
        ("Half of the way. Too many sessions were lost to cover.", "Not enough of it happened to say that it does not work."),
        ("Views differ: at home more is seen than at school. Both were written down.", "Another term, with the measure taken in both places."),
        ("Progress in the group, little in class.", "Another term, with the teacher joining the group once a week."),
        ("The pupil came for the last part and said what would make it easier: mornings, and a friend.", "Same aims; time of day and grouping changed as the pupil asked."),
        ("Less change than hoped for. Nobody thinks the aims are wrong.", "Smaller steps, measured every fortnight."),
    ),
    "step down": (
        ("All outcomes met a month early. The pupil says it is easy now.", "Teaching strategies are enough; the group ends, with a check at half term."),
    ),
    "leave the SEN register": (
        ("Two terms of outcomes met and kept up without extra help.", "Needs are met by good teaching. Parents agree; doors stay open."),
        ("Glasses, time and the reading group did it.", "No longer behind, and no longer in need of what is additional."),
    ),
    "step up": (
        ("Delivered in full, and little changed.", "Advice of a specialist is needed before the next plan."),
        ("Progress only with one adult alongside.", "More frequent, smaller group, and advice from the educational psychologist."),
    ),
    "request assessment": (
        ("Three cycles delivered nearly in full; the gap has grown.", "What is needed goes beyond what school can provide by itself: request to be made together with the parents."),
    ),
}  # fmt: skip
"""Decision (and “continue, slowly”, where more was unmet than met) → what was said, why."""

HOW_PUPIL = (
    "talk",
    "pictures",
    "drawing and talk",
    "walk and talk",
    "form with an adult",
    "puppets",
    "film",
)
HOW_PARENT = ("meeting", "phone", "form", "e-mail", "meeting with interpreter")

ON_REASONS = (
    "Not making the progress expected after good teaching and two terms of adjustments.",
    "Advice of the speech and language therapist; class teacher and parents agree.",
    "Came from another school with SEN Support; continued after a meeting with the parents.",
    "Raised by the parents; evidence gathered over a term.",
    "Health visitor's two-year check and nursery's notes.",
    "Concern list, looked at twice; help beyond the usual is needed.",
)
PLAN_REASONS = (
    "Plan issued by the authority after assessment.",
    "Plan issued; named this school.",
    "Moved in with a plan from another authority.",
)
OFF_REASONS = (
    "Outcomes met and kept up for two terms; needs met by good teaching.",
    "Review with parents: no longer in need of what is additional.",
)
OLD_CODE_REASON = "Old code carried over by the previous school's system; kept as it was given."
EFFECTS = (
    "Understands more than can be said; needs time.",
    "Writing is slow and does not show what is known.",
    "Finds groups and noise hard; works well alone.",
    "Loses the thread of long instructions.",
    "Needs steps shown and practised more often than others.",
    "Feelings come before learning on some days.",
    "Needs kit and seat arranged before the lesson.",
)
SOURCES = (
    "Class teacher and SENCO",
    "Specialist's report",
    "Previous school",
    "Parents and nursery",
    "Clinic letter",
)
