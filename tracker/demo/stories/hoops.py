"""Third Street Hoops: four courts, sixty children, one clipboard fewer. Steady."""

from tracker.demo.lines import ClientLine, CommentLine, GoalLine, SeatLine, TaskLine, done_task

DANA, TERRELL = "Dana Whitlock", "Terrell Banks"
DEE, OMAR = "Dee Calloway", "Omar Haddad"

CAMP = GoalLine(
    "Camp sign-ups off paper", "So the desk is a hello, not a queue.", span=3, status="done", done_by=-2,
    owner=DEE, moved=-2,
    tasks=(
        done_task("Pick one sign-up page and try it", -47, DEE, "strategy"),
        done_task("Ask only what a coach needs to know", -40, TERRELL),
        done_task("Move last summer’s families over", -19, DEE),
        done_task("Money arrives with the sign-up", -11, OMAR),
        done_task("Take the clipboards off the desk", -2, DEE),
    ),
)  # fmt: skip

COACHES = GoalLine(
    "Saturday coaches run the gym", "So you can watch your own daughter play.", span=1, done_by=24, owner=OMAR,
    moved=-10,
    tasks=(
        TaskLine("Open and close by the card on the door", "on_track", due=5, owner=OMAR, moved=-5, added=-20),
        TaskLine("First-aid bag checked on the first of the month", due=10, owner=OMAR, kind="routine", added=-20),
        TaskLine("Two coaches lead one practice alone", due=22, owner=TERRELL, added=-14),
        done_task("The card on the door, ten lines", -4, OMAR),
        done_task("Three coaches walk the building with Terrell", -13, TERRELL),
        done_task("Who to call, in order", -26, OMAR),
        done_task("Keys for three people", -33, TERRELL, "strategy"),
    ),
)  # fmt: skip

MONEY = GoalLine(
    "Every court hour is paid for", "So good weeks pay for the empty ones.", span=5, done_by=26, owner=DEE,
    moved=-9,
    tasks=(
        TaskLine("One price list, on the wall and on the page", "on_track", due=7, owner=DEE, moved=-3, added=-22),
        TaskLine("Remind the three clubs who pay late", due=12, owner=DEE, kind="routine", added=-22),
        done_task("Count a month of empty hours", -1, DEE),
        done_task("Sunday evenings for the over-forties", -18, TERRELL, "strategy"),
        done_task("Ask the school about Tuesdays", -25, TERRELL, "strategy"),
        done_task("A booking needs a card", -32, DEE),
    ),
)  # fmt: skip

BEFORE = GoalLine(
    "Summer ran on one calendar", "So nobody shows up to a locked gym.", span=4, status="done", quarter=-1,
    done_by=-50, moved=-48, added=-74, owner=DEE,
    tasks=(done_task("One calendar, five colours", -53, DEE), done_task("Caretaker reads it too", -46, DEE),
           done_task("Old wall planner taken down", -38, OMAR),
           done_task("Change of plans goes to one place", -27, DEE),
           done_task("Print it for the door on Mondays", -10, OMAR, "routine")),
)  # fmt: skip

HOOPS = ClientLine(
    "third-street-hoops", "Third Street Hoops", "America/Los_Angeles", 1,
    health="steady", reason="Camp sign-ups moved off paper. Tell Terrell.",
    vision="A gym that’s open when the kids are, and closed when I’m home.", vision_on=-64,
    seats=(SeatLine("ceo", TERRELL, "terrell@hoops.example"), SeatLine("team", DEE, "dee@hoops.example"),
           SeatLine("team", OMAR, "omar@hoops.example")),
    goals=(CAMP, COACHES, MONEY, BEFORE),
    inbox=(TaskLine("Tell Terrell what sixty sign-ups without paper look like", due=5, owner=DANA, added=-1,
                    comments=(CommentLine(DEE, -1, "18:20", "Nobody asked me for a pen all week."),)),),
)  # fmt: skip
