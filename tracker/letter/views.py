from flask import Blueprint

letter = Blueprint("letter", __name__)
