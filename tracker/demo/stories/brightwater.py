"""Brightwater Physio: four rooms and a phone that rings during treatment. Steady."""

from tracker.demo.lines import ClientLine, GoalLine, SeatLine, TaskLine, done_task

DANA, HELEN = "Dana Whitlock", "Helen Marsh"
IVY, RAJ = "Ivy Thornton", "Raj Patel"

PHONE = GoalLine(
    "The phone is answered by a person who isn’t treating", "So hands stay on the patient.", span=4, done_by=21,
    owner=IVY, moved=-8,
    tasks=(
        TaskLine("Words for the six most common calls", "on_track", due=4, owner=IVY, moved=-3, added=-21),
        TaskLine("Desk cover on Wednesday afternoons", "on_track", due=9, owner=HELEN, moved=-5, added=-21),
        TaskLine("Ring-back list, emptied by four", due=16, owner=IVY, kind="routine", added=-16),
        done_task("Count calls for two weeks", -5, IVY),
        done_task("Part-time desk hours agreed", -17, HELEN, "strategy"),
        done_task("One diary for four rooms", -36, RAJ),
    ),
)  # fmt: skip

NOTES = GoalLine(
    "Notes written the same day", "So evenings are yours again.", span=3, done_by=26, owner=RAJ, moved=-17,
    tasks=(
        TaskLine("Ten minutes between patients, kept", "on_track", due=6, owner=RAJ, moved=-6, added=-24),
        TaskLine("Short form for a second visit", due=13, owner=RAJ, added=-24),
        TaskLine("Letters to doctors from the note itself", due=25, owner=IVY, added=-18),
        done_task("See what a good note has, and no more", -9, RAJ),
        done_task("A note by voice: try it, decide", -23, RAJ, "strategy"),
        done_task("Old cupboard scanned, A to M", -37, IVY, "routine"),
    ),
)  # fmt: skip

CLASSES = GoalLine(
    "A back class that pays for its room", "So ten people get better at once.", span=5, done_by=30, owner=HELEN,
    moved=-5,
    tasks=(
        TaskLine("Fill the January class: ten names", due=20, owner=IVY, added=-12),
        TaskLine("Price for eight evenings", "on_track", due=5, owner=HELEN, moved=-2, added=-12, kind="strategy"),
        done_task("Try-out class with staff and friends", -2, HELEN), done_task("Mats, bands and a cupboard", -12, RAJ),
        done_task("Which evening the room is free", -24, IVY),
    ),
)  # fmt: skip

STARTERS = GoalLine(
    "New physios treat alone in month two", "So growing doesn’t cost you a spring.", span=1, status="not_started",
    done_by=35, owner=HELEN,
    tasks=(
        TaskLine("First month, week by week", due=18, owner=HELEN, added=-9),
        TaskLine("Watch three, be watched three", due=28, owner=RAJ, added=-9),
        TaskLine("Who signs off, and how", owner=HELEN, added=-9, kind="strategy"),
        done_task("Ask the last two what was missing", -10, DANA, "strategy"),
        done_task("Uniforms and logins before day one", -44, IVY, "routine"),
    ),
)  # fmt: skip

BEFORE = GoalLine(
    "No-shows halved", "So an empty half hour is a choice.", span=4, status="done", quarter=-1, done_by=-45,
    moved=-43, added=-74, owner=IVY,
    tasks=(done_task("A reminder the day before", -50, IVY),
           done_task("Deposit for first visits", -51, HELEN, "strategy"),
           done_task("Waiting list for short-notice slots", -31, IVY, "routine")),
)  # fmt: skip

BRIGHTWATER = ClientLine(
    "brightwater-physio", "Brightwater Physio", "Europe/London", 2,
    health="steady", reason="",
    vision="Four full rooms, and I treat two days a week because I want to.", vision_on=-60,
    seats=(SeatLine("ceo", HELEN, "helen@brightwater.example"), SeatLine("team", IVY, "ivy@brightwater.example"),
           SeatLine("team", RAJ, "raj@brightwater.example")),
    goals=(PHONE, NOTES, CLASSES, STARTERS, BEFORE),
    inbox=(TaskLine("Ask Helen which afternoon she’d give up first", due=3, owner=DANA, kind="strategy", added=-2),),
)  # fmt: skip
