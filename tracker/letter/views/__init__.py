"""The letter's page, and the page of somebody of the team."""

from tracker.letter.views.letter import letter

__all__ = ["letter"]
