"""Halden Cycles: week two. Settling in, so there is nothing on the road map yet."""

from tracker.demo.lines import ClientLine, SeatLine

HALDEN = ClientLine(
    "halden-cycles", "Halden Cycles", "America/New_York", 1,
    health="settling_in", reason="Week two. First road map due to Tom on {+7}.",
    vision="A workshop that knows on Monday what Saturday will bring.", vision_on=-6,
    seats=(SeatLine("ceo", "Tom Halden", "tom@halden.example"),),
    since=-9,
)  # fmt: skip
