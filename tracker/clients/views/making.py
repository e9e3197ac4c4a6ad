from flask import Blueprint

making = Blueprint("making", __name__)
