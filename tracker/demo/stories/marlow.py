"""Marlow Vets: a practice that learned to say "the nurse will see you". Steady."""

from tracker.demo.lines import ClientLine, CommentLine, GoalLine, SeatLine, TaskLine, done_task

DANA, ASH, INES = "Dana Whitlock", "Ash Moreno", "Ines Marlow"
GWEN, PETE = "Gwen Ashby", "Pete Larkin"

NURSES = GoalLine(
    "Nurses see the simple cases", "So you operate in the morning, rested.", span=2, status="done", done_by=-3,
    owner=GWEN, moved=-3,
    tasks=(
        done_task("Which visits a nurse may take", -48, INES, "strategy"),
        done_task("Price for a nurse’s visit", -41, INES, "strategy"),
        done_task("Words for the desk: the nurse will see you", -34, GWEN),
        done_task("Fifty visits, then ask the owners", -20, GWEN),
        done_task("Second table in room two", -27, PETE), done_task("Make it the rule", -3, INES, "strategy"),
    ),
)  # fmt: skip

HIRING = GoalLine(
    "Second vet nurse by the new year", "So Gwen can be ill without the day falling over.", span=5, done_by=32,
    owner=ASH, moved=-6,
    tasks=(
        TaskLine("Job post for second vet nurse", "on_track", due=0, owner=DANA, moved=-1, added=-8,
                 steps=("x What the job is, in ten lines", "x What we pay", "Where it goes"),
                 comments=(CommentLine(GWEN, -1, "13:10", "Say that we never do nights. That’s why people stay."),)),
        TaskLine("Two interviews and one morning on trial", due=19, owner=INES, added=-8),
        done_task("Pay band agreed", -2, INES, "strategy"),
        done_task("Ask the college who finishes in winter", -8, ASH),
        done_task("What Gwen does that nobody sees, a list", -15, GWEN),
        done_task("Locker, scrubs and logins list", -22, PETE, "routine"),
    ),
)  # fmt: skip

STOCK = GoalLine(
    "Medicines ordered before they’re missed", "So nobody drives to the wholesaler at noon.", span=4, done_by=23,
    owner=PETE, moved=-9,
    tasks=(
        TaskLine("Fridge log on the tablet", "on_track", due=6, owner=PETE, moved=-3, added=-20),
        TaskLine("Returns to the wholesaler, once a month", due=14, owner=PETE, kind="routine", added=-20),
        done_task("Least amounts for the hundred we use", -1, PETE),
        done_task("Order on Tuesdays, by one person", -4, PETE, "routine"),
        done_task("Expired shelf, emptied", -9, GWEN), done_task("Controlled drugs book, two signatures", -13, INES),
        done_task("Cupboards in the order of the list", -16, PETE), done_task("Ask the vets what runs out", -29, GWEN),
    ),
)  # fmt: skip

BEFORE = GoalLine(
    "Evening rota without Ines", "So you eat with your family four nights of five.", span=2, status="done",
    quarter=-1, done_by=-46, moved=-44, added=-74, owner=GWEN,
    tasks=(done_task("Three vets, one evening each", -52, INES, "strategy"),
           done_task("Swap by message, not by phone", -54, GWEN),
           done_task("Emergency list by the door", -46, PETE), done_task("Rota two months ahead", -43, GWEN, "routine"),
           done_task("First month looked back on", -37, DANA),
           done_task("Bank holidays settled", -24, GWEN),
           done_task("Locums’ list renewed", -30, PETE)),
)  # fmt: skip

MARLOW = ClientLine(
    "marlow-vets", "Marlow Vets", "Europe/London", 3,
    health="steady", reason="Tell Ines that the nurse’s visits pay for the second nurse.",
    vision="Three vets, nobody on call twice a week, and Wednesday afternoons on the moor.", vision_on=-58,
    seats=(SeatLine("ceo", INES, "ines@marlow.example"), SeatLine("team", GWEN, "gwen@marlow.example"),
           SeatLine("team", PETE, "pete@marlow.example")),
    goals=(NURSES, HIRING, STOCK, BEFORE),
    inbox=(TaskLine("Words for the team about room two", due=6, owner=DANA, added=-3),),
)  # fmt: skip
