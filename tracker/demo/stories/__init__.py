"""The eight clients of Whitlock Operations, in the order Dana took them on."""

from tracker.demo.stories.brightwater import BRIGHTWATER
from tracker.demo.stories.fornello import FORNELLO
from tracker.demo.stories.halden import HALDEN
from tracker.demo.stories.hoops import HOOPS
from tracker.demo.stories.juniper import JUNIPER
from tracker.demo.stories.marlow import MARLOW
from tracker.demo.stories.okafor import OKAFOR
from tracker.demo.stories.pine import PINE

STORIES = (OKAFOR, FORNELLO, JUNIPER, HOOPS, BRIGHTWATER, MARLOW, PINE, HALDEN)
