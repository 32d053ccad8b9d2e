"""What a check of a plan says: the sentence it is about, why, and a better example."""

from dataclasses import dataclass

from sendtui.rules.citation import Citation

CONTENT = Citation("SEND Regulations 2014 reg 12(1); SEND Code of Practice 9.62", "statutory")
LINKS = Citation("SEND Code of Practice 9.61-9.69", "Code of Practice")
ADULTHOOD = Citation("SEND Regulations 2014 reg 12(3)", "statutory", False)
HEALTH = Citation("SEND Regulations 2014 reg 12(2)", "statutory")
NO_SETTING = Citation("Children and Families Act 2014 s.38(5)", "statutory")
ADVICE = Citation("SEND Regulations 2014 reg 6(1)", "statutory")
REVIEW = Citation("Children and Families Act 2014 s.44(1)", "statutory")
ANSWERS = Citation("SEND Regulations 2014 reg 13(1)", "statutory")
WORDING = Citation("Wording of plans: clear, specific and quantified", "good practice")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding about a plan. `hard`: law or format; otherwise wording or good practice.

    Nothing blocks saving. `better` is an example of what would do, invented; `record` and `field`
    say where a face may go to mend it.
    """

    check: str
    hard: bool
    subject: str
    says: str
    why: str
    better: str
    citation: Citation
    sentence: str = ""
    record: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its id: what it asks for, why, an example, and where it stands."""

    id: str
    hard: bool
    asks: str
    why: str
    better: str
    citation: Citation

    def remark(
        self, subject: str, says: str, sentence: str = "", record: str = "", field: str = "",
        *, hard: bool | None = None,
    ) -> Remark:  # fmt: skip
        """What this check says of one thing."""
        return Remark(
            self.id, self.hard if hard is None else hard, subject, says, self.why, self.better,
            self.citation, sentence, record, field,
        )  # fmt: skip
