"""Reads a file of any supported kind into a Plan, or raises ImportRefused.

The application calls `sandbox.run`, which does this in a confined process.
"""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

from tracker.imports.parsers.asana import columns, parser
from tracker.imports.parsers.csv_table import Heading, headings, read_sheet
from tracker.imports.parsers.decoding import decode
from tracker.imports.parsers.errors import TOO_LARGE, ImportRefused
from tracker.imports.parsers.plan import Plan, check_size
from tracker.imports.parsers.spreadsheet import columns as spreadsheet_columns
from tracker.imports.parsers.spreadsheet import parser as spreadsheet_parser
from tracker.imports.parsers.text import plan_name
from tracker.imports.parsers.trello import board as trello_board
from tracker.imports.parsers.unsupported import unknown_csv, unknown_json


def read_file(data: bytes, file_name: str, zone: str, *, include_archived: bool = False) -> Plan:
    """Return the plan in these bytes. Raise ImportRefused if they hold none.

    `zone` is the client's time zone, for dates. The file's name only serves to name the plan.
    """
    text, note = decode(data, file_name)
    if text.lstrip().startswith(("{", "[")):
        plan = read_json(text, file_name, ZoneInfo(zone), include_archived=include_archived)
    else:
        plan = read_csv(text, file_name)
    return check_size(replace(plan, notes=(note, *plan.notes)) if note else plan)


def read_json(text: str, file_name: str, zone: ZoneInfo, *, include_archived: bool) -> Plan:
    """Return the plan of a Trello board. Raise ImportRefused for broken or other JSON."""
    try:
        board = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportRefused(
            f"This JSON file is broken at line {error.lineno:,}. Export it again and try again."
        ) from None
    except (RecursionError, ValueError):
        raise ImportRefused(TOO_LARGE) from None
    if not trello_board.is_board(board):
        raise unknown_json(board)
    return trello_board.parse_trello(board, zone, plan_name(file_name), include_archived=include_archived)


def read_csv(text: str, file_name: str) -> Plan:
    """Return the plan of the first header that is Asana's or ours. Raise ImportRefused if there is none."""
    found: list[Heading] = []
    for heading in headings(text):
        names = frozenset(heading.names)
        if columns.REQUIRED.issubset(names):
            return parser.parse_asana(read_sheet(text, heading), plan_name(file_name))
        if spreadsheet_columns.REQUIRED.issubset(names):
            return spreadsheet_parser.parse_spreadsheet(read_sheet(text, heading), plan_name(file_name))
        found.append(heading)
    raise unknown_csv(found)
