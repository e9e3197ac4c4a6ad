"""Juniper Catering: two hundred plates on a good day. Watch, because the stock count has no date."""

from tracker.demo.lines import ClientLine, CommentLine, GoalLine, SeatLine, TaskLine, done_task

DANA, ASH, SOFIA = "Dana Whitlock", "Ash Moreno", "Sofia Lindqvist"
BEA, TOMAS = "Bea Hollis", "Tomas Wren"

STOCK = GoalLine(
    "We know what’s in the cold room", "So nobody drives for cream on a wedding morning.", span=4, done_by=27,
    owner=ASH, moved=-7,
    tasks=(
        TaskLine(
            "Pick a date for stock count", "waiting", due=4, owner=SOFIA, waiting=SOFIA, moved=-7, added=-11,
            kind="strategy", details="Two hours, doors shut. A Monday loses the least.",
            comments=(CommentLine(ASH, -7, "11:15", "Two hours, doors shut. Any Monday this month?"),
                  CommentLine(SOFIA, -6, "20:44", "Not the Monday of the Harrow wedding. Let me look.")),
        ),
        TaskLine("Shelf labels the night crew can read", "on_track", due=7, owner=TOMAS, moved=-3, added=-20),
        TaskLine("Order sheet that starts from the shelf", due=14, owner=BEA, added=-18),
        TaskLine("Count every first Monday", due=17, owner=TOMAS, kind="routine", added=-18),
        done_task("One list of what we keep, with a least amount", -11, BEA),
        done_task("Throw out what nobody can name", -25, TOMAS),
        done_task("A shelf a kitchen, not a shelf a cook", -39, BEA, "strategy"),
    ),
)  # fmt: skip

QUOTES = GoalLine(
    "A quote leaves within a day", "So the couple says yes while they still smile.", span=5, done_by=20,
    owner=BEA, moved=-8,
    tasks=(
        TaskLine("Price book for the forty dishes we sell", "on_track", due=6, owner=BEA, moved=-2, added=-24,
                 steps=("x The ten that sell most", "x What each really costs", "The other thirty")),
        TaskLine("One letter, three menus, one price a guest", "watch", due=11, was=4, moved=-2, owner=SOFIA,
                 added=-24, why="The photos arrive a week late."),
        TaskLine("Answer from the phone, without the laptop", due=19, owner=BEA, added=-14),
        done_task("Count how long the last twenty quotes took", -4, BEA),
        done_task("Say no to under thirty guests, kindly", -18, SOFIA, "strategy"),
        done_task("Ask five couples why they chose us", -32, SOFIA, "strategy"),
    ),
)  # fmt: skip

CREWS = GoalLine(
    "Two crews can run two weddings", "So one Saturday can be two.", span=1, status="not_started", done_by=29,
    owner=TOMAS,
    tasks=(
        TaskLine("Choose the second crew’s lead", due=10, owner=SOFIA, kind="strategy", added=-16),
        TaskLine("Van list that packs itself", due=18, owner=TOMAS, added=-16),
        done_task("Write down a wedding day, hour by hour", -12, TOMAS),
        done_task("Radios, and who says what on them", -23, TOMAS),
    ),
)  # fmt: skip

AROUND = (
    GoalLine("Winter menu without the walk-in freezer", "So the bill falls when the bookings do.", span=3,
             status="not_started", quarter=1, done_by=80, owner=BEA, added=-14),
    GoalLine("Kitchen rota known two weeks ahead", "So people can plan a life.", span=2, status="done", quarter=-1,
             done_by=-35, added=-72, moved=-33, owner=BEA,
             tasks=(done_task("Rota on the wall by Thursday noon", -43, BEA, "routine"),
                    done_task("Swap shifts without asking Sofia", -41, TOMAS, "routine"))),
)  # fmt: skip

JUNIPER = ClientLine(
    "juniper-catering", "Juniper Catering", "America/New_York", 2,
    health="watch", reason="Stock count needs a date.",
    vision="Two crews, two Saturdays a month off, and a kitchen that’s quiet by six.", vision_on=-66,
    seats=(
        SeatLine("ceo", SOFIA, "sofia@juniper.example"),
        SeatLine("team", BEA, "bea@juniper.example"),
        SeatLine("team", TOMAS, "tomas@juniper.example"),
    ),
    goals=(STOCK, QUOTES, CREWS, *AROUND),
    inbox=(
        TaskLine("Sort out the van’s insurance", owner=ASH, added=-5, due=9, kind="routine"),
        TaskLine("Thank-you card for the Harrow family", owner="", added=-1, kind="routine"),
    ),
)  # fmt: skip
