from flask import Blueprint

goals = Blueprint("goals", __name__)
