from flask import Blueprint

tasks = Blueprint("tasks", __name__)
