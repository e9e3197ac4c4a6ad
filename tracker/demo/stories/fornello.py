"""Fornello Pizza: five shops’ worth of dough in one man’s head. Watch, because an oven waits for a word."""

from tracker.demo.lines import ClientLine, CommentLine, GoalLine, SeatLine, TaskLine, done_task

DANA, MARCO, ROSA = "Dana Whitlock", "Marco Bellini", "Rosa Delgado"
PRIYA, LUCA = "Priya Raman", "Luca Bellini"

TRAINING = GoalLine(
    "New hires trained in two weeks, without Marco’s help", "So Saturdays don’t need you.", span=1, done_by=28,
    owner=ROSA, moved=-9, proposed=-59, agreed=-56, measure="Until a new hire works alone", scale=(6, 2, 3, "weeks"),
    tasks=(
        TaskLine(
            "Write the closing checklist", "on_track", due=4, owner=ROSA, moved=-1, added=-18,
            details="One page that anybody on the late shift can follow, **without** calling Marco.\n\n"
            "- by station, in the order the room closes\n- nothing that the opening list already does\n"
            "- laminated, beside the walk-in",
            steps=(
                "x Shadow Rosa on a Thursday close",
                "x List every step in the order she does it",
                "Cut it to one page",
                "Test with Luca on the late shift, Tuesday",
            ),
            comments=(
                CommentLine(DANA, -18, "10:12", "Same idea as the opening list: what would you tell a new closer on "
                         "their first night?"),
                CommentLine(ROSA, -1, "23:52", "Draft is on the clipboard by the walk-in. 31 steps, which is too many. "
                         "The fryer is six of them on its own."),
                CommentLine(DANA, 0, "08:05", "31 is a great first draft: it’s everything in your head. Let’s group by "
                         "station and land on one page together on Monday."),
                CommentLine(MARCO, 0, "08:40", "I only ever did about ten of these. Good."),
            ),
        ),
        TaskLine("Buddy sign-off sheet for week one", "on_track", due=6, owner=PRIYA, moved=-4, added=-16, joined=True,
                 steps=("x Five things a buddy watches", "Try it with one pair"),
                 comments=(CommentLine(PRIYA, -4, "16:20", "Five things to watch is enough for one week, I think."),)),
        TaskLine("Try the plan with December hires", due=17, owner=ROSA, added=-10, joined=True, details="Ben and Noor."),
        done_task("Rosa’s opening checklist", -1, ROSA),
        done_task("Luca’s dough on film: three clips, six minutes", -2, LUCA),
        done_task("A welcome sheet for day one at the till", -10, PRIYA),
        done_task("Test week one with a new hire", -22, ROSA),
        done_task("Pick two buddies for new starters", -38, ROSA, "strategy"),
        done_task("Write down week one, hour by hour", -45, ROSA),
    ),
)  # fmt: skip

PAPERWORK = GoalLine(
    "Paperwork off the kitchen table", "So nothing important lives in your van.", span=3, status="watch",
    done_by=21, was=14, moved=-1, reason="Corewell asked for two more weeks of records.",
    tasks=(
        TaskLine("Move supplier invoices into the shared folder", "on_track", due=3, owner=PRIYA, moved=-3,
                 added=-15),
        TaskLine(
            "Hand payroll to Corewell", "watch", due=14, was=0, moved=-1, owner=DANA, added=-30,
            why="Corewell asked for two more weeks of records.",
            steps=("x Sign the contract", "x List of who is paid what", "Send the missing records",
                   "First run, with both of us watching"),
            comments=(
                CommentLine(DANA, -2, "15:05", "Corewell wants the records back to September. I’m gathering them."),
                CommentLine(MARCO, -2, "21:30", "Some are in the blue box. My sister has the rest."),
                CommentLine(DANA, -1, "09:10", "Found both. I moved the date rather than pay people late."),
            ),
        ),
        TaskLine("One-page list of who holds which licence", due=19, owner=DANA, added=-20),
        TaskLine("Shred night: three boxes from the office", due=21, owner=LUCA, added=-14, kind="routine"),
        done_task("Every supplier bill goes to one inbox", -3, PRIYA),
        done_task("Sort the boxes from the office", -19, PRIYA),
        done_task("Choose a payroll company", -40, DANA, "strategy"),
    ),
)  # fmt: skip

OVEN = GoalLine(
    "Second oven decided", "So Friday nights stop topping out at 140 pizzas.", span=5, status="waiting",
    waiting=MARCO, done_by=10, moved=-4,
    tasks=(
        TaskLine(
            "Choose: lease or buy", "waiting", due=10, owner=MARCO, waiting=MARCO, moved=-4, added=-12,
            kind="strategy",
            details="I’d lease, at $410 a month. It keeps cash free for December wages, and you can own it for a "
            "dollar two years from now.",
            comments=(
                CommentLine(DANA, -4, "09:45", "The three quotes are on one page. My word is lease."),
                CommentLine(MARCO, -3, "22:15", "Let me sleep on it until after the weekend."),
            ),
        ),
        TaskLine("Book the install for a January Monday", owner=DANA, added=-12, waits_for="Choose: lease or buy"),
        done_task("Three quotes on one page", -8, DANA, "strategy"),
        done_task("Measure the wall and the gas line", -17, LUCA),
    ),
)  # fmt: skip

DECIDES = GoalLine(
    "Everyone knows who decides what", "So you answer ten questions a day, not fifty.", span=2, done_by=28,
    owner=PRIYA, moved=-8,
    tasks=(
        TaskLine("Write the other two roles", "on_track", due=12, owner=PRIYA, moved=-5, added=-12),
        TaskLine(
            "Make Rosa shift manager", "waiting", due=7, owner=MARCO, waiting=MARCO, moved=-2, added=-12,
            kind="strategy", leads=True,
            details="She already runs Saturdays. It’s $2 more an hour, and five fewer calls a day for you.",
            comments=(CommentLine(DANA, -2, "11:30", "Her role fits on one page now. From {+10}, if you say so."),),
        ),
        done_task("Two of four roles on one page each", -5, PRIYA),
        done_task("Talk it through with Rosa and Luca", -12, DANA, "strategy"),
        done_task("Marco marks the ten questions he keeps", -26, MARCO, "strategy"),
        done_task("List the fifty questions of one week", -31, PRIYA),
    ),
)  # fmt: skip

LATER = (
    GoalLine("Install the second oven", "So the new dough has somewhere to go.", span=5, status="not_started",
             quarter=1, done_by=72, added=-20,
             tasks=(TaskLine("Clear the corner by the walk-in", owner=LUCA, added=-11,
                            waits_for="Book the install for a January Monday"),
                    TaskLine("A training hour on the new controls", owner=ROSA, added=-11,
                            waits_for="Clear the corner by the walk-in"))),
    GoalLine("Pizzaiolo ladder: three steps, three pay bands", "So good people see a reason to stay.", span=1,
             status="not_started", quarter=1, done_by=118, owner=ROSA, added=-20, proposed=-3),
    GoalLine("Monthly numbers on one page", "So you know by the fifth, not by the feeling.", span=3,
             status="not_started", quarter=1, done_by=125, owner=PRIYA, added=-20,
             tasks=(TaskLine("Agree the six numbers", owner=MARCO, kind="strategy", added=-20),)),
    GoalLine("A week away for Marco, in March", "So the shops show that they can.", span=4, status="not_started",
             quarter=1, done_by=120, added=-4, draft=True,
             tasks=(TaskLine("Pick the week with Rosa", owner=DANA, kind="strategy", added=-4),
                    TaskLine("Two days of practice in January", owner=DANA, added=-4))),
    GoalLine("Second site: look, don’t sign", "So the next shop is a choice, not a rush.", span=5, status="parked",
             quarter=2, owner=MARCO, added=-30, moved=-11),
    GoalLine("Opening runs itself", "So the day starts without a call.", span=4, status="done", quarter=-1,
             done_by=-54, added=-74, moved=-52, owner=ROSA,
             tasks=(done_task("Keys, alarm and float for two people", -52, ROSA),
                    done_task("Opening rota to the end of the year", -24, ROSA, "routine"),
                    TaskLine("Delivery at the back door only", "parked", owner=LUCA, added=-70, moved=-60))),
)  # fmt: skip

FORNELLO = ClientLine(
    "fornello-pizza", "Fornello Pizza", "America/New_York", 4,
    health="watch", reason="Marco hasn’t chosen lease or buy, four days.",
    vision="Two more neighbourhoods by 2029, and every Saturday with my kids.", vision_on=-73,
    seats=(
        SeatLine("ceo", MARCO, "marco@fornello.example"),
        SeatLine("team", ROSA, "rosa@fornello.example"),
        SeatLine("team", PRIYA, "priya@fornello.example"),
        SeatLine("team", LUCA, "luca@fornello.example"),
        SeatLine("viewer", "Carla Bellini", "carla@fornello.example"),
    ),
    goals=(TRAINING, PAPERWORK, OVEN, DECIDES, *LATER),
    inbox=(
        TaskLine("Read Corewell’s payroll questions", "on_track", due=0, owner=DANA, kind="routine", moved=-2,
                 added=-3),
        TaskLine("Who waters the basil while Luca is away?", owner="", kind="routine", added=-2),
    ),
)  # fmt: skip
