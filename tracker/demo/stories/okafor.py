"""Okafor Immigration Law: a full waiting room and one pair of eyes. Step in, because intake slipped again."""

from tracker.demo.lines import ClientLine, CommentLine, GoalLine, SeatLine, TaskLine, done_task

DANA, ADAEZE, NIA = "Dana Whitlock", "Adaeze Okafor", "Nia Mensah"
SAM, JUNE = "Sam Whitfield", "June Park"

INTAKE = GoalLine(
    "Intake answers within one working day", "So nobody in trouble waits to hear from you.", span=4,
    status="watch", done_by=25, was=11, moved=-2, owner=NIA, proposed=-58, agreed=-55,
    measure="Until a first answer", scale=(4, 1, 2, "working days"),
    reason="Nia is out until {+10}, and the desk has no second person yet.",
    tasks=(
        TaskLine(
            "Cover plan for intake desk", "on_track", due=0, owner=DANA, moved=-2, added=-3, joined=True,
            details="Who answers, until when, and what may wait. Two people, half a day each.",
            steps=("x Ask June for mornings", "Ask Sam for afternoons", "One page of what may wait"),
            comments=(CommentLine(JUNE, -1, "17:40", "Mornings are fine until {+10}. I’d need the phone script."),
                  CommentLine(DANA, 0, "07:55", "You’ll have it before nine.")),
        ),
        TaskLine("Intake script on one page", "watch", due=3, was=-4, moved=-3, owner=NIA, added=-25,
                 why="Half written; Nia has the rest in her head.",
                 comments=(CommentLine(NIA, -6, "12:05", "Half of it is here. The other half I’ve never said aloud."),)),
        TaskLine("Second person learns the desk", due=18, owner=JUNE, added=-20),
        TaskLine("Calls after five go to one mailbox", due=20, owner=SAM, kind="routine", added=-20, joined=True),
        done_task("Count a week of calls and who answered", -29, NIA),
        done_task("One phone number on every letter", -30, SAM),
        done_task("Write down what a first call must ask", -44, NIA),
    ),
)  # fmt: skip

FEES = GoalLine(
    "Fees agreed before work begins", "So you are paid for what you do, and nobody is surprised.", span=3,
    status="waiting", waiting=ADAEZE, done_by=18, moved=-3,
    tasks=(
        TaskLine(
            "Approve new fee agreement", "waiting", due=5, owner=ADAEZE, waiting=ADAEZE, moved=-3, added=-10,
            kind="strategy",
            details="Three pages, down from nine. Flat fees for the four cases you do most.",
            comments=(CommentLine(DANA, -3, "10:30", "Three pages, flat fees for the four you do most. Yours to approve."),
                  CommentLine(ADAEZE, -2, "19:20", "Page two is what I always wanted to say and never wrote down.")),
        ),
        TaskLine("Pay online from the letter", due=19, owner=SAM, added=-12),
        TaskLine("Old balances: one list, one call each", due=26, owner=JUNE, kind="routine", added=-12),
        TaskLine("Send the new agreement to open cases", due=28, owner=SAM, added=-8),
        TaskLine("Payment plans without a spreadsheet", "parked", owner=SAM, added=-30, moved=-14),
        done_task("Flat prices for the four common cases", -15, ADAEZE, "strategy"),
        done_task("Compare what was quoted with what was paid", -36, DANA, "strategy"),
        done_task("Trust account checked against the bank", -50, SAM, "routine"),
    ),
)  # fmt: skip

CASES = GoalLine(
    "Every case file looks the same", "So anybody can pick up anybody’s case.", span=2, done_by=27, owner=SAM,
    moved=-7,
    tasks=(
        TaskLine("Checklist for family petitions", "on_track", due=5, owner=JUNE, moved=-4, added=-22,
                 steps=("x Collect ten finished ones", "x Mark what each needed", "One list")),
        TaskLine("Name every scanned paper the same way", "on_track", due=11, owner=SAM, moved=-6, added=-22),
        TaskLine("Deadlines in one calendar, seen by two people", due=13, owner=SAM, added=-18),
        TaskLine("Move open cases, ten a week", due=25, owner=JUNE, kind="routine", added=-18),
        done_task("Agree the seven folders of a case", -3, SAM, "strategy"),
        done_task("Try it with three new cases", -22, JUNE),
        done_task("List every place a paper can hide", -37, JUNE),
    ),
)  # fmt: skip

AROUND = (
    GoalLine("Adaeze takes four whole days off", "So you come back to a firm, not to a pile.", span=5,
             status="not_started", quarter=1, done_by=95, owner=ADAEZE, added=-15, proposed=-6,
             discussion="Which four? Not the first week of a month.",
             tasks=(TaskLine("Choose the days", owner=ADAEZE, kind="strategy", added=-15),)),
    GoalLine("Second paralegal starts well", "So the next ten cases have hands.", span=1, status="not_started",
             quarter=1, done_by=110, added=-15, proposed=-1),
    GoalLine("Sundays without the phone", "So rest is rest, for you and for June.", span=4, status="not_started",
             quarter=1, done_by=130, added=-5, draft=True,
             tasks=(TaskLine("What can wait until Monday: one list", owner=DANA, kind="strategy", added=-5),)),
    GoalLine("Mail opened once", "So a letter is read, answered or filed, and never found.", span=3, status="done",
             quarter=-1, done_by=-40, added=-74, moved=-38, owner=SAM,
             tasks=(done_task("One tray, one person, ten o’clock", -43, SAM, "routine"),
                    done_task("Stamp and scan the same day", -38, SAM, "routine"),
                    done_task("Post book closed for good", -51, NIA), done_task("Old trays emptied", -52, NIA))),
)  # fmt: skip

OKAFOR = ClientLine(
    "okafor-immigration-law", "Okafor Immigration Law", "America/Chicago", 3,
    health="step_in", reason="Intake slipped a second time; Nia is out until {+10}.",
    vision="Six lawyers, one waiting room, and nobody waits twice.", vision_on=-70,
    seats=(
        SeatLine("ceo", ADAEZE, "adaeze@okafor.example"),
        SeatLine("team", NIA, "nia@okafor.example"),
        SeatLine("team", SAM, "sam@okafor.example"),
        SeatLine("team", JUNE, "june@okafor.example"),
    ),
    goals=(INTAKE, CASES, FEES, *AROUND),
    inbox=(
        TaskLine("Two names for the intake desk", due=2, owner=DANA, added=-2),
        TaskLine("Ask the landlord about the second room", owner=ADAEZE, added=-4, kind="strategy", leads=True),
    ),
)  # fmt: skip
