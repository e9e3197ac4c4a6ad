"""Pine & Post Framing: two benches and a wall of corners. Steady."""

from tracker.demo.lines import ClientLine, GoalLine, SeatLine, TaskLine, done_task

DANA, RUTH, ELI = "Dana Whitlock", "Ruth Avery", "Eli Navarro"

PRICES = GoalLine(
    "Anybody can quote a frame", "So the shop is open when you are not.", span=2, done_by=22, owner=RUTH, moved=-7,
    tasks=(
        TaskLine("Price list for framed sizes", "on_track", due=0, owner=DANA, moved=-2, added=-12,
                 steps=("x The nine sizes we sell most", "x Glass and mount", "Round to whole dollars")),
        TaskLine("Eli quotes for a week, Ruth looks after", due=10, owner=ELI, added=-12),
        TaskLine("Sample corners with prices on the back", due=17, owner=ELI, added=-9),
        done_task("What a frame costs us, glass to hook", -3, RUTH),
        done_task("Say what we don’t frame", -9, RUTH, "strategy"),
        done_task("Fifty old quotes in one list", -31, ELI),
    ),
)  # fmt: skip

BENCH = GoalLine(
    "Orders leave on the day we said", "So nobody calls to ask.", span=4, done_by=29, owner=ELI, moved=-5,
    tasks=(
        TaskLine("Shelf by day, not by name", "on_track", due=8, owner=ELI, moved=-4, added=-20),
        TaskLine("Text when it’s ready", due=18, owner=ELI, kind="routine", added=-20),
        done_task("Ten days promised, not seven", -11, RUTH, "strategy"),
        done_task("Glass cut on Mondays", -18, ELI, "routine"),
        done_task("Every order gets a card", -25, ELI),
    ),
)  # fmt: skip

BEFORE = GoalLine(
    "Shop closed on Mondays", "So the week has a beginning.", span=5, status="done", quarter=-1, done_by=-45,
    moved=-44, added=-70, owner=RUTH,
    tasks=(done_task("Tell the ten customers who come on Mondays", -44, RUTH, "strategy"),),
)  # fmt: skip

PINE = ClientLine(
    "pine-post-framing", "Pine & Post Framing", "America/Denver", 4,
    health="steady", reason="",
    vision="A shop that runs five days without me, and a bench I still like to stand at.", vision_on=-50,
    seats=(SeatLine("ceo", RUTH, "ruth@pineandpost.example"), SeatLine("team", ELI, "eli@pineandpost.example")),
    goals=(PRICES, BENCH, BEFORE),
    inbox=(TaskLine("Bring Ruth the numbers for a Saturday hand", due=5, owner=DANA, kind="strategy", added=-1),),
)  # fmt: skip
