from flask import Blueprint

from tracker.foundation.access import signed_in

portfolio = Blueprint("portfolio", __name__)


@portfolio.get("/")
@signed_in
def home() -> str:
    return "home"
